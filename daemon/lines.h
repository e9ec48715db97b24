/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/lines.h - bytes of a log as they come in; its lines out. */
#ifndef DAEMON_LINES_H
#define DAEMON_LINES_H

#include "event/record.h"

#define LINES_BUFFER (128u << 10)

/* zeroed is empty */
struct lines {
	size_t at, n;		/* bytes handed out, and there */
	bool in_piece;		/* the last line out was a piece */
	char buf[LINES_BUFFER];
};

/* lines_room() - where to read to: at least half the buffer, once lines_next()
 * has nothing more. Lines handed out are gone. */
char *lines_room(struct lines *l, size_t *n);
static inline void lines_add(struct lines *l, size_t n)
{
	l->n += n;
}

/* lines_next() - a line with its '\n', or RECORD_LINE_MAX bytes of a longer one;
 * false: there is no whole one yet */
bool lines_next(struct lines *l, struct span *out);

/* lines_rest() - the start of a line whose end never came; false: none */
bool lines_rest(struct lines *l, struct span *out);

static inline bool lines_has_rest(const struct lines *l)
{
	return l->at < l->n;
}

/* lines_end() - what comes next begins another line */
void lines_end(struct lines *l);

#endif
