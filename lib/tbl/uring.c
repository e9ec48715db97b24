/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations of io_uring. */
#include "tbl/tbl.h"

static const struct uring_op rows[] = {
#define URING(name, konst, value, syscall) {#name, value, syscall},
#include "tbl/uring.tbl.h"
#undef URING
};

const struct uring_op *uring_rows(size_t *np)
{
	*np = ARRAY_SIZE(rows);
	return rows;
}

const struct uring_op *uring_by_nr(unsigned nr)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if ((unsigned)rows[i].nr == nr)
			return &rows[i];
	return NULL;
}

const struct uring_op *uring_by_syscall(const char *syscall, size_t index)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].syscall && strcmp(rows[i].syscall, syscall) == 0 &&
		    index-- == 0)
			return &rows[i];
	return NULL;
}
