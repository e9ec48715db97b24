/* SPDX-License-Identifier: GPL-2.0-or-later */
/* the ring of recent lines, against a plain list */
#include "daemon/recent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD 12		/* bytes of a line's head in the ring */
#define MODEL 4000

static void add(struct recent *r, const char *rule, const char *text)
{
	recent_add(r, span_of(rule), span_of(text));
}

static void expect(const struct recent *r, struct recent_pos *pos,
	const char *rule, const char *text)
{
	struct recent_line line;

	assert_true(recent_next(r, pos, &line));
	assert_true(span_is(line.text, text));
	if (rule)
		assert_true(span_is(line.rule, rule));
	else
		assert_null(line.rule.p);
}

static void expect_end(const struct recent *r, struct recent_pos *pos)
{
	struct recent_line line;

	assert_false(recent_next(r, pos, &line));
}

static void test_nothing(void **state)
{
	struct recent r = {0};
	struct recent_pos pos = recent_begin(&r);

	expect_end(&r, &pos);
	add(&r, "rule", "text\n");
	expect_end(&r, &pos);
	recent_deinit(&r);
}

static void test_bound_of_lines(void **state)
{
	struct recent r;
	struct recent_pos pos;

	assert_int_equal(recent_init(&r, 2, 1000), 0);
	add(&r, "a", "one\n");
	add(&r, NULL, "two\n");
	pos = recent_begin(&r);
	expect(&r, &pos, "a", "one\n");
	expect(&r, &pos, NULL, "two\n");
	expect_end(&r, &pos);
	add(&r, "", "three\n");
	pos = recent_begin(&r);
	expect(&r, &pos, NULL, "two\n");
	expect(&r, &pos, "", "three\n");
	expect_end(&r, &pos);
	recent_deinit(&r);
}

static void test_bound_of_bytes(void **state)
{
	struct recent r;
	struct recent_pos pos;

	/* exactly two lines of 5 + 1 bytes */
	assert_int_equal(recent_init(&r, 100, 2 * (HEAD + 6)), 0);
	add(&r, "a", "1234\n");
	add(&r, "b", "5678\n");
	add(&r, "c", "9012\n");
	pos = recent_begin(&r);
	expect(&r, &pos, "b", "5678\n");
	expect(&r, &pos, "c", "9012\n");
	expect_end(&r, &pos);
	/* one that is larger than all */
	add(&r, "d", "0123456789012345678901234567890123456789\n");
	pos = recent_begin(&r);
	expect_end(&r, &pos);
	add(&r, "e", "1234\n");
	pos = recent_begin(&r);
	expect(&r, &pos, "e", "1234\n");
	expect_end(&r, &pos);
	recent_deinit(&r);
}

/* what is kept are always the last ones, whole, and not too few of them */
static void check(const struct recent *r, const unsigned *size, size_t n)
{
	struct recent_pos pos = recent_begin(r);
	size_t first = n - r->lines, bytes = 0;
	struct recent_line line;
	char want[32];

	for (size_t i = first; i < n; i++) {
		int len = snprintf(want, sizeof(want), "%zu:", i);

		assert_true(recent_next(r, &pos, &line));
		assert_int_equal(line.text.n, len + (int)size[i]);
		assert_memory_equal(line.text.p, want, len);
		for (unsigned k = 0; k < size[i]; k++)
			assert_int_equal(line.text.p[len + (int)k], 'x');
		assert_int_equal(line.rule.n, i % 3 ? i % 7 : 0);
		assert_int_equal(line.rule.p == NULL, i % 3 == 0);
		bytes += HEAD + line.rule.n + line.text.n;
	}
	expect_end(r, &pos);
	assert_true(bytes <= r->size);
	/* at most two of the largest lines' room is lost at the end */
	if (n > r->lines && r->lines < r->max)
		assert_true(bytes + 2 * (HEAD + 8 + 100) >= r->size);
}

static void test_many(void **state)
{
	static unsigned size[MODEL];
	unsigned seed = 1;

	for (size_t bytes = 300; bytes < 1300; bytes += 37) {
		struct recent r;

		assert_int_equal(recent_init(&r, 20, bytes), 0);
		for (size_t i = 0; i < MODEL; i++) {
			char text[128];
			int len = snprintf(text, sizeof(text), "%zu:", i);

			seed = seed * 1103515245 + 12345;
			size[i] = (seed >> 16) % (i / 1000 % 2 ? 10 : 90);
			memset(text + len, 'x', size[i]);
			recent_add(&r, (struct span){i % 3 ? "abcdefg" : NULL,
				i % 7}, (struct span){text, (size_t)len +
				size[i]});
			check(&r, size, i + 1);
		}
		recent_deinit(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_bound_of_lines),
		cmocka_unit_test(test_bound_of_bytes),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
