/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/sink_driver.h - a batch of lines in; the medium of one kind of sink
 * with these lines in it out. Between sink.c, which has queue and thread, and
 * sink_file.c, sink_journal.c, sink_syslog.c, sink_stdout.c. */
#ifndef DAEMON_SINK_DRIVER_H
#define DAEMON_SINK_DRIVER_H

#include "daemon/sink.h"

#define SINK_STEP_MS 500	/* a driver waits no longer before it returns */

struct sink_item {
	uint64_t ms;		/* of struct line */
	uint32_t n, rule_n;	/* bytes of text and of the rule's name */
	int level;		/* rule_n is 0 when the line is our own */
};

/* lines that stand behind each other, and how far they are written */
struct sink_batch {
	const char *text;
	const char *rules;	/* names, behind each other too */
	const struct sink_item *item;
	size_t n;		/* items */
	size_t bytes;		/* of text, in all */

	size_t i;		/* items done: written, or given up */
	size_t at, rule_at;	/* bytes of these */
	size_t part;		/* bytes of item i that are written, too */
	uint64_t given_up;	/* of the items done, since sink.c looked */
	uint64_t cut;		/* written, but not to their end */
};

static inline bool sink_batch_done(const struct sink_batch *b)
{
	return b->i == b->n;
}

/* the next line of the batch, without what is written of it already */
static inline struct span sink_batch_text(const struct sink_batch *b)
{
	return (struct span){b->text + b->at + b->part, b->item[b->i].n -
		b->part};
}

/* sink_batch_rest() - all that is not written yet */
static inline struct span sink_batch_rest(const struct sink_batch *b)
{
	size_t done = b->at + b->part;

	return (struct span){b->text + done, b->bytes - done};
}

/* sink_batch_next() - item i is done, as a whole */
void sink_batch_next(struct sink_batch *b);

/* sink_batch_wrote() - so many more bytes of the text are written */
void sink_batch_wrote(struct sink_batch *b, size_t n);

/* sink_batch_give_up() - item i can never be written */
void sink_batch_give_up(struct sink_batch *b);

/* what every medium begins with; sink.c fills it */
struct sink_medium {
	const struct config_sink *conf;
	struct sink_ops ops;
	const char *host;	/* our name */
};

struct sink_driver {
	const char *word;	/* of the configuration */
	size_t size;		/* of its struct, which begins with struct
				 * sink_medium and is otherwise zeroed */
	bool native;		/* takes PIPELINE_JOURNAL */

	/* open() - 0 or a negative errno, said in @diag; then close() is called
	 * nevertheless */
	int (*open)(struct sink_medium *m, struct diag *diag);

	/* write() - as much of the batch as can be written now. 0: some of it,
	 * or none within SINK_STEP_MS: call it again. Negative errno: the rest
	 * cannot be written now. */
	int (*write)(struct sink_medium *m, struct sink_batch *b);

	/* tick() - nothing was written for a second; NULL: so what */
	void (*tick)(struct sink_medium *m);

	/* reopen() - SIGHUP, with the batch that is not written yet or NULL */
	void (*reopen)(struct sink_medium *m, struct sink_batch *b);
	void (*close)(struct sink_medium *m);

	/* place() - what it writes to, as messages call it */
	void (*place)(const struct sink_medium *m, struct buf *out);
};

extern const struct sink_driver sink_file, sink_journal, sink_syslog,
	sink_stdout;

/* sink_say() - "sink NAME: words" */
void sink_say(const struct sink_medium *m, int level, const char *fmt, ...)
	printf_like(3, 4);

int64_t sink_now(void);		/* CLOCK_MONOTONIC, ms */
uint64_t sink_real(void);	/* CLOCK_REALTIME, ms */

/**
 * sink_write() - write(2) to a file, or as much to a pipe, terminal or socket
 * as it takes at once
 * @mode: st_mode
 * Waits for SINK_STEP_MS at most, but in a file and with devices that block.
 * May be cancelled (pthread_cancel(3)).
 * Return: bytes; 0: none now; negative errno.
 */
ssize_t sink_write(int fd, mode_t mode, const char *p, size_t n);

#endif
