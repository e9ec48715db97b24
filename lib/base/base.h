/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/base.h - what C lacks: cleanup on scope exit, handing ownership over. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define cleanup(fn) __attribute__((__cleanup__(fn)))
#define printf_like(f, a) __attribute__((__format__(__printf__, f, a)))

/* steal(p) - the value of pointer p, which becomes NULL */
#define steal(p)                                                               \
	({                                                                     \
		__typeof__(p) *steal_pp_ = &(p);                               \
		__typeof__(p) steal_p_ = *steal_pp_;                           \
		*steal_pp_ = NULL;                                             \
		steal_p_;                                                      \
	})

#define DEFINE_FREEP(type, fn)                                                 \
	static inline void fn##p(type **pp)                                    \
	{                                                                      \
		fn(*pp);                                                       \
	}

static inline void freep(void *pp)
{
	free(*(void **)pp);
}

static inline size_t min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

#endif
