/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The thread of a sink takes a block of lines and gives it to the driver again
 * and again until all of it is written. While that fails the block is held, and
 * the queue behind it fills. */
#include "daemon/sink_driver.h"
#include "daemon/loss_line.h"
#include "daemon/sink_queue.h"

#include <fnmatch.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define OWN_RESERVE (16u << 20)	/* bytes past the bound, for a day */
#define RETRY_MS 500
#define TICK_MS 1000
#define SAY_MS 60000	/* the same failure is said no more often */
#define LOST_MS 1000	/* and what was lost in a line of its own */
#define CANCEL_MS 2000	/* at the end, for a thread that hangs in a write */
#define PIPE_STEP 4096	/* that much fits where poll(2) says POLLOUT */

const unsigned sink_bucket_ms[SINK_BUCKETS - 1] = {
	5, 10, 25, 50, 100, 250, 500, 1000, 1500, 5000, 30000,
};

static const struct sink_driver *const drivers[] = {
	[SINK_FILE] = &sink_file, [SINK_JOURNAL] = &sink_journal,
	[SINK_SYSLOG] = &sink_syslog, [SINK_STDOUT] = &sink_stdout,
};

/* while it cannot write */
struct outage {
	bool on, said;
	uint64_t written;	/* lines, since it began */
	size_t left;		/* lines that waited when it was tried last */
};

struct sink {
	struct config_sink *conf;	/* a copy: the thread may hang longer
					 * than who gave it lives */
	const struct sink_driver *driver;
	struct sink_medium *medium;
	struct utsname host;
	pthread_t thread;

	pthread_mutex_t lock;	/* for all that follows */
	pthread_cond_t work;
	struct sink_queue queue;
	struct sink_counts counts;
	uint64_t lost;		/* dropped, not told in a line yet */
	int64_t last_lost;	/* such a line */
	bool idle;		/* the thread waits for lines */
	bool was_full;		/* ops.room() is due */
	bool stop, reopen;
	int64_t deadline;	/* of .stop */

	/* of the thread */
	struct sink_block *block;	/* being written; NULL: none */
	struct sink_batch batch;
	struct outage outage;
	int64_t last_said, last_tick;
};

/* ------------------------------------------------------------ for drivers */

int64_t sink_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

uint64_t sink_real(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

void sink_say(const struct sink_medium *m, int level, const char *fmt, ...)
{
	struct buf out = {0};
	char *words;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&words, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	buf_printf(&out, "sink %s: %s", m->conf->name, words);
	free(words);
	if (!out.err)
		m->ops.say(m->ops.arg, level, out.p);
	buf_deinit(&out);
}

void sink_batch_next(struct sink_batch *b)
{
	b->at += b->item[b->i].n;
	b->rule_at += b->item[b->i].rule_n;
	b->part = 0;
	b->i++;
}

void sink_batch_wrote(struct sink_batch *b, size_t n)
{
	size_t left;

	while (n) {
		left = b->item[b->i].n - b->part;
		if (n < left) {
			b->part += n;
			return;
		}
		n -= left;
		sink_batch_next(b);
	}
}

void sink_batch_give_up(struct sink_batch *b)
{
	sink_batch_next(b);
	b->given_up++;
}

/* 1: it takes something now */
static int wait_writable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	int r = poll(&p, 1, SINK_STEP_MS);

	return r < 0 ? errno == EINTR ? 0 : -errno : r;
}

static ssize_t write_some(int fd, mode_t mode, const char *p, size_t n)
{
	int r = S_ISREG(mode) ? 1 : wait_writable(fd);

	if (r <= 0)
		return r;
	if (S_ISSOCK(mode))
		return send(fd, p, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	return write(fd, p, S_ISREG(mode) ? n : min_size(n, PIPE_STEP));
}

ssize_t sink_write(int fd, mode_t mode, const char *p, size_t n)
{
	ssize_t done;
	int err, state;

	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
	done = write_some(fd, mode, p, n);
	err = errno;
	pthread_setcancelstate(state, NULL);
	if (done >= 0)
		return done;
	return err == EAGAIN || err == EINTR ? 0 : -err;
}

/* -------------------------------------------------------------- the queue */

static bool is_full(const struct sink *s)
{
	return s->queue.bytes >= s->conf->queue_bytes;
}

/* wakes the thread if it has nothing to do */
static void wake(struct sink *s)
{
	if (!s->idle)
		return;
	s->idle = false;
	pthread_cond_signal(&s->work);
}

/* the line that says so itself, where the lost ones would be */
static void tell_lost(struct sink *s, int64_t now)
{
	struct loss_line loss = {.cause = LOSS_SINK, .count = s->lost,
		.sink = span_of(s->conf->name), .ms = sink_real(),
		.host = span_of(s->host.nodename)};
	struct line line = {.format = s->conf->format, .level = LOG_ERR,
		.ms = loss.ms};
	struct buf text = {0};

	loss_line(&text, &loss, s->conf->format);
	line.text = (struct span){text.p, text.n};
	if (!text.err && !sink_queue_add(&s->queue, &line)) {
		s->lost = 0;
		s->last_lost = now;
	}
	buf_deinit(&text);
}

static bool is_lost_due(const struct sink *s, int64_t now)
{
	return s->lost && now - s->last_lost >= LOST_MS;
}

static void drop(struct sink *s)
{
	s->lost++;
	s->counts.dropped++;
}

/* What was lost elsewhere is told in lines of our own, one a second at most:
 * were they dropped, too, nobody would ever know. */
static bool has_room_for(const struct sink *s, const struct line *line)
{
	size_t room = s->conf->queue_bytes + (line->rule.p ? 0 : OWN_RESERVE);

	return s->conf->overflow != OVERFLOW_DROP ||
	       s->queue.bytes + sink_queue_cost(line) <= room;
}

void sink_add(struct sink *s, const struct line *line)
{
	pthread_mutex_lock(&s->lock);
	if (!has_room_for(s, line)) {
		drop(s);
	} else {
		if (s->lost && is_lost_due(s, sink_now()))
			tell_lost(s, sink_now());
		if (sink_queue_add(&s->queue, line))
			drop(s);
		wake(s);
	}
	pthread_mutex_unlock(&s->lock);
}

bool sink_is_full(struct sink *s)
{
	bool full;

	if (s->conf->overflow != OVERFLOW_WAIT)
		return false;
	pthread_mutex_lock(&s->lock);
	full = is_full(s);
	s->was_full = s->was_full || full;
	pthread_mutex_unlock(&s->lock);
	return full;
}

static bool has_name(const struct config_sink *conf, struct span rule)
{
	char *name = strndup(rule.p, rule.n);
	bool found = !name;	/* rather a line too many */

	for (size_t i = 0; name && !found && i < conf->rules.n; i++)
		found = fnmatch(conf->rules.v[i], name, 0) == 0;
	free(name);
	return found;
}

bool sink_takes(const struct sink *s, struct span rule, int level)
{
	if (level > s->conf->level)
		return false;
	return !rule.p || !s->conf->rules.n || has_name(s->conf, rule);
}

/* -------------------------------------------------------------- the thread */

/* until there is something to do, or a second is over */
static void wait_for_work(struct sink *s, int64_t ms)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += ms % 1000 * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	pthread_cond_timedwait(&s->work, &s->lock, &t);
}

static void count_latency(struct sink *s, uint64_t now, uint64_t ms)
{
	uint64_t took = now > ms ? now - ms : 0;
	size_t i = 0;

	if (!ms)
		return;
	while (i < SINK_BUCKETS - 1 && took > sink_bucket_ms[i])
		i++;
	s->counts.latency[i]++;
	s->counts.latency_sum += took;
}

/* what the driver has done since item i */
static void account(struct sink *s, size_t i)
{
	uint64_t now = sink_real(), given_up = s->batch.given_up;
	uint64_t done = s->batch.i - i;

	for (; i < s->batch.i; i++) {
		const struct sink_item *it = &s->batch.item[i];

		sink_queue_done(&s->queue, it);
		s->counts.bytes += it->n;
		count_latency(s, now, it->ms);
	}
	s->counts.lines += done - given_up;
	s->counts.dropped += given_up;
	s->counts.cut += s->batch.cut;
	s->lost += given_up;
	s->batch.given_up = s->batch.cut = 0;
	s->outage.written += done;
	s->outage.left -= min_size(s->outage.left, done);
}

/* why NULL: it can write again */
static void say(struct sink *s, const char *why, uint64_t lines)
{
	struct buf place = {0};

	s->driver->place(s->medium, &place);
	pthread_mutex_unlock(&s->lock);
	if (why)
		sink_say(s->medium, LOG_ERR, "cannot write %s: %s; holding "
			"%llu line%s", place.p, why, (unsigned long long)lines,
			lines == 1 ? "" : "s");
	else
		sink_say(s->medium, LOG_NOTICE, "writing %s again; %llu "
			"line%s held %s written", place.p,
			(unsigned long long)lines,
			lines == 1 ? "" : "s", lines == 1 ? "was" : "were");
	pthread_mutex_lock(&s->lock);
	buf_deinit(&place);
}

static void failed(struct sink *s, int err)
{
	int64_t now = sink_now();

	if (!s->outage.on)
		s->outage = (struct outage){.on = true};
	s->counts.errors++;
	s->counts.err = err;
	if (s->last_said && now - s->last_said < SAY_MS)
		return;
	s->last_said = now;
	s->outage.said = true;
	say(s, strerror(-err), s->queue.lines);
}

static void recovered(struct sink *s)
{
	s->counts.err = 0;
	if (s->outage.left)
		return;
	s->outage.on = false;
	if (s->outage.said)
		say(s, NULL, s->outage.written);
}

/* some of the batch; 0 or what the driver says */
static int write_batch(struct sink *s)
{
	size_t i = s->batch.i;
	int r;

	if (s->counts.err)
		s->outage.left = s->queue.lines;
	pthread_mutex_unlock(&s->lock);
	r = s->driver->write(s->medium, &s->batch);
	pthread_mutex_lock(&s->lock);
	account(s, i);
	if (r)
		failed(s, r);
	else if (s->outage.on && s->batch.i > i)
		recovered(s);
	return r;
}

static void tell_room(struct sink *s)
{
	if (!s->was_full || is_full(s))
		return;
	s->was_full = false;
	if (!s->medium->ops.room)
		return;
	pthread_mutex_unlock(&s->lock);
	s->medium->ops.room(s->medium->ops.arg);
	pthread_mutex_lock(&s->lock);
}

static void take_block(struct sink *s)
{
	struct sink_block *b = sink_queue_take(&s->queue);

	s->block = b;
	if (b)
		s->batch = (struct sink_batch){.text = b->text.p,
			.rules = b->rules.p, .item = b->item.v,
			.n = b->item.n, .bytes = b->text.n};
}

static void end_block(struct sink *s)
{
	if (!sink_batch_done(&s->batch))
		return;
	sink_queue_give_back(&s->queue, s->block);
	s->block = NULL;
}

static void reopen(struct sink *s)
{
	s->reopen = false;
	pthread_mutex_unlock(&s->lock);
	s->driver->reopen(s->medium, s->block ? &s->batch : NULL);
	pthread_mutex_lock(&s->lock);
}

/* nothing to write */
static void rest(struct sink *s)
{
	int64_t now = sink_now();

	if (now - s->last_tick >= TICK_MS) {
		s->last_tick = now;
		sink_queue_shrink(&s->queue);
		pthread_mutex_unlock(&s->lock);
		if (s->driver->tick)
			s->driver->tick(s->medium);
		pthread_mutex_lock(&s->lock);
	}
	if (s->queue.head || s->stop || s->reopen || is_lost_due(s, now))
		return;
	s->idle = true;
	wait_for_work(s, TICK_MS);
	s->idle = false;
}

/* held: until it is time to try again, or to stop. New lines do not wake. */
static void hold(struct sink *s)
{
	int64_t until = sink_now() + RETRY_MS, now;

	while ((now = sink_now()) < until && !s->reopen &&
		!(s->stop && now >= s->deadline))
		wait_for_work(s, s->stop && s->deadline < until ?
			s->deadline - now : until - now);
}

static bool is_over(const struct sink *s)
{
	return s->stop && ((!s->block && !s->queue.head && !s->lost) ||
				  sink_now() >= s->deadline);
}

static void turn(struct sink *s)
{
	int64_t now = sink_now();
	int r = 0;

	if (s->reopen)
		reopen(s);
	if (!s->block && (is_lost_due(s, now) ||
				 (s->lost && s->stop && !s->queue.head)))
		tell_lost(s, now);
	if (!s->block)
		take_block(s);
	if (!s->block) {
		rest(s);
		return;
	}
	if (!sink_batch_done(&s->batch))
		r = write_batch(s);
	end_block(s);
	tell_room(s);
	if (r)
		hold(s);
}

static void *sink_main(void *arg)
{
	struct sink *s = arg;
	int state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	pthread_mutex_lock(&s->lock);
	while (!is_over(s))
		turn(s);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* ----------------------------------------------------------- begin and end */

static void release(struct sink *s)
{
	s->driver->close(s->medium);
	if (s->block)
		sink_queue_give_back(&s->queue, s->block);
	sink_queue_deinit(&s->queue);
	pthread_cond_destroy(&s->work);
	pthread_mutex_destroy(&s->lock);
	config_sink_free(s->conf);
	free(s->medium);
	free(s);
}

/* signals are for the main thread */
static int start_thread(struct sink *s)
{
	sigset_t all, old;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	r = pthread_create(&s->thread, NULL, sink_main, s);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -r;
}

static int no_diag(struct diag *diag, const char *name, int err)
{
	diag_add(diag, DIAG_ERROR, NULL, (struct span){NULL, 0},
		"sink %s: cannot start: %s", name, strerror(-err));
	return err;
}

static int init_lock(struct sink *s)
{
	pthread_condattr_t attr;
	int r = pthread_condattr_init(&attr);

	if (r)
		return -r;
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	r = pthread_cond_init(&s->work, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&s->lock, NULL);
	return -r;
}

static struct sink *sink_alloc(const struct config_sink *conf)
{
	struct sink *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->conf = config_sink_dup(conf);
	s->driver = drivers[conf->type];
	s->medium = calloc(1, s->driver->size);
	if (!s->conf || !s->medium || init_lock(s)) {
		config_sink_free(s->conf);
		free(s->medium);
		free(s);
		return NULL;
	}
	return s;
}

int sink_new(struct sink **outp, const struct config_sink *conf,
	const struct sink_ops *ops, struct diag *diag)
{
	struct sink *s = sink_alloc(conf);
	int r;

	if (!s)
		return no_diag(diag, conf->name, -ENOMEM);
	(void)uname(&s->host);
	s->last_tick = sink_now();
	s->last_lost = s->last_tick - LOST_MS;
	*s->medium = (struct sink_medium){s->conf, *ops, s->host.nodename};
	if (conf->format == PIPELINE_JOURNAL && !s->driver->native) {
		diag_add(diag, DIAG_ERROR, NULL, (struct span){NULL, 0},
			"sink %s: a %s sink takes the formats text and json",
			conf->name, s->driver->word);
		r = -EINVAL;
	} else {
		r = s->driver->open(s->medium, diag);
	}
	if (!r && (r = start_thread(s)))
		no_diag(diag, conf->name, r);
	if (r)
		release(s);
	else
		*outp = s;
	return r;
}

void sink_reopen(struct sink *s)
{
	pthread_mutex_lock(&s->lock);
	s->reopen = true;
	s->idle = false;
	pthread_cond_signal(&s->work);
	pthread_mutex_unlock(&s->lock);
}

struct sink_counts sink_counts(struct sink *s)
{
	struct sink_counts c;

	pthread_mutex_lock(&s->lock);
	c = s->counts;
	c.queued_lines = s->queue.lines;
	c.queued_bytes = s->queue.bytes;
	pthread_mutex_unlock(&s->lock);
	return c;
}

const struct config_sink *sink_conf(const struct sink *s)
{
	return s->conf;
}

static bool joined(struct sink *s, unsigned ms)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += ms / 1000 + 1;
	return pthread_timedjoin_np(s->thread, NULL, &t) == 0;
}

/* false: it hangs in the kernel, and cannot be ended */
static bool end_thread(struct sink *s, unsigned ms)
{
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	s->deadline = sink_now() + ms;
	s->idle = false;
	pthread_cond_signal(&s->work);
	pthread_mutex_unlock(&s->lock);
	if (joined(s, ms))
		return true;
	pthread_cancel(s->thread);
	return joined(s, CANCEL_MS);
}

uint64_t sink_free(struct sink *s, unsigned ms)
{
	uint64_t left;
	bool ended;

	if (!s)
		return 0;
	ended = end_thread(s, ms);
	left = ended ? s->queue.lines : sink_counts(s).queued_lines;
	if (left)
		sink_say(s->medium, LOG_ERR, "%llu line%s not written",
			(unsigned long long)left,
			left == 1 ? " was" : "s were");
	if (ended)
		release(s);
	else
		pthread_detach(s->thread);	/* and what it has, with it */
	return left;
}
