/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/format.h"

#include "base/escape.h"

static const struct macro_info macros[] = {
#define MACRO(id, after, what) {#id, after, what},
#include "rule/macro.tbl.h"
#undef MACRO
};

const struct macro_info *macro_info(enum macro macro)
{
	return &macros[macro];
}

struct formatter {
	struct arena *arena;
	const struct source *src;
	struct diag *diag;
	const struct rule *rule;	/* NULL: none */
	struct format_part *part;
	size_t n;
	bool failed;
};

static const char *next_macro(void *arg)
{
	size_t *i = arg;

	return *i < MACRO_COUNT ? macros[(*i)++].name : NULL;
}

/* the longest name that s begins with; -1: none */
static int find_macro(struct span s)
{
	size_t best = 0;
	int found = -1;

	for (int i = 0; i < MACRO_COUNT; i++) {
		size_t n = strlen(macros[i].name);

		if (n > best && span_starts(s, span_of(macros[i].name))) {
			best = n;
			found = i;
		}
	}
	return found;
}

#define complain(f, at, ...)                                                   \
	((f)->failed = true,                                                   \
		diag_add((f)->diag, DIAG_ERROR, (f)->src, (at), __VA_ARGS__))

/* returns the bytes that are no macro */
static size_t unknown_macro(struct formatter *f, struct span s)
{
	size_t i = 0, n = 1;
	const char *guess;

	while (n < s.n && ((s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z'))
		n++;
	s.n = n;
	guess = diag_guess(f->diag, (struct span){s.p + 1, n - 1}, next_macro, &i);
	if (n > 1 && guess)
		complain(f, s, "unknown macro '%.*s'; did you mean '%%%s'?",
			SPAN_ARG(s), guess);
	else if (n > 1)
		complain(f, s, "unknown macro '%.*s'", SPAN_ARG(s));
	else
		complain(f, s, "'%%' without a macro; write '%%%%' for a "
			"percent sign");
	return n;
}

/* s begins with '%'; returns its length in the source */
static size_t add_macro(struct formatter *f, struct span s)
{
	int macro;

	if (s.n > 1 && s.p[1] == '%') {
		f->part[f->n++] = (struct format_part){-1, {s.p, 1}};
		return 2;
	}
	macro = find_macro((struct span){s.p + 1, s.n - 1});
	if (macro < 0)
		return unknown_macro(f, s);
	s.n = strlen(macros[macro].name) + 1;
	if (macros[macro].after && f->rule && f->rule->phase == PHASE_BEFORE)
		complain(f, s, "%.*s is known only after the call; write "
			"when = after in rule '%.*s'", SPAN_ARG(s),
			SPAN_ARG(f->rule->name));
	f->part[f->n++] = (struct format_part){.macro = macro};
	return s.n;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* text up to the next '%' or line end; a line end and the blanks around it
 * are one blank, since output has one line a call */
static size_t add_literal(struct formatter *f, struct span s)
{
	size_t n = 0, end;

	while (n < s.n && s.p[n] != '%' && !is_line_end(s.p[n]))
		n++;
	end = n;
	if (n == s.n || s.p[n] == '%') {
		f->part[f->n++] = (struct format_part){-1, {s.p, n}};
		return n;
	}
	while (end && is_space(s.p[end - 1]))
		end--;
	while (n < s.n && is_space(s.p[n]))
		n++;
	if (end)
		f->part[f->n++] = (struct format_part){-1, {s.p, end}};
	f->part[f->n++] = (struct format_part){-1, SPAN_LIT(" ")};
	return n;
}

static void check_bytes(struct formatter *f, struct span text)
{
	while (text.n) {
		unsigned char c = (unsigned char)*text.p;
		size_t n = utf8_len(text);

		if (!n || (c < 32 && !is_space((char)c)) || c == 127) {
			complain(f, ((struct span){text.p, 1}),
				"the byte 0x%02x in a log_format is %s", c,
				n ? "a control character" : "not UTF-8");
			return;
		}
		text = (struct span){text.p + n, text.n - n};
	}
}

int format_parse(const struct format **out, struct arena *arena,
	const struct source *src, struct span text, const struct rule *rule,
	struct diag *diag)
{
	struct formatter f = {.arena = arena, .src = src, .diag = diag,
		.rule = rule};
	struct format *fmt = arena_new(arena, struct format);
	size_t max = 1;

	for (size_t i = 0; i < text.n; i++)
		max += text.p[i] == '%' || is_line_end(text.p[i]) ? 3 : 0;
	f.part = arena_calloc(arena, max, sizeof(*f.part));
	if (!fmt || !f.part)
		return -ENOMEM;
	check_bytes(&f, text);
	if (!text.n)
		diag_add(diag, DIAG_WARNING, src, text, "an empty log_format "
			"writes empty lines");
	while (text.n) {
		size_t n = text.p[0] == '%' ? add_macro(&f, text) :
					      add_literal(&f, text);

		text = (struct span){text.p + n, text.n - n};
	}
	if (f.failed)
		return -EINVAL;
	*fmt = (struct format){f.n, f.part};
	*out = fmt;
	return 0;
}
