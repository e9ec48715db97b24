/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/krule.h - the rules that the kernel gets, each with the rule it is
 * for. */
#ifndef RULE_KRULE_H
#define RULE_KRULE_H

#include "base/buf.h"
#include "base/vec.h"
#include "tbl/audit.h"

struct part;
struct rule;
struct split;

#define KRULE_KEY_MAX 31	/* bytes that auditctl(8) takes as a key */

struct krule {
	struct audit_rule_data *data;	/* filled; data->buflen; size =
					 * sizeof(*data) + data->buflen */
	const struct rule *rule;	/* the rule it is for, NULL when read
					 * back from the kernel */
};

struct plan {
	VEC(struct krule) krule;
};

/**
 * plan_init() - encode the parts that are sent
 * Return: 0; -ENOMEM. Release with plan_deinit() in both cases.
 */
int plan_init(struct plan *out, const struct split *sp);
void plan_deinit(struct plan *p);

/* krule_encode() - one part as struct audit_rule_data: its list, arch, numbers,
 * fields and the key "sct:<rule name>"; release with free(). NULL: no memory */
struct audit_rule_data *krule_encode(const struct part *part);

/* krule_print() - one rule as auditctl(8) writes it, no newline */
void krule_print(struct buf *out, const struct audit_rule_data *r);

#endif
