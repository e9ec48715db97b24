/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel takes the first rule that matches a call, by the order in which
 * rules came; so a never-rule of others hides what stands behind it. */
#include "kernel/auditnl.h"

#include "base/escape.h"
#include "rule/auditrule.h"

#include <libaudit.h>

#define KEYS_SHOWN 3

/* records that lines are made of, and what is missing without them */
static const struct {
	uint32_t type;
	const char *name, *loss;
} needed[] = {
	{AUDIT_SYSCALL, "SYSCALL", "no call is seen at all"},
	{AUDIT_URINGOP, "URINGOP", "no call made through io_uring is seen"},
	{AUDIT_PATH, "PATH", "rules on paths match nothing"},
	{AUDIT_CWD, "CWD", "relative names stay unresolved"},
	{AUDIT_EXECVE, "EXECVE", "arguments of programs are unknown"},
	{AUDIT_SOCKADDR, "SOCKADDR", "socket addresses are unknown"},
};

/* the values of one field that a rule lets through, as unsigned numbers */
struct range {
	uint64_t lo, hi;
};

static void narrow(struct range *g, uint32_t op, uint64_t v)
{
	uint64_t lo = 0, hi = UINT32_MAX;

	switch (op) {
	case AUDIT_EQUAL:
		lo = hi = v;
		break;
	case AUDIT_LESS_THAN_OR_EQUAL:
		hi = v;
		break;
	case AUDIT_GREATER_THAN_OR_EQUAL:
		lo = v;
		break;
	case AUDIT_LESS_THAN:
		if (!v)
			lo = hi + 1;	/* nothing is less */
		else
			hi = v - 1;
		break;
	case AUDIT_GREATER_THAN:
		lo = v + 1;
		break;
	default:	/* != and the bit tests leave both ends open */
		break;
	}
	g->lo = lo > g->lo ? lo : g->lo;
	g->hi = hi < g->hi ? hi : g->hi;
}

static struct range range_of(const struct audit_rule_data *r, uint32_t field)
{
	struct range g = {0, UINT32_MAX};

	for (unsigned i = 0; i < r->field_count; i++)
		if (r->fields[i] == field)
			narrow(&g, r->fieldflags[i], r->values[i]);
	return g;
}

static bool has_value(const struct audit_rule_data *r, uint32_t field,
	uint32_t op, uint64_t v)
{
	for (unsigned i = 0; i < r->field_count; i++)
		if (r->fields[i] == field && r->fieldflags[i] == op &&
			r->values[i] == v)
			return true;
	return false;
}

/* one value that the field must have in one rule and must not in the other */
static bool excludes(struct range must, const struct audit_rule_data *other,
	uint32_t field)
{
	return must.lo == must.hi &&
	       has_value(other, field, AUDIT_NOT_EQUAL, must.lo);
}

/* whether no call can meet both rules' condition on one field. Paths say
 * nothing (a call may have two), nor do fields that hold of several files. */
static bool contradicts(const struct audit_rule_data *a,
	const struct audit_rule_data *b, uint32_t field)
{
	struct range ga = range_of(a, field), gb = range_of(b, field);

	if (auditrule_is_text(field) || field == AUDIT_PERM ||
		field == AUDIT_INODE || field == AUDIT_DEVMAJOR ||
		field == AUDIT_DEVMINOR || field == AUDIT_OBJ_UID ||
		field == AUDIT_OBJ_GID || field == AUDIT_FILETYPE ||
		field == AUDIT_FIELD_COMPARE)
		return false;
	return ga.lo > gb.hi || gb.lo > ga.hi || excludes(ga, b, field) ||
	       excludes(gb, a, field);
}

static bool can_meet(const struct audit_rule_data *a,
	const struct audit_rule_data *b)
{
	uint32_t calls = 0;

	for (unsigned i = 0; i < AUDIT_BITMASK_SIZE; i++)
		calls |= a->mask[i] & b->mask[i];
	if (!calls || auditrule_list(a) != auditrule_list(b))
		return false;
	for (unsigned i = 0; i < a->field_count; i++)
		if (contradicts(a, b, a->fields[i]))
			return false;
	return true;
}

static char *shown(const struct audit_rule_data *r)
{
	struct buf text = {0}, out = {0};

	krule_print(&text, r);
	escape_text(&out, (struct span){text.p, text.n});
	buf_deinit(&text);
	return buf_steal(&out);
}

static void warn(struct diag *diag, const struct audit_rule_data *r,
	const char *what)
{
	cleanup(freep) char *text = shown(r);

	if (!text)
		diag->err = -ENOMEM;
	else
		diag_add(diag, DIAG_WARNING, NULL, (struct span){0},
			"'%s', a rule of others, %s", text, what);
}

static void add_key(struct buf *out, size_t n, struct span key)
{
	if (n > KEYS_SHOWN)
		return;
	buf_str(out, n == 1 ? ": " : ", ");
	if (n == KEYS_SHOWN)
		buf_lit(out, "...");
	else
		escape_text(out, key);
}

/* a never-rule at place i against all of ours behind it */
static void warn_never(const struct auditnl_rules *rules, size_t i,
	struct diag *diag)
{
	const struct audit_rule_data *never = rules->rule.v[i].data;
	struct buf keys = {0}, what = {0};
	struct span last = {0};
	size_t hidden = 0, named = 0;

	for (size_t k = i + 1; k < rules->rule.n; k++) {
		const struct auditnl_rule *r = &rules->rule.v[k];
		struct span key = auditrule_key(r->data);

		if (!r->ours || !can_meet(never, r->data))
			continue;
		hidden++;
		if (!span_eq(key, last))
			add_key(&keys, ++named, key);
		last = key;
	}
	buf_printf(&what, "comes first and hides calls from %zu of ours%s",
		hidden, keys.p ? keys.p : "");
	if (hidden && !what.err && !keys.err)
		warn(diag, never, what.p);
	buf_deinit(&keys);
	buf_deinit(&what);
}

static void warn_task(const struct audit_rule_data *r, struct diag *diag)
{
	unsigned conditions = r->field_count;

	for (unsigned i = 0; i < r->field_count; i++)
		conditions -= r->fields[i] == AUDIT_FILTERKEY;
	warn(diag, r, conditions ?
		"switches call auditing off for the new processes that it "
		"matches" :
		"switches call auditing off for all new processes: no call of "
		"theirs is seen");
}

static void warn_exclude(const struct audit_rule_data *r, struct diag *diag)
{
	struct range types = range_of(r, AUDIT_MSGTYPE);
	struct buf what = {0};

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		uint32_t type = needed[i].type;

		if (type < types.lo || type > types.hi ||
			has_value(r, AUDIT_MSGTYPE, AUDIT_NOT_EQUAL, type))
			continue;
		buf_printf(&what, "%s%s records: %s",
			what.n ? "; " : "drops ", needed[i].name,
			needed[i].loss);
	}
	if (what.n && !what.err)
		warn(diag, r, what.p);
	buf_deinit(&what);
}

void auditnl_hidden(const struct auditnl_rules *rules, struct diag *diag)
{
	if (!rules->ours)
		return;
	for (size_t i = 0; i < rules->rule.n; i++) {
		const struct audit_rule_data *r = rules->rule.v[i].data;

		if (rules->rule.v[i].ours)
			continue;
		if (auditrule_list(r) == AUDIT_FILTER_EXCLUDE)
			warn_exclude(r, diag);
		else if (r->action != AUDIT_NEVER)
			continue;
		else if (auditrule_list(r) == AUDIT_FILTER_TASK)
			warn_task(r, diag);
		else
			warn_never(rules, i, diag);
	}
}
