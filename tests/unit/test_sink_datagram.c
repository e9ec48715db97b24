/* SPDX-License-Identifier: GPL-2.0-or-later */
/* what sinks send to syslog and to the journal */
#include <config.h>

#include "tests/unit/sinkkit.h"

#include "event/format_journal.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>

static int listen_at(const char *path)
{
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	struct timeval t = {LONG_MS / 1000, 0};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", path);
	unlink(path);
	assert_int_equal(bind(fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t,
		sizeof(t)), 0);
	return fd;
}

/* the next datagram, with a NUL behind it */
static size_t receive(int fd, char *text, size_t size)
{
	ssize_t n = recv(fd, text, size - 1, 0);

	assert_true(n >= 0);
	text[n] = '\0';
	return (size_t)n;
}

static const char *host_name(void)
{
	static struct utsname u;

	assert_int_equal(uname(&u), 0);
	return u.nodename;
}

/* ------------------------------------------------------------------ syslog */

static int open_syslog(struct kit *k)
{
	int fd = listen_at(k->path);

	k->conf.type = SINK_SYSLOG;
	kit_open(k);
	return fd;
}

#define MS 1795233107532u
#define TIME "2026-11-21T03:51:47.532Z"

/* what comes between time and text */
static const char *middle(const char *msgid)
{
	static char text[512];

	snprintf(text, sizeof(text), "%s sctauditd %d %s - ", host_name(),
		(int)getpid(), msgid);
	return text;
}

static void expect_syslog(int fd, const char *pri, const char *msgid,
	const char *text)
{
	char got[10000], expected[10000];

	receive(fd, got, sizeof(got));
	snprintf(expected, sizeof(expected), "<%s>1 " TIME " %s%s", pri,
		middle(msgid), text);
	assert_string_equal(got, expected);
}

static void test_syslog(void **state)
{
	struct kit *k = *state;
	int fd = open_syslog(k);

	kit_add_line(k, (struct line){.level = LOG_INFO, .ms = MS,
		.rule = SPAN_LIT("unlink_rule1"), .text = SPAN_LIT("hello\n")});
	expect_syslog(fd, "86", "unlink_rule1", "hello");
	kit_add_line(k, (struct line){.level = LOG_WARNING, .ms = MS,
		.rule = SPAN_LIT("a b\"\xc3\xa4""c"),
		.text = SPAN_LIT("gr\xc3\xbc\xc3\x9f\n")});
	expect_syslog(fd, "84", "a?b\"??c", "gr\xc3\xbc\xc3\x9f");
	kit_add_line(k, (struct line){.level = LOG_INFO, .ms = MS,
		.rule = SPAN_LIT("123456789012345678901234567890123"),
		.text = SPAN_LIT("\n")});
	expect_syslog(fd, "86", "12345678901234567890123456789012", "");
	kit_add_line(k, (struct line){.level = LOG_ERR, .ms = MS,
		.text = SPAN_LIT("sctauditd: lost 1 event\n")});
	expect_syslog(fd, "83", "lost", "sctauditd: lost 1 event");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	close(fd);
	assert_said(k, "");
}

/* too long: cut where a character ends, marked and counted */
static void test_syslog_cut(void **state)
{
	struct kit *k = *state;
	int fd = open_syslog(k);
	char got[20000];
	struct buf text = {0};
	size_t head = strlen("<86>1 " TIME " ") + strlen(middle("r1")), n;

	for (int i = 0; i < 3; i++) {	/* it falls on each byte in turn */
		struct line line = {.level = LOG_INFO, .ms = MS,
			.rule = SPAN_LIT("r1")};

		buf_reset(&text);
		for (int j = 0; j < i; j++)
			buf_chr(&text, 'x');
		for (int j = 0; j < 4000; j++)
			buf_lit(&text, "\xe2\x82\xac");
		buf_chr(&text, '\n');
		line.text = (struct span){text.p, text.n};
		kit_add_line(k, line);
		n = receive(fd, got, sizeof(got));
		assert_in_range(n, 8190, 8192);
		assert_string_equal(got + n - 8, "\xe2\x82\xac[...]");
		assert_memory_equal(got + head, text.p, n - head - 5);
		assert_int_equal((n - head - 5 - (size_t)i) % 3, 0);
	}
	/* the longest that is whole */
	buf_reset(&text);
	while (text.n < 8192 - head)
		buf_chr(&text, 'y');
	buf_chr(&text, '\n');
	kit_add_line(k, (struct line){.level = LOG_INFO, .ms = MS,
		.rule = SPAN_LIT("r1"), .text = {text.p, text.n}});
	assert_int_equal(receive(fd, got, sizeof(got)), 8192);
	assert_int_equal(got[8191], 'y');
	WAIT_FOR(kit_is_written(k, 4));
	assert_int_equal(sink_counts(k->sink).cut, 3);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	buf_deinit(&text);
	close(fd);
}

static void expect_numbers(int fd, unsigned from, unsigned to)
{
	char got[1000], expected[24];

	for (unsigned i = from; i < to; i++) {
		receive(fd, got, sizeof(got));
		snprintf(expected, sizeof(expected), " line %05u", i);
		assert_string_equal(got + strlen(got) - 11, expected);
	}
}

static void test_syslog_away(void **state)
{
	struct kit *k = *state;
	char expected[400];
	int fd;

	k->conf.type = SINK_SYSLOG;
	kit_open(k);			/* not there yet */
	kit_add_numbers(k, 0, 1);
	WAIT_FOR(sink_counts(k->sink).err == -ENOENT);
	kit_add_numbers(k, 1, 100);
	fd = listen_at(k->path);
	expect_numbers(fd, 0, 100);
	kit_add_numbers(k, 100, 101);
	expect_numbers(fd, 100, 101);
	close(fd);			/* it ends, and its name stays */
	kit_add_numbers(k, 101, 110);
	WAIT_FOR(sink_counts(k->sink).err == -ECONNREFUSED);
	fd = listen_at(k->path);
	expect_numbers(fd, 101, 110);
	close(fd);
	fd = listen_at(k->path);	/* at once another one */
	kit_add_numbers(k, 110, 120);
	expect_numbers(fd, 110, 120);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_int_equal(recv(fd, expected, 1, MSG_DONTWAIT), -1);
	close(fd);
	snprintf(expected, sizeof(expected),
		"<3>sink events: cannot write '%s': No such file or directory; "
		"holding 1 line\n"
		"<5>sink events: writing '%s' again; 100 lines held were "
		"written\n", k->path, k->path);
	assert_said(k, expected);
}

/* its queue is full; nobody is held up, and nothing is lost */
static void test_syslog_slow(void **state)
{
	struct kit *k = *state;
	int fd = open_syslog(k);

	kit_add_numbers(k, 0, 3000);
	WAIT_FOR(sink_counts(k->sink).err == -EAGAIN);
	expect_numbers(fd, 0, 3000);
	WAIT_FOR(kit_is_written(k, 3000));
	assert_int_equal(kit_close(k, LONG_MS), 0);
	close(fd);
}

static void test_syslog_name(void **state)
{
	struct kit *k = *state;
	char path[] = "/tmp/"
		"0123456789012345678901234567890123456789012345678901234567890"
		"0123456789012345678901234567890123456789012";

	k->conf.type = SINK_SYSLOG;
	k->conf.path = path;
	kit_refused(k, -ENAMETOOLONG, "error: sink events: '/tmp/"
		"0123456789012345678901234567890123456789012345678901234567890"
		"0123456789012345678901234567890123456789012': a socket's name "
		"has at most 107 bytes\n");
}

/* ----------------------------------------------------------------- journal */

#ifdef HAVE_LIBSYSTEMD

/* a journald of ours behind sd_journal_sendv(3), if .on */
static struct fake {
	pthread_mutex_t lock;
	bool on, absent;
	int result;
	const char *never;	/* what begins so is refused with -E2BIG */
	unsigned calls;
	struct buf entries;	/* fields, a line each; an empty one behind each
				 * entry */
} fake = {.lock = PTHREAD_MUTEX_INITIALIZER};

int __real_sd_journal_sendv(const struct iovec *iov, int n);
int __wrap_sd_journal_sendv(const struct iovec *iov, int n);
int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode);

int __wrap_sd_journal_sendv(const struct iovec *iov, int n)
{
	int r;

	if (!fake.on)
		return __real_sd_journal_sendv(iov, n);
	pthread_mutex_lock(&fake.lock);
	fake.calls++;
	r = fake.result;
	for (int i = 0; fake.never && i < n; i++)
		if (!strncmp(iov[i].iov_base, fake.never, strlen(fake.never)))
			r = -E2BIG;
	for (int i = 0; !r && !fake.absent && i < n; i++) {
		buf_add(&fake.entries, iov[i].iov_base, iov[i].iov_len);
		buf_chr(&fake.entries, '\n');
	}
	if (!r && !fake.absent)
		buf_chr(&fake.entries, '\n');
	pthread_mutex_unlock(&fake.lock);
	return r;
}

int __wrap_access(const char *path, int mode)
{
	int r = 0;

	if (!fake.on || strcmp(path, "/run/systemd/journal/socket") != 0)
		return __real_access(path, mode);
	pthread_mutex_lock(&fake.lock);
	if (fake.absent) {
		errno = ENOENT;
		r = -1;
	}
	pthread_mutex_unlock(&fake.lock);
	return r;
}

static void fake_is(int result, bool absent)
{
	pthread_mutex_lock(&fake.lock);
	fake.on = true;
	fake.result = result;
	fake.absent = absent;
	fake.calls = 0;
	fake.never = NULL;
	pthread_mutex_unlock(&fake.lock);
}

static unsigned fake_calls(void)
{
	unsigned n;

	pthread_mutex_lock(&fake.lock);
	n = fake.calls;
	pthread_mutex_unlock(&fake.lock);
	return n;
}

static void assert_entries(const char *expected)
{
	pthread_mutex_lock(&fake.lock);
	buf_add(&fake.entries, "", 0);
	assert_string_equal(fake.entries.p, expected);
	buf_deinit(&fake.entries);
	pthread_mutex_unlock(&fake.lock);
}

static void open_journal(struct kit *k, enum pipeline_format format)
{
	k->conf.type = SINK_JOURNAL;
	k->conf.format = format;
	kit_open(k);
}

static void add_entry(struct kit *k, const char *message)
{
	struct buf b = {0};

	journal_text(&b, "MESSAGE", span_of(message));
	journal_int(&b, "PRIORITY", 6);
	kit_add_line(k, (struct line){.level = LOG_INFO,
		.text = {b.p, b.n}});
	buf_deinit(&b);
}

static void test_journal(void **state)
{
	struct kit *k = *state;

	fake_is(0, false);
	open_journal(k, PIPELINE_JOURNAL);
	add_entry(k, "one");
	add_entry(k, "two");
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_entries("SYSLOG_FACILITY=10\nMESSAGE=one\nPRIORITY=6\n\n"
		"SYSLOG_FACILITY=10\nMESSAGE=two\nPRIORITY=6\n\n");
	assert_said(k, "");
}

static void test_journal_text(void **state)
{
	struct kit *k = *state;

	fake_is(0, false);
	k->conf.facility = LOG_LOCAL3;
	open_journal(k, PIPELINE_TEXT);
	kit_add(k, "a line\n");
	kit_add_line(k, (struct line){.level = LOG_ERR,
		.text = SPAN_LIT("lost\n")});
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_entries("SYSLOG_FACILITY=19\nMESSAGE=a line\nPRIORITY=6\n"
		"SYSLOG_IDENTIFIER=sctauditd\nSCT_RULE=r1\n\n"
		"SYSLOG_FACILITY=19\nMESSAGE=lost\nPRIORITY=3\n"
		"SYSLOG_IDENTIFIER=sctauditd\n\n");
}

/* sd_journal_sendv(3) returns 0 when the socket is not there */
static void test_journal_absent(void **state)
{
	struct kit *k = *state;

	fake_is(0, true);
	open_journal(k, PIPELINE_JOURNAL);
	add_entry(k, "one");
	WAIT_FOR(fake_calls() >= 2);
	assert_int_equal(sink_counts(k->sink).err, -ENOENT);
	assert_int_equal(sink_counts(k->sink).lines, 0);
	add_entry(k, "two");
	fake_is(0, false);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_entries("SYSLOG_FACILITY=10\nMESSAGE=one\nPRIORITY=6\n\n"
		"SYSLOG_FACILITY=10\nMESSAGE=two\nPRIORITY=6\n\n");
	assert_said(k, "<3>sink events: cannot write to the journal: No such "
		"file or directory; holding 1 line\n"
		"<5>sink events: writing to the journal again; 2 lines held "
		"were written\n");
}

static void test_journal_error(void **state)
{
	struct kit *k = *state;

	fake_is(-ECONNREFUSED, false);
	open_journal(k, PIPELINE_JOURNAL);
	add_entry(k, "one");
	WAIT_FOR(sink_counts(k->sink).err == -ECONNREFUSED);
	pthread_mutex_lock(&fake.lock);
	fake.result = 0;
	fake.never = "MESSAGE=one";
	pthread_mutex_unlock(&fake.lock);
	WAIT_FOR(sink_counts(k->sink).dropped == 1);
	add_entry(k, "two");
	WAIT_FOR(kit_is_written(k, 2));	/* and the line that one is lost */
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_non_null(strstr(fake.entries.p, "MESSAGE=two\n"));
	assert_non_null(strstr(fake.entries.p, "MESSAGE=sctauditd: lost 1 line "
		"of sink events ("));
	assert_null(strstr(fake.entries.p, "MESSAGE=one\n"));
	buf_deinit(&fake.entries);
}

static void test_journal_bad_fields(void **state)
{
	struct kit *k = *state;
	struct buf b = {0};

	fake_is(0, false);
	open_journal(k, PIPELINE_JOURNAL);
	kit_add_line(k, (struct line){.text = SPAN_LIT("no fields\n")});
	for (int i = 0; i < 65; i++)
		journal_int(&b, "TOO_MANY", i);
	kit_add_line(k, (struct line){.text = {b.p, b.n}});
	WAIT_FOR(sink_counts(k->sink).dropped == 2);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_null(strstr(fake.entries.p, "TOO_MANY"));
	buf_deinit(&fake.entries);
	buf_deinit(&b);
}

/* sd_journal_sendv(3) itself, into a socket where journald's would be; in a
 * process with mounts of its own; its exit code */
static int with_own_run(struct kit *k)
{
	static const char expected[] =
		"SYSLOG_FACILITY=10\nMESSAGE\n\7\0\0\0\0\0\0\0two\nrow\n"
		"PRIORITY=6\nSYSLOG_IDENTIFIER=sctauditd\n";
	struct buf b = {0};
	char got[1000];
	size_t n;
	int fd;

	if (unshare(CLONE_NEWNS) ||
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		mount("none", "/run", "tmpfs", 0, NULL))
		return 77;
	fake.on = false;
	open_journal(k, PIPELINE_JOURNAL);
	journal_text(&b, "MESSAGE", SPAN_LIT("two\nrow"));
	journal_int(&b, "PRIORITY", 6);
	journal_text(&b, "SYSLOG_IDENTIFIER", SPAN_LIT("sctauditd"));
	kit_add_line(k, (struct line){.text = {b.p, b.n}});
	buf_deinit(&b);
	WAIT_FOR(sink_counts(k->sink).err == -ENOENT);
	assert_int_equal(mkdir("/run/systemd", 0755), 0);
	assert_int_equal(mkdir("/run/systemd/journal", 0755), 0);
	fd = listen_at("/run/systemd/journal/socket");
	n = receive(fd, got, sizeof(got));
	if (n != sizeof(expected) - 1)
		print_error("%zu bytes: %s\n", n, got);
	assert_int_equal(n, sizeof(expected) - 1);
	assert_memory_equal(got, expected, n);
	assert_int_equal(kit_close(k, LONG_MS), 0);
	assert_int_equal(recv(fd, got, 1, MSG_DONTWAIT), -1);
	close(fd);
	return 0;
}

static void test_journal_native(void **state)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid)
		_exit(with_own_run(*state));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();		/* may not mount here */
	assert_int_equal(WEXITSTATUS(status), 0);
}

#else

static void test_journal_not_built(void **state)
{
	struct kit *k = *state;

	k->conf.type = SINK_JOURNAL;
	k->conf.format = PIPELINE_JOURNAL;
	kit_refused(k, -ENOTSUP, "error: sink events: this sctauditd was built "
		"without the journal (libsystemd)\n");
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(test_syslog),
		KIT_TEST(test_syslog_cut),
		KIT_TEST(test_syslog_away),
		KIT_TEST(test_syslog_slow),
		KIT_TEST(test_syslog_name),
#ifdef HAVE_LIBSYSTEMD
		KIT_TEST(test_journal),
		KIT_TEST(test_journal_text),
		KIT_TEST(test_journal_absent),
		KIT_TEST(test_journal_error),
		KIT_TEST(test_journal_bad_fields),
		KIT_TEST(test_journal_native),
#else
		KIT_TEST(test_journal_not_built),
#endif
	};

	return cmocka_run_group_tests_name("sink_datagram", tests, NULL, NULL);
}
