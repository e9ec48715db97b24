/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/krule.h - the rules that the kernel gets, each with the rule it is
 * for. */
#ifndef RULE_KRULE_H
#define RULE_KRULE_H

#include "base/buf.h"
#include "base/vec.h"

#include <linux/audit.h>

struct rule;

struct krule {
	struct audit_rule_data *data;	/* filled; data->buflen; size =
					 * sizeof(*data) + data->buflen */
	const struct rule *rule;	/* the rule it is for, NULL when read
					 * back from the kernel */
};

struct plan {
	VEC(struct krule) krule;
};

/* krule_print() - one rule as auditctl(8) writes it, no newline */
void krule_print(struct buf *out, const struct audit_rule_data *r);

#endif
