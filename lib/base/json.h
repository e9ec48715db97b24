/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/json.h - members and elements in, JSON text out as it streams.
 * Each member leaves a comma behind; closing takes the last one back, and takes
 * an object or array that stayed empty out again, key and all. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

/* json_key(b, "name") - a value must follow */
#define json_key(b, name) buf_lit((b), "\"" name "\":")

/* json_lit(b, "name", "value") - a string that needs no escape */
#define json_lit(b, name, value) buf_lit((b), "\"" name "\":\"" value "\",")

/* json_object(b, "name"), json_array(b, "name") - begin; what they return is
 * for json_close() */
#define json_object(b, name) json_begin((b), "\"" name "\":{", sizeof(name) + 3)
#define json_array(b, name) json_begin((b), "\"" name "\":[", sizeof(name) + 3)

static inline size_t json_begin(struct buf *b, const char *head, size_t n)
{
	const size_t mark = b->n;

	buf_add(b, head, n);
	return mark;
}

/* json_close() - c is '}' or ']' */
static inline void json_close(struct buf *b, size_t mark, char c)
{
	if (b->err)
		return;
	if (b->p[b->n - 1] != ',') {
		b->n = mark;
		return;
	}
	b->p[b->n - 1] = c;
	buf_chr(b, ',');
}

/* json_string() - s in quotes, as escape_json() has it, and a comma; true when
 * its bytes were no UTF-8 */
bool json_string(struct buf *b, struct span s);

/* numbers and a comma; _word: in quotes */
void json_uint(struct buf *b, uint64_t u);
void json_int(struct buf *b, int64_t i);
void json_uint_word(struct buf *b, uint64_t u);
void json_hex_word(struct buf *b, uint64_t u);
void json_int_word(struct buf *b, int64_t i);

#endif
