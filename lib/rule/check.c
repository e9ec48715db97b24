/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/check.h"

#include "rule/order.h"

static int by_name(const void *a, const void *b)
{
	const struct rule *x = *(struct rule *const *)a;
	const struct rule *y = *(struct rule *const *)b;
	int c = span_cmp(x->name, y->name);

	return c ? c : (x->index > y->index) - (x->index < y->index);
}

static void add_double(struct diag *diag, const struct rule *rule,
	const struct rule *first)
{
	diag_add(diag, DIAG_ERROR, rule->src, rule->name,
		"the rule name '%.*s' is taken: %s:%u", SPAN_ARG(rule->name),
		first->src->name, first->line);
}

static int check_names(const struct rules *rs, struct diag *diag)
{
	size_t n = rs->rule.n;
	cleanup(freep) struct rule **v = malloc((n + 1) * sizeof(*v));

	if (!v)
		return -ENOMEM;
	if (n)
		memcpy(v, rs->rule.v, n * sizeof(*v));
	qsort(v, n, sizeof(*v), by_name);
	for (size_t i = 1, first = 0; i < n; i++) {
		if (!span_eq(v[i]->name, v[first]->name))
			first = i;
		else if (v[i]->name.n)
			add_double(diag, v[i], v[first]);
	}
	return 0;
}

static void check_enforcement(const struct rules *rs, struct diag *diag)
{
	static const char *const does[] = {
		[ACTION_FAIL] = "refuses nothing", [ACTION_KILL] = "ends nothing",
		[ACTION_SUSPEND] = "stops nothing"};
	static const char *const word[] = {
		[ACTION_FAIL] = "FAIL", [ACTION_KILL] = "KILL",
		[ACTION_SUSPEND] = "SUSPEND"};

	vec_foreach(it, &rs->rule) {
		const struct rule *rule = *it;

		if (rule->action == ACTION_LOG)
			continue;
		diag_add(diag, DIAG_WARNING, rule->src, rule->at,
			"%s is not enforced in this version: rule '%.*s' %s. "
			"It still takes the calls it matches, so later rules "
			"do not see them", word[rule->action],
			SPAN_ARG(rule->name), does[rule->action]);
	}
}

static void add_hidden(struct diag *diag, const struct hidden *h)
{
	const struct rule *by = h->by;

	if (!by) {
		diag_add(diag, DIAG_WARNING, h->rule->src, h->rule->name,
			"rule '%.*s' never matches: its filter holds for none "
			"of its calls", SPAN_ARG(h->rule->name));
		return;
	}
	diag_add(diag, DIAG_WARNING, h->rule->src, h->rule->name,
		"rule '%.*s' never matches: rule '%.*s' (%s:%u) stands before "
		"it and %s", SPAN_ARG(h->rule->name), SPAN_ARG(by->name),
		by->src->name, by->line,
		h->unconditional ? "takes every one of its calls" :
				   "its filter holds whenever this one's does");
}

int check(const struct rules *rs, struct diag *diag)
{
	struct order order = {0};
	int r = check_names(rs, diag);

	if (r)
		return r;
	if (diag->errors)
		return diag->err;	/* what broken rules do means nothing */
	check_enforcement(rs, diag);
	r = order_find(&order, rs);
	vec_foreach(it, &order.hidden)
		add_hidden(diag, it);
	if (order.unseen)
		diag_add(diag, DIAG_WARNING, order.unseen->src,
			order.unseen->at, "from here on it was not checked "
			"which rules hide which: too many rules are on one "
			"call");
	order_deinit(&order);
	return r ? r : diag->err;
}
