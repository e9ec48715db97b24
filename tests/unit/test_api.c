/* SPDX-License-Identifier: GPL-2.0-or-later */
/* the public library, linked as others link it: no header but sctaudit.h */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sctaudit.h"

static const char rule_text[] =
	"rule { syscall_name = unlink rule_name = u\n"
	"action { type = LOG log_format {%comm : %params} } }\n";

static const char log_text[] =
	"type=SYSCALL msg=audit(1700000000.001:7): arch=c000003e syscall=87 "
	"success=yes exit=0 a0=55 a1=0 a2=0 a3=0 items=1 ppid=1 pid=9 "
	"auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 "
	"tty=pts0 ses=1 comm=\"rm\" exe=\"/bin/rm\" key=(null)\n"
	"type=CWD msg=audit(1700000000.001:7): cwd=\"/tmp\"\n"
	"type=PATH msg=audit(1700000000.001:7): item=0 name=\"./dummy\" "
	"inode=3 dev=00:16 mode=0100644 ouid=0 ogid=0 rdev=00:00 "
	"nametype=DELETE\n"
	"type=PROCTITLE msg=audit(1700000000.001:7): proctitle=\"rm\"\n"
	"not a record\n";

static struct sct_rules *rules_of(const char *text)
{
	struct sct_rules *r;

	assert_int_equal(sct_rules_new(&r), 0);
	assert_int_equal(sct_rules_add(r, "t.rules", text, strlen(text)), 0);
	assert_int_equal(sct_rules_check(r), 0);
	return r;
}

static void test_kernel(void **state)
{
	struct sct_rules *r = rules_of(rule_text);
	char *text;

	assert_int_equal(sct_rules_count(r), 1);
	assert_string_equal(sct_rules_messages(r), "");
	assert_int_equal(sct_rules_kernel(r, "x86_64", &text), 0);
	assert_string_equal(text,
		"-a always,exit -F arch=b64 -S unlink,unlinkat -F key=sct:u\n"
		"-a always,io_uring -S unlinkat -F key=sct:u\n"
		"-a always,exit -F arch=b32 -S unlink,unlinkat -F key=sct:u\n");
	free(text);
	assert_int_equal(sct_rules_kernel(r, "vax", &text), -ENOTSUP);
	sct_rules_free(r);
}

static void test_mistake(void **state)
{
	struct sct_rules *r;
	struct sct_stream *s;
	char *text;

	assert_int_equal(sct_rules_new(&r), 0);
	assert_int_equal(sct_rules_add(r, "t.rules", "rule", 4), -EINVAL);
	assert_non_null(strstr(sct_rules_messages(r), "t.rules:1:5: error: "
		"expected '{' after 'rule', found the end of the file"));
	assert_int_equal(sct_rules_check(r), -EINVAL);
	assert_int_equal(sct_rules_kernel(r, NULL, &text), -EINVAL);
	assert_int_equal(sct_stream_new(&s, r, SCT_FORMAT_TEXT, NULL, NULL),
		-EINVAL);
	sct_rules_free(r);
	sct_rules_free(NULL);
	sct_stream_free(NULL);
}

static void keep_line(void *arg, const char *rule, const char *line, size_t len)
{
	snprintf(arg, 200, "%s|%.*s", rule, (int)len, line);
}

static void test_stream(void **state)
{
	struct sct_rules *r = rules_of(rule_text);
	struct sct_stream_counts c;
	struct sct_stream *s;
	char got[200] = "";

	assert_int_equal(sct_stream_new(&s, r, SCT_FORMAT_TEXT, keep_line,
				 got), 0);
	for (size_t i = 0; i < sizeof(log_text) - 1; i++)
		assert_int_equal(sct_stream_feed(s, log_text + i, 1), 0);
	assert_int_equal(sct_stream_flush(s), 0);
	assert_string_equal(got, "u|\"rm\" : \"./dummy\"\n");
	c = sct_stream_counts(s);
	assert_int_equal(c.records, 4);
	assert_int_equal(c.aside, 1);
	assert_int_equal(c.events, 1);
	assert_int_equal(c.lines, 1);
	sct_stream_free(s);
	sct_rules_free(r);
}

static void test_version(void **state)
{
	assert_string_equal(sct_version(), "1.0.0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_mistake),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
