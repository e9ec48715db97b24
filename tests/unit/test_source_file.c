/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log is written, and rotated, by a thread, as fast as it can; the source
 * must give each line once, and those of a file in order. */
#include "daemon/source_driver.h"
#include "base/num.h"
#include "event/record.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LINES 100000
#define PATIENCE_MS 20000

struct log {
	char dir[64], path[96];
	struct config conf;
	struct diag diag;
	struct buf words;
	struct record_source *src;

	/* the writer's */
	pthread_t thread;
	void (*rotate)(struct log *l);
	int fd;
	unsigned written, every, rotations;
	bool in_order;
	bool running;
	atomic_bool stop;

	atomic_uint read;		/* lines */
	unsigned char seen[LINES + 1];	/* by number */
};

static int setup(void **state)
{
	struct log *l = calloc(1, sizeof(*l));

	if (!l)
		return -1;
	snprintf(l->dir, sizeof(l->dir), "/tmp/test_source.XXXXXX");
	if (!mkdtemp(l->dir))
		return -1;
	snprintf(l->path, sizeof(l->path), "%s/audit.log", l->dir);
	l->conf.source.kind = SOURCE_FILE;
	l->conf.source.path = l->path;
	l->conf.source.follow = true;
	l->fd = -1;
	*state = l;
	return 0;
}

static void empty_dir(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (e->d_name[0] != '.')
			unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
}

/* a test that failed leaves it running */
static void join(struct log *l)
{
	l->stop = true;
	if (l->running)
		pthread_join(l->thread, NULL);
	l->running = false;
}

static int teardown(void **state)
{
	struct log *l = *state;

	join(l);
	source_free(l->src);
	if (l->fd >= 0)
		close(l->fd);
	empty_dir(l->dir);
	rmdir(l->dir);
	diag_deinit(&l->diag);
	buf_deinit(&l->words);
	free(l);
	return 0;
}

static int start(struct log *l)
{
	int r = source_open(&l->src, &l->conf, NULL, l->dir, &l->diag);

	diag_print(&l->diag, &l->words);
	return r;
}

/* ------------------------------------------------------------------ to write */

static void open_log(struct log *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = open(l->path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (l->fd < 0)
		abort();
}

static void put(struct log *l, const char *text, size_t n)
{
	if (l->fd < 0)
		open_log(l);
	if (write(l->fd, text, n) != (ssize_t)n)
		abort();
}

/* lines of all lengths; most are alike but for their number */
static void put_line(struct log *l)
{
	char line[2048], tail[1501];
	unsigned i = ++l->written, len = i % 97 ? i % 200 : 1500;
	int n;

	memset(tail, 'x', len);
	tail[len] = '\0';
	n = snprintf(line, sizeof(line), "type=SYSCALL msg=audit("
		"1700000000.123:%u): arch=c000003e syscall=87 %s\n", i, tail);
	put(l, line, (size_t)n);
}

static void put_lines(struct log *l, unsigned n)
{
	while (n--)
		put_line(l);
}

/* until the reader has had so many lines */
static void wait_read(const struct log *l, unsigned n)
{
	for (unsigned ms = 0; l->read < n && !l->stop && ms < PATIENCE_MS; ms++)
		usleep(1000);
}

/* the highest number of a rotated file */
static unsigned highest(const struct log *l)
{
	char path[128];
	unsigned n = 0;

	do
		snprintf(path, sizeof(path), "%s.%u", l->path, ++n);
	while (!access(path, F_OK));
	return n - 1;
}

/* .1 becomes .2 and so on: as auditd does, and logrotate */
static void shift(struct log *l)
{
	char from[128], to[128];

	for (unsigned n = highest(l); n; n--) {
		snprintf(from, sizeof(from), "%s.%u", l->path, n);
		snprintf(to, sizeof(to), "%s.%u", l->path, n + 1);
		if (rename(from, to))
			abort();
	}
}

static void first_name(const struct log *l, char *to, size_t n)
{
	snprintf(to, n, "%s.1", l->path);
}

static void rotate_rename(struct log *l)
{
	char to[128];

	shift(l);
	first_name(l, to, sizeof(to));
	if (rename(l->path, to))
		abort();
	open_log(l);
}

static void rotate_date(struct log *l)
{
	char to[128];

	snprintf(to, sizeof(to), "%s-%u", l->path, 20240100 + l->rotations);
	if (rename(l->path, to))
		abort();
	open_log(l);
}

static void copy(const struct log *l, const char *to)
{
	char buf[65536];
	int in = open(l->path, O_RDONLY);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t n;

	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, (size_t)n) != n)
			abort();
	close(in);
	close(out);
}

static void rotate_copy(struct log *l)
{
	char to[128];

	shift(l);
	first_name(l, to, sizeof(to));
	copy(l, to);
	if (ftruncate(l->fd, 0))
		abort();
}

/* what was not opened before it goes cannot be read by anybody */
static void rotate_remove(struct log *l)
{
	wait_read(l, l->written - l->every + 1);
	if (unlink(l->path))
		abort();
	usleep(l->rotations % 3 * 50000);
	open_log(l);
}

/* as logrotate with "create", when the daemon is told late */
static void rotate_late(struct log *l)
{
	char to[128];
	int fd;

	shift(l);
	first_name(l, to, sizeof(to));
	if (rename(l->path, to))
		abort();
	fd = open(l->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0600);
	if (fd < 0)
		abort();
	if (l->rotations % 4 == 0)
		usleep(150000);
	put_lines(l, 50);
	close(l->fd);
	l->fd = fd;
}

static void rotate_any(struct log *l)
{
	static void (*const how[])(struct log *) = {
		rotate_rename, rotate_rename, rotate_late,
	};

	how[l->rotations % ARRAY_SIZE(how)](l);
}

/* As fast as it goes, so that the reader finds several rotations at once; but
 * now and then it is in the midst of a file. */
static void *write_all(void *arg)
{
	struct log *l = arg;
	unsigned pause = LINES / l->every / 16 + 1;

	while (l->written < LINES && !l->stop) {
		unsigned n = LINES - l->written;

		put_lines(l, n < l->every ? n : l->every);
		if (l->written < LINES - 100) {
			if (l->rotations % pause == 0)
				wait_read(l, l->written - l->every / 2);
			l->rotate(l);
			l->rotations++;
		}
	}
	return NULL;
}

/* ------------------------------------------------------------------- to read */

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static unsigned number_of(struct span line)
{
	struct span mark = SPAN_LIT(".123:");
	const char *p = memmem(line.p, line.n, mark.p, mark.n), *end;
	uint64_t v = 0;

	assert_non_null(p);
	p += mark.n;
	end = memchr(p, ')', (size_t)(line.p + line.n - p));
	assert_non_null(end);
	assert_int_equal(num_parse((struct span){p, (size_t)(end - p)}, 10,
		&v), 0);
	return (unsigned)v;
}

/* each line once, and in order */
static void read_all(struct log *l)
{
	int64_t end = now_ms() + PATIENCE_MS;
	struct source_record rec;
	unsigned highest_read = 0, back = 0;

	while (l->read < LINES && now_ms() < end) {
		int r = source_read(l->src, &rec, 1000);
		unsigned n;

		assert_true(r == 0 || r == 1);
		if (!r)
			continue;
		assert_int_equal(rec.type, 0);
		assert_int_equal(rec.text.p[rec.text.n - 1], '\n');
		n = number_of(rec.text);
		assert_in_range(n, 1, LINES);
		assert_int_equal(l->seen[n]++, 0);
		back += n < highest_read;
		highest_read = n > highest_read ? n : highest_read;
		l->read++;
	}
	assert_int_equal(l->read, LINES);
	/* and no more */
	assert_int_equal(source_read(l->src, &rec, 400), 0);
	if (l->in_order)
		assert_int_equal(back, 0);
}

static void rotate_and_read(struct log *l, void (*rotate)(struct log *),
	unsigned every)
{
	l->rotate = rotate;
	l->every = every;
	/* files that never stand still may be read in another order */
	l->in_order = every >= 1000;
	assert_int_equal(start(l), 0);
	l->running = !pthread_create(&l->thread, NULL, write_all, l);
	assert_true(l->running);
	read_all(l);
	join(l);
	assert_true(l->rotations > LINES / every / 2);
	assert_true(source_counts(l->src).restarts > 0);
}

static void test_rename(void **state)
{
	rotate_and_read(*state, rotate_rename, 3000);
}

/* many rotations between two looks */
static void test_rename_often(void **state)
{
	rotate_and_read(*state, rotate_rename, 200);
}

static void test_dates(void **state)
{
	rotate_and_read(*state, rotate_date, 1000);
}

static void test_copy(void **state)
{
	rotate_and_read(*state, rotate_copy, 3000);
}

static void test_copy_often(void **state)
{
	rotate_and_read(*state, rotate_copy, 300);
}

static void test_remove(void **state)
{
	rotate_and_read(*state, rotate_remove, 5000);
}

static void test_late(void **state)
{
	rotate_and_read(*state, rotate_late, 2000);
}

static void test_mixed(void **state)
{
	rotate_and_read(*state, rotate_any, 1500);
}

/* --------------------------------------------------------------- one by one */

static void assert_line(struct log *l, const char *text)
{
	struct source_record rec;

	assert_int_equal(source_read(l->src, &rec, 2000), 1);
	assert_int_equal(rec.type, 0);
	assert_int_equal(rec.text.n, strlen(text));
	assert_memory_equal(rec.text.p, text, rec.text.n);
}

static void assert_none(struct log *l)
{
	struct source_record rec;

	assert_int_equal(source_read(l->src, &rec, 250), 0);
}

static void assert_end(struct log *l)
{
	struct source_record rec;

	assert_int_equal(source_read(l->src, &rec, -1), SOURCE_END);
	assert_int_equal(source_read(l->src, &rec, 0), SOURCE_END);
}

#define PUT(l, text) put(l, text, sizeof(text) - 1)

static void test_replay(void **state)
{
	struct log *l = *state;

	l->conf.source.follow = false;
	PUT(l, "one\ntwo\n\nlast");
	assert_int_equal(start(l), 0);
	assert_int_equal(source_kind(l->src), SOURCE_FILE);
	assert_line(l, "one\n");
	assert_line(l, "two\n");
	assert_line(l, "\n");
	assert_line(l, "last");
	assert_end(l);
}

static void test_empty(void **state)
{
	struct log *l = *state;

	l->conf.source.follow = false;
	PUT(l, "");
	assert_int_equal(start(l), 0);
	assert_end(l);
}

/* a line is waited for until it is whole */
static void test_line_in_parts(void **state)
{
	struct log *l = *state;

	PUT(l, "first\nsec");
	assert_int_equal(start(l), 0);
	assert_line(l, "first\n");
	assert_none(l);
	PUT(l, "ond");
	assert_none(l);
	PUT(l, "\n");
	assert_line(l, "second\n");
	assert_none(l);
}

/* the start of a line in one file, and another file: not one line */
static void test_cut_off(void **state)
{
	struct log *l = *state;

	PUT(l, "first\nsec");
	assert_int_equal(start(l), 0);
	assert_line(l, "first\n");
	assert_none(l);
	rotate_rename(l);
	PUT(l, "third\n");
	assert_line(l, "sec\n");
	assert_line(l, "third\n");
}

static void test_long_line(void **state)
{
	struct log *l = *state;
	size_t n = 3 * RECORD_LINE_MAX + 100;
	char *text = malloc(n);
	struct source_record rec;

	assert_non_null(text);
	memset(text, 'x', n);
	text[n - 1] = '\n';
	put(l, text, n);
	PUT(l, "next\n");
	assert_int_equal(start(l), 0);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(source_read(l->src, &rec, 2000), 1);
		assert_int_equal(rec.text.n, RECORD_LINE_MAX);
		assert_memory_equal(rec.text.p, text, RECORD_LINE_MAX);
	}
	assert_int_equal(source_read(l->src, &rec, 2000), 1);
	assert_int_equal(rec.text.n, 100);
	assert_int_equal(rec.text.p[99], '\n');
	assert_line(l, "next\n");
	free(text);
}

/* not there yet; files of the rotation from before are not read */
static void test_not_there_yet(void **state)
{
	struct log *l = *state;

	PUT(l, "old\n");
	rotate_rename(l);
	assert_int_equal(unlink(l->path), 0);
	assert_int_equal(start(l), 0);
	assert_none(l);
	open_log(l);
	assert_none(l);
	PUT(l, "one\n");
	assert_line(l, "one\n");
	rotate_rename(l);
	PUT(l, "two\n");
	assert_line(l, "two\n");
	assert_none(l);
}

/* no rotation: a copy that somebody made */
static void test_other_files(void **state)
{
	struct log *l = *state;
	char to[128];

	PUT(l, "one\n");
	assert_int_equal(start(l), 0);
	assert_line(l, "one\n");
	snprintf(to, sizeof(to), "%s.bak", l->path);
	copy(l, to);
	snprintf(to, sizeof(to), "%s.1.gz", l->path);
	copy(l, to);
	rotate_rename(l);
	PUT(l, "two\n");
	assert_line(l, "two\n");
	assert_none(l);
}

/* cut, and longer than before when it is looked at again; the copy is older
 * than what was read */
static void test_cut_and_grown(void **state)
{
	struct log *l = *state;
	char to[128];

	PUT(l, "one\n");
	assert_int_equal(start(l), 0);
	assert_line(l, "one\n");
	first_name(l, to, sizeof(to));
	copy(l, to);
	PUT(l, "two\n");
	assert_line(l, "two\n");
	assert_int_equal(ftruncate(l->fd, 0), 0);
	PUT(l, "three\nfour\nfive\nsix\n");
	assert_line(l, "three\n");
	assert_line(l, "four\n");
	assert_line(l, "five\n");
	assert_line(l, "six\n");
	assert_none(l);
	assert_int_equal(source_counts(l->src).restarts, 1);
}

/* to be told from one that was not cut: the same length */
static void test_cut_same_length(void **state)
{
	struct log *l = *state;

	PUT(l, "one\n");
	assert_int_equal(start(l), 0);
	assert_line(l, "one\n");
	assert_int_equal(ftruncate(l->fd, 0), 0);
	PUT(l, "two\n");
	assert_line(l, "two\n");
	assert_none(l);
}

static void test_wake(void **state)
{
	struct log *l = *state;
	struct source_record rec;
	int64_t before;

	PUT(l, "");
	assert_int_equal(start(l), 0);
	source_wake(l->src);
	before = now_ms();
	assert_int_equal(source_read(l->src, &rec, -1), 0);
	assert_true(now_ms() - before < 1000);
	assert_none(l);
}

static void assert_refused(struct log *l, int err, const char *words)
{
	assert_int_equal(start(l), err);
	assert_null(l->src);
	assert_string_equal(l->words.p, words);
	diag_deinit(&l->diag);
	buf_deinit(&l->words);
}

static void test_refused(void **state)
{
	struct log *l = *state;
	char words[256];

	l->conf.source.follow = false;
	snprintf(words, sizeof(words), "error: cannot read the log '%s': No "
		"such file or directory\n", l->path);
	assert_refused(l, -ENOENT, words);
	l->conf.source.path = l->dir;
	snprintf(words, sizeof(words), "error: cannot read the log '%s': Is a "
		"directory\n", l->dir);
	assert_refused(l, -EISDIR, words);
	assert_int_equal(mkfifo(l->path, 0600), 0);
	l->conf.source.path = l->path;
	snprintf(words, sizeof(words), "error: cannot read the log '%s': "
		"Illegal seek\n", l->path);
	assert_refused(l, -ESPIPE, words);
	l->conf.source.path = (char[]){"/nonexistent/audit.log"};
	l->conf.source.follow = true;
	assert_refused(l, -ENOENT, "error: cannot read the log "
		"'/nonexistent/audit.log': No such file or directory\n");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_rename),
		T(test_rename_often),
		T(test_dates),
		T(test_copy),
		T(test_copy_often),
		T(test_remove),
		T(test_late),
		T(test_mixed),
		T(test_replay),
		T(test_empty),
		T(test_line_in_parts),
		T(test_cut_off),
		T(test_long_line),
		T(test_not_there_yet),
		T(test_other_files),
		T(test_cut_and_grown),
		T(test_cut_same_length),
		T(test_wake),
		T(test_refused),
	};

	return cmocka_run_group_tests_name("source_file", tests, NULL, NULL);
}
