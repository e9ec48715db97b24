/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/source.h"

#include "base/escape.h"

bool source_has(const struct source *src, struct span s)
{
	return s.p && s.p >= src->text.p && s.p <= src->text.p + src->text.n;
}

/* the line that begins at line */
static struct place line_place(const struct source *src, const char *line,
	unsigned number)
{
	const char *end = src->text.p + src->text.n, *p;
	struct place at = {.line = number, .column = 1, .at = line};

	p = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;
	if (line == src->text.p &&
		span_starts(src->text, SPAN_LIT("\xef\xbb\xbf")))
		at.at += 3;	/* a byte order mark takes no column */
	at.text = (struct span){at.at, (size_t)((p ? p : end) - at.at)};
	if (at.text.n && at.text.p[at.text.n - 1] == '\r')
		at.text.n--;
	return at;
}

struct place source_place(const struct source *src, struct span s)
{
	struct place begin = line_place(src, src->text.p, 1);

	return source_place_after(src, &begin, s);
}

struct place source_place_after(const struct source *src,
	const struct place *before, struct span s)
{
	const char *end = src->text.p + src->text.n, *line = NULL;
	unsigned number = before->line;
	struct place at = *before;

	for (const char *p = at.at; p < s.p; p++) {
		p = memchr(p, '\n', (size_t)(s.p - p));
		if (!p)
			break;
		number++;
		line = p + 1;
	}
	if (line)
		at = line_place(src, line, number);
	while (at.at < s.p) {
		size_t n = utf8_len((struct span){at.at, (size_t)(end - at.at)});

		at.at += n ? n : 1;
		at.column++;
	}
	return at;
}
