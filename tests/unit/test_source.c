/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sources that talk to the kernel, with a faked one, and auditd's pipe. */
#include "daemon/source_driver.h"
#include "kernel/peer.h"
#include "tests/unit/fakekernel.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
	struct fakekernel fk;
	struct config conf;
	struct diag diag;
	struct buf words;
	struct source_env env;
	struct record_source *src;
	char run[64], file[128];

	const char *text;	/* the next message; NULL: none */
	int recv_err, socket[2];
	bool joined;
	int pipe[2];
	pid_t child;
};

static int fake_open(void *ctx, int rcvbuf)
{
	struct world *w = ctx;

	return fcntl(w->socket[0], F_DUPFD_CLOEXEC, 0);
}

static int fake_set_pid(void *ctx, int fd, uint32_t pid)
{
	struct world *w = ctx;

	if (pid && w->fk.st.pid)
		return -EEXIST;
	w->fk.st.pid = pid;
	return 0;
}

static int fake_join(void *ctx, int fd)
{
	struct world *w = ctx;

	w->joined = true;
	return 0;
}

static int fake_recv(void *ctx, int fd, struct events_slot *slot, unsigned n)
{
	struct world *w = ctx;
	struct nlmsghdr h = {.nlmsg_type = 1300};
	char c;

	if (w->recv_err)
		return w->recv_err;
	if (recv(fd, &c, 1, MSG_DONTWAIT) != 1)
		return -EAGAIN;
	memcpy(slot->buf, &h, sizeof(h));
	memcpy((char *)slot->buf + NLMSG_HDRLEN, w->text, strlen(w->text));
	slot->n = NLMSG_HDRLEN + strlen(w->text);
	return 1;
}

static int fake_presses(void *ctx, int fd)
{
	return 1;
}

static void fake_wait(void *ctx, unsigned ms)
{
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
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	fake_init(&w->fk);
	w->conf.source.kind = SOURCE_NETLINK;
	w->conf.kernel.backlog_limit = 8192;
	w->conf.queue.overflow = OVERFLOW_DROP;
	snprintf(w->run, sizeof(w->run), "/tmp/test_source.XXXXXX");
	if (!mkdtemp(w->run) || pipe(w->pipe) ||
		socketpair(AF_UNIX, SOCK_STREAM, 0, w->socket))
		return -1;
	snprintf(w->file, sizeof(w->file), "%s/kernel-settings", w->run);
	w->env = (struct source_env){
		.conf = &w->conf, .nl = &w->fk.nl, .run = w->run,
		.ops = &fake_socket, .ctx = w, .in = w->pipe[0],
	};
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	source_free(w->src);
	if (w->child > 0) {
		kill(w->child, SIGKILL);
		waitpid(w->child, NULL, 0);
	}
	for (unsigned i = 0; i < 2; i++) {
		close(w->socket[i]);
		if (w->pipe[i] >= 0)
			close(w->pipe[i]);
	}
	unlink(w->file);
	rmdir(w->run);
	diag_deinit(&w->diag);
	buf_deinit(&w->words);
	fake_deinit(&w->fk);
	free(w);
	return 0;
}

static int start(struct world *w)
{
	int r = source_open_env(&w->src, &w->env, &w->diag);

	diag_print(&w->diag, &w->words);
	return r;
}

static void give(struct world *w, const char *text)
{
	w->text = text;
	assert_int_equal(write(w->socket[1], "x", 1), 1);
}

static void assert_reads(struct world *w, unsigned type, const char *text)
{
	struct source_record rec;

	assert_int_equal(source_read(w->src, &rec, 2000), 1);
	assert_int_equal(rec.type, type);
	assert_int_equal(rec.text.n, strlen(text));
	assert_memory_equal(rec.text.p, text, rec.text.n);
}

static void assert_none(struct world *w)
{
	struct source_record rec;

	assert_int_equal(source_read(w->src, &rec, 0), 0);
	assert_int_equal(source_read(w->src, &rec, 20), 0);
}

/* ------------------------------------------------------------------- netlink */

static void test_netlink(void **state)
{
	struct world *w = *state;
	struct source_record rec;

	w->fk.st.enabled = 0;
	assert_int_equal(start(w), 0);
	assert_null(w->words.p);
	assert_int_equal(source_kind(w->src), SOURCE_NETLINK);
	assert_int_equal(w->fk.st.pid, getpid());
	assert_int_equal(w->fk.st.enabled, 1);
	assert_int_equal(w->fk.st.backlog_limit, 8192);
	assert_int_equal(w->fk.st.backlog_wait_time, 15000);
	assert_false(w->joined);
	assert_none(w);
	give(w, "audit(1.000:1): a");
	assert_reads(w, 1300, "audit(1.000:1): a");
	assert_true(source_presses(w->src));
	give(w, "audit(1.000:2): b");
	source_release(w->src);
	assert_int_equal(w->fk.st.pid, 0);
	assert_int_equal(w->fk.st.enabled, 0);
	assert_int_equal(w->fk.st.backlog_limit, 64);
	/* what had come is still there, and nobody registers again */
	assert_int_equal(source_keep(w->src, &w->fk.st, &w->diag), 0);
	assert_int_equal(w->fk.st.pid, 0);
	assert_reads(w, 1300, "audit(1.000:2): b");
	w->recv_err = -EBADF;
	assert_int_equal(source_read(w->src, &rec, -1), -EBADF);
}

static void test_keep(void **state)
{
	struct world *w = *state;

	assert_int_equal(start(w), 0);
	assert_int_equal(source_keep(w->src, &w->fk.st, &w->diag), 0);
	w->fk.st.pid = 0;
	assert_int_equal(source_keep(w->src, &w->fk.st, &w->diag),
		EVENTS_AGAIN);
	assert_int_equal(w->fk.st.pid, getpid());
}

/* what was set is put back where the rest fails */
static void test_settings_refused(void **state)
{
	struct world *w = *state;

	w->fk.st.enabled = 0;
	w->fk.fail_op = FAKE_SET;
	w->fk.fail_at = 2;
	w->fk.fail_err = -EPERM;
	assert_int_equal(start(w), -EPERM);
	assert_non_null(strstr(w->words.p,
		"error: cannot switch auditing on: no permission"));
	assert_int_equal(w->fk.st.pid, 0);
	assert_int_equal(w->fk.st.backlog_limit, 64);
	assert_null(w->src);
}

static void test_no_wait_time(void **state)
{
	struct world *w = *state;

	w->conf.queue.overflow = OVERFLOW_WAIT;
	w->fk.st.backlog_wait_time = 0;
	assert_int_equal(start(w), 0);
	assert_string_equal(w->words.p, "warning: overflow is 'wait', but the "
		"kernel's backlog_wait_time is 0: it drops records instead of "
		"waiting; set kernel.backlog_wait_time (15000)\n");
	source_free(steal(w->src));
	buf_reset(&w->words);
	diag_deinit(&w->diag);
	w->conf.kernel.backlog_wait_time = 15000;
	assert_int_equal(start(w), 0);
	assert_int_equal(w->words.n, 0);
	assert_int_equal(w->fk.st.backlog_wait_time, 15000);
	source_free(steal(w->src));
	assert_int_equal(w->fk.st.backlog_wait_time, 0);
}

/* ------------------------------------------------------------ auto, multicast */

/* a process with an audit socket, or without: its pid */
static uint32_t other_process(struct world *w, bool has_socket)
{
	int ready[2];
	char c;

	assert_int_equal(pipe(ready), 0);
	w->child = fork();
	if (w->child == 0) {
		int fd = has_socket ? socket(AF_NETLINK, SOCK_RAW,
			NETLINK_AUDIT) : 0;
		struct sockaddr_nl addr = {.nl_family = AF_NETLINK};

		if (has_socket && bind(fd, (void *)&addr, sizeof(addr)))
			_exit(1);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	return (uint32_t)w->child;
}

static void test_auto_alone(void **state)
{
	struct world *w = *state;

	w->conf.source.kind = SOURCE_AUTO;
	assert_int_equal(start(w), 0);
	assert_int_equal(source_kind(w->src), SOURCE_NETLINK);
	assert_string_equal(source_kind_name(source_kind(w->src)), "netlink");
}

/* nothing of the other daemon's is touched */
static void test_auto_beside(void **state)
{
	struct world *w = *state;
	uint32_t pid = other_process(w, true);

	w->conf.source.kind = SOURCE_AUTO;
	w->conf.queue.overflow = OVERFLOW_WAIT;
	w->conf.kernel.backlog_wait_time = 100;
	w->fk.st.pid = pid;
	w->fk.st.enabled = 0;
	assert_int_equal(start(w), 0);
	assert_string_equal(w->words.p, "warning: listening beside the audit "
		"daemon: the kernel does not wait for who listens; what comes "
		"faster than it is read is lost, and told\n");
	assert_int_equal(source_kind(w->src), SOURCE_MULTICAST);
	assert_true(w->joined);
	assert_int_equal(w->fk.calls[FAKE_SET], 0);
	give(w, "audit(1.000:1): a");
	assert_reads(w, 1300, "audit(1.000:1): a");
	assert_false(source_presses(w->src));
	assert_int_equal(source_keep(w->src, &w->fk.st, &w->diag), 0);
	source_free(steal(w->src));
	assert_int_equal(w->fk.st.pid, pid);
	assert_int_equal(w->fk.calls[FAKE_SET], 0);
}

static void test_multicast_alone(void **state)
{
	struct world *w = *state;

	w->conf.source.kind = SOURCE_MULTICAST;
	w->fk.st.enabled = 0;
	assert_int_equal(start(w), 0);
	assert_int_equal(w->fk.st.pid, 0);
	assert_int_equal(w->fk.st.enabled, 1);
	source_free(steal(w->src));
	assert_int_equal(w->fk.st.enabled, 0);
}

static void test_auto_no_answer(void **state)
{
	struct world *w = *state;

	w->conf.source.kind = SOURCE_AUTO;
	w->fk.fail_op = FAKE_STATUS;
	w->fk.fail_at = 1;
	w->fk.fail_err = -EPERM;
	assert_int_equal(start(w), -EPERM);
	assert_string_equal(w->words.p, "error: cannot find out whether another "
		"audit daemon runs: no permission; run as root in the host's "
		"own pid namespace (CAP_AUDIT_CONTROL)\n");
}

static void test_peer(void **state)
{
	struct world *w = *state;
	uint32_t pid;

	assert_false(peer_is_daemon(0));
	assert_false(peer_is_daemon((uint32_t)getpid()));
	pid = other_process(w, true);
	assert_true(peer_is_daemon(pid));
	/* killed, and not yet waited for; then gone */
	kill((pid_t)pid, SIGKILL);
	siginfo_t si;
	assert_int_equal(waitid(P_PID, pid, &si, WEXITED | WNOWAIT), 0);
	assert_false(peer_is_daemon(pid));
	waitpid((pid_t)pid, NULL, 0);
	assert_false(peer_is_daemon(pid));
	/* somebody else has the number */
	pid = other_process(w, false);
	assert_false(peer_is_daemon(pid));
}

/* -------------------------------------------------------------------- plugin */

#define PUT(w, text)                                                           \
	assert_int_equal(write((w)->pipe[1], text, sizeof(text) - 1),          \
		sizeof(text) - 1)

static void test_plugin(void **state)
{
	struct world *w = *state;
	struct source_record rec;

	w->conf.source.kind = SOURCE_PLUGIN;
	w->env.nl = NULL;
	assert_int_equal(start(w), 0);
	assert_int_equal(source_kind(w->src), SOURCE_PLUGIN);
	assert_none(w);
	PUT(w, "type=A msg=audit(1.000:1): a\ntype=B");
	assert_reads(w, 0, "type=A msg=audit(1.000:1): a\n");
	assert_none(w);
	PUT(w, " b\n\ntype=C c\n");
	assert_reads(w, 0, "type=B b\n");
	assert_reads(w, 0, "\n");
	assert_int_equal(source_keep(w->src, NULL, NULL), 0);
	assert_false(source_presses(w->src));
	source_release(w->src);
	assert_reads(w, 0, "type=C c\n");
	PUT(w, "type=D");
	close(w->pipe[1]);
	w->pipe[1] = -1;
	assert_reads(w, 0, "type=D");
	assert_int_equal(source_read(w->src, &rec, -1), SOURCE_END);
	assert_int_equal(source_read(w->src, &rec, 0), SOURCE_END);
}

static void on_signal(int signal)
{
}

static void *send_signals(void *arg)
{
	struct world *w = arg;
	static const int which[] = {SIGHUP, SIGTERM, SIGHUP};

	for (unsigned i = 0; i < ARRAY_SIZE(which); i++) {
		usleep(20000);
		kill(getpid(), which[i]);
	}
	usleep(20000);
	if (write(w->pipe[1], "late\n", 5) != 5)
		abort();
	return NULL;
}

/* interrupted waits are waits */
static void test_plugin_signals(void **state)
{
	struct world *w = *state;
	struct sigaction sa = {.sa_handler = on_signal}, hup, term;
	sigset_t set, old;
	pthread_t thread;

	w->conf.source.kind = SOURCE_PLUGIN;
	assert_int_equal(start(w), 0);
	sigaction(SIGHUP, &sa, &hup);
	sigaction(SIGTERM, &sa, &term);
	/* they interrupt this thread, not the one that sends them */
	sigfillset(&set);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	assert_int_equal(pthread_create(&thread, NULL, send_signals, w), 0);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	assert_reads(w, 0, "late\n");
	assert_int_equal(pthread_join(thread, NULL), 0);
	sigaction(SIGHUP, &hup, NULL);
	sigaction(SIGTERM, &term, NULL);
}

static void test_plugin_no_pipe(void **state)
{
	struct world *w = *state;

	w->conf.source.kind = SOURCE_PLUGIN;
	w->env.in = open("/dev/null", O_RDONLY);
	assert_true(w->env.in >= 0);
	assert_int_equal(start(w), -EINVAL);
	close(w->env.in);
	assert_string_equal(w->words.p, "error: source 'plugin': standard input "
		"is not auditd's pipe; auditd starts this itself "
		"(plugins.d/sctauditd.conf)\n");
}

/* ---------------------------------------------------------------------- waking */

static void *wake(void *arg)
{
	usleep(30000);
	source_wake(arg);
	return NULL;
}

static void test_wake(void **state)
{
	struct world *w = *state;
	struct source_record rec;
	pthread_t thread;

	assert_int_equal(start(w), 0);
	assert_int_equal(pthread_create(&thread, NULL, wake, w->src), 0);
	assert_int_equal(source_read(w->src, &rec, -1), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_none(w);
}

static void test_names(void **state)
{
	assert_string_equal(source_kind_name(SOURCE_AUTO), "auto");
	assert_string_equal(source_kind_name(SOURCE_MULTICAST), "multicast");
	assert_string_equal(source_kind_name(SOURCE_PLUGIN), "plugin");
	assert_string_equal(source_kind_name(SOURCE_FILE), "file");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_netlink),
		T(test_keep),
		T(test_settings_refused),
		T(test_no_wait_time),
		T(test_auto_alone),
		T(test_auto_beside),
		T(test_multicast_alone),
		T(test_auto_no_answer),
		T(test_peer),
		T(test_plugin),
		T(test_plugin_signals),
		T(test_plugin_no_pipe),
		T(test_wake),
		T(test_names),
	};

	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
