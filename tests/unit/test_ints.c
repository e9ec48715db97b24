/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of integers as ranges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "rule/ints.h"

/* "0..5 9..9", and " widened" behind */
static void show(struct buf *out, const struct ints *set)
{
	for (unsigned i = 0; i < set->n; i++) {
		if (i)
			buf_chr(out, ' ');
		buf_sdec(out, (int64_t)set->r[i].lo);
		buf_lit(out, "..");
		buf_sdec(out, (int64_t)set->r[i].hi);
	}
	if (set->widened)
		buf_lit(out, " widened");
}

static void is_set(struct ints set, const char *want)
{
	struct buf b = {0};

	buf_lit(&b, "{");
	show(&b, &set);
	buf_lit(&b, "}");
	assert_string_equal(b.p, want);
	buf_deinit(&b);
}

static void test_range(void **state)
{
	is_set(ints_range(1, 5), "{1..5}");
	is_set(ints_range(5, 5), "{5..5}");
	is_set(ints_range(6, 5), "{}");
}

static void test_domain(void **state)
{
	is_set(ints_domain(8, false), "{0..255}");
	is_set(ints_domain(16, true), "{-32768..32767}");
	is_set(ints_domain(32, false), "{0..4294967295}");
	is_set(ints_domain(64, true),
		"{-9223372036854775808..9223372036854775807}");
}

static void test_add(void **state)
{
	struct ints set = {0};

	ints_add(&set, 10, 20);
	ints_add(&set, 1, 3);
	is_set(set, "{1..3 10..20}");
	ints_add(&set, 5, 4);		/* empty */
	is_set(set, "{1..3 10..20}");
	ints_add(&set, 4, 4);		/* adjacent */
	is_set(set, "{1..4 10..20}");
	ints_add(&set, 9, 30);		/* around one */
	is_set(set, "{1..4 9..30}");
	ints_add(&set, 2, 9);		/* joins two */
	is_set(set, "{1..30}");
}

static void test_add_past_the_bound(void **state)
{
	struct ints set = {0};

	for (int i = 0; i < INTS_MAX; i++)
		ints_add(&set, i * 10, i * 10);
	is_set(set, "{0..0 10..10 20..20 30..30 40..40 50..50 60..60 70..70}");
	ints_add(&set, 33, 33);		/* the smallest gap is closed */
	is_set(set, "{0..0 10..10 20..20 30..33 40..40 50..50 60..60 70..70 "
		"widened}");
}

static void test_and(void **state)
{
	struct ints a = {0}, b = ints_range(5, 25), none = {0};

	ints_add(&a, 1, 6);
	ints_add(&a, 8, 8);
	ints_add(&a, 20, 30);
	is_set(ints_and(&a, &b), "{5..6 8..8 20..25}");
	is_set(ints_and(&a, &none), "{}");
	b.widened = true;
	is_set(ints_and(&a, &b), "{5..6 8..8 20..25 widened}");
}

static void test_not(void **state)
{
	struct ints domain = ints_domain(8, false), set = {0};

	is_set(ints_not(&set, &domain), "{0..255}");
	ints_add(&set, 0, 0);
	ints_add(&set, 7, 9);
	is_set(ints_not(&set, &domain), "{1..6 10..255}");
	ints_add(&set, 200, 255);
	is_set(ints_not(&set, &domain), "{1..6 10..199}");
	is_set(ints_not(&domain, &domain), "{}");
	set.widened = true;		/* what is in it is not known */
	is_set(ints_not(&set, &domain), "{0..255 widened}");
}

static void test_within(void **state)
{
	struct ints a = {0}, b = {0}, none = {0};

	ints_add(&a, 1, 2);
	ints_add(&a, 8, 9);
	ints_add(&b, 0, 3);
	assert_false(ints_within(&a, &b));
	ints_add(&b, 8, 9);
	assert_true(ints_within(&a, &b));
	assert_false(ints_within(&b, &a));
	assert_true(ints_within(&none, &a));
	assert_false(ints_within(&a, &none));
	assert_true(ints_within(&none, &none));
}

static struct ints low32(s128 lo, s128 hi)
{
	struct ints set = ints_range(lo, hi);

	return ints_low32(&set);
}

static void test_low32(void **state)
{
	s128 two32 = (s128)1 << 32;

	is_set(low32(3, 9), "{3..9}");
	is_set(low32(-1, -1), "{4294967295..4294967295}");
	is_set(low32(-5, 4), "{0..4 4294967291..4294967295}");
	is_set(low32(two32 + 7, two32 + 9), "{7..9}");
	is_set(low32(two32 - 1, two32), "{0..0 4294967295..4294967295}");
	is_set(low32(-two32, -two32), "{0..0}");
	is_set(low32(0, two32 - 1), "{0..4294967295}");
	is_set(low32(7, two32 + 6), "{0..4294967295}");
	is_set(low32(7, two32 + 5), "{0..5 7..4294967295}");
	is_set(low32(INT64_MIN, INT64_MIN), "{0..0}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_domain),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_add_past_the_bound),
		cmocka_unit_test(test_and),
		cmocka_unit_test(test_not),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_low32),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
