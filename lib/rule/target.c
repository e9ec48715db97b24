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

struct ctype target_type(const struct target *t, unsigned index)
{
	enum map_from from = target_source(t, index).from;
	struct ctype type;

	if (index == 0 || index > t->classic->nparams)
		return (struct ctype){0};
	if (from == MAP_LOHI || from == MAP_HILO)
		return (struct ctype){64, true};
	type = t->classic->param[index - 1].type;
	type.bits = (uint8_t)ctype_bits(type, t->abi);
	return type;
}

unsigned target_register(const struct target *t, unsigned index)
{
	struct map_src src = target_source(t, index);

	if (index == 0 || index > t->classic->nparams ||
		src.from != MAP_PARAM || src.value > t->real->nparams ||
		ctype_bits(t->real->param[src.value - 1].type, t->abi) !=
			target_type(t, index).bits)
		return 0;
	return (unsigned)src.value;
}
