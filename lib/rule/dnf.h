/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/dnf.h - a filter as one call of the kernel sees it in; an OR of ANDs of
 * simple questions out, bounded. Pure. */
#ifndef RULE_DNF_H
#define RULE_DNF_H

#include "rule/expr.h"
#include "rule/ints.h"
#include "rule/rules.h"

#define DNF_MAX 128	/* conjunctions of one target */
#define DNF_LITS_MAX 64	/* literals of one conjunction */

enum lit_kind {
	LIT_INTS,	/* .var is in .ints */
	LIT_BITS,	/* (.var & .mask) == .want; .negated: != */
	LIT_PATH,	/* .var is the object .str */
	LIT_UNDER,	/* .var is .str or below */
	LIT_OTHER,	/* .expr holds; .negated: does not */
};

/* PARAMS are counted here as the call really made has them, so that rules
 * which name different calls of one family can be compared. */
struct lit {
	enum lit_kind kind;
	enum var var;
	unsigned index;		/* register 1..6; 0: no PARAMS */
	uint8_t bits;		/* type of .var */
	bool is_signed;
	bool negated;
	struct ints ints;
	uint64_t mask, want;
	struct span str;
	const struct expr *expr;
	const struct target *target;	/* LIT_OTHER: how .expr counts PARAMS */
};

struct conj {
	size_t n;
	const struct lit **lit;
};

struct dnf {
	bool exact;	/* false: holds for more calls than the filter */
	size_t n;	/* 0: never holds */
	struct conj *conj;
};

/**
 * dnf_build() - the condition of the target's variant and the filter, both
 * @out: in the arena
 * Return: 0; -ENOMEM.
 */
int dnf_build(struct dnf *out, struct arena *arena, const struct expr *filter,
	const struct target *t);

/* lit_implies(), conj_implies() - a true makes b true, as far as is seen */
bool lit_implies(const struct lit *a, const struct lit *b);
bool conj_implies(const struct conj *a, const struct conj *b);

#endif
