/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/eval.h - a typed expression and the values of one call in; true, false
 * or unknown out. The reference for all other ways to decide a rule. */
#ifndef RULE_EVAL_H
#define RULE_EVAL_H

#include "rule/value.h"

struct expr;

enum truth { FALSE, TRUE, UNKNOWN };

/* eval() - Kleene's three-valued logic; e NULL is TRUE */
enum truth eval(const struct expr *e, const struct env *env);

#endif
