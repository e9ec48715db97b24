/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/num.h - digits in, a number out: the one place that reads numbers; and
 * back again. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/span.h"

/**
 * num_parse() - read all of s as an unsigned number
 * @s:    text without sign or blanks
 * @base: 8, 10, 16, or 0: C's prefixes decide (0x, 0, none)
 * @out:  set on success only
 * Return: 0; -EINVAL (empty, or a byte that is no digit); -ERANGE (> 64 bits).
 */
int num_parse(struct span s, unsigned base, uint64_t *out);

/* num_parse_signed() - the same with an optional '-' in front */
int num_parse_signed(struct span s, unsigned base, int64_t *out);

#define NUM_DEC_MAX 20	/* digits of UINT64_MAX */
#define NUM_HEX_MAX 16

/* num_put_dec(), num_put_hex() - the digits of v at to, which has room for
 * NUM_DEC_MAX or NUM_HEX_MAX; no NUL; the byte behind the last one */
char *num_put_dec(char *to, uint64_t v);
char *num_put_hex(char *to, uint64_t v);

/* num_digit() - value of a hexadecimal digit, or -1 */
static inline int num_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

#endif
