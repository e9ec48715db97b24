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

static void missing(struct loss *l, uint32_t first, uint32_t n)
{
	if (!n)
		return;
	if (!l->events)
		l->before = first - 1;
	l->events += n;
	l->after = first + n;
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
		l->records += lost - l->kernel_lost;
	else
		l->records += lost;	/* it was reset to 0 meanwhile */
	l->kernel_lost = lost;
}

void loss_overruns(struct loss *l, uint64_t total)
{
	l->overruns += total - l->total_overruns;
	l->total_overruns = total;
}

void loss_unread(struct loss *l, uint64_t total)
{
	l->unread += total - l->total_unread;
	l->total_unread = total;
}

/* "before N thing", or things */
static void add(struct buf *out, const char *before, uint64_t n,
	const char *thing)
{
	if (!n)
		return;
	if (out->n)
		buf_lit(out, "; ");
	buf_printf(out, "%s %llu %s%s", before, (unsigned long long)n, thing,
		n == 1 ? "" : "s");
}

bool loss_tell(struct loss *l, struct buf *out)
{
	struct buf words = {0};

	add(&words, "lost", l->events, "event");
	if (l->events)
		buf_printf(&words, " between serial %u and %u", l->before,
			l->after);
	add(&words, "the kernel dropped", l->records, "record");
	add(&words, "the audit socket was full", l->overruns, "time");
	add(&words, "could not read", l->unread, "record");
	l->events = l->records = l->overruns = l->unread = 0;
	buf_add(out, words.p, words.n);
	if (words.err)
		out->err = words.err;
	buf_deinit(&words);
	return out->n > 0;
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
