/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/cover.h"

int kfield_cmp(const void *a, const void *b)
{
	const struct kfield *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	if (x->op != y->op)
		return x->op < y->op ? -1 : 1;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return span_cmp(x->str, y->str);
}

bool part_same_fields(const struct part *a, const struct part *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (kfield_cmp(&a->field[i], &b->field[i]))
			return false;
	return true;
}

/* a field that holds makes b hold */
static bool field_implies(const struct kfield *a, const struct kfield *b)
{
	if (kfield_cmp(a, b) == 0)
		return true;
	if (a->field != b->field || a->str.p || b->str.p)
		return false;
	switch (b->op) {
	case AUDIT_NOT_EQUAL:
		return a->op == AUDIT_EQUAL && a->value != b->value;
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return (a->op == AUDIT_EQUAL || a->op == b->op) &&
		       a->value >= b->value &&
		       a->field != FIELD_gid && a->field != FIELD_egid;
	case AUDIT_LESS_THAN_OR_EQUAL:
		return (a->op == AUDIT_EQUAL || a->op == b->op) &&
		       a->value <= b->value &&
		       a->field != FIELD_gid && a->field != FIELD_egid;
	case AUDIT_BIT_TEST:
		return (a->op == AUDIT_EQUAL || a->op == AUDIT_BIT_TEST) &&
		       (a->value & b->value) == b->value;
	case AUDIT_BIT_MASK:
		return (a->op == AUDIT_EQUAL || a->op == AUDIT_BIT_TEST) &&
		       (a->value & b->value);
	default:
		return false;
	}
}

static bool has_inode_field(const struct part *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->field[i].field == FIELD_path ||
			p->field[i].field == FIELD_inode)
			return true;
	return false;
}

/* whatever narrow lets through, wide does too */
static bool part_covers(const struct part *wide, const struct part *narrow)
{
	for (size_t i = 0; i < wide->n; i++) {
		size_t j = 0;

		while (j < narrow->n && !field_implies(&narrow->field[j],
						&wide->field[i]))
			j++;
		if (j == narrow->n)
			return false;
	}
	return has_inode_field(wide) <= has_inode_field(narrow);
}

static bool is_empty(const uint32_t *mask)
{
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		if (mask[i])
			return false;
	return true;
}

/* take wide's numbers out of narrow */
static void subtract(struct part *narrow, const struct part *wide)
{
	uint32_t left[AUDIT_BITMASK_SIZE];

	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		left[i] = narrow->mask[i] & ~wide->mask[i];
	if (is_empty(left))
		narrow->covered_by = wide->rule;	/* keeps its numbers */
	else
		memcpy(narrow->mask, left, sizeof(left));
}

static bool overlap(const struct part *a, const struct part *b)
{
	if (a->uring != b->uring || a->abi != b->abi)
		return false;
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		if (a->mask[i] & b->mask[i])
			return true;
	return false;
}

static int by_fields(const void *a, const void *b)
{
	const struct part *x = *(struct part *const *)a;
	const struct part *y = *(struct part *const *)b;

	return x->n != y->n ? (x->n < y->n ? -1 : 1) :
	       x < y ? -1 : x > y;
}

/* Parts with fewer fields are wider. Comparing all with all is bounded: past
 * that the kernel gets a rule more than it needs, no rule less. */
#define COVER_PAIRS_MAX 5000000u

int cover_parts(struct split *sp)
{
	size_t n = sp->part.n, pairs = 0;
	cleanup(freep) struct part **v = malloc((n + 1) * sizeof(*v));

	if (!v)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		v[i] = &sp->part.v[i];
	qsort(v, n, sizeof(*v), by_fields);
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < i && pairs < COVER_PAIRS_MAX; j++) {
			pairs++;
			if (v[j]->covered_by || !part_covers(v[j], v[i]) ||
				!overlap(v[j], v[i]))
				continue;
			subtract(v[i], v[j]);
			if (v[i]->covered_by)
				break;
		}
	return 0;
}
