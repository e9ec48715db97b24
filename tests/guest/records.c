/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/guest/records.c - a source of the daemon and its reader, without the
 * rest: writes each record as a line "TYPE TEXT" (of a log: the line).
 *
 * usage: records KIND OVERFLOW BYTES OUT [RUN]
 *   KIND      auto, netlink, multicast, plugin, or a log to follow
 *   OVERFLOW  wait or drop		BYTES  of the queue
 *   OUT       file			RUN    directory (/run/sctaudit)
 * $RECORDS_RCVBUF: bytes of the socket's buffer; $RECORDS_BATCH: messages with
 * one call, at most.
 * SIGUSR1: nothing is taken out of the queue any more; SIGUSR2: again. SIGTERM,
 * SIGHUP (but not for plugin), the end of the input: what was lost is said on
 * standard error, and it ends. */
#include "daemon/reader.h"
#include "daemon/source_driver.h"

#include "base/buf.h"
#include "base/message.h"
#include "base/num.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BATCH (256u << 10)

struct records {
	struct config conf;
	struct auditnl nl;
	struct events_ops ops;
	unsigned most;		/* messages with one call */
	struct record_source *src;
	struct queue queue;
	struct reader *reader;
	struct buf batch, text;
	int out, signals, over;	/* over: a pipe, written to at the end */
	bool stalled, stop;
	struct reader_losses lost;
};

static void say(const char *words)
{
	fprintf(stderr, "records: %s\n", words);
}

static int fail(struct diag *diag, const char *what)
{
	struct buf b = {0};

	diag_print(diag, &b);
	say(b.n ? b.p : what);
	buf_deinit(&b);
	return 1;
}

/* CPU time of this process, ms */
static unsigned long long cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (unsigned long long)ts.tv_sec * 1000 +
	       (unsigned long long)ts.tv_nsec / 1000000;
}

static void write_out(struct records *rs)
{
	size_t at = 0;

	while (at < rs->text.n) {
		ssize_t n = write(rs->out, rs->text.p + at, rs->text.n - at);

		if (n < 0) {
			perror("records: write");
			exit(1);
		}
		at += (size_t)n;
	}
	buf_reset(&rs->text);
}

/* what is in the queue; false: nothing */
static bool take_out(struct records *rs)
{
	struct message m;

	buf_reset(&rs->batch);
	if (!queue_send(&rs->queue, &rs->batch, BATCH))
		return false;
	m = (struct message){.rest = {rs->batch.p, rs->batch.n}};
	while (m.rest.n) {
		uint64_t tag = message_get_u64(&m);
		unsigned type = message_get_u32(&m);

		if (type)
			buf_printf(&rs->text, "%u ", type);
		buf_span(&rs->text, message_get_text(&m));
		if (type)
			buf_chr(&rs->text, '\n');
		queue_done(&rs->queue, tag);
	}
	write_out(rs);
	return true;
}

static void on_end(void *arg, int r)
{
	struct records *rs = arg;

	fprintf(stderr, "records: input ended (%d)\n", r);
	close(rs->over);
	rs->over = -1;
}

static void on_signal(struct records *rs)
{
	struct signalfd_siginfo si;

	if (read(rs->signals, &si, sizeof(si)) != sizeof(si))
		return;
	fprintf(stderr, "records: signal %u\n", si.ssi_signo);
	if (si.ssi_signo == SIGUSR1)
		rs->stalled = true;
	else if (si.ssi_signo == SIGUSR2)
		rs->stalled = false;
	/* auditd closes the pipe after SIGTERM: what is in it comes first */
	else if (rs->conf.source.kind != SOURCE_PLUGIN)
		rs->stop = true;
}

static void look_at_losses(struct records *rs)
{
	struct reader_losses l;

	if (!reader_losses(rs->reader, rs->stop, &l))
		return;
	fprintf(stderr, "records: dropped %llu events (serial %u to %u), "
		"missing %llu (between %u and %u)\n",
		(unsigned long long)l.dropped.events, l.dropped.first,
		l.dropped.last, (unsigned long long)l.missing.events,
		l.missing.first, l.missing.last);
	rs->lost.dropped.events += l.dropped.events;
	rs->lost.missing.events += l.missing.events;
}

static void look_at_kernel(struct records *rs)
{
	struct audit_status st;
	struct diag diag = {0};

	if (!rs->nl.ops || rs->nl.ops->status(rs->nl.ctx, &st))
		return;
	if (source_keep(rs->src, &st, &diag))
		(void)fail(&diag, "registered again");
	diag_deinit(&diag);
}

static void run(struct records *rs, int ended)
{
	time_t last = 0;
	bool more = false;

	while (!rs->stop) {
		struct pollfd p[] = {
			{.fd = rs->signals, .events = POLLIN},
			{.fd = ended, .events = POLLIN},
			{.fd = rs->stalled ? -1 : queue_fd(&rs->queue),
				.events = POLLIN},
		};

		poll(p, ARRAY_SIZE(p), more ? 0 : 200);
		if (p[0].revents)
			on_signal(rs);
		rs->stop |= p[1].revents != 0;
		queue_clear(&rs->queue);
		more = !rs->stalled && take_out(rs);
		if (time(NULL) == last)
			continue;
		last = time(NULL);
		look_at_kernel(rs);
		look_at_losses(rs);
	}
}

/* what is still on its way when we are told to stop */
static void drain(struct records *rs)
{
	struct source_record rec;
	struct audit_status st = {0};

	rs->stalled = false;
	for (unsigned i = 0; rs->nl.ops && i < 30; i++) {
		while (take_out(rs))
			;
		if (rs->nl.ops->status(rs->nl.ctx, &st) || !st.backlog)
			break;
		usleep(100000);
	}
	source_release(rs->src);
	reader_stop(rs->reader);
	while (take_out(rs))
		;
	while (source_read(rs->src, &rec, 0) == 1) {
		if (queue_put(&rs->queue, rec.type, rec.text))
			say("no room at the end");
		take_out(rs);
	}
	look_at_losses(rs);
}

static int configure(struct records *rs, char **argv)
{
	static const enum source_kind kinds[] = {
		SOURCE_AUTO, SOURCE_NETLINK, SOURCE_MULTICAST, SOURCE_PLUGIN,
	};
	uint64_t bytes;

	rs->conf.source.kind = SOURCE_FILE;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(argv[1], source_kind_name(kinds[i])))
			rs->conf.source.kind = kinds[i];
	rs->conf.source.path = argv[1];
	rs->conf.source.follow = true;
	rs->conf.kernel.backlog_limit = SOURCE_BACKLOG_LIMIT;
	rs->conf.queue.overflow = strcmp(argv[2], "drop") ? OVERFLOW_WAIT :
							    OVERFLOW_DROP;
	if (num_parse(span_of(argv[3]), 10, &bytes))
		return 2;
	rs->out = open(argv[4], O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (rs->out < 0) {
		perror(argv[4]);
		return 1;
	}
	return queue_init(&rs->queue, bytes, SIZE_MAX / 2) ? 1 : 0;
}

static unsigned from_env(const char *name, unsigned otherwise)
{
	const char *s = getenv(name);
	uint64_t v;

	return s && !num_parse(span_of(s), 10, &v) ? (unsigned)v : otherwise;
}

static int open_socket(void *ctx, int rcvbuf)
{
	return events_netlink.open(NULL, (int)from_env("RECORDS_RCVBUF",
		(unsigned)rcvbuf));
}

static int receive(void *ctx, int fd, struct events_slot *slot, unsigned n)
{
	const unsigned *batch = ctx;

	return events_netlink.recv(NULL, fd, slot, n < *batch ? n : *batch);
}

static int open_source(struct records *rs, const char *run_dir,
	struct diag *diag)
{
	struct source_env env = {
		.conf = &rs->conf, .nl = &rs->nl, .run = run_dir,
		.ops = &rs->ops, .ctx = &rs->most, .in = STDIN_FILENO,
	};

	rs->most = from_env("RECORDS_BATCH", EVENTS_BATCH);
	rs->ops = events_netlink;
	rs->ops.open = open_socket;
	rs->ops.recv = receive;
	return source_open_env(&rs->src, &env, diag);
}

static int open_all(struct records *rs, const char *run_dir, struct diag *diag)
{
	enum source_kind kind = rs->conf.source.kind;
	struct reader_conf conf = {
		.queue = &rs->queue, .overflow = rs->conf.queue.overflow,
		.arg = rs, .ended = on_end,
	};
	int r = 0;

	mkdir(run_dir, 0755);
	if (kind != SOURCE_PLUGIN && kind != SOURCE_FILE)
		r = auditnl_open(&rs->nl);
	if (!r)
		r = open_source(rs, run_dir, diag);
	if (r)
		return r;
	if (diag->items.n)
		(void)fail(diag, "");
	fprintf(stderr, "records: reads %s\n",
		source_kind_name(source_kind(rs->src)));
	conf.source = rs->src;
	return reader_new(&rs->reader, &conf);
}

static void say_counts(struct records *rs)
{
	struct reader_counts c = reader_counts(rs->reader);
	struct source_counts s = source_counts(rs->src);

	fprintf(stderr, "records: %llu records, %llu events dropped, %llu "
		"missing, %llu overruns, %llu bad, %llu restarts, waited %llu "
		"ms, used %llu ms\n",
		(unsigned long long)c.records,
		(unsigned long long)c.dropped_events,
		(unsigned long long)c.missing_events,
		(unsigned long long)s.overruns, (unsigned long long)s.bad,
		(unsigned long long)s.restarts,
		(unsigned long long)c.waited_ms, cpu_ms());
}

int main(int argc, char **argv)
{
	struct records rs = {0};
	struct diag diag = {0};
	sigset_t set;
	int r, over[2];

	if (argc < 5 || configure(&rs, argv)) {
		say("usage: records KIND OVERFLOW BYTES OUT [RUN]");
		return 2;
	}
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	rs.signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (rs.signals < 0 || pipe(over))
		return 1;
	rs.over = over[1];
	r = open_all(&rs, argc > 5 ? argv[5] : "/run/sctaudit", &diag);
	if (r)
		return fail(&diag, strerror(-r));
	run(&rs, over[0]);
	drain(&rs);
	say_counts(&rs);
	reader_free(rs.reader);
	source_free(rs.src);
	queue_deinit(&rs.queue);
	auditnl_close(&rs.nl);
	buf_deinit(&rs.batch);
	buf_deinit(&rs.text);
	diag_deinit(&diag);
	return 0;
}
