/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim/gen.h - a seed in; the text of a few random rules that are free of
 * mistakes out. */
#ifndef SIM_GEN_H
#define SIM_GEN_H

#include "base/buf.h"
#include "sim/rng.h"

#define GEN_RULES_MAX 5

/* gen_rules() - 1 to GEN_RULES_MAX rules named r0, r1, ... on related calls */
void gen_rules(struct buf *out, struct rng *rng);

#endif
