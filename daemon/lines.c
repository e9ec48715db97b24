/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/lines.h"

_Static_assert(LINES_BUFFER > 2 * RECORD_LINE_MAX, "a line that is not whole");

char *lines_room(struct lines *l, size_t *n)
{
	memmove(l->buf, l->buf + l->at, l->n - l->at);
	l->n -= l->at;
	l->at = 0;
	*n = sizeof(l->buf) - l->n - 1;		/* one for lines_end() */
	return l->buf + l->n;
}

static void take(struct lines *l, size_t n, struct span *out)
{
	*out = (struct span){l->buf + l->at, n};
	l->at += n;
	l->in_piece = out->p[n - 1] != '\n';
}

bool lines_next(struct lines *l, struct span *out)
{
	size_t left = min_size(l->n - l->at, RECORD_LINE_MAX);
	const char *p = l->buf + l->at, *end = memchr(p, '\n', left);

	if (end)
		take(l, (size_t)(end - p) + 1, out);
	else if (left == RECORD_LINE_MAX)
		take(l, left, out);
	else
		return false;
	return true;
}

bool lines_rest(struct lines *l, struct span *out)
{
	if (l->at == l->n)
		return false;
	take(l, l->n - l->at, out);
	return true;
}

void lines_end(struct lines *l)
{
	size_t n;

	if (l->at < l->n ? l->buf[l->n - 1] == '\n' : !l->in_piece)
		return;
	*lines_room(l, &n) = '\n';
	l->n++;
}
