/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue and thread of a sink, what it does with a file and standard output */
#include "tests/unit/sinkkit.h"
#include "daemon/sink_queue.h"

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* the test's own name for what is beside events.log */
static const char *beside(struct kit *k, const char *tail)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s%s", k->path, tail);
	return path;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static off_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) ? -1 : st.st_size;
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* -------------------------------------------------------------------- file */

static void test_file(void **state)
{
	struct kit *k = *state;

	kit_open(k);
	kit_add(k, "one\n");
	kit_add(k, "two\n");
	WAIT_FOR(kit_is_written(k, 2));
	assert_file(k->path, "one\ntwo\n");
	kit_add(k, "three\n");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_file(k->path, "one\ntwo\nthree\n");
	assert_int_equal(mode_of(k->path), 0640);
	assert_said(k, "");
}

static void test_file_directory_and_group(void **state)
{
	struct kit *k = *state;
	const struct group *g = getgrgid(getegid());
	char group[64], path[128];
	struct stat st;

	assert_non_null(g);
	snprintf(group, sizeof(group), "%s", g->gr_name);
	snprintf(path, sizeof(path), "%s/deeper/events.log", k->dir);
	umask(077);
	k->conf.group = group;
	k->conf.path = path;
	kit_open(k);
	umask(022);
	assert_int_equal(mode_of(path), 0640);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_gid, getegid());
	snprintf(path, sizeof(path), "%s/deeper", k->dir);
	assert_int_equal(mode_of(path), 0750);
	assert_said(k, "");
	kit_close(k, 0);
}

static void test_file_no_group(void **state)
{
	struct kit *k = *state;
	char expected[256], group[] = "no-such-group-here";

	k->conf.group = group;
	kit_open(k);
	kit_add(k, "one\n");
	sink_reopen(k->sink);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_file(k->path, "one\n");
	snprintf(expected, sizeof(expected), "<4>sink events: there is no group "
		"'no-such-group-here'; '%s' has the group that new files "
		"have\n", k->path);
	assert_said(k, expected);
}

static void test_file_cannot_open(void **state)
{
	struct kit *k = *state;
	char expected[256], path[] = "/proc/no/such/events.log";

	k->conf.path = path;
	kit_refused(k, -ENOENT, "error: sink events: cannot open "
		"'/proc/no/such/events.log': No such file or directory\n");
	k->conf.path = k->path;
	assert_int_equal(symlink("/dev/null", k->path), 0);
	snprintf(expected, sizeof(expected), "error: sink events: cannot open "
		"'%s': Too many levels of symbolic links\n", k->path);
	kit_refused(k, -ELOOP, expected);
}

static void test_file_goes_on(void **state)
{
	struct kit *k = *state;

	write_file(k->path, "old\n");
	kit_open(k);
	kit_add(k, "new\n");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_file(k->path, "old\nnew\n");
	assert_int_equal(mode_of(k->path), 0600);	/* as it was */
	write_file(k->path, "old\nto");
	kit_open(k);
	kit_add(k, "new\n");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_file(k->path, "old\nto\nnew\n");
}

static void test_native_format_refused(void **state)
{
	struct kit *k = *state;

	k->conf.format = PIPELINE_JOURNAL;
	kit_refused(k, -EINVAL, "error: sink events: a file sink takes the "
		"formats text and json\n");
	k->conf.type = SINK_SYSLOG;
	kit_refused(k, -EINVAL, "error: sink events: a syslog sink takes the "
		"formats text and json\n");
}

/* ---------------------------------------------------------- rename, reopen */

static void test_renamed(void **state)
{
	struct kit *k = *state;

	kit_open(k);
	kit_add_numbers(k, 0, 10);
	WAIT_FOR(kit_is_written(k, 10));
	assert_int_equal(rename(k->path, beside(k, ".old")), 0);
	WAIT_FOR(access(k->path, F_OK) == 0);	/* without any line */
	assert_numbers(beside(k, ".old"), 0, 10);
	kit_add_numbers(k, 10, 20);
	WAIT_FOR(kit_is_written(k, 20));
	assert_numbers(k->path, 10, 20);
	assert_int_equal(unlink(k->path), 0);
	WAIT_FOR(access(k->path, F_OK) == 0);
	kit_add_numbers(k, 20, 30);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 20, 30);
	assert_numbers(beside(k, ".old"), 0, 10);
	assert_said(k, "");
}

static void test_reopen(void **state)
{
	struct kit *k = *state;
	int64_t start;

	kit_open(k);
	kit_add_numbers(k, 0, 10);
	WAIT_FOR(kit_is_written(k, 10));
	start = sink_now();
	assert_int_equal(rename(k->path, beside(k, ".old")), 0);
	sink_reopen(k->sink);
	WAIT_FOR(access(k->path, F_OK) == 0);
	assert_true(sink_now() - start < 900);	/* before it looks itself */
	kit_add_numbers(k, 10, 20);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(beside(k, ".old"), 0, 10);
	assert_numbers(k->path, 10, 20);
}

/* ---------------------------------------------------------------- rotation */

static void test_rotation(void **state)
{
	struct kit *k = *state;

	k->conf.rotate_size = 110;	/* ten lines to the byte */
	kit_open(k);
	kit_add_numbers(k, 0, 10);
	WAIT_FOR(kit_is_written(k, 10));
	assert_int_equal(access(beside(k, ".1"), F_OK), -1);
	kit_add_numbers(k, 10, 45);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 40, 45);
	assert_numbers(beside(k, ".1"), 30, 40);
	assert_numbers(beside(k, ".2"), 20, 30);
	assert_numbers(beside(k, ".3"), 10, 20);
	assert_int_equal(access(beside(k, ".4"), F_OK), -1);
	assert_int_equal(mode_of(beside(k, ".2")), 0640);
	/* what is there counts, after a start too */
	kit_open(k);
	kit_add_numbers(k, 45, 51);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 50, 51);
	assert_numbers(beside(k, ".1"), 40, 50);
	assert_numbers(beside(k, ".3"), 20, 30);
	assert_said(k, "");
}

/* not to the byte, and one that is longer than a file may be */
static void test_rotation_lines(void **state)
{
	struct kit *k = *state;

	k->conf.rotate_size = 10;
	k->conf.rotate_count = 9;
	kit_open(k);
	kit_add(k, "1234\n");
	kit_add(k, "12345\n");
	kit_add(k, "a line that is too long\n");
	kit_add(k, "1\n");
	kit_add(k, "12345678\n");
	kit_add(k, "\n");
	kit_add(k, "2\n");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_file(beside(k, ".5"), "1234\n");
	assert_file(beside(k, ".4"), "12345\n");
	assert_file(beside(k, ".3"), "a line that is too long\n");
	assert_file(beside(k, ".2"), "1\n");
	assert_file(beside(k, ".1"), "12345678\n\n");
	assert_file(k->path, "2\n");
	assert_int_equal(access(beside(k, ".6"), F_OK), -1);
}

static void test_rotation_keeps_none(void **state)
{
	struct kit *k = *state;

	k->conf.rotate_size = 110;
	k->conf.rotate_count = 0;
	kit_open(k);
	kit_add_numbers(k, 0, 25);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 20, 25);
	assert_int_equal(access(beside(k, ".1"), F_OK), -1);
}

/* a directory stands where the old file should go */
static void test_rotation_fails(void **state)
{
	struct kit *k = *state;
	char expected[256], inside[160];

	k->conf.rotate_size = 110;
	k->conf.rotate_count = 1;
	assert_int_equal(mkdir(beside(k, ".1"), 0700), 0);
	snprintf(inside, sizeof(inside), "%s/x", beside(k, ".1"));
	write_file(inside, "");
	kit_open(k);
	kit_add_numbers(k, 0, 50);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 0, 50);
	snprintf(expected, sizeof(expected), "<3>sink events: cannot rotate "
		"'%s': Is a directory; it goes on growing\n", k->path);
	assert_said(k, expected);
}

/* the file was renamed by somebody else just before: theirs is not touched */
static void test_rotation_not_ours(void **state)
{
	struct kit *k = *state;

	k->conf.rotate_size = 110;
	kit_open(k);
	kit_add_numbers(k, 0, 10);
	WAIT_FOR(kit_is_written(k, 10));
	assert_int_equal(rename(k->path, beside(k, ".mine")), 0);
	write_file(k->path, "line 00010\n");
	kit_add_numbers(k, 11, 13);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(beside(k, ".mine"), 0, 10);
	assert_numbers(k->path, 10, 13);
	assert_int_equal(access(beside(k, ".1"), F_OK), -1);
}

/* ------------------------------------------------------------ cannot write */

static void test_full_device(void **state)
{
	struct kit *k = *state;
	char path[] = "/dev/full";

	k->conf.path = path;
	k->conf.rotate_size = 1;	/* never: it is no file */
	kit_open(k);
	kit_add(k, "one\n");
	WAIT_FOR(kit_said(k));
	assert_said(k, "<3>sink events: cannot write '/dev/full': No space left "
		"on device; holding 1 line\n");
	assert_int_equal(sink_counts(k->sink).err, -ENOSPC);
	kit_add(k, "two\n");
	kit_add(k, "three\n");
	WAIT_FOR(sink_counts(k->sink).errors >= 3);	/* said once */
	assert_int_equal(sink_counts(k->sink).queued_lines, 3);
	assert_int_equal(sink_counts(k->sink).lines, 0);
	assert_int_equal(kit_close(k, 100), 3);
	assert_said(k, "<3>sink events: cannot write '/dev/full': No space left "
		"on device; holding 1 line\n"
		"<3>sink events: 3 lines were not written\n");
}

static void limit_files(rlim_t bytes)
{
	struct rlimit l;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &l), 0);
	l.rlim_cur = bytes == RLIM_INFINITY ? l.rlim_max : bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

/* the write stops within a line, and goes on at that byte */
static void test_short_write(void **state)
{
	struct kit *k = *state;
	char expected[512];

	kit_open(k);
	limit_files(555);	/* 50 lines and 5 bytes */
	kit_add_numbers(k, 0, 100);
	WAIT_FOR(kit_is_written(k, 50) &&
		sink_counts(k->sink).err == -EFBIG);
	assert_int_equal(size_of(k->path), 555);
	kit_add_numbers(k, 100, 120);
	limit_files(577);	/* two more */
	WAIT_FOR(kit_is_written(k, 52) &&
		sink_counts(k->sink).err == -EFBIG);
	assert_int_equal(sink_counts(k->sink).queued_lines, 68);
	limit_files(RLIM_INFINITY);
	WAIT_FOR(kit_is_written(k, 120));
	assert_int_equal(sink_counts(k->sink).err, 0);
	kit_add_numbers(k, 120, 130);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 0, 130);
	snprintf(expected, sizeof(expected), "sink events: writing '%s' again; "
		"70 lines held were written\n", k->path);
	assert_non_null(strstr(k->said.p, expected));
	snprintf(expected, sizeof(expected), "<3>sink events: cannot write '%s':"
		" File too large; holding ", k->path);
	assert_ptr_equal(strstr(k->said.p, expected), k->said.p);
	assert_null(strstr(k->said.p + strlen(expected), "cannot write"));
}

/* it was renamed while a line stood half in it: cut off there, whole here */
static void test_short_write_and_rename(void **state)
{
	struct kit *k = *state;

	kit_open(k);
	limit_files(555);
	kit_add_numbers(k, 0, 100);
	WAIT_FOR(size_of(k->path) == 555 &&
		sink_counts(k->sink).err == -EFBIG);
	assert_int_equal(rename(k->path, beside(k, ".old")), 0);
	WAIT_FOR(size_of(k->path) == 550);
	assert_numbers(beside(k, ".old"), 0, 50);
	limit_files(RLIM_INFINITY);
	sink_reopen(k->sink);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_numbers(k->path, 50, 100);
	assert_int_equal(size_of(beside(k, ".old")), 550);
}

/* in a process with mounts of its own; its exit code */
static int with_small_disk(struct kit *k)
{
	char fill[128];
	struct buf zeros = {0};
	int fd;

	if (unshare(CLONE_NEWNS) ||
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		mount("none", k->dir, "tmpfs", 0, "size=64k"))
		return 77;
	snprintf(fill, sizeof(fill), "%s/fill", k->dir);
	kit_open(k);
	fd = open(fill, O_WRONLY | O_CREAT, 0600);
	for (int i = 0; i < 40000; i++)
		buf_chr(&zeros, 0);
	assert_int_equal(write(fd, zeros.p, zeros.n), zeros.n);
	kit_add_numbers(k, 0, 5000);	/* 55,000 bytes */
	WAIT_FOR(sink_counts(k->sink).err == -ENOSPC);
	assert_true(size_of(k->path) < 30000);
	assert_non_null(strstr(k->said.p, "No space left on device; holding "));
	assert_int_equal(unlink(fill), 0);
	close(fd);
	WAIT_FOR(kit_is_written(k, 5000));
	assert_numbers(k->path, 0, 5000);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_non_null(strstr(k->said.p, "again; "));
	buf_deinit(&zeros);
	assert_int_equal(umount(k->dir), 0);
	return 0;
}

static void test_full_disk(void **state)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid)
		_exit(with_small_disk(*state));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();		/* may not mount here */
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* ------------------------------------------------------------------- fsync */

static unsigned fdatasyncs;

int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);

int __wrap_fdatasync(int fd)
{
	__atomic_add_fetch(&fdatasyncs, 1, __ATOMIC_SEQ_CST);
	return __real_fdatasync(fd);
}

static void test_fsync(void **state)
{
	static const unsigned least[] = {0, 2, 20}, most[] = {0, 3, 21};
	struct kit *k = *state;

	for (unsigned p = FSYNC_NO; p <= FSYNC_ALWAYS; p++) {
		fdatasyncs = 0;
		k->conf.fsync = (enum fsync_policy)p;
		kit_open(k);
		for (unsigned i = 0; i < 20; i++) {
			kit_add(k, "x\n");
			WAIT_FOR(kit_is_written(k, i + 1));
		}
		if (p == FSYNC_INTERVAL)
			WAIT_FOR(__atomic_load_n(&fdatasyncs,
				__ATOMIC_SEQ_CST) == 1);
		kit_add(k, "x\n");
		assert_int_equal(kit_close(k, LONG_MS), 0);
		assert_in_range(fdatasyncs, least[p], most[p]);
	}
}

/* ----------------------------------------------------- bounds of the queue */

/* the lines, the lost ones told by the sink itself, how often, and whether all
 * were told where they would stand: the first are; for later ones it may be too
 * soon */
struct tally {
	unsigned lines, lost, expected, told;
	bool in_place;
};

static void count_line(struct tally *t, const char *line)
{
	unsigned n;
	char tail;

	if (sscanf(line, "sctauditd: lost %u line%c", &n, &tail) == 2) {
		assert_non_null(strstr(line, " of sink events (its queue was "
			"full)"));
		t->lost += n;
		t->told++;
		t->expected += n;
		return;
	}
	if (sscanf(line, "line %u", &n) != 1)
		fail_msg("no such line: '%s'", line);
	assert_true(n >= t->expected - (t->in_place ? 0 : t->lost));
	if (n != t->expected)
		t->in_place = false;
	t->expected = n + 1;
	t->lines++;
}

static void count_lines(struct tally *t, struct buf *text)
{
	char *rest = text->p, *line;

	*t = (struct tally){.in_place = true};
	while ((line = strsep(&rest, "\n")) && *line)
		count_line(t, line);
}

struct reader {
	pthread_t thread;
	int fd;
	struct buf text;
};

static void *read_all(void *arg)
{
	struct reader *r = arg;
	char part[4096];
	ssize_t n;

	while ((n = read(r->fd, part, sizeof(part))) > 0)
		buf_add(&r->text, part, (size_t)n);
	return NULL;
}

#define FIFO_BYTES 4096

/* a fifo that is full, and that nobody reads yet */
static void open_fifo(struct kit *k, struct reader *r)
{
	static const char full[FIFO_BYTES];
	int fd;

	*r = (struct reader){.fd = -1};
	assert_int_equal(mkfifo(k->path, 0600), 0);
	r->fd = open(k->path, O_RDONLY | O_NONBLOCK);
	assert_true(r->fd >= 0);
	assert_int_equal(fcntl(r->fd, F_SETPIPE_SZ, FIFO_BYTES), FIFO_BYTES);
	kit_open(k);
	fd = open(k->path, O_WRONLY | O_NONBLOCK);
	assert_int_equal(write(fd, full, sizeof(full)), sizeof(full));
	close(fd);
}

static void start_reader(struct reader *r)
{
	fcntl(r->fd, F_SETFL, 0);
	assert_int_equal(pthread_create(&r->thread, NULL, read_all, r), 0);
}

static void read_fifo(struct reader *r)
{
	char full[FIFO_BYTES];

	assert_int_equal(read(r->fd, full, sizeof(full)), sizeof(full));
	start_reader(r);
}

/* after the sink is closed, which is the only writer */
static void end_fifo(struct reader *r, struct tally *t)
{
	pthread_join(r->thread, NULL);
	close(r->fd);
	buf_add(&r->text, "", 0);
	count_lines(t, &r->text);
	buf_deinit(&r->text);
}

static void test_drop(void **state)
{
	struct kit *k = *state;
	struct reader r;
	struct tally t;
	uint64_t dropped;

	k->conf.overflow = OVERFLOW_DROP;
	k->conf.queue_bytes = 100000;
	open_fifo(k, &r);
	kit_add_numbers(k, 0, 1);
	kit_sleep(20);		/* the thread hangs at the fifo */
	kit_add_numbers(k, 1, 30000);
	assert_in_range(sink_counts(k->sink).queued_bytes, 99900, 100200);
	assert_false(sink_is_full(k->sink));	/* nobody has to wait */
	read_fifo(&r);
	WAIT_FOR(sink_counts(k->sink).queued_lines == 0);
	kit_add_numbers(k, 30000, 30010);
	WAIT_FOR(sink_counts(k->sink).queued_lines == 0);
	dropped = sink_counts(k->sink).dropped;
	assert_true(dropped > 10000);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	end_fifo(&r, &t);
	assert_int_equal(t.lost, dropped);
	assert_int_equal(t.lines + t.lost, 30010);
	assert_true(t.told > 0);
	assert_true(t.told > 1 || (t.in_place && t.expected == 30010));
}

/* lost and got in turn: told once a second, all told at the end */
static void test_drop_again_and_again(void **state)
{
	struct kit *k = *state;
	struct reader r;
	struct tally t;

	k->conf.overflow = OVERFLOW_DROP;
	k->conf.queue_bytes = 20000;
	open_fifo(k, &r);
	read_fifo(&r);
	for (unsigned i = 0; i < 20; i++) {
		kit_add_numbers(k, i * 2000, i * 2000 + 2000);
		kit_sleep(20);
	}
	assert_int_equal(kit_close(k, LONG_MS), 0);
	end_fifo(&r, &t);
	assert_true(t.lost > 0);
	assert_int_equal(t.lines + t.lost, 40000);
}

/* also when nothing comes afterwards */
static void test_drop_is_told_soon(void **state)
{
	struct kit *k = *state;
	struct reader r;
	struct tally t;
	uint64_t lines;

	k->conf.overflow = OVERFLOW_DROP;
	k->conf.queue_bytes = 20000;
	open_fifo(k, &r);
	kit_add_numbers(k, 0, 1);
	kit_sleep(20);
	kit_add_numbers(k, 1, 20000);
	lines = 20000 - sink_counts(k->sink).dropped;
	read_fifo(&r);
	WAIT_FOR(sink_counts(k->sink).lines > lines);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	end_fifo(&r, &t);
	assert_int_equal(t.lines, lines);
	assert_int_equal(t.lines + t.lost, 20000);
	assert_true(t.told > 1 || (t.in_place && t.expected == 20000));
}

/* what is told of losses elsewhere is not lost itself */
static void test_own_lines_are_kept(void **state)
{
	const struct line own = {.level = LOG_ERR,
		.text = SPAN_LIT("sctauditd: lost 3 lines of sink events (its queue was full)\n")};
	struct kit *k = *state;
	struct reader r;
	struct tally t;
	uint64_t dropped;

	k->conf.overflow = OVERFLOW_DROP;
	k->conf.queue_bytes = 20000;
	open_fifo(k, &r);
	kit_add_numbers(k, 0, 20000);
	dropped = sink_counts(k->sink).dropped;
	assert_true(dropped > 0);
	for (unsigned i = 0; i < 1000; i++)
		sink_add(k->sink, &own);
	assert_int_equal(sink_counts(k->sink).dropped, dropped);
	read_fifo(&r);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	end_fifo(&r, &t);
	assert_int_equal(t.lost, dropped + 3000);
}

static void test_wait(void **state)
{
	struct kit *k = *state;
	struct reader r;
	struct tally t;
	unsigned n = 0, waits = 0;

	k->conf.queue_bytes = 50000;
	open_fifo(k, &r);
	while (!sink_is_full(k->sink)) {
		kit_add_numbers(k, n, n + 100);
		n += 100;
	}
	assert_int_equal(kit_rooms(k), 0);
	assert_in_range(sink_counts(k->sink).queued_bytes, 50000, 60000);
	kit_add_numbers(k, n, n + 100);		/* taken nevertheless */
	n += 100;
	read_fifo(&r);
	while (n < 50000) {
		while (sink_is_full(k->sink)) {
			unsigned rooms = kit_rooms(k);

			waits++;
			WAIT_FOR(kit_rooms(k) > rooms ||
				!sink_is_full(k->sink));
		}
		kit_add_numbers(k, n, n + 100);
		n += 100;
	}
	assert_true(waits > 0);
	assert_true(kit_rooms(k) > 0);
	assert_int_equal(sink_counts(k->sink).dropped, 0);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	end_fifo(&r, &t);
	assert_int_equal(t.lines, n);
	assert_int_equal(t.lost, 0);
	assert_true(t.in_place);
}

/* a fifo is no file that shrinks: what it took of a line is not written again */
static void test_slow_within_a_line(void **state)
{
	struct kit *k = *state;
	struct reader r;
	struct tally t;
	char full[FIFO_BYTES];

	open_fifo(k, &r);
	kit_add_numbers(k, 0, 1000);
	assert_int_equal(read(r.fd, full, sizeof(full)), sizeof(full));
	WAIT_FOR(!kit_is_written(k, 0));
	kit_sleep(1100);	/* it looks after its file again */
	start_reader(&r);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	end_fifo(&r, &t);
	assert_int_equal(t.lines, 1000);
	assert_true(t.in_place);
}

static void test_stalled_holds_up_nobody(void **state)
{
	struct kit *k = *state, other;
	struct reader r;
	int64_t start;
	uint64_t left;

	open_fifo(k, &r);
	kit_init(&other);
	kit_open(&other);
	for (unsigned i = 0; i < 20000; i += 100) {
		kit_add_numbers(k, i, i + 100);
		kit_add_numbers(&other, i, i + 100);
	}
	WAIT_FOR(kit_is_written(&other, 20000));
	assert_int_equal(kit_close(&other, LONG_MS), 0);
	assert_numbers(other.path, 0, 20000);
	assert_int_equal(sink_counts(k->sink).lines, 0);
	assert_int_equal(sink_counts(k->sink).err, 0);	/* slow is no error */
	start = sink_now();
	left = kit_close(k, 200);
	assert_true(sink_now() - start < 2000);
	assert_int_equal(left, 20000);
	kit_deinit(&other);
	close(r.fd);
}

/* memory is given back */
static void test_queue(void **state)
{
	struct sink_queue q = {0};
	struct buf text = {0};
	struct line line = {.rule = SPAN_LIT("rule")};
	struct sink_block *b;
	size_t n = 0, blocks = 0;

	for (int i = 0; i < 999; i++)
		buf_chr(&text, 'x');
	buf_chr(&text, '\n');
	line.text = (struct span){text.p, text.n};
	for (int i = 0; i < 5000; i++)
		assert_int_equal(sink_queue_add(&q, &line), 0);
	assert_int_equal(q.lines, 5000);
	assert_int_equal(q.bytes, 5000 * sink_queue_cost(&line));
	while ((b = sink_queue_take(&q))) {
		blocks++;
		assert_true(b->text.cap <= SINK_BLOCK + 1);
		assert_int_equal(b->text.n, b->item.n * 1000);
		assert_int_equal(b->rules.n, b->item.n * 4);
		n += b->item.n;
		vec_foreach(it, &b->item)
			sink_queue_done(&q, it);
		sink_queue_give_back(&q, b);
	}
	assert_int_equal(blocks, 5);
	assert_int_equal(n, 5000);
	assert_int_equal(q.lines, 0);
	assert_int_equal(q.bytes, 0);
	assert_non_null(q.spare);	/* one, and that not for long */
	sink_queue_shrink(&q);
	assert_null(q.spare);
	/* one that is larger than a block gets one of its own */
	while (text.n < 3 << 20)
		buf_chr(&text, 'x');
	line.text = (struct span){text.p, text.n};
	assert_int_equal(sink_queue_add(&q, &line), 0);
	line.text.n = 2;
	assert_int_equal(sink_queue_add(&q, &line), 0);
	b = sink_queue_take(&q);
	assert_int_equal(b->item.n, 1);
	sink_queue_give_back(&q, b);
	assert_null(q.spare);
	sink_queue_deinit(&q);
	buf_deinit(&text);
}

/* --------------------------------------------------------- several at once */

struct feeder {
	pthread_t thread;
	struct kit *k;
	char name;
};

static void *feed(void *arg)
{
	struct feeder *f = arg;
	char text[32];

	for (unsigned i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "%c %05u\n", f->name, i);
		kit_add(f->k, text);
	}
	return NULL;
}

static unsigned take_lines(const char *path, unsigned next[4])
{
	struct buf text = {0};
	char *rest, *line, name;
	unsigned n = 0, v;

	kit_read(path, &text);
	rest = text.p;
	while ((line = strsep(&rest, "\n")) && *line) {
		assert_int_equal(sscanf(line, "%c %05u", &name, &v), 2);
		assert_in_range(name, 'a', 'd');
		assert_int_equal(v, next[name - 'a']++);
		n++;
	}
	assert_true(!n || text.p);
	buf_deinit(&text);
	return n;
}

static void test_many_threads(void **state)
{
	struct kit *k = *state;
	struct feeder f[4];
	unsigned next[4] = {0}, n = 0;
	char path[128];

	k->conf.rotate_size = 20000;
	k->conf.rotate_count = 99;
	kit_open(k);
	for (size_t i = 0; i < 4; i++) {
		f[i] = (struct feeder){.k = k, .name = (char)('a' + i)};
		assert_int_equal(pthread_create(&f[i].thread, NULL, feed,
			&f[i]), 0);
	}
	for (int i = 0; i < 20; i++) {
		sink_reopen(k->sink);
		(void)sink_counts(k->sink);
		(void)sink_is_full(k->sink);
		kit_sleep(2);
	}
	for (size_t i = 0; i < 4; i++)
		pthread_join(f[i].thread, NULL);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	for (unsigned i = 99; i; i--) {
		snprintf(path, sizeof(path), "%s.%u", k->path, i);
		n += take_lines(path, next);
		assert_true(size_of(path) <= 20000);
	}
	n += take_lines(k->path, next);
	assert_int_equal(n, 40000);
	assert_said(k, "");
}

/* ---------------------------------------------------- filters and counters */

static void test_takes(void **state)
{
	struct kit *k = *state;
	char *globs[] = {(char[]){"unlink_*"}, (char[]){"su?o"}};
	struct span none = {NULL, 0};

	kit_open(k);
	assert_true(sink_takes(k->sink, SPAN_LIT("any"), LOG_DEBUG));
	kit_close(k, 0);
	k->conf.level = LOG_NOTICE;
	k->conf.rules.v = globs;
	k->conf.rules.n = 2;
	kit_open(k);
	assert_true(sink_takes(k->sink, SPAN_LIT("unlink_rule1"), LOG_NOTICE));
	assert_true(sink_takes(k->sink, SPAN_LIT("sudo"), LOG_ERR));
	assert_false(sink_takes(k->sink, SPAN_LIT("sudo"), LOG_INFO));
	assert_false(sink_takes(k->sink, SPAN_LIT("sudoo"), LOG_ERR));
	assert_false(sink_takes(k->sink, SPAN_LIT("xunlink_1"), LOG_ERR));
	assert_true(sink_takes(k->sink, none, LOG_ERR));
	assert_false(sink_takes(k->sink, none, LOG_INFO));
	kit_close(k, 0);
	k->conf.rules.v = NULL;
	k->conf.rules.n = 0;
}

static void test_counts(void **state)
{
	static const unsigned ago[] = {0, 60, 1200, 40000};
	static const unsigned bucket[] = {0, 4, 8, 11};
	struct kit *k = *state;
	struct sink_counts c;

	kit_open(k);
	for (size_t i = 0; i < ARRAY_SIZE(ago); i++)
		kit_add_line(k, (struct line){.level = LOG_INFO,
			.ms = sink_real() - ago[i], .text = SPAN_LIT("abc\n")});
	kit_add(k, "no time\n");	/* not in the histogram */
	kit_add_line(k, (struct line){.level = LOG_INFO,
		.ms = sink_real() + 9000, .text = SPAN_LIT("ahead\n")});
	WAIT_FOR(kit_is_written(k, 6));
	c = sink_counts(k->sink);
	assert_int_equal(c.bytes, 4 * 4 + 8 + 6);
	assert_int_equal(c.queued_lines + c.queued_bytes, 0);
	assert_int_equal(c.dropped + c.errors + c.cut, 0);
	assert_in_range(c.latency[0] + c.latency[1] + c.latency[2] +
		c.latency[3], 2, 2);
	for (size_t i = 1; i < ARRAY_SIZE(ago); i++)
		assert_int_equal(c.latency[bucket[i]], 1);
	assert_in_range(c.latency_sum, 41260, 41360);
	assert_string_equal(sink_conf(k->sink)->name, "events");
	assert_string_equal(sink_conf(k->sink)->path, k->path);
	assert_int_equal(kit_close(k, LONG_MS), 0);
}

/* the sink's own line in the format that it writes */
static void test_lost_as_json(void **state)
{
	struct kit *k = *state;
	struct buf text = {0};

	k->conf.format = PIPELINE_JSON;
	k->conf.overflow = OVERFLOW_DROP;
	k->conf.queue_bytes = 10;
	kit_open(k);
	kit_add(k, "no room for this one\n");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	kit_read(k->path, &text);
	assert_non_null(strstr(text.p, "\"sctaudit\":{\"lost\":{\"count\":1,"
		"\"cause\":\"sink\",\"sink\":\"events\"}}}\n"));
	buf_deinit(&text);
}

/* --------------------------------------------------------- standard output */

static int saved_stdout = -1;

static int take_stdout(int fd)
{
	fflush(stdout);
	saved_stdout = dup(STDOUT_FILENO);
	return dup2(fd, STDOUT_FILENO);
}

static void give_stdout_back(void)
{
	dup2(saved_stdout, STDOUT_FILENO);
	close(saved_stdout);
}

static void test_stdout(void **state)
{
	struct kit *k = *state;
	struct reader r = {.fd = -1};
	struct tally t;
	uint64_t left;
	int fd[2];

	assert_int_equal(pipe(fd), 0);
	k->conf.type = SINK_STDOUT;
	k->conf.path = NULL;
	take_stdout(fd[1]);
	kit_open(k);
	r.fd = fd[0];
	kit_add_numbers(k, 0, 20000);	/* more than a pipe holds */
	kit_sleep(100);
	start_reader(&r);
	left = kit_close(k, LONG_MS);
	give_stdout_back();
	close(fd[1]);
	end_fifo(&r, &t);
	assert_int_equal(left, 0);
	assert_int_equal(t.lines, 20000);
	assert_true(t.in_place);
}

static void test_stdout_without_reader(void **state)
{
	struct kit *k = *state;
	int fd[2], err = 0;
	int64_t until = sink_now() + LONG_MS;

	assert_int_equal(pipe(fd), 0);
	k->conf.type = SINK_STDOUT;
	take_stdout(fd[1]);
	kit_open(k);
	close(fd[0]);
	kit_add(k, "one\n");
	while (!err && sink_now() < until) {
		kit_sleep(3);
		err = sink_counts(k->sink).err;
	}
	kit_close(k, 0);
	give_stdout_back();
	close(fd[1]);
	assert_int_equal(err, -EPIPE);
	assert_said(k, "<3>sink events: cannot write to standard output: Broken "
		"pipe; holding 1 line\n"
		"<3>sink events: 1 line was not written\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(test_file),
		KIT_TEST(test_file_directory_and_group),
		KIT_TEST(test_file_no_group),
		KIT_TEST(test_file_cannot_open),
		KIT_TEST(test_file_goes_on),
		KIT_TEST(test_native_format_refused),
		KIT_TEST(test_renamed),
		KIT_TEST(test_reopen),
		KIT_TEST(test_rotation),
		KIT_TEST(test_rotation_lines),
		KIT_TEST(test_rotation_keeps_none),
		KIT_TEST(test_rotation_fails),
		KIT_TEST(test_rotation_not_ours),
		KIT_TEST(test_full_device),
		KIT_TEST(test_short_write),
		KIT_TEST(test_short_write_and_rename),
		KIT_TEST(test_full_disk),
		KIT_TEST(test_fsync),
		KIT_TEST(test_drop),
		KIT_TEST(test_drop_again_and_again),
		KIT_TEST(test_drop_is_told_soon),
		KIT_TEST(test_own_lines_are_kept),
		KIT_TEST(test_wait),
		KIT_TEST(test_slow_within_a_line),
		KIT_TEST(test_stalled_holds_up_nobody),
		cmocka_unit_test(test_queue),
		KIT_TEST(test_many_threads),
		KIT_TEST(test_takes),
		KIT_TEST(test_counts),
		KIT_TEST(test_lost_as_json),
		KIT_TEST(test_stdout),
		KIT_TEST(test_stdout_without_reader),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests_name("sink", tests, NULL, NULL);
}
