/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/match.h - one call in; the rules that act on it out, one for each
 * phase: the first in order that matches. */
#ifndef EVENT_MATCH_H
#define EVENT_MATCH_H

#include "event/view.h"
#include "rule/rules.h"

struct matcher;

/* what acts on a call in one phase; .rule NULL: nothing */
struct match {
	const struct rule *rule;
	const struct target *target;
};

/**
 * matcher_new() - an index of the rules by ABI and number of the call: rules
 * on other calls cost an event nothing
 * @rs: kept, must outlive the matcher
 * Return: 0; -ENOMEM. Release with matcher_free().
 */
int matcher_new(struct matcher **outp, const struct rules *rs);
void matcher_free(struct matcher *m);
DEFINE_FREEP(struct matcher, matcher_free)

/* matcher_acts() - acts() says whether a rule was in force when the event
 * happened; those that were not are passed over. NULL: all were. */
void matcher_acts(struct matcher *m,
	bool (*acts)(void *arg, const struct rule *rule,
		const struct event *ev), void *arg);

/* matcher_wants() - whether any rule looks at that call; abi -1: none does */
bool matcher_wants(const struct matcher *m, int abi, bool uring, uint32_t nr);

/**
 * match() - the rules for one call of an event
 * @base: what views of the event have in common (host, resolve_fd)
 * @out:  one for each phase
 * Return: how many rules could not be decided (a value that they ask for is
 * not known) and were passed over.
 */
unsigned match(const struct matcher *m, const struct event *ev,
	const struct event_call *call, const struct view *base,
	struct match out[2]);

#endif
