/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/buf.h"
#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>

char *buf_grow(struct buf *b, size_t n)
{
	size_t need, cap = b->cap ? b->cap : 256;
	char *p;

	if (b->err)
		return NULL;
	if (__builtin_add_overflow(b->n, n, &need) || need > SIZE_MAX / 4)
		goto fail;
	need++;		/* the NUL */
	if (need <= b->cap)
		return b->p + b->n;
	while (cap < need)
		cap *= 2;
	p = realloc(b->p, cap);
	if (!p)
		goto fail;
	b->p = p;
	b->cap = cap;
	return b->p + b->n;
fail:
	b->err = -ENOMEM;
	return NULL;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *to;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !(to = buf_reserve(b, (size_t)n)))
		return;
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	buf_end(b, to + n);
}

void buf_dec(struct buf *b, uint64_t v)
{
	char *to = buf_reserve(b, NUM_DEC_MAX);

	if (to)
		buf_end(b, num_put_dec(to, v));
}

void buf_sdec(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_chr(b, '-');
	buf_dec(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void buf_hex(struct buf *b, uint64_t v)
{
	char *to = buf_reserve(b, NUM_HEX_MAX);

	if (to)
		buf_end(b, num_put_hex(to, v));
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	b->err = 0;
	if (b->p)
		b->p[0] = '\0';
}

void buf_deinit(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}

char *buf_steal(struct buf *b)
{
	char *p;

	if (!b->p)
		buf_add(b, "", 0);
	p = b->err ? NULL : steal(b->p);
	buf_deinit(b);
	return p;
}
