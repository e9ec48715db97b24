/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/places.h - absolute names that rules ask for in; which files they are
 * on this host out. A name that is gone is remembered as what it was: records
 * of a removal come when it is done.
 *
 * Who sees the files has a struct place_names and answers by it; who matches
 * has a struct places in front of that, which asks for a name now and then. */
#ifndef DAEMON_PLACES_H
#define DAEMON_PLACES_H

#include "event/event.h"
#include "rule/rules.h"

#define PLACES_FRESH_MS 100	/* a name is looked up again after that long */

struct place_id {
	bool known;
	uint64_t dev, ino;
};

/* place_look() - stat(2), but asks no file server; 0 or a negative errno, and
 * *out is as it was */
int place_look(struct span name, struct place_id *out);

/* -------------------------------------------------------- in front: a cache */

struct place_slot {
	struct span name;	/* in the rules */
	int64_t looked;		/* CLOCK_MONOTONIC, ms */
	struct place_id is;
};

/* zeroed: knows nothing */
struct places {
	struct place_slot *slot;	/* a table of .size, a power of two; free ones
				 * have no name */
	size_t size, used;
	/* who is asked; as place_look(), which NULL stands for. Without it
	 * names are looked up when they are learnt: later they may be gone. */
	int (*look)(void *arg, struct span name, struct place_id *out);
	void *arg;
};

/* places_learn() - forget the old names, learn those of the rules. 0 or
 * -ENOMEM, after which names are compared as text only. */
int places_learn(struct places *ps, const struct rules *rs);
void places_deinit(struct places *ps);	/* who is asked stays */

/* places_is() - whether name (part of a name in the rules) denotes that file */
bool places_is(struct places *ps, struct span name,
	const struct path_item *item);

/* ------------------------------------------------ behind: the names themselves */

struct place_name {
	struct span name;	/* a copy */
	struct place_id is;
};

/* zeroed: no names */
struct place_names {
	struct arena arena;
	VEC(struct place_name) name;	/* in order, each once */
};

/* place_names_learn() - the names of the rules, each looked up. 0 or -ENOMEM;
 * release with place_names_deinit() */
int place_names_learn(struct place_names *out, const struct rules *rs);
void place_names_deinit(struct place_names *pn);

/* place_names_find() - NULL: the rules do not have it */
struct place_name *place_names_find(const struct place_names *pn,
	struct span name);

/* place_names_remember() - what is not there now is what it was in old */
void place_names_remember(struct place_names *pn,
	const struct place_names *old);

#endif
