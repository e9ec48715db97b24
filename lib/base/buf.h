/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/buf.h - bytes and formatted text in, one growing string out. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/span.h"

/* zeroed is an empty buffer. A failure to grow sticks in .err; later calls
 * do nothing, so that a writer asks once, at the end. */
struct buf {
	char *p;	/* NUL behind the last byte once anything was added */
	size_t n, cap;
	int err;	/* 0 or -ENOMEM */
};

/* buf_grow() - buf_reserve() when there is no room yet */
char *buf_grow(struct buf *b, size_t n);

/* buf_reserve() - room for n more bytes and a NUL; NULL on no memory. In line,
 * as buf_add() is, so that a literal costs a store instead of a call. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
	return n < b->cap - b->n && !b->err ? b->p + b->n : buf_grow(b, n);
}

/* buf_end() - the room is filled up to here */
static inline void buf_end(struct buf *b, char *end)
{
	*end = '\0';
	b->n = (size_t)(end - b->p);
}

static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	char *to = buf_reserve(b, n);

	if (!to)
		return;
	if (n)
		memcpy(to, p, n);
	buf_end(b, to + n);
}

void buf_printf(struct buf *b, const char *fmt, ...) printf_like(2, 3);
void buf_dec(struct buf *b, uint64_t v);
void buf_sdec(struct buf *b, int64_t v);
void buf_hex(struct buf *b, uint64_t v);	/* no 0x in front */
void buf_reset(struct buf *b);			/* keeps the memory */
void buf_deinit(struct buf *b);

static inline void buf_span(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.n);
}

static inline void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void buf_chr(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

#define buf_lit(b, s) buf_add((b), (s), sizeof(s) - 1)

/* buf_steal() - the string (never NULL but on .err), owned by the caller */
char *buf_steal(struct buf *b);

#endif
