/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/typed.h"

#define INT_BITS 32

bool typed_literal_fits(s128 v, unsigned bits)
{
	if (bits == 0 || bits >= 128)
		return true;
	return v >= -((s128)1 << (bits - 1)) && v < (s128)1 << bits;
}

s128 typed_convert(s128 v, unsigned bits, bool is_signed)
{
	u128 u = (u128)v;

	if (bits == 0 || bits >= 128)
		return v;
	u &= ((u128)1 << bits) - 1;
	if (is_signed && u >> (bits - 1))
		u |= ~(u128)0 << bits;
	return (s128)u;
}

void typed_promote(uint8_t *bits, bool *is_signed)
{
	if (*bits && *bits < INT_BITS) {
		*bits = INT_BITS;
		*is_signed = true;
	}
}

static struct typed to_bool(bool b)
{
	return (struct typed){.v = b, .is_signed = true};
}

static struct typed convert(struct typed a, uint8_t bits, bool is_signed)
{
	return (struct typed){.bits = bits, .is_signed = is_signed,
		.v = typed_convert(a.v, bits, is_signed)};
}

struct typed typed_unary(enum op op, struct typed a)
{
	if (op == OP_NOT)
		return to_bool(a.v == 0);
	typed_promote(&a.bits, &a.is_signed);
	a.v = op == OP_BITNOT ? ~a.v : (s128)(0 - (u128)a.v);
	return convert(a, a.bits, a.is_signed);
}

/* the type both sides are brought to; false: a literal does not fit there */
static bool common_type(struct typed a, struct typed b, uint8_t *bits,
	bool *is_signed)
{
	typed_promote(&a.bits, &a.is_signed);
	typed_promote(&b.bits, &b.is_signed);
	if (a.bits == b.bits) {
		*bits = a.bits;
		*is_signed = a.is_signed && b.is_signed;
		return true;
	}
	*bits = a.bits > b.bits ? a.bits : b.bits;
	*is_signed = a.bits > b.bits ? a.is_signed : b.is_signed;
	if (!a.bits)
		return typed_literal_fits(a.v, *bits);
	return b.bits || typed_literal_fits(b.v, *bits);
}

static int order(struct typed a, struct typed b)
{
	uint8_t bits;
	bool is_signed;

	if (common_type(a, b, &bits, &is_signed)) {
		a = convert(a, bits, is_signed);
		b = convert(b, bits, is_signed);
		if (bits == 128 && !is_signed)
			return ((u128)a.v > (u128)b.v) -
			       ((u128)a.v < (u128)b.v);
	}
	return (a.v > b.v) - (a.v < b.v);
}

static struct typed arithmetic(enum op op, struct typed a, struct typed b)
{
	struct typed r = {0};

	common_type(a, b, &r.bits, &r.is_signed);
	switch (op) {
	case OP_OR:
		r.v = a.v | b.v;
		break;
	case OP_XOR:
		r.v = a.v ^ b.v;
		break;
	case OP_AND:
		r.v = a.v & b.v;
		break;
	case OP_ADD:
		r.v = (s128)((u128)a.v + (u128)b.v);
		break;
	default:
		r.v = (s128)((u128)a.v - (u128)b.v);
		break;
	}
	return convert(r, r.bits, r.is_signed);
}

struct typed typed_binary(enum op op, struct typed a, struct typed b)
{
	switch (op) {
	case OP_OROR:
		return to_bool(a.v || b.v);
	case OP_ANDAND:
		return to_bool(a.v && b.v);
	case OP_EQ:
		return to_bool(order(a, b) == 0);
	case OP_NE:
		return to_bool(order(a, b) != 0);
	case OP_LT:
		return to_bool(order(a, b) < 0);
	case OP_GT:
		return to_bool(order(a, b) > 0);
	case OP_LE:
		return to_bool(order(a, b) <= 0);
	case OP_GE:
		return to_bool(order(a, b) >= 0);
	default:
		return arithmetic(op, a, b);
	}
}
