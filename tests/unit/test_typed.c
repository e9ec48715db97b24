/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integers with a C type: what C says of them is the reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "rule/typed.h"

static struct typed lit(s128 v)
{
	return (struct typed){.is_signed = true, .v = v};
}

static struct typed var(unsigned bits, bool is_signed, s128 v)
{
	return (struct typed){.bits = (uint8_t)bits, .is_signed = is_signed,
		.v = v};
}

static int64_t binary(enum op op, struct typed a, struct typed b)
{
	return (int64_t)typed_binary(op, a, b).v;
}

static void is_typed(struct typed t, unsigned bits, bool is_signed, s128 v)
{
	assert_int_equal(t.bits, bits);
	assert_int_equal(t.is_signed, is_signed);
	assert_true(t.v == v);
}

static void test_literal_fits(void **state)
{
	assert_true(typed_literal_fits(-1, 32));
	assert_true(typed_literal_fits(UINT32_MAX, 32));
	assert_true(typed_literal_fits(INT32_MIN, 32));
	assert_false(typed_literal_fits((s128)UINT32_MAX + 1, 32));
	assert_false(typed_literal_fits((s128)INT32_MIN - 1, 32));
	assert_true(typed_literal_fits(UINT64_MAX, 64));
	assert_false(typed_literal_fits((s128)UINT64_MAX + 1, 64));
	assert_true(typed_literal_fits((s128)1 << 100, 128));
	assert_true(typed_literal_fits((s128)1 << 100, 0));
}

static void test_convert(void **state)
{
	assert_true(typed_convert(-1, 32, false) == UINT32_MAX);
	assert_true(typed_convert(UINT32_MAX, 32, true) == -1);
	assert_true(typed_convert(0x18000, 16, true) == -0x8000);
	assert_true(typed_convert(0x18000, 16, false) == 0x8000);
	assert_true(typed_convert(UINT64_MAX, 64, true) == -1);
	assert_true(typed_convert(-7, 0, false) == -7);
}

static void test_promote(void **state)
{
	uint8_t bits = 16;
	bool is_signed = false;

	typed_promote(&bits, &is_signed);	/* unsigned short to int */
	assert_int_equal(bits, 32);
	assert_true(is_signed);
	is_signed = false;
	typed_promote(&bits, &is_signed);
	assert_int_equal(bits, 32);
	assert_false(is_signed);
	bits = 0;
	typed_promote(&bits, &is_signed);
	assert_int_equal(bits, 0);
}

static void test_unary(void **state)
{
	is_typed(typed_unary(OP_SUB, var(32, false, 1)), 32, false, UINT32_MAX);
	is_typed(typed_unary(OP_SUB, var(32, true, INT32_MIN)), 32, true,
		INT32_MIN);
	is_typed(typed_unary(OP_BITNOT, var(16, false, 1)), 32, true, -2);
	is_typed(typed_unary(OP_BITNOT, var(64, false, 0)), 64, false,
		UINT64_MAX);
	is_typed(typed_unary(OP_SUB, lit(5)), 0, true, -5);
	is_typed(typed_unary(OP_NOT, var(32, true, 7)), 0, true, 0);
	is_typed(typed_unary(OP_NOT, var(32, true, 0)), 0, true, 1);
}

/* a literal takes its neighbour's type */
static void test_compare_literal(void **state)
{
	assert_int_equal(binary(OP_EQ, var(32, false, UINT32_MAX), lit(-1)), 1);
	assert_int_equal(binary(OP_EQ, var(32, true, -1), lit(UINT32_MAX)), 1);
	assert_int_equal(binary(OP_LT, var(32, false, 5), lit(-1)), 1);
	assert_int_equal(binary(OP_LT, var(32, true, 5), lit(-1)), 0);
	assert_int_equal(binary(OP_GE, var(32, true, -1), lit(0x80000000)), 1);
	assert_int_equal(binary(OP_LT, lit(-1), var(32, false, 5)), 0);
}

/* but one that does not fit there stays what it is */
static void test_compare_too_large(void **state)
{
	s128 two32 = (s128)1 << 32;

	assert_int_equal(binary(OP_EQ, var(32, false, 0), lit(two32)), 0);
	assert_int_equal(binary(OP_NE, var(32, false, 0), lit(two32)), 1);
	assert_int_equal(binary(OP_LT, var(32, false, UINT32_MAX), lit(two32)),
		1);
	assert_int_equal(binary(OP_GT, var(32, true, INT32_MIN),
		lit(-two32)), 1);
	assert_int_equal(binary(OP_EQ, var(16, false, 0xffff), lit(-1)), 0);
}

/* C's usual arithmetic conversions: int and unsigned, int and long */
static void test_compare_variables(void **state)
{
	assert_int_equal(binary(OP_LT, var(32, true, -1), var(32, false, 1)),
		0);
	assert_int_equal(binary(OP_LT, var(32, true, -1), var(64, true, 1)), 1);
	assert_int_equal(binary(OP_EQ, var(32, true, -1),
		var(64, false, (s128)UINT64_MAX)), 1);
	assert_int_equal(binary(OP_EQ, var(32, false, UINT32_MAX),
		var(64, true, -1)), 0);
	assert_int_equal(binary(OP_GT, var(16, false, 0xffff),
		var(32, true, -1)), 1);
	assert_int_equal(binary(OP_LT, var(128, false, 1), var(128, false, -1)),
		1);	/* unsigned of 128 bits: as bits */
}

static void test_arithmetic(void **state)
{
	is_typed(typed_binary(OP_ADD, var(32, true, INT32_MAX), lit(1)), 32,
		true, INT32_MIN);
	is_typed(typed_binary(OP_SUB, var(32, false, 0), lit(1)), 32, false,
		UINT32_MAX);
	is_typed(typed_binary(OP_ADD, var(16, false, 0xffff), lit(1)), 32, true,
		0x10000);
	is_typed(typed_binary(OP_AND, var(32, true, -1), lit(0x80000000)), 32,
		true, INT32_MIN);
	is_typed(typed_binary(OP_OR, var(32, false, 1), var(64, true, -2)), 64,
		true, -1);
	is_typed(typed_binary(OP_XOR, var(64, false, 1), lit(-1)), 64, false,
		(s128)UINT64_MAX - 1);
	is_typed(typed_binary(OP_ADD, lit(UINT64_MAX), lit(1)), 0, true,
		(s128)1 << 64);
}

static void test_logic(void **state)
{
	assert_int_equal(binary(OP_ANDAND, lit(4), lit(2)), 1);
	assert_int_equal(binary(OP_ANDAND, lit(4), lit(0)), 0);
	assert_int_equal(binary(OP_OROR, lit(0), lit(0)), 0);
	assert_int_equal(binary(OP_OROR, lit(0), lit(-9)), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_literal_fits),
		cmocka_unit_test(test_convert),
		cmocka_unit_test(test_promote),
		cmocka_unit_test(test_unary),
		cmocka_unit_test(test_compare_literal),
		cmocka_unit_test(test_compare_too_large),
		cmocka_unit_test(test_compare_variables),
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_logic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
