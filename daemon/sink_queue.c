/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/sink_queue.h"

static size_t item_cost(const struct sink_item *it)
{
	return sizeof(*it) + it->n + it->rule_n;
}

static struct sink_item item_of(const struct line *line)
{
	return (struct sink_item){.ms = line->ms, .n = (uint32_t)line->text.n,
		.rule_n = (uint32_t)line->rule.n, .level = line->level};
}

size_t sink_queue_cost(const struct line *line)
{
	struct sink_item it = item_of(line);

	return item_cost(&it);
}

static void block_free(struct sink_block *b)
{
	if (!b)
		return;
	buf_deinit(&b->text);
	buf_deinit(&b->rules);
	vec_deinit(&b->item);
	free(b);
}

static bool has_room(const struct sink_block *b, const struct line *line)
{
	return !b->text.n || b->text.n + line->text.n <= SINK_BLOCK;
}

/* the block that the line goes to; NULL: no memory */
static struct sink_block *block_for(struct sink_queue *q,
	const struct line *line)
{
	struct sink_block *b;

	if (q->head && has_room(q->last, line))
		return q->last;
	b = q->spare ? steal(q->spare) : calloc(1, sizeof(*b));
	if (!b)
		return NULL;
	if (q->head)
		q->last->next = b;
	else
		q->head = b;
	q->last = b;
	return b;
}

int sink_queue_add(struct sink_queue *q, const struct line *line)
{
	struct sink_block *b = block_for(q, line);
	struct sink_item it = item_of(line);
	size_t text_n, rules_n;

	if (!b)
		return -ENOMEM;
	text_n = b->text.n;
	rules_n = b->rules.n;
	buf_span(&b->text, line->text);
	buf_span(&b->rules, line->rule);
	if (b->text.err || b->rules.err || vec_add(&b->item, it)) {
		b->text.n = text_n;
		b->rules.n = rules_n;
		b->text.err = b->rules.err = 0;
		return -ENOMEM;
	}
	q->lines++;
	q->bytes += item_cost(&it);
	return 0;
}

struct sink_block *sink_queue_take(struct sink_queue *q)
{
	struct sink_block *b = q->head;

	if (!b)
		return NULL;
	q->head = b->next;
	b->next = NULL;
	return b;
}

void sink_queue_give_back(struct sink_queue *q, struct sink_block *b)
{
	if (q->spare || b->text.cap > SINK_BLOCK + 1) {
		block_free(b);
		return;
	}
	buf_reset(&b->text);
	buf_reset(&b->rules);
	b->item.n = 0;
	q->spare = b;
}

void sink_queue_done(struct sink_queue *q, const struct sink_item *item)
{
	q->lines--;
	q->bytes -= item_cost(item);
}

void sink_queue_shrink(struct sink_queue *q)
{
	block_free(q->spare);
	q->spare = NULL;
}

void sink_queue_deinit(struct sink_queue *q)
{
	struct sink_block *b;

	while ((b = sink_queue_take(q)))
		block_free(b);
	sink_queue_shrink(q);
}
