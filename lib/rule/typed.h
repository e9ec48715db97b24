/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/typed.h - integers with a C type in, C's usual arithmetic out. One
 * definition for evaluation, constant folding and the split. */
#ifndef RULE_TYPED_H
#define RULE_TYPED_H

#include "rule/lex.h"
#include "rule/value.h"

typedef __int128 s128;

struct typed {
	uint8_t bits;	/* 8..128; 0: a literal, which takes its neighbour's
			 * type, as long as it fits in there */
	bool is_signed;
	s128 v;		/* the value itself; 128-bit unsigned ones as bits */
};

/* typed_literal_fits() - whether v can be written into a type of that width,
 * signed or unsigned (C lets -1 and 0xffffffff both mean all ones) */
bool typed_literal_fits(s128 v, unsigned bits);

/* typed_convert() - v modulo 2^bits, read with that sign */
s128 typed_convert(s128 v, unsigned bits, bool is_signed);

/* typed_promote() - C's integer promotion of a type narrower than int */
void typed_promote(uint8_t *bits, bool *is_signed);

/* typed_unary(), typed_binary() - any operator of op.tbl.h but ~= ; results
 * of comparisons and logic are literals 0 and 1 */
struct typed typed_unary(enum op op, struct typed a);
struct typed typed_binary(enum op op, struct typed a, struct typed b);

#endif
