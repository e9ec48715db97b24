/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/loss.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* all that is untold, as lines of text */
static void assert_tells(struct loss *l, const char *expected)
{
	struct buf out = {0};
	struct loss_line line = {0};

	while (loss_take(l, LOSS_AT_ONCE, &line))
		loss_line(&out, &line, PIPELINE_TEXT);
	assert_string_equal(out.p ? out.p : "", expected);
	buf_deinit(&out);
}

#define GAP(words) "sctauditd: lost " words " (nothing of them came)\n"
#define KERNEL(words) "sctauditd: lost " words " (the kernel had no room for them)\n"
#define OVERRUN(words) "sctauditd: lost " words " (the audit socket was full)\n"
#define UNREAD(words) "sctauditd: lost " words " (they could not be read)\n"

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
	assert_tells(&l, GAP("3 events between serial 9 and 13"));
	loss_idle(&l);
	assert_tells(&l, "");
	seen(&l, 22, 22);
	loss_idle(&l);
	assert_tells(&l, GAP("1 event between serial 20 and 22"));
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
	assert_tells(&l, GAP("1 event between serial 100 and 102"));
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
	assert_tells(&l, GAP("11 events between serial 10 and 33"));
}

static void test_gap_over_window(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	seen(&l, 1, 10);
	seen(&l, 12, 20);
	seen(&l, 100000, 100001);
	loss_idle(&l);
	assert_tells(&l, GAP("99980 events between serial 10 and 100000"));
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
	assert_tells(&l, GAP("3 events between serial 4294967294 and 2"));
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
	assert_tells(&l, KERNEL("1 record") OVERRUN("1 batch of records")
		UNREAD("1 record"));
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
	assert_tells(&l, KERNEL("4 records") GAP("1 event between serial 1 and 3")
		OVERRUN("2 batches of records") UNREAD("2 records"));
	assert_int_equal(l.total[LOSS_KERNEL], 5);
	assert_int_equal(l.total[LOSS_GAP], 1);
	assert_int_equal(l.total[LOSS_OVERRUN], 3);
	assert_int_equal(l.total[LOSS_UNREADABLE], 3);
	assert_int_equal(l.total[LOSS_QUEUE], 0);
}

/* "auditctl --reset-lost", and the wrap */
static void test_kernel_counter_reset(void **state)
{
	struct loss l;

	loss_start(&l, 100);
	loss_kernel(&l, 0);
	assert_tells(&l, "");
	loss_kernel(&l, 2);
	assert_tells(&l, KERNEL("2 records"));
	loss_start(&l, UINT32_MAX);
	loss_kernel(&l, 1);
	assert_tells(&l, KERNEL("2 records"));
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

/* dropped or set aside: told with its cause, and what is between them is no
 * gap */
static void test_range(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	loss_range(&l, LOSS_QUEUE, 1, 12, 12);
	loss_range(&l, LOSS_QUEUE, 2, 11, 14);
	loss_range(&l, LOSS_QUARANTINE, 1, 13, 13);
	loss_range(&l, LOSS_QUARANTINE, 1, 9000, 9000);
	loss_idle(&l);
	loss_add(&l, LOSS_QUEUE, 5);
	assert_tells(&l, "sctauditd: lost 8 events between serial 10 and 15 "
		"(the queue was full)\n"
		"sctauditd: lost 2 events between serial 12 and 9001 "
		"(set aside, for the worker died of them)\n");
	assert_int_equal(l.total[LOSS_QUEUE], 8);
	assert_int_equal(l.total[LOSS_QUARANTINE], 2);
	assert_int_equal(l.total[LOSS_GAP], 0);
}

static void test_range_wrap(void **state)
{
	struct loss l;

	loss_start(&l, 0);
	loss_range(&l, LOSS_QUEUE, 1, 0, 0);
	loss_range(&l, LOSS_QUEUE, 1, UINT32_MAX, UINT32_MAX);
	assert_tells(&l, "sctauditd: lost 2 events between serial 4294967294 "
		"and 1 (the queue was full)\n");
}

/* one line a second: causes take turns, and sum up meanwhile */
static void test_one_a_second(void **state)
{
	struct loss l;
	struct loss_line line;

	loss_start(&l, 0);
	loss_add(&l, LOSS_KERNEL, 1);
	loss_add(&l, LOSS_UNREADABLE, 2);
	assert_true(loss_take(&l, 5000, &line));
	assert_int_equal(line.cause, LOSS_KERNEL);
	assert_int_equal(line.count, 1);
	assert_false(line.has_serials);
	loss_add(&l, LOSS_KERNEL, 10);
	loss_add(&l, LOSS_UNREADABLE, 20);
	assert_false(loss_take(&l, 5000, &line));
	assert_false(loss_take(&l, 5999, &line));
	loss_add(&l, LOSS_KERNEL, 100);
	assert_true(loss_take(&l, 6000, &line));
	assert_int_equal(line.cause, LOSS_UNREADABLE);
	assert_int_equal(line.count, 22);
	assert_false(loss_take(&l, 6999, &line));
	assert_true(loss_take(&l, 7000, &line));
	assert_int_equal(line.cause, LOSS_KERNEL);
	assert_int_equal(line.count, 110);
	assert_false(loss_take(&l, 9000, &line));
	loss_add(&l, LOSS_KERNEL, 3);
	assert_true(loss_take(&l, LOSS_AT_ONCE, &line));
	assert_int_equal(line.count, 3);
	assert_false(loss_take(&l, LOSS_AT_ONCE, &line));
}

/* ------------------------------------------------------------------- lines */

static const struct loss_line gap = {
	.cause = LOSS_GAP, .count = 3, .has_serials = true, .first = 10,
	.last = 12, .ms = 1795233107532, .host = SPAN_LIT("here"),
};
static const struct loss_line sink = {
	.cause = LOSS_SINK, .count = 1, .sink = SPAN_LIT("a\nb"),
	.ms = 1795233107532,
};

static void assert_line(const struct loss_line *l, enum pipeline_format format,
	struct span expected)
{
	struct buf out = {0};

	loss_line(&out, l, format);
	assert_int_equal(out.err, 0);
	assert_int_equal(out.n, expected.n);
	assert_memory_equal(out.p, expected.p, expected.n);
	buf_deinit(&out);
}

static void test_text(void **state)
{
	assert_line(&gap, PIPELINE_TEXT, SPAN_LIT("sctauditd: lost 3 events "
		"between serial 9 and 13 (nothing of them came)\n"));
	assert_line(&sink, PIPELINE_TEXT, SPAN_LIT("sctauditd: lost 1 line of "
		"sink a\\nb (its queue was full)\n"));
}

static void test_json(void **state)
{
	assert_line(&gap, PIPELINE_JSON, SPAN_LIT(
		"{\"@timestamp\":\"2026-11-21T03:51:47.532Z\",\"event\":{"
		"\"kind\":\"event\",\"module\":\"sctaudit\",\"action\":"
		"\"lost\"},\"log\":{\"level\":\"err\"},\"host\":{\"name\":\"here\"},\"sctaudit\":{"
		"\"lost\":{\"count\":3,\"cause\":\"gap\",\"first\":10,"
		"\"last\":12}}}\n"));
	assert_line(&sink, PIPELINE_JSON, SPAN_LIT(
		"{\"@timestamp\":\"2026-11-21T03:51:47.532Z\",\"event\":{"
		"\"kind\":\"event\",\"module\":\"sctaudit\",\"action\":"
		"\"lost\"},\"log\":{\"level\":\"err\"},\"sctaudit\":{\"lost\":{\"count\":1,\"cause\":"
		"\"sink\",\"sink\":\"a\\nb\"}}}\n"));
}

/* a field: its length, then its bytes */
static void field(struct buf *b, const char *text)
{
	uint32_t n = (uint32_t)strlen(text);

	buf_add(b, &n, sizeof(n));
	buf_str(b, text);
}

static void test_journal(void **state)
{
	static const char *const fields[] = {
		"MESSAGE=sctauditd: lost 3 events between serial 9 and 13 "
		"(nothing of them came)",
		"MESSAGE_ID=" LOSS_MESSAGE_ID, "PRIORITY=3",
		"SYSLOG_IDENTIFIER=sctauditd", "SCT_LOST_COUNT=3",
		"SCT_LOST_CAUSE=gap", "SCT_LOST_FIRST=10", "SCT_LOST_LAST=12",
		"SCT_EVENT_TIME=1795233107532000", "SCT_HOST=here",
	};
	struct buf expected = {0};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		field(&expected, fields[i]);
	assert_line(&gap, PIPELINE_JOURNAL,
		(struct span){expected.p, expected.n});
	buf_deinit(&expected);
}

static void test_causes(void **state)
{
	static const char *const names[] = {"kernel", "gap", "overrun", "queue",
		"quarantine", "unreadable", "sink"};

	assert_int_equal(ARRAY_SIZE(names), LOSS_CAUSES);
	for (unsigned c = 0; c < LOSS_CAUSES; c++)
		assert_string_equal(loss_cause_name((enum loss_cause)c),
			names[c]);
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
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_range_wrap),
		cmocka_unit_test(test_one_a_second),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_journal),
		cmocka_unit_test(test_causes),
	};

	return cmocka_run_group_tests_name("loss", tests, NULL, NULL);
}
