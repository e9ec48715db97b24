/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/queue.h"

#define KEPT_BYTES (1u << 20)	/* more memory is given back when it is empty */

/* forget what was taken, once that is more than what is left: so each byte
 * moves once at most */
static void compact(struct queue *q)
{
	size_t left = queue_len(q), from;

	if (!q->head || q->head < left)
		return;
	if (!left && q->text.cap > KEPT_BYTES) {
		queue_deinit(q);
		return;
	}
	from = left ? q->item.v[q->head].at : q->text.n;
	if (left) {
		memmove(q->item.v, q->item.v + q->head,
			left * sizeof(*q->item.v));
		memmove(q->text.p, q->text.p + from, q->text.n - from);
	}
	q->item.n = left;
	q->text.n -= from;
	q->head = 0;
	vec_foreach(it, &q->item)
		it->at -= from;
}

int queue_add(struct queue *q, unsigned type, struct span text)
{
	struct queue_item it = {.type = type, .n = text.n};

	compact(q);
	it.at = q->text.n;
	buf_span(&q->text, text);
	return q->text.err ? q->text.err : vec_add(&q->item, it);
}

bool queue_take(struct queue *q, unsigned *type, struct span *text)
{
	const struct queue_item *it;

	if (!queue_len(q))
		return false;
	it = &q->item.v[q->head++];
	*type = it->type;
	*text = (struct span){q->text.p + it->at, it->n};
	return true;
}

void queue_deinit(struct queue *q)
{
	buf_deinit(&q->text);
	vec_deinit(&q->item);
	*q = (struct queue){0};
}
