/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/rulekit.h"

#include "rule/eval.h"

/* a call that knows what a test says, and nothing else */
struct fake {
	struct env env;
	struct value param[PARAMS_MAX + 1];
	struct value var[VAR_COUNT];
};

static void fake_get(const struct env *env, enum var var, unsigned index,
	struct value *out)
{
	const struct fake *f = (const struct fake *)env;

	if (var == VAR_PARAMS)
		assert_in_range(index, 1, PARAMS_MAX);
	else
		assert_int_equal(index, 0);
	*out = var == VAR_PARAMS ? f->param[index] : f->var[var];
}

static const struct fake nobody = {
	.env = {.abi = ABI_X86_64, .get = fake_get}};

static struct value integer(u128 u, unsigned bits, bool is_signed)
{
	u128 mask = bits < 128 ? ((u128)1 << bits) - 1 : ~(u128)0;

	return (struct value){.type = V_INT, .bits = (uint8_t)bits,
		.is_signed = is_signed, .u = u & mask};
}

static struct value string(const char *s)
{
	return (struct value){.type = V_STR, .s = span_of(s)};
}

/* as passed, and the object */
static struct value path(const char *s, const char *abs)
{
	return (struct value){.type = V_PATH, .s = span_of(s),
		.abs = span_of(abs)};
}

static enum truth ask_text(const char *text, const struct fake *f)
{
	struct kit k = {0};
	enum truth t;

	kit_load(&k, text);
	if (k.diag.errors) {
		diag_print(&k.diag, &k.out);
		print_error("%s", kit_out(&k));
	}
	assert_int_equal(k.diag.errors, 0);
	assert_int_equal(k.rs->rule.n, 1);
	t = eval(k.rs->rule.v[0]->filter, &f->env);
	kit_free(&k);
	return t;
}

#define ASK(call, filter, f) ask_text(RULE_ON(call, filter), f)
/* a filter without variables of the call */
#define ASK_NOTHING(filter) ask_text(RULE(filter), &nobody)

/* PARAMS[1] of unlinkat: an int in a register with anything above */
static void test_dirfd(void **state)
{
	struct fake f = nobody;

	f.param[1] = integer(0xffffff9c, 32, true);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] == -100", &f), TRUE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] == AT_FDCWD", &f), TRUE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] == 0xffffff9c", &f), TRUE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] < 0", &f), TRUE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] != -100", &f), FALSE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] == 4294967196", &f), TRUE);
	/* a 64-bit literal cannot equal an int */
	assert_int_equal(ASK("unlinkat", "PARAMS[1] == 0xffffffffffffff9c",
		&f), FALSE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] != 0xffffffffffffff9c",
		&f), TRUE);
	f.param[1] = integer(3, 32, true);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] == AT_FDCWD", &f), FALSE);
	assert_int_equal(ASK("unlinkat", "PARAMS[1] >= 0", &f), TRUE);
}

static void test_sign(void **state)
{
	struct fake f = nobody;

	/* ids are unsigned: -1 is the largest of them */
	f.var[VAR_UID] = integer(UINT32_MAX, 32, false);
	assert_int_equal(ASK("unlink", "UID == -1", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID == 4294967295", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID < 0", &f), FALSE);
	assert_int_equal(ASK("unlink", "UID > 1000", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID > -2", &f), TRUE);
	/* a literal that does not fit is what it is */
	assert_int_equal(ASK("unlink", "UID < 4294967296", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID > -4294967296", &f), TRUE);
	/* pids are signed */
	f.var[VAR_PID] = integer((u128)-5, 32, true);
	assert_int_equal(ASK("unlink", "PID < 0", &f), TRUE);
	assert_int_equal(ASK("unlink", "PID == -5", &f), TRUE);
	/* int against unsigned: both are unsigned, as in C */
	f.var[VAR_UID] = integer(1, 32, false);
	assert_int_equal(ASK("unlink", "PID > UID", &f), TRUE);
	/* int against long: both are long */
	f.var[VAR_RETVAL] = integer((u128)-5, 64, true);
	assert_int_equal(ask_text("rule { syscall_name = unlink rule_name = r "
		"when = after filter_expression { RETVAL == PID } "
		"action { type = LOG } }", &f), TRUE);
	/* unsigned int against long: the long has room for it */
	assert_int_equal(ask_text("rule { syscall_name = unlink rule_name = r "
		"when = after filter_expression { RETVAL < UID } "
		"action { type = LOG } }", &f), TRUE);
}

static void test_arithmetic(void **state)
{
	struct fake f = nobody;

	f.var[VAR_UID] = integer(7, 32, false);
	f.var[VAR_PID] = integer(7, 32, true);
	assert_int_equal(ASK("unlink", "UID + 1 == 8", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID - 8 == -1", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID - 8 > 1000", &f), TRUE);
	assert_int_equal(ASK("unlink", "PID - 8 < 0", &f), TRUE);
	assert_int_equal(ASK("unlink", "(UID & 3) == 3", &f), TRUE);
	assert_int_equal(ASK("unlink", "(UID ^ 2) == 5", &f), TRUE);
	assert_int_equal(ASK("unlink", "(UID | 8) == 15", &f), TRUE);
	assert_int_equal(ASK("unlink", "~UID == 0xfffffff8", &f), TRUE);
	assert_int_equal(ASK("unlink", "~PID == -8", &f), TRUE);
	assert_int_equal(ASK("unlink", "-UID == 4294967289", &f), TRUE);
	assert_int_equal(ASK("unlink", "!UID == 0", &f), TRUE);
	assert_int_equal(ASK("unlink", "UID & 3 == 3", &f), TRUE);
	assert_int_equal(ASK("unlink", "(UID == 7) + (PID == 7) == 2", &f),
		TRUE);
	/* it wraps at the width of the type */
	f.var[VAR_UID] = integer(UINT32_MAX, 32, false);
	assert_int_equal(ASK("unlink", "UID + 1 == 0", &f), TRUE);
	f.var[VAR_INODE] = integer(UINT64_MAX, 64, false);
	assert_int_equal(ASK("unlink", "INODE + 1 == 0", &f), TRUE);
	assert_int_equal(ASK("unlink", "INODE == -1", &f), TRUE);
}

/* types narrower than int are promoted: their values stay */
static void test_narrow(void **state)
{
	struct fake f = nobody;

	f.var[VAR_PORT] = integer(0xffff, 16, false);
	assert_int_equal(ASK("connect", "PORT == 65535", &f), TRUE);
	assert_int_equal(ASK("connect", "PORT == -1", &f), FALSE);
	assert_int_equal(ASK("connect", "~PORT == -65536", &f), TRUE);
	assert_int_equal(ASK("connect", "PORT + 1 == 65536", &f), TRUE);
	f.param[2] = integer((u128)-1, 16, false);	/* umode_t */
	assert_int_equal(ASK("mkdir", "PARAMS[2] == 0177777", &f), TRUE);
	assert_int_equal(ASK("mkdir", "PARAMS[2] == -1", &f), FALSE);
}

static void test_wide(void **state)
{
	struct fake f = nobody;
	u128 one = 1, net = ((u128)0x20010db8 << 96) | 1;

	f.var[VAR_ADDR] = integer(one, 128, false);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"::1\")", &f), TRUE);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"0.0.0.1\")", &f),
		TRUE);
	f.var[VAR_ADDR] = integer(net, 128, false);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"2001:db8::1\")", &f),
		TRUE);
	assert_int_equal(ASK("connect", "ADDR > ipaddr(\"255.255.255.255\")",
		&f), TRUE);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"2001:db8::2\")", &f),
		FALSE);
	f.var[VAR_ADDR] = integer((u128)0xfe80 << 112, 128, false);
	assert_int_equal(ASK("connect", "ADDR > ipaddr(\"::1\")", &f), TRUE);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"fe80::\")", &f),
		TRUE);
	f.var[VAR_ADDR] = integer(0x7f000001, 128, false);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"127.0.0.1\")", &f),
		TRUE);
	assert_int_equal(ASK("connect", "ADDR == ipaddr(\"::ffff:127.0.0.1\")",
		&f), TRUE);
	assert_int_equal(ASK("connect", "(ADDR & 0xff000000) == "
		"ipaddr(\"127.0.0.0\")", &f), TRUE);
	/* PORT counts as people count; htons() of it as well */
	f.var[VAR_PORT] = integer(80, 16, false);
	assert_int_equal(ASK("connect", "PORT == 80", &f), TRUE);
	assert_int_equal(ASK("connect", "PORT == htons(80)", &f), TRUE);
	assert_int_equal(ASK("connect", "htons(80) == PORT", &f), TRUE);
	assert_int_equal(ASK("connect", "PORT == htons(20480)", &f), FALSE);
	assert_int_equal(ASK("connect", "FAMILY == AF_INET", &f), UNKNOWN);
}

/* O_DIRECTORY is another bit on aarch64 */
static void test_constants(void **state)
{
	struct fake f = nobody;

	f.param[2] = integer(0200000, 32, true);
	assert_int_equal(ASK("open", "PARAMS[2] & O_DIRECTORY", &f), TRUE);
	f.env.abi = ABI_AARCH64;
	assert_int_equal(ASK("open", "PARAMS[2] & O_DIRECTORY", &f), FALSE);
	f.param[2] = integer(040000, 32, true);
	assert_int_equal(ASK("open", "PARAMS[2] & O_DIRECTORY", &f), TRUE);
	assert_int_equal(ASK("open", "PARAMS[2] & (O_DIRECTORY | O_CREAT)",
		&f), TRUE);
	assert_int_equal(ASK("kill", "PARAMS[2] == SIGKILL", &f), FALSE);
}

static void test_logic(void **state)
{
	static const struct {
		const char *filter;
		enum truth want;
	} rows[] = {
		{RULE("1"), TRUE}, {RULE("0"), FALSE}, {RULE("UID"), UNKNOWN},
		{RULE("UID && 0"), FALSE}, {RULE("0 && UID"), FALSE},
		{RULE("UID && 1"), UNKNOWN}, {RULE("1 && UID"), UNKNOWN},
		{RULE("UID || 1"), TRUE}, {RULE("1 || UID"), TRUE},
		{RULE("UID || 0"), UNKNOWN}, {RULE("0 || UID"), UNKNOWN},
		{RULE("!UID"), UNKNOWN}, {RULE("!(UID && 0)"), TRUE},
		{RULE("!(UID || 1)"), FALSE},
		{RULE("UID == 0 || UID != 0"), UNKNOWN},
		{RULE("UID == UID"), UNKNOWN},
		{RULE("UID + 1 == 1"), UNKNOWN}, {RULE("-UID == 0"), UNKNOWN},
		{RULE("(UID == 0) + 1 == 2"), UNKNOWN},
		{RULE("(UID == 0 && 0) + 1 == 1"), TRUE},
		{RULE("COMM == \"rm\""), UNKNOWN},
		{RULE("COMM != \"rm\""), UNKNOWN},
		{RULE("COMM ~= \"\""), UNKNOWN},
		{RULE("PATH == \"/x\""), UNKNOWN},
		{RULE("PATH != \"/x\""), UNKNOWN},
		{RULE("under(PATH, \"/\")"), UNKNOWN},
		{RULE("glob(PATH, \"**\")"), UNKNOWN},
		{RULE("regex(COMM, \"\")"), UNKNOWN},
		{RULE("!glob(PATH, \"**\") || 1"), TRUE},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		enum truth t = ask_text(rows[i].filter, &nobody);

		if (t != rows[i].want)
			print_error("%s\n", rows[i].filter);
		assert_int_equal(t, rows[i].want);
	}
	assert_int_equal(eval(NULL, &nobody.env), TRUE);
}

static void test_strings(void **state)
{
	struct fake f = nobody;

	f.var[VAR_COMM] = string("rm -rf");
	f.var[VAR_EXE] = string("/usr/bin/rm");
	assert_int_equal(ASK("unlink", "COMM == \"rm -rf\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "\"rm -rf\" == COMM", &f), TRUE);
	assert_int_equal(ASK("unlink", "COMM != \"rm\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "COMM ~= \"-r\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "COMM ~= \"\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "COMM ~= \"rm -rf/\"", &f), FALSE);
	assert_int_equal(ASK("unlink", "\"a rm -rf b\" ~= COMM", &f), TRUE);
	assert_int_equal(ASK("unlink", "EXE == COMM", &f), FALSE);
	assert_int_equal(ASK("unlink", "EXE ~= COMM", &f), FALSE);
	assert_int_equal(ASK("unlink", "(COMM == \"rm\") == 0", &f), TRUE);
	/* EXE is a string: its letters are compared */
	assert_int_equal(ASK("unlink", "EXE == \"/usr/bin/rm\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "EXE == \"/usr//bin/rm\"", &f), FALSE);
	assert_int_equal(ASK("unlink", "under(EXE, \"/usr\")", &f), TRUE);
	f.var[VAR_COMM] = string("");
	assert_int_equal(ASK("unlink", "COMM == \"\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "COMM ~= \"x\"", &f), FALSE);
	f.var[VAR_COMM] = string("\xff\n");
	assert_int_equal(ASK("unlink", "COMM == \"\\xff\\n\"", &f), TRUE);
}

/* a literal with a leading '/' means the object, others the letters */
static void test_paths(void **state)
{
	struct fake f = nobody;

	/* cd /etc && rm ./passwd */
	f.param[1] = f.var[VAR_PATH] = path("./passwd", "/etc/passwd");
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"/etc/passwd\"", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "\"/etc/passwd\" == PARAMS[1]", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"/etc//./x/../passwd/\"",
		&f), TRUE);
	assert_int_equal(ASK("unlink", "PARAMS[1] != \"/etc/passwd\"", &f),
		FALSE);
	assert_int_equal(ASK("unlink", "PATH == \"/etc/passwd\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"./passwd\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"passwd\"", &f), FALSE);
	assert_int_equal(ASK("unlink", "PATH == \"./passwd\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "PATH != \"passwd\"", &f), TRUE);
	/* ~= on a parameter looks at its letters, on PATH at the object */
	assert_int_equal(ASK("unlink", "PARAMS[1] ~= \"./\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "PARAMS[1] ~= \"etc\"", &f), FALSE);
	assert_int_equal(ASK("unlink", "PATH ~= \"etc/\"", &f), TRUE);
	/* raw() is the letters, whatever the other side */
	assert_int_equal(ASK("unlink", "raw(PARAMS[1]) == \"/etc/passwd\"", &f),
		FALSE);
	assert_int_equal(ASK("unlink", "raw(PARAMS[1]) == \"./passwd\"", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "raw(PARAMS[1]) ~= \"pass\"", &f), TRUE);
	assert_int_equal(ASK("unlink", "glob(raw(PARAMS[1]), \"./*\")", &f),
		TRUE);
	/* two paths are two objects, one of them raw is letters */
	f.param[2] = path("../etc/passwd", "/etc/passwd");
	f.var[VAR_PATH2] = path("passwd", "/root/passwd");
	assert_int_equal(ASK("rename", "PARAMS[1] == PARAMS[2]", &f), TRUE);
	assert_int_equal(ASK("rename", "PATH == PARAMS[2]", &f), TRUE);
	assert_int_equal(ASK("rename", "PATH != PATH2", &f), TRUE);
	assert_int_equal(ASK("rename", "raw(PARAMS[1]) == raw(PARAMS[2])", &f),
		FALSE);
	assert_int_equal(ASK("rename", "raw(PARAMS[1]) == PARAMS[2]", &f),
		FALSE);
	/* the object is not known: its letters may be */
	f.param[1] = path("./passwd", NULL);
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"/etc/passwd\"", &f),
		UNKNOWN);
	assert_int_equal(ASK("unlink", "PARAMS[1] != \"/etc/passwd\"", &f),
		UNKNOWN);
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"./passwd\"", &f), TRUE);
	f.param[1] = path(NULL, "/etc/passwd");
	assert_int_equal(ASK("unlink", "PARAMS[1] == \"/etc/passwd\"", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "raw(PARAMS[1]) == \"./passwd\"", &f),
		UNKNOWN);
}

static void test_under(void **state)
{
	struct fake f = nobody;

	f.param[1] = f.var[VAR_PATH] = path("x", "/etc/ssh/x");
	assert_int_equal(ASK("unlink", "under(PATH, \"/etc\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "under(PARAMS[1], \"/etc\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "under(PATH, \"/etc/\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "under(PATH, \"/\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "under(PATH, \"/etc/ssh/x\")", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "under(PATH, \"/etc/ss\")", &f), FALSE);
	assert_int_equal(ASK("unlink", "under(PATH, \"/etc/ssh/x/y\")", &f),
		FALSE);
	assert_int_equal(ASK("unlink", "!under(PATH, \"/usr\")", &f), TRUE);
	f.param[1] = path("x", NULL);
	assert_int_equal(ASK("unlink", "under(PARAMS[1], \"/\")", &f), UNKNOWN);
}

static void test_glob(void **state)
{
	struct fake f = nobody;

	f.param[1] = f.var[VAR_PATH] = path("ssh/a.key", "/etc/ssh/a.key");
	assert_int_equal(ASK("unlink", "glob(PATH, \"/etc/*/*.key\")", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "glob(PATH, \"/etc/*\")", &f), FALSE);
	assert_int_equal(ASK("unlink", "glob(PATH, \"/etc/**\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "glob(PATH, \"**.key\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "glob(PARAMS[1], \"/etc/**\")", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "glob(PARAMS[1], \"ssh/*\")", &f), TRUE);
	assert_int_equal(ASK("unlink", "glob(PARAMS[1], \"**etc**\")", &f),
		FALSE);
	assert_int_equal(ASK("unlink", "regex(PATH, \"^/etc/.*key$\")", &f),
		TRUE);
	assert_int_equal(ASK("unlink", "regex(PARAMS[1], \"^/etc\")", &f),
		FALSE);
	assert_int_equal(ASK("unlink", "regex(PARAMS[1], \"a[.]k\")", &f),
		TRUE);
}

/* a pattern that would take for ever gives no answer */
static void test_slow_regex(void **state)
{
	char text[4096];
	struct fake f = nobody;

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	f.var[VAR_COMM] = string(text);
	assert_int_equal(ASK("unlink", "regex(COMM, \"(a+)+$\")", &f), TRUE);
	text[sizeof(text) - 2] = 'b';
	assert_int_equal(ASK("unlink", "regex(COMM, \"^(a+)+$\")", &f),
		UNKNOWN);
	assert_int_equal(ASK("unlink", "regex(COMM, \"^(a+)+$\") && 0", &f),
		FALSE);
}

static void test_constants_fold(void **state)
{
	assert_int_equal(ASK_NOTHING("1 + 2 == 3"), TRUE);
	assert_int_equal(ASK_NOTHING("-1 < 0"), TRUE);
	assert_int_equal(ASK_NOTHING("0xffffffffffffffff > 0"), TRUE);
	assert_int_equal(ASK_NOTHING("0xffffffffffffffff + 1 == "
		"0x10000000000 - 0x10000000000"), FALSE);
	assert_int_equal(ASK_NOTHING("~0 == -1"), TRUE);
	assert_int_equal(ASK_NOTHING("!5 == 0"), TRUE);
	assert_int_equal(ASK_NOTHING("makedev(8, 3) == 0x803"), TRUE);
	assert_int_equal(ASK_NOTHING("makedev(8, 0x12345) == 0x12300845"),
		TRUE);
	assert_int_equal(ASK_NOTHING("htons(7) == 0x700"), TRUE);
	assert_int_equal(ASK_NOTHING("usernametoid(\"alice\") == 1000"), TRUE);
	assert_int_equal(ASK_NOTHING("EPERM == 1 && EACCES == 13"), TRUE);
	assert_int_equal(ASK_NOTHING("SIGKILL == 9"), TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dirfd),
		cmocka_unit_test(test_sign),
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_logic),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_under),
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_slow_regex),
		cmocka_unit_test(test_constants_fold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
