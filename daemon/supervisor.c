/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/supervisor.h"

#include "daemon/account.h"
#include "daemon/clock.h"
#include "daemon/control.h"
#include "daemon/fanout.h"
#include "daemon/look.h"
#include "daemon/notify.h"
#include "daemon/reader.h"
#include "daemon/say.h"
#include "daemon/source.h"
#include "kernel/events.h"

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <unistd.h>

#define LINGER_MS 10		/* records are gathered before the worker hears
				 * of them */
#define QUIET_MS 200		/* after the last record nothing is on its way */
#define TICK_MS 1000
#define PATIENCE_S 60		/* with events without an end, after a wait */
#define MMAP_BYTES (128 << 10)
#define RECORD_BYTES 700	/* about what one takes */
#define WAIT_S 10
#define BACKLOG_FULL 1000	/* records that the kernel keeps back */
#define LOCK_MS 10000		/* at the start: another one is loading rules */
#define PIPE_MS 500	/* at the end: without a line from auditd */
#define DRAIN_MS 3000		/* at the end: for what the kernel still has, */
#define FLUSH_MS 10000		/* the worker, */
#define CLOSE_MS 10000		/* and the sinks */

struct supervisor {
	const struct supervisor_options *opt;
	struct config config;		/* as it is now */
	struct config first;		/* as the source was opened with */
	struct utsname host;

	struct auditnl nl;		/* .ops NULL: not this kernel's records */
	struct record_source *source;
	struct queue queue;
	struct reader *reader;
	struct look_server *look;
	struct keeper keeper;
	struct loader loader;
	struct fanout fanout;
	struct control *control;
	struct account account;
	struct notify notify;

	int signals, room, ended;	/* to wait for: signalfd, eventfds */
	int source_end;			/* what ended it */
	int64_t feed_at;		/* CLOCK_MONOTONIC, ms; 0: nothing waits */
	int64_t last_record, last_tick, last_wait;
	uint32_t backlog;		/* the kernel's, a second ago */
	uint64_t read, done;		/* records, a second ago */
	bool busy;			/* a second ago */
	bool reload, stop, failed;
};

static int exit_of(int err)
{
	if (err == -EPERM || err == -EACCES)
		return DAEMON_PRIVILEGE;
	return err ? DAEMON_INIT : DAEMON_OK;
}

static void say_diag(struct diag *diag)
{
	struct buf words = {0};

	diag_print(diag, &words);
	if (words.n)
		say_words(diag->errors ? LOG_ERR : LOG_WARNING, words.p);
	buf_deinit(&words);
	diag_deinit(diag);
}

static void say_line(int level, const char *words)
{
	if (strchr(words, '\n'))
		say_words(level, words);
	else
		say(level, "%s", words);
}

/* ------------------------------------------------------ from other parts */

static void on_say(void *arg, int level, const char *words)
{
	say_line(level, words);
}

static void wake(int fd)
{
	uint64_t one = 1;

	(void)!write(fd, &one, sizeof(one));
}

static void on_room(void *arg)
{
	wake(((struct supervisor *)arg)->room);
}

static void on_ended(void *arg, int r)
{
	struct supervisor *s = arg;

	s->source_end = r;
	wake(s->ended);
}

static void on_line(void *arg, const struct line *line)
{
	struct supervisor *s = arg;

	fanout_line(&s->fanout, line);
}

static void on_taken(void *arg, uint32_t generation, int err,
	struct span words)
{
	if (!err)
		return;
	say(LOG_ERR, "the worker cannot take up the rules: %s; it goes on with "
		"those from before", strerror(-err));
	if (words.n) {
		cleanup(buf_deinit) struct buf copy = {0};

		buf_span(&copy, words);
		if (!copy.err)
			say_words(LOG_ERR, copy.p);
	}
}

static void on_dropped(void *arg)
{
	struct supervisor *s = arg;

	loader_dropped(&s->loader);
}

static void on_quarantined(void *arg, const char *key, const char *path)
{
	struct supervisor *s = arg;

	account_quarantined(&s->account, key);
}

/* ----------------------------------------------------------------- reload */

/* what can change while we run; the worker's own settings count from its next
 * start */
static void adopt(struct supervisor *s, struct config *conf)
{
	const struct control_config control = {.run = s->opt->dirs.run,
		.group = conf->control.group, .recent = conf->control.recent};
	struct diag diag = {0};

	if (conf->source.kind != s->config.source.kind)
		say(LOG_WARNING, "another source is taken up at the next start");
	config_deinit(&s->config);
	s->config = *conf;
	*conf = (struct config){0};
	queue_bounds(&s->queue, s->config.queue.bytes,
		s->config.queue.records);
	reader_overflow(s->reader, s->config.queue.overflow);
	s->loader.load = s->config.rules.load && !s->opt->no_load;
	(void)control_reconfigure(s->control, &control, &diag);
	say_diag(&diag);
}

/* what is a mistake here and now, though it may be none elsewhere */
static bool fits_here(const struct config *conf, struct buf *words)
{
	if (conf->source.kind == SOURCE_FILE && !conf->source.path) {
		buf_lit(words, "sctauditd: --source=file: the configuration "
			"does not say which one (source.path)\n");
		return false;
	}
	if (!getpwnam(conf->worker.user)) {
		buf_printf(words, "sctauditd: there is no user '%s' for the "
			"process that reads records; make it "
			"(systemd-sysusers), or name another one "
			"(worker.user)\n", conf->worker.user);
		return false;
	}
	return true;
}

static int read_config(const struct supervisor_options *opt,
	struct config *out, struct buf *words)
{
	int r = config_load(out, &opt->place, words);

	if (!r && opt->source >= 0)
		out->source.kind = (enum source_kind)opt->source;
	if (!r && !fits_here(out, words)) {
		config_deinit(out);
		*out = (struct config){0};
		r = -EINVAL;
	}
	if (!r && opt->format >= 0)
		r = config_stdout(out, (enum pipeline_format)opt->format);
	return r;
}

/* configuration and rules: both, or all stays as it is */
static void reload(struct supervisor *s, const struct request *rq,
	struct reply *reply)
{
	struct config conf = {0};
	struct diag diag = {0};
	int r = read_config(s->opt, &conf, &reply->err);

	if (!r)
		r = fanout_open(&s->fanout, &conf, &diag);
	diag_print(&diag, &reply->err);
	diag_deinit(&diag);
	if (!r) {
		loader_run(&s->loader, rq, reply, NULL, NULL);
		if (reply->code && fanout_open(&s->fanout, &s->config, &diag))
			say_diag(&diag);
	}
	if (r || reply->code) {
		reply->code = reply->code ? reply->code : CODE_FAILED;
		buf_lit(&reply->err, "not reloaded; configuration and rules "
			"from before stay in force\n");
	} else {
		adopt(s, &conf);
		fanout_reopen(&s->fanout);
	}
	config_deinit(&conf);
}

static void reload_now(struct supervisor *s)
{
	const struct request rq = {
		.kind = REQUEST_RELOAD, .prog = SPAN_LIT("sctauditd")};
	struct reply reply = {0};

	notify_reloading(&s->notify);
	reload(s, &rq, &reply);
	if (reply.err.n)
		say_words(reply.code ? LOG_ERR : LOG_WARNING, reply.err.p);
	if (reply.out.n)
		say(LOG_INFO, "%.*s", (int)reply.out.n - 1, reply.out.p);
	reply_deinit(&reply);
	notify_ready(&s->notify);
}

/* ---------------------------------------------------------------- requests */

static void on_status(void *arg, struct rows *rows)
{
	struct supervisor *s = arg;
	struct daemon_status st = {0};

	account_status(&s->account, &st);
	daemon_status_put(&st, rows);
	daemon_status_deinit(&st);
}

static int on_request(void *arg, uint64_t id, const struct request *rq,
	struct reply *reply)
{
	struct supervisor *s = arg;

	if (rq->kind == REQUEST_RELOAD)
		reload(s, rq, reply);
	else
		loader_run(&s->loader, rq, reply,
			rq->kind == REQUEST_STATUS ? on_status : NULL, s);
	return 0;
}

static void on_stop(void *arg)
{
	((struct supervisor *)arg)->stop = true;
}

static size_t on_rules(void *arg)
{
	return loader_rules(&((struct supervisor *)arg)->loader);
}

static void on_want(void *arg, bool text, bool json)
{
	struct supervisor *s = arg;

	s->fanout.readers = (text ? PIPELINE_BIT(PIPELINE_TEXT) : 0) |
		(json ? PIPELINE_BIT(PIPELINE_JSON) : 0);
}

/* ------------------------------------------------------------------ a turn */

static void on_signal(struct supervisor *s)
{
	struct signalfd_siginfo si;

	while (read(s->signals, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGHUP)
			s->reload = true;
		else
			s->stop = true;
	}
}

static void look_at_kernel(struct supervisor *s)
{
	struct audit_status st = {0};
	struct diag diag = {0};
	int r;

	if (!s->nl.ops || s->nl.ops->status(s->nl.ctx, &st))
		return;		/* no answer now: perhaps in a second */
	s->backlog = st.backlog;
	account_kernel(&s->account, &st);
	r = source_keep(s->source, &st, &diag);
	say_diag(&diag);
	if (r < 0)
		s->stop = s->failed = true;
}

/* A full queue or a sink that stalls is no fault that another start would
 * mend. */
static void feed_watchdog(struct supervisor *s)
{
	uint64_t read = reader_counts(s->reader).records;
	uint64_t done = keeper_count(&s->keeper, COUNT_records) +
		s->keeper.restarts;

	if (read != s->read || !s->backlog || queue_is_high(&s->queue))
		notify_progress(&s->notify, NOTIFY_READER);
	if (done != s->done || !s->keeper.out ||
		fanout_is_full(&s->fanout))
		notify_progress(&s->notify, NOTIFY_WORKER);
	s->read = read;
	s->done = done;
	(void)notify_feed(&s->notify, (uint64_t)now_ms());
}

/* What a full queue took is the system's again when it is over. */
static void give_memory_back(struct supervisor *s, bool quiet)
{
	if (quiet && s->busy)
		malloc_trim(0);
	s->busy = !quiet;
}

/* once a second */
static void tick(struct supervisor *s, bool quiet)
{
	int r;

	look_at_kernel(s);
	account_tick(&s->account, quiet);
	loader_tick(&s->loader, quiet && !queue_depth(&s->queue).records);
	r = s->opt->format >= 0 ? fanout_err(&s->fanout, SINK_STDOUT) : 0;
	if (r == -EPIPE) {
		say(LOG_ERR, "cannot write to standard output: %s",
			strerror(-r));
		s->stop = s->failed = true;
	}
	feed_watchdog(s);
	give_memory_back(s, quiet);
}

static void clear(int fd)
{
	uint64_t n;

	(void)!read(fd, &n, sizeof(n));
}

static void source_ended(struct supervisor *s)
{
	clear(s->ended);
	if (s->source_end < 0) {
		say(LOG_ERR, "cannot read records: %s",
			strerror(-s->source_end));
		s->failed = true;
	}
	s->stop = true;
}

/* While audited processes wait for us, time passes between their records. */
static void be_patient(struct supervisor *s, int64_t now, bool hold)
{
	if (hold || queue_is_high(&s->queue) ||
		s->backlog > BACKLOG_FULL)
		s->last_wait = now;
	keeper_patience(&s->keeper, s->last_wait &&
		now - s->last_wait < PATIENCE_S * 1000 ?
		PATIENCE_S : RECORD_EVENT_SECONDS);
}

enum { P_SIGNALS, P_QUEUE, P_KEEPER, P_CONTROL, P_ROOM, P_ENDED, P_FDS };

static int wait_ms(const struct supervisor *s, bool open)
{
	int64_t now = now_ms(), ms = s->last_tick + TICK_MS - now;
	int start = keeper_next_ms(&s->keeper);

	if (open && ms > QUIET_MS)
		ms = QUIET_MS;
	if (s->feed_at && ms > s->feed_at - now)
		ms = s->feed_at - now;
	if (start >= 0 && ms > start)
		ms = start;
	return ms > 0 ? (int)ms : 0;
}

static int turn(struct supervisor *s)
{
	struct queue_depth depth = queue_depth(&s->queue);
	bool hold = fanout_is_full(&s->fanout);
	struct pollfd p[P_FDS] = {
		[P_SIGNALS] = {.fd = s->signals, .events = POLLIN},
		[P_QUEUE] = {.fd = s->feed_at ? -1 : queue_fd(&s->queue),
			.events = POLLIN},
		[P_KEEPER] = keeper_poll(&s->keeper, hold),
		[P_CONTROL] = {.fd = control_fd(s->control), .events = POLLIN},
		[P_ROOM] = {.fd = s->room, .events = POLLIN},
		[P_ENDED] = {.fd = s->ended, .events = POLLIN},
	};
	int64_t now;
	bool quiet;
	int r = 0;

	if (poll(p, P_FDS, wait_ms(s, depth.records)) < 0 && errno != EINTR)
		return -errno;
	now = now_ms();
	if (p[P_QUEUE].revents) {
		queue_clear(&s->queue);
		s->feed_at = now + LINGER_MS;
		s->last_record = now;
	}
	if (p[P_ROOM].revents)
		clear(s->room);
	quiet = now - s->last_record >= QUIET_MS && !depth.unsent && !hold &&
		!s->backlog;
	be_patient(s, now, hold);
	keeper_formats(&s->keeper, fanout_formats(&s->fanout));
	if (p[P_KEEPER].revents || now >= s->feed_at || s->stop) {
		r = keeper_work(&s->keeper, p[P_KEEPER].revents,
			quiet && depth.records);
		s->feed_at = 0;
	}
	if (p[P_CONTROL].revents)
		control_work(s->control);
	if (p[P_SIGNALS].revents)
		on_signal(s);
	if (p[P_ENDED].revents)
		source_ended(s);
	if (now - s->last_tick >= TICK_MS) {
		s->last_tick = now;
		tick(s, quiet);
	}
	return r;
}

static int run(struct supervisor *s)
{
	int r = 0;

	while (!r && !s->stop) {
		r = turn(s);
		if (s->reload) {
			s->reload = false;
			reload_now(s);
		}
	}
	if (r)
		say(LOG_ERR, "%s", strerror(-r));
	return r;
}

/* --------------------------------------------------------------------- end */

/* whether the kernel still holds records for us */
static bool has_backlog(struct supervisor *s)
{
	struct audit_status st;

	return s->nl.ops && !s->nl.ops->status(s->nl.ctx, &st) && st.backlog;
}

/* what was on its way when we were told to stop still becomes lines */
static void drain(struct supervisor *s)
{
	struct source_record rec;
	int64_t end = now_ms() + DRAIN_MS;
	/* auditd ends its plugins before it closes their pipes */
	int wait = source_kind(s->source) == SOURCE_PLUGIN ? PIPE_MS : 0;

	while (now_ms() < end && !s->source_end && has_backlog(s) && !turn(s))
		;
	source_release(s->source);
	reader_stop(s->reader);
	while (now_ms() < end && source_read(s->source, &rec, wait) == 1)
		while (queue_put(&s->queue, rec.type, rec.text) ==
			QUEUE_FULL && now_ms() < end)
			(void)turn(s);
	keeper_flush(&s->keeper);
	end = now_ms() + FLUSH_MS;
	while (!keeper_is_flushed(&s->keeper) && now_ms() < end && !turn(s))
		;
	if (queue_depth(&s->queue).records)
		say(LOG_ERR, "%zu records were not read: lines are missing",
			queue_depth(&s->queue).records);
}

static void finish(struct supervisor *s)
{
	uint64_t lost;

	notify_stopping(&s->notify);
	drain(s);
	look_at_kernel(s);
	account_end(&s->account);
	lost = fanout_close(&s->fanout, CLOSE_MS);
	if (lost)
		say(LOG_ERR, "%llu lines were not written",
			(unsigned long long)lost);
	say(LOG_INFO, "ended: %llu records, %llu lines; %llu times a rule "
		"could not be decided",
		(unsigned long long)keeper_count(&s->keeper, COUNT_records),
		(unsigned long long)keeper_count(&s->keeper, COUNT_lines),
		(unsigned long long)keeper_count(&s->keeper, COUNT_undecided));
}

/* ------------------------------------------------------------------- start */

static int open_signals(struct supervisor *s)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -errno;
	s->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	s->room = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	s->ended = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	return s->signals < 0 || s->room < 0 || s->ended < 0 ? -errno : 0;
}

static int open_control(struct supervisor *s)
{
	const struct control_config conf = {.run = s->opt->dirs.run,
		.group = s->config.control.group,
		.recent = s->config.control.recent};
	const struct control_ops ops = {.arg = s, .run = on_request,
		.stop = on_stop, .rules = on_rules, .want = on_want};
	struct diag diag = {0};
	int r = control_new(&s->control, &conf, &ops, &diag);

	say_diag(&diag);
	s->fanout.control = s->control;
	return r;
}

static int open_kernel(struct supervisor *s)
{
	struct audit_status st = {0};
	int r;

	if (s->config.source.kind == SOURCE_FILE) {
		account_start(&s->account, 0);
		return 0;
	}
	r = auditnl_open(&s->nl);
	if (r) {
		say(LOG_ERR, "cannot talk to the kernel's audit: %s",
			auditnl_words(r));
		return r;
	}
	r = s->nl.ops->status(s->nl.ctx, &st);
	if (r) {
		say(LOG_ERR, "cannot ask the kernel's audit: %s",
			auditnl_words(r));
		return r;
	}
	if (st.enabled == AUDITNL_ENABLED_OFF)
		say(LOG_NOTICE, "auditing was switched off: calls of programs "
			"that run already may not be seen (boot with "
			"audit=1)");
	account_start(&s->account, st.lost);
	return 0;
}

static int open_parts(struct supervisor *s)
{
	struct keeper_conf keeper = {.config = &s->config,
		.host = s->host.nodename, .exe = "/proc/self/exe",
		.run = s->opt->dirs.run,
		.records_only = s->opt->records_only};
	const struct keeper_ops ops = {.arg = s, .say = on_say,
		.line = on_line, .taken = on_taken, .dropped = on_dropped,
		.quarantined = on_quarantined};
	int r = queue_init(&s->queue, s->config.queue.bytes,
		s->config.queue.records);

	r = r ? r : look_server_new(&s->look);
	keeper.look = s->look;
	r = r ? r : keeper_init(&s->keeper, &keeper, &s->queue, &ops);
	s->loader = (struct loader){.dirs = s->opt->dirs,
		.load = s->config.rules.load && !s->opt->no_load,
		.keeper = &s->keeper, .look = s->look, .say = say_line};
	s->fanout.ops = (struct sink_ops){.arg = s, .say = on_say,
		.room = on_room};
	s->fanout.host = s->host.nodename;
	s->account = (struct account){.queue = &s->queue,
		.keeper = &s->keeper, .fanout = &s->fanout,
		.loader = &s->loader, .config = &s->config};
	return r;
}

static int open_source(struct supervisor *s)
{
	struct diag diag = {0};
	struct reader_conf conf = {.queue = &s->queue,
		.overflow = s->config.queue.overflow,
		.arg = s, .ended = on_ended};
	int r = source_open(&s->source, &s->first, s->nl.ops ? &s->nl : NULL,
		s->opt->dirs.run, &diag);

	say_diag(&diag);
	conf.source = s->source;
	r = r ? r : reader_new(&s->reader, &conf);
	s->account.source = s->source;
	s->account.reader = s->reader;
	s->account.control = s->control;
	return r;
}

/* under the lock, so that nobody loads other rules meanwhile */
static int start(struct supervisor *s)
{
	struct diag diag = {0};
	int r = loader_read(&s->loader);

	if (r)
		return r == -EINVAL ? DAEMON_CONFIG : exit_of(r);
	r = fanout_open(&s->fanout, &s->config, &diag);
	say_diag(&diag);
	s->loader.nl = s->keeper.conf.nl = s->nl.ops ? &s->nl : NULL;
	r = r ? r : open_source(s);
	/* before its first record, for without formats there are no lines */
	keeper_formats(&s->keeper, fanout_formats(&s->fanout));
	if (!r)
		r = keeper_work(&s->keeper, 0, false);
	return exit_of(r ? r : loader_load(&s->loader));
}

static int start_locked(struct supervisor *s)
{
	struct diag diag = {0};
	int r = open_kernel(s), lock, code;

	r = r ? r : open_control(s);
	lock = r ? r : store_lock(s->opt->dirs.run, LOCK_MS, &diag);
	say_diag(&diag);
	if (lock < 0)
		return exit_of(lock);
	s->keeper.locked = true;
	code = start(s);
	s->keeper.locked = false;
	close(lock);
	return code;
}

/* While it makes the kernel wait, the reader takes a record every
 * EVENTS_PRESSES_MS into the last eighth of the queue. */
static void warn_little_room(const struct config *c)
{
	size_t reserve = c->queue.records / 8;

	if (c->queue.bytes / 8 / RECORD_BYTES < reserve)
		reserve = c->queue.bytes / 8 / RECORD_BYTES;
	if (c->queue.overflow == OVERFLOW_WAIT && c->source.kind != SOURCE_FILE
		&& reserve * EVENTS_PRESSES_MS < WAIT_S * 1000)
		say(LOG_WARNING, "queue: too little room for 'wait': after "
			"%zu ms the kernel would lose records; 64M and 262144 "
			"records are the defaults",
			reserve * EVENTS_PRESSES_MS);
}

static int prepare(struct supervisor *s)
{
	struct buf words = {0};
	int r = uname(&s->host) ? -errno :
		read_config(s->opt, &s->config, &words);

	if (!r) {
		buf_reset(&words);	/* warnings are said once */
		r = read_config(s->opt, &s->first, &words);
	}
	if (words.n)
		say_words(r ? LOG_ERR : LOG_WARNING, words.p);
	buf_deinit(&words);
	if (r)
		return r == -EINVAL ? DAEMON_CONFIG : exit_of(r);
	warn_little_room(&s->config);
	r = open_signals(s);
	r = r ? r : open_parts(s);
	if (r)
		say(LOG_ERR, "cannot start: %s", strerror(-r));
	return exit_of(r);
}

static void supervisor_deinit(struct supervisor *s)
{
	reader_free(s->reader);
	source_free(s->source);
	keeper_deinit(&s->keeper);
	look_server_free(s->look);
	fanout_close(&s->fanout, 0);
	loader_deinit(&s->loader);
	account_deinit(&s->account);
	auditnl_close(&s->nl);
	control_free(s->control);
	queue_deinit(&s->queue);
	config_deinit(&s->config);
	config_deinit(&s->first);
	if (s->signals >= 0)
		close(s->signals);
	if (s->room >= 0)
		close(s->room);
	if (s->ended >= 0)
		close(s->ended);
}

int supervisor_main(const struct supervisor_options *opt)
{
	cleanup(supervisor_deinit) struct supervisor s = {
		.opt = opt, .signals = -1, .room = -1, .ended = -1,
		.queue.fd = -1, .keeper = {.mark_fd = -1, .ch.fd = -1},
	};
	int code, r;

	/* Threads hand memory to each other: few arenas, and large pieces by
	 * themselves, so that it does not pile up. */
	mallopt(M_ARENA_MAX, 2);
	mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
	code = prepare(&s);
	if (!code)
		code = start_locked(&s);
	if (code)
		return code;
	notify_init(&s.notify, (uint64_t)now_ms());
	notify_ready(&s.notify);
	if (opt->ready)
		opt->ready(opt->arg);
	r = run(&s);
	finish(&s);
	return s.failed ? DAEMON_INIT : exit_of(r);
}
