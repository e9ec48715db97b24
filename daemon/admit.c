/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/admit.h"

static uint64_t bit(uint32_t serial)
{
	return (uint64_t)1 << serial % 64;
}

static size_t word(uint32_t serial)
{
	return serial % ADMIT_WINDOW / 64;
}

static void set(uint64_t *bits, uint32_t serial, bool on)
{
	if (on)
		bits[word(serial)] |= bit(serial);
	else
		bits[word(serial)] &= ~bit(serial);
}

/* the window ends at serial now, n further */
static void advance(struct admit *a, uint32_t serial, uint32_t n)
{
	if (n >= ADMIT_WINDOW) {
		memset(a->known, 0, sizeof(a->known));
	} else {
		for (uint32_t s = a->highest + 1; s != serial + 1; s++)
			set(a->known, s, false);
	}
	a->highest = serial;
}

static void count(struct admit *a, uint32_t serial)
{
	if (!a->untold)
		a->first = serial;
	a->untold++;
	a->events++;
	a->last = serial;
}

static bool decide(struct admit *a, uint32_t serial, bool high)
{
	set(a->known, serial, true);
	set(a->dropped, serial, high);
	if (high)
		count(a, serial);
	return !high;
}

bool admit_record(struct admit *a, uint32_t serial, bool high)
{
	uint32_t ahead = serial - a->highest;
	bool taken;

	if (!a->started) {
		a->started = true;
		a->highest = serial;
	} else if (ahead && ahead <= INT32_MAX) {
		advance(a, serial, ahead);
	} else if (a->highest - serial >= ADMIT_WINDOW) {
		if (high)
			count(a, serial);
		a->records += high;
		return !high;
	}
	if (a->known[word(serial)] & bit(serial))
		taken = !(a->dropped[word(serial)] & bit(serial));
	else
		taken = decide(a, serial, high);
	a->records += !taken;
	return taken;
}

bool admit_other(struct admit *a, bool high)
{
	a->records += high;
	return !high;
}

void admit_cut(struct admit *a, uint32_t serial)
{
	a->records++;
	if (a->highest - serial < ADMIT_WINDOW) {
		if (a->dropped[word(serial)] & bit(serial) &&
			a->known[word(serial)] & bit(serial))
			return;
		set(a->known, serial, true);
		set(a->dropped, serial, true);
	}
	count(a, serial);
}

bool admit_tell(struct admit *a, uint64_t *events, uint32_t *first,
	uint32_t *last)
{
	if (!a->untold)
		return false;
	*events = a->untold;
	*first = a->first;
	*last = a->last;
	a->untold = 0;
	return true;
}
