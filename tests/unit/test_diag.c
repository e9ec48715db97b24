/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/diag.h"

#define SOURCE(s) {.name = "t", .text = {(s), sizeof(s) - 1}}

static struct span part(const struct source *src, size_t from, size_t n)
{
	return (struct span){src->text.p + from, n};
}

static void check_print(const struct diag *d, const char *want)
{
	cleanup(buf_deinit) struct buf out = {0};

	diag_print(d, &out);
	buf_lit(&out, "");
	assert_string_equal(out.p, want);
}

/* one message at [from, from + n) of text, printed */
static void check_one(struct span text, size_t from, size_t n,
	const char *want)
{
	struct source src = {.name = "t", .text = text};
	cleanup(diag_deinit) struct diag d = {0};

	diag_add(&d, DIAG_ERROR, &src, part(&src, from, n), "wrong");
	check_print(&d, want);
}

static void test_place(void **state)
{
	check_one(SPAN_LIT("abc def"), 4, 3,
		"t:1:5: error: wrong\n  abc def\n      ^~~\n");
	check_one(SPAN_LIT("abc"), 0, 1, "t:1:1: error: wrong\n  abc\n  ^\n");
	check_one(SPAN_LIT("abc"), 3, 0,
		"t:1:4: error: wrong\n  abc\n     ^\n");
	check_one(SPAN_LIT(""), 0, 0, "t:1:1: error: wrong\n  \n  ^\n");
	check_one(SPAN_LIT("a\nbc\nd"), 3, 1,
		"t:2:2: error: wrong\n  bc\n   ^\n");
	check_one(SPAN_LIT("a\n"), 2, 0, "t:2:1: error: wrong\n  \n  ^\n");
	check_one(SPAN_LIT("a\r\nbc\r\n"), 3, 2,
		"t:2:1: error: wrong\n  bc\n  ^~\n");
	/* a span over several lines ends with its first one */
	check_one(SPAN_LIT("ab\ncd"), 1, 4,
		"t:1:2: error: wrong\n  ab\n   ^\n");
	check_one(SPAN_LIT("\xef\xbb\xbf" "ab"), 4, 1,
		"t:1:2: error: wrong\n  ab\n   ^\n");
}

/* the caret stands under its byte, whatever is before it */
static void test_columns(void **state)
{
	check_one(SPAN_LIT("\ta\tb"), 3, 1,
		"t:1:4: error: wrong\n  \ta\tb\n  \t \t^\n");
	check_one(SPAN_LIT("\xc3\xa9\xe2\x82\xac x"), 6, 1,
		"t:1:4: error: wrong\n  \xc3\xa9\xe2\x82\xac x\n     ^\n");
	check_one(SPAN_LIT("x\xc3\xa9y"), 1, 3,
		"t:1:2: error: wrong\n  x\xc3\xa9y\n   ^~\n");
	/* what a terminal obeys, and what is no character */
	check_one(SPAN_LIT("\x1b[31m\xff\xe2\x80\xae x"), 10, 1,
		"t:1:9: error: wrong\n  ?[31m?? x\n          ^\n");
	check_one(SPAN_LIT("a\0b"), 2, 1,
		"t:1:3: error: wrong\n  a?b\n    ^\n");
}

static void test_long_line(void **state)
{
	char text[1000];
	struct source src = {.name = "t", .text = {text, sizeof(text)}};
	cleanup(diag_deinit) struct diag d = {0};
	cleanup(buf_deinit) struct buf want = {0};

	memset(text, 'a', sizeof(text));
	text[500] = 'X';
	diag_add(&d, DIAG_ERROR, &src, part(&src, 500, 1), "wrong");
	buf_lit(&want, "t:1:501: error: wrong\n  ...");
	for (int i = 0; i < 200; i++)
		buf_chr(&want, i == 120 ? 'X' : 'a');
	buf_lit(&want, "\n     ");
	for (int i = 0; i < 120; i++)
		buf_chr(&want, ' ');
	buf_lit(&want, "^\n");
	check_print(&d, want.p);
}

/* in a long line of long characters none is cut */
static void test_long_characters(void **state)
{
	char text[900];
	struct source src = {.name = "t", .text = {text, sizeof(text)}};
	cleanup(diag_deinit) struct diag d = {0};
	cleanup(buf_deinit) struct buf out = {0};

	for (size_t i = 0; i < sizeof(text); i += 3)
		memcpy(text + i, "\xe2\x82\xac", 3);
	for (size_t i = 0; i < 100; i++) {
		diag_deinit(&d);
		diag_add(&d, DIAG_ERROR, &src, part(&src, 3 * i, 3), "wrong");
		buf_reset(&out);
		diag_print(&d, &out);
		assert_null(strchr(out.p, '?'));
	}
}

static void test_no_place(void **state)
{
	struct source src = SOURCE("x");
	cleanup(diag_deinit) struct diag d = {0};

	diag_add(&d, DIAG_ERROR, NULL, (struct span){0}, "no text");
	diag_add(&d, DIAG_ERROR, &src, (struct span){0}, "no place");
	diag_add(&d, DIAG_WARNING, &src, part(&src, 0, 1), "a place");
	check_print(&d, "t: error: no place\nt:1:1: warning: a place\n  x\n"
		"  ^\nerror: no text\n");
	assert_int_equal(d.errors, 2);
	assert_int_equal(d.warnings, 1);
}

/* by text and place, whenever they were found; notes behind their message */
static void test_order(void **state)
{
	struct source a = SOURCE("abc"), b = SOURCE("xyz");
	cleanup(diag_deinit) struct diag d = {0};
	static const char *const want[] = {
		"a0", "a1", "note on a1", "a2", "b0", "note 1", "note 2", "b2"};

	b.index = 1;
	diag_add(&d, DIAG_WARNING, &b, part(&b, 2, 1), "b2");
	diag_add(&d, DIAG_ERROR, &a, part(&a, 2, 1), "a2");
	diag_add(&d, DIAG_WARNING, &b, part(&b, 0, 1), "b0");
	diag_add(&d, DIAG_NOTE, &a, part(&a, 0, 1), "note 1");
	diag_add(&d, DIAG_NOTE, &b, part(&b, 2, 1), "note 2");
	diag_add(&d, DIAG_ERROR, &a, part(&a, 0, 1), "a0");
	diag_add(&d, DIAG_WARNING, &a, part(&a, 1, 1), "a1");
	diag_add(&d, DIAG_NOTE, &b, part(&b, 2, 1), "note on a1");
	assert_int_equal(d.items.n, ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++)
		assert_string_equal(d.items.v[i].text, want[i]);
}

static void test_double(void **state)
{
	struct source src = SOURCE("abc");
	cleanup(diag_deinit) struct diag d = {0};

	diag_add(&d, DIAG_NOTE, &src, part(&src, 0, 1), "of nothing");
	diag_add(&d, DIAG_ERROR, &src, part(&src, 0, 1), "first");
	diag_add(&d, DIAG_ERROR, &src, part(&src, 0, 3), "second");
	diag_add(&d, DIAG_NOTE, &src, part(&src, 1, 1), "on the second");
	diag_add(&d, DIAG_WARNING, &src, part(&src, 0, 1), "warning");
	assert_int_equal(d.items.n, 2);
	assert_string_equal(d.items.v[0].text, "first");
	assert_string_equal(d.items.v[1].text, "warning");
	assert_int_equal(d.errors, 1);
	assert_int_equal(d.warnings, 1);
}

static void test_limit(void **state)
{
	char text[1000] = {0};
	struct source src = {.name = "t", .text = {text, sizeof(text)}};
	cleanup(diag_deinit) struct diag d = {0};
	cleanup(buf_deinit) struct buf out = {0};

	for (size_t i = 0; i < sizeof(text); i++) {
		assert_int_equal(diag_line(&d, &src, part(&src, i, 1)),
			i < DIAG_ERRORS_MAX);
		diag_add(&d, DIAG_ERROR, &src, part(&src, i, 1), "e");
		diag_add(&d, DIAG_NOTE, &src, part(&src, i, 1), "n");
	}
	assert_int_equal(d.errors, sizeof(text));
	assert_int_equal(d.items.n, 2 * DIAG_ERRORS_MAX);
	diag_print(&d, &out);
	assert_non_null(strstr(out.p, "\n980 more errors not shown\n"));
	for (size_t i = 0; i < sizeof(text); i++)
		diag_add(&d, DIAG_WARNING, &src, part(&src, i, 1), "w");
	assert_int_equal(d.warnings, sizeof(text));
	assert_int_equal(d.items.n, 12 * DIAG_ERRORS_MAX);
}

/* words of a rule file in a message */
static void test_text(void **state)
{
	struct source src = {.name = "a\x1b[m", .text = SPAN_LIT("x")};
	cleanup(diag_deinit) struct diag d = {0};

	diag_add(&d, DIAG_ERROR, &src, part(&src, 0, 1), "'%s' \"%c\\",
		"\x1b[31m\xc3\xa9\xff\n", '%');
	assert_string_equal(d.items.v[0].text, "'?[31m\xc3\xa9?\?' \"%\\");
	check_print(&d, "a?[m:1:1: error: '?[31m\xc3\xa9?\?' \"%\\\n  x\n  ^\n");
}

static const char *next_name(void *arg)
{
	static const char *const names[] = {"unlink", "unlinkat", "open",
		"execve", "execveat", "O_WRONLY", "UID", NULL};
	size_t *i = arg;

	return names[*i] ? names[(*i)++] : NULL;
}

static const char *guess(const struct diag *d, const char *word)
{
	size_t i = 0;

	return diag_guess(d, span_of(word), next_name, &i);
}

static void test_guess(void **state)
{
	struct diag full = {.errors = DIAG_ERRORS_MAX};
	char text[100];

	assert_string_equal(guess(NULL, "unlnik"), "unlink");
	assert_string_equal(guess(NULL, "unlik"), "unlink");
	assert_string_equal(guess(NULL, "unlinka"), "unlink");
	assert_string_equal(guess(NULL, "UNLINK"), "unlink");
	assert_string_equal(guess(NULL, "O_WRONYL"), "O_WRONLY");
	assert_string_equal(guess(NULL, "opne"), "open");
	assert_string_equal(guess(NULL, "UDI"), "UID");
	/* the beginning of a name, the shortest of them */
	assert_string_equal(guess(NULL, "exec"), "execve");
	assert_string_equal(guess(NULL, "O_WR"), "O_WRONLY");
	assert_null(guess(NULL, "exe"));
	assert_null(guess(NULL, "xyzzy"));
	assert_null(guess(NULL, "u"));
	assert_null(guess(NULL, ""));
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_null(guess(NULL, text));
	/* no work for messages that nobody sees */
	assert_null(guess(&full, "unlnik"));
	full.errors--;
	assert_string_equal(guess(&full, "unlnik"), "unlink");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_long_characters),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_double),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_guess),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
