/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel/events.h"
#include "tests/unit/fakekernel.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LONGEST EVENTS_TEXT_MAX

/* what the socket gives, one after the other; .err: a negative errno */
struct step {
	int err;
	unsigned type;
	const char *text;
	size_t n;
};

struct socket {
	struct fakekernel fk;
	struct diag diag;
	struct buf words;
	struct events *ev;
	const struct step *step;
	size_t n, next;
	int open_err, refuse;
	unsigned tries, waits, dies_after;
	int rcvbuf;
	unsigned asked;		/* messages, with the last recv */
	bool joined, ignore;
	int full;		/* messages to be read, or -ENOBUFS */
};

static int fake_open(void *ctx, int rcvbuf)
{
	struct socket *s = ctx;

	s->rcvbuf = rcvbuf;
	return s->open_err ? s->open_err : open("/dev/null", O_RDONLY);
}

static int fake_set_pid(void *ctx, int fd, uint32_t pid)
{
	struct socket *s = ctx;

	s->tries++;
	if (s->refuse || s->ignore)
		return s->refuse;
	if (pid && s->fk.st.pid && s->tries > s->dies_after && s->dies_after)
		s->fk.st.pid = 0;
	if (pid && s->fk.st.pid)
		return -EEXIST;
	s->fk.st.pid = pid;
	return 0;
}

static int fake_join(void *ctx, int fd)
{
	struct socket *s = ctx;

	s->joined = !s->refuse;
	return s->refuse;
}

static void fill(struct events_slot *slot, const struct step *st)
{
	struct nlmsghdr h = {0};

	slot->n = st->n;
	if (!st->type)
		return;
	h.nlmsg_type = (uint16_t)st->type;
	h.nlmsg_len = (uint32_t)st->n;		/* the kernel's quirk */
	memcpy(slot->buf, &h, sizeof(h));
	memcpy((char *)slot->buf + NLMSG_HDRLEN, st->text,
		min_size(st->n, slot->size - NLMSG_HDRLEN));
	slot->n += NLMSG_HDRLEN;
}

/* an error behind some messages comes with the next call */
static int fake_recv(void *ctx, int fd, struct events_slot *slot, unsigned n)
{
	struct socket *s = ctx;
	unsigned got = 0;

	s->asked = n;
	while (got < n && s->next < s->n) {
		const struct step *st = &s->step[s->next];

		if (st->err && got)
			break;
		s->next++;
		if (st->err)
			return st->err;
		fill(&slot[got++], st);
	}
	return got ? (int)got : -EAGAIN;
}

static int fake_presses(void *ctx, int fd)
{
	struct socket *s = ctx;

	return s->full;
}

static void fake_wait(void *ctx, unsigned ms)
{
	struct socket *s = ctx;

	s->waits++;
}

static const struct events_ops fake_socket = {
	.open = fake_open,
	.set_pid = fake_set_pid,
	.join = fake_join,
	.recv = fake_recv,
	.presses = fake_presses,
	.wait = fake_wait,
};

static int setup(void **state)
{
	struct socket *s = calloc(1, sizeof(*s));

	if (!s)
		return -1;
	fake_init(&s->fk);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct socket *s = *state;

	events_free(s->ev);
	diag_deinit(&s->diag);
	buf_deinit(&s->words);
	fake_deinit(&s->fk);
	free(s);
	return 0;
}

static int start(struct socket *s)
{
	int rc = events_open(&s->ev, &fake_socket, s, &s->fk.nl, &s->diag);

	diag_print(&s->diag, &s->words);
	return rc;
}

static void give(struct socket *s, const struct step *step, size_t n)
{
	s->step = step;
	s->n = n;
	s->next = 0;
}

static void assert_reads(struct socket *s, unsigned type, const char *text)
{
	struct events_message m;

	assert_int_equal(events_read(s->ev, &m), 1);
	assert_int_equal(m.type, type);
	assert_int_equal(m.text.n, strlen(text));
	assert_memory_equal(m.text.p, text, m.text.n);
}

static void assert_empty(struct socket *s)
{
	struct events_message m;

	assert_int_equal(events_read(s->ev, &m), 0);
}

/* -------------------------------------------------------------- registering */

static void test_take_and_give_back(void **state)
{
	struct socket *s = *state;

	assert_int_equal(start(s), 0);
	assert_int_equal(s->rcvbuf, EVENTS_RCVBUF);
	assert_int_equal(s->fk.st.pid, getpid());
	assert_int_equal(s->fk.calls[FAKE_SET], 0);
	assert_true(events_fd(s->ev) >= 0);
	assert_false(s->joined);
	events_release(s->ev);
	assert_int_equal(s->fk.st.pid, 0);
	s->tries = 0;
	events_release(s->ev);
	assert_int_equal(s->tries, 0);
}

static void test_another_daemon(void **state)
{
	struct socket *s = *state;
	char expected[256];

	s->fk.st.pid = (uint32_t)getpid();
	assert_int_equal(start(s), -EEXIST);
	assert_int_equal(s->tries, 1);
	assert_null(s->ev);
	snprintf(expected, sizeof(expected),
		"error: another audit daemon is running: 'test_events' "
		"(pid %d); stop it first, the kernel gives its records to "
		"one only\n", getpid());
	assert_string_equal(s->words.p, expected);
	assert_int_equal(s->fk.st.pid, getpid());
	assert_int_equal(s->fk.calls[FAKE_SET], 0);
}

static uint32_t dead_pid(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return (uint32_t)pid;
}

/* killed: the kernel still has its pid until it next sends to it */
static void test_dead_daemon(void **state)
{
	struct socket *s = *state;

	s->fk.st.pid = dead_pid();
	s->dies_after = 2;
	assert_int_equal(start(s), 0);
	assert_int_equal(s->tries, 3);
	assert_int_equal(s->waits, 2);
	assert_int_equal(s->fk.st.pid, getpid());
}

static void test_dead_daemon_stays(void **state)
{
	struct socket *s = *state;

	s->fk.st.pid = dead_pid();
	assert_int_equal(start(s), -EEXIST);
	assert_int_equal(s->tries, 5);
	assert_non_null(strstr(s->words.p, "is running: '?' (pid "));
}

static void test_no_permission(void **state)
{
	struct socket *s = *state;

	s->refuse = -EPERM;
	assert_int_equal(start(s), -EPERM);
	assert_string_equal(s->words.p,
		"error: cannot become the audit daemon: no permission; run as "
		"root in the host's own pid namespace (CAP_AUDIT_CONTROL)\n");
}

static void test_no_audit(void **state)
{
	struct socket *s = *state;

	s->open_err = -EPROTONOSUPPORT;
	assert_int_equal(start(s), -EPROTONOSUPPORT);
	assert_string_equal(s->words.p,
		"error: cannot open the audit socket: this kernel was built "
		"without audit (CONFIG_AUDIT)\n");
}

/* asked, and nobody is registered all the same */
static void test_not_registered(void **state)
{
	struct socket *s = *state;

	s->ignore = true;
	assert_int_equal(start(s), -EPERM);
	assert_string_equal(s->words.p,
		"error: cannot become the audit daemon: no permission; run as "
		"root in the host's own pid namespace (CAP_AUDIT_CONTROL)\n");
}

/* the kernel let go of us: our socket was full for too long */
static void test_let_go(void **state)
{
	struct socket *s = *state;

	assert_int_equal(start(s), 0);
	s->tries = 0;
	assert_int_equal(events_keep(s->ev, s->fk.st.pid, &s->diag), 0);
	assert_int_equal(s->tries, 0);
	s->fk.st.pid = 0;
	assert_int_equal(events_keep(s->ev, 0, &s->diag), EVENTS_AGAIN);
	assert_int_equal(s->fk.st.pid, getpid());
	events_release(s->ev);
	assert_int_equal(events_keep(s->ev, 0, &s->diag), 0);
	assert_int_equal(s->fk.st.pid, 0);
}

static void test_another_one_took_over(void **state)
{
	struct socket *s = *state;

	assert_int_equal(start(s), 0);
	s->fk.st.pid = 1;
	assert_int_equal(events_keep(s->ev, 1, &s->diag), -EEXIST);
	assert_int_equal(s->diag.errors, 1);
	events_free(steal(s->ev));
	assert_int_equal(s->fk.st.pid, 1);
}

/* ------------------------------------------------------------------ reading */

static void test_records(void **state)
{
	struct socket *s = *state;
	static const struct step steps[] = {
		{.type = 2, .text = "\0\0\0\0", .n = 4},	/* an ACK */
		{.type = 1300, .text = "audit(1.000:1): a", .n = 17},
		{.type = 1302, .text = "audit(1.000:1): b\0", .n = 18},
		{.type = 1329, .text = "replace?", .n = 8},
		{.type = 1000, .text = "status", .n = 6},
		{.type = 1320, .text = "audit(1.000:1): ", .n = 16},
		{.type = 1100, .text = "x", .n = 1},
		{.type = 2999, .text = "y", .n = 1},
		{.type = 3000, .text = "z", .n = 1},
	};

	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	assert_reads(s, 1300, "audit(1.000:1): a");
	assert_reads(s, 1302, "audit(1.000:1): b");
	assert_reads(s, 1320, "audit(1.000:1): ");
	assert_reads(s, 1100, "x");
	assert_reads(s, 2999, "y");
	assert_empty(s);
	assert_empty(s);
	assert_int_equal(events_lost(s->ev).bad, 0);
}

static void test_overrun(void **state)
{
	struct socket *s = *state;
	static const struct step steps[] = {
		{.type = 1300, .text = "a", .n = 1},
		{.err = -ENOBUFS}, {.err = -EINTR}, {.err = -ENOBUFS},
		{.type = 1300, .text = "b", .n = 1},
	};

	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	assert_reads(s, 1300, "a");
	assert_reads(s, 1300, "b");
	assert_empty(s);
	assert_int_equal(events_lost(s->ev).overruns, 2);
	assert_int_equal(events_lost(s->ev).bad, 0);
}

static void test_bad_lengths(void **state)
{
	struct socket *s = *state;
	char *longest = malloc(LONGEST + 2);
	const struct step steps[] = {
		{.n = 0},		/* from somebody else */
		{.n = 3},		/* less than a header */
		{.type = 1300, .text = "", .n = 0},
		{.type = 1300, .text = "\0\0", .n = 2},
		{.type = 1300, .text = longest, .n = LONGEST + 1},
		{.type = 1300, .text = longest, .n = LONGEST},
	};
	struct events_message m;

	assert_non_null(longest);
	memset(longest, 'l', LONGEST + 2);
	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	assert_int_equal(events_read(s->ev, &m), 1);
	assert_int_equal(m.text.n, LONGEST);
	assert_empty(s);
	assert_int_equal(events_lost(s->ev).bad, 4);
	free(longest);
}

static void test_error_stays(void **state)
{
	struct socket *s = *state;
	static const struct step steps[] = {{.err = -EBADF}};
	struct events_message m;

	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	assert_int_equal(events_read(s->ev, &m), -EBADF);
}

/* nobody is disturbed, nothing is set */
static void test_listen(void **state)
{
	struct socket *s = *state;
	static const struct step steps[] = {
		{.type = 1300, .text = "a", .n = 1},
	};

	s->fk.st.pid = 1;
	assert_int_equal(events_listen(&s->ev, &fake_socket, s, &s->diag), 0);
	assert_true(s->joined);
	give(s, steps, ARRAY_SIZE(steps));
	assert_reads(s, 1300, "a");
	assert_empty(s);
	assert_int_equal(events_keep(s->ev, 1, &s->diag), 0);
	events_release(s->ev);
	assert_int_equal(s->tries, 0);
	assert_int_equal(s->fk.calls[FAKE_SET], 0);
}

static void test_listen_refused(void **state)
{
	struct socket *s = *state;

	s->refuse = -EPERM;
	assert_int_equal(events_listen(&s->ev, &fake_socket, s, &s->diag),
		-EPERM);
	diag_print(&s->diag, &s->words);
	assert_string_equal(s->words.p,
		"error: cannot listen to the kernel's audit records: no "
		"permission; run as root (CAP_AUDIT_READ)\n");
}

/* many messages with one call, each exactly once */
static void test_batches(void **state)
{
	struct socket *s = *state;
	struct step steps[3 * EVENTS_BATCH + 5];
	struct events_message m;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		steps[i] = (struct step){.type = 1300 + (unsigned)i % 20,
			.text = "audit(1.000:1): x", .n = 16 + i % 2};
	steps[10].err = steps[100].err = -ENOBUFS;
	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		if (steps[i].err)
			continue;
		assert_int_equal(events_read(s->ev, &m), 1);
		assert_int_equal(m.type, steps[i].type);
		assert_int_equal(m.text.n, steps[i].n);
		assert_int_equal(s->asked, EVENTS_BATCH);
	}
	assert_empty(s);
	assert_int_equal(events_lost(s->ev).overruns, 2);
}

/* who would rather not read is told to, a little, while the socket is full */
static void test_presses(void **state)
{
	struct socket *s = *state;
	struct step steps[EVENTS_BATCH + 20];
	unsigned n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		steps[i] = (struct step){.type = 1300, .text = "a", .n = 1};
	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	assert_false(events_presses(s->ev));
	/* what was taken is read, full or not */
	assert_reads(s, 1300, "a");
	for (; events_presses(s->ev); n++)
		assert_reads(s, 1300, "a");
	assert_int_equal(n, EVENTS_BATCH - 1);
	s->full = 1;
	usleep(EVENTS_PRESSES_MS * 1000 + 2000);
	for (n = 0; events_presses(s->ev); n++)
		assert_reads(s, 1300, "a");
	assert_int_equal(n, 1);
	assert_int_equal(s->asked, 1);
	s->full = 5;
	usleep(EVENTS_PRESSES_MS * 1000 + 2000);
	assert_true(events_presses(s->ev));
	assert_reads(s, 1300, "a");
	assert_int_equal(s->asked, 5);
	for (n = 1; events_presses(s->ev); n++)
		assert_reads(s, 1300, "a");
	assert_int_equal(n, 5);
	/* and all at once again */
	assert_reads(s, 1300, "a");
	assert_int_equal(s->asked, EVENTS_BATCH);
}

/* too late: all of it is read then */
static void test_presses_too_late(void **state)
{
	struct socket *s = *state;
	struct step steps[EVENTS_BATCH + 20];
	unsigned n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		steps[i] = (struct step){.type = 1300, .text = "a", .n = 1};
	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	s->full = -ENOBUFS;
	for (; events_presses(s->ev) && n < ARRAY_SIZE(steps); n++) {
		s->full = 0;
		assert_reads(s, 1300, "a");
		assert_int_equal(s->asked, EVENTS_BATCH);
	}
	assert_int_equal(n, ARRAY_SIZE(steps));
	assert_int_equal(events_lost(s->ev).overruns, 1);
	assert_true(events_presses(s->ev));
	assert_empty(s);
	assert_false(events_presses(s->ev));
}

/* what had come before the release is still there to be read */
static void test_read_after_release(void **state)
{
	struct socket *s = *state;
	static const struct step steps[] = {
		{.type = 1300, .text = "a", .n = 1},
	};

	assert_int_equal(start(s), 0);
	give(s, steps, ARRAY_SIZE(steps));
	events_release(s->ev);
	assert_reads(s, 1300, "a");
	assert_empty(s);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_take_and_give_back),
		T(test_another_daemon),
		T(test_dead_daemon),
		T(test_dead_daemon_stays),
		T(test_no_permission),
		T(test_no_audit),
		T(test_not_registered),
		T(test_let_go),
		T(test_another_one_took_over),
		T(test_records),
		T(test_overrun),
		T(test_bad_lengths),
		T(test_error_stays),
		T(test_listen),
		T(test_listen_refused),
		T(test_batches),
		T(test_presses),
		T(test_presses_too_late),
		T(test_read_after_release),
	};

	return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
