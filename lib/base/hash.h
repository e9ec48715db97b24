/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/hash.h - numbers and bytes in; 64 bits that differ where they do, most
 * of the time, out. The upper bits are the better ones. For filters within one
 * run: neither stable nor safe from who chooses the bytes. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/span.h"

static inline uint64_t hash_add(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

static inline uint64_t hash_span(uint64_t h, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		h = hash_add(h, (unsigned char)s.p[i]);
	return hash_add(h, s.n);
}

#endif
