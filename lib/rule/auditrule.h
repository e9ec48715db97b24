/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/auditrule.h - an audit rule as the kernel takes and gives it in; its
 * strings, its key and a copy that compares byte by byte out. Pure. */
#ifndef RULE_AUDITRULE_H
#define RULE_AUDITRULE_H

#include "base/span.h"
#include "tbl/audit.h"

#define AUDITRULE_KEY "sct:"	/* keys of our rules begin so */
#define AUDITRULE_KEY_SEP '\1'	/* several keys in one field, auditctl(8) */
#define AUDITRULE_LIST 0x07	/* AUDIT_FILTER_* in .flags */
#define AUDITRULE_OPS AUDIT_OPERATORS

static inline unsigned auditrule_list(const struct audit_rule_data *r)
{
	return r->flags & AUDITRULE_LIST;
}

static inline size_t auditrule_size(const struct audit_rule_data *r)
{
	return sizeof(*r) + r->buflen;
}

static inline bool auditrule_has(const struct audit_rule_data *r, unsigned nr)
{
	return r->mask[AUDIT_WORD(nr)] & AUDIT_BIT(nr);
}

/* auditrule_is_text() - whether values[] of a field is the length of a string
 * in .buf, as kernel/auditfilter.c has it */
bool auditrule_is_text(uint32_t field);

/* auditrule_text() - the string of field number i; .p NULL: not a string, or
 * its length points out of .buf */
struct span auditrule_text(const struct audit_rule_data *r, unsigned i);

/* auditrule_find() - the first field of that kind; -1: none */
int auditrule_find(const struct audit_rule_data *r, uint32_t field);

/* auditrule_key() - .p NULL: no key */
struct span auditrule_key(const struct audit_rule_data *r);

/* auditrule_is_ours() - whether the key is a single one that begins so */
bool auditrule_is_ours(const struct audit_rule_data *r);

/* auditrule_is_all() - whether the mask has all bits that auditctl looks at */
bool auditrule_is_all(const struct audit_rule_data *r);

/**
 * auditrule_canon() - copy a rule into the form in which the kernel lists it
 * @outp: set on success only; release with free()
 * @r:    rule of @size bytes, from anywhere
 * The kernel forgets AUDIT_FILTER_PREPEND and the mask's last 16 bits (they
 * are classes of calls on the way in); unused slots are zeroed, so two equal
 * rules are equal bytes.
 * Return: 0; -EPROTO (counts and lengths do not fit @size); -ENOMEM.
 */
int auditrule_canon(struct audit_rule_data **outp,
	const struct audit_rule_data *r, size_t size);

/* auditrule_cmp() - an order of canonical rules; 0: the same rule */
int auditrule_cmp(const struct audit_rule_data *a,
	const struct audit_rule_data *b);

#endif
