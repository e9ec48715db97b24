/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/sink_queue.h - lines one by one in; the same in order, many behind
 * each other, out. Memory is given back block by block. Its user locks. */
#ifndef DAEMON_SINK_QUEUE_H
#define DAEMON_SINK_QUEUE_H

#include "base/vec.h"
#include "daemon/sink_driver.h"

/* bytes of lines in one block, a longer line alone excepted; with its NUL that
 * makes a round number */
#define SINK_BLOCK ((1u << 20) - 1)

struct sink_block {
	struct sink_block *next;
	struct buf text, rules;
	VEC(struct sink_item) item;
};

/* zeroed is empty */
struct sink_queue {
	struct sink_block *head, *last;		/* last: if there is a head */
	struct sink_block *spare;	/* emptied, to be filled again */
	size_t lines, bytes;	/* in blocks, those that were taken included
				 * until sink_queue_done() */
};

/* sink_queue_cost() - bytes that the line takes in the queue */
size_t sink_queue_cost(const struct line *line);

/* sink_queue_add() - 0; -ENOMEM, and it is as before */
int sink_queue_add(struct sink_queue *q, const struct line *line);

/* sink_queue_take() - the oldest block, NULL: there is none. It is the
 * caller's until sink_queue_give_back(). */
struct sink_block *sink_queue_take(struct sink_queue *q);
void sink_queue_give_back(struct sink_queue *q, struct sink_block *b);

/* sink_queue_done() - that item of a taken block needs no room any more */
void sink_queue_done(struct sink_queue *q, const struct sink_item *item);

/* sink_queue_shrink() - nothing came for a while: keep no memory */
void sink_queue_shrink(struct sink_queue *q);
void sink_queue_deinit(struct sink_queue *q);

#endif
