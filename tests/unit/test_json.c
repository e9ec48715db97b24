/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <inttypes.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/num.h"

#define IS(b, want)                                                            \
	do {                                                                   \
		assert_string_equal((b).p, (want));                            \
		assert_int_equal((b).n, strlen(want));                         \
		buf_reset(&(b));                                               \
	} while (0)

static void test_members(void **state)
{
	struct buf b = {0};
	size_t o = json_object(&b, "o"), a;

	json_key(&b, "s");
	assert_false(json_string(&b, SPAN_LIT("a\"b")));
	json_lit(&b, "l", "x");
	a = json_array(&b, "a");
	json_uint(&b, 0);
	json_int(&b, -1);
	json_close(&b, a, ']');
	json_close(&b, o, '}');
	IS(b, "\"o\":{\"s\":\"a\\\"b\",\"l\":\"x\",\"a\":[0,-1]},");
	buf_deinit(&b);
}

static void test_empty_is_taken_out(void **state)
{
	struct buf b = {0};
	size_t o = json_object(&b, "o"), a;

	json_uint(&b, 1);
	a = json_array(&b, "empty");
	json_close(&b, a, ']');
	json_uint(&b, 2);
	json_close(&b, o, '}');
	b.p[b.n] = '\0';
	IS(b, "\"o\":{1,2},");
	o = json_object(&b, "o");
	a = json_object(&b, "p");
	json_close(&b, a, '}');
	json_close(&b, o, '}');
	assert_int_equal(b.n, 0);
	buf_deinit(&b);
}

static void test_strings(void **state)
{
	struct buf b = {0};

	json_string(&b, (struct span){NULL, 0});
	IS(b, "\"\",");
	assert_false(json_string(&b, SPAN_LIT("12345678\n12")));
	IS(b, "\"12345678\\n12\",");
	assert_true(json_string(&b, SPAN_LIT("12\xff")));
	IS(b, "\"12\\\\xff\",");
	buf_deinit(&b);
}

static void test_words(void **state)
{
	struct buf b = {0};

	json_uint_word(&b, UINT64_MAX);
	IS(b, "\"18446744073709551615\",");
	json_int_word(&b, INT64_MIN);
	IS(b, "\"-9223372036854775808\",");
	json_int(&b, INT64_MIN);
	IS(b, "-9223372036854775808,");
	json_hex_word(&b, UINT64_MAX);
	IS(b, "\"ffffffffffffffff\",");
	json_hex_word(&b, 0);
	IS(b, "\"0\",");
	buf_deinit(&b);
}

static void check_number(uint64_t v)
{
	char want[32], got[NUM_DEC_MAX + 1];

	snprintf(want, sizeof(want), "%" PRIu64, v);
	*num_put_dec(got, v) = '\0';
	assert_string_equal(got, want);
	snprintf(want, sizeof(want), "%" PRIx64, v);
	*num_put_hex(got, v) = '\0';
	assert_string_equal(got, want);
}

/* where the number of digits changes, and one beside it on each side */
static void test_every_number_of_digits(void **state)
{
	uint64_t ten = 1;

	for (unsigned i = 0; i < 20; i++, ten *= 10)
		for (uint64_t v = ten - 1; v != ten + 2; v++)
			check_number(v);
	for (unsigned i = 0; i < 64; i++)
		for (uint64_t v = (UINT64_C(1) << i) - 1,
			      end = (UINT64_C(1) << i) + 2; v != end; v++)
			check_number(v);
	check_number(UINT64_MAX);
}

static void test_no_memory_sticks(void **state)
{
	struct buf b = {.err = -ENOMEM};
	size_t o = json_object(&b, "o");

	json_string(&b, SPAN_LIT("a"));
	json_uint(&b, 1);
	json_int(&b, 1);
	json_uint_word(&b, 1);
	json_int_word(&b, 1);
	json_hex_word(&b, 1);
	json_close(&b, o, '}');
	assert_null(b.p);
	assert_int_equal(b.err, -ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_empty_is_taken_out),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_every_number_of_digits),
		cmocka_unit_test(test_no_memory_sticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
