/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/target.h - one call that a rule covers in; where its PARAMS stand and
 * what type they have out. Pure. */
#ifndef RULE_TARGET_H
#define RULE_TARGET_H

#include "rule/rules.h"

/* target_source() - where PARAMS[index] (1..6, in the order of the call that
 * the rule names) is found in the call really made */
struct map_src target_source(const struct target *t, unsigned index);

/* target_type() - what number it is: the classic call's type, but 64 bits,
 * signed (loff_t), where it is found in a pair of registers; 0 bits: it has
 * fewer parameters */
struct ctype target_type(const struct target *t, unsigned index);

/* target_register() - whether it is a register of the call really made, of
 * that type's width (1..6; 0: it is not): what may be asked of the register is
 * then what is asked of the parameter */
unsigned target_register(const struct target *t, unsigned index);

#endif
