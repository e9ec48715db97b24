/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/message.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static const uint32_t max[] = {[1] = 64, [2] = 8 << 20};
static const struct message_types types = {max, ARRAY_SIZE(max)};

static void open_pair(struct stream *a, struct stream *b)
{
	int fd[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
		fd), 0);
	stream_init(a, fd[0], &types);
	stream_init(b, fd[1], &types);
}

static void test_values(void **state)
{
	struct stream a, b;
	struct message m;
	size_t at;

	open_pair(&a, &b);
	at = message_begin(&a.out, 1);
	message_u32(&a.out, 7);
	message_u64(&a.out, UINT64_MAX);
	message_text(&a.out, SPAN_LIT("a\0b"));
	message_end(&a.out, at);
	at = message_begin(&a.out, 1);
	message_end(&a.out, at);
	assert_int_equal(stream_flush(&a), 0);
	assert_int_equal(stream_pending(&a), 0);

	assert_int_equal(stream_next(&b, &m), 0);
	assert_int_equal(stream_read(&b), 0);
	assert_int_equal(stream_next(&b, &m), 1);
	assert_int_equal(m.type, 1);
	assert_int_equal(message_get_u32(&m), 7);
	assert_false(message_done(&m));
	assert_true(message_get_u64(&m) == UINT64_MAX);
	assert_true(span_eq(message_get_text(&m), SPAN_LIT("a\0b")));
	assert_true(message_done(&m));
	assert_int_equal(stream_next(&b, &m), 1);
	assert_true(message_done(&m));
	assert_int_equal(stream_next(&b, &m), 0);
	assert_false(b.eof);
	stream_deinit(&a);
	assert_int_equal(stream_read(&b), 0);
	assert_true(b.eof);
	stream_deinit(&b);
}

/* what is missing reads as nothing, and is noticed */
static void test_short(void **state)
{
	static const char text[] = {9, 0, 0, 0, 'x', 'y'};
	struct message m = {.rest = {text, 3}};

	assert_int_equal(message_get_u32(&m), 0);
	assert_true(m.bad);
	assert_false(message_done(&m));

	m = (struct message){.rest = {text, sizeof(text)}};
	assert_int_equal(message_get_text(&m).n, 0);
	assert_true(m.bad);
	assert_int_equal(message_get_u64(&m), 0);
	assert_int_equal(message_get_u32(&m), 0);

	m = (struct message){.rest = {text, sizeof(text)}};
	assert_int_equal(message_get_u32(&m), 9);
	assert_false(message_done(&m));
}

static int next_of(uint32_t type, uint32_t n)
{
	struct stream a, b;
	struct message m;
	int r;

	open_pair(&a, &b);
	message_u32(&a.out, type);
	message_u32(&a.out, n);
	assert_int_equal(stream_flush(&a), 0);
	assert_int_equal(stream_read(&b), 0);
	r = stream_next(&b, &m);
	stream_deinit(&a);
	stream_deinit(&b);
	return r;
}

static void test_not_allowed(void **state)
{
	assert_int_equal(next_of(0, 0), -EPROTO);
	assert_int_equal(next_of(3, 0), -EPROTO);
	assert_int_equal(next_of(UINT32_MAX, 0), -EPROTO);
	assert_int_equal(next_of(1, 65), -EPROTO);
	assert_int_equal(next_of(1, 64), 0);
	assert_int_equal(next_of(2, UINT32_MAX), -EPROTO);
	assert_int_equal(next_of(2, 0), 1);
}

/* byte by byte, no message comes before it is whole */
static void test_pieces(void **state)
{
	struct stream a, b;
	struct message m;
	size_t at;

	open_pair(&a, &b);
	at = message_begin(&a.out, 1);
	message_text(&a.out, SPAN_LIT("piece"));
	message_end(&a.out, at);
	for (size_t i = 0; i < a.out.n; i++) {
		assert_int_equal(stream_next(&b, &m), 0);
		assert_int_equal(write(a.fd, a.out.p + i, 1), 1);
		assert_int_equal(stream_read(&b), 0);
	}
	assert_int_equal(stream_next(&b, &m), 1);
	assert_true(span_is(message_get_text(&m), "piece"));
	stream_deinit(&a);
	stream_deinit(&b);
}

/* more than the socket holds, in both sizes; the memory is given back */
static void test_much(void **state)
{
	struct buf big = {0};
	struct stream a, b;
	struct message m;
	unsigned got = 0;
	size_t at;

	open_pair(&a, &b);
	for (unsigned i = 0; i < 4 << 20; i++)
		buf_chr(&big, (char)i);
	for (unsigned i = 0; i < 20000; i++) {
		at = message_begin(&a.out, i == 10000 ? 2 : 1);
		message_u32(&a.out, i);
		if (i == 10000)
			message_text(&a.out, (struct span){big.p, big.n});
		message_end(&a.out, at);
	}
	while (got < 20000) {
		assert_int_equal(stream_flush(&a), 0);
		assert_int_equal(stream_read(&b), 0);
		while (stream_next(&b, &m) == 1) {
			assert_int_equal(message_get_u32(&m), got);
			if (got == 10000)
				assert_true(span_eq(message_get_text(&m),
					(struct span){big.p, big.n}));
			assert_true(message_done(&m));
			got++;
		}
	}
	assert_int_equal(stream_read(&b), 0);
	assert_true(a.out.cap <= 1 << 20);
	assert_true(b.in.cap <= 1 << 20);
	buf_deinit(&big);
	stream_deinit(&a);
	stream_deinit(&b);
}

static void test_nobody(void **state)
{
	struct stream a, b;

	open_pair(&a, &b);
	stream_deinit(&b);
	message_end(&a.out, message_begin(&a.out, 1));
	assert_int_equal(stream_flush(&a), -EPIPE);
	stream_deinit(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_not_allowed),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_much),
		cmocka_unit_test(test_nobody),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
