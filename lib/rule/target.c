/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/target.h"

struct map_src target_source(const struct target *t, unsigned index)
{
	if (t->uring)
		return (struct map_src){MAP_UNKNOWN, 0};
	if (!t->variant)
		return (struct map_src){MAP_PARAM, index};
	if (index > t->variant->nparams)
		return (struct map_src){MAP_UNKNOWN, 0};
	return t->variant->map[index - 1];
}

const struct param *target_param(const struct target *t, unsigned index)
{
	struct map_src src = target_source(t, index);

	if (index == 0 || index > t->classic->nparams)
		return NULL;
	if (src.from == MAP_PARAM && src.value <= t->real->nparams)
		return &t->real->param[src.value - 1];
	return &t->classic->param[index - 1];
}
