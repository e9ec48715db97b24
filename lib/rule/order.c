/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/order.h"

#include "rule/dnf.h"

/* Comparisons of one rule with earlier ones; past it the rest of the rules is
 * not looked at, since a warning must not cost an administrator minutes. */
#define STEPS_MAX 200000000u
#define COVER_STEPS 20		/* what a comparison in full takes */

#define CALLS (ABI_COUNT * 2 * (SYSCALL_NR_MAX + 1))

/* What every conj of a dnf asks. A rule takes only those that ask all that it
 * asks itself; that decides most of the comparisons, of which there are
 * millions. */
struct asks {
	uint64_t vars;		/* a bit each; one more for the phase */
	uint64_t values;	/* by hash: a variable has this one value */
};

/* one rule at one call */
struct turn {
	const struct rule *rule;
	struct dnf dnf;
	struct asks asks;
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

static uint64_t hash(uint64_t h, uint64_t v)
{
	return (h ^ v) * 0x9e3779b97f4a7c15u;
}

/* a literal that makes another one true sets that one's bits, too */
static uint64_t value_bit(const struct lit *lit)
{
	uint64_t h = hash(lit->index, lit->var);

	if (lit->kind == LIT_PATH)
		for (size_t i = 0; i < lit->str.n; i++)
			h = hash(h, (unsigned char)lit->str.p[i]);
	else if (lit->kind != LIT_INTS)
		return 0;
	else if (lit->ints.n == 0)
		return UINT64_MAX;
	else if (lit->ints.r[0].lo == lit->ints.r[lit->ints.n - 1].hi)
		h = hash(h, (uint64_t)lit->ints.r[0].lo);
	else
		return 0;
	return (uint64_t)1 << (h >> 58);
}

static struct asks asks_of(const struct dnf *dnf, enum phase phase)
{
	struct asks all = {UINT64_MAX, UINT64_MAX};

	for (size_t i = 0; i < dnf->n; i++) {
		const struct conj *c = &dnf->conj[i];
		struct asks a = {.vars = (uint64_t)1 << (61 + phase)};

		for (size_t j = 0; j < c->n; j++) {
			a.vars |= var_bit(c->lit[j]);
			a.values |= value_bit(c->lit[j]);
		}
		all.vars &= a.vars;
		all.values &= a.values;
	}
	return all;
}

/* whether each case of late is one of early's */
static bool covers(const struct turn *early, const struct turn *late)
{
	if (!early->dnf.exact)
		return false;
	for (size_t i = 0; i < late->dnf.n; i++) {
		size_t j = 0;

		while (j < early->dnf.n && !conj_implies(&late->dnf.conj[i],
						   &early->dnf.conj[j]))
			j++;
		if (j == early->dnf.n)
			return false;
	}
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
		if ((s->asks.vars & ~late->asks.vars) |
			(s->asks.values & ~late->asks.values))
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

static struct turn *add_turn(struct finder *f, const struct rule *rule,
	const struct target *target)
{
	struct turn *turn = arena_new(&f->arena, struct turn);
	struct slot slot = {.turn = turn};

	if (!turn ||
		dnf_build(&turn->dnf, &f->arena, rule->filter, target) < 0)
		return NULL;
	turn->rule = rule;
	turn->asks = slot.asks = asks_of(&turn->dnf, rule->phase);
	return vec_add(&call_of(f, target)->slots, slot) ? NULL : turn;
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
