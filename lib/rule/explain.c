/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/explain.h"

#include "rule/dump.h"
#include "rule/expr.h"
#include "rule/krule.h"

static const char *const caveats[] = {
#define CAVEAT(id, text) text,
#include "rule/caveat.tbl.h"
#undef CAVEAT
};

const char *caveat_text(enum caveat caveat)
{
	return caveats[caveat];
}

static uint64_t bit(enum caveat c)
{
	return (uint64_t)1 << c;
}

static uint64_t expr_caveats(const struct expr *e)
{
	uint64_t found = 0;

	if (!e)
		return 0;
	if (e->kind == EXPR_PATH_IS || e->kind == EXPR_UNDER)
		found |= bit(CAVEAT_letters);
	if (e->kind == EXPR_VAR && e->var == VAR_EXE)
		found |= bit(CAVEAT_exe_text);
	if (e->kind == EXPR_VAR && e->var == VAR_PARAMS && e->index > 4)
		found |= bit(CAVEAT_late_args);
	return found | expr_caveats(e->arg[0]) | expr_caveats(e->arg[1]);
}

static uint64_t target_caveats(const struct target *t)
{
	uint64_t found = 0;

	if (t->uring)
		found |= bit(CAVEAT_uring_args);
	if (t->uring && t->variant && t->variant->cond[0].param)
		found |= bit(CAVEAT_uring_flags);
	if (!strcmp(t->real->name, "socketcall") && t->variant)
		found |= bit(CAVEAT_socketcall);
	if (!strcmp(t->real->name, "clone3") && t->variant)
		found |= bit(CAVEAT_clone3);
	return found;
}

static bool names_a_path(const struct part *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->field[i].field == FIELD_path ||
			p->field[i].field == FIELD_dir)
			return true;
	return false;
}

uint64_t explain_caveats(const struct rule *rule, const struct split *sp)
{
	uint64_t found = expr_caveats(rule->filter);
	size_t n;
	const struct part *part = split_parts(sp, rule, &n);
	bool arm = false;

	if (rule->phase == PHASE_BEFORE && rule->action == ACTION_LOG)
		found |= bit(CAVEAT_before_is_exit);
	if (rule->action != ACTION_LOG)
		found |= bit(CAVEAT_not_enforced);
	for (const struct part *it = part; it < part + n; it++) {
		if (names_a_path(it) && !rule->attempts_all)
			found |= bit(CAVEAT_existing_only);
		if (it->failing)
			found |= bit(CAVEAT_all_failing);
		arm |= !it->uring && it->abi == ABI_AARCH64;
		for (size_t i = 0; i < rule->ntargets; i++)
			if (rule->target[i].abi == it->abi &&
				rule->target[i].uring == it->uring)
				found |= target_caveats(&rule->target[i]);
	}
	for (size_t i = 0; i < rule->ntargets; i++)
		if (rule->target[i].uring && sp->abis & SPLIT_NO_URING &&
			sp->abis & 1u << rule->target[i].abi)
			found |= bit(CAVEAT_no_uring);
	return arm ? found | bit(CAVEAT_not_compat) : found;
}

static void add_cond(struct buf *out, const struct target *t)
{
	const struct map_cond *cond = t->variant ? t->variant->cond : NULL;

	for (size_t i = 0; cond && i < ARRAY_SIZE(t->variant->cond); i++) {
		if (!cond[i].param)
			continue;
		buf_printf(out, "%s%s & 0x%x", i ? " and " : " where ",
			t->real->param[cond[i].param - 1].name, cond[i].mask);
		if (cond[i].want == cond[i].mask)
			buf_lit(out, " is set");
		else if (!cond[i].want)
			buf_lit(out, " is not set");
		else
			buf_printf(out, " is 0x%x", cond[i].want);
	}
}

static void add_calls(struct buf *out, const struct rule *rule, enum abi abi,
	bool uring)
{
	bool first = true;

	for (size_t i = 0; i < rule->ntargets; i++) {
		const struct target *t = &rule->target[i];

		if (t->abi != abi || t->uring != uring)
			continue;
		if (first)
			buf_printf(out, "  %-10s",
				uring ? "io_uring" : abi_info(abi)->name);
		buf_printf(out, "%s %s (%u)", first ? "" : ",",
			t->real->name, t->nr);
		add_cond(out, t);
		first = false;
	}
	if (!first)
		buf_chr(out, '\n');
}

static int add_parts(struct buf *out, const struct rule *rule,
	const struct split *sp)
{
	size_t n;
	const struct part *part = split_parts(sp, rule, &n);

	for (const struct part *it = part; it < part + n; it++) {
		cleanup(freep) struct audit_rule_data *r = krule_encode(it);

		if (!r)
			return -ENOMEM;
		buf_lit(out, "  kernel     ");
		krule_print(out, r);
		if (it->covered_by)
			buf_printf(out, "\n             not sent: a kernel rule "
				"of '%.*s' lets all of it through",
				SPAN_ARG(it->covered_by->name));
		else if (!it->exact)
			buf_lit(out, "\n             lets more through than the "
				"rule matches; the daemon sorts out");
		buf_chr(out, '\n');
	}
	if (!n)
		buf_lit(out, "  kernel     nothing: no call can match here\n");
	return 0;
}

static void add_hidden(struct buf *out, const struct rule *rule,
	const struct order *order)
{
	vec_foreach(it, &order->hidden) {
		if (it->rule != rule)
			continue;
		if (it->by)
			buf_printf(out, "  hidden     rule '%.*s' (%s:%u) takes "
				"all its calls first; it never acts\n",
				SPAN_ARG(it->by->name), it->by->src->name,
				it->by->line);
		else
			buf_lit(out, "  hidden     its filter contradicts "
				"itself; it never acts\n");
	}
}

static void add_head(struct buf *out, const struct rule *rule)
{
	buf_printf(out, "rule '%.*s' (%s:%u): %s %s", SPAN_ARG(rule->name),
		rule->src->name, rule->line,
		action_name(rule->action),
		rule->phase == PHASE_AFTER ? "after the call" :
					     "before the call");
	if (rule->error_code)
		buf_printf(out, " with %s", errno_name(rule->error_code));
	buf_chr(out, '\n');
	for (int abi = 0; abi < ABI_COUNT; abi++)
		add_calls(out, rule, (enum abi)abi, false);
	add_calls(out, rule, ABI_X86_64, true);
}

static int add_rule(struct buf *out, const struct rule *rule,
	const struct split *sp, const struct order *order)
{
	uint64_t found = explain_caveats(rule, sp);
	int r;

	add_head(out, rule);
	r = add_parts(out, rule, sp);
	if (r)
		return r;
	buf_lit(out, "  then       ");
	if (rule->filter)
		expr_print(out, rule->filter);
	else
		buf_lit(out, "every such call");
	buf_chr(out, '\n');
	add_hidden(out, rule, order);
	for (int c = 0; c < CAVEAT_COUNT; c++)
		if (found & bit((enum caveat)c))
			buf_printf(out, "  note       %s\n", caveats[c]);
	return 0;
}

int explain_text(struct buf *out, const struct rules *rs,
	const struct split *sp, const struct order *order)
{
	vec_foreach(it, &rs->rule) {
		int r;

		if (it != rs->rule.v)
			buf_chr(out, '\n');
		r = add_rule(out, *it, sp, order);
		if (r)
			return r;
	}
	return out->err;
}
