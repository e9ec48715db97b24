/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/sinkkit.h - a directory of its own, a sink's configuration, what it
 * said: for tests of sinks. */
#ifndef TESTS_UNIT_SINKKIT_H
#define TESTS_UNIT_SINKKIT_H

#include "daemon/sink_driver.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LONG_MS 20000	/* no test waits so long unless it fails */

struct kit {
	char dir[64], path[96];
	struct config_sink conf;
	struct sink_ops ops;
	struct sink *sink;
	pthread_mutex_t lock;
	struct buf said;	/* a line each */
	unsigned rooms;
};

static inline void kit_on_say(void *arg, int level, const char *words)
{
	struct kit *k = arg;

	pthread_mutex_lock(&k->lock);
	buf_printf(&k->said, "<%d>%s\n", level, words);
	pthread_mutex_unlock(&k->lock);
}

static inline void kit_on_room(void *arg)
{
	struct kit *k = arg;

	pthread_mutex_lock(&k->lock);
	k->rooms++;
	pthread_mutex_unlock(&k->lock);
}

static inline unsigned kit_rooms(struct kit *k)
{
	unsigned n;

	pthread_mutex_lock(&k->lock);
	n = k->rooms;
	pthread_mutex_unlock(&k->lock);
	return n;
}

/* kit_init() - a file sink "events" on DIR/events.log, not opened yet */
static inline void kit_init(struct kit *k)
{
	*k = (struct kit){.dir = "/tmp/test_sink.XXXXXX"};
	assert_non_null(mkdtemp(k->dir));
	snprintf(k->path, sizeof(k->path), "%s/events.log", k->dir);
	pthread_mutex_init(&k->lock, NULL);
	k->conf = (struct config_sink){.type = SINK_FILE,
		.format = PIPELINE_TEXT, .level = LOG_DEBUG, .path = k->path,
		.mode = 0640, .facility = LOG_AUTHPRIV, .queue_bytes = 8 << 20,
		.overflow = OVERFLOW_WAIT, .fsync_seconds = 1,
		.rotate_count = 3};
	k->conf.name = strdup("events");
	k->ops = (struct sink_ops){k, kit_on_say, kit_on_room};
}

static inline void kit_open(struct kit *k)
{
	struct diag diag = {0};
	struct buf words = {0};
	int r = sink_new(&k->sink, &k->conf, &k->ops, &diag);

	diag_print(&diag, &words);
	if (words.n)
		print_error("%s", words.p);
	assert_int_equal(r, 0);
	diag_deinit(&diag);
	buf_deinit(&words);
}

/* kit_refused() - it cannot be opened, and says why */
static inline void kit_refused(struct kit *k, int err, const char *expected)
{
	struct diag diag = {0};
	struct buf words = {0};

	assert_int_equal(sink_new(&k->sink, &k->conf, &k->ops, &diag), err);
	diag_print(&diag, &words);
	assert_non_null(words.p);
	assert_string_equal(words.p, expected);
	diag_deinit(&diag);
	buf_deinit(&words);
}

/* kit_close() - the lines that were left */
static inline uint64_t kit_close(struct kit *k, unsigned ms)
{
	uint64_t left = sink_free(k->sink, ms);

	k->sink = NULL;
	return left;
}

static inline int kit_remove(const char *path, const struct stat *st, int type,
	struct FTW *ftw)
{
	return remove(path);
}

static inline void kit_deinit(struct kit *k)
{
	if (k->sink)
		kit_close(k, 0);
	nftw(k->dir, kit_remove, 8, FTW_DEPTH | FTW_PHYS);
	free(k->conf.name);
	buf_deinit(&k->said);
	pthread_mutex_destroy(&k->lock);
}

static inline void kit_add_line(struct kit *k, struct line line)
{
	line.format = k->conf.format;
	sink_add(k->sink, &line);
}

static inline void kit_add(struct kit *k, const char *text)
{
	kit_add_line(k, (struct line){.level = LOG_INFO,
		.rule = SPAN_LIT("r1"), .text = span_of(text)});
}

/* kit_add_numbers() - "line 00000\n" and so on: 11 bytes each */
static inline void kit_add_numbers(struct kit *k, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++) {
		char text[24];

		snprintf(text, sizeof(text), "line %05u\n", i);
		kit_add(k, text);
	}
}

static inline void kit_sleep(unsigned ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

/* WAIT_FOR(what) - until it holds */
#define WAIT_FOR(what)                                                         \
	do {                                                                   \
		int64_t wait_until_ = sink_now() + LONG_MS;                    \
		while (!(what) && sink_now() < wait_until_)                    \
			kit_sleep(3);                                          \
		assert_true(what);                                             \
	} while (0)

static inline void kit_read(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char part[4096];
	ssize_t n;

	buf_reset(out);
	buf_add(out, "", 0);
	if (fd < 0)
		return;
	while ((n = read(fd, part, sizeof(part))) > 0)
		buf_add(out, part, (size_t)n);
	close(fd);
}

static inline void assert_file(const char *path, const char *expected)
{
	struct buf text = {0};

	assert_int_equal(access(path, F_OK), 0);
	kit_read(path, &text);
	assert_string_equal(text.p, expected);
	buf_deinit(&text);
}

/* assert_numbers() - the lines of kit_add_numbers(), each once */
static inline void assert_numbers(const char *path, unsigned from, unsigned to)
{
	struct buf text = {0}, expected = {0};

	kit_read(path, &text);
	buf_add(&expected, "", 0);
	for (unsigned i = from; i < to; i++)
		buf_printf(&expected, "line %05u\n", i);
	assert_int_equal(text.n, expected.n);
	assert_string_equal(text.p, expected.p);
	buf_deinit(&text);
	buf_deinit(&expected);
}

static inline void assert_said(struct kit *k, const char *expected)
{
	pthread_mutex_lock(&k->lock);
	buf_add(&k->said, "", 0);
	assert_string_equal(k->said.p, expected);
	pthread_mutex_unlock(&k->lock);
}

static inline size_t kit_said(struct kit *k)
{
	size_t n;

	pthread_mutex_lock(&k->lock);
	n = k->said.n;
	pthread_mutex_unlock(&k->lock);
	return n;
}

/* kit_is_written() - so many lines so far */
static inline bool kit_is_written(struct kit *k, uint64_t lines)
{
	return sink_counts(k->sink).lines == lines;
}

static inline int kit_setup(void **state)
{
	struct kit *k = malloc(sizeof(*k));

	if (!k)
		return -1;
	kit_init(k);
	*state = k;
	return 0;
}

static inline int kit_teardown(void **state)
{
	kit_deinit(*state);
	free(*state);
	return 0;
}

#define KIT_TEST(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)

#endif
