/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/queue.h"

#include "base/message.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define MANY (1u << 20)

static int put(struct queue *q, unsigned n)
{
	char text[128];
	int len = snprintf(text, sizeof(text), "%u%*s", n, (int)(n % 50), "");

	return queue_put(q, n, (struct span){text, (size_t)len});
}

/* sent() - the next batch has these tags; each record is as it was put */
static size_t sent(struct queue *q, size_t bytes, uint64_t *tags)
{
	struct buf out = {0};
	struct message m;
	size_t n = queue_send(q, &out, bytes), i = 0;

	m = (struct message){.rest = {out.p, out.n}};
	while (m.rest.n) {
		uint64_t tag = message_get_u64(&m);
		unsigned type = message_get_u32(&m);
		struct span text = message_get_text(&m);
		char want[128];

		snprintf(want, sizeof(want), "%u%*s", type, (int)(type % 50),
			"");
		assert_true(span_is(text, want));
		tags[i++] = tag;
	}
	assert_false(m.bad);
	assert_int_equal(i, n);
	buf_deinit(&out);
	return n;
}

static bool is_readable(const struct queue *q)
{
	struct pollfd p = {.fd = queue_fd(q), .events = POLLIN};

	return poll(&p, 1, 0) == 1;
}

static void test_order(void **state)
{
	struct queue q;
	uint64_t tags[16];

	assert_int_equal(queue_init(&q, MANY, MANY), 0);
	assert_false(is_readable(&q));
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(put(&q, i), 0);
	assert_true(is_readable(&q));
	queue_clear(&q);
	assert_false(is_readable(&q));
	assert_int_equal(sent(&q, 1, tags), 1);
	assert_int_equal(tags[0], 0);
	assert_int_equal(sent(&q, MANY, tags), 9);
	for (unsigned i = 0; i < 9; i++)
		assert_int_equal(tags[i], i + 1);
	assert_int_equal(sent(&q, MANY, tags), 0);
	assert_int_equal(put(&q, 10), 0);
	assert_true(is_readable(&q));
	queue_deinit(&q);
}

/* what is not done with is sent again, and nothing else is */
static void test_again(void **state)
{
	struct queue q;
	uint64_t tags[16];

	assert_int_equal(queue_init(&q, MANY, MANY), 0);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(put(&q, i), 0);
	assert_false(queue_done(&q, 3));	/* was not sent */
	assert_int_equal(sent(&q, MANY, tags), 8);
	assert_true(queue_done(&q, 3));
	assert_false(queue_done(&q, 3));
	assert_false(queue_done(&q, 8));
	assert_true(queue_done(&q, 0));
	assert_true(queue_done(&q, 7));
	assert_int_equal(queue_depth(&q).records, 5);
	queue_clear(&q);
	queue_unsend(&q);
	assert_true(is_readable(&q));
	assert_int_equal(put(&q, 8), 0);
	assert_int_equal(sent(&q, MANY, tags), 6);
	assert_int_equal(tags[0], 1);
	assert_int_equal(tags[1], 2);
	assert_int_equal(tags[2], 4);
	assert_int_equal(tags[4], 6);
	assert_int_equal(tags[5], 8);
	for (unsigned i = 0; i < 6; i++)
		assert_true(queue_done(&q, tags[i]));
	assert_int_equal(queue_depth(&q).records, 0);
	assert_int_equal(queue_depth(&q).bytes, 0);
	queue_deinit(&q);
}

static void test_bounds(void **state)
{
	struct queue q;
	uint64_t tags[2000];
	unsigned n = 0;
	int r;

	assert_int_equal(queue_init(&q, MANY, 1000), 0);
	while (!(r = put(&q, n))) {
		assert_int_equal(queue_is_high(&q), n + 1 >= 875);
		n++;
	}
	assert_int_equal(r, QUEUE_FULL);
	assert_int_equal(n, 1000);
	assert_int_equal(sent(&q, MANY, tags), 1000);
	assert_int_equal(put(&q, n), QUEUE_FULL);
	/* room is where the oldest went */
	assert_true(queue_done(&q, 5));
	assert_int_equal(put(&q, n), QUEUE_FULL);
	assert_true(queue_done(&q, 0));
	assert_int_equal(put(&q, n), 0);
	queue_deinit(&q);

	assert_int_equal(queue_init(&q, 10000, MANY), 0);
	for (n = 0; !(r = put(&q, n)); n++)
		;
	assert_int_equal(r, QUEUE_FULL);
	assert_true(queue_depth(&q).bytes >= 10000);
	assert_true(queue_depth(&q).bytes < 10200);
	queue_bounds(&q, 20000, MANY);
	assert_int_equal(put(&q, n), 0);
	queue_deinit(&q);
}

static bool is_odd(void *arg, unsigned type, struct span text)
{
	return type % 2;
}

static void test_remove(void **state)
{
	struct queue q;
	uint64_t tags[16];

	assert_int_equal(queue_init(&q, MANY, MANY), 0);
	for (unsigned i = 1; i < 8; i++)
		assert_int_equal(put(&q, i), 0);
	assert_int_equal(sent(&q, 1, tags), 1);
	assert_int_equal(queue_remove(&q, is_odd, NULL), 4);
	assert_int_equal(queue_depth(&q).records, 3);
	assert_int_equal(sent(&q, MANY, tags), 3);
	assert_int_equal(tags[0], 1);
	assert_int_equal(tags[2], 5);
	queue_deinit(&q);
}

/* a record that stays does not keep those behind it in memory */
static void test_one_stays(void **state)
{
	struct queue q;
	uint64_t tag, tags[2];

	assert_int_equal(queue_init(&q, MANY, MANY), 0);
	assert_int_equal(put(&q, 0), 0);
	assert_int_equal(sent(&q, 1, &tag), 1);
	for (unsigned i = 1; i < 100000; i++) {
		assert_int_equal(put(&q, i), 0);
		assert_int_equal(sent(&q, 1, tags), 1);
		assert_true(queue_done(&q, tags[0]));
	}
	assert_int_equal(queue_depth(&q).records, 1);
	assert_true(queue_depth(&q).bytes < 100);
	assert_true(queue_done(&q, tag));
	queue_deinit(&q);
}

static void test_cut(void **state)
{
	struct queue q;
	struct buf big = {0}, out = {0};
	struct message m;

	for (unsigned i = 0; i < QUEUE_TEXT_MAX + 5; i++)
		buf_chr(&big, 'x');
	assert_int_equal(queue_init(&q, MANY, MANY), 0);
	assert_int_equal(queue_put(&q, 1, (struct span){big.p, big.n}), 0);
	assert_int_equal(queue_put(&q, 1, (struct span){NULL, 0}), 0);
	assert_int_equal(queue_send(&q, &out, MANY), 2);
	m = (struct message){.rest = {out.p, out.n}};
	message_get_u64(&m);
	message_get_u32(&m);
	assert_int_equal(message_get_text(&m).n, QUEUE_TEXT_MAX);
	queue_deinit(&q);
	buf_deinit(&big);
	buf_deinit(&out);
}

/* ------------------------------------------------------------ two threads */

#define PASSED 200000u

static void *put_all(void *arg)
{
	struct queue *q = arg;

	for (unsigned i = 0; i < PASSED; i++)
		while (put(q, i) == QUEUE_FULL)
			queue_wait_room(q, 1000);
	return NULL;
}

static void test_threads(void **state)
{
	struct queue q;
	uint64_t tags[4000];
	unsigned got = 0, rounds = 0;
	pthread_t thread;

	assert_int_equal(queue_init(&q, MANY, 500), 0);
	assert_int_equal(pthread_create(&thread, NULL, put_all, &q), 0);
	while (got < PASSED) {
		struct pollfd p = {.fd = queue_fd(&q), .events = POLLIN};
		size_t n;

		assert_int_equal(poll(&p, 1, 10000), 1);
		queue_clear(&q);
		while ((n = sent(&q, 5000, tags)) > 0) {
			if (++rounds % 10 == 0) {
				queue_unsend(&q);	/* a worker died */
				continue;
			}
			for (size_t i = 0; i < n; i++, got++) {
				assert_int_equal(tags[i], got);
				assert_true(queue_done(&q, tags[i]));
			}
		}
	}
	pthread_join(thread, NULL);
	assert_int_equal(queue_depth(&q).records, 0);
	queue_deinit(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_one_stays),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
