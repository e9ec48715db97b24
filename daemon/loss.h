/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/loss.h - serial numbers of records and counters in; words about what
 * was lost out. */
#ifndef DAEMON_LOSS_H
#define DAEMON_LOSS_H

#include "base/buf.h"

/* so many events may overtake one: those of several processors interleave */
#define LOSS_WINDOW 4096

struct loss {
	bool started;
	uint32_t highest;		/* serial seen */
	uint64_t seen[LOSS_WINDOW / 64];	/* by serial % LOSS_WINDOW */

	/* not yet told: events missing, and those around them */
	uint64_t events;
	uint32_t before, after;
	uint64_t records;	/* the kernel says it dropped */
	uint64_t overruns;	/* times our socket was full */
	uint64_t unread;	/* records that we could not read */

	/* counters as they were last told; totals since the start */
	uint32_t kernel_lost;
	uint64_t total_overruns, total_unread;
};

/* loss_start() - the kernel's "lost" when we started: not ours to tell */
void loss_start(struct loss *l, uint32_t kernel_lost);

/* loss_serial() - a record of that event came. Repeats, the wrap at 2^32 and
 * events out of order within LOSS_WINDOW are fine. */
void loss_serial(struct loss *l, uint32_t serial);

/* loss_idle() - nothing came for a while: what is missing will not come */
void loss_idle(struct loss *l);

/* counters that only grow (the kernel's wraps, and is reset by auditctl) */
void loss_kernel(struct loss *l, uint32_t lost);
void loss_overruns(struct loss *l, uint64_t total);
void loss_unread(struct loss *l, uint64_t total);

/* loss_tell() - one line, without a newline, of all that was not told yet;
 * false: nothing was lost */
bool loss_tell(struct loss *l, struct buf *out);

/* loss_serial_of() - "audit(SEC.MS:SERIAL)..."; false: not of that form */
bool loss_serial_of(struct span text, uint32_t *serial);

#endif
