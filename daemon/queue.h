/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/queue.h - records as they come in; the same in order, when there is
 * time for them, out. The kernel drops records for a reader whose socket was
 * full until that is empty again: so it is emptied before anything else. */
#ifndef DAEMON_QUEUE_H
#define DAEMON_QUEUE_H

#include "base/buf.h"
#include "base/vec.h"

#define QUEUE_BYTES (64u << 20)	/* what waits at most; then it is left to the
				 * kernel to wait, and to drop */

struct queue_item {
	unsigned type;
	size_t at, n;		/* of the text */
};

/* zeroed is empty */
struct queue {
	struct buf text;
	VEC(struct queue_item) item;
	size_t head;		/* the oldest item */
};

/* queue_add() - copy a record; 0 or -ENOMEM */
int queue_add(struct queue *q, unsigned type, struct span text);

/* queue_take() - the oldest record; false: there is none. The text lives until
 * the next queue_add(). */
bool queue_take(struct queue *q, unsigned *type, struct span *text);

static inline size_t queue_len(const struct queue *q)
{
	return q->item.n - q->head;
}

static inline bool queue_is_full(const struct queue *q)
{
	return q->text.n >= QUEUE_BYTES;
}

void queue_deinit(struct queue *q);

#endif
