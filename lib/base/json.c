/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/json.h"
#include "base/escape.h"
#include "base/num.h"

bool json_string(struct buf *b, struct span s)
{
	char *to = buf_reserve(b, s.n + 3);
	bool raw;

	if (!to)
		return false;
	*to = '"';
	if (escape_copy_plain(to + 1, s) == s.n) {
		memcpy(to + 1 + s.n, "\",", 2);
		buf_end(b, to + s.n + 3);
		return false;
	}
	buf_end(b, to + 1);
	raw = escape_json(b, s);
	buf_lit(b, "\",");
	return raw;
}

/* what stands behind the number at end */
static void finish(struct buf *b, char *end, bool quoted)
{
	if (quoted)
		*end++ = '"';
	*end++ = ',';
	buf_end(b, end);
}

void json_uint(struct buf *b, uint64_t u)
{
	char *to = buf_reserve(b, NUM_DEC_MAX + 1);

	if (to)
		finish(b, num_put_dec(to, u), false);
}

static char *put_int(char *to, int64_t i)
{
	if (i < 0)
		*to++ = '-';
	return num_put_dec(to, i < 0 ? 0 - (uint64_t)i : (uint64_t)i);
}

void json_int(struct buf *b, int64_t i)
{
	char *to = buf_reserve(b, NUM_DEC_MAX + 2);

	if (to)
		finish(b, put_int(to, i), false);
}

void json_int_word(struct buf *b, int64_t i)
{
	char *to = buf_reserve(b, NUM_DEC_MAX + 4);

	if (!to)
		return;
	*to = '"';
	finish(b, put_int(to + 1, i), true);
}

void json_uint_word(struct buf *b, uint64_t u)
{
	char *to = buf_reserve(b, NUM_DEC_MAX + 3);

	if (!to)
		return;
	*to = '"';
	finish(b, num_put_dec(to + 1, u), true);
}

void json_hex_word(struct buf *b, uint64_t u)
{
	char *to = buf_reserve(b, NUM_HEX_MAX + 3);

	if (!to)
		return;
	*to = '"';
	finish(b, num_put_hex(to + 1, u), true);
}
