/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim/rng.h - a seed in; the same numbers out, on every machine. */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include "base/base.h"

struct rng {
	uint64_t state;
};

/* splitmix64: one addition and a hash of the sum */
static inline uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0..n - 1; n is not 0 */
static inline unsigned rng_below(struct rng *r, size_t n)
{
	return (unsigned)(rng_next(r) % n);
}

static inline bool rng_percent(struct rng *r, unsigned percent)
{
	return rng_below(r, 100) < percent;
}

#define rng_pick(r, array) ((array)[rng_below((r), ARRAY_SIZE(array))])

#endif
