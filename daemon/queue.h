/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/queue.h - records as the reader gets them in; batches for the worker
 * out. A record stays until the worker is done with it, so that what one worker
 * took into its grave is there for the next.
 *
 * The reader's thread puts, the main thread does the rest. */
#ifndef DAEMON_QUEUE_H
#define DAEMON_QUEUE_H

#include "base/span.h"

#include <pthread.h>

struct buf;
struct queue_chunk;

#define QUEUE_TEXT_MAX 16384	/* of one record */
#define QUEUE_FULL 1

struct queue_item {
	struct queue_chunk *chunk;	/* NULL: done with */
	uint32_t at, n;			/* text in it */
	unsigned type;
};

struct queue_depth {
	size_t bytes, records;
	size_t bytes_max, records_max;
	size_t unsent;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t room;
	int fd;			/* eventfd: there is something to send */
	size_t bytes_max, records_max;

	struct queue_item *item;	/* by tag % size, a power of two */
	size_t size;
	uint64_t head, sent, next;	/* tags: oldest kept, next to send, next
					 * to come */
	struct queue_chunk *last;	/* that is being filled */
	size_t bytes, live;		/* kept: bytes with overhead, records */
	bool waiting;			/* somebody waits for room */
};

/* queue_init() - 0 or negative errno */
int queue_init(struct queue *q, size_t bytes_max, size_t records_max);
void queue_deinit(struct queue *q);
void queue_bounds(struct queue *q, size_t bytes_max, size_t records_max);

/**
 * queue_put() - copy a record
 * @text: what is over QUEUE_TEXT_MAX is cut off
 * Return: 0; QUEUE_FULL; -ENOMEM.
 */
int queue_put(struct queue *q, unsigned type, struct span text);

/* queue_put_last() - the same, past the bounds: for the one that whoever stops
 * has in hand. 0 or -ENOMEM */
int queue_put_last(struct queue *q, unsigned type, struct span text);

/* queue_wait_room() - until it is not high any more (and some more room was
 * made), queue_wake() or ms have passed */
void queue_wait_room(struct queue *q, unsigned ms);
void queue_wake(struct queue *q);

/* queue_is_high() - over 7/8 of a bound: no room for new events, still some
 * for the records of those that have begun */
bool queue_is_high(struct queue *q);

/* queue_fd() - readable once records came after a time without; queue_clear()
 * before looking for them */
static inline int queue_fd(const struct queue *q)
{
	return q->fd;
}
void queue_clear(struct queue *q);

/**
 * queue_send() - records that were not sent yet, in order, as values of a
 * message: for each a u64 tag, a u32 type and its text
 * @bytes: about so many
 * Return: records added to out.
 */
size_t queue_send(struct queue *q, struct buf *out, size_t bytes);

/* queue_done() - a record that was sent is not needed any more; false: it is
 * none of ours, or was done with before */
bool queue_done(struct queue *q, uint64_t tag);

/* queue_unsend() - all that was sent and is not done is to be sent again */
void queue_unsend(struct queue *q);

/**
 * queue_remove() - take records out, whatever became of them
 * @take: true: this one; called with the queue locked
 * Return: how many.
 */
size_t queue_remove(struct queue *q,
	bool (*take)(void *arg, unsigned type, struct span text), void *arg);

/* queue_look() - look() is given the text of that record, if it is still kept;
 * called with the queue locked */
void queue_look(struct queue *q, uint64_t tag,
	void (*look)(void *arg, struct span text), void *arg);

struct queue_depth queue_depth(struct queue *q);

#endif
