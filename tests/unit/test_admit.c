/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/admit.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct told {
	bool any;
	uint64_t events;
	uint32_t first, last;
};

static struct told tell(struct admit *a)
{
	struct told t = {0};

	t.any = admit_tell(a, &t.events, &t.first, &t.last);
	return t;
}

static void test_all_is_taken(void **state)
{
	struct admit a = {0};

	for (uint32_t s = 100; s < 10000; s++)
		for (unsigned i = 0; i < 5; i++)
			assert_true(admit_record(&a, s, false));
	assert_int_equal(a.events, 0);
	assert_int_equal(a.records, 0);
	assert_false(tell(&a).any);
}

/* the first record decides for all */
static void test_whole_events(void **state)
{
	struct admit a = {0};
	struct told t;

	assert_true(admit_record(&a, 7, false));
	assert_true(admit_record(&a, 7, true));
	assert_false(admit_record(&a, 8, true));
	assert_true(admit_record(&a, 7, true));
	assert_false(admit_record(&a, 8, false));
	assert_true(admit_record(&a, 9, false));
	assert_false(admit_record(&a, 8, false));
	assert_int_equal(a.events, 1);
	assert_int_equal(a.records, 3);
	t = tell(&a);
	assert_true(t.any);
	assert_int_equal(t.events, 1);
	assert_int_equal(t.first, 8);
	assert_int_equal(t.last, 8);
	assert_false(tell(&a).any);
}

/* those of several processors, of three records each, one behind the other */
static void test_interleaved(void **state)
{
	struct admit a = {0};
	unsigned taken[600] = {0}, refused[600] = {0}, dropped = 0;
	struct told t;

	for (unsigned i = 0; i < 600 + 20; i++)
		for (unsigned k = 0; k < 3; k++) {
			unsigned s = i - k * 10;
			/* full for a third of the time */
			bool high = i % 60 >= 40;

			if (s >= 600)
				continue;
			if (admit_record(&a, 5000 + s, high))
				taken[s]++;
			else
				refused[s]++;
		}
	for (unsigned s = 0; s < 600; s++) {
		assert_int_equal(taken[s] + refused[s], 3);
		assert_true(!taken[s] || !refused[s]);
		assert_int_equal(refused[s] > 0, s % 60 >= 40);
		dropped += refused[s] > 0;
	}
	assert_int_equal(dropped, 200);
	assert_int_equal(a.events, 200);
	assert_int_equal(a.records, 600);
	t = tell(&a);
	assert_int_equal(t.events, 200);
	assert_int_equal(t.first, 5040);
	assert_int_equal(t.last, 5599);
}

static void test_wrap(void **state)
{
	struct admit a = {0};
	struct told t;

	assert_true(admit_record(&a, UINT32_MAX - 1, false));
	assert_false(admit_record(&a, UINT32_MAX, true));
	assert_false(admit_record(&a, 0, true));
	assert_true(admit_record(&a, 1, false));
	assert_true(admit_record(&a, UINT32_MAX - 1, true));
	assert_false(admit_record(&a, UINT32_MAX, false));
	assert_false(admit_record(&a, 0, false));
	assert_true(admit_record(&a, 1, true));
	t = tell(&a);
	assert_int_equal(t.events, 2);
	assert_int_equal(t.first, UINT32_MAX);
	assert_int_equal(t.last, 0);
}

/* a place in the window is used again: the old fate is not the new one's */
static void test_window(void **state)
{
	struct admit a = {0};

	assert_false(admit_record(&a, 10, true));
	assert_true(admit_record(&a, 10 + ADMIT_WINDOW, false));
	assert_true(admit_record(&a, 10 + ADMIT_WINDOW, true));
	/* the last one in the window, and the first behind it */
	assert_false(admit_record(&a, 11 + ADMIT_WINDOW, true));
	assert_false(admit_record(&a, 12, true));
	assert_true(admit_record(&a, 11, false));
	assert_false(admit_record(&a, 11, true));
	assert_int_equal(a.events, 4);
	/* a long way */
	assert_true(admit_record(&a, 1000000, false));
	assert_true(admit_record(&a, 1000000 - ADMIT_WINDOW + 1, false));
	assert_true(admit_record(&a, 1000000 - ADMIT_WINDOW + 1, true));
	assert_int_equal(a.events, 4);
}

static void test_without_serial(void **state)
{
	struct admit a = {0};

	assert_true(admit_other(&a, false));
	assert_false(admit_other(&a, true));
	assert_int_equal(a.events, 0);
	assert_int_equal(a.records, 1);
	assert_false(tell(&a).any);
}

/* no room even for the rest of an event */
static void test_cut(void **state)
{
	struct admit a = {0};
	struct told t;

	assert_true(admit_record(&a, 5, false));
	assert_true(admit_record(&a, 5, false));
	admit_cut(&a, 5);
	assert_int_equal(a.events, 1);
	assert_int_equal(a.records, 1);
	assert_false(admit_record(&a, 5, false));
	assert_int_equal(a.records, 2);
	admit_cut(&a, 5);
	assert_int_equal(a.events, 1);
	t = tell(&a);
	assert_int_equal(t.events, 1);
	assert_int_equal(t.first, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_is_taken),
		cmocka_unit_test(test_whole_events),
		cmocka_unit_test(test_interleaved),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_without_serial),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests_name("admit", tests, NULL, NULL);
}
