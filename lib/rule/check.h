/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/check.h - a whole rule set in; what is wrong or surprising across its
 * rules out: names that stand twice, what is not enforced, which rule hides
 * which. Pure. */
#ifndef RULE_CHECK_H
#define RULE_CHECK_H

#include "base/diag.h"
#include "rule/rules.h"

/* check() - 0 (look at diag); -ENOMEM */
int check(const struct rules *rs, struct diag *diag);

#endif
