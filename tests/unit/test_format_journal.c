/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "event/format_journal.h"
#include "tests/unit/call.h"

static int setup(void **state)
{
	struct call *c = malloc(sizeof(*c));

	if (!c)
		return -1;
	call_init(c);
	c->rule.phase = PHASE_AFTER;
	call_set_format(c, "%comm %path");
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	call_deinit(*state);
	free(*state);
	return 0;
}

static void make(struct call *c)
{
	call_look(c);
	format_journal(&c->out, &c->ctx, &c->rule, &c->view);
	assert_int_equal(c->out.err, 0);
}

static void add_field(struct buf *b, struct span text)
{
	uint32_t n = (uint32_t)text.n;

	buf_add(b, &n, sizeof(n));
	buf_span(b, text);
}

/* the value of the field, .p NULL: there is none */
static struct span field(struct call *c, const char *name)
{
	struct span rest, f;
	size_t n = strlen(name);

	make(c);
	rest = (struct span){c->out.p, c->out.n};
	while (journal_next(&rest, &f) > 0)
		if (f.n > n && !memcmp(f.p, name, n) && f.p[n] == '=')
			return (struct span){f.p + n + 1, f.n - n - 1};
	assert_int_equal(rest.n, 0);
	return (struct span){NULL, 0};
}

static void assert_field(struct call *c, const char *name, const char *want)
{
	struct span got = field(c, name);

	if (!want) {
		assert_null(got.p);
		return;
	}
	assert_non_null(got.p);
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.p, want, got.n);
}

static void test_bytes(void **state)
{
	static const char *const fields[] = {
		"MESSAGE=\"rm\" \"/tmp/dummy\"", "PRIORITY=6",
		"SYSLOG_IDENTIFIER=sctauditd", "SCT_RULE=unlink_rule1",
		"SCT_ACTION=LOG", "SCT_PHASE=after", "SCT_SERIAL=17",
		"SCT_EVENT_TIME=1795233107532000", "SYSCALL=unlinkat",
		"SCT_ARCH=x86_64", "SCT_PARAMS=\"./dummy\"", "SCT_RETVAL=0",
		"SCT_HOST=here", "SCT_PID=108", "SCT_PPID=1", "SCT_UID=0",
		"SCT_EUID=0", "SCT_SUID=0", "SCT_FSUID=0", "SCT_GID=0",
		"SCT_EGID=0", "SCT_SGID=0", "SCT_FSGID=0", "SCT_COMM=rm",
		"SCT_EXE=/bin/rm", "SCT_CMDLINE=rm ./dummy", "SCT_CWD=/tmp",
		"SCT_PATH=/tmp/dummy",
	};
	struct call *c = *state;
	struct buf expected = {0};

	make(c);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		add_field(&expected, span_of(fields[i]));
	assert_int_equal(c->out.n, expected.n);
	assert_memory_equal(c->out.p, expected.p, expected.n);
	buf_deinit(&expected);
}

/* it stands behind what the buffer has */
static void test_append(void **state)
{
	struct call *c = *state;
	struct buf alone = {0};

	make(c);
	buf_add(&alone, c->out.p, c->out.n);
	buf_reset(&c->out);
	buf_lit(&c->out, "before");
	format_journal(&c->out, &c->ctx, &c->rule, &c->view);
	assert_int_equal(c->out.n, alone.n + 6);
	assert_memory_equal(c->out.p, "before", 6);
	assert_memory_equal(c->out.p + 6, alone.p, alone.n);
	buf_deinit(&alone);
}

/* raw bytes in a field of their own, escaped in the line */
static void test_raw(void **state)
{
	struct call *c = *state;

	c->ev.call[0].comm = SPAN_LIT("a\nPRIORITY=0\xff");
	c->ev.path[1].name = SPAN_LIT("./new\nline");
	assert_field(c, "SCT_COMM", "a\nPRIORITY=0\xff");
	assert_field(c, "SCT_PATH", "/tmp/new\nline");
	assert_field(c, "PRIORITY", "6");
	assert_field(c, "MESSAGE", "\"a\\nPRIORITY=0\\xff\" "
		"\"/tmp/new\\nline\"");
}

static void test_result(void **state)
{
	struct call *c = *state;

	c->ev.call[0].exit = -2;
	c->ev.call[0].success = false;
	assert_field(c, "SCT_RETVAL", "-2");
	assert_field(c, "SCT_ERRNO", "ENOENT");
	c->ev.call[0].exit = -132;
	assert_field(c, "SCT_ERRNO", "ERFKILL");
	c->ev.call[0].exit = -134;
	assert_field(c, "SCT_ERRNO", "134");
	c->rule.phase = PHASE_BEFORE;
	assert_field(c, "SCT_PHASE", "before");
	assert_field(c, "SCT_RETVAL", NULL);
	assert_field(c, "SCT_ERRNO", NULL);
	c->rule.action = ACTION_FAIL;
	c->rule.error_code = 2;
	c->ev.call[0].exit = -2;
	assert_field(c, "SCT_RETVAL", "-2");
	assert_field(c, "SCT_ERRNO", "ENOENT");
	assert_field(c, "SCT_ACTION", "FAIL");
	c->rule.level = 4;
	assert_field(c, "PRIORITY", "4");
	c->ev.call[0].exit = 0;
	assert_field(c, "SCT_RETVAL", NULL);
}

/* what is not known, or was never set, has no field */
static void test_unknown(void **state)
{
	static const char *const absent[] = {
		"SCT_PID", "SCT_PPID", "SCT_UID", "SCT_FSGID", "SCT_COMM",
		"SCT_EXE", "SCT_CWD", "SCT_CMDLINE", "SCT_PATH", "SCT_PATH2",
		"SCT_RETVAL", "SCT_ERRNO", "SCT_HOST", "SCT_TTY",
		"AUDIT_SESSION", "AUDIT_LOGINUID",
	};
	struct call *c = *state;

	assert_field(c, "AUDIT_SESSION", NULL);
	assert_field(c, "AUDIT_LOGINUID", NULL);
	c->ev.call[0].auid = 1000;
	c->ev.call[0].ses = 4294967294u;
	assert_field(c, "AUDIT_LOGINUID", "1000");
	assert_field(c, "AUDIT_SESSION", "4294967294");
	c->ev.call[0] = (struct event_call){.known = KNOWN_NR, .nr = 263};
	c->ev.cwd = c->ev.proctitle = c->view.host = (struct span){NULL, 0};
	c->ev.npaths = 0;
	for (size_t i = 0; i < ARRAY_SIZE(absent); i++)
		assert_field(c, absent[i], NULL);
	assert_field(c, "SCT_PARAMS", "?");
	assert_field(c, "MESSAGE", "? ?");
}

static void test_others(void **state)
{
	struct call *c = *state;

	c->ev.call[0].tty = SPAN_LIT("pts0");
	c->ev.call[0].uid = 4294967294u;
	c->ev.node = SPAN_LIT("there");
	assert_field(c, "SCT_TTY", "pts0");
	assert_field(c, "SCT_UID", "4294967294");
	assert_field(c, "SCT_HOST", "there");
	CALL_IS(c, ABI_X86_64, "getpid", 0, 0, 0, 0);
	assert_field(c, "SYSCALL", "getpid");
	assert_field(c, "SCT_PARAMS", NULL);
	CALL_IS(c, ABI_I386, "kill", 1, 0xfffffff7, 0, 0);
	assert_field(c, "SCT_PARAMS", "1, -9");
	assert_field(c, "SCT_ARCH", "i386");
}

static void test_next(void **state)
{
	struct buf b = {0};
	struct span rest, f;

	journal_text(&b, "A", SPAN_LIT(""));
	journal_int(&b, "B_2", -5);
	rest = (struct span){b.p, b.n};
	assert_int_equal(journal_next(&rest, &f), 1);
	assert_true(span_is(f, "A="));
	assert_int_equal(journal_next(&rest, &f), 1);
	assert_true(span_is(f, "B_2=-5"));
	assert_int_equal(journal_next(&rest, &f), 0);
	for (size_t n = 1; n < b.n; n++) {	/* cut anywhere */
		rest = (struct span){b.p, n};
		while (journal_next(&rest, &f) > 0)
			assert_int_equal(n, rest.n + 6);
		assert_int_equal(journal_next(&rest, &f), n == 6 ? 0 : -EPROTO);
	}
	buf_reset(&b);
	add_field(&b, SPAN_LIT("NO VALUE"));
	rest = (struct span){b.p, b.n};
	assert_int_equal(journal_next(&rest, &f), -EPROTO);
	memset(b.p, 0xff, 4);
	assert_int_equal(journal_next(&rest, &f), -EPROTO);
	buf_deinit(&b);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_bytes), T(test_append), T(test_raw), T(test_result),
		T(test_unknown), T(test_others), T(test_next),
	};

	return cmocka_run_group_tests_name("format_journal", tests, NULL, NULL);
}
