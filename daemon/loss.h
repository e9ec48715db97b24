/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/loss.h - serial numbers of records and counters in; what was lost, and
 * why, out: a line of it at a time, and totals. */
#ifndef DAEMON_LOSS_H
#define DAEMON_LOSS_H

#include "daemon/loss_line.h"

/* so many events may overtake one: those of several processors interleave */
#define LOSS_WINDOW 4096
#define LOSS_TELL_MS 1000	/* one line in that time, not more */

/* what one cause took */
struct loss_part {
	uint64_t count;
	bool has_serials;
	uint32_t first, last;
};

struct loss {
	bool started;
	uint32_t highest;		/* serial seen */
	uint64_t seen[LOSS_WINDOW / 64];	/* by serial % LOSS_WINDOW */

	struct loss_part untold[LOSS_CAUSES];
	uint64_t total[LOSS_CAUSES];	/* since the start, told or not */
	unsigned next;			/* cause whose turn it is */
	bool told;			/* a line, .last_told ago: */
	int64_t last_told;		/* CLOCK_MONOTONIC, ms */

	/* counters as they were last heard of */
	uint32_t kernel_lost;
	uint64_t overruns, unread;
};

/* loss_start() - the kernel's "lost" when we started: not ours to tell */
void loss_start(struct loss *l, uint32_t kernel_lost);

/* loss_serial() - a record of that event came. Repeats, the wrap at 2^32 and
 * events out of order within LOSS_WINDOW are fine. */
void loss_serial(struct loss *l, uint32_t serial);

/* loss_idle() - nothing came for a while: what is missing will not come */
void loss_idle(struct loss *l);

/* loss_range() - so many, the first and the last of them with these serials */
void loss_range(struct loss *l, enum loss_cause cause, uint64_t n,
	uint32_t first, uint32_t last);

/* loss_add() - so many more, whose serials are not known */
void loss_add(struct loss *l, enum loss_cause cause, uint64_t n);

/* counters that only grow (the kernel's wraps, and is reset by auditctl) */
void loss_kernel(struct loss *l, uint32_t lost);
void loss_overruns(struct loss *l, uint64_t total);
void loss_unread(struct loss *l, uint64_t total);

/**
 * loss_take() - what is to be told now: all that one cause took since it was
 * told last. Causes take turns.
 * @now:  CLOCK_MONOTONIC in ms: false for LOSS_TELL_MS after a line; or
 *        LOSS_AT_ONCE, at the end, to be called until it is false
 * @line: .cause, .count and serials are set, .sink is none; the rest is left
 * Return: false: there is nothing to tell (now).
 */
#define LOSS_AT_ONCE INT64_MAX
bool loss_take(struct loss *l, int64_t now, struct loss_line *line);

/* loss_serial_of() - "audit(SEC.MS:SERIAL)..."; false: not of that form */
bool loss_serial_of(struct span text, uint32_t *serial);

#endif
