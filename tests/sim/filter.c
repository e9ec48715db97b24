/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/filter.h"

#include <limits.h>
#include <sys/socket.h>

/* operators that a field may have */
enum ops { EVERY, NO_BITS, EQ_NE, ONLY_EQ };

enum value { NUMBER, ID, TEXT };

static const struct {
	uint32_t field;
	enum ops ops;
	enum value value;
} fields[] = {
	{AUDIT_PID, NO_BITS, NUMBER}, {AUDIT_PPID, NO_BITS, NUMBER},
	{AUDIT_UID, NO_BITS, ID}, {AUDIT_EUID, NO_BITS, ID},
	{AUDIT_SUID, NO_BITS, ID}, {AUDIT_FSUID, NO_BITS, ID},
	{AUDIT_GID, NO_BITS, ID}, {AUDIT_EGID, NO_BITS, ID},
	{AUDIT_SGID, NO_BITS, ID}, {AUDIT_FSGID, NO_BITS, ID},
	{AUDIT_LOGINUID, NO_BITS, ID}, {AUDIT_SESSIONID, NO_BITS, NUMBER},
	{AUDIT_ARCH, EQ_NE, NUMBER}, {AUDIT_EXIT, NO_BITS, NUMBER},
	{AUDIT_SUCCESS, NO_BITS, NUMBER}, {AUDIT_INODE, EQ_NE, NUMBER},
	{AUDIT_SADDR_FAM, NO_BITS, NUMBER},
	{AUDIT_ARG0, EVERY, NUMBER}, {AUDIT_ARG1, EVERY, NUMBER},
	{AUDIT_ARG2, EVERY, NUMBER}, {AUDIT_ARG3, EVERY, NUMBER},
	{AUDIT_WATCH, ONLY_EQ, TEXT}, {AUDIT_DIR, ONLY_EQ, TEXT},
	{AUDIT_FILTERKEY, ONLY_EQ, TEXT},
};

#define NFIELDS (sizeof(fields) / sizeof(fields[0]))

static uint32_t op_of(const struct audit_rule_data *r, unsigned i)
{
	return r->fieldflags[i] & AUDIT_OPERATORS;
}

static unsigned list_of(const struct audit_rule_data *r)
{
	return r->flags & ~(unsigned)AUDIT_FILTER_PREPEND;
}

/* the text of field i; the texts stand one after another in field order */
static struct span text_of(const struct audit_rule_data *r, unsigned i)
{
	size_t at = 0;

	for (unsigned j = 0; j < i; j++)
		if (r->fields[j] == AUDIT_WATCH || r->fields[j] == AUDIT_DIR ||
			r->fields[j] == AUDIT_FILTERKEY)
			at += r->values[j];
	return (struct span){r->buf + at, r->values[i]};
}

/* ------------------------------------------------------- taking a rule */

static bool op_fits(enum ops ops, uint32_t op)
{
	switch (op) {
	case AUDIT_EQUAL:
		return true;
	case AUDIT_NOT_EQUAL:
		return ops != ONLY_EQ;
	case AUDIT_LESS_THAN:
	case AUDIT_LESS_THAN_OR_EQUAL:
	case AUDIT_GREATER_THAN:
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return ops == NO_BITS || ops == EVERY;
	case AUDIT_BIT_MASK:
	case AUDIT_BIT_TEST:
		return ops == EVERY;
	default:
		return false;
	}
}

static const char *refuses_text(uint32_t field, struct span s)
{
	if (!s.n)
		return "an empty string";
	if (s.n > PATH_MAX)
		return "a string over PATH_MAX";
	if (field == AUDIT_FILTERKEY)
		return s.n > AUDIT_MAX_KEY_LEN ? "the key is too long" : NULL;
	if (s.p[0] != '/')
		return "a path that is not absolute";
	if (field == AUDIT_WATCH && s.p[s.n - 1] == '/')
		return "a path that ends in '/'";
	return NULL;
}

static const char *refuses_field(const struct audit_rule_data *r, unsigned i)
{
	uint32_t field = r->fields[i], value = r->values[i];
	size_t row = 0;

	while (row < NFIELDS && fields[row].field != field)
		row++;
	if (row == NFIELDS)
		return "a field that this simulator does not know";
	if (!op_fits(fields[row].ops, op_of(r, i)))
		return "an operator that the field does not have";
	if (fields[row].value == ID && value == UINT32_MAX &&
		field != AUDIT_LOGINUID)
		return "the id -1";
	/* auid=-1 becomes "is not set", which knows two operators */
	if (field == AUDIT_LOGINUID && value == UINT32_MAX &&
		op_of(r, i) != AUDIT_EQUAL && op_of(r, i) != AUDIT_NOT_EQUAL)
		return "an order on the auid -1";
	if (field == AUDIT_SADDR_FAM && value >= AF_MAX)
		return "no such address family";
	if (list_of(r) == AUDIT_FILTER_URING_EXIT &&
		(field == AUDIT_ARCH ||
			(field >= AUDIT_ARG0 && field <= AUDIT_ARG3)))
		return "a register of io_uring";
	return NULL;
}

static const char *refuses_texts(const struct audit_rule_data *r)
{
	unsigned places = 0;
	size_t total = 0;

	for (unsigned i = 0; i < r->field_count; i++) {
		uint32_t f = r->fields[i];
		const char *why = NULL;

		places += f == AUDIT_WATCH || f == AUDIT_DIR ||
			  f == AUDIT_INODE;
		if (f != AUDIT_WATCH && f != AUDIT_DIR && f != AUDIT_FILTERKEY)
			continue;
		total += r->values[i];
		if (total > r->buflen)
			return "a string longer than the buffer";
		why = refuses_text(f, text_of(r, i));
		if (why)
			return why;
	}
	return places > 1 ? "two of path, dir and inode" :
	       total != r->buflen ? "bytes behind the last string" : NULL;
}

const char *filter_refuses(const struct audit_rule_data *r)
{
	const char *why = NULL;
	uint32_t any = 0;

	if (list_of(r) != AUDIT_FILTER_EXIT &&
		list_of(r) != AUDIT_FILTER_URING_EXIT)
		return "a list that is not exit or io_uring";
	if (r->action != AUDIT_ALWAYS)
		return "an action that is not always";
	if (!r->field_count || r->field_count > AUDIT_MAX_FIELDS)
		return "no fields or too many";
	for (unsigned i = 0; i < AUDIT_BITMASK_SIZE; i++)
		any |= r->mask[i];
	if (!any)
		return "no call in the mask";
	for (unsigned i = 0; i < r->field_count && !why; i++)
		why = refuses_field(r, i);
	return why ? why : refuses_texts(r);
}

/* ----------------------------------------------------- filtering a call */

/* both sides are unsigned and of 32 bits, whatever they were before */
static bool compare(uint32_t left, uint32_t op, uint32_t right)
{
	switch (op) {
	case AUDIT_EQUAL:
		return left == right;
	case AUDIT_NOT_EQUAL:
		return left != right;
	case AUDIT_LESS_THAN:
		return left < right;
	case AUDIT_LESS_THAN_OR_EQUAL:
		return left <= right;
	case AUDIT_GREATER_THAN:
		return left > right;
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return left >= right;
	case AUDIT_BIT_MASK:
		return left & right;
	case AUDIT_BIT_TEST:
		return (left & right) == right;
	default:
		return false;
	}
}

/* gid and egid: = and != look at the supplementary groups as well */
static bool compare_group(const struct kcall *c, uint32_t id, uint32_t op,
	uint32_t value)
{
	bool member = false;

	for (unsigned i = 0; i < c->ngroups; i++)
		member |= c->group[i] == value;
	if (op == AUDIT_EQUAL)
		return id == value || member;
	if (op == AUDIT_NOT_EQUAL)
		return id != value && !member;
	return compare(id, op, value);
}

static bool compare_auid(const struct kcall *c, uint32_t op, uint32_t value)
{
	if (value == UINT32_MAX)	/* whether it was ever set */
		return compare(c->auid != UINT32_MAX, op, 0);
	return compare(c->auid, op, value);
}

static bool is_below(const struct kcall *c, struct span dir)
{
	for (unsigned i = 0; i < c->nnames; i++)
		if (world_is_under(c->name[i].path, dir))
			return true;
	return false;
}

/* field i of the rule; outcome may be hidden still, and name be none */
static bool holds(const struct audit_rule_data *r, unsigned i,
	const struct kcall *c, enum outcome outcome, const struct kname *name)
{
	uint32_t op = op_of(r, i), v = r->values[i];

	switch (r->fields[i]) {
	case AUDIT_PID:
		return compare(c->pid, op, v);
	case AUDIT_PPID:
		return compare(c->ppid, op, v);
	case AUDIT_UID:
		return compare(c->uid, op, v);
	case AUDIT_EUID:
		return compare(c->euid, op, v);
	case AUDIT_SUID:
		return compare(c->suid, op, v);
	case AUDIT_FSUID:
		return compare(c->fsuid, op, v);
	case AUDIT_GID:
		return compare_group(c, c->gid, op, v);
	case AUDIT_EGID:
		return compare_group(c, c->egid, op, v);
	case AUDIT_SGID:
		return compare(c->sgid, op, v);
	case AUDIT_FSGID:
		return compare(c->fsgid, op, v);
	case AUDIT_LOGINUID:
		return compare_auid(c, op, v);
	case AUDIT_SESSIONID:
		return compare(c->session, op, v);
	case AUDIT_ARCH:
		return compare(c->arch, op, v);
	case AUDIT_EXIT:
		return outcome != NO_RETURN &&
		       compare((uint32_t)c->code, op, v);
	case AUDIT_SUCCESS:
		return outcome != NO_RETURN &&
		       compare(outcome, op, v ? SUCCEEDED : FAILED);
	case AUDIT_SADDR_FAM:
		return c->has_sockaddr && compare(c->family, op, v);
	case AUDIT_INODE:
		return name && compare((uint32_t)name->inode, op, v);
	case AUDIT_WATCH:
		return name && name->inode &&
		       name->inode == world_inode(text_of(r, i));
	case AUDIT_DIR:
		return is_below(c, text_of(r, i));
	case AUDIT_FILTERKEY:
		return true;
	default:
		if (r->fields[i] < AUDIT_ARG0 || r->fields[i] > AUDIT_ARG3)
			return false;
		return compare((uint32_t)c->argv[r->fields[i] - AUDIT_ARG0], op,
			v);
	}
}

static bool all_hold(const struct audit_rule_data *r, const struct kcall *c,
	enum outcome outcome, const struct kname *name)
{
	for (unsigned i = 0; i < r->field_count; i++)
		if (!holds(r, i, c, outcome, name))
			return false;
	return true;
}

static int find(const struct audit_rule_data *r, uint32_t field)
{
	for (unsigned i = 0; i < r->field_count; i++)
		if (r->fields[i] == field)
			return (int)i;
	return -1;
}

/* Rules with path= or inode= are found by the inode of a file that the call
 * looked up. When the watched name itself goes away, that happens on the way,
 * since the watch has no inode any more at the end. */
static bool by_name(const struct audit_rule_data *r, const struct kcall *c)
{
	bool watch = find(r, AUDIT_WATCH) >= 0;

	if (c->uring)	/* found under the number of the system call */
		return false;
	for (unsigned i = 0; i < c->nnames; i++) {
		const struct kname *n = &c->name[i];

		if (all_hold(r, c, watch && n->goes ? NO_RETURN : c->outcome,
			    n))
			return true;
	}
	return false;
}

bool filter_accepts(const struct audit_rule_data *r, const struct kcall *c)
{
	bool uring = list_of(r) == AUDIT_FILTER_URING_EXIT;

	if (uring != c->uring || c->nr >= AUDIT_BITMASK_SIZE * 32 ||
		!(r->mask[c->nr / 32] & 1u << c->nr % 32))
		return false;
	if (find(r, AUDIT_WATCH) >= 0 || find(r, AUDIT_INODE) >= 0)
		return by_name(r, c);
	return all_hold(r, c, c->outcome, NULL);
}
