/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/num.h"

int num_parse(struct span s, unsigned base, uint64_t *out)
{
	uint64_t v = 0;

	if (base == 0 && s.n > 2 && s.p[0] == '0' && (s.p[1] | 32) == 'x') {
		base = 16;
		s = (struct span){s.p + 2, s.n - 2};
	} else if (base == 0) {
		base = s.n > 1 && s.p[0] == '0' ? 8 : 10;
	}
	if (!s.n)
		return -EINVAL;
	for (size_t i = 0; i < s.n; i++) {
		int d = num_digit(s.p[i]);

		if (d < 0 || (unsigned)d >= base)
			return -EINVAL;
		if (i < 15)	/* 16 ** 15 < 2 ** 64 */
			v = v * base + (unsigned)d;
		else if (__builtin_mul_overflow(v, (uint64_t)base, &v) ||
			 __builtin_add_overflow(v, (uint64_t)d, &v))
			return -ERANGE;
	}
	*out = v;
	return 0;
}

int num_parse_signed(struct span s, unsigned base, int64_t *out)
{
	bool neg = s.n && s.p[0] == '-';
	uint64_t v;
	int r;

	if (neg)
		s = (struct span){s.p + 1, s.n - 1};
	r = num_parse(s, base, &v);
	if (r < 0)
		return r;
	if (v > (uint64_t)INT64_MAX + neg)
		return -ERANGE;
	*out = neg ? (int64_t)(0 - v) : (int64_t)v;
	return 0;
}

static unsigned dec_digits(uint64_t v)
{
	static const uint64_t power[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
		1000000000, 10000000000, 100000000000, 1000000000000,
		10000000000000, 100000000000000, 1000000000000000,
		10000000000000000, 100000000000000000, 1000000000000000000,
		10000000000000000000u,
	};
	unsigned bits = 64 - (unsigned)__builtin_clzll(v | 1);
	unsigned n = bits * 1233 >> 12;		/* by log10(2), rounded down */

	return n + (v >= power[n]);
}

char *num_put_dec(char *to, uint64_t v)
{
	char *p, *end;

	if (v < 10) {
		*to = (char)('0' + v);
		return to + 1;
	}
	p = end = to + dec_digits(v);
	do
		*--p = (char)('0' + v % 10);
	while (v /= 10);
	return end;
}

char *num_put_hex(char *to, uint64_t v)
{
	char *p = to + (67 - (unsigned)__builtin_clzll(v | 1)) / 4;
	char *const end = p;

	do
		*--p = "0123456789abcdef"[v & 15];
	while (v >>= 4);
	return end;
}
