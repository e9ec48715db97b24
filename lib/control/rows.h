/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control/rows.h - structs and tables of what is in them in; the same as text
 * for people, or as JSON, out. */
#ifndef CONTROL_ROWS_H
#define CONTROL_ROWS_H

#include "base/buf.h"

enum row_kind {
	ROW_U32, ROW_U64, ROW_SIZE, ROW_BOOL,
	ROW_WORD,	/* const char *, any bytes */
	ROW_SPAN,
	ROW_ERR,	/* int, 0 or negative errno: its words */
	ROW_TENTHS,	/* uint64_t, shown as 12.3 */
};

/* a value: JSON has all of them in their order, but those with '_' in front */
struct row_field {
	const char *key;
	enum row_kind kind;
	size_t at;		/* offset in the struct */
};

/* a line of text: @label, then @text with {key} for a value */
struct row {
	const char *label;
	const char *text;
	const char *when;	/* key of a value that is not 0 or empty; NULL:
				 * always */
};

struct row_table {
	const struct row_field *field;
	size_t nfields;
	const struct row *row;
	size_t nrows;
};

#define ROW_TABLE(fields, rows)                                                \
	{(fields), ARRAY_SIZE(fields), (rows), ARRAY_SIZE(rows)}

struct rows {
	struct buf *out;
	bool json;
};

void rows_put(struct rows *r, const struct row_table *t, const void *base);

/* rows_begin() - JSON: what follows is in an object '{' or array '[' of that
 * name (NULL: an element of an array); text: nothing */
void rows_begin(struct rows *r, const char *name, char c);
void rows_end(struct rows *r, char c);	/* '}' or ']' */

#endif
