/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/span.h - a piece of text that somebody else owns: pointer and length. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include "base/base.h"

struct span {
	const char *p;	/* not terminated; NULL: there is no text */
	size_t n;	/* bytes */
};

#define SPAN_LIT(s) ((struct span){(s), sizeof(s) - 1})
#define SPAN_ARG(s) (int)(s).n, (s).p	/* for "%.*s" */

static inline struct span span_of(const char *s)
{
	return (struct span){s, s ? strlen(s) : 0};
}

static inline bool span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool span_is(struct span a, const char *s)
{
	return span_eq(a, span_of(s));
}

static inline bool span_starts(struct span a, struct span prefix)
{
	return a.n >= prefix.n &&
	       (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

/* span_cmp() - order of bytes, as strcmp() has it */
static inline int span_cmp(struct span a, struct span b)
{
	size_t n = min_size(a.n, b.n);
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

#endif
