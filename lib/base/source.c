/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/source.h"

#include "base/escape.h"

bool source_has(const struct source *src, struct span s)
{
	return s.p && s.p >= src->text.p && s.p <= src->text.p + src->text.n;
}

struct place source_place(const struct source *src, struct span s)
{
	struct place begin = {.line = 1, .text.p = src->text.p};

	return source_place_after(src, &begin, s);
}

struct place source_place_after(const struct source *src,
	const struct place *before, struct span s)
{
	const char *line = before->text.p, *end = src->text.p + src->text.n;
	struct place at = {.line = before->line, .column = 1};

	while (line < s.p) {
		const char *p = memchr(line, '\n', (size_t)(s.p - line));

		if (!p)
			break;
		at.line++;
		line = p + 1;
	}
	if (line == src->text.p && end - line >= 3 && s.p >= line + 3 &&
	    memcmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3;	/* a byte order mark takes no column */
	for (const char *p = line; p < s.p; at.column++) {
		size_t n = utf8_len((struct span){p, (size_t)(end - p)});

		p += n ? n : 1;
	}
	at.text.p = line;
	while (line + at.text.n < end && line[at.text.n] != '\n')
		at.text.n++;
	if (at.text.n && line[at.text.n - 1] == '\r')
		at.text.n--;
	return at;
}
