/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/loss.h"

#include "base/num.h"

static uint64_t *word(struct loss *l, uint32_t serial)
{
	return &l->seen[serial % LOSS_WINDOW / 64];
}

static uint64_t bit(uint32_t serial)
{
	return (uint64_t)1 << serial % 64;
}

/* of two serials within half of the circle */
static bool is_before(uint32_t a, uint32_t b)
{
	return b - a - 1 < INT32_MAX;
}

void loss_range(struct loss *l, enum loss_cause cause, uint64_t n,
	uint32_t first, uint32_t last)
{
	struct loss_part *p = &l->untold[cause];

	if (!n)
		return;
	if (!p->has_serials || is_before(first, p->first))
		p->first = first;
	if (!p->has_serials || is_before(p->last, last))
		p->last = last;
	p->has_serials = true;
	loss_add(l, cause, n);
}

void loss_add(struct loss *l, enum loss_cause cause, uint64_t n)
{
	l->untold[cause].count += n;
	l->total[cause] += n;
}

static void missing(struct loss *l, uint32_t first, uint32_t n)
{
	loss_range(l, LOSS_GAP, n, first, first + n - 1);
}

void loss_start(struct loss *l, uint32_t kernel_lost)
{
	*l = (struct loss){.kernel_lost = kernel_lost};
	memset(l->seen, 0xff, sizeof(l->seen));
}

/* serial leaves the window: now or never */
static void forget(struct loss *l, uint32_t serial)
{
	if (!(*word(l, serial) & bit(serial)))
		missing(l, serial, 1);
}

/* the window moves so that it ends at serial, n further */
static void advance(struct loss *l, uint32_t serial, uint32_t n)
{
	uint32_t from = l->highest + 1;

	if (n > LOSS_WINDOW) {
		loss_idle(l);
		missing(l, from, n - LOSS_WINDOW);
		from = serial - LOSS_WINDOW + 1;
	}
	for (uint32_t s = from; s != serial + 1; s++) {
		forget(l, s - LOSS_WINDOW);
		*word(l, s) &= ~bit(s);
	}
	l->highest = serial;
}

void loss_serial(struct loss *l, uint32_t serial)
{
	uint32_t ahead = serial - l->highest;

	if (!l->started) {
		l->started = true;
		l->highest = serial;
		return;
	}
	if (ahead && ahead <= INT32_MAX)
		advance(l, serial, ahead);
	else if (l->highest - serial >= LOSS_WINDOW)
		return;		/* an old one, told long ago */
	*word(l, serial) |= bit(serial);
}

void loss_idle(struct loss *l)
{
	for (uint32_t i = LOSS_WINDOW; i-- > 0;)
		forget(l, l->highest - i);
	memset(l->seen, 0xff, sizeof(l->seen));
}

void loss_kernel(struct loss *l, uint32_t lost)
{
	if (lost - l->kernel_lost <= INT32_MAX)
		loss_add(l, LOSS_KERNEL, lost - l->kernel_lost);
	else
		loss_add(l, LOSS_KERNEL, lost);	/* it was reset to 0 */
	l->kernel_lost = lost;
}

void loss_overruns(struct loss *l, uint64_t total)
{
	loss_add(l, LOSS_OVERRUN, total - l->overruns);
	l->overruns = total;
}

void loss_unread(struct loss *l, uint64_t total)
{
	loss_add(l, LOSS_UNREADABLE, total - l->unread);
	l->unread = total;
}

/* the cause whose turn it is, LOSS_CAUSES: nothing is untold */
static unsigned whose_turn(const struct loss *l)
{
	for (unsigned i = 0; i < LOSS_CAUSES; i++) {
		unsigned c = (l->next + i) % LOSS_CAUSES;

		if (l->untold[c].count)
			return c;
	}
	return LOSS_CAUSES;
}

bool loss_take(struct loss *l, int64_t now, struct loss_line *line)
{
	unsigned c = whose_turn(l);
	const struct loss_part *p = &l->untold[c % LOSS_CAUSES];

	if (c == LOSS_CAUSES ||
		(l->told && now - l->last_told < LOSS_TELL_MS))
		return false;
	line->cause = (enum loss_cause)c;
	line->count = p->count;
	line->has_serials = p->has_serials;
	line->first = p->first;
	line->last = p->last;
	line->sink = (struct span){NULL, 0};
	l->untold[c] = (struct loss_part){0};
	l->next = (c + 1) % LOSS_CAUSES;
	l->told = now != LOSS_AT_ONCE;
	l->last_told = now;
	return true;
}

bool loss_serial_of(struct span text, uint32_t *serial)
{
	struct span head = SPAN_LIT("audit(");
	const char *colon = memchr(text.p, ':', min_size(text.n, 64));
	const char *end = colon ? memchr(colon, ')',
		min_size((size_t)(text.p + text.n - colon), 32)) : NULL;
	uint64_t v;

	if (!end || !span_starts(text, head) ||
		num_parse((struct span){colon + 1, (size_t)(end - colon) - 1},
			10, &v) || v > UINT32_MAX)
		return false;
	*serial = (uint32_t)v;
	return true;
}
