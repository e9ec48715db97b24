/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ring of bytes. Each line stands in one piece: a head, the rule's name, the
 * text. Where the next one does not fit before the end of the memory, a head
 * with .skip tells to go on at its start. */
#include "daemon/recent.h"

#define NO_RULE UINT32_MAX

struct head {
	uint32_t rule, text;	/* bytes; .rule may be NO_RULE */
	bool skip;
};

int recent_init(struct recent *r, size_t lines, size_t bytes)
{
	*r = (struct recent){.size = bytes, .max = lines};
	r->mem = malloc(bytes);
	return r->mem ? 0 : -ENOMEM;
}

void recent_deinit(struct recent *r)
{
	free(r->mem);
	*r = (struct recent){0};
}

static size_t rule_bytes(const struct head *h)
{
	return h->rule == NO_RULE ? 0 : h->rule;
}

/* the head at an offset, which goes on to the start where it must */
static struct head head_at(const struct recent *r, size_t *at)
{
	struct head h = {.skip = true};

	if (r->size - *at >= sizeof(h))
		memcpy(&h, r->mem + *at, sizeof(h));
	if (h.skip) {
		*at = 0;
		memcpy(&h, r->mem, sizeof(h));
	}
	return h;
}

static void forget_first(struct recent *r)
{
	struct head h = head_at(r, &r->first);

	r->first += sizeof(h) + rule_bytes(&h) + h.text;
	if (--r->lines == 0)
		r->first = r->end = 0;
}

/* bytes that are free from .end on, in one piece; .first == .end with lines
 * means: none */
static size_t room(const struct recent *r)
{
	if (!r->lines || r->first < r->end)
		return r->size - r->end;
	return r->first - r->end;
}

/* false: not even the whole memory is enough */
static bool make_room(struct recent *r, size_t n)
{
	const struct head skip = {.skip = true};

	while (room(r) < n) {
		if (!r->lines)
			return false;
		if (r->first < r->end || (r->first == r->end && !r->end)) {
			/* the start of the memory is next */
			if (r->size - r->end >= sizeof(skip))
				memcpy(r->mem + r->end, &skip, sizeof(skip));
			r->end = 0;
			if (!r->first)
				forget_first(r);
		} else {
			forget_first(r);
		}
	}
	return true;
}

void recent_add(struct recent *r, struct span rule, struct span text)
{
	struct head h = {rule.p ? (uint32_t)rule.n : NO_RULE,
		(uint32_t)text.n, false};
	size_t n = sizeof(h) + rule_bytes(&h) + text.n;
	char *to;

	if (!r->max)
		return;
	if (r->lines == r->max)
		forget_first(r);
	if (!make_room(r, n))
		return;
	to = r->mem + r->end;
	memcpy(to, &h, sizeof(h));
	to += sizeof(h);
	if (rule_bytes(&h))
		memcpy(to, rule.p, rule.n);
	memcpy(to + rule_bytes(&h), text.p, text.n);
	r->end += n;
	r->lines++;
}

bool recent_next(const struct recent *r, struct recent_pos *pos,
	struct recent_line *out)
{
	struct head h;
	const char *p;

	if (pos->i == r->lines)
		return false;
	h = head_at(r, &pos->at);
	p = r->mem + pos->at + sizeof(h);
	out->rule = (struct span){h.rule == NO_RULE ? NULL : p, rule_bytes(&h)};
	out->text = (struct span){p + rule_bytes(&h), h.text};
	pos->at += sizeof(h) + rule_bytes(&h) + h.text;
	pos->i++;
	return true;
}
