/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Families: which calls count as which classic call. */
#include <fcntl.h>
#include <linux/net.h>
#include <sched.h>
#include <sys/time.h>

#include "tbl/tbl.h"

#define X86_64 (1 << ABI_X86_64)
#define I386 (1 << ABI_I386)
#define AARCH64 (1 << ABI_AARCH64)
#define X86 (X86_64 | I386)
#define BITS64 (X86_64 | AARCH64)
#define ALL (X86_64 | I386 | AARCH64)

#define A1 {MAP_PARAM, 1}
#define A2 {MAP_PARAM, 2}
#define A3 {MAP_PARAM, 3}
#define A4 {MAP_PARAM, 4}
#define A5 {MAP_PARAM, 5}
#define A6 {MAP_PARAM, 6}
#define NONE {MAP_UNKNOWN, 0}
#define CONST(v) {MAP_CONST, v}
#define HOW(n) {MAP_HOW, n}
#define SC(n) {MAP_SOCKETCALL, n}
#define LOHI(n) {MAP_LOHI, n}
#define HILO(n) {MAP_HILO, n}
#define IF(n, mask, want) {n, mask, want}
#define IS(n, value) {n, UINT32_MAX, value}

#define MAP(...)                                                               \
	.nparams = sizeof((struct map_src[]){__VA_ARGS__}) /                   \
		   sizeof(struct map_src),                                     \
	.map = {__VA_ARGS__}

static const struct variant rows[] = {
#define VARIANT(classic, variant, abis, map, ...)                              \
	{#classic, #variant, abis, map, .cond = {__VA_ARGS__}},
#include "tbl/family.tbl.h"
#undef VARIANT
};

const struct variant *variant_rows(size_t *np)
{
	*np = ARRAY_SIZE(rows);
	return rows;
}

const struct variant *variants_of(const char *classic, size_t *np)
{
	size_t lo = 0, hi = ARRAY_SIZE(rows), n = 0;

	while (lo < hi) {	/* the first row of that call */
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(rows[mid].classic, classic) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo + n < ARRAY_SIZE(rows) &&
	       strcmp(rows[lo + n].classic, classic) == 0)
		n++;
	*np = n;
	return n ? &rows[lo] : NULL;
}
