/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One turn: wait; read all that the kernel has; look whether the uploads
 * changed; make lines of some of what was read. In that order, for 'sct upload'
 * keeps the rules before it loads them into the kernel: so whatever was read
 * after that is matched with them. */
#include "daemon/loop.h"

#include "daemon/loss.h"
#include "daemon/out.h"
#include "daemon/places.h"
#include "base/message.h"
#include "daemon/queue.h"
#include "kernel/events.h"
#include "rule/auditrule.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#define SLICE (64u << 10)	/* bytes of records that become lines in one turn */
#define QUEUE_BYTES (64u << 20)
#define BUSY_MS 200	/* longest wait while events may be open */
#define IDLE_MS 1000
#define BUSY_FOR_MS 3000	/* after the last record */
#define TELL_MS 1000	/* losses are told no more often */
#define NAMES_MS (5 * 60 * 1000)	/* names of users are asked for again */
#define RESTORE_MS 1000	/* rules that the kernel dropped are tried again */
#define DRAIN_MS 3000	/* at the end: to read what the kernel still has */
#define LOCK_MS 10000	/* at the start: another one is loading rules */

struct loop {
	const struct loop_config *conf;
	struct auditnl nl;
	struct events *ev;
	struct store_watch watch;
	int signals;
	struct live live;
	struct places places;		/* names in the rules of .live */
	struct pipeline *pipe;
	struct out out;
	struct loss loss;

	struct queue queue;
	size_t nread;			/* records in this turn */
	const struct event *event;	/* that lines are made of just now */

	int64_t last_record, last_tell, last_names;	/* CLOCK_MONOTONIC, ms */
	int64_t last_restore;
	bool reload, stop;
	bool dropped;			/* the kernel has fewer rules than we
					 * gave it */
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static struct timespec now_real(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME_COARSE, &ts);	/* as records have it */
	return ts;
}

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
	out_words((struct span){words.p, words.n});
	buf_deinit(&words);
	diag_deinit(diag);
}

/* --------------------------------------------------------- from the pipeline */

static void on_seen(void *arg, const struct event *ev)
{
	struct loop *l = arg;

	l->event = ev;
}

static void on_line(void *arg, const struct rule *rule, struct span line)
{
	struct loop *l = arg;

	if (!live_is_over(&l->live, rule, l->event->sec, l->event->ms))
		out_add(&l->out, line);
}

/* The descriptor may have been closed and used again since the call. Where the
 * event tells which directories it worked in, it has to be one of them. The
 * inode alone counts: st_dev is not always what records have. */
static bool is_parent(const struct event *ev, const char *link)
{
	struct statx st;
	bool told = false;

	/* DONT_SYNC: ask no file server, least of all a watched program's */
	if (statx(AT_FDCWD, link, AT_STATX_DONT_SYNC, STATX_INO, &st))
		return false;
	for (size_t i = 0; i < ev->npaths; i++) {
		const struct path_item *p = &ev->path[i];

		if (p->nametype != NAME_PARENT || !p->has_inode)
			continue;
		if (p->inode == st.stx_ino)
			return true;
		told = true;
	}
	return !told;
}

static int on_resolve_fd(void *arg, int32_t pid, int32_t fd, struct buf *out)
{
	const struct loop *l = arg;
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/%d/fd/%d", pid, fd);
	n = readlink(link, path, sizeof(path));
	if (n < 0)
		return -errno;
	if (n == sizeof(path) || path[0] != '/' || !is_parent(l->event, link))
		return -ENOENT;
	buf_add(out, path, (size_t)n);
	return out->err;
}

static bool on_is_inode(void *arg, struct span name,
	const struct path_item *item)
{
	struct loop *l = arg;

	return places_is(&l->places, name, item);
}

/* -------------------------------------------------------------------- rules */

static void learn_places(struct loop *l)
{
	if (places_learn(&l->places, live_rules(&l->live)))
		out_say("no memory to know files by more than their names");
}

/* new takes the place of the rules; it is released when that fails */
static int replace(struct loop *l, struct live *new)
{
	int r = pipeline_rules(l->pipe, live_rules(new));

	if (r) {
		out_say("cannot take up changed rules: %s", strerror(-r));
		live_deinit(new);
		return r;
	}
	live_deinit(&l->live);
	l->live = *new;
	learn_places(l);
	return 0;
}

static int load(struct loop *l, struct live *new, struct timespec when)
{
	struct buf words = {0};
	int r = live_load(new, &l->live, &l->conf->dirs, when, &words);

	out_words((struct span){words.p, words.n});
	buf_deinit(&words);
	return r;
}

/* uploads changed; who changes them looks after the kernel */
static void take_up(struct loop *l)
{
	struct timespec when = now_real();
	struct live new = {0};

	(void)store_changed_at(l->conf->dirs.run, &when);
	if (load(l, &new, when))
		out_say("the changed rules are not used; those from before "
			"stay in force");
	else
		(void)replace(l, &new);
}

/* what the kernel says, in words; a locked kernel keeps what it has */
static int apply(struct loop *l, const struct plan *plan,
	struct auditnl_result *res)
{
	struct diag diag = {0};
	struct audit_status st = {0};
	int r = auditnl_apply(&l->nl, plan, &diag, res);

	say_diag(&diag);
	if (r == -EPERM && !l->nl.ops->status(l->nl.ctx, &st) &&
		st.enabled == AUDITNL_ENABLED_LOCKED) {
		out_say("going on with the audit rules that the kernel has");
		r = 0;
	}
	return r;
}

/* SIGHUP: drop-ins too, and the kernel is ours to change */
static void reload_now(struct loop *l)
{
	struct auditnl_result res = {0};
	struct live new = {0};

	if (load(l, &new, now_real())) {
		out_say("not reloaded; the rules from before stay in force");
		return;
	}
	if (l->conf->load && apply(l, &new.set.plan, &res)) {
		out_say("not reloaded; the rules from before stay in force");
		live_deinit(&new);
		return;
	}
	if (!replace(l, &new))
		out_say("reloaded: %zu rules, %zu audit rules added, %zu "
			"removed", l->live.set.rs->rule.n, res.added,
			res.removed);
}

/* not while somebody else changes rules: then on a later turn */
static void reload(struct loop *l)
{
	struct diag diag = {0};
	int lock = store_lock(l->conf->dirs.run, 0, &diag);

	if (lock == -EBUSY) {
		diag_deinit(&diag);
		return;
	}
	l->reload = false;
	say_diag(&diag);
	if (lock < 0)
		return;
	/* a rule must be known before its first record comes: what was gone
	 * by then is matched once more, what is new was not in force */
	reload_now(l);
	close(lock);
}

static bool has(struct span text, struct span part)
{
	return memmem(text.p, text.n, part.p, part.n);
}

/* The kernel takes a rule on a file name away when the directory goes, and
 * says so in a record of its own: with the name, and without who did it. */
static bool is_dropped_rule(unsigned type, struct span text)
{
	return type == AUDIT_CONFIG_CHANGE &&
	       (has(text, SPAN_LIT("op=remove_rule path=")) ||
		       has(text, SPAN_LIT("op=remove_rule dir="))) &&
	       has(text, SPAN_LIT(" key=\"" AUDITRULE_KEY));
}

static void note_dropped(struct loop *l)
{
	if (!l->dropped)
		out_say("the kernel dropped an audit rule whose directory was "
			"removed; calls on that name are missed until the "
			"directory is there again%s",
			l->conf->load ? ", when the rule is loaded anew" : "");
	l->dropped = true;
}

/* quietly: most tries find the directory still missing */
static void restore(struct loop *l)
{
	struct auditnl_result res = {0};
	struct diag diag = {0};
	int lock = store_lock(l->conf->dirs.run, 0, &diag);

	if (lock >= 0 && !auditnl_apply(&l->nl, &l->live.set.plan, &diag,
				 &res)) {
		l->dropped = false;
		out_say("%zu audit rules that the kernel had dropped are "
			"loaded again", res.added);
	}
	if (lock >= 0)
		close(lock);
	diag_deinit(&diag);
}

/* ------------------------------------------------------------------ records */

/* all that has come, as far as there is room; 0 or a negative errno */
static int read_all(struct loop *l)
{
	struct events_message m;
	int r = 0;

	l->nread = 0;
	while (!queue_is_high(&l->queue) && (r = events_read(l->ev, &m)) > 0) {
		r = queue_put(&l->queue, m.type, m.text);
		if (r)
			return r < 0 ? r : -ENOMEM;
		l->nread++;
	}
	if (l->nread)
		l->last_record = now_ms();
	return r < 0 ? r : 0;
}

static int feed_one(struct loop *l, struct message *m)
{
	uint64_t tag = message_get_u64(m);
	unsigned type = message_get_u32(m);
	struct span text = message_get_text(m);
	uint32_t serial;

	if (loss_serial_of(text, &serial))
		loss_serial(&l->loss, serial);
	if (is_dropped_rule(type, text))
		note_dropped(l);
	queue_done(&l->queue, tag);
	return record_feed_message(pipeline_reader(l->pipe), type, text);
}

static int feed_slice(struct loop *l)
{
	struct buf batch = {0};
	struct message m;
	int r = 0;

	queue_send(&l->queue, &batch, SLICE);
	m = (struct message){.rest = {batch.p, batch.n}};
	while (!r && m.rest.n)
		r = feed_one(l, &m);
	buf_deinit(&batch);
	return r ? r : record_settle(pipeline_reader(l->pipe));
}

static uint64_t unread(const struct loop *l)
{
	const struct record_counts *c =
		record_counts(pipeline_reader(l->pipe));
	uint64_t n = events_lost(l->ev).bad;

	for (size_t i = 0; i < RECORD_FAULTS; i++)
		n += c->aside[i];
	return n;
}

static void tell_losses(struct loop *l, uint32_t kernel_lost)
{
	struct buf words = {0};

	loss_kernel(&l->loss, kernel_lost);
	loss_overruns(&l->loss, events_lost(l->ev).overruns);
	loss_unread(&l->loss, unread(l));
	if (loss_tell(&l->loss, &words))
		out_say("%s", words.p);
	buf_deinit(&words);
}

/* what the kernel lost, and whether it still sends to us; 0 or a negative
 * errno, said */
static int look_at_kernel(struct loop *l)
{
	struct audit_status st;
	struct diag diag = {0};
	int r = l->nl.ops->status(l->nl.ctx, &st);

	if (r)
		return 0;	/* no answer now: perhaps in a second */
	r = events_keep(l->ev, st.pid, &diag);
	say_diag(&diag);
	if (r == EVENTS_AGAIN)
		out_say("the kernel had stopped to send its records, for they "
			"were not read fast enough; it sends them again");
	tell_losses(l, st.lost);
	return r < 0 ? r : 0;
}

/* ---------------------------------------------------------------- in a turn */

static bool is_busy(struct loop *l, int64_t now)
{
	return queue_depth(&l->queue).records || now - l->last_record < BUSY_FOR_MS;
}

/* idle: nothing has come for a while, so nothing is on its way */
static int look_after(struct loop *l, int64_t now, bool idle)
{
	int r = 0;

	if (now - l->last_tell >= TELL_MS) {
		if (idle)
			loss_idle(&l->loss);
		r = look_at_kernel(l);
		l->last_tell = now;
	}
	if (now - l->last_names >= NAMES_MS) {
		pipeline_forget_names(l->pipe);
		l->last_names = now;
	}
	if (l->dropped && l->conf->load && now - l->last_restore >= RESTORE_MS) {
		l->last_restore = now;
		restore(l);
	}
	if (live_is_due(&l->live, now_real().tv_sec) && !queue_depth(&l->queue).records &&
		!pipeline_rules(l->pipe, l->live.set.rs)) {
		live_expire(&l->live);
		learn_places(l);
	}
	return r;
}

static void on_signal(struct loop *l)
{
	struct signalfd_siginfo si;

	while (read(l->signals, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGHUP)
			l->reload = true;
		else
			l->stop = true;
	}
}

static int wait_for_work(struct loop *l)
{
	struct pollfd p[] = {
		{.fd = events_fd(l->ev), .events = POLLIN},
		{.fd = l->watch.fd, .events = POLLIN},
		{.fd = l->signals, .events = POLLIN},
	};
	int ms = is_busy(l, now_ms()) || l->reload ? BUSY_MS : IDLE_MS;

	if (queue_depth(&l->queue).records)
		ms = 0;

	if (poll(p, ARRAY_SIZE(p), ms) < 0 && errno != EINTR)
		return -errno;
	return 0;
}

/* 0 or a negative errno, said */
static int turn(struct loop *l)
{
	int r = read_all(l), changed;

	if (r) {
		out_say("cannot read the kernel's records: %s", strerror(-r));
		return r;
	}
	changed = store_watch_changed(&l->watch);
	if (changed < 0)
		out_say("cannot watch the uploaded rules: %s",
			strerror(-changed));
	if (changed > 0)
		take_up(l);
	r = feed_slice(l);
	/* By the clock, late records of an old event would come to nothing: so
	 * only when none is on its way. */
	if (!r && !queue_depth(&l->queue).records &&
		now_ms() - l->last_record >= BUSY_MS)
		r = record_age(pipeline_reader(l->pipe));
	if (r || pipeline_counts(l->pipe)->err) {
		out_say("out of memory; lines are missing");
		return -ENOMEM;
	}
	r = out_flush(&l->out);
	if (r)
		out_say("cannot write to standard output: %s", strerror(-r));
	return r;
}

static int run(struct loop *l)
{
	int r = 0;

	while (!r && !l->stop) {
		int64_t now;

		r = wait_for_work(l);
		if (!r)
			r = turn(l);
		now = now_ms();
		if (!r)
			r = look_after(l, now, !is_busy(l, now));
		on_signal(l);
		if (l->reload)
			reload(l);
	}
	return r;
}

/* whether the kernel still holds records for us */
static bool has_backlog(struct loop *l)
{
	struct audit_status st;

	return !l->nl.ops->status(l->nl.ctx, &st) && st.backlog;
}

static void say_counts(const struct loop *l)
{
	const struct pipeline_counts *p = pipeline_counts(l->pipe);
	const struct record_counts *r = record_counts(pipeline_reader(l->pipe));

	out_say("ended: %llu records, %llu lines; %llu times a rule could not "
		"be decided", (unsigned long long)r->records,
		(unsigned long long)p->lines, (unsigned long long)p->undecided);
}

/* what was on its way when we were told to stop still becomes lines */
static int drain(struct loop *l)
{
	int64_t end = now_ms() + DRAIN_MS;
	int r = 0;

	while (!r && now_ms() < end && (has_backlog(l) || queue_depth(&l->queue).records))
		r = turn(l);
	events_release(l->ev);
	do
		r = r ? r : turn(l);
	while (!r && (l->nread || queue_depth(&l->queue).records));
	if (!r)
		r = record_flush(pipeline_reader(l->pipe));
	r = r ? r : out_flush(&l->out);
	loss_idle(&l->loss);
	(void)look_at_kernel(l);
	say_counts(l);
	return r;
}

/* -------------------------------------------------------------------- start */

static int open_signals(struct loop *l)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -errno;
	l->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return l->signals < 0 ? -errno : 0;
}

static int open_pipeline(struct loop *l)
{
	bool look = !l->conf->records_only;
	const struct pipeline_ops ops = {
		.arg = l,
		.line = on_line,
		.seen = on_seen,
		.resolve_fd = look ? on_resolve_fd : NULL,
		.is_inode = look ? on_is_inode : NULL,
	};
	struct utsname u;
	int r;

	learn_places(l);
	r = pipeline_new(&l->pipe, live_rules(&l->live), l->conf->format,
		&ops);

	if (r || uname(&u))
		return r;
	return pipeline_host(l->pipe, u.nodename);
}

/* the kernel gives its records to us from here on */
static int open_kernel(struct loop *l)
{
	struct diag diag = {0};
	struct audit_status st = {0};
	int r = auditnl_open(&l->nl);

	if (r) {
		out_say("cannot talk to the kernel's audit: %s",
			auditnl_words(r));
		return r;
	}
	r = l->nl.ops->status(l->nl.ctx, &st);
	if (!r && st.enabled == AUDITNL_ENABLED_OFF)
		out_say("auditing was switched off: calls of programs that "
			"run already may not be seen (boot with audit=1)");
	r = events_open(&l->ev, &events_netlink, NULL, &l->nl, &diag);
	say_diag(&diag);
	loss_start(&l->loss, st.lost);
	return r;
}

static int start_rules(struct loop *l)
{
	struct auditnl_result res = {0};
	int r = l->conf->load ? apply(l, &l->live.set.plan, &res) : 0;

	if (r)
		return exit_of(r);
	if (l->conf->load)
		out_say("%zu rules in force, %zu audit rules in the kernel",
			l->live.set.rs->rule.n, res.added + res.kept);
	else
		out_say("%zu rules in force; the kernel's are left as they "
			"are", l->live.set.rs->rule.n);
	return DAEMON_OK;
}

/* under the lock, so that nobody loads other rules meanwhile */
static int start(struct loop *l)
{
	int r = load(l, &l->live, now_real());

	if (r)
		return r == -EINVAL ? DAEMON_CONFIG : exit_of(r);
	r = open_kernel(l);
	if (r)
		return exit_of(r);
	r = open_pipeline(l);
	if (r) {
		out_say("cannot start: %s", strerror(-r));
		return DAEMON_INIT;
	}
	return start_rules(l);
}

static int start_locked(struct loop *l)
{
	struct diag diag = {0};
	int r = store_watch_init(&l->watch, l->conf->dirs.run, &diag), lock;

	lock = r ? r : store_lock(l->conf->dirs.run, LOCK_MS, &diag);
	say_diag(&diag);
	if (lock < 0)
		return exit_of(lock);
	r = start(l);
	close(lock);
	return r;
}

static void loop_deinit(struct loop *l)
{
	events_free(l->ev);
	pipeline_free(l->pipe);
	places_deinit(&l->places);
	live_deinit(&l->live);
	auditnl_close(&l->nl);
	store_watch_deinit(&l->watch);
	out_deinit(&l->out);
	queue_deinit(&l->queue);
	if (l->signals >= 0)
		close(l->signals);
}

int loop_main(const struct loop_config *conf)
{
	cleanup(loop_deinit) struct loop l = {
		.conf = conf, .signals = -1, .watch.fd = -1,
	};
	int r = queue_init(&l.queue, QUEUE_BYTES, SIZE_MAX), code;

	r = r ? r : open_signals(&l);
	if (r) {
		out_say("cannot wait for signals: %s", strerror(-r));
		return DAEMON_INIT;
	}
	code = start_locked(&l);
	if (code)
		return code;
	l.last_names = now_ms();
	r = run(&l);
	if (!r)
		r = drain(&l);
	return exit_of(r);
}
