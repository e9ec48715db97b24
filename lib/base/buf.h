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

/* buf_reserve() - room for n more bytes; NULL on no memory */
char *buf_reserve(struct buf *b, size_t n);
void buf_add_slow(struct buf *b, const void *p, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) printf_like(2, 3);
void buf_dec(struct buf *b, uint64_t v);
void buf_sdec(struct buf *b, int64_t v);
void buf_hex(struct buf *b, uint64_t v);	/* no 0x in front */
void buf_reset(struct buf *b);			/* keeps the memory */
void buf_deinit(struct buf *b);

/* buf_add() - append n bytes; in line, so that literals need no call */
static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	if (n < b->cap - b->n && !b->err) {
		if (n)
			memcpy(b->p + b->n, p, n);
		b->n += n;
		b->p[b->n] = '\0';
		return;
	}
	buf_add_slow(b, p, n);
}

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
