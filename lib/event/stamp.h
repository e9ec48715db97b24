/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/stamp.h - seconds since 1970 in; ISO 8601 time stamps out. */
#ifndef EVENT_STAMP_H
#define EVENT_STAMP_H

#include "base/buf.h"

#define STAMP_SEC_MAX 253402214399	/* 9999-12-30T23:59:59Z: four digits of
					 * year in every zone; later times
					 * stand as this one */

/* the zone's offset from UTC, asked for once a quarter of an hour of log time:
 * zones change on such a step. Zeroed: nothing known yet. */
struct stamp_zone {
	uint64_t step;		/* 1 + the quarter that .offset is of */
	long offset;		/* seconds east of UTC */
};

/* stamp_local() - "2026-11-20T13:31:46.568+01:00" in the process's zone */
void stamp_local(struct buf *out, struct stamp_zone *zone, uint64_t sec,
	unsigned ms);

/* stamp_utc() - "2026-11-20T12:31:46.568Z" */
void stamp_utc(struct buf *out, uint64_t sec, unsigned ms);

/* stamp_epoch() - "1795177906.568" */
void stamp_epoch(struct buf *out, uint64_t sec, unsigned ms);

#endif
