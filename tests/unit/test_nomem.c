/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The n-th allocation fails, for every n: the front end says -ENOMEM, and
 * neither crashes nor leaks. Linked with --wrap for each of the functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "tests/unit/front.h"
#include "tests/unit/nomem.h"

/* every kind of allocation: patterns, sets, variants, copies, long lists */
static const char good[] =
	"log_format {%time %comm}\n"
	"rule { syscall_name = unlink, rename rule_name = a attempts = all\n"
	"  filter_expression { PATH == \"/etc/passwd\" && UID != 0 ||\n"
	"    under(PARAMS[1], \"/srv//x/..\") && !(PID < 5) }\n"
	"  action { type = FAIL error_code = -EPERM log_format {%%%path} } }\n"
	"rule { syscall_name = open rule_name = b when = after\n"
	"  filter_expression { (PARAMS[2] & O_CREAT) == O_CREAT &&\n"
	"    regex(COMM, \"^v(i|im)$\") && glob(PATH, \"/home/**\") &&\n"
	"    GID == groupnametoid(\"wheel\") && UID != usernametoid(\"root\")\n"
	"    && (ERRNO == EACCES || RETVAL >= 0) }\n"
	"  action { type = LOG } }\n"
	"rule { syscall_name = unlink rule_name = c filter_expression {\n"
	"  PATH == \"/etc/passwd\" && UID == 7 } action { type = LOG } }\n";
static const char more[] =
	"rule { syscall_name = connect rule_name = d filter_expression {\n"
	"  ADDR == ipaddr(\"::1\") && PORT == htons(7) || FAMILY == AF_UNIX }\n"
	"  action { type = LOG log_format {a\n b %retval} } when = after }\n"
	"rule { syscall_name = kill rule_name = e action { type = KILL } }\n"
	"rule { syscall_name = kill rule_name = f action { type = LOG } }\n";
static const char bad[] =
	"rule { syscall_name = unlnik, open rule_name = a filter_expression {\n"
	"  UDI == \"a\\q\" && PATH == /etc } action { type = LOG log_format\n"
	"  {%parms} error_code = 0 when = after } type = LOG }\n"
	"rule { syscall_name = rmdir rule_name = b filter_expression {\n"
	"  regex(COMM, \"(\") } action { type = LOG } }\n"
	"rule { syscall_name = rmdir rule_name = b action { type = LOG } }\n"
	"rule { log_format {a {b\n} } rule {\n";

/* returns the number of allocations that it takes */
static size_t fail_each(const struct span *text, size_t n, bool broken)
{
	size_t i = 1;

	for (;; i++) {
		struct front f = {0};
		long live = memory.live;
		int r;

		memory.failed = 0;
		memory.countdown = i;
		r = front_run(&f, text, n);
		memory.countdown = 0;
		if (!memory.failed) {
			assert_int_equal(r, 0);
			assert_int_equal(f.diag.errors > 0, broken);
			front_free(&f);
			assert_int_equal(memory.live, live);
			print_message("%zu allocations\n", i - 1);
			return i - 1;
		}
		if (r != -ENOMEM)
			print_error("allocation %zu\n", i);
		assert_int_equal(r, -ENOMEM);
		front_free(&f);
		if (memory.live != live)
			print_error("allocation %zu\n", i);
		assert_int_equal(memory.live, live);
	}
}

static void test_good(void **state)
{
	const struct span text[] = {SPAN_LIT(good), SPAN_LIT(more)};

	assert_in_range(fail_each(text, 2, false), 50, 100000);
}

static void test_bad(void **state)
{
	const struct span text[] = {SPAN_LIT(bad), SPAN_LIT(good)};

	assert_in_range(fail_each(text, 2, true), 50, 100000);
}

/* lists and arenas past their first block */
static void test_large(void **state)
{
	struct buf t = {0};
	struct span text;

	for (int i = 0; i < 20; i++)
		buf_printf(&t, "rule { syscall_name = getpid, kill "
			"rule_name = r%d filter_expression { UID == %d || "
			"GID == %d } action { type = LOG } }\n", i, i, i);
	assert_int_equal(t.err, 0);
	text = (struct span){t.p, t.n};
	assert_in_range(fail_each(&text, 1, false), 100, 100000);
	buf_deinit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
