/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/order.h"

#include "base/hash.h"
#include "rule/dnf.h"

/* Comparisons of one rule with earlier ones; past it the rest of the rules is
 * not looked at, since a warning must not cost an administrator minutes; that
 * is said. */
#define STEPS_MAX 200000000u
#define COVER_STEPS 20		/* what a comparison in full takes */

#define CALLS (ABI_COUNT * 2 * (SYSCALL_NR_MAX + 1))

/* What a conj asks, or every one of a dnf. A rule takes only those that ask all
 * that it asks itself; that decides most of the comparisons, of which there
 * are millions. */
struct asks {
	uint64_t vars;		/* a bit each; one more for the phase */
	uint64_t values;	/* by hash: a variable has this one value, is
				 * this name, an expression holds */
};

/* one rule at one call */
struct turn {
	const struct rule *rule;
	struct dnf dnf;
	struct asks *each;	/* of each conj of .dnf, and */
	struct asks asks;	/* of all of them */
};

struct slot {
	struct asks asks;
	const struct turn *turn;
};

struct call {
	VEC(struct slot) slots;	/* in the rules' order */
};

struct finder {
	struct arena arena;
	struct call *call;	/* [CALLS] */
	uint64_t steps;
};

static struct call *call_of(struct finder *f, const struct target *t)
{
	size_t i = t->abi * 2u + t->uring;

	return &f->call[i * (SYSCALL_NR_MAX + 1) + t->nr];
}

static uint64_t var_bit(const struct lit *lit)
{
	unsigned i = lit->kind == LIT_OTHER ? 63 : (unsigned)lit->var & 63;

	return (uint64_t)1 << i;
}

static uint64_t bit_of(uint64_t hash)
{
	return (uint64_t)1 << (hash >> 58);
}

/* a bit for the name and for each directory that it is under */
static uint64_t name_bits(const struct lit *lit, uint64_t h)
{
	size_t n = lit->str.n > 1 ? lit->str.n : 0;	/* "/" is over all */
	uint64_t bits = 0;

	for (size_t i = 0; i < n; i++) {
		if (lit->str.p[i] == '/')
			bits |= bit_of(h);
		h = hash_add(h, (unsigned char)lit->str.p[i]);
	}
	bits |= bit_of(h);
	return lit->kind == LIT_PATH ? bits | bit_of(hash_add(h, 1)) : bits;
}

/* a literal that makes another one true sets that one's bits, too */
static uint64_t value_bits(const struct lit *lit)
{
	uint64_t h = hash_add(lit->index, lit->var);

	switch (lit->kind) {
	case LIT_PATH:
	case LIT_UNDER:
		return name_bits(lit, h);
	case LIT_OTHER:
		return bit_of(hash_add(expr_hash(lit->expr), lit->negated));
	case LIT_INTS:
		if (lit->ints.n == 0)
			return UINT64_MAX;
		if (lit->ints.r[0].lo != lit->ints.r[lit->ints.n - 1].hi)
			return 0;
		return bit_of(hash_add(h, (uint64_t)lit->ints.r[0].lo));
	default:
		return 0;
	}
}

static struct asks asks_of(const struct conj *c, enum phase phase)
{
	struct asks a = {.vars = (uint64_t)1 << (61 + phase)};

	for (size_t i = 0; i < c->n; i++) {
		a.vars |= var_bit(c->lit[i]);
		a.values |= value_bits(c->lit[i]);
	}
	return a;
}

static bool may_take(struct asks early, struct asks late)
{
	return !((early.vars & ~late.vars) | (early.values & ~late.values));
}

/* whether some case of early is a wider one than late's case i */
static bool covers_case(const struct turn *early, const struct turn *late,
	size_t i)
{
	for (size_t j = 0; j < early->dnf.n; j++)
		if (may_take(early->each[j], late->each[i]) &&
			conj_implies(&late->dnf.conj[i], &early->dnf.conj[j]))
			return true;
	return false;
}

/* whether each case of late is one of early's */
static bool covers(const struct turn *early, const struct turn *late)
{
	if (!early->dnf.exact)
		return false;
	for (size_t i = 0; i < late->dnf.n; i++)
		if (!covers_case(early, late, i))
			return false;
	return true;
}

/* the first slot, from i on, of an earlier rule that takes all of late's cases;
 * past the last one: none */
static size_t taker(struct finder *f, const struct call *call, size_t i,
	const struct turn *late)
{
	for (; i < call->slots.n; i++) {
		const struct slot *s = &call->slots.v[i];

		if (f->steps++ > STEPS_MAX)
			break;
		if (!may_take(s->asks, late->asks))
			continue;
		f->steps += COVER_STEPS;
		if (s->turn->rule == late->rule)
			break;
		if (covers(s->turn, late) &&
			s->turn->rule->phase == late->rule->phase)
			return i;
	}
	return call->slots.n;
}

static bool takes_at(struct finder *f, const struct rule *by,
	const struct turn *late, const struct target *target)
{
	vec_foreach(s, &call_of(f, target)->slots) {
		if (s->turn->rule == late->rule)
			return false;
		if (s->turn->rule == by && covers(s->turn, late))
			return true;
	}
	return false;
}

/* turns[i] is rule's turn at target i; the first rule that takes them all */
static const struct rule *hider(struct finder *f, const struct rule *rule,
	struct turn *const *turns)
{
	const struct call *call = call_of(f, &rule->target[0]);
	size_t i = 0;

	while ((i = taker(f, call, i, turns[0])) < call->slots.n) {
		const struct rule *by = call->slots.v[i++].turn->rule;
		size_t k = 1;

		while (k < rule->ntargets &&
			takes_at(f, by, turns[k], &rule->target[k]))
			k++;
		if (k == rule->ntargets)
			return by;
	}
	return NULL;
}

static int fill_asks(struct finder *f, struct turn *turn)
{
	turn->asks = (struct asks){UINT64_MAX, UINT64_MAX};
	turn->each = arena_calloc(&f->arena, turn->dnf.n + 1,
		sizeof(*turn->each));
	if (!turn->each)
		return -ENOMEM;
	for (size_t i = 0; i < turn->dnf.n; i++) {
		turn->each[i] = asks_of(&turn->dnf.conj[i], turn->rule->phase);
		turn->asks.vars &= turn->each[i].vars;
		turn->asks.values &= turn->each[i].values;
	}
	return 0;
}

static struct turn *add_turn(struct finder *f, const struct rule *rule,
	const struct target *target)
{
	struct turn *turn = arena_new(&f->arena, struct turn);

	if (!turn || dnf_build(&turn->dnf, &f->arena, rule->filter, target) < 0)
		return NULL;
	turn->rule = rule;
	if (fill_asks(f, turn) || vec_add(&call_of(f, target)->slots,
			((struct slot){turn->asks, turn})))
		return NULL;
	return turn;
}

static int find_one(struct finder *f, const struct rule *rule,
	struct order *out)
{
	struct turn **turns = arena_calloc(&f->arena, rule->ntargets + 1,
		sizeof(*turns));
	struct hidden h = {.rule = rule};
	size_t cases = 0;

	if (!turns)
		return -ENOMEM;
	for (size_t i = 0; i < rule->ntargets; i++) {
		turns[i] = add_turn(f, rule, &rule->target[i]);
		if (!turns[i])
			return -ENOMEM;
	}
	for (size_t i = 0; i < rule->ntargets; i++)
		cases += turns[i]->dnf.n;
	h.by = cases ? hider(f, rule, turns) : NULL;
	if (f->steps > STEPS_MAX && !out->unseen)
		out->unseen = rule;
	if ((cases && !h.by) || !rule->ntargets)
		return 0;
	h.unconditional = h.by && !h.by->filter;
	return vec_add(&out->hidden, h);
}

int order_find(struct order *out, const struct rules *rs)
{
	struct finder f = {.call = calloc(CALLS, sizeof(struct call))};
	int r = f.call ? 0 : -ENOMEM;

	*out = (struct order){0};
	for (size_t i = 0; !r && i < rs->rule.n; i++)
		r = find_one(&f, rs->rule.v[i], out);
	for (size_t i = 0; f.call && i < CALLS; i++)
		vec_deinit(&f.call[i].slots);
	arena_deinit(&f.arena);
	free(f.call);
	return r;
}

void order_deinit(struct order *o)
{
	vec_deinit(&o->hidden);
}
