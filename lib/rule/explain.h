/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/explain.h - checked rules and their split in; what each one really
 * does, what it misses and what hides it out, in words. Pure. */
#ifndef RULE_EXPLAIN_H
#define RULE_EXPLAIN_H

#include "rule/order.h"
#include "rule/split.h"

enum caveat {
#define CAVEAT(id, text) CAVEAT_##id,
#include "rule/caveat.tbl.h"
#undef CAVEAT
	CAVEAT_COUNT
};

/* caveat_text() - one sentence */
const char *caveat_text(enum caveat caveat);

/* explain_caveats() - bits 1 << enum caveat that hold for a rule */
uint64_t explain_caveats(const struct rule *rule, const struct split *sp);

/* explain_text() - all rules. Return: 0; -ENOMEM */
int explain_text(struct buf *out, const struct rules *rs,
	const struct split *sp, const struct order *order);

#endif
