/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim/sim.c - random rules, random calls and a simulated kernel:
 *  - what a rule matches, the kernel part of its set lets through;
 *  - what an exact part lets through, its rule matches;
 *  - the kernel takes every rule that it is sent;
 *  - a hidden rule never matches what the rule that hides it does not;
 *  - printed rules decide as the ones they were printed from;
 * and, so that these mean something, plans that were spoiled on purpose are
 * found out.
 *
 * SCT_SEED=n runs one set of rules and prints it; SCT_SETS=n runs more sets. */
#include <inttypes.h>
#include <stdio.h>

#include "rule/eval.h"
#include "rule/krule.h"
#include "rule/order.h"
#include "rule/parse.h"
#include "rule/print.h"
#include "rule/split.h"
#include "sim/event.h"
#include "sim/gen.h"

#define SETS 10000
#define EVENTS 24		/* per set */
#define FIRST_SEED 1
#define PAIRS_MIN 100000
#define MATCHED_MIN 20		/* percent of the pairs */
#define KEPT_MAX 200		/* matched calls of a set that mutants see */
#define MUTANTS 4

enum property {
	TAKEN, SOUND, EXACT, HIDDEN, PRINTED, PROPERTIES
};

static const char *const property_names[PROPERTIES] = {
	[TAKEN] = "the kernel takes every rule of a plan",
	[SOUND] = "the kernel lets through what a rule matches",
	[EXACT] = "an exact part lets through only what its rule matches",
	[HIDDEN] = "a hidden rule matches nothing of its own",
	[PRINTED] = "printed rules decide as the first ones",
};

enum mutation { DROPPED, VALUE, OPERATOR, NUMBER, FIELD, MUTATIONS };

static const char *const mutation_names[MUTATIONS] = {
	[DROPPED] = "a rule dropped", [VALUE] = "a value changed",
	[OPERATOR] = "an operator changed", [NUMBER] = "a call left out",
	[FIELD] = "a field added",
};

struct counts {
	unsigned long sets, rules, krules, pairs, matched, excused, exact;
	unsigned long hidden, printed;
	unsigned long mutants[MUTATIONS], found[MUTATIONS];
	unsigned long failed[PROPERTIES];
};

/* one set of rules and all that was made of it */
struct set {
	uint64_t seed;
	struct rng rng;
	struct buf text;
	struct rules *rules, *printed;
	struct split *split;
	struct plan plan;
	struct order order;
	struct arena arena;
	size_t nkept;
	struct kcall kept[KEPT_MAX];	/* matched calls */
};

#define KERNEL_ABIS (1u << ABI_X86_64 | 1u << ABI_I386)

/* ------------------------------------------------------------- reports */

static void show_plan(const struct set *s)
{
	vec_foreach(it, &s->plan.krule) {
		struct buf b = {0};

		krule_print(&b, it->data);
		printf("# %s\n", b.p);
		buf_deinit(&b);
	}
}

static void report(struct counts *c, const struct set *s, enum property p,
	const struct rule *rule, const struct sim_event *ev)
{
	struct buf b = {0};

	if (c->failed[p]++ >= 3)
		return;
	printf("# %s: not so with SCT_SEED=%" PRIu64 "\n# rule %.*s of\n%s",
		property_names[p], s->seed, SPAN_ARG(rule->name), s->text.p);
	if (ev) {
		event_print(&b, ev);
		printf("# the call: %s", b.p);
	}
	printf("# the plan:\n");
	show_plan(s);
	buf_deinit(&b);
}

static void die(const struct set *s, const char *what, const struct diag *d)
{
	struct buf b = {0};

	if (d)
		diag_print(d, &b);
	printf("not ok 1 - %s (SCT_SEED=%" PRIu64 ")\n%s\n%s\n", what, s->seed,
		s->text.p, b.p ? b.p : "");
	exit(1);
}

/* ----------------------------------------------------------- the passes */

static struct rules *read_rules(const struct set *s, struct span text)
{
	struct rules *rs = rules_new();
	struct diag diag = {0};

	if (!rs || rules_add(rs, "random", text, NULL, &diag) || diag.errors)
		die(s, "a random rule is free of mistakes", &diag);
	diag_deinit(&diag);
	return rs;
}

/* text -> tree -> canonical text -> rules */
static struct rules *print_rules(const struct set *s)
{
	struct source src = {"random", {s->text.p, s->text.n}};
	struct arena arena = {0};
	struct tokens toks = {0};
	struct diag diag = {0};
	struct buf out = {0};
	struct ast ast;
	struct rules *rs;

	if (lex(&toks, &src, &diag) ||
		parse(&ast, &arena, &src, &toks, &diag) || diag.errors)
		die(s, "a random rule can be parsed", &diag);
	print_ast(&out, &ast);
	rs = read_rules(s, (struct span){out.p, out.n});
	tokens_deinit(&toks);
	arena_deinit(&arena);
	diag_deinit(&diag);
	buf_deinit(&out);
	return rs;
}

static void set_init(struct set *s, uint64_t seed)
{
	*s = (struct set){.seed = seed, .rng = {seed}};
	gen_rules(&s->text, &s->rng);
	s->rules = read_rules(s, (struct span){s->text.p, s->text.n});
	s->printed = print_rules(s);
	if (split_new(&s->split, s->rules, KERNEL_ABIS) ||
		plan_init(&s->plan, s->split) ||
		order_find(&s->order, s->rules))
		die(s, "there is memory", NULL);
}

static void set_deinit(struct set *s)
{
	order_deinit(&s->order);
	plan_deinit(&s->plan);
	split_free(s->split);
	rules_free(s->rules);
	rules_free(s->printed);
	arena_deinit(&s->arena);
	buf_deinit(&s->text);
}

/* ---------------------------------------------------------- properties */

static void check_taken(struct counts *c, const struct set *s)
{
	vec_foreach(it, &s->plan.krule) {
		const char *why = filter_refuses(it->data);

		if (!why)
			continue;
		printf("# refused: %s\n", why);
		report(c, s, TAKEN, it->rule, NULL);
	}
}

static bool accepted(const struct plan *plan, const struct kcall *call)
{
	vec_foreach(it, &plan->krule)
		if (filter_accepts(it->data, call))
			return true;
	return false;
}

static bool covers_call(const struct rule *rule, const struct sim_event *ev)
{
	for (size_t i = 0; i < rule->ntargets; i++)
		if (event_fits(ev, &rule->target[i]))
			return true;
	return false;
}

static void check_sound(struct counts *c, struct set *s,
	const struct rule *rule, const struct sim_event *ev)
{
	struct kcall call;

	if (!covers_call(rule, ev))
		return;
	c->pairs++;
	if (event_decide(ev, rule) != TRUE)
		return;
	c->matched++;
	if (event_excused(ev, rule)) {
		c->excused++;
		return;
	}
	event_to_kcall(ev, &call);
	if (!accepted(&s->plan, &call))
		report(c, s, SOUND, rule, ev);
	else if (s->nkept < KEPT_MAX)
		s->kept[s->nkept++] = call;
}

static void check_exact(struct counts *c, const struct set *s,
	const struct sim_event *ev)
{
	struct kcall call;

	event_to_kcall(ev, &call);
	vec_foreach(it, &s->split->part) {
		struct audit_rule_data *data;

		if (!it->exact)
			continue;
		data = krule_encode(it);
		if (data && filter_accepts(data, &call)) {
			c->exact++;
			/* a value that nobody told is another matter */
			if (event_decide(ev, it->rule) == FALSE)
				report(c, s, EXACT, it->rule, ev);
		}
		free(data);
	}
}

static void check_hidden(struct counts *c, const struct set *s,
	const struct sim_event *ev)
{
	vec_foreach(it, &s->order.hidden) {
		if (!covers_call(it->rule, ev))
			continue;
		c->hidden++;
		if (event_decide(ev, it->rule) == TRUE &&
			(!it->by || event_decide(ev, it->by) != TRUE))
			report(c, s, HIDDEN, it->rule, ev);
	}
}

static void check_printed(struct counts *c, const struct set *s, size_t i,
	const struct sim_event *ev)
{
	const struct rule *rule = s->rules->rule.v[i];

	c->printed++;
	if (event_decide(ev, rule) != event_decide(ev, s->printed->rule.v[i]))
		report(c, s, PRINTED, rule, ev);
}

/* ------------------------------------------------------------- mutants */

/* false: the rule has nothing to change that way */
static bool mutate(struct audit_rule_data *r, enum mutation m, struct rng *rng)
{
	unsigned i = rng_below(rng, r->field_count), bit;

	if (r->fields[i] == AUDIT_FILTERKEY || r->fields[i] == AUDIT_WATCH ||
		r->fields[i] == AUDIT_DIR)
		i = 0;
	if (m != DROPPED && m != NUMBER && m != FIELD &&
		(r->fields[i] == AUDIT_ARCH || r->fields[i] == AUDIT_FILTERKEY))
		return false;
	switch (m) {
	case DROPPED:
		memset(r->mask, 0, sizeof(r->mask));
		return true;
	case VALUE:
		r->values[i] += rng_percent(rng, 50) ? 1 : UINT32_MAX;
		return true;
	case OPERATOR:
		r->fieldflags[i] ^= AUDIT_EQUAL;
		return r->fieldflags[i] != 0;
	case NUMBER:
		bit = rng_below(rng, AUDIT_BITMASK_SIZE * 32);
		while (!(r->mask[bit / 32] & 1u << bit % 32))
			bit = (bit + 1) % (AUDIT_BITMASK_SIZE * 32);
		r->mask[bit / 32] &= ~(1u << bit % 32);
		return true;
	default:
		if (r->field_count == AUDIT_MAX_FIELDS)
			return false;
		r->fields[r->field_count] = AUDIT_UID;
		r->fieldflags[r->field_count] = AUDIT_NOT_EQUAL;
		r->values[r->field_count++] = rng_below(rng, 2) * 1000;
		return true;
	}
}

/* a plan spoiled in one place no longer lets all the matched calls through */
static void try_mutant(struct counts *c, struct set *s)
{
	enum mutation m = (enum mutation)rng_below(&s->rng, MUTATIONS);
	size_t i = rng_below(&s->rng, s->plan.krule.n), n;
	struct audit_rule_data *whole = s->plan.krule.v[i].data, *copy;

	n = sizeof(*whole) + whole->buflen;
	copy = malloc(n);
	if (!copy)
		die(s, "there is memory", NULL);
	memcpy(copy, whole, n);
	if (mutate(copy, m, &s->rng)) {
		bool found = false;

		s->plan.krule.v[i].data = copy;
		for (size_t k = 0; k < s->nkept && !found; k++)
			found = !accepted(&s->plan, &s->kept[k]);
		s->plan.krule.v[i].data = whole;
		c->mutants[m]++;
		c->found[m] += found;
	}
	free(copy);
}

/* ---------------------------------------------------------------- runs */

static void run_set(struct counts *c, uint64_t seed)
{
	struct set *s = malloc(sizeof(*s));

	if (!s)
		abort();
	set_init(s, seed);
	c->sets++;
	c->rules += s->rules->rule.n;
	c->krules += s->plan.krule.n;
	check_taken(c, s);
	for (int e = 0; e < EVENTS; e++) {
		struct sim_event ev;

		if (!event_make(&ev, s->rules, KERNEL_ABIS, &s->rng,
			    &s->arena))
			continue;
		for (size_t i = 0; i < s->rules->rule.n; i++) {
			check_sound(c, s, s->rules->rule.v[i], &ev);
			check_printed(c, s, i, &ev);
		}
		check_exact(c, s, &ev);
		check_hidden(c, s, &ev);
	}
	for (int i = 0; i < MUTANTS && s->plan.krule.n && s->nkept; i++)
		try_mutant(c, s);
	set_deinit(s);
	free(s);
}

static unsigned result(bool ok, const char *name)
{
	static unsigned number;

	printf("%s %u - %s\n", ok ? "ok" : "not ok", ++number, name);
	return !ok;
}

static unsigned results(const struct counts *c)
{
	unsigned bad = 0;
	unsigned long mutants = 0, found = 0;

	printf("# %lu rules in %lu sets, %lu kernel rules\n", c->rules, c->sets,
		c->krules);
	printf("# %lu pairs of a rule and a call, %lu matched (%lu excused: no "
		"such file)\n", c->pairs, c->matched, c->excused);
	printf("# %lu calls let through by exact parts, %lu asked of hidden "
		"rules, %lu of printed ones\n", c->exact, c->hidden,
		c->printed);
	for (int p = 0; p < PROPERTIES; p++)
		bad += result(!c->failed[p], property_names[p]);
	for (int m = 0; m < MUTATIONS; m++) {
		printf("# mutants, %s: %lu of %lu found\n", mutation_names[m],
			c->found[m], c->mutants[m]);
		mutants += c->mutants[m];
		found += c->found[m];
		bad += result(c->found[m] > 0, mutation_names[m]);
	}
	printf("# %lu of %lu mutants found\n", found, mutants);
	bad += result(found * 5 >= mutants, "a fifth of the mutants is found");
	bad += result(c->pairs >= PAIRS_MIN, "100000 pairs of rule and call");
	bad += result(c->matched * 100 >= c->pairs * MATCHED_MIN,
		"a fifth of the pairs match");
	bad += result(c->excused * 10 < c->matched,
		"few matches are on files that are not there");
	bad += result(c->exact > 1000 && c->hidden > 1000,
		"exact parts and hidden rules occur");
	return bad;
}

int main(void)
{
	const char *seed = getenv("SCT_SEED"), *sets = getenv("SCT_SETS");
	unsigned long n = sets ? strtoul(sets, NULL, 10) : SETS;
	struct counts c = {0};

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (seed) {
		struct set s;
		uint64_t u = strtoull(seed, NULL, 10);
		bool bad = false;

		set_init(&s, u);
		printf("%s", s.text.p);
		show_plan(&s);
		set_deinit(&s);
		run_set(&c, u);
		for (int p = 0; p < PROPERTIES; p++)
			bad |= c.failed[p] > 0;
		return bad;
	}
	for (unsigned long i = 0; i < n; i++)
		run_set(&c, FIRST_SEED + i);
	return results(&c) ? 1 : 0;
}
