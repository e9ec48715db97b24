/* SPDX-License-Identifier: GPL-2.0-or-later */
/* what the daemon says of itself: as text, as JSON, and for Prometheus */
#include "daemon/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const unsigned bounds[SINK_BUCKETS - 1] = {
	1, 5, 10, 50, 100, 250, 500, 1000, 1500, 5000, 10000};

static int setup(void **state)
{
	struct daemon_status *st = calloc(1, sizeof(*st));
	struct status_sink sink = {.name = "events", .type = "file"};

	*st = (struct daemon_status){
		.version = "0.3", .pid = 812, .uptime = 3600,
		.source = {.kind = "netlink"},
		.queue = {12, 3456, 65536, 16777216, "wait"},
		.records = 500, .events = 100, .lines = 90,
		.records_rate = 1205, .events_rate = 401, .lines_rate = 9,
		.worker = {.pid = 813}, .bucket_ms = bounds,
	};
	sink.counts = (struct sink_counts){.lines = 90, .bytes = 9000,
		.latency = {[0] = 3, [2] = 80, [10] = 1, [11] = 6},
		.latency_sum = 123456};
	*state = st;
	return vec_add(&st->sinks, sink) ||
	       vec_add(&st->rules, (struct status_rule){SPAN_LIT("one"), 90}) ||
	       vec_add(&st->rules, (struct status_rule){SPAN_LIT("two"), 0});
}

static int teardown(void **state)
{
	struct daemon_status *st = *state;

	daemon_status_deinit(st);
	free(st);
	return 0;
}

static void expect(const struct daemon_status *st, bool json, const char *want)
{
	struct buf out = {0};
	struct rows rows = {&out, json};

	daemon_status_put(st, &rows);
	assert_string_equal(out.p, want);
	buf_deinit(&out);
}

static void test_text(void **state)
{
	expect(*state, false,
		"sctauditd       0.3 (pid 812), running for 3600 s\n"
		"so far          500 records, 100 events, 90 lines\n"
		"source          netlink\n"
		"queue           12 of 65536 records, 3456 of 16777216 bytes, "
		"overflow: wait\n"
		"rates           120.5 records/s, 40.1 events/s, 0.9 lines/s\n"
		"worker          pid 813, restarted 0 times\n"
		"sink            events (file): 90 lines, 0 queued, 0 dropped\n"
		"rule            one: 90 lines\n"
		"rule            two: 0 lines\n");
}

static void test_text_of_trouble(void **state)
{
	struct daemon_status *st = *state;

	st->source.kind = "file";
	st->source.path = "/var/log/a\nb";
	st->source.counts.restarts = 2;
	st->readers = 3;
	st->lost[LOSS_KERNEL] = 5;
	st->lost[LOSS_QUARANTINE] = 1;
	st->worker.restarts = 1;
	st->sinks.v[0].counts.err = -ENOSPC;
	st->sinks.v[0].counts.queued_lines = 512;
	for (int i = 0; i < 20; i++)
		assert_int_equal(vec_add(&st->rules, (struct status_rule){
			SPAN_LIT("more"), 1}), 0);
	st->rules.n = 19;
	expect(st, false,
		"sctauditd       0.3 (pid 812), running for 3600 s\n"
		"so far          500 records, 100 events, 90 lines\n"
		"readers         3 (sct log)\n"
		"source          file\n"
		"  of            /var/log/a\\nb\n"
		"  rotated       2 times\n"
		"queue           12 of 65536 records, 3456 of 16777216 bytes, "
		"overflow: wait\n"
		"rates           120.5 records/s, 40.1 events/s, 0.9 lines/s\n"
		"lost            5 records (the kernel had no room for them)\n"
		"lost            1 events (set aside, for the worker died of "
		"them)\n"
		"worker          pid 813, restarted 1 times\n"
		"sink            events (file): 90 lines, 512 queued, 0 "
		"dropped\n"
		"  error         No space left on device\n"
		"rule            one: 90 lines\n"
		"rule            two: 0 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\nrule            more: 1 lines\n"
		"rule            more: 1 lines\n");
	st->rules.n = 22;
	{
		struct buf out = {0};
		struct rows rows = {&out, false};

		daemon_status_put(st, &rows);
		assert_non_null(strstr(out.p,
			"\n                2 more; --json has all\n"));
		buf_deinit(&out);
	}
}

static void test_json(void **state)
{
	expect(*state, true, "\"sctauditd\":{\"running\":true,\"version\":\"0.3"
		"\",\"pid\":812,\"uptime\":3600,\"records\":500,\"events\":100,"
		"\"lines\":90,\"readers\":0,\"source\":{\"kind\":\"netlink\","
		"\"path\":\"\",\"overruns\":0,\"bad\":0,\"restarts\":0},"
		"\"queue\":{\"records\":12,\"bytes\":3456,\"max_records\":65536"
		",\"max_bytes\":16777216,\"overflow\":\"wait\"},\"rates\":{"
		"\"records\":120.5,\"events\":40.1,\"lines\":0.9},\"lost\":{"
		"\"kernel\":0,\"gap\":0,\"overrun\":0,\"queue\":0,"
		"\"quarantine\":0,\"unreadable\":0,\"sink\":0},\"worker\":{\"pid\":813,\"restarts\":0},"
		"\"sinks\":[{\"name\":\"events\",\"type\":\"file\",\"lines\":90"
		",\"bytes\":9000,\"dropped\":0,\"errors\":0,\"queued\":0,"
		"\"queued_bytes\":0,\"error\":\"\"}],\"rules\":[{\"name\":"
		"\"one\",\"lines\":90},{\"name\":\"two\",\"lines\":0}]},");
}

static void test_rates(void **state)
{
	struct rate r = {0};

	assert_int_equal(rate_tenths(&r), 0);
	rate_tick(&r, 1000, 100);
	assert_int_equal(rate_tenths(&r), 0);
	rate_tick(&r, 1000, 200);	/* the clock has not moved */
	assert_int_equal(rate_tenths(&r), 0);
	rate_tick(&r, 2000, 205);
	assert_int_equal(rate_tenths(&r), 1050);
	/* what was 10 s ago no longer counts */
	for (int i = 3; i < 40; i++)
		rate_tick(&r, i * 1000, 205 + (uint64_t)i * 3);
	assert_int_equal(rate_tenths(&r), 30);
	for (int i = 40; i < 60; i++)
		rate_tick(&r, i * 1000, 1000);
	assert_int_equal(rate_tenths(&r), 0);
}

/* ------------------------------------------------------------------ metrics */

#define HEAD(name, type, help)                                                 \
	"# HELP sctaudit_" name " " help "\n# TYPE sctaudit_" name " " type "\n"
#define ONE(name, type, help, value)                                           \
	HEAD(name, type, help) "sctaudit_" name " " value "\n"
#define SINK(name, type, help, value)                                          \
	HEAD(name, type, help) "sctaudit_" name "{sink=\"events\"} " value "\n"
#define LE(le, n)                                                              \
	"sctaudit_latency_seconds_bucket{sink=\"events\",le=\"" le "\"} " n "\n"
#define LOST(cause, n) "sctaudit_lost_total{cause=\"" cause "\"} " n "\n"

static const char totals[] =
	HEAD("build_info", "gauge", "Version of the daemon.")
	"sctaudit_build_info{version=\"0.3\"} 1\n"
	ONE("records_total", "counter", "Audit records received.", "500")
	ONE("events_total", "counter", "Events put together from them.", "100")
	ONE("lines_total", "counter", "Lines that rules made of events.", "90")
	ONE("uptime_seconds", "gauge", "Seconds since the daemon started.",
		"3600")
	ONE("queue_records", "gauge", "Records that wait for the worker.", "12")
	ONE("queue_bytes", "gauge", "Bytes that wait for the worker.", "3456")
	ONE("queue_records_limit", "gauge", "Records that may wait at most.",
		"65536")
	ONE("queue_bytes_limit", "gauge", "Bytes that may wait at most.",
		"16777216")
	ONE("rules_loaded", "gauge", "Rules that are loaded.", "2")
	ONE("readers", "gauge", "Readers that follow the lines.", "0")
	ONE("worker_restarts_total", "counter",
		"Times the worker was started again.", "0")
	HEAD("lost_total", "counter", "What was lost, by cause.")
	LOST("kernel", "0") LOST("gap", "0") LOST("overrun", "0")
	LOST("queue", "0") LOST("quarantine", "0") LOST("unreadable", "0")
	LOST("sink", "0")
	HEAD("rule_lines_total", "counter", "Lines made by a rule.")
	"sctaudit_rule_lines_total{rule=\"one\"} 90\n"
	"sctaudit_rule_lines_total{rule=\"two\"} 0\n";

static const char of_sinks[] =
	SINK("sink_lines_total", "counter", "Lines written.", "90")
	SINK("sink_bytes_total", "counter", "Bytes written.", "9000")
	SINK("sink_dropped_lines_total", "counter",
		"Lines left out or not written.", "0")
	SINK("sink_errors_total", "counter", "Writes that failed.", "0")
	SINK("sink_queued_lines", "gauge", "Lines that wait to be written.",
		"0")
	SINK("sink_queued_bytes", "gauge", "Bytes that wait to be written.",
		"0")
	SINK("sink_failing", "gauge", "1 while a sink cannot write.", "0")
	HEAD("latency_seconds", "histogram", "From the call, as the kernel "
		"stamped it, to the write of its line.")
	LE("0.001", "3") LE("0.005", "3") LE("0.010", "83") LE("0.050", "83")
	LE("0.100", "83") LE("0.250", "83") LE("0.500", "83") LE("1.000", "83")
	LE("1.500", "83") LE("5.000", "83") LE("10.000", "84") LE("+Inf", "90")
	"sctaudit_latency_seconds_sum{sink=\"events\"} 123.456\n"
	"sctaudit_latency_seconds_count{sink=\"events\"} 90\n";

static void test_metrics(void **state)
{
	struct daemon_status *st = *state;
	struct buf out = {0};

	metrics_put(&out, st);
	assert_int_equal(strncmp(out.p, totals, strlen(totals)), 0);
	assert_string_equal(out.p + strlen(totals), of_sinks);
	buf_deinit(&out);
}

static void test_labels(void **state)
{
	struct daemon_status *st = *state;
	struct buf out = {0};

	st->rules.v[0].name = SPAN_LIT("a\"b\\c\nd\xff\xc3\xa9");
	metrics_put(&out, st);
	assert_non_null(strstr(out.p, "\nsctaudit_rule_lines_total{rule=\"a\\\""
		"b\\\\c\\nd\xef\xbf\xbd\xc3\xa9\"} 90\n"));
	buf_deinit(&out);
}

/* without sinks and rules no heads without samples */
static void test_bare(void **state)
{
	const struct daemon_status st = {.version = "1"};
	struct buf out = {0};

	metrics_put(&out, &st);
	assert_non_null(strstr(out.p, "sctaudit_lost_total{cause=\"quarantine\""
		"} 0\n"));
	assert_null(strstr(out.p, "sctaudit_sink"));
	assert_null(strstr(out.p, "rule_lines"));
	buf_deinit(&out);
}

static void test_file(void **state)
{
	char dir[] = "/tmp/test_status.XXXXXX", path[64], new[80], text[64];
	mode_t mask = umask(077);
	struct stat st;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/sctaudit.prom", dir);
	snprintf(new, sizeof(new), "%s.tmp", path);
	/* one left behind by a crash, or put there by somebody else */
	assert_int_equal(symlink("/tmp/nowhere-at-all", new), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(metrics_write(path, *state), 0);
		assert_int_equal(lstat(path, &st), 0);
		assert_int_equal(st.st_mode, S_IFREG | 0644);
		assert_int_equal(lstat(new, &st), -1);
	}
	f = fopen(path, "r");
	assert_non_null(fgets(text, sizeof(text), f));
	fclose(f);
	assert_string_equal(text,
		"# HELP sctaudit_build_info Version of the daemon.\n");
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(metrics_write(path, *state), -EISDIR);
	assert_int_equal(lstat(new, &st), -1);
	rmdir(path);
	rmdir(dir);
	assert_int_equal(metrics_write(path, *state), -ENOENT);
	umask(mask);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_text), TEST(test_text_of_trouble), TEST(test_json),
		cmocka_unit_test(test_rates), TEST(test_metrics),
		TEST(test_labels), cmocka_unit_test(test_bare), TEST(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
