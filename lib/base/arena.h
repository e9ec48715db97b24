/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/arena.h - many small allocations in, one release out. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/span.h"

struct arena_block;

/* zeroed is an empty arena; what it hands out lives until arena_deinit()
 * or arena_reset() */
struct arena {
	struct arena_block *head;
	size_t used;	/* bytes handed out since the last reset */
};

/* arena_alloc() - n zeroed bytes, aligned for any type; NULL: no memory */
void *arena_alloc(struct arena *a, size_t n);

/* arena_calloc() - like calloc(3): NULL also when count * size overflows */
void *arena_calloc(struct arena *a, size_t count, size_t size);

/* arena_dup() - a copy of s with a NUL behind it; .p is NULL: no memory */
struct span arena_dup(struct arena *a, struct span s);

/* arena_reset() - forget all, keep the largest block for the next round */
void arena_reset(struct arena *a);
void arena_deinit(struct arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

#endif
