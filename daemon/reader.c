/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/reader.h"

#include "daemon/admit.h"
#include "daemon/loss.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>

#define READER_NICE -10
#define FULL_MS 100	/* the queue is full to the brim: looked at again */
#define HEAD_MAX 400	/* bytes in which a line has its serial: node= and type
			 * stand before it */

struct reader {
	struct reader_conf conf;
	pthread_t thread;
	bool is_running;
	atomic_bool stop;
	_Atomic int overflow;
	bool in_piece;		/* the last text was a part of a line, and */
	bool took;		/* that was its fate */

	pthread_mutex_t lock;	/* of what follows */
	struct admit admit;
	struct loss loss;
	struct reader_counts counts;
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool waits(const struct reader *r)
{
	return r->overflow == OVERFLOW_WAIT ||
	       source_kind(r->conf.source) == SOURCE_FILE;
}

/* ------------------------------------------------------------------ a record */

/* false too for what auditd itself has to say: it counts from a number of its
 * own, anywhere */
static bool serial_of(const struct source_record *rec, uint32_t *serial)
{
	struct span text = rec->text, mark = SPAN_LIT("msg=audit("),
		own = SPAN_LIT("type=DAEMON_");
	const char *p;

	if (rec->type)
		return loss_serial_of(text, serial);
	p = memmem(text.p, min_size(text.n, HEAD_MAX), mark.p, mark.n);
	if (!p || memmem(text.p, (size_t)(p - text.p), own.p, own.n))
		return false;
	p += sizeof("msg=") - 1;
	return loss_serial_of((struct span){p,
		text.n - (size_t)(p - text.p)}, serial);
}

/* whether the text is the rest of one before, that was a part of a line */
static bool goes_on(struct reader *r, const struct source_record *rec)
{
	bool before = r->in_piece;

	r->in_piece = !rec->type && rec->text.n &&
		      rec->text.p[rec->text.n - 1] != '\n';
	return before && !rec->type;
}

static void count_record(struct reader *r, const struct source_record *rec)
{
	r->counts.records++;
	r->counts.bytes += rec->text.n;
	r->counts.last = now_ms();
}

static void count_wait(struct reader *r, int64_t start)
{
	if (!start)
		return;
	pthread_mutex_lock(&r->lock);
	r->counts.waited_ms += (uint64_t)(now_ms() - start);
	pthread_mutex_unlock(&r->lock);
}

/* for as long as it takes, unless we are to stop; false: it is not there */
static bool put_waiting(struct reader *r, const struct source_record *rec)
{
	int64_t start = 0;
	int rc;

	while ((rc = queue_put(r->conf.queue, rec->type, rec->text)) &&
		!r->stop) {
		start = start ? start : now_ms();
		queue_wait_room(r->conf.queue, FULL_MS);
	}
	count_wait(r, start);
	return !rc || !queue_put_last(r->conf.queue, rec->type, rec->text);
}

static void cut(struct reader *r, bool has_serial, uint32_t serial)
{
	pthread_mutex_lock(&r->lock);
	if (has_serial)
		admit_cut(&r->admit, serial);
	else
		admit_other(&r->admit, true);
	pthread_mutex_unlock(&r->lock);
	r->took = false;
}

static void take(struct reader *r, const struct source_record *rec)
{
	bool wait = waits(r), rest = goes_on(r, rec), has_serial;
	bool high = !wait && queue_is_high(r->conf.queue), ok;
	uint32_t serial = 0;

	has_serial = !rest && serial_of(rec, &serial);
	pthread_mutex_lock(&r->lock);
	count_record(r, rec);
	if (has_serial)
		loss_serial(&r->loss, serial);
	if (!rest)
		r->took = has_serial ? admit_record(&r->admit, serial, high) :
				       admit_other(&r->admit, high);
	pthread_mutex_unlock(&r->lock);
	if (!r->took)
		return;
	ok = wait ? put_waiting(r, rec) :
		    !queue_put(r->conf.queue, rec->type, rec->text);
	if (!ok)
		cut(r, has_serial, serial);
}

/* ---------------------------------------------------------------- the thread */

/* until there is room for the next record, or it is to be read all the same */
static void wait_room(struct reader *r)
{
	int64_t start = 0;

	while (!r->stop && waits(r) && queue_is_high(r->conf.queue) &&
		!source_presses(r->conf.source)) {
		start = start ? start : now_ms();
		queue_wait_room(r->conf.queue, SOURCE_PRESSES_MS);
	}
	count_wait(r, start);
}

static void *run(void *arg)
{
	struct reader *r = arg;
	struct source_record rec;
	int rc = 0;

	/* this thread alone: the kernel waits 100 ms for us, however busy the
	 * processors are; where it may not be, as it is */
	(void)setpriority(PRIO_PROCESS, 0, READER_NICE);
	while (!r->stop) {
		wait_room(r);
		if (r->stop)
			break;
		rc = source_read(r->conf.source, &rec, -1);
		if (rc == 1)
			take(r, &rec);
		else if (rc)
			break;
	}
	if (!r->stop && r->conf.ended)
		r->conf.ended(r->conf.arg, rc);
	return NULL;
}

/* signals are the main thread's */
static int start(struct reader *r)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	rc = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (rc)
		return -rc;
	rc = pthread_create(&r->thread, NULL, run, r);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	r->is_running = !rc;
	return -rc;
}

int reader_new(struct reader **outp, const struct reader_conf *conf)
{
	cleanup(reader_freep) struct reader *r = calloc(1, sizeof(*r));
	int rc;

	if (!r)
		return -ENOMEM;
	r->conf = *conf;
	r->overflow = (int)conf->overflow;
	loss_start(&r->loss, 0);
	pthread_mutex_init(&r->lock, NULL);
	rc = start(r);
	if (!rc)
		*outp = steal(r);
	return rc;
}

void reader_stop(struct reader *r)
{
	if (!r->is_running)
		return;
	r->stop = true;
	source_wake(r->conf.source);
	queue_wake(r->conf.queue);
	pthread_join(r->thread, NULL);
	r->is_running = false;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	reader_stop(r);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

/* ------------------------------------------------------------------- from others */

void reader_overflow(struct reader *r, enum overflow overflow)
{
	r->overflow = (int)overflow;
	queue_wake(r->conf.queue);
}

struct reader_counts reader_counts(struct reader *r)
{
	struct reader_counts c;

	pthread_mutex_lock(&r->lock);
	c = r->counts;
	c.dropped_events = r->admit.events;
	c.dropped_records = r->admit.records;
	c.missing_events = r->loss.total[LOSS_GAP];
	pthread_mutex_unlock(&r->lock);
	return c;
}

bool reader_losses(struct reader *r, bool idle, struct reader_losses *out)
{
	struct loss_part *gap = &r->loss.untold[LOSS_GAP];
	struct reader_losses l = {0};

	pthread_mutex_lock(&r->lock);
	if (idle)
		loss_idle(&r->loss);
	admit_tell(&r->admit, &l.dropped.events, &l.dropped.first,
		&l.dropped.last);
	l.missing = (struct reader_gap){gap->count, gap->first, gap->last};
	*gap = (struct loss_part){0};
	pthread_mutex_unlock(&r->lock);
	*out = l;
	return l.dropped.events || l.missing.events;
}
