/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/diag.h"

#include "base/escape.h"

#include <stdarg.h>
#include <stdio.h>

#define GUESS_MAX 40	/* longest name that a guess is made for */
#define LINE_MAX_SHOWN 200

static bool is_kept(const struct diag *d, enum diag_level level,
	struct span at)
{
	unsigned n = level == DIAG_ERROR ? d->errors : d->warnings;

	if (n > (level == DIAG_ERROR ? 1u : 10u) * DIAG_ERRORS_MAX)
		return false;
	vec_foreach(it, &d->items)
		if (at.p && it->level == level && it->at.p == at.p)
			return false;
	return true;
}

void diag_add(struct diag *d, enum diag_level level, const struct source *src,
	struct span at, const char *fmt, ...)
{
	struct diag_item item = {.level = level, .src = src, .at = at};
	va_list ap;
	int n;

	if (level == DIAG_ERROR)
		d->errors++;
	else if (level == DIAG_WARNING)
		d->warnings++;
	if (level != DIAG_NOTE && !is_kept(d, level, at))
		return;
	va_start(ap, fmt);
	n = vasprintf(&item.text, fmt, ap);
	va_end(ap);
	if (n < 0 || vec_add(&d->items, item)) {
		if (n >= 0)
			free(item.text);
		d->err = -ENOMEM;
	}
}

/* tabs stay, so that the caret stands under its byte in any terminal;
 * other control bytes become '?' */
static void add_line(struct buf *out, struct place at)
{
	size_t n = min_size(at.text.n, LINE_MAX_SHOWN);

	buf_lit(out, "  ");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)at.text.p[i];

		buf_chr(out, (c < 32 && c != '\t') || c == 127 ? '?' : (char)c);
	}
	buf_lit(out, "\n  ");
}

static void add_caret(struct buf *out, const struct diag_item *it,
	struct place at)
{
	size_t col = (size_t)(it->at.p - at.text.p);
	size_t n = it->at.n ? it->at.n : 1;

	if (col > LINE_MAX_SHOWN)
		return;
	add_line(out, at);
	for (size_t i = 0; i < col; i++)
		if (((unsigned char)at.text.p[i] & 0xc0) != 0x80)
			buf_chr(out, at.text.p[i] == '\t' ? '\t' : ' ');
	buf_chr(out, '^');
	n = min_size(n, at.text.n > col ? at.text.n - col : 1);
	for (size_t i = 1; i < n && col + i < LINE_MAX_SHOWN; i++)
		if (((unsigned char)at.text.p[col + i] & 0xc0) != 0x80)
			buf_chr(out, '~');
	buf_chr(out, '\n');
}

void diag_print(const struct diag *d, struct buf *out)
{
	static const char *const word[] = {"error", "warning", "note"};
	unsigned kept = 0;

	vec_foreach(it, &d->items) {
		struct place at = {0};

		if (it->src) {
			escape_text(out, span_of(it->src->name));
			buf_chr(out, ':');
		}
		if (it->src && it->at.p) {
			at = source_place(it->src, it->at);
			buf_printf(out, "%u:%u:", at.line, at.column);
		}
		if (it->src)
			buf_chr(out, ' ');
		buf_printf(out, "%s: %s\n", word[it->level], it->text);
		if (at.text.p)
			add_caret(out, it, at);
		kept += it->level == DIAG_ERROR;
	}
	if (d->errors > kept && d->errors > DIAG_ERRORS_MAX)
		buf_printf(out, "%u more errors not shown\n", d->errors - kept);
}

void diag_deinit(struct diag *d)
{
	vec_foreach(it, &d->items)
		free(it->text);
	vec_deinit(&d->items);
	*d = (struct diag){0};
}

/* edit distance in which two letters swapped count once */
static unsigned distance(struct span a, const char *b, size_t bn)
{
	unsigned row[3][GUESS_MAX + 1];

	for (unsigned j = 0; j <= bn; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *cur = row[i % 3], *up = row[(i + 2) % 3];
		unsigned *up2 = row[(i + 1) % 3];

		cur[0] = (unsigned)i;
		for (size_t j = 1; j <= bn; j++) {
			bool same = (a.p[i - 1] | 32) == (b[j - 1] | 32);
			unsigned v = up[j - 1] + !same;

			v = up[j] + 1 < v ? up[j] + 1 : v;
			v = cur[j - 1] + 1 < v ? cur[j - 1] + 1 : v;
			if (i > 1 && j > 1 && a.p[i - 1] == b[j - 2] &&
			    a.p[i - 2] == b[j - 1] && up2[j - 2] + 1 < v)
				v = up2[j - 2] + 1;
			cur[j] = v;
		}
	}
	return row[a.n % 3][bn];
}

const char *diag_guess(struct span s, const char *(*next)(void *arg), void *arg)
{
	unsigned best = s.n > 5 ? 3 : s.n > 2 ? 2 : 1;	/* one past accepted */
	const char *name, *found = NULL;

	if (!s.n || s.n > GUESS_MAX)
		return NULL;
	best += s.n > 9;
	while ((name = next(arg))) {
		size_t n = strlen(name);
		unsigned dist;

		if (n > GUESS_MAX)
			continue;
		dist = distance(s, name, n);
		if (dist < best) {
			best = dist;
			found = name;
		}
	}
	return found;
}
