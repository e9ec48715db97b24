/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/ints.h"

#define LOW32 ((s128)UINT32_MAX)

struct ints ints_range(s128 lo, s128 hi)
{
	struct ints set = {0};

	if (lo <= hi) {
		set.n = 1;
		set.r[0] = (struct range){lo, hi};
	}
	return set;
}

struct ints ints_domain(unsigned bits, bool is_signed)
{
	s128 size = (s128)1 << bits;

	return is_signed ? ints_range(-size / 2, size / 2 - 1) :
			   ints_range(0, size - 1);
}

/* close the smallest gap */
static void widen(struct range *r, unsigned *n)
{
	unsigned best = 0;

	for (unsigned i = 1; i + 1 < *n; i++)
		if (r[i + 1].lo - r[i].hi < r[best + 1].lo - r[best].hi)
			best = i;
	r[best].hi = r[best + 1].hi;
	for (unsigned i = best + 1; i + 1 < *n; i++)
		r[i] = r[i + 1];
	(*n)--;
}

void ints_add(struct ints *set, s128 lo, s128 hi)
{
	struct range all[INTS_MAX + 1];
	unsigned n = 0, i = 0;

	if (lo > hi)
		return;
	for (; i < set->n && set->r[i].hi < lo - 1; i++)
		all[n++] = set->r[i];
	for (; i < set->n && set->r[i].lo <= hi + 1; i++) {
		lo = set->r[i].lo < lo ? set->r[i].lo : lo;
		hi = set->r[i].hi > hi ? set->r[i].hi : hi;
	}
	all[n++] = (struct range){lo, hi};
	for (; i < set->n; i++)
		all[n++] = set->r[i];
	if (n > INTS_MAX) {
		widen(all, &n);
		set->widened = true;
	}
	set->n = n;
	memcpy(set->r, all, n * sizeof(*all));
}

struct ints ints_and(const struct ints *a, const struct ints *b)
{
	struct ints out = {.widened = a->widened || b->widened};

	for (unsigned i = 0; i < a->n; i++)
		for (unsigned j = 0; j < b->n; j++) {
			s128 lo = a->r[i].lo > b->r[j].lo ? a->r[i].lo :
							    b->r[j].lo;
			s128 hi = a->r[i].hi < b->r[j].hi ? a->r[i].hi :
							    b->r[j].hi;

			ints_add(&out, lo, hi);
		}
	return out;
}

struct ints ints_not(const struct ints *set, const struct ints *domain)
{
	struct ints out = {0};
	s128 next = domain->r[0].lo;

	/* the complement of a set that is too large would be too small */
	if (set->widened) {
		out = *domain;
		out.widened = true;
		return out;
	}
	for (unsigned i = 0; i < set->n; i++) {
		ints_add(&out, next, set->r[i].lo - 1);
		next = set->r[i].hi + 1;
	}
	ints_add(&out, next, domain->r[0].hi);
	return out;
}

bool ints_within(const struct ints *a, const struct ints *b)
{
	unsigned j = 0;

	for (unsigned i = 0; i < a->n; i++) {
		while (j < b->n && b->r[j].hi < a->r[i].hi)
			j++;
		if (j == b->n || b->r[j].lo > a->r[i].lo)
			return false;
	}
	return true;
}

struct ints ints_low32(const struct ints *set)
{
	struct ints out = {.widened = set->widened};

	for (unsigned i = 0; i < set->n; i++) {
		s128 lo = set->r[i].lo & LOW32, hi = set->r[i].hi & LOW32;

		if (set->r[i].hi - set->r[i].lo >= LOW32) {
			out = ints_range(0, LOW32);
			break;
		}
		if (lo <= hi) {
			ints_add(&out, lo, hi);
			continue;
		}
		ints_add(&out, 0, hi);
		ints_add(&out, lo, LOW32);
	}
	return out;
}
