/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/reader.h - a source in; its records in the queue out, by a thread that
 * does nothing else. */
#ifndef DAEMON_READER_H
#define DAEMON_READER_H

#include "daemon/queue.h"
#include "daemon/source.h"

/* events that are not there, and their first and last serial */
struct reader_gap {
	uint64_t events;	/* 0: none */
	uint32_t first, last;
};

struct reader_counts {
	uint64_t records, bytes;	/* read */
	uint64_t dropped_events;	/* for want of room in the queue */
	uint64_t dropped_records;	/* of those, and those without serial */
	uint64_t missing_events;	/* serials that never came */
	uint64_t waited_ms;		/* for room in the queue */
	int64_t last;			/* when the last record came,
					 * CLOCK_MONOTONIC, ms; 0: none did */
};

/* what was not told yet */
struct reader_losses {
	struct reader_gap dropped;	/* first and last serial that were */
	struct reader_gap missing;	/* the first and the last one */
};

struct reader_conf {
	struct record_source *source;
	struct queue *queue;
	enum overflow overflow;	/* a file is always waited with */
	void *arg;
	/* ended() - from the thread, its last act: SOURCE_END, or a negative
	 * errno. Not after reader_stop(). */
	void (*ended)(void *arg, int r);
};

struct reader;

/**
 * reader_new() - start to read
 * @conf: its source and queue must outlive the reader
 * wait: a full queue is not added to, so the sender waits, the kernel for as
 * long as its backlog_wait_time says. It is read then as little as it takes for
 * the kernel to go on waiting (source_presses()): for that the last eighth of
 * the queue is kept. drop: events are dropped whole (daemon/admit.h).
 * Return: 0; negative errno.
 */
int reader_new(struct reader **outp, const struct reader_conf *conf);

/* reader_overflow() - from now on; any thread */
void reader_overflow(struct reader *r, enum overflow overflow);

/* reader_counts() - since the start; any thread */
struct reader_counts reader_counts(struct reader *r);

/* reader_losses() - since the last call; false: nothing. Any thread.
 * @idle: nothing has come for a while: serials that are missing stay missing */
bool reader_losses(struct reader *r, bool idle, struct reader_losses *out);

/* reader_stop() - no record is added to the queue after it; waits for the
 * thread. A second call does nothing. What the source still has, whoever calls
 * may read. */
void reader_stop(struct reader *r);
void reader_free(struct reader *r);	/* stops first; NULL is fine */
DEFINE_FREEP(struct reader, reader_free)

#endif
