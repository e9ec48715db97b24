/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/path.h"
#include "base/source.h"
#include "base/vec.h"

/* ------------------------------------------------------------- numbers */

static void test_num(void **state)
{
	static const struct {
		const char *text;
		unsigned base;
		int r;
		uint64_t v;
	} rows[] = {
		{"0", 0, 0, 0}, {"1", 0, 0, 1}, {"0x1f", 0, 0, 31},
		{"0X1F", 0, 0, 31}, {"017", 0, 0, 15}, {"00", 0, 0, 0},
		{"18446744073709551615", 0, 0, UINT64_MAX},
		{"18446744073709551616", 0, -ERANGE, 0},
		{"99999999999999999999", 0, -ERANGE, 0},
		{"0xffffffffffffffff", 0, 0, UINT64_MAX},
		{"0x10000000000000000", 0, -ERANGE, 0},
		{"01777777777777777777777", 0, 0, UINT64_MAX},
		{"02000000000000000000000", 0, -ERANGE, 0},
		{"", 0, -EINVAL, 0}, {"0x", 0, -EINVAL, 0},
		{"x", 0, -EINVAL, 0}, {"08", 0, -EINVAL, 0},
		{"12abc", 0, -EINVAL, 0}, {" 1", 0, -EINVAL, 0},
		{"1 ", 0, -EINVAL, 0}, {"+1", 0, -EINVAL, 0},
		{"-1", 0, -EINVAL, 0}, {"1_0", 0, -EINVAL, 0},
		{"ff", 16, 0, 255}, {"0xff", 16, -EINVAL, 0},
		{"FFFFFFFFFFFFFFFF", 16, 0, UINT64_MAX},
		{"010", 10, 0, 10}, {"a", 10, -EINVAL, 0},
		{"10", 8, 0, 8}, {"8", 8, -EINVAL, 0}, {"0", 8, 0, 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t v = 42;

		assert_int_equal(num_parse(span_of(rows[i].text), rows[i].base,
			&v), rows[i].r);
		assert_int_equal(v, rows[i].r ? 42 : rows[i].v);
	}
}

static void test_num_signed(void **state)
{
	static const struct {
		const char *text;
		int r;
		int64_t v;
	} rows[] = {
		{"0", 0, 0}, {"-0", 0, 0}, {"-1", 0, -1}, {"5", 0, 5},
		{"9223372036854775807", 0, INT64_MAX},
		{"9223372036854775808", -ERANGE, 0},
		{"-9223372036854775808", 0, INT64_MIN},
		{"-9223372036854775809", -ERANGE, 0},
		{"-0x10", 0, -16}, {"--1", -EINVAL, 0}, {"-", -EINVAL, 0},
		{"", -EINVAL, 0}, {"+1", -EINVAL, 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int64_t v = 42;

		assert_int_equal(num_parse_signed(span_of(rows[i].text), 0, &v),
			rows[i].r);
		assert_int_equal(v, rows[i].r ? 42 : rows[i].v);
	}
}

static void test_num_put(void **state)
{
	static const struct {
		uint64_t v;
		const char *dec, *hex;
	} rows[] = {
		{0, "0", "0"}, {9, "9", "9"}, {10, "10", "a"},
		{255, "255", "ff"}, {1000000007, "1000000007", "3b9aca07"},
		{UINT64_MAX, "18446744073709551615", "ffffffffffffffff"},
	};
	char t[NUM_DEC_MAX + 1];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		*num_put_dec(t, rows[i].v) = '\0';
		assert_string_equal(t, rows[i].dec);
		*num_put_hex(t, rows[i].v) = '\0';
		assert_string_equal(t, rows[i].hex);
	}
}

/* --------------------------------------------------------------- paths */

static void test_path(void **state)
{
	static const struct {
		const char *dir, *name, *want;	/* NULL: none */
	} rows[] = {
		{"/", "a", "/a"}, {"/etc", "./passwd", "/etc/passwd"},
		{"/etc", "passwd", "/etc/passwd"}, {"/etc/", "x", "/etc/x"},
		{"/etc", "", "/etc"}, {"/", "", "/"}, {"/", ".", "/"},
		{"/a/b", "../c", "/a/c"}, {"/a", "../../../c", "/c"},
		{"/a", "..", "/"}, {"/a/b", "..", "/a"}, {"/a", "b/..", "/a"},
		{"/a", "/b", "/b"}, {"/a", "//b///c//", "/b/c"},
		{"/a", "/..", "/"}, {"/a", "/./.", "/"}, {"/a", "/", "/"},
		{"//a//", "b", "/a/b"}, {"/a/./b/..", "c", "/a/c"},
		{"/a", "...", "/a/..."}, {"/a", "..b", "/a/..b"},
		{"/a", "b.", "/a/b."}, {"/a", ".b", "/a/.b"},
		{"/a", "b/../../c", "/c"}, {"/a", "b/", "/a/b"},
		{"/a", " b ", "/a/ b "}, {"/a", "\xff", "/a/\xff"},
		{NULL, "/a/../b", "/b"}, {"x", "/a", "/a"},
		{"", "/a", "/a"}, {NULL, "a", NULL}, {"x", "a", NULL},
		{"", "", NULL}, {NULL, "", NULL},
	};
	cleanup(arena_deinit) struct arena a = {0};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct span got = path_join(&a, span_of(rows[i].dir),
			span_of(rows[i].name));

		if (!rows[i].want)
			assert_null(got.p);
		else if (!span_is(got, rows[i].want))
			fail_msg("%s %s: %.*s", rows[i].dir, rows[i].name,
				SPAN_ARG(got));
	}
}

/* --------------------------------------------------------------- arena */

static void test_arena(void **state)
{
	cleanup(arena_deinit) struct arena a = {0};
	unsigned char *last = NULL;

	for (size_t n = 1; n < 3000; n++) {
		unsigned char *p = arena_alloc(&a, n);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
		assert_true(p != last);
		last = p;
	}
	assert_true(a.used >= 3000u * 2999 / 2);
	arena_reset(&a);
	assert_int_equal(a.used, 0);
	assert_int_equal(*(unsigned char *)arena_alloc(&a, 1), 0);
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_alloc(&a, SIZE_MAX / 2));
	assert_null(arena_calloc(&a, SIZE_MAX / 2, 3));
	assert_non_null(arena_calloc(&a, 0, 8));
}

static void test_arena_dup(void **state)
{
	cleanup(arena_deinit) struct arena a = {0};
	struct span s = arena_dup(&a, SPAN_LIT("a\0b"));

	assert_int_equal(s.n, 3);
	assert_memory_equal(s.p, "a\0b\0", 4);
	s = arena_dup(&a, (struct span){NULL, 0});
	assert_int_equal(s.n, 0);
	assert_int_equal(*s.p, 0);
}

/* ----------------------------------------------------------------- buf */

static void test_buf(void **state)
{
	cleanup(buf_deinit) struct buf b = {0};
	char *p;

	buf_chr(&b, 'a');
	buf_str(&b, "bc");
	buf_lit(&b, "");
	buf_span(&b, (struct span){NULL, 0});
	buf_add(&b, "d\0e", 3);
	assert_int_equal(b.n, 6);
	assert_memory_equal(b.p, "abcd\0e\0", 7);
	buf_reset(&b);
	assert_string_equal(b.p, "");
	buf_printf(&b, "%d-%s", -5, "x");
	buf_dec(&b, UINT64_MAX);
	buf_sdec(&b, INT64_MIN);
	buf_sdec(&b, 7);
	buf_hex(&b, 0xdeadbeef);
	assert_string_equal(b.p,
		"-5-x18446744073709551615-92233720368547758087deadbeef");
	p = buf_steal(&b);
	assert_string_equal(p,
		"-5-x18446744073709551615-92233720368547758087deadbeef");
	free(p);
	assert_null(b.p);
	p = buf_steal(&b);
	assert_string_equal(p, "");
	free(p);
}

static void test_buf_grows(void **state)
{
	cleanup(buf_deinit) struct buf b = {0};

	for (unsigned i = 0; i < 100000; i++)
		buf_chr(&b, (char)('a' + i % 26));
	assert_int_equal(b.n, 100000);
	for (unsigned i = 0; i < 100000; i++)
		assert_int_equal(b.p[i], 'a' + i % 26);
	assert_int_equal(b.p[b.n], 0);
}

/* an error sticks, and is asked for once */
static void test_buf_error(void **state)
{
	cleanup(buf_deinit) struct buf b = {0};

	buf_str(&b, "abc");
	assert_null(buf_reserve(&b, SIZE_MAX));
	assert_int_equal(b.err, -ENOMEM);
	buf_str(&b, "def");
	buf_printf(&b, "%d", 1);
	assert_string_equal(b.p, "abc");
	assert_null(buf_steal(&b));
	assert_int_equal(b.err, 0);
}

/* ----------------------------------------------------------------- vec */

static void test_vec(void **state)
{
	VEC(int) v = {0};
	long sum = 0;

	vec_foreach(it, &v)
		fail();
	for (int i = 0; i < 1000; i++)
		assert_int_equal(vec_add(&v, i), 0);
	assert_int_equal(v.n, 1000);
	vec_foreach(it, &v)
		sum += *it;
	assert_int_equal(sum, 999 * 500);
	vec_deinit(&v);
	assert_null(v.v);
	assert_int_equal(v.n, 0);
	/* a size that no memory has */
	{
		void *p = NULL;
		size_t cap = SIZE_MAX / 4;

		assert_true(vec_grow(&p, cap, &cap, 8));
		assert_null(p);
		assert_int_equal(cap, SIZE_MAX / 4);
	}
}

/* -------------------------------------------------------------- source */

static void test_source(void **state)
{
	static const char text[] = "\xef\xbb\xbf" "a\xc3\xa9\r\n\tb\nc";
	struct source src = {.name = "t", .text = SPAN_LIT(text)};
	struct place at = source_place(&src, (struct span){text, 0}), next;

	assert_int_equal(at.line, 1);
	assert_int_equal(at.column, 1);
	assert_true(span_is(at.text, "a\xc3\xa9"));
	at = source_place(&src, (struct span){text + 4, 1});
	assert_int_equal(at.column, 2);
	assert_true(span_is(at.text, "a\xc3\xa9"));
	next = source_place_after(&src, &at, (struct span){text + 9, 1});
	assert_int_equal(next.line, 2);
	assert_int_equal(next.column, 2);
	assert_true(span_is(next.text, "\tb"));
	at = source_place(&src, (struct span){text + sizeof(text) - 1, 0});
	assert_int_equal(at.line, 3);
	assert_int_equal(at.column, 2);
	assert_true(span_is(at.text, "c"));
	assert_true(source_has(&src, at.text));
	assert_true(source_has(&src, (struct span){text + sizeof(text) - 1, 0}));
	assert_false(source_has(&src, (struct span){text + sizeof(text), 0}));
	assert_false(source_has(&src, (struct span){NULL, 0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_num),
		cmocka_unit_test(test_num_signed),
		cmocka_unit_test(test_num_put),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_arena_dup),
		cmocka_unit_test(test_buf),
		cmocka_unit_test(test_buf_grows),
		cmocka_unit_test(test_buf_error),
		cmocka_unit_test(test_vec),
		cmocka_unit_test(test_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
