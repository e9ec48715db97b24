/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/auditrule.h"

bool auditrule_is_text(uint32_t field)
{
	switch (field) {
	case AUDIT_SUBJ_USER ... AUDIT_SUBJ_CLR:
	case AUDIT_OBJ_USER ... AUDIT_OBJ_LEV_HIGH:
	case AUDIT_WATCH:
	case AUDIT_DIR:
	case AUDIT_EXE:
	case AUDIT_FILTERKEY:
		return true;
	default:
		return false;
	}
}

struct span auditrule_text(const struct audit_rule_data *r, unsigned i)
{
	size_t at = 0;

	if (i >= r->field_count || i >= AUDIT_MAX_FIELDS ||
		!auditrule_is_text(r->fields[i]))
		return (struct span){0};
	for (unsigned k = 0; k < i; k++)
		if (auditrule_is_text(r->fields[k]))
			at += r->values[k];
	if (at > r->buflen || r->values[i] > r->buflen - at)
		return (struct span){0};
	return (struct span){r->buf + at, r->values[i]};
}

int auditrule_find(const struct audit_rule_data *r, uint32_t field)
{
	for (unsigned i = 0; i < r->field_count && i < AUDIT_MAX_FIELDS; i++)
		if (r->fields[i] == field)
			return (int)i;
	return -1;
}

struct span auditrule_key(const struct audit_rule_data *r)
{
	int i = auditrule_find(r, AUDIT_FILTERKEY);

	return i < 0 ? (struct span){0} : auditrule_text(r, (unsigned)i);
}

bool auditrule_is_ours(const struct audit_rule_data *r)
{
	struct span key = auditrule_key(r);

	return span_starts(key, SPAN_LIT(AUDITRULE_KEY)) &&
	       !memchr(key.p, AUDITRULE_KEY_SEP, key.n);
}

bool auditrule_is_all(const struct audit_rule_data *r)
{
	for (unsigned i = 0; i < AUDIT_BITMASK_SIZE - 1; i++)
		if (r->mask[i] != UINT32_MAX)
			return false;
	return true;
}

static int check(const struct audit_rule_data *r, size_t size)
{
	uint64_t text = 0;

	if (size < sizeof(*r) || r->field_count > AUDIT_MAX_FIELDS ||
		r->buflen > size - sizeof(*r))
		return -EPROTO;
	for (unsigned i = 0; i < r->field_count; i++)
		if (auditrule_is_text(r->fields[i]))
			text += r->values[i];
	return text > r->buflen ? -EPROTO : 0;
}

int auditrule_canon(struct audit_rule_data **outp,
	const struct audit_rule_data *r, size_t size)
{
	struct audit_rule_data *c;
	size_t text = 0;
	int rc = check(r, size);

	if (rc)
		return rc;
	for (unsigned i = 0; i < r->field_count; i++)
		if (auditrule_is_text(r->fields[i]))
			text += r->values[i];
	c = calloc(1, sizeof(*c) + text);
	if (!c)
		return -ENOMEM;
	c->flags = r->flags & ~(uint32_t)AUDIT_FILTER_PREPEND;
	c->action = r->action;
	c->field_count = r->field_count;
	memcpy(c->mask, r->mask, sizeof(c->mask));
	c->mask[AUDIT_BITMASK_SIZE - 1] &=
		UINT32_MAX >> AUDIT_SYSCALL_CLASSES;
	for (unsigned i = 0; i < r->field_count; i++) {
		c->fields[i] = r->fields[i];
		c->values[i] = r->values[i];
		c->fieldflags[i] = r->fieldflags[i] & AUDITRULE_OPS;
	}
	c->buflen = (uint32_t)text;
	if (text)
		memcpy(c->buf, r->buf, text);
	*outp = c;
	return 0;
}

int auditrule_cmp(const struct audit_rule_data *a,
	const struct audit_rule_data *b)
{
	if (a->buflen != b->buflen)
		return a->buflen < b->buflen ? -1 : 1;
	return memcmp(a, b, auditrule_size(a));
}
