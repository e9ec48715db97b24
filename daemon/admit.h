/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/admit.h - serial numbers of records, and whether there is room for
 * another event, in; whether a record is taken out. Events are dropped whole,
 * and counted: so what was taken and what was dropped are all there was. */
#ifndef DAEMON_ADMIT_H
#define DAEMON_ADMIT_H

#include "base/base.h"

/* so many events may overtake one; as LOSS_WINDOW */
#define ADMIT_WINDOW 4096

/* zeroed has seen nothing */
struct admit {
	bool started;
	uint32_t highest;		/* serial seen */
	/* by serial % ADMIT_WINDOW */
	uint64_t known[ADMIT_WINDOW / 64];
	uint64_t dropped[ADMIT_WINDOW / 64];

	/* since the start */
	uint64_t events;		/* dropped */
	uint64_t records;		/* dropped, of those and others */
	/* not yet told: see admit_tell() */
	uint64_t untold;
	uint32_t first, last;		/* of them: the first and the last to be
					 * dropped */
};

/**
 * admit_record() - whether a record is taken
 * @high: there is no room for new events, only for the rest of others
 * All records of an event have the fate of its first one. An event older than
 * the window is a new one.
 */
bool admit_record(struct admit *a, uint32_t serial, bool high);

/* admit_other() - the same for a record without a serial: by itself */
bool admit_other(struct admit *a, bool high);

/* admit_cut() - an event of which some records were taken, and for one more
 * there was no room at all: it counts as dropped, and the rest of it is */
void admit_cut(struct admit *a, uint32_t serial);

/* admit_tell() - events dropped since the last call, and the serials of the
 * first and the last of them; false: none */
bool admit_tell(struct admit *a, uint64_t *events, uint32_t *first,
	uint32_t *last);

#endif
