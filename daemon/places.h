/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/places.h - absolute names that rules ask for in; which files they are
 * on this host out. A name that is gone is remembered as what it was: records
 * of a removal come when it is done. */
#ifndef DAEMON_PLACES_H
#define DAEMON_PLACES_H

#include "event/event.h"
#include "rule/rules.h"

#define PLACES_FRESH_MS 100	/* a name is looked up again after that long */

struct place_slot {
	struct span name;	/* in the rules */
	int64_t looked;		/* CLOCK_MONOTONIC, ms */
	bool known;
	uint64_t dev, ino;
};

/* zeroed: knows nothing */
struct places {
	struct place_slot *slot;	/* a table of .size, a power of two; free ones
				 * have no name */
	size_t size, used;
};

/* places_learn() - forget the old names, look up those of the rules. 0 or
 * -ENOMEM, after which names are compared as text only. */
int places_learn(struct places *ps, const struct rules *rs);
void places_deinit(struct places *ps);

/* places_is() - whether name (part of a name in the rules) denotes that file */
bool places_is(struct places *ps, struct span name,
	const struct path_item *item);

#endif
