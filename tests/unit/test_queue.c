/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/queue.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void add(struct queue *q, unsigned n)
{
	struct buf text = {0};

	buf_dec(&text, n);
	for (unsigned i = 0; i < n % 50; i++)
		buf_chr(&text, 'x');
	assert_int_equal(queue_add(q, n, (struct span){text.p, text.n}), 0);
	buf_deinit(&text);
}

static void assert_takes(struct queue *q, unsigned n)
{
	struct buf text = {0};
	struct span got;
	unsigned type;

	buf_dec(&text, n);
	for (unsigned i = 0; i < n % 50; i++)
		buf_chr(&text, 'x');
	assert_true(queue_take(q, &type, &got));
	assert_int_equal(type, n);
	assert_true(span_eq(got, (struct span){text.p, text.n}));
	buf_deinit(&text);
}

static void assert_empty(struct queue *q)
{
	struct span text;
	unsigned type;

	assert_int_equal(queue_len(q), 0);
	assert_false(queue_take(q, &type, &text));
}

static void test_order(void **state)
{
	struct queue q = {0};
	unsigned in = 0, out = 0;

	assert_empty(&q);
	for (unsigned round = 1; round < 200; round++) {
		for (unsigned i = 0; i < round * 7 % 31; i++)
			add(&q, in++);
		for (unsigned i = 0; i < round * 5 % 29 && out < in; i++)
			assert_takes(&q, out++);
		assert_int_equal(queue_len(&q), in - out);
	}
	while (out < in)
		assert_takes(&q, out++);
	assert_empty(&q);
	queue_deinit(&q);
}

/* what was taken does not pile up */
static void test_memory_bound(void **state)
{
	struct queue q = {0};

	add(&q, 0);
	for (unsigned i = 1; i < 100000; i++) {
		add(&q, i);
		assert_takes(&q, i - 1);
	}
	assert_true(q.text.cap < 4096);
	assert_true(q.item.cap < 64);
	queue_deinit(&q);
}

static void test_memory_given_back(void **state)
{
	struct queue q = {0};
	char big[8192];
	struct span text;
	unsigned type, n = 0;

	memset(big, 'b', sizeof(big));
	while (!queue_is_full(&q)) {
		assert_int_equal(queue_add(&q, 1300,
			(struct span){big, sizeof(big)}), 0);
		n++;
	}
	assert_int_equal(n, QUEUE_BYTES / sizeof(big));
	while (queue_take(&q, &type, &text))
		n--;
	assert_int_equal(n, 0);
	add(&q, 7);
	assert_false(queue_is_full(&q));
	assert_true(q.text.cap < 4096);
	assert_takes(&q, 7);
	queue_deinit(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_memory_bound),
		cmocka_unit_test(test_memory_given_back),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
