/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rule/pattern.h"

static void test_glob(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool want;
	} rows[] = {
		{"", "", true}, {"", "a", false}, {"a", "", false},
		{"a", "a", true}, {"a", "b", false}, {"a", "ab", false},
		{"?", "a", true}, {"?", "", false}, {"?", "/", false},
		{"??", "ab", true}, {"?", "ab", false},
		{"*", "", true}, {"*", "abc", true}, {"*", "a/b", false},
		{"*/*", "a/b", true}, {"a*c", "abbc", true},
		{"a*c", "ac", true}, {"a*c", "ab", false},
		{"*.conf", "x.conf", true}, {"*.conf", "d/x.conf", false},
		{"*a*b*", "xaxbx", true}, {"*a*b*", "xbxax", false},
		{"**", "", true}, {"**", "a/b/c", true}, {"***", "a/b", true},
		{"/etc/**", "/etc/a/b", true}, {"/etc/**", "/etc/", true},
		{"/etc/**", "/etc", false}, {"**/x", "a/b/x", true},
		{"**/x", "x", false}, {"**x", "x", true},
		{"/a/**/z", "/a/b/c/z", true}, {"/a/**/z", "/a/z", false},
		{"/a/**z", "/a/z", true}, {"**/*.c", "a/b/x.c", true},
		{"**/*.c", "a/b/x.h", false}, {"a**b*c", "a/b/bxc", true},
		{"a**b*c", "a/bx/c", false}, {"*/b/**/d", "a/b/c/d", true},
		{"**a/*b", "xa/ya/zb", true},
		{"[abc]", "b", true}, {"[abc]", "d", false},
		{"[a-c]", "c", true}, {"[a-c]", "d", false},
		{"[!a-c]", "d", true}, {"[!a-c]", "b", false},
		{"[^a-c]", "d", true}, {"[!/]", "/", false},
		{"[/]", "/", false}, {"[]]", "]", true}, {"[!]]", "a", true},
		{"[a-]", "-", true}, {"[-a]", "-", true}, {"[\\]]", "]", true},
		{"[\\a-\\c]", "b", true}, {"[a]b", "ab", true},
		{"x[a-c]*", "xbzz", true}, {"[c-a]", "b", false},
		{"\\*", "*", true}, {"\\*", "a", false}, {"\\\\", "\\", true},
		{"\\a", "a", true}, {"a\\?b", "a?b", true},
		{"caf\xc3\xa9*", "caf\xc3\xa9s", true},
		{"[\xff]", "\xff", true}, {"?", "\xff", true},
		{"a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct span p = span_of(rows[i].pattern);
		bool got = glob_match(p, span_of(rows[i].text));

		if (got != rows[i].want)
			print_error("%s on %s\n", rows[i].pattern, rows[i].text);
		assert_int_equal(got, rows[i].want);
		assert_null(glob_check(p));
	}
	assert_true(glob_match((struct span){NULL, 0}, (struct span){NULL, 0}));
}

/* a pattern of an administrator, a name of an attacker: still quick */
static void test_glob_bound(void **state)
{
	static char text[4096], pattern[256];
	struct span s = {text, sizeof(text)}, p = {pattern, sizeof(pattern)};

	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(pattern); i++)
		pattern[i] = i % 2 ? '*' : 'a';
	pattern[sizeof(pattern) - 1] = 'b';
	assert_false(glob_match(p, s));
	for (size_t i = 0; i < sizeof(pattern); i++)
		pattern[i] = i % 3 ? '*' : 'a';
	pattern[sizeof(pattern) - 1] = 'b';
	assert_false(glob_match(p, s));
}

static void test_glob_check(void **state)
{
	assert_string_equal(glob_check(SPAN_LIT("[")), "'[' without ']'");
	assert_string_equal(glob_check(SPAN_LIT("a[b")), "'[' without ']'");
	assert_string_equal(glob_check(SPAN_LIT("[]")), "'[' without ']'");
	assert_string_equal(glob_check(SPAN_LIT("[!]")), "'[' without ']'");
	assert_string_equal(glob_check(SPAN_LIT("[a\\]")), "'[' without ']'");
	assert_string_equal(glob_check(SPAN_LIT("[a-")), "'[' without ']'");
	assert_string_equal(glob_check(SPAN_LIT("a\\")),
		"the pattern ends in '\\'");
	assert_null(glob_check(SPAN_LIT("")));
	assert_null(glob_check(SPAN_LIT("a]")));
	assert_null(glob_check(SPAN_LIT("\\[")));
}

static int regex(const char *pattern, struct span text)
{
	cleanup(buf_deinit) struct buf error = {0};
	struct pattern *p;
	int r;

	assert_int_equal(pattern_new(&p, span_of(pattern), &error), 0);
	r = pattern_match(p, text);
	pattern_free(p);
	return r;
}

static void test_regex(void **state)
{
	assert_int_equal(regex("^a+$", SPAN_LIT("aaa")), 1);
	assert_int_equal(regex("^a+$", SPAN_LIT("aab")), 0);
	assert_int_equal(regex("b", SPAN_LIT("abc")), 1);
	assert_int_equal(regex("", SPAN_LIT("")), 1);
	assert_int_equal(regex("", (struct span){NULL, 0}), 1);
	assert_int_equal(regex("^a.c$", SPAN_LIT("a\0c")), 1);
	assert_int_equal(regex("\\xff", SPAN_LIT("\xff\xfe")), 1);
	assert_int_equal(regex("(?i)RM", SPAN_LIT("rm")), 1);
	assert_int_equal(regex("(a)(b)(c)\\3", SPAN_LIT("abcc")), 1);
}

static void test_regex_bad(void **state)
{
	static const struct {
		const char *pattern, *words;
	} rows[] = {
		{"(", "missing closing parenthesis at offset 1"},
		{"a{2,1}",
			"numbers out of order in {} quantifier at offset 5"},
		{"*", "quantifier does not follow a repeatable item at "
			"offset 0"},
		{"[z-a]", "range out of order in character class at offset 3"},
		{"(*UTF)a", "using UTF is disabled by the application at "
			"offset 6"},
		{"a\\Cb", "using \\C is disabled by the application at "
			"offset 3"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cleanup(buf_deinit) struct buf error = {0};
		struct pattern *p = NULL;

		assert_int_equal(pattern_new(&p, span_of(rows[i].pattern),
			&error), -EINVAL);
		assert_null(p);
		assert_string_equal(error.p, rows[i].words);
	}
}

static void test_regex_bound(void **state)
{
	char text[2000];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 'b';
	assert_true(regex("^(a+)+$", (struct span){text, sizeof(text)}) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_bound),
		cmocka_unit_test(test_glob_check),
		cmocka_unit_test(test_regex),
		cmocka_unit_test(test_regex_bad),
		cmocka_unit_test(test_regex_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
