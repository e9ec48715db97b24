/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fields of kernel audit rules. */
#include "tbl/audit.h"
#include "tbl/tbl.h"

#define ALL (OPS_EQ | OPS_NE | OPS_ORDER | OPS_BITS)
#define CMP (OPS_EQ | OPS_NE | OPS_ORDER)
#define EQNE (OPS_EQ | OPS_NE)
#define EQ OPS_EQ
#define T LIST_TASK
#define E LIST_EXIT
#define X LIST_EXCLUDE
#define F LIST_FS
#define U LIST_URING

#define FIELD(id, konst, value, ...) _Static_assert((konst) == (value), #konst);
#include "tbl/field.tbl.h"
#undef FIELD

_Static_assert(LIST_TASK == 1 << AUDIT_FILTER_TASK, "LIST_TASK");
_Static_assert(LIST_EXIT == 1 << AUDIT_FILTER_EXIT, "LIST_EXIT");
_Static_assert(LIST_EXCLUDE == 1 << AUDIT_FILTER_EXCLUDE, "LIST_EXCLUDE");
_Static_assert(LIST_FS == 1 << AUDIT_FILTER_FS, "LIST_FS");
_Static_assert(LIST_URING == 1 << AUDIT_FILTER_URING_EXIT, "LIST_URING");

static const struct field_info fields[] = {
#define FIELD(id, konst, ...) {#id, __VA_ARGS__},
#include "tbl/field.tbl.h"
#undef FIELD
};

const struct field_info *field_info(enum field field)
{
	return &fields[field];
}

int field_by_konst(uint32_t konst)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		if (fields[i].konst == konst)
			return i;
	return -1;
}
