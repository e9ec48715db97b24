/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/escape.h"

static bool is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t utf8_len(struct span s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	size_t n;

	if (!s.n)
		return 0;
	if (u[0] < 0x80)
		return 1;
	n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
	if (u[0] < 0xc2 || u[0] > 0xf4 || s.n < n)
		return 0;
	for (size_t i = 1; i < n; i++)
		if (!is_tail(u[i]))
			return 0;
	if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] > 0x9f) ||
	    (u[0] == 0xf0 && u[1] < 0x90) || (u[0] == 0xf4 && u[1] > 0x8f))
		return 0;
	return n;
}

/* valid characters that a viewer may obey instead of showing */
static bool is_steering(const unsigned char *u, size_t n)
{
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	return n == 3 && u[0] == 0xe2 &&
	       ((u[1] == 0x80 && u[2] >= 0xa8 && u[2] <= 0xae) ||
		       (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

static void add_hex(struct buf *out, unsigned char c, const char *lead)
{
	static const char hex[] = "0123456789abcdef";

	buf_str(out, lead);
	buf_chr(out, hex[c >> 4]);
	buf_chr(out, hex[c & 15]);
}

/* bytes that both outputs copy as they are */
static size_t plain_run(struct span s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7f && s.p[i] != '"' &&
	       s.p[i] != '\\')
		i++;
	return i;
}

/* the short escape that both outputs have for c, or 0 */
static char short_escape(char c)
{
	switch (c) {
	case '\n':
		return 'n';
	case '\t':
		return 't';
	case '\r':
		return 'r';
	case '"':
	case '\\':
		return c;
	default:
		return 0;
	}
}

static void add_short(struct buf *out, char c, bool twice)
{
	/* the text \n becomes \\n in JSON, the text \\ becomes \\\\ */
	buf_str(out, twice ? "\\\\" : "\\");
	if (twice && (c == '"' || c == '\\'))
		buf_chr(out, '\\');
	buf_chr(out, c);
}

static bool add_text(struct buf *out, struct span s, bool in_json)
{
	bool raw = false;

	while (s.n) {
		size_t n = plain_run(s);
		char c;

		buf_add(out, s.p, n);
		s = (struct span){s.p + n, s.n - n};
		if (!s.n)
			break;
		c = short_escape(*s.p);
		n = utf8_len(s);
		if (c) {
			add_short(out, c, in_json);
		} else if (n > 1 &&
			!is_steering((const unsigned char *)s.p, n)) {
			buf_add(out, s.p, n);
		} else {
			n = n ? n : 1;
			for (size_t i = 0; i < n; i++)
				add_hex(out, (unsigned char)s.p[i],
					in_json ? "\\\\x" : "\\x");
			raw = true;
		}
		s = (struct span){s.p + n, s.n - n};
	}
	return raw;
}

bool escape_text(struct buf *out, struct span s)
{
	return add_text(out, s, false);
}

bool escape_json(struct buf *out, struct span s)
{
	size_t mark = out->n;
	struct span left = s;

	while (left.n) {
		size_t n = plain_run(left);
		char c;

		buf_add(out, left.p, n);
		left = (struct span){left.p + n, left.n - n};
		if (!left.n)
			break;
		c = short_escape(*left.p);
		n = utf8_len(left);
		if (!n) {
			out->n = mark < out->n ? mark : out->n;
			add_text(out, s, true);
			return true;
		}
		if (c)
			add_short(out, c, false);
		else if (n == 1)
			add_hex(out, (unsigned char)*left.p, "\\u00");
		else
			buf_add(out, left.p, n);
		left = (struct span){left.p + n, left.n - n};
	}
	return false;
}
