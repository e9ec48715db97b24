/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/sink.h - lines in; the same lines in a file, the journal, syslog or on
 * standard output out. Each sink has a queue and a thread of its own, so that
 * one that stalls or fails holds up no other. */
#ifndef DAEMON_SINK_H
#define DAEMON_SINK_H

#include "daemon/config.h"

/* one line as a sink takes it */
struct line {
	enum pipeline_format format;
	int level;		/* LOG_ERR, ... */
	struct span rule;	/* name; .p NULL: the daemon's own (losses) */
	bool again;		/* the line before in another format */
	uint64_t ms;		/* CLOCK_REALTIME of the event; 0: unknown */
	struct span text;	/* with its '\n'; PIPELINE_JOURNAL: fields, see
				 * event/format_journal.h */
};

#define SINK_BUCKETS 12

struct sink_counts {
	uint64_t lines, bytes;		/* written */
	uint64_t dropped;		/* lines for which there was no room, or
					 * which could not be written */
	uint64_t cut;			/* lines written, but not to their end:
					 * too long for syslog */
	uint64_t errors;		/* failed writes */
	size_t queued_lines, queued_bytes;	/* bytes: what config_sink
				 * .queue_bytes bounds, text and what is known
				 * of each line */
	int err;			/* negative errno while it cannot write,
					 * 0 when it can */
	/* event to write, by upper bound (sink_bucket_ms[]), the last without
	 * one; their sum in ms */
	uint64_t latency[SINK_BUCKETS], latency_sum;
};

extern const unsigned sink_bucket_ms[SINK_BUCKETS - 1];

struct sink;

/* say() - words of a thread for standard error and the journal, without a
 * newline; thread safe */
struct sink_ops {
	void *arg;
	void (*say)(void *arg, int level, const char *words);
	/* room() - there is room again in a queue that was full; from the
	 * thread of the sink */
	void (*room)(void *arg);
};

/**
 * sink_new() - opens what it writes to, and starts its thread
 * @conf: copied
 * A file that cannot be opened now is an error; later ones are said, and tried
 * again.
 * Return: 0; negative errno, said in @diag.
 */
int sink_new(struct sink **outp, const struct config_sink *conf,
	const struct sink_ops *ops, struct diag *diag);

/* sink_takes() - whether a line of that rule and level is for this sink */
bool sink_takes(const struct sink *s, struct span rule, int level);

/* sink_is_full() - the queue is over its bound and overflow is wait: whoever
 * feeds it had better wait for ops.room */
bool sink_is_full(struct sink *s);

/* sink_add() - copy the line into the queue. Over the bound: with drop it is
 * counted and left out (and the sink says so itself, in a line of its own, not
 * more than one a second, as soon as it can write); with wait it is taken, for
 * what comes at once is bounded by who feeds. Formats: that of
 * the configuration only. */
void sink_add(struct sink *s, const struct line *line);

/* sink_reopen() - SIGHUP: close and open the file */
void sink_reopen(struct sink *s);

struct sink_counts sink_counts(struct sink *s);
const struct config_sink *sink_conf(const struct sink *s);

/**
 * sink_free() - write what is queued, at most for that long, and end
 * Return: lines that were not written (they are said, too).
 */
uint64_t sink_free(struct sink *s, unsigned ms);

#endif
