/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/order.h - ordered rules in; which later rule never gets a turn because
 * an earlier one takes all its calls out. Pure. */
#ifndef RULE_ORDER_H
#define RULE_ORDER_H

#include "rule/rules.h"

struct hidden {
	const struct rule *rule;
	const struct rule *by;	/* NULL: its own filter contradicts itself */
	bool unconditional;	/* .by has no filter; else its filter holds
				 * whenever that of .rule does */
};

struct order {
	VEC(struct hidden) hidden;	/* in the rules' order */
	const struct rule *unseen;	/* from this rule on none was looked
					 * for: there were too many; NULL */
};

/* order_find() - every rule that one earlier rule hides wholly, with the
 * first such rule. Return: 0; -ENOMEM. */
int order_find(struct order *out, const struct rules *rs);
void order_deinit(struct order *o);

#endif
