/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/diag.h"

#include "base/escape.h"

#include <stdarg.h>
#include <stdio.h>

#define GUESS_MAX 40	/* longest name that a guess is made for */
#define GUESS_PREFIX_MIN 4	/* exec: execve */
/* of a long line, this much around the caret */
#define LINE_MAX_SHOWN 200
#define LINE_BEFORE_SHOWN 120

static bool is_double(const struct diag *d, const struct diag_item *item)
{
	vec_foreach(it, &d->items)
		if (item->at.p && it->level == item->level &&
			it->at.p == item->at.p)
			return true;
	return false;
}

/* counts it; false: there are enough of its kind */
static bool count(struct diag *d, enum diag_level level)
{
	if (level == DIAG_ERROR)
		return ++d->errors <= DIAG_ERRORS_MAX;
	return ++d->warnings <= 10u * DIAG_ERRORS_MAX;
}

static bool is_before(const struct diag_item *a, const struct diag_item *b)
{
	if (!a->src || !b->src)
		return a->src && !b->src;
	if (a->src != b->src)
		return a->src->index < b->src->index;
	return a->at.p < b->at.p;
}

/* where item goes in the order of the texts; notes stay behind their message */
static size_t place_of(const struct diag *d, const struct diag_item *item)
{
	size_t i = d->items.n;

	if (item->level == DIAG_NOTE)
		return d->note_at;
	while (i) {
		size_t j = i - 1;

		while (j && d->items.v[j].level == DIAG_NOTE)
			j--;
		if (!is_before(item, &d->items.v[j]))
			break;
		i = j;
	}
	return i;
}

static int insert(struct diag *d, const struct diag_item *item)
{
	size_t i = place_of(d, item);

	if (vec_add(&d->items, *item))
		return -ENOMEM;
	memmove(d->items.v + i + 1, d->items.v + i,
		(d->items.n - 1 - i) * sizeof(*item));
	d->items.v[i] = *item;
	d->note_at = i + 1;
	return 0;
}

/* words of a rule file may stand in a message: nothing that a terminal obeys */
static printf_like(1, 0) char *format_text(const char *fmt, va_list ap)
{
	struct buf safe = {0};
	char *text;
	int n = vasprintf(&text, fmt, ap);

	if (n < 0)
		return NULL;
	escape_show(&safe, (struct span){text, (size_t)n});
	free(text);
	return buf_steal(&safe);
}

void diag_add(struct diag *d, enum diag_level level, const struct source *src,
	struct span at, const char *fmt, ...)
{
	struct diag_item item = {.level = level, .src = src, .at = at};
	va_list ap;

	if (level == DIAG_NOTE && !d->note_at)
		return;
	if (level != DIAG_NOTE) {
		d->note_at = 0;
		if (is_double(d, &item) || !count(d, level))
			return;
	}
	va_start(ap, fmt);
	item.text = format_text(fmt, ap);
	va_end(ap);
	if (!item.text || insert(d, &item)) {
		free(item.text);
		d->err = -ENOMEM;
	}
}

/* characters of s that stand where escape_show() puts them */
static void add_blanks(struct buf *out, struct span s, char c)
{
	while (s.n) {
		size_t n = utf8_len(s);

		buf_chr(out, *s.p == '\t' && c == ' ' ? '\t' : c);
		n = n ? n : 1;
		s = (struct span){s.p + n, s.n - n};
	}
}

static size_t to_character(struct span line, size_t i)
{
	while (i < line.n && ((unsigned char)line.p[i] & 0xc0) == 0x80)
		i++;
	return i;
}

/* the source line, and below it a caret and tildes */
static void add_line(struct buf *out, const struct diag_item *it,
	struct span line)
{
	size_t col = it->at.p > line.p ? (size_t)(it->at.p - line.p) : 0;
	size_t from = 0, to = line.n, end;
	const char *dots = "";

	if (col > LINE_BEFORE_SHOWN) {
		from = to_character(line, col - LINE_BEFORE_SHOWN);
		dots = "...";
	}
	if (to - from > LINE_MAX_SHOWN)
		to = to_character(line, from + LINE_MAX_SHOWN);
	end = min_size(to, col + it->at.n);
	buf_printf(out, "  %s", dots);
	escape_show(out, (struct span){line.p + from, to - from});
	buf_printf(out, "\n  %*s", (int)strlen(dots), "");
	add_blanks(out, (struct span){line.p + from, col - from}, ' ');
	buf_chr(out, '^');
	if (end > col) {
		size_t first = utf8_len((struct span){line.p + col, end - col});

		first = first ? first : 1;
		add_blanks(out, (struct span){line.p + col + first,
			end - col - first}, '~');
	}
	buf_chr(out, '\n');
}

void diag_print(const struct diag *d, struct buf *out)
{
	static const char *const word[] = {"error", "warning", "note"};
	unsigned kept = 0;

	vec_foreach(it, &d->items) {
		struct place at = {0};

		if (it->src) {
			escape_show(out, span_of(it->src->name));
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
			add_line(out, it, at.text);
		kept += it->level == DIAG_ERROR;
	}
	if (d->errors > kept)
		buf_printf(out, "%u more error%s not shown\n", d->errors - kept,
			d->errors - kept == 1 ? "" : "s");
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

unsigned diag_line(const struct diag *d, const struct source *src,
	struct span at)
{
	return d->errors < DIAG_ERRORS_MAX ? source_place(src, at).line : 0;
}

const char *diag_guess(const struct diag *d, struct span s,
	const char *(*next)(void *arg), void *arg)
{
	unsigned best = s.n > 5 ? 3 : s.n > 2 ? 2 : 1;	/* one past accepted */
	const char *name, *found = NULL, *longer = NULL;
	size_t shortest = SIZE_MAX;

	if (!s.n || s.n > GUESS_MAX || (d && d->errors >= DIAG_ERRORS_MAX))
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
		if (s.n >= GUESS_PREFIX_MIN && n < shortest &&
			span_starts((struct span){name, n}, s)) {
			shortest = n;
			longer = name;
		}
	}
	return found ? found : longer;
}
