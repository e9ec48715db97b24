/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tbl/level.h"

#include <syslog.h>

static const char *const names[LEVEL_COUNT] = {
#define LEVEL(name, value) [value] = #name,
#include "tbl/level.tbl.h"
#undef LEVEL
};

int level_by_name(struct span name)
{
	for (int i = 0; i < LEVEL_COUNT; i++)
		if (span_is(name, names[i]))
			return i;
	return -1;
}

const char *level_name(int level)
{
	return level >= 0 && level < LEVEL_COUNT ? names[level] : NULL;
}
