/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/recent.h - lines in; the last ones, bounded in number and bytes, out
 * again. */
#ifndef DAEMON_RECENT_H
#define DAEMON_RECENT_H

#include "base/span.h"

/* zeroed keeps nothing */
struct recent {
	char *mem;
	size_t size;		/* of mem */
	size_t lines, max;	/* kept; at most */
	size_t first, end;	/* offsets: the oldest one, behind the newest */
};

/* recent_init() - 0 or -ENOMEM; the memory is used as lines come */
int recent_init(struct recent *r, size_t lines, size_t bytes);
void recent_deinit(struct recent *r);

/* recent_add() - keep a copy; the oldest ones go to make room. A line that is
 * larger than all of it is not kept, nor is what came before.
 * @rule: .p NULL stays so */
void recent_add(struct recent *r, struct span rule, struct span text);

struct recent_line {
	struct span rule, text;	/* until the next recent_add() */
};

/* recent_next() - from the oldest; *at and *i begin as recent_begin() has them.
 * false: that was the last one */
struct recent_pos {
	size_t at, i;
};

static inline struct recent_pos recent_begin(const struct recent *r)
{
	return (struct recent_pos){r->first, 0};
}

bool recent_next(const struct recent *r, struct recent_pos *pos,
	struct recent_line *out);

#endif
