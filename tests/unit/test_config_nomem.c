/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The n-th allocation fails, for every n: reading a configuration says -ENOMEM,
 * and neither crashes nor leaks. libyaml's own allocations are not among
 * these. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "daemon/config.h"
#include "tests/unit/nomem.h"

static const char good[] =
	"source: {kind: file, path: /var/log/audit/audit.log, follow: yes}\n"
	"worker: {user: nobody}\n"
	"metrics: {path: /run/x.prom}\n"
	"sinks:\n"
	"  siem: {type: file, format: json, rules: [a, b, c, d, e, f, g, h, i]}\n"
	"  net: {type: syslog}\n"
	"  journal: {type: journal, rules: one}\n";
static const char more[] =
	"sinks:\n"
	"  siem: {rules: [x], group: none, path: /srv/siem.json}\n"
	"  net: {enabled: no}\n";
static const char bad[] =
	"soruce: auto\n"
	"queue: {byts: 1M, bytes: 1k, overflow: wiat, user: x}\n"
	"worker: {user: ''}\n"
	"metrics: {path: x}\n"
	"sinks:\n"
	"  evnets: {level: err}\n"
	"  a: {type: file, path: /var/log//sctaudit/events.log}\n"
	"  b: {type: journal, rotate_size: 1M, rules: [ok, '']}\n"
	"  c: {type: file, level: error, mode: 0777}\n"
	"  c: {type: file}\n";

static int run(const struct config_text *text, size_t n)
{
	struct buf words = {0}, out = {0};
	struct config c;
	int r = config_read(&c, text, n, &words);

	if (!r) {
		config_print(&out, &c);
		r = out.err;
		config_deinit(&c);
	}
	buf_deinit(&words);
	buf_deinit(&out);
	return r;
}

static void fail_each(const struct config_text *text, size_t n, int wanted)
{
	size_t i = 1;

	for (;; i++) {
		long live = memory.live;
		int r;

		memory.failed = 0;
		memory.countdown = i;
		r = run(text, n);
		memory.countdown = 0;
		if (memory.live != live || (memory.failed && r != -ENOMEM))
			print_error("allocation %zu\n", i);
		assert_int_equal(memory.live, live);
		if (!memory.failed) {
			assert_int_equal(r, wanted);
			break;
		}
		assert_int_equal(r, -ENOMEM);
	}
	print_message("%zu allocations\n", i - 1);
	assert_in_range(i, 40, 10000);
}

static void test_good(void **state)
{
	const struct config_text text[] = {
		{"a.yaml", SPAN_LIT(good)}, {"b.yaml", SPAN_LIT(more)},
	};

	fail_each(text, 2, 0);
}

static void test_bad(void **state)
{
	const struct config_text text[] = {
		{"a.yaml", SPAN_LIT(bad)}, {"b.yaml", SPAN_LIT("a: [\n")},
	};

	fail_each(text, 2, -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
