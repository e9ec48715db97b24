/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constants by name and by group. */
#include <errno.h>

#include "tbl/tbl.h"

#define ERRNO_MAX 133

#define ERRNO(name, nr) _Static_assert((name) == (nr) && (nr) <= ERRNO_MAX, #name);
#define ERRNO_ALIAS(name, nr) ERRNO(name, nr)
#include "tbl/errno.tbl.h"
#undef ERRNO
#undef ERRNO_ALIAS

#define SAME(v) {v, v, v}

static const struct constant rows[] = {
#define GROUP(id, prefix)
#define C(group, name, value) {#name, #group, SAME(value)},
#define C3(group, name, ...) {#name, #group, {__VA_ARGS__}},
#define ERRNO(name, nr) {#name, "errno", SAME(nr)},
#define ERRNO_ALIAS(name, nr) {#name, "errno", SAME(nr)},
#include "tbl/const.tbl.h"
#undef GROUP
#undef C
#undef C3
#undef ERRNO
#undef ERRNO_ALIAS
};

/* where each group begins: the rows count up, a group takes back what its own
 * enumerator counted */
enum {
#define GROUP(id, prefix) FIRST_##id, BEFORE_##id = FIRST_##id - 1,
#define C(group, name, value) ROW_##group##_##name,
#define C3(group, name, ...) ROW_##group##_##name,
#define ERRNO(name, nr) ROW_errno_##name,
#define ERRNO_ALIAS(name, nr) ROW_errno_##name,
#include "tbl/const.tbl.h"
#undef GROUP
#undef C
#undef C3
#undef ERRNO
#undef ERRNO_ALIAS
	ROWS
};

_Static_assert(ROWS == ARRAY_SIZE(rows), "a row that the groups do not count");

static const struct group {
	const char *name, *prefix;	/* of its constants' names */
	size_t first;			/* of its rows */
} groups[] = {
#define GROUP(id, prefix) {#id, prefix, FIRST_##id},
#define C(...)
#define C3(...)
#define ERRNO(...)
#define ERRNO_ALIAS(...)
#include "tbl/const.tbl.h"
#undef GROUP
#undef C
#undef C3
#undef ERRNO
#undef ERRNO_ALIAS
};

#define GROUPS ARRAY_SIZE(groups)

/* row after the last one of a group */
static size_t group_end(const struct group *g)
{
	return g + 1 < groups + GROUPS ? g[1].first : ROWS;
}

static const struct constant *in_group(const struct group *g, struct span name)
{
	for (size_t i = g->first; i < group_end(g); i++)
		if (span_is(name, rows[i].name))
			return &rows[i];
	return NULL;
}

const struct constant *constant_by_name(struct span name)
{
	const struct constant *c = NULL;

	for (size_t i = 0; i < GROUPS && !c; i++)
		if (span_starts(name, span_of(groups[i].prefix)))
			c = in_group(&groups[i], name);
	return c;
}

const struct constant *constant_rows(size_t *np)
{
	*np = ROWS;
	return rows;
}

static const struct group *group_by_name(const char *name)
{
	for (size_t i = 0; i < GROUPS; i++)
		if (strcmp(groups[i].name, name) == 0)
			return &groups[i];
	return NULL;
}

const struct constant *constant_group(const char *group, size_t index)
{
	const struct group *g = group_by_name(group);

	if (!g || index >= group_end(g) - g->first)
		return NULL;
	return &rows[g->first + index];
}

const char *errno_name(int err)
{
	static const char *const names[ERRNO_MAX + 1] = {
#define ERRNO(name, nr) [nr] = #name,
#define ERRNO_ALIAS(name, nr)
#include "tbl/errno.tbl.h"
#undef ERRNO
#undef ERRNO_ALIAS
	};

	return err > 0 && err <= ERRNO_MAX ? names[err] : NULL;
}

int errno_by_name(struct span name)
{
	const struct constant *c = in_group(&groups[GROUPS - 1], name);

	return c ? (int)c->value[0] : 0;
}
