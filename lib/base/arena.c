/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdalign.h>

#define BLOCK_MIN 4096

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	alignas(max_align_t) char data[];
};

static struct arena_block *block_add(struct arena *a, size_t n)
{
	size_t size = BLOCK_MIN;
	struct arena_block *b;

	if (a->head && size < a->head->size)
		size = a->head->size;
	while (size < n)
		size *= 2;
	b = malloc(sizeof(*b) + size);
	if (!b)
		return NULL;
	*b = (struct arena_block){.next = a->head, .size = size};
	a->head = b;
	return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b = a->head;
	void *p;

	if (n > SIZE_MAX / 4)
		return NULL;
	n = (n + align - 1) / align * align;
	if (!b || b->size - b->used < n)
		b = block_add(a, n);
	if (!b)
		return NULL;
	p = b->data + b->used;
	b->used += n;
	a->used += n;
	return memset(p, 0, n);
}

void *arena_calloc(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		return NULL;
	return arena_alloc(a, n);
}

struct span arena_dup(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (!p)
		return (struct span){0};
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct span){p, s.n};
}

void arena_reset(struct arena *a)
{
	struct arena_block *b = a->head;

	if (b) {
		while (b->next) {	/* the head is the largest */
			struct arena_block *next = b->next;

			b->next = next->next;
			free(next);
		}
		b->used = 0;
	}
	a->used = 0;
}

void arena_deinit(struct arena *a)
{
	while (a->head) {
		struct arena_block *next = a->head->next;

		free(a->head);
		a->head = next;
	}
	a->used = 0;
}
