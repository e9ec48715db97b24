/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/order.h"

#include "rule/dnf.h"

/* Comparisons of one rule with earlier ones; past it the rest of the rules is
 * not looked at, since a warning must not cost an administrator minutes. */
#define PAIRS_MAX 20000000u

#define CALLS (ABI_COUNT * 2 * (SYSCALL_NR_MAX + 1))

/* one rule at one call */
struct turn {
	const struct rule *rule;
	struct dnf dnf;
	uint64_t needs;		/* variables that the dnf asks in every conj */
	uint64_t asks;		/* variables that it asks at all */
	struct turn *next;	/* the next rule of the same call */
};

struct call {
	struct turn *first, *last;
};

struct finder {
	struct arena arena;
	struct call *call;	/* [CALLS] */
	size_t pairs;
};

static struct call *call_of(struct finder *f, const struct target *t)
{
	size_t i = t->abi * 2u + t->uring;

	return &f->call[i * (SYSCALL_NR_MAX + 1) + t->nr];
}

static uint64_t var_bit(const struct lit *lit)
{
	return (uint64_t)1 << ((unsigned)lit->var & 63);
}

static void fill_masks(struct turn *turn)
{
	turn->needs = UINT64_MAX;
	for (size_t i = 0; i < turn->dnf.n; i++) {
		uint64_t vars = 0;

		for (size_t j = 0; j < turn->dnf.conj[i].n; j++)
			if (turn->dnf.conj[i].lit[j]->kind != LIT_OTHER)
				vars |= var_bit(turn->dnf.conj[i].lit[j]);
			else
				vars |= (uint64_t)1 << 63;
		turn->needs &= vars;
		turn->asks |= vars;
	}
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

/* the rule at this call that takes all of late's cases, from after on */
static const struct turn *taker(struct finder *f, const struct turn *first,
	const struct turn *late)
{
	for (const struct turn *t = first; t && t->rule != late->rule;
		t = t->next) {
		if (f->pairs++ > PAIRS_MAX)
			return NULL;
		if (t->rule->phase != late->rule->phase)
			continue;
		/* early asks for something that late never fixes */
		if (late->dnf.n && (t->needs & ~late->asks))
			continue;
		if (covers(t, late))
			return t;
	}
	return NULL;
}

static bool takes_at(struct finder *f, const struct rule *by,
	const struct turn *late, const struct target *target)
{
	for (const struct turn *t = call_of(f, target)->first;
		t && t->rule != late->rule; t = t->next)
		if (t->rule == by && covers(t, late))
			return true;
	return false;
}

/* turns[i] is rule's turn at target i; the first rule that takes them all */
static const struct rule *hider(struct finder *f, const struct rule *rule,
	struct turn *const *turns)
{
	const struct turn *t = call_of(f, &rule->target[0])->first;

	while ((t = taker(f, t, turns[0]))) {
		size_t i = 1;

		while (i < rule->ntargets &&
			takes_at(f, t->rule, turns[i], &rule->target[i]))
			i++;
		if (i == rule->ntargets)
			return t->rule;
		t = t->next;
	}
	return NULL;
}

static struct turn *add_turn(struct finder *f, const struct rule *rule,
	const struct target *target)
{
	struct turn *turn = arena_new(&f->arena, struct turn);
	struct call *call = call_of(f, target);

	if (!turn ||
		dnf_build(&turn->dnf, &f->arena, rule->filter, target) < 0)
		return NULL;
	turn->rule = rule;
	fill_masks(turn);
	if (call->last)
		call->last->next = turn;
	else
		call->first = turn;
	call->last = turn;
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
	arena_deinit(&f.arena);
	free(f.call);
	return r;
}

void order_deinit(struct order *o)
{
	vec_deinit(&o->hidden);
}
