/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/rulekit.h"

#include "rule/format.h"

static const struct rule before = {
	.name = {"r", 1}, .phase = PHASE_BEFORE};
static const struct rule after = {.name = {"r", 1}, .phase = PHASE_AFTER};

/* the parts as "text|%macro|text" */
static void check_format(struct span text, const struct rule *rule,
	const char *want)
{
	struct source src = {.name = "t", .text = text};
	cleanup(arena_deinit) struct arena arena = {0};
	cleanup(buf_deinit) struct buf out = {0};
	cleanup(diag_deinit) struct diag diag = {0};
	const struct format *f;

	assert_int_equal(format_parse(&f, &arena, &src, text, rule, &diag), 0);
	assert_int_equal(diag.errors, 0);
	buf_lit(&out, "");
	for (size_t i = 0; i < f->n; i++) {
		const struct format_part *p = &f->part[i];

		if (i)
			buf_chr(&out, '|');
		if (p->macro < 0)
			buf_span(&out, p->text);
		else
			buf_printf(&out, "%%%s",
				macro_info((enum macro)p->macro)->name);
	}
	assert_string_equal(out.p, want);
}

#define FORMAT(text, want) check_format(SPAN_LIT(text), &before, want)

static void test_parts(void **state)
{
	FORMAT("", "");
	FORMAT("text", "text");
	FORMAT("%comm", "%comm");
	FORMAT("%comm%pid", "%comm|%pid");
	FORMAT("a%comm b", "a|%comm| b");
	FORMAT("%%", "%");
	FORMAT("100%%%comm%%", "100|%|%comm|%");
	FORMAT("%%comm", "%|comm");
	FORMAT("{%comm} # \"x\"", "{|%comm|} # \"x\"");
	FORMAT("effac\xc3\xa9 par %uid", "effac\xc3\xa9 par |%uid");
}

static void test_longest(void **state)
{
	FORMAT("%sid_%sname", "%sid|_|%sname");
	FORMAT("%path2%path", "%path2|%path");
	FORMAT("%pathname", "%path|name");
	FORMAT("%uids", "%uid|s");
	FORMAT("%suid%sid%ses", "%suid|%sid|%ses");
	FORMAT("%euser%euid%epoch", "%euser|%euid|%epoch");
	FORMAT("%commx", "%comm|x");
}

/* output has one line a call */
static void test_lines(void **state)
{
	FORMAT("a\nb", "a| |b");
	FORMAT("a \t\r\n\t \n b", "a| |b");
	FORMAT("a\rb\r\nc", "a| |b| |c");
	FORMAT("%pid\n%uid", "%pid| |%uid");
	FORMAT("%pid \n %uid", "%pid| |%uid");
	FORMAT("a  b\tc", "a  b\tc");
}

/* every macro, in its phase */
static void test_macros(void **state)
{
	for (int i = 0; i < MACRO_COUNT; i++) {
		const struct macro_info *m = macro_info((enum macro)i);
		cleanup(buf_deinit) struct buf t = {0};

		buf_printf(&t, "%%%s", m->name);
		check_format((struct span){t.p, t.n}, &after, t.p);
		check_format((struct span){t.p, t.n}, NULL, t.p);
		if (!m->after)
			check_format((struct span){t.p, t.n}, &before, t.p);
		assert_true(strlen(m->what) > 0);
	}
	assert_int_equal(MACRO_ruleid, 0);
	assert_true(macro_info(MACRO_retval)->after);
	assert_false(macro_info(MACRO_comm)->after);
}

#define LOG(text) ACTION("type = LOG log_format {" text "}")

static void test_mistakes(void **state)
{
	static const char percent[] =
		"'%' without a macro; write '%%' for a percent sign";

	kit_error(LOG("%parms"), "%parms",
		"unknown macro '%parms'; did you mean '%params'?");
	kit_error(LOG("%COMM"), "%COMM",
		"unknown macro '%COMM'; did you mean '%comm'?");
	kit_error(LOG("%sid_%snme x"), "%snme",
		"unknown macro '%snme'; did you mean '%sname'?");
	kit_error(LOG("%xyzzy"), "%xyzzy", "unknown macro '%xyzzy'");
	kit_error(LOG("%"), "%", percent);
	kit_error(LOG("100% sure"), "%", percent);
	kit_error(LOG("%%%"), "%", percent);
	kit_error(LOG("%5pid"), "%", percent);
	kit_error(LOG("%{comm}"), "%", percent);
	kit_error(LOG("%\xc3\xa9"), "%", percent);
	kit_error(LOG("%retval"), "%retval",
		"%retval is known only after the call; write when = after in "
		"rule 'r'");
	kit_error(LOG("a \x1b b"), "\x1b",
		"the byte 0x1b in a log_format is a control character");
	kit_error(LOG("a \xff b"), "\xff",
		"the byte 0xff in a log_format is not UTF-8");
}

/* all mistakes of one text */
static void test_many(void **state)
{
	struct kit k = {0};

	kit_load(&k, LOG("%a1 %retval % %errno %cmm"));
	assert_int_equal(k.diag.errors, 5);
	kit_message(&k, 0, DIAG_ERROR, "%a", "unknown macro '%a'");
	kit_message(&k, 4, DIAG_ERROR, "%cmm",
		"unknown macro '%cmm'; did you mean '%comm'?");
	kit_load(&k, LOG(""));
	kit_message(&k, 0, DIAG_WARNING, "",
		"an empty log_format writes empty lines");
	kit_free(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_macros),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
