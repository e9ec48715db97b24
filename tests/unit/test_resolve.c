/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/rulekit.h"

#include <syslog.h>

#include "rule/expr.h"
#include "rule/format.h"

/* the typed dump of a rule on that call, from its first line that begins so */
static const char *typed_line(struct kit *k, const char *begin)
{
	const char *p;

	buf_reset(&k->out);
	dump_typed(&k->out, k->rs);
	p = strstr(kit_out(k), begin);
	assert_non_null(p);
	return p;
}

static void check_line(const char *text, const char *begin, const char *want)
{
	struct kit k = {0};
	const char *got;

	kit_good(&k, text);
	got = typed_line(&k, begin);
	assert_true(strlen(got) >= strlen(want));
	if (strncmp(got, want, strlen(want)))
		print_error("%s\n", got);
	assert_memory_equal(got, want, strlen(want));
	kit_free(&k);
}

#define CALLS(call, want) check_line(RULE_ON(call, "UID == 0"), "  call", want)
#define FILTER(call, filter, want)                                             \
	check_line(RULE_ON(call, filter), "  filter", "  filter " want "\n")

static void test_targets(void **state)
{
	CALLS("unlink",
		"  call x86_64 87 unlink\n"
		"  call x86_64 263 unlinkat as unlink\n"
		"  io_uring x86_64 36 unlinkat as unlink\n"
		"  call i386 10 unlink\n"
		"  call i386 301 unlinkat as unlink\n"
		"  call aarch64 35 unlinkat as unlink\n"
		"  io_uring aarch64 36 unlinkat as unlink\n"
		"  filter");
	CALLS("unlinkat",
		"  call x86_64 263 unlinkat\n"
		"  io_uring x86_64 36 unlinkat\n"
		"  call i386 301 unlinkat\n"
		"  call aarch64 35 unlinkat\n"
		"  io_uring aarch64 36 unlinkat\n"
		"  filter");
	check_line("rule { syscall_name = unlink variants = no rule_name = r "
		"action { type = LOG } filter_expression { UID == 0 } }",
		"  call", "  call x86_64 87 unlink\n  call i386 10 unlink\n"
		"  filter");
	/* named twice, and by two names */
	CALLS("unlink, rmdir, unlink",
		"  call x86_64 87 unlink\n"
		"  call x86_64 263 unlinkat as unlink\n"
		"  io_uring x86_64 36 unlinkat as unlink\n"
		"  call i386 10 unlink\n"
		"  call i386 301 unlinkat as unlink\n"
		"  call aarch64 35 unlinkat as unlink\n"
		"  io_uring aarch64 36 unlinkat as unlink\n"
		"  call x86_64 84 rmdir\n"
		"  call x86_64 263 unlinkat as rmdir\n"
		"  io_uring x86_64 36 unlinkat as rmdir\n"
		"  call i386 40 rmdir\n"
		"  call i386 301 unlinkat as rmdir\n"
		"  call aarch64 35 unlinkat as rmdir\n"
		"  io_uring aarch64 36 unlinkat as rmdir\n"
		"  filter");
	CALLS("getpid", "  call x86_64 39 getpid\n  call i386 20 getpid\n"
		"  call aarch64 172 getpid\n  filter");
}

/* i386 has mmap with one parameter: the others are those of x86_64 */
static void test_own_prototype(void **state)
{
	FILTER("mmap", "PARAMS[3] == 7", "(PARAMS[3] == 7)");
	FILTER("select", "PARAMS[1] > 64", "(PARAMS[1] > 64)");
	FILTER("pread64", "PARAMS[4] == 0", "(PARAMS[4] == 0)");
	CALLS("mmap",
		"  call x86_64 9 mmap\n  call i386 90 mmap as mmap\n"
		"  call i386 192 mmap2 as mmap\n  call aarch64 222 mmap\n");
}

static void test_constants(void **state)
{
	FILTER("kill", "PARAMS[2] == SIGKILL", "(PARAMS[2] == 9)");
	FILTER("open", "PARAMS[2] & O_CREAT", "(PARAMS[2] & 64)");
	FILTER("open", "PARAMS[2] & O_DIRECTORY", "(PARAMS[2] & O_DIRECTORY)");
	FILTER("open", "PARAMS[2] & (O_CREAT | O_EXCL)", "(PARAMS[2] & 192)");
	FILTER("unlinkat", "PARAMS[1] == AT_FDCWD", "(PARAMS[1] == -100)");
	FILTER("ptrace", "PARAMS[1] == PTRACE_ATTACH", "(PARAMS[1] == 16)");
}

static void test_folding(void **state)
{
	FILTER("unlink", "UID == 0x10 + 010 - 1", "(UID == 23)");
	FILTER("unlink", "UID == usernametoid(\"alice\")", "(UID == 1000)");
	FILTER("unlink", "GID == groupnametoid(\"root\")", "(GID == 0)");
	FILTER("unlink", "DEV == makedev(8, 1)", "(DEV == 2049)");
	FILTER("connect", "PORT == htons(80)", "(PORT == 80)");
	FILTER("connect", "ADDR == ipaddr(\"10.0.0.1\")", "(ADDR == 167772161)");
	FILTER("connect", "ADDR == ipaddr(\"::1\")", "(ADDR == 1)");
	FILTER("connect", "ADDR == ipaddr(\"fe80::1\")",
		"(ADDR == 0xfe800000000000000000000000000001)");
	FILTER("unlink", "!(1 == 1) || UID == 0", "(0 || (UID == 0))");
	FILTER("unlink", "-UID == ~0", "(-UID == -1)");
}

static void test_paths(void **state)
{
	FILTER("unlink", "PARAMS[1] == \"/etc//x/../passwd\"",
		"path_is(PARAMS[1], \"/etc/passwd\")");
	FILTER("unlink", "PATH != \"/x\"", "!path_is(PATH, \"/x\")");
	FILTER("unlink", "\"/\" == PATH", "path_is(PATH, \"/\")");
	FILTER("unlink", "PARAMS[1] == \"x\"", "(PARAMS[1] == \"x\")");
	FILTER("unlink", "\"x\" == PARAMS[1]", "(PARAMS[1] == \"x\")");
	FILTER("unlink", "raw(PARAMS[1]) == \"/x\"",
		"(raw(PARAMS[1]) == \"/x\")");
	FILTER("unlink", "EXE == \"/x\"", "(EXE == \"/x\")");
	FILTER("unlink", "under(PATH, \"/x/../y/\")", "under(PATH, \"/y\")");
	FILTER("rename", "PATH == PATH2", "(PATH == PATH2)");
}

/* {1} is no filter; {0} is one */
static void test_always(void **state)
{
	struct kit k = {0};

	kit_good(&k, RULE("1"));
	assert_null(k.rs->rule.v[0]->filter);
	kit_good(&k, RULE("2 - 1 == 1"));
	assert_null(k.rs->rule.v[0]->filter);
	kit_load(&k, RULE("0"));
	assert_non_null(k.rs->rule.v[0]->filter);
	kit_message(&k, 0, DIAG_WARNING, "r",
		"rule 'r' never matches: its filter holds for none of its "
		"calls");
	kit_free(&k);
}

static void test_level(void **state)
{
	static const struct {
		const char *action;
		int level;
	} cases[] = {
		{"type = LOG", LOG_INFO},
		{"type = FAIL error_code = -1", LOG_WARNING},
		{"type = KILL", LOG_WARNING},
		{"type = SUSPEND", LOG_WARNING},
		{"type = LOG level = emerg", LOG_EMERG},
		{"level = alert type = LOG", LOG_ALERT},
		{"type = LOG level = crit", LOG_CRIT},
		{"type = FAIL level = err error_code = -1", LOG_ERR},
		{"type = LOG level = warning", LOG_WARNING},
		{"type = LOG level = notice", LOG_NOTICE},
		{"type = KILL level = info", LOG_INFO},
		{"type = SUSPEND level = debug", LOG_DEBUG},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup(buf_deinit) struct buf text = {0};
		struct kit k = {0};

		buf_printf(&text, "rule { syscall_name = unlink rule_name = a "
			"action { %s } }", cases[i].action);
		kit_load(&k, text.p);
		assert_int_equal(k.diag.errors, 0);
		assert_int_equal(k.rs->rule.v[0]->level, cases[i].level);
		kit_free(&k);
	}
}

static void test_words(void **state)
{
	struct kit k = {0};
	const struct rule *r;

	kit_load(&k, "\n\nrule { syscall_name = unlink rule_name = a.b-c_1 "
		"action { type = FAIL error_code = " MINUS_U2014 " EACCES "
		"guarantee = best_effort } attempts = all variants = no }\n"
		"\nrule { syscall_name = unlink rule_name = b when = after "
		"action { type = LOG } }");
	assert_int_equal(k.diag.errors, 0);
	r = k.rs->rule.v[0];
	assert_true(span_is(r->name, "a.b-c_1"));
	assert_int_equal(r->line, 3);
	assert_int_equal(r->action, ACTION_FAIL);
	assert_int_equal(r->phase, PHASE_BEFORE);
	assert_int_equal(r->error_code, EACCES);
	assert_true(r->best_effort);
	assert_true(r->attempts_all);
	assert_false(r->variants);
	assert_int_equal(r->index, 0);
	assert_true(span_starts(r->text, SPAN_LIT("rule {")));
	assert_int_equal(r->text.p[r->text.n - 1], '}');
	r = k.rs->rule.v[1];
	assert_int_equal(r->line, 5);
	assert_int_equal(r->phase, PHASE_AFTER);
	assert_int_equal(r->error_code, 0);
	assert_true(r->variants);
	assert_false(r->attempts_all);
	assert_int_equal(r->index, 1);
	kit_free(&k);
}

static int error_code(const char *word)
{
	cleanup(buf_deinit) struct buf t = {0};
	struct kit k = {0};
	int code;

	buf_printf(&t, "rule { syscall_name = unlink rule_name = r "
		"action { type = FAIL error_code = %s } }", word);
	kit_load(&k, t.p);
	assert_int_equal(k.diag.errors, 0);
	code = k.rs->rule.v[0]->error_code;
	kit_free(&k);
	return code;
}

static void test_error_code(void **state)
{
	assert_int_equal(error_code("-1"), 1);
	assert_int_equal(error_code("-133"), 133);
	assert_int_equal(error_code("-0x0d"), 13);
	assert_int_equal(error_code("-015"), 13);
	assert_int_equal(error_code("EPERM"), EPERM);
	assert_int_equal(error_code("-EPERM"), EPERM);
	assert_int_equal(error_code(MINUS_U2212 "1"), 1);
	assert_int_equal(error_code(MINUS_U2014 "ENOENT"), ENOENT);
	assert_int_equal(error_code("- 1"), 1);
	assert_int_equal(error_code("-EWOULDBLOCK"), EAGAIN);
}

#define CODE(code) ACTION("type = FAIL error_code = " code)

static void test_bad_error_code(void **state)
{
	static const char negative[] =
		"0 is no error; error_code is a negative errno: write -1 "
		"(EPERM) or another one";
	static const char largest[] =
		"no such errno; the largest is -133 (EHWPOISON)";

	kit_error(CODE("0"), "0", negative);
	kit_error(CODE("-0"), "-0", negative);
	kit_error(CODE("1"), "1", "error_code is a negative errno: write -1");
	kit_error(CODE("0x0d"), "0x0d",
		"error_code is a negative errno: write -13");
	kit_error(CODE("-134"), "-134", largest);
	kit_error(CODE("134"), "134", largest);
	kit_error(CODE("-99999999999999999999"), "-99999999999999999999",
		largest);
	kit_error(CODE("EFOO"), "EFOO", "error_code is a negative errno "
		"(-1, -EPERM), not 'EFOO'");
	kit_error(CODE("eperm"), "eperm",
		"unknown errno 'eperm'; did you mean '-EPERM'?");
	kit_error(CODE("-EPREM"), "-EPREM",
		"unknown errno 'EPREM'; did you mean '-EPERM'?");
	kit_error(CODE("-1x"), "-1x", "error_code is a negative errno "
		"(-1, -EPERM), not '-1x'");
	kit_error(ACTION("type = LOG error_code = -1"), "error_code",
		"error_code belongs to a FAIL action");
	kit_error(ACTION("type = FAIL"), "action",
		"a FAIL action needs an error_code: write error_code = -EPERM");
}

static void test_required(void **state)
{
	kit_error("rule { }", "rule",
		"the rule has no syscall_name, no rule_name and no action");
	kit_error("rule { syscall_name = unlink }", "rule",
		"the rule has no rule_name and no action");
	kit_error("rule { syscall_name = unlink rule_name = r }", "rule",
		"the rule has no action");
	kit_error("rule { syscall_name = unlink rule_name = r action { } }",
		"action", "the action has no type: write type = LOG");
	kit_error(ACTION("type = LOGG"), "LOGG",
		"type is LOG, FAIL, KILL or SUSPEND, not 'LOGG'");
	kit_error(ACTION("type = KILL log_format {x}"), "log_format",
		"log_format belongs to a LOG or FAIL action");
	kit_error("rule { syscall_name = unlink rule_name = r when = after "
		"action { type = KILL } }", "after",
		"only a LOG action can be when = after: the call has been made "
		"by then");
	kit_error("rule { syscall_name = unlink rule_name = " MINUS_U2212 "1 "
		"action { type = LOG } }", MINUS_U2212 "1",
		"a rule_name is made of letters, digits, '_', '.' and '-'");
}

static void test_names_of_calls(void **state)
{
	kit_error(RULE_ON("unlnik", "1"), "unlnik",
		"unknown system call 'unlnik'; did you mean 'unlink'?");
	kit_error(RULE_ON("exec", "1"), "exec",
		"unknown system call 'exec'; did you mean 'execve'?");
	kit_error(RULE_ON("sys_unlink", "1"), "sys_unlink",
		"unknown system call 'sys_unlink'; did you mean 'unlink'?");
	kit_error(RULE_ON("__NR_open", "1"), "__NR_open",
		"unknown system call '__NR_open'; did you mean 'open'?");
	kit_error(RULE_ON("59", "1"), "59",
		"unknown system call '59'; did you mean 'execve'?");
	kit_error(RULE_ON("99999", "1"), "99999",
		"unknown system call '99999'; 'sct syscalls' lists them");
	kit_error(RULE_ON("zzz", "1"), "zzz",
		"unknown system call 'zzz'; 'sct syscalls' lists them");
}

static void test_names_in_filter(void **state)
{
	kit_error(RULE("UDI == 0"), "UDI",
		"unknown name 'UDI'; did you mean 'UID'?");
	kit_error(RULE("UID == root"), "root",
		"unknown name 'root'; a string stands in '\"'");
	kit_error(RULE("usernametoid == 0"), "usernametoid",
		"usernametoid is a function: usernametoid(\"user\")");
	kit_error(RULE("PID(1)"), "PID(1)",
		"PID is a variable: write PID alone");
	kit_error(RULE("PARAMS(1) == 0"), "PARAMS(1)",
		"PARAMS is a variable: write PARAMS[1]");
	kit_error(RULE("glub(PATH, \"x\")"), "glub(PATH, \"x\")",
		"unknown function 'glub'; did you mean 'glob'?");
	kit_error(RULE("RETVAL == 0"), "RETVAL",
		"RETVAL is known only after the call; write when = after");
	kit_error(RULE("UID == usernametoid(\"bob\")"), "\"bob\"",
		"this host has no user 'bob'");
	kit_error(RULE("GID == groupnametoid(\"bob\")"), "\"bob\"",
		"this host has no group 'bob'");
	kit_error(RULE("UID == usernametoid(\"broken\")"),
		"usernametoid(\"broken\")",
		"cannot look up 'broken': Input/output error");
}

/* without a name service, as in a rule file for another host */
static void test_no_names(void **state)
{
	struct kit k = {.rs = rules_new()};

	assert_int_equal(rules_add(k.rs, "t",
		SPAN_LIT(RULE("UID == usernametoid(\"root\")")), NULL, &k.diag),
		0);
	kit_message(&k, 0, DIAG_ERROR, "usernametoid(\"root\")",
		"names of users and groups cannot be looked up here; write the "
		"number");
	kit_free(&k);
}

static void test_params(void **state)
{
	kit_error(RULE("PARAMS[0] == 1"), "0", "parameters count from 1");
	kit_error(RULE("PARAMS[7] == 1"), "7",
		"a system call has at most 6 parameters");
	kit_error(RULE("PARAMS[2] == 1"), "PARAMS[2]",
		"unlink has only 1 parameter");
	kit_error(RULE_ON("getpid", "PARAMS[1] == 1"), "PARAMS[1]",
		"getpid has no parameters");
	kit_error(RULE_ON("open, rename", "PARAMS[2] == 1"), "PARAMS[2]",
		"PARAMS[2] means different things in open and in rename; make "
		"two rules");
	kit_error(RULE("PARAMS[UID] == 1"), "UID",
		"PARAMS takes a number, 1 to 6");
	kit_error(RULE("PARAMS == 1"), "PARAMS",
		"PARAMS needs the number of a parameter: PARAMS[1]");
	kit_error(RULE("UID[1] == 1"), "UID[1]", "only PARAMS takes an index");
	kit_error(RULE_ON("connect", "PARAMS[2] == 1"), "PARAMS[2]",
		"this parameter is a socket address; ask ADDR, PORT or FAMILY");
}

static void test_types(void **state)
{
	kit_error(RULE("UID == \"root\""), "UID == \"root\"",
		"'==' between a number and a string; write "
		"usernametoid(\"...\")");
	kit_error(RULE("\"wheel\" == GID"), "\"wheel\" == GID",
		"'==' between a string and a number; write "
		"groupnametoid(\"...\")");
	kit_error(RULE_ON("connect", "ADDR == \"::1\""), "ADDR == \"::1\"",
		"'==' between a number and a string; write ipaddr(\"...\")");
	kit_error(RULE("PID == \"1\""), "PID == \"1\"",
		"'==' between a number and a string");
	kit_error(RULE("COMM < \"a\""), "COMM < \"a\"",
		"'<' needs numbers; strings know ==, != and ~=");
	kit_error(RULE("UID ~= 1"), "UID ~= 1", "'~=' needs strings");
	kit_error(RULE("COMM"), "COMM",
		"the filter must be a condition; this is a string");
	kit_error(RULE("!PATH"), "PATH", "'!' needs a number; this is a path");
	kit_error(RULE("\"a\" == \"b\""), "\"a\" == \"b\"",
		"two constants are compared");
	kit_error(RULE("under(UID, \"/\")"), "UID",
		"under looks at a string or path variable; this is a number");
	kit_error(RULE("glob(PATH, COMM)"), "COMM",
		"glob takes a string in double quotes here");
	kit_error(RULE("glob(PATH)"), "glob(PATH)",
		"glob takes 2 arguments: glob(string, \"pattern\")");
	kit_error(RULE("glob(PATH, \"[\")"), "\"[\"", "'[' without ']'");
	kit_error(RULE("regex(PATH, \"(\")"), "\"(\"",
		"regular expression: missing closing parenthesis at offset 1");
	kit_error(RULE("under(PATH, \"x\")"), "\"x\"",
		"the directory must begin with '/'");
	kit_error(RULE("raw(COMM) == \"x\""), "COMM",
		"raw takes a PARAMS[n] that is a path");
	kit_error(RULE_ON("connect", "PORT == htons(70000)"), "70000",
		"number out of range (0 to 65535)");
	kit_error(RULE_ON("connect", "PORT == htons(UID)"), "UID",
		"htons takes a constant number");
	kit_error(RULE_ON("connect", "ADDR == ipaddr(\"1.2.3\")"), "\"1.2.3\"",
		"no IPv4 or IPv6 address");
}

static void test_format(void **state)
{
	struct kit k = {0};

	kit_good(&k, "rule { syscall_name = unlink rule_name = a "
		"action { type = LOG } }\nlog_format {own %comm}");
	assert_string_equal(typed_line(&k, "  format"),
		"  format \"own \" %comm\n");
	kit_good(&k, ACTION("type = LOG"));
	assert_string_equal(typed_line(&k, "  format"),
		"  format %time \" \" %comm \"[\" %pid \"] \" %sname \"(\" "
		"%params \") by \" %uid \" (rule \" %ruleid \")\"\n");
	kit_error("log_format {%retval}\nrule { syscall_name = unlink "
		"rule_name = a action { type = LOG } }\nrule { syscall_name = "
		"unlink rule_name = b when = after action { type = LOG } }",
		"%retval", "%retval is known only after the call; write "
		"when = after in rule 'a'");
	kit_error("log_format {%nope}", "%nope", "unknown macro '%nope'");
	kit_free(&k);
}

static void test_warnings(void **state)
{
	struct kit k = {0};

	kit_load(&k, RULE("UID == 0x100000000 || GID == 1"));
	assert_int_equal(k.diag.items.n, 1);
	kit_message(&k, 0, DIAG_WARNING, "0x100000000",
		"the value does not fit in the 32 bits of UID; the answer is "
		"always the same");
	kit_load(&k, RULE_ON("getpid", "PATH == \"/x\" || UID == 0"));
	kit_message(&k, 0, DIAG_WARNING, "PATH",
		"PATH is never known: getpid takes no path; the rule never "
		"matches on it");
	kit_load(&k, RULE_ON("fchownat", "PARAMS[5] == 0"));
	kit_message(&k, 0, DIAG_WARNING, "PARAMS[5]",
		"audit records carry only the first four arguments; PARAMS[5] "
		"is never known");
	/* but mmap's descriptor has a record of its own */
	kit_good(&k, RULE_ON("mmap", "PARAMS[5] == 3"));
	kit_free(&k);
}

/* what is asked of a call that is not named, or unknown */
static void test_no_call(void **state)
{
	kit_error("rule { rule_name = r action { type = LOG } "
		"filter_expression { PORT == 80 && PATH == \"/x\" && "
		"PARAMS[1] == 1 && RETVAL } when = after }", "rule",
		"the rule has no syscall_name");
	kit_error(RULE_ON("zzz", "FAMILY == AF_INET && PATH2 == \"/x\""),
		"zzz", "unknown system call 'zzz'; 'sct syscalls' lists them");
}

static void test_check(void **state)
{
	struct kit k = {0};

	kit_add(&k, "one", SPAN_LIT("# x\nrule { syscall_name = unlink "
		"rule_name = a action { type = LOG } }"));
	kit_add(&k, "two", SPAN_LIT("rule { syscall_name = rmdir rule_name = a "
		"action { type = LOG } } rule { syscall_name = mkdir "
		"rule_name = a action { type = LOG } }"));
	assert_int_equal(check(k.rs, &k.diag), 0);
	assert_int_equal(k.diag.errors, 2);
	kit_message(&k, 0, DIAG_ERROR, "a",
		"the rule name 'a' is taken: one:2");
	kit_message(&k, 1, DIAG_ERROR, "a",
		"the rule name 'a' is taken: one:2");
	assert_ptr_equal(k.diag.items.v[0].src, k.rs->sources.v[1]);
	kit_free(&k);
}

static void test_too_large(void **state)
{
	char *text = calloc(1, RULES_TEXT_MAX + 1);
	struct kit k = {0};

	assert_non_null(text);
	memset(text, '#', RULES_TEXT_MAX + 1);
	kit_add(&k, "t", (struct span){text, RULES_TEXT_MAX});
	assert_int_equal(k.diag.errors, 0);
	kit_add(&k, "t", (struct span){text, RULES_TEXT_MAX + 1});
	assert_int_equal(k.diag.errors, 1);
	assert_string_equal(k.diag.items.v[0].text,
		"t: a rule file has at most 16 MiB");
	free(text);
	kit_free(&k);
}

static void test_too_many(void **state)
{
	cleanup(buf_deinit) struct buf t = {0};
	struct kit k = {.rs = rules_new()};

	for (unsigned i = 0; i <= RULES_MAX; i++)
		buf_printf(&t, "rule{syscall_name=getpid rule_name=r%u "
			"action{type=LOG}}\n", i);
	assert_int_equal(t.err, 0);
	assert_int_equal(rules_add(k.rs, "t", (struct span){t.p, t.n}, NULL,
		&k.diag), -E2BIG);
	assert_int_equal(k.rs->rule.n, RULES_MAX);
	kit_free(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_own_prototype),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_always),
		cmocka_unit_test(test_level),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_error_code),
		cmocka_unit_test(test_bad_error_code),
		cmocka_unit_test(test_required),
		cmocka_unit_test(test_names_of_calls),
		cmocka_unit_test(test_names_in_filter),
		cmocka_unit_test(test_no_names),
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_warnings),
		cmocka_unit_test(test_no_call),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
