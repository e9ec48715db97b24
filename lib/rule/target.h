/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/target.h - one call that a rule covers in; where its PARAMS stand and
 * what type they have out. Pure. */
#ifndef RULE_TARGET_H
#define RULE_TARGET_H

#include "rule/rules.h"

/* target_source() - where PARAMS[index] (1..6, in the order of the call that
 * the rule names) is found in the call really made */
struct map_src target_source(const struct target *t, unsigned index);

/* target_param() - what is declared there: the real call's parameter, or the
 * classic one where it has none; NULL: index is over the classic call's */
const struct param *target_param(const struct target *t, unsigned index);

#endif
