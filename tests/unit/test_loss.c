/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/loss.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_tells(struct loss *l, const char *expected)
{
	struct buf out = {0};
	bool told = loss_tell(l, &out);

	assert_int_equal(told, expected[0] != '\0');
	assert_string_equal(out.p ? out.p : "", expected);
	buf_deinit(&out);
}

static void seen(struct loss *l, uint32_t from, uint32_t to)
{
	for (uint32_t s = from; s != to + 1; s++)
		loss_serial(l, s);
}

static void test_nothing_lost(void **state)
{
	struct loss l;

	loss_start(&l, 7);
	loss_idle(&l);
	seen(&l, 1000000, 1020000);
	seen(&l, 1020000, 1020000);
	loss_kernel(&l, 7);
	loss_idle(&l);
	loss_idle(&l);
	assert_tells(&l, "");
}

static void test_gap(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, 5, 9);
	seen(&l, 13, 20);
	assert_tells(&l, "");	/* they may come yet */
	loss_idle(&l);
	assert_tells(&l, "lost 3 events between serial 9 and 13");
	loss_idle(&l);
	assert_tells(&l, "");
	seen(&l, 22, 22);
	loss_idle(&l);
	assert_tells(&l, "lost 1 event between serial 20 and 22");
}

/* the window tells it, also when records never pause */
static void test_gap_in_stream(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, 1, 100);
	seen(&l, 102, 101 + LOSS_WINDOW - 1);
	assert_tells(&l, "");
	seen(&l, 101 + LOSS_WINDOW, 101 + LOSS_WINDOW);
	assert_tells(&l, "lost 1 event between serial 100 and 102");
}

static void test_out_of_order(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	loss_serial(&l, 10000);
	for (uint32_t s = 10002; s < 20000; s += 2) {
		loss_serial(&l, s);
		loss_serial(&l, s - 1);
	}
	loss_serial(&l, 23000);
	for (uint32_t s = 22999; s >= 19999; s--)
		loss_serial(&l, s);
	loss_idle(&l);
	assert_tells(&l, "");
}

static void test_two_gaps(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, 1, 10);
	seen(&l, 20, 30);
	seen(&l, 33, 40);
	loss_idle(&l);
	assert_tells(&l, "lost 11 events between serial 10 and 33");
}

static void test_gap_over_window(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, 1, 10);
	seen(&l, 12, 20);
	seen(&l, 100000, 100001);
	loss_idle(&l);
	assert_tells(&l, "lost 99980 events between serial 10 and 100000");
}

static void test_wrap(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, UINT32_MAX - 5000, 5000);
	loss_idle(&l);
	assert_tells(&l, "");
	loss_start(&l, 0);
	seen(&l, UINT32_MAX - 1, UINT32_MAX - 1);
	seen(&l, 2, 3);
	loss_idle(&l);
	assert_tells(&l, "lost 3 events between serial 4294967294 and 2");
}

/* an old serial is a repeat, not a jump around the world */
static void test_old_serial(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, 50000, 60000);
	loss_serial(&l, 1);
	loss_serial(&l, 50000);
	seen(&l, 60001, 60010);
	loss_idle(&l);
	assert_tells(&l, "");
}

static void test_counters(void **state)
{
	struct loss l;

	loss_start(&l, 100);
	loss_kernel(&l, 101);
	loss_overruns(&l, 1);
	loss_unread(&l, 1);
	assert_tells(&l, "the kernel dropped 1 record; the audit socket was "
		"full 1 time; could not read 1 record");
	loss_kernel(&l, 101);
	loss_overruns(&l, 1);
	loss_unread(&l, 1);
	assert_tells(&l, "");
	seen(&l, 1, 1);
	seen(&l, 3, 3);
	loss_idle(&l);
	loss_kernel(&l, 105);
	loss_overruns(&l, 3);
	loss_unread(&l, 3);
	assert_tells(&l, "lost 1 event between serial 1 and 3; the kernel "
		"dropped 4 records; the audit socket was full 2 times; could "
		"not read 2 records");
}

/* "auditctl --reset-lost", and the wrap */
static void test_kernel_counter_reset(void **state)
{
	struct loss l;

	loss_start(&l, 100);
	loss_kernel(&l, 0);
	assert_tells(&l, "");
	loss_kernel(&l, 2);
	assert_tells(&l, "the kernel dropped 2 records");
	loss_start(&l, UINT32_MAX);
	loss_kernel(&l, 1);
	assert_tells(&l, "the kernel dropped 2 records");
}

static void test_serial_of(void **state)
{
	static const struct {
		const char *text;
		uint32_t serial;
	} good[] = {
		{"audit(1364481363.243:24287): arch=c000003e", 24287},
		{"audit(1.000:4294967295):", UINT32_MAX},
		{"audit(1364481363.243:0)", 0},
	};
	static const char *const bad[] = {
		"", "audit(", "audit(1.0:", "audit(1.0:5", "audit(1.0)",
		"audit(1.0:4294967296):", "audit(1.0:5x):", "audit(1.0:-5):",
		"Audit(1.0:5):", "xaudit(1.0:5):", "audit(1.0:):",
	};
	uint32_t serial;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_true(loss_serial_of(span_of(good[i].text), &serial));
		assert_int_equal(serial, good[i].serial);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(loss_serial_of(span_of(bad[i]), &serial));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_lost),
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_gap_in_stream),
		cmocka_unit_test(test_out_of_order),
		cmocka_unit_test(test_two_gaps),
		cmocka_unit_test(test_gap_over_window),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_old_serial),
		cmocka_unit_test(test_counters),
		cmocka_unit_test(test_kernel_counter_reset),
		cmocka_unit_test(test_serial_of),
	};

	return cmocka_run_group_tests_name("loss", tests, NULL, NULL);
}
