/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "tests/unit/call.h"

static int setup(void **state)
{
	struct call *c = malloc(sizeof(*c));

	if (!c)
		return -1;
	call_init(c);
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	call_deinit(*state);
	free(*state);
	return 0;
}

#define LINE(c, format, want)                                                  \
	assert_string_equal(call_text((c), (format)), want "\n")

/* --------------------------------------------------------- the article's */

static void test_article_unlink(void **state)
{
	LINE(*state, "%comm : %params delete by %euid --> %suid",
		"\"rm\" : \"./dummy\" delete by 0 --> 0");
}

static void test_article_french(void **state)
{
	LINE(*state, "%comm : %params suppression par %euid --> %suid",
		"\"rm\" : \"./dummy\" suppression par 0 --> 0");
}

static void test_article_ptrace(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_I386, "ptrace", 3, 2019, 24, 0xbfffe718);
	c->ev.call[0].comm = SPAN_LIT("strace");
	LINE(c, "%comm : %params issued ptrace by %euid --> %suid",
		"\"strace\" : 3, 2019, 24, -1073748200 issued ptrace by 0 --> 0");
}

/* ------------------------------------------------------------ each macro */

static void test_ids(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	k->uid = 1;
	k->euid = 2;
	k->suid = 3;
	k->fsuid = 4;
	k->gid = 5;
	k->egid = 6;
	k->sgid = 7;
	k->fsgid = 8;
	LINE(c, "%uid %euid %suid %fsuid %gid %egid %sgid %fsgid",
		"1 2 3 4 5 6 7 8");
	LINE(c, "%pid %ppid %auid %ses", "108 1 -1 -1");
	k->auid = 1000;
	k->ses = 3;
	k->uid = UINT32_MAX - 1;
	LINE(c, "%auid %ses %uid", "1000 3 4294967294");
}

static void test_strings(void **state)
{
	struct call *c = *state;

	LINE(c, "%comm %exe %path %path2", "\"rm\" \"/bin/rm\" \"/tmp/dummy\" ?");
	LINE(c, "%cmdline", "\"rm ./dummy\"");
	LINE(c, "%cwd %tty", "/tmp ?");
	c->ev.call[0].tty = SPAN_LIT("pts0");
	c->ev.cwd = SPAN_LIT("/home/a b\n");
	LINE(c, "%cwd %tty", "/home/a b\\n pts0");
}

static void test_key(void **state)
{
	struct call *c = *state;

	LINE(c, "%key", "sct:unlink_rule1");
	c->ev.call[0].key = SPAN_LIT("a\1b c\1" "d\n");
	LINE(c, "%key", "a,b c,d\\n");
	c->ev.call[0].key = (struct span){NULL, 0};
	LINE(c, "%key", "?");
}

static void test_host(void **state)
{
	struct call *c = *state;

	LINE(c, "%host", "here");
	c->ev.node = SPAN_LIT("there\x1b.example");
	LINE(c, "%host", "there\\x1b.example");
	c->ev.node = c->view.host = (struct span){NULL, 0};
	LINE(c, "%host", "?");
}

static void test_call(void **state)
{
	struct call *c = *state;

	LINE(c, "%sid_%sname %arch", "263_unlinkat x86_64");
	CALL_IS(c, ABI_I386, "unlink", 0x8048000);
	LINE(c, "%sid_%sname %arch", "10_unlink i386");
	c->target.uring = true;
	c->target.nr = 36;
	LINE(c, "%sid_%sname", "36_unlinkat");
}

static void test_rule(void **state)
{
	struct call *c = *state;

	LINE(c, "%ruleid %action", "unlink_rule1 LOG");
	c->rule.action = ACTION_FAIL;
	LINE(c, "%action", "FAIL");
	c->rule.action = ACTION_KILL;
	LINE(c, "%action", "KILL");
	c->rule.action = ACTION_SUSPEND;
	LINE(c, "%action", "SUSPEND");
}

static void test_result(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	LINE(c, "%retval %success %errno", "0 yes 0");
	k->success = false;
	k->exit = -2;
	LINE(c, "%retval %success %errno", "-2 no ENOENT");
	k->exit = -512;		/* ERESTARTSYS, which has no name of ours */
	LINE(c, "%retval %success %errno", "-512 no 512");
	k->success = true;
	k->exit = INT64_MAX;
	LINE(c, "%retval", "9223372036854775807");
}

static void test_time(void **state)
{
	struct call *c = *state;

	LINE(c, "%time", "2026-11-21T04:51:47.532+01:00");
	LINE(c, "%epoch %serial", "1795233107.532 17");
	c->ev.sec = 1782216000;
	c->ev.ms = 7;
	LINE(c, "%time %epoch", "2026-06-23T14:00:00.007+02:00 1782216000.007");
	/* the two sides of a change of the offset: 2026-10-25 01:00 UTC */
	c->ev.sec = 1792889999;
	LINE(c, "%time", "2026-10-25T02:59:59.007+02:00");
	c->ev.sec = 1792890000;
	LINE(c, "%time", "2026-10-25T02:00:00.007+01:00");
}

static void test_unknown(void **state)
{
	struct call *c = *state;

	c->ev.ncalls = 1;
	c->ev.call[0] = (struct event_call){.abi = ABI_X86_64};
	c->ev.npaths = 0;
	c->ev.cwd = c->ev.proctitle = (struct span){NULL, 0};
	LINE(c, "%pid %ppid %uid %euid %suid %fsuid %gid %egid %sgid %fsgid",
		"? ? ? ? ? ? ? ? ? ?");
	LINE(c, "%auid %ses %tty %exe %comm %cwd %cmdline %path %path2 %key",
		"? ? ? ? ? ? ? ? ? ?");
	LINE(c, "%retval %success %errno %params %args", "? ? ? ? ?");
	LINE(c, "%user %euser %auser %group", "? ? ? ?");
}

static void test_every_macro_has_a_row(void **state)
{
	struct call *c = *state;

	for (int i = 0; i < MACRO_COUNT; i++) {
		struct buf format = {0};

		buf_chr(&format, '%');
		buf_str(&format, call_macro_name(i));
		call_text(c, format.p);
		assert_true(c->out.n > 1);
		assert_ptr_equal(strchr(c->out.p, '\n'),
			c->out.p + c->out.n - 1);
		buf_deinit(&format);
	}
}

static void test_literal_text(void **state)
{
	LINE(*state, "", "");
	LINE(*state, "no macro \"at all\" \\ {}", "no macro \"at all\" \\ {}");
	LINE(*state, "line one %pid\r\n  line two", "line one 108    line two");
	LINE(*state, "%pid%ppid", "1081");
}

/* ----------------------------------------------------------------- names */

static int find_calls;

static int find_name(void *arg, enum id_kind kind, uint32_t id,
	struct buf *name)
{
	find_calls++;
	if (id == 5)
		return -ENOENT;
	if (id == 6)
		return -EIO;
	buf_str(name, kind == ID_USER ? "user" : "group");
	buf_dec(name, id);
	return name->err;
}

static void test_names(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	LINE(c, "%user %euser %auser %group", "0 0 -1 0");
	c->ctx.ids.find = find_name;
	ids_flush(&c->ctx.ids);
	k->auid = 1000;
	LINE(c, "%user %euser %auser %group", "user0 user0 user1000 group0");
	c->ev.names.uid = SPAN_LIT("ro\not");
	c->ev.names.gid = SPAN_LIT("wheel");
	c->ev.names.auid = SPAN_LIT("unknown(1000)");
	LINE(c, "%user %euser %auser %group",
		"ro\\not user0 user1000 wheel");
	k->auid = EVENT_ID_UNSET;
	c->ev.names.auid = SPAN_LIT("unset");
	LINE(c, "%auser", "-1");
}

/* another host's ids are not this host's users */
static void test_names_of_other_hosts(void **state)
{
	struct call *c = *state;

	c->ctx.ids.find = find_name;
	c->ev.node = SPAN_LIT("here");
	LINE(c, "%user", "user0");
	c->ev.node = SPAN_LIT("here.example.org");
	LINE(c, "%user", "user0");
	c->ev.node = SPAN_LIT("hereafter");
	LINE(c, "%user", "0");
	c->ev.node = SPAN_LIT("there");
	LINE(c, "%user", "0");
	c->ev.names.uid = SPAN_LIT("root");
	LINE(c, "%user", "root");
}

static void test_names_are_remembered(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	c->ctx.ids.find = find_name;
	find_calls = 0;
	k->uid = 5;
	LINE(c, "%user %user", "5 5");
	assert_int_equal(find_calls, 1);
	k->uid = 6;			/* an error is not remembered */
	LINE(c, "%user %user", "6 6");
	assert_int_equal(find_calls, 3);
	k->uid = 7;
	LINE(c, "%user %user", "user7 user7");
	assert_int_equal(find_calls, 4);
	ids_flush(&c->ctx.ids);
	LINE(c, "%user", "user7");
	assert_int_equal(find_calls, 5);
	for (k->uid = 100; k->uid < 100 + 4 * IDS_SLOTS; k->uid++) {
		struct buf want = {0};

		buf_lit(&want, "user");
		buf_dec(&want, k->uid);
		buf_chr(&want, '\n');
		assert_string_equal(call_text(c, "%user"), want.p);
		buf_deinit(&want);
	}
}

static void test_names_of_the_system(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	c->ctx.ids.find = ids_find_system;
	LINE(c, "%user %group", "root root");
	k->uid = k->gid = 4000000001u;
	LINE(c, "%user %group", "4000000001 4000000001");
}

/* ---------------------------------------------------------------- params */

static void test_params_null_and_unknown(void **state)
{
	struct call *c = *state;

	c->ev.call[0].a[1] = 0;
	c->ev.npaths = 0;
	LINE(c, "%params|%args", "<NULL>|<NULL>");
	c->ev.call[0].a[1] = 4096;
	LINE(c, "%params|%args", "?|?");
}

static void test_params_widths(void **state)
{
	struct call *c = *state;

	/* pid_t and int are 32 bits, whatever the register's upper half */
	CALL_IS(c, ABI_X86_64, "kill", 0xffffffff00000065, 0x100000009);
	LINE(c, "%params|%args", "101, 9|101, SIGKILL");
	CALL_IS(c, ABI_X86_64, "kill", 0xfffffffe, 64);
	LINE(c, "%params|%args", "-2, 64|-2, 64");
	CALL_IS(c, ABI_I386, "lseek", 3, 0xffffffff, 1);
	LINE(c, "%params", "3, -1, 1");
	CALL_IS(c, ABI_X86_64, "lseek", 3, 0xffffffffffffffff, 1);
	LINE(c, "%params", "3, -1, 1");
	CALL_IS(c, ABI_X86_64, "lseek", 3, 0xffffffff, 1);
	LINE(c, "%params", "3, 4294967295, 1");
}

static void test_params_chown(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "fchown", 3, 0xffffffff, 100);
	LINE(c, "%params|%args", "3, -1, 100|3, -1, 100");
	CALL_IS(c, ABI_I386, "fchown", 3, 0xffff, 100);
	LINE(c, "%params|%args", "3, -1, 100|3, -1, 100");
	CALL_IS(c, ABI_X86_64, "fchown", 3, 0xfffffffe, 100);
	LINE(c, "%params|%args", "3, -2, 100|3, 4294967294, 100");
}

static void test_params_pointers(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "pipe", 0x7ffead4e9620);
	LINE(c, "%params|%args", "140731806029344|0x7ffead4e9620");
	CALL_IS(c, ABI_I386, "pipe", 0xbfffe718);
	LINE(c, "%params|%args", "-1073748200|0xbfffe718");
	CALL_IS(c, ABI_I386, "pipe", 0);
	LINE(c, "%params|%args", "<NULL>|<NULL>");
}

/* the record carries four registers */
static void test_params_past_the_fourth(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "mmap", 0, 4096, 3, 0x21);
	LINE(c, "%params", "0, 4096, 3, 33, ?, ?");
}

static void test_args_flags(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "open", 4096, 0101, 0644);
	c->ev.npaths = 1;
	c->ev.path[0].name = SPAN_LIT("a \"b\"");
	c->ev.path[0].nametype = NAME_NORMAL;
	LINE(c, "%params", "\"a \\\"b\\\"\", 65, 420");
	LINE(c, "%args", "\"a \\\"b\\\"\", O_WRONLY|O_CREAT, 0644");
	CALL_IS(c, ABI_X86_64, "open", 0, 0, 0);
	LINE(c, "%args", "<NULL>, O_RDONLY, 0");
	CALL_IS(c, ABI_X86_64, "open", 0, 02000000, 07777);
	LINE(c, "%args", "<NULL>, O_RDONLY|O_CLOEXEC, 07777");
	CALL_IS(c, ABI_X86_64, "open", 0, 3, 0);
	LINE(c, "%args", "<NULL>, O_ACCMODE, 0");
	CALL_IS(c, ABI_X86_64, "open", 0, 04010002, 0);
	LINE(c, "%args", "<NULL>, O_RDWR|O_SYNC, 0");
	CALL_IS(c, ABI_X86_64, "open", 0, 0x80000401, 0);
	LINE(c, "%args", "<NULL>, O_WRONLY|O_APPEND|0x80000000, 0");
	/* the same bit has another name in another ABI */
	CALL_IS(c, ABI_X86_64, "openat", 3, 0, 0x10000, 0);
	LINE(c, "%args", "3, <NULL>, O_RDONLY|O_DIRECTORY, 0");
	CALL_IS(c, ABI_AARCH64, "openat", 3, 0, 0x10000, 0);
	LINE(c, "%args", "3, <NULL>, O_RDONLY|O_DIRECT, 0");
}

static void test_args_zero(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "access", 0, 0);
	LINE(c, "%args", "<NULL>, F_OK");
	CALL_IS(c, ABI_X86_64, "access", 0, 6);
	LINE(c, "%args", "<NULL>, W_OK|R_OK");
	CALL_IS(c, ABI_X86_64, "mprotect", 0x1000, 4096, 0);
	LINE(c, "%args", "0x1000, 4096, PROT_NONE");
	CALL_IS(c, ABI_AARCH64, "mprotect", 0x1000, 4096, 0x13);
	LINE(c, "%args", "0x1000, 4096, PROT_READ|PROT_WRITE|PROT_BTI");
	CALL_IS(c, ABI_X86_64, "mprotect", 0x1000, 4096, 0x13);
	LINE(c, "%args", "0x1000, 4096, PROT_READ|PROT_WRITE|0x10");
}

static void test_args_numbers_inside_flags(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "socket", 2, 02000001, 6);
	LINE(c, "%args", "AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP");
	CALL_IS(c, ABI_X86_64, "clone", 0x111, 0, 0, 0);
	LINE(c, "%args", "SIGCHLD|CLONE_VM, 0x0, <NULL>, <NULL>, ?");
	CALL_IS(c, ABI_X86_64, "unshare", 0x20080);
	LINE(c, "%args", "CLONE_NEWTIME|CLONE_NEWNS");
	CALL_IS(c, ABI_X86_64, "socket", 10, 7, 0);
	LINE(c, "%args", "AF_INET6, 0x7, IPPROTO_IP");
	CALL_IS(c, ABI_X86_64, "mmap", 0, 4096, 0, 0x22);
	LINE(c, "%args", "0x0, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, ?, ?");
}

static void test_args_enums(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "unlinkat", 0xffffff9c, 0, 0x200);
	LINE(c, "%params|%args", "-100, <NULL>, 512|AT_FDCWD, <NULL>, AT_REMOVEDIR");
	CALL_IS(c, ABI_X86_64, "unlinkat", 5, 0, 0);
	LINE(c, "%args", "5, <NULL>, 0");
	CALL_IS(c, ABI_X86_64, "ptrace", 3, 2019, 24, 0);
	LINE(c, "%args", "PTRACE_PEEKUSR, 2019, 0x18, 0x0");
}

static void test_argv(void **state)
{
	static struct span args[] = {SPAN_LIT("rm"), SPAN_LIT("a\n\"b"),
		{NULL, 0}};
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "execve", 4096, 8192, 12288);
	LINE(c, "%params", "?, ?, 12288");
	c->ev.has_execve = true;
	c->ev.argc = c->ev.nargs = 3;
	c->ev.args = args;
	c->ev.npaths = 1;
	c->ev.path[0].name = SPAN_LIT("/bin/rm");
	c->ev.path[0].nametype = NAME_NORMAL;
	LINE(c, "%params", "\"/bin/rm\", [\"rm\", \"a\\n\\\"b\", ?], 12288");
	c->ev.argc = 9;
	LINE(c, "%params", "\"/bin/rm\", [\"rm\", \"a\\n\\\"b\", ?, ...], 12288");
	c->ev.nargs = 0;
	LINE(c, "%args", "\"/bin/rm\", [...], 0x3000");
}

static void check_saddr(struct call *c, struct span raw, const char *want)
{
	struct buf line = {0};

	buf_printf(&line, "3, %s, 16\n", want);
	c->ev.saddr = raw;
	assert_string_equal(call_text(c, "%params"), line.p);
	buf_deinit(&line);
}

#define SADDR(c, raw, want) check_saddr((c), SPAN_LIT(raw), want)

static void test_socket_addresses(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "connect", 3, 4096, 16);
	LINE(c, "%params", "3, ?, 16");
	SADDR(c, "\2\0\0\x50\x7f\0\0\1\0\0\0\0\0\0\0\0", "{inet 127.0.0.1 80}");
	SADDR(c, "\2\0\0\x50\x7f\0\0", "{family 2}");
	SADDR(c, "\12\0\x1f\x90\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0",
		"{inet6 ::1 8080}");
	SADDR(c, "\12\0\0\x50\0\0\0\0\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1\2\0\0\0",
		"{inet6 fe80::1%2 80}");
	SADDR(c, "\12\0\0\x50\0\0\0\0\xfe\x80", "{family 10}");
	SADDR(c, "\1\0/run/x\0junk", "{unix \"/run/x\"}");
	SADDR(c, "\1\0/run/\"x\n", "{unix \"/run/\\\"x\\n\"}");
	SADDR(c, "\1\0\0abstract\0\0\0", "{unix \"\\x00abstract\"}");
	SADDR(c, "\1\0", "{unix \"\"}");
	SADDR(c, "\20\0\0\0\0\0\0\0\0\0\0\0", "{family 16}");
	SADDR(c, "\20", "?");
	CALL_IS(c, ABI_X86_64, "connect", 3, 0, 16);
	LINE(c, "%params", "3, <NULL>, 16");
}

/* ------------------------------------------------------- names that attack */

static void test_hostile_names(void **state)
{
	static const struct {
		struct span name;
		const char *want;
	} rows[] = {
		{SPAN_LIT("a\nb"), "\"a\\nb\""},
		{SPAN_LIT("\" by 1000 --> 1000"), "\"\\\" by 1000 --> 1000\""},
		{SPAN_LIT("a\x1d" "AUID=\"root\""), "\"a\\x1dAUID=\\\"root\\\"\""},
		{SPAN_LIT("\xff\xfe"), "\"\\xff\\xfe\""},
		{SPAN_LIT("\ntype=SYSCALL msg=audit(1.000:1): uid=0"),
			"\"\\ntype=SYSCALL msg=audit(1.000:1): uid=0\""},
		{SPAN_LIT("%comm %n %s"), "\"%comm %n %s\""},
		{SPAN_LIT("\\"), "\"\\\\\""},
		{SPAN_LIT(""), "\"\""},
	};
	struct call *c = *state;
	struct buf want = {0};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		buf_reset(&want);
		buf_printf(&want, "%s by 0\n", rows[i].want);
		c->ev.path[1].name = rows[i].name;
		assert_string_equal(call_text(c, "%params by %uid"), want.p);
	}
	buf_deinit(&want);
}

static void test_long_name(void **state)
{
	struct call *c = *state;
	char name[4095];

	memset(name, 'x', sizeof(name));
	name[4094] = '\n';
	c->ev.path[1].name = (struct span){name, sizeof(name)};
	call_text(c, "%params");
	assert_int_equal(c->out.n, 4095 + 1 + 2 + 1);
	assert_string_equal(c->out.p + 4095, "\\n\"\n");
	memset(name, 0xff, sizeof(name));
	call_text(c, "%params");
	assert_int_equal(c->out.n, 4 * 4095 + 2 + 1);
}

static void test_no_memory_sticks(void **state)
{
	struct call *c = *state;

	call_text(c, "%comm");
	c->out.err = -ENOMEM;
	format_text(&c->out, &c->ctx, &c->rule, &c->view);
	assert_int_equal(c->out.err, -ENOMEM);
	assert_string_equal(c->out.p, "\"rm\"\n");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_article_unlink),
		TEST(test_article_french),
		TEST(test_article_ptrace),
		TEST(test_ids),
		TEST(test_strings),
		TEST(test_key),
		TEST(test_host),
		TEST(test_call),
		TEST(test_rule),
		TEST(test_result),
		TEST(test_time),
		TEST(test_unknown),
		TEST(test_every_macro_has_a_row),
		TEST(test_literal_text),
		TEST(test_names),
		TEST(test_names_of_other_hosts),
		TEST(test_names_are_remembered),
		TEST(test_names_of_the_system),
		TEST(test_params_null_and_unknown),
		TEST(test_params_widths),
		TEST(test_params_chown),
		TEST(test_params_pointers),
		TEST(test_params_past_the_fourth),
		TEST(test_args_flags),
		TEST(test_args_zero),
		TEST(test_args_numbers_inside_flags),
		TEST(test_args_enums),
		TEST(test_argv),
		TEST(test_socket_addresses),
		TEST(test_hostile_names),
		TEST(test_long_name),
		TEST(test_no_memory_sticks),
	};

	/* central Europe, written out: no zone file is needed */
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
