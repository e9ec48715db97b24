/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/scan.h"

#include "base/num.h"
#include "event/event.h"

/* a value and where it goes */
struct value_at {
	struct scan *s;
	struct span text;
	void *to;
};

static bool read_u32(const struct value_at *v)
{
	uint64_t n;

	if (v->text.n == 2 && memcmp(v->text.p, "-1", 2) == 0)
		n = UINT32_MAX;
	else if (num_parse(v->text, 10, &n) || n > UINT32_MAX)
		return false;
	*(uint32_t *)v->to = (uint32_t)n;
	return true;
}

static bool read_s32(const struct value_at *v)
{
	int64_t n;

	if (num_parse_signed(v->text, 10, &n) || n < INT32_MIN || n > INT32_MAX)
		return false;
	*(int32_t *)v->to = (int32_t)n;
	return true;
}

static bool read_s64(const struct value_at *v)
{
	return num_parse_signed(v->text, 10, v->to) == 0;
}

static bool read_unsigned(const struct value_at *v, unsigned base, bool wide)
{
	uint64_t n;

	if (num_parse(v->text, base, &n) || (!wide && n > UINT32_MAX))
		return false;
	if (wide)
		*(uint64_t *)v->to = n;
	else
		*(uint32_t *)v->to = (uint32_t)n;
	return true;
}

static bool read_u64(const struct value_at *v)
{
	return read_unsigned(v, 10, true);
}

static bool read_hex32(const struct value_at *v)
{
	return read_unsigned(v, 16, false);
}

static bool read_hex64(const struct value_at *v)
{
	return read_unsigned(v, 16, true);
}

static bool read_oct32(const struct value_at *v)
{
	return read_unsigned(v, 8, false);
}

static bool read_c32(const struct value_at *v)
{
	return read_unsigned(v, 0, false);
}

static bool read_c64(const struct value_at *v)
{
	return read_unsigned(v, 0, true);
}

static bool read_yes(const struct value_at *v)
{
	*(bool *)v->to = span_eq(v->text, SPAN_LIT("yes"));
	return *(bool *)v->to || span_eq(v->text, SPAN_LIT("no"));
}

static bool read_dev(const struct value_at *v)
{
	const char *colon = memchr(v->text.p, ':', v->text.n);
	struct value_at major = *v, minor = *v;

	if (!colon)
		return false;
	major.text.n = (size_t)(colon - v->text.p);
	minor.text.p = colon + 1;
	minor.text.n = v->text.n - major.text.n - 1;
	minor.to = (uint32_t *)v->to + 1;
	return read_hex32(&major) && read_hex32(&minor);
}

static bool read_nametype(const struct value_at *v)
{
	static const char *const name[] = {
		[NAME_UNKNOWN] = "UNKNOWN", [NAME_NORMAL] = "NORMAL",
		[NAME_PARENT] = "PARENT", [NAME_DELETE] = "DELETE",
		[NAME_CREATE] = "CREATE",
	};

	for (size_t i = 0; i < ARRAY_SIZE(name); i++)
		if (span_is(v->text, name[i])) {
			*(enum nametype *)v->to = (enum nametype)i;
			return true;
		}
	return false;
}

static bool decode_hex(struct scan *s, struct span text, struct span *out)
{
	char *p;

	if (text.n % 2 || text.n == 0)
		return false;
	p = arena_alloc(s->arena, text.n / 2 + 1);
	if (!p) {
		s->err = -ENOMEM;
		return true;
	}
	for (size_t i = 0; i < text.n / 2; i++) {
		int hi = num_digit(text.p[2 * i]);
		int lo = num_digit(text.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		p[i] = (char)(hi << 4 | lo);
	}
	*out = (struct span){p, text.n / 2};
	return true;
}

bool scan_text(struct scan *s, struct span text, struct span *out)
{
	if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"') {
		*out = (struct span){text.p + 1, text.n - 2};
		return true;
	}
	if (span_eq(text, SPAN_LIT("(null)")))
		return true;
	return decode_hex(s, text, out);
}

static bool read_text(const struct value_at *v)
{
	return scan_text(v->s, v->text, v->to);
}

static bool read_word(const struct value_at *v)
{
	if (v->text.n == 0)
		return false;
	if (!span_eq(v->text, SPAN_LIT("(none)")))
		*(struct span *)v->to = v->text;
	return true;
}

static bool (*const readers[])(const struct value_at *v) = {
	[READ_U32] = read_u32, [READ_U64] = read_u64,
	[READ_S32] = read_s32, [READ_S64] = read_s64,
	[READ_HEX32] = read_hex32, [READ_HEX64] = read_hex64,
	[READ_OCT32] = read_oct32, [READ_C32] = read_c32, [READ_C64] = read_c64,
	[READ_YES] = read_yes, [READ_DEV] = read_dev,
	[READ_NAMETYPE] = read_nametype, [READ_TEXT] = read_text,
	[READ_WORD] = read_word, [READ_LABEL] = read_word,
};

/* ---------------------------------------------------------- one record */

/* a value ends at a blank, at SCAN_TAIL_MARK or at the NUL behind the record */
static const char *value_end(const char *p)
{
	const char *q;

	if (*p == '"') {
		for (q = p + 1; *q != '"' && *q != '\0'; q++)
			;
		p = *q ? q + 1 : q;
	}
	while ((unsigned char)*p > ' ')
		p++;
	return p;
}

/* take_value() - the pair whose '=' is at eq */
static void take_value(struct scan *s, const char *name, const char *eq,
	struct scan_pair *pair)
{
	s->at = value_end(eq + 1);
	pair->name = (struct span){name, (size_t)(eq - name)};
	pair->value = (struct span){eq + 1, (size_t)(s->at - eq - 1)};
}

bool scan_pair(struct scan *s, struct scan_pair *pair)
{
	const char *p = s->at, *name;

	for (;;) {
		while (*p == ' ' || *p == '\t')
			p++;
		name = p;
		while ((unsigned char)*p > ' ' && *p != '=')
			p++;
		if (*p == '=')
			break;
		if (*p == SCAN_TAIL_MARK || *p == '\0') {
			s->at = p;
			return false;
		}
	}
	take_value(s, name, p, pair);
	return true;
}

/* scan_expected() - the next pair, if it has that name */
static bool scan_expected(struct scan *s, const struct scan_field *field,
	struct scan_pair *pair)
{
	const char *p = s->at, *name = field->name;

	if (*p != ' ')
		return false;
	for (p++; *name && *p == *name; p++)
		name++;
	if (*name || *p != '=')
		return false;
	take_value(s, s->at + 1, p, pair);
	return true;
}

/* the words that follow a label, if any: they hold no '=' */
static const char *label_end(const char *p)
{
	for (;;) {
		const char *q = p;

		while (*q == ' ')
			q++;
		if (q == p)
			return p;
		for (; (unsigned char)*q > ' '; q++)
			if (*q == '=')
				return p;
		if (q[-1] == ' ')
			return p;
		p = q;
	}
}

/* find() - index of a field; .n: none of ours */
static size_t find(const struct scan_table *t, struct span name)
{
	size_t i = 0;

	while (i < t->n && (t->field[i].len != name.n ||
			    memcmp(t->field[i].name, name.p, name.n) != 0))
		i++;
	return i;
}

/* next_field() - the next pair that is one of ours: its index, or .n. The
 * kernel writes fields in the table's order: next is tried first */
static size_t next_field(struct scan *s, const struct scan_table *t,
	size_t next, struct scan_pair *pair)
{
	if (next < t->n && scan_expected(s, &t->field[next], pair))
		return next;
	while (scan_pair(s, pair)) {
		size_t i = find(t, pair->name);

		if (i < t->n)
			return i;
	}
	return t->n;
}

uint32_t scan_fields(struct scan *s, const struct scan_table *t, void *obj,
	unsigned *known)
{
	uint32_t seen = 0, all = (uint32_t)((1ull << t->n) - 1);
	struct scan_pair pair;
	size_t i = 0;

	while (seen != all && (i = next_field(s, t, i, &pair)) < t->n) {
		const struct scan_field *field = &t->field[i];
		struct value_at v = {s, pair.value, NULL};
		uint32_t bit = 1u << i++;

		if (seen & bit)
			continue;
		if (field->how == READ_LABEL) {
			s->at = label_end(s->at);
			v.text.n = (size_t)(s->at - v.text.p);
		}
		v.to = (char *)obj + field->offset;
		if (!readers[field->how](&v)) {
			s->bad = true;
			continue;
		}
		seen |= bit;
		if (known)
			*known |= field->known;
	}
	return seen;
}
