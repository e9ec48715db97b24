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

/* valid characters of several bytes that a viewer may obey, not show */
static bool is_steering(const unsigned char *u, size_t n)
{
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	return n == 3 && u[0] == 0xe2 &&
	       ((u[1] == 0x80 && u[2] >= 0xa8 && u[2] <= 0xae) ||
		       (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

#define BYTES(c) (0x0101010101010101u * (c))

/* the high bit of each byte that is zero (and maybe of bytes above it) */
static uint64_t zero_bytes(uint64_t w)
{
	return (w - BYTES(1)) & ~w & BYTES(0x80);
}

static bool all_plain(uint64_t w)
{
	return !((w & BYTES(0x80)) | ((w - BYTES(0x20)) & ~w & BYTES(0x80)) |
		zero_bytes(w ^ BYTES('"')) | zero_bytes(w ^ BYTES('\\')) |
		zero_bytes(w ^ BYTES(0x7f)));
}

/* s has 4 to 7 bytes: whether all are plain; they are copied then. The two
 * halves of the word overlap. */
static bool copy_short(char *to, struct span s)
{
	uint32_t head, tail;

	memcpy(&head, s.p, sizeof(head));
	memcpy(&tail, s.p + s.n - sizeof(tail), sizeof(tail));
	if (!all_plain((uint64_t)head << 32 | tail))
		return false;
	memcpy(to, &head, sizeof(head));
	memcpy(to + s.n - sizeof(tail), &tail, sizeof(tail));
	return true;
}

size_t escape_copy_plain(char *to, struct span s)
{
	size_t i = 0;
	uint64_t w;

	for (; s.n - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, s.p + i, sizeof(w));
		if (!all_plain(w))
			break;
		memcpy(to + i, &w, sizeof(w));
	}
	if (s.n - i >= 4 && s.n - i < sizeof(w) &&
		copy_short(to + i, (struct span){s.p + i, s.n - i}))
		return s.n;
	for (; i < s.n && is_plain((unsigned char)s.p[i]); i++)
		to[i] = s.p[i];
	return i;
}

/* copies the start of s that stands as it is in both outputs; what is left */
static struct span add_plain(struct buf *out, struct span s)
{
	char *to = s.n ? buf_reserve(out, s.n) : NULL;
	size_t n;

	if (!to)
		return (struct span){NULL, 0};
	n = escape_copy_plain(to, s);
	buf_end(out, to + n);
	return (struct span){s.p + n, s.n - n};
}

static void add_hex(struct buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	buf_chr(out, hex[c >> 4]);
	buf_chr(out, hex[c & 15]);
}

/* the letter of the short escape that both outputs have for c, or 0 */
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

static void add_short(struct buf *out, char c, bool in_json)
{
	/* the text \n becomes \\n in JSON, the text \\ becomes \\\\ */
	buf_str(out, in_json ? "\\\\" : "\\");
	if (in_json && (c == '"' || c == '\\'))
		buf_chr(out, '\\');
	buf_chr(out, c);
}

static bool add_text(struct buf *out, struct span s, bool in_json)
{
	bool raw = false;

	while ((s = add_plain(out, s)).n) {
		size_t n = utf8_len(s);
		char c = short_escape(*s.p);

		if (c) {
			add_short(out, c, in_json);
		} else if (n > 1 &&
			   !is_steering((const unsigned char *)s.p, n)) {
			buf_add(out, s.p, n);
		} else {
			n = n ? n : 1;
			for (size_t i = 0; i < n; i++) {
				buf_str(out, in_json ? "\\\\x" : "\\x");
				add_hex(out, (unsigned char)s.p[i]);
			}
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

void escape_show(struct buf *out, struct span s)
{
	while (s.n) {
		const unsigned char *u = (const unsigned char *)s.p;
		size_t n = utf8_len(s);

		if (n == 1 && (is_plain(u[0]) || short_escape(*s.p)) &&
			*s.p != '\n' && *s.p != '\r')
			buf_chr(out, *s.p);
		else if (n > 1 && !is_steering(u, n))
			buf_add(out, s.p, n);
		else
			buf_chr(out, '?');
		n = n ? n : 1;
		s = (struct span){s.p + n, s.n - n};
	}
}

/* a character of 1 to 3 bytes as \uHHHH */
static void add_unicode(struct buf *out, const unsigned char *u, size_t n)
{
	unsigned c = u[0];

	if (n == 2)
		c = (c & 0x1f) << 6 | (u[1] & 0x3f);
	else if (n == 3)
		c = (c & 0x0f) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3f);
	buf_lit(out, "\\u");
	add_hex(out, (unsigned char)(c >> 8));
	add_hex(out, (unsigned char)c);
}

bool escape_json(struct buf *out, struct span s)
{
	const size_t mark = out->n;
	struct span left = s;

	while ((left = add_plain(out, left)).n) {
		const unsigned char *u = (const unsigned char *)left.p;
		size_t n = utf8_len(left);
		char c = short_escape(*left.p);

		if (!n) {
			out->n = mark;
			add_text(out, s, true);
			return true;
		}
		if (c) {
			buf_chr(out, '\\');
			buf_chr(out, c);
		} else if (n == 1 || is_steering(u, n)) {
			add_unicode(out, u, n);
		} else {
			buf_add(out, left.p, n);
		}
		left = (struct span){left.p + n, left.n - n};
	}
	return false;
}

bool escape_is_needed(struct span s)
{
	while (s.n) {
		const unsigned char *u = (const unsigned char *)s.p;
		size_t n = utf8_len(s);

		if (!n || (n == 1 && !is_plain(*u)) || is_steering(u, n))
			return true;
		s = (struct span){s.p + n, s.n - n};
	}
	return false;
}
