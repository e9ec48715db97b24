/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/ints.h - sets of integers as a few ranges. Past the bound a set grows
 * (never shrinks) and says so. */
#ifndef RULE_INTS_H
#define RULE_INTS_H

#include "rule/typed.h"

#define INTS_MAX 8

struct range {
	s128 lo, hi;	/* both in the set */
};

struct ints {
	unsigned n;		/* sorted, disjoint, not adjacent; 0: empty */
	bool widened;		/* the true set is smaller */
	struct range r[INTS_MAX];
};

struct ints ints_range(s128 lo, s128 hi);	/* empty when lo > hi */
/* ints_domain() - all values of a type of 8..64 bits */
struct ints ints_domain(unsigned bits, bool is_signed);
void ints_add(struct ints *set, s128 lo, s128 hi);
struct ints ints_and(const struct ints *a, const struct ints *b);
/* ints_not() - what of the domain is not in the set */
struct ints ints_not(const struct ints *set, const struct ints *domain);
/* ints_within() - whether a is a subset of b */
bool ints_within(const struct ints *a, const struct ints *b);

/* ints_low32() - the set of v modulo 2^32 of all v in the set */
struct ints ints_low32(const struct ints *set);

#endif
