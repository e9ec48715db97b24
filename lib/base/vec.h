/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/vec.h - a growing array of any type: struct { T *v; size_t n, cap; }. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/base.h"

#define VEC(type)                                                              \
	struct {                                                               \
		type *v;                                                       \
		size_t n, cap;                                                 \
	}

/* vec_add(vec, item) - 0 or -ENOMEM */
#define vec_add(vec, ...)                                                      \
	(vec_grow((void **)&(vec)->v, (vec)->n, &(vec)->cap,                   \
		 sizeof(*(vec)->v)) ?                                          \
			-ENOMEM :                                              \
			((vec)->v[(vec)->n++] = (__VA_ARGS__), 0))

#define vec_deinit(vec)                                                        \
	do {                                                                   \
		free((vec)->v);                                                \
		(vec)->v = NULL;                                               \
		(vec)->n = (vec)->cap = 0;                                     \
	} while (0)

#define vec_foreach(it, vec)                                                   \
	for (__typeof__((vec)->v + 0) it = (vec)->v;                              \
		it && it < (vec)->v + (vec)->n; it++)

/* vec_grow() - room for one more; false: there is, true: no memory */
static inline bool vec_grow(void **v, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap ? *cap * 2 : 8;
	void *p;

	if (n < *cap)
		return false;
	p = want > SIZE_MAX / 2 / size ? NULL : realloc(*v, want * size);
	if (!p)
		return true;
	*v = p;
	*cap = want;
	return false;
}

#endif
