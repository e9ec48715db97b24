/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ABIs, kinds of parameters, system calls: the rows as constant arrays, by
 * number through an index that the compiler fills, by name through bisection. */
#include "tbl/tbl.h"

static const struct abi_info abis[] = {
#define ABI(id, ...) {__VA_ARGS__},
#include "tbl/abi.tbl.h"
#undef ABI
};

const struct abi_info *abi_info(enum abi abi)
{
	return &abis[abi];
}

int abi_from_arch(uint32_t audit_arch)
{
	for (int i = 0; i < ABI_COUNT; i++)
		if (abis[i].audit_arch == audit_arch)
			return i;
	return -1;
}

int abi_from_name(struct span name)
{
	for (int i = 0; i < ABI_COUNT; i++)
		if (span_is(name, abis[i].name))
			return i;
	return -1;
}

static const struct kind_info kinds[] = {
#define KIND(id, ...) {#id, __VA_ARGS__},
#include "tbl/kind.tbl.h"
#undef KIND
};

const struct kind_info *kind_info(enum kind kind)
{
	return &kinds[kind];
}

/* the types of syscall.tbl.h */
#define TYPE_S32 {32, true}
#define TYPE_S64 {64, true}
#define TYPE_SL {0, true}
#define TYPE_U16 {16, false}
#define TYPE_U32 {32, false}
#define TYPE_U64 {64, false}
#define TYPE_UL {0, false}
#define TYPE_PTR {0, false}

#define P(name, kind, type) {#name, KIND_##kind, TYPE_##type}

static const struct syscall rows[] = {
#define SYSCALL(name, x86_64, i386, aarch64, ...)                              \
	{#name, {x86_64, i386, aarch64},                                       \
	 sizeof((struct param[]){__VA_ARGS__}) / sizeof(struct param),         \
	 {__VA_ARGS__}},
#include "tbl/syscall.tbl.h"
#undef SYSCALL
};

/* a name for each row, so that the indexes below can point at it */
#define ROW_(line) ROW_##line
#define ROW(line) ROW_(line)

enum {
#define SYSCALL(...) ROW(__LINE__),
#include "tbl/syscall.tbl.h"
#undef SYSCALL
};

/* Row + 1 by number; 0: none. Rows without a number in the ABI go to places of
 * their own past the numbers, so that the compiler (-Woverride-init) refuses
 * a number that stands twice. */
#define PLACE(nr, row) ((nr) >= 0 ? (nr) : SYSCALL_NR_MAX + 1 + (row))

static const uint16_t by_nr[ABI_COUNT][SYSCALL_NR_MAX + 1 + ARRAY_SIZE(rows)] = {
	[ABI_X86_64] = {
#define SYSCALL(name, nr, i386, aarch64, ...)                                  \
	[PLACE(nr, ROW(__LINE__))] = ROW(__LINE__) + 1,
#include "tbl/syscall.tbl.h"
#undef SYSCALL
	},
	[ABI_I386] = {
#define SYSCALL(name, x86_64, nr, aarch64, ...)                                \
	[PLACE(nr, ROW(__LINE__))] = ROW(__LINE__) + 1,
#include "tbl/syscall.tbl.h"
#undef SYSCALL
	},
	[ABI_AARCH64] = {
#define SYSCALL(name, x86_64, i386, nr, ...)                                   \
	[PLACE(nr, ROW(__LINE__))] = ROW(__LINE__) + 1,
#include "tbl/syscall.tbl.h"
#undef SYSCALL
	},
};

const struct syscall *syscall_by_nr(enum abi abi, unsigned nr)
{
	if (nr > SYSCALL_NR_MAX || !by_nr[abi][nr])
		return NULL;
	return &rows[by_nr[abi][nr] - 1];
}

const struct syscall *syscall_by_name(enum abi abi, struct span name)
{
	size_t lo = 0, hi = ARRAY_SIZE(rows);

	while (lo < hi) {	/* the first row of that name */
		size_t mid = lo + (hi - lo) / 2;

		if (span_cmp(span_of(rows[mid].name), name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < ARRAY_SIZE(rows) && span_is(name, rows[lo].name); lo++)
		if (rows[lo].nr[abi] >= 0)
			return &rows[lo];
	return NULL;
}

const struct syscall *syscall_prototype(struct span name)
{
	static const enum abi order[] = {ABI_X86_64, ABI_AARCH64, ABI_I386};
	const struct syscall *row = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(order) && !row; i++)
		row = syscall_by_name(order[i], name);
	return row;
}

const struct syscall *syscall_rows(size_t *np)
{
	*np = ARRAY_SIZE(rows);
	return rows;
}
