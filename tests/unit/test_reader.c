/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader with a source that is made here: as many records as it is told, or
 * those of a list. */
#include "daemon/reader.h"
#include "base/message.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 20000

/* the source */
struct record_source {
	enum source_kind kind;
	unsigned type;
	uint32_t serial;	/* of the next event */
	unsigned per_event, in_event;
	atomic_uint events;	/* still to come */
	uint32_t skip;		/* an event that never comes */
	const char *const *text;	/* instead: these, to NULL */
	int end;		/* then: SOURCE_END, negative errno; 0: wait */
	atomic_bool full;	/* the socket */
	atomic_uint pressed;	/* reads because of that */
	atomic_uint reads;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool woken;
	char buf[256];
};

enum source_kind source_kind(const struct record_source *s)
{
	return s->kind;
}

static int give_text(struct record_source *s, struct source_record *rec)
{
	*rec = (struct source_record){s->type, span_of(*s->text)};
	s->text++;
	return 1;
}

static int give_event(struct record_source *s, struct source_record *rec)
{
	const char *head = s->type ? "" : "type=PATH msg=";

	if (s->serial == s->skip)
		s->serial++;
	rec->text.n = (size_t)snprintf(s->buf, sizeof(s->buf),
		"%saudit(1700000000.123:%u): item=%u%s", head, s->serial,
		s->in_event, s->type ? "" : "\n");
	rec->text.p = s->buf;
	rec->type = s->type;
	if (++s->in_event == s->per_event) {
		s->in_event = 0;
		s->serial++;
		s->events--;
	}
	return 1;
}

int source_read(struct record_source *s, struct source_record *rec, int ms)
{
	s->reads++;
	if (s->text && *s->text)
		return give_text(s, rec);
	if (s->events)
		return give_event(s, rec);
	if (s->end)
		return s->end;
	pthread_mutex_lock(&s->lock);
	while (!s->woken)
		pthread_cond_wait(&s->wake, &s->lock);
	s->woken = false;
	pthread_mutex_unlock(&s->lock);
	return 0;
}

void source_wake(struct record_source *s)
{
	pthread_mutex_lock(&s->lock);
	s->woken = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
}

bool source_presses(struct record_source *s)
{
	if (!s->full)
		return false;
	s->pressed++;
	return true;
}

/* ----------------------------------------------------------------------- kit */

struct kit {
	struct record_source src;
	struct queue queue;
	struct reader *reader;
	atomic_int ended;	/* what the reader said; 99: nothing yet */
	struct buf batch;
};

static void on_ended(void *arg, int r)
{
	struct kit *k = arg;

	k->ended = r;
}

static int setup(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));

	if (!k)
		return -1;
	k->ended = 99;
	k->src.kind = SOURCE_NETLINK;
	k->src.type = 1302;
	k->src.serial = 1000;
	k->src.per_event = 3;
	pthread_mutex_init(&k->src.lock, NULL);
	pthread_cond_init(&k->src.wake, NULL);
	*state = k;
	return queue_init(&k->queue, 1u << 20, 1000);
}

static int teardown(void **state)
{
	struct kit *k = *state;

	reader_free(k->reader);
	queue_deinit(&k->queue);
	buf_deinit(&k->batch);
	pthread_mutex_destroy(&k->src.lock);
	pthread_cond_destroy(&k->src.wake);
	free(k);
	return 0;
}

static void start(struct kit *k, enum overflow overflow)
{
	const struct reader_conf conf = {
		.source = &k->src, .queue = &k->queue, .overflow = overflow,
		.arg = k, .ended = on_ended,
	};

	assert_int_equal(reader_new(&k->reader, &conf), 0);
}

/* until the thing is so, or no longer */
#define wait_until(what)                                                       \
	do {                                                                   \
		for (unsigned ms_ = 0; !(what) && ms_ < PATIENCE_MS; ms_++)    \
			usleep(1000);                                          \
		assert_true(what);                                             \
	} while (0)

/* records in the queue, taken out; the serial of each goes to count[] */
static unsigned take(struct kit *k, unsigned char *count, size_t n)
{
	struct message m;
	unsigned got = 0;

	buf_reset(&k->batch);
	queue_clear(&k->queue);
	while (queue_send(&k->queue, &k->batch, 65536))
		;
	m = (struct message){.rest = {k->batch.p, k->batch.n}};
	while (m.rest.n) {
		uint64_t tag = message_get_u64(&m);
		struct span text;
		uint64_t serial = 0;

		message_get_u32(&m);
		text = message_get_text(&m);
		text.p = memchr(text.p, ':', text.n);
		assert_non_null(text.p);
		serial = strtoull(text.p + 1, NULL, 10);
		assert_in_range(serial, 1000, 1000 + n - 1);
		count[serial - 1000]++;
		assert_true(queue_done(&k->queue, tag));
		got++;
	}
	return got;
}

/* -------------------------------------------------------------------- tests */

static void test_all(void **state)
{
	struct kit *k = *state;
	unsigned char count[200] = {0};
	struct reader_counts c;
	struct reader_losses l;

	k->src.events = 200;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	wait_until(k->ended == SOURCE_END);
	assert_int_equal(take(k, count, 200), 600);
	for (unsigned i = 0; i < 200; i++)
		assert_int_equal(count[i], 3);
	c = reader_counts(k->reader);
	assert_int_equal(c.records, 600);
	assert_int_equal(c.bytes, 600 * strlen("audit(1700000000.123:1000): "
		"item=0"));
	assert_int_equal(c.dropped_events, 0);
	assert_int_equal(c.missing_events, 0);
	assert_true(c.last > 0);
	assert_false(reader_losses(k->reader, true, &l));
}

static void test_error(void **state)
{
	struct kit *k = *state;

	k->src.end = -EBADF;
	start(k, OVERFLOW_WAIT);
	wait_until(k->ended == -EBADF);
	reader_stop(k->reader);
	reader_stop(k->reader);
}

/* stopped, it says nothing of its end */
static void test_stop(void **state)
{
	struct kit *k = *state;

	start(k, OVERFLOW_WAIT);
	wait_until(k->src.reads > 0);
	reader_stop(k->reader);
	assert_int_equal(k->ended, 99);
	assert_int_equal(reader_counts(k->reader).records, 0);
}

/* events are dropped whole: what came out and what was counted are all */
static void test_drop(void **state)
{
	struct kit *k = *state;
	unsigned char count[5000] = {0};
	unsigned got = 0, events = 0, dropped = 0, first = 0, last = 0;
	struct reader_counts c;
	struct reader_losses l;

	k->src.events = 5000;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	while (k->ended == 99) {
		got += take(k, count, 5000);
		usleep(500);
	}
	got += take(k, count, 5000);
	for (unsigned i = 0; i < 5000; i++) {
		assert_true(count[i] == 0 || count[i] == 3);
		events += count[i] == 3;
		if (count[i])
			continue;
		first = dropped++ ? first : 1000 + i;
		last = 1000 + i;
	}
	c = reader_counts(k->reader);
	assert_int_equal(c.records, 15000);
	assert_true(c.dropped_events > 0);
	assert_int_equal(c.dropped_events, dropped);
	assert_int_equal(events + c.dropped_events, 5000);
	assert_int_equal(got + c.dropped_records, 15000);
	assert_int_equal(c.missing_events, 0);
	assert_true(reader_losses(k->reader, true, &l));
	assert_int_equal(l.dropped.events, dropped);
	assert_int_equal(l.dropped.first, first);
	assert_int_equal(l.dropped.last, last);
	assert_int_equal(l.missing.events, 0);
	assert_false(reader_losses(k->reader, true, &l));
}

/* nothing is read while the queue is full, and all is there in the end */
static void test_wait(void **state)
{
	struct kit *k = *state;
	unsigned char count[5000] = {0};
	unsigned got = 0, reads;

	k->src.events = 5000;
	start(k, OVERFLOW_WAIT);
	wait_until(queue_is_high(&k->queue));
	usleep(50000);
	reads = k->src.reads;
	assert_in_range(reads, 875, 877);
	usleep(100000);
	assert_int_equal(k->src.reads, reads);
	while (got < 15000)
		got += take(k, count, 5000);
	for (unsigned i = 0; i < 5000; i++)
		assert_int_equal(count[i], 3);
	assert_true(reader_counts(k->reader).waited_ms >= 100);
	assert_int_equal(reader_counts(k->reader).dropped_events, 0);
	assert_int_equal(reader_counts(k->reader).records, 15000);
}

/* the kernel waits only for who reads a little */
static void test_wait_pressed(void **state)
{
	struct kit *k = *state;
	unsigned char count[5000] = {0};
	unsigned reads;

	k->src.events = 5000;
	start(k, OVERFLOW_WAIT);
	wait_until(queue_is_high(&k->queue));
	usleep(50000);
	reads = k->src.reads;
	k->src.full = true;
	wait_until(k->src.pressed > 10);
	k->src.full = false;
	usleep(50000);
	assert_true(k->src.reads >= reads + 10);
	reads = k->src.reads;
	usleep(50000);
	assert_int_equal(k->src.reads, reads);
	/* to the brim, and no further */
	k->src.full = true;
	wait_until(queue_depth(&k->queue).records == 1000);
	usleep(50000);
	assert_int_equal(k->src.reads, 1001);
	k->src.full = false;
	assert_int_equal(take(k, count, 5000), 1000);
	wait_until(k->src.reads > 1800);
	assert_int_equal(reader_counts(k->reader).dropped_records, 0);
}

/* a full queue does not hold up the end of it */
static void test_stop_while_full(void **state)
{
	struct kit *k = *state;

	k->src.events = 5000;
	k->src.full = true;
	start(k, OVERFLOW_WAIT);
	wait_until(queue_depth(&k->queue).records == 1000);
	wait_until(k->src.reads == 1001);
	reader_stop(k->reader);
	/* with the one it had in its hand */
	assert_int_equal(queue_depth(&k->queue).records, 1001);
	assert_int_equal(reader_counts(k->reader).dropped_records, 0);
}

/* a configuration that was read again */
static void test_other_overflow(void **state)
{
	struct kit *k = *state;
	unsigned char count[5000] = {0};

	k->src.events = 5000;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_WAIT);
	wait_until(queue_is_high(&k->queue));
	reader_overflow(k->reader, OVERFLOW_DROP);
	wait_until(k->ended == SOURCE_END);
	assert_true(reader_counts(k->reader).dropped_events > 4000);
	assert_int_equal(take(k, count, 5000) / 3 +
		reader_counts(k->reader).dropped_events, 5000);
}

/* a log waits by itself, whatever is configured */
static void test_file_waits(void **state)
{
	struct kit *k = *state;
	unsigned char count[2000] = {0};
	unsigned got = 0;

	k->src.kind = SOURCE_FILE;
	k->src.type = 0;
	k->src.events = 2000;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	while (k->ended == 99)
		got += take(k, count, 2000);
	got += take(k, count, 2000);
	assert_int_equal(got, 6000);
	assert_int_equal(reader_counts(k->reader).dropped_records, 0);
}

/* auditd's lines have a serial, too */
static void test_lines_dropped(void **state)
{
	struct kit *k = *state;
	unsigned char count[2000] = {0};
	struct reader_counts c;

	k->src.kind = SOURCE_PLUGIN;
	k->src.type = 0;
	k->src.events = 2000;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	wait_until(k->ended == SOURCE_END);
	c = reader_counts(k->reader);
	assert_int_equal(take(k, count, 2000) + c.dropped_records, 6000);
	assert_true(c.dropped_events > 1000);
	assert_int_equal(c.dropped_events * 3, c.dropped_records);
}

/* a line that comes in pieces has one fate */
static void test_pieces(void **state)
{
	struct kit *k = *state;
	static const char *const text[] = {
		"node=a type=SYSCALL msg=audit(1.000:1000): whole\n",
		"type=EXECVE msg=audit(1.000:1001): begins, ",
		"msg=audit(1.000:1002): goes on,",
		":1003 ends\n",
		"type=EOE msg=audit(1.000:1004): \n",
		NULL
	};
	unsigned char count[5] = {0};
	struct reader_losses l;

	k->src.type = 0;
	k->src.text = text;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	wait_until(k->ended == SOURCE_END);
	assert_int_equal(take(k, count, 5), 5);
	assert_true(reader_losses(k->reader, true, &l));
	assert_int_equal(l.missing.events, 2);
	assert_int_equal(l.missing.first, 1002);
	assert_int_equal(l.missing.last, 1003);
}

/* what auditd says of itself has serials that have to do with no others */
static void test_auditds_own(void **state)
{
	struct kit *k = *state;
	static const char *const text[] = {
		"type=DAEMON_START msg=audit(1.000:1009): op=start\n",
		"type=SYSCALL msg=audit(1.000:1000): one\n",
		"type=SYSCALL msg=audit(1.000:1001): type=DAEMON_END\n",
		"node=a type=DAEMON_END msg=audit(1.000:1005): op=end\n",
		"type=SYSCALL msg=audit(1.000:1003): three\n",
		NULL
	};
	unsigned char count[10] = {0};
	struct reader_losses l;

	k->src.type = 0;
	k->src.text = text;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	wait_until(k->ended == SOURCE_END);
	assert_int_equal(take(k, count, 10), 5);
	assert_true(reader_losses(k->reader, true, &l));
	assert_int_equal(l.missing.events, 1);
	assert_int_equal(l.missing.first, 1002);
}

static void test_missing(void **state)
{
	struct kit *k = *state;
	struct reader_losses l;

	k->src.events = 100;
	k->src.skip = 1050;
	k->src.end = SOURCE_END;
	start(k, OVERFLOW_DROP);
	wait_until(k->ended == SOURCE_END);
	/* it may still come */
	assert_false(reader_losses(k->reader, false, &l));
	assert_int_equal(reader_counts(k->reader).missing_events, 0);
	assert_true(reader_losses(k->reader, true, &l));
	assert_int_equal(l.missing.events, 1);
	assert_int_equal(l.missing.first, 1050);
	assert_int_equal(l.missing.last, 1050);
	assert_int_equal(l.dropped.events, 0);
	assert_int_equal(reader_counts(k->reader).missing_events, 1);
	assert_false(reader_losses(k->reader, true, &l));
	assert_int_equal(reader_counts(k->reader).missing_events, 1);
}

/* signals are for the main thread */
static void test_signals_blocked(void **state)
{
	struct kit *k = *state;
	char line[128], path[64];
	FILE *f;
	bool found = false;
	sigset_t mask;

	start(k, OVERFLOW_WAIT);
	wait_until(k->src.reads > 0);
	/* the one thread besides this one has all of them blocked */
	snprintf(path, sizeof(path), "ls /proc/%d/task", getpid());
	f = popen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		unsigned long long blocked = 0;
		int tid = atoi(line);
		FILE *st;

		if (tid == getpid())
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%d/status",
			getpid(), tid);
		st = fopen(path, "re");
		while (st && fgets(line, sizeof(line), st))
			if (sscanf(line, "SigBlk: %llx", &blocked) == 1)
				found |= blocked >> (SIGHUP - 1) & 1 &&
					 blocked >> (SIGTERM - 1) & 1;
		if (st)
			fclose(st);
	}
	pclose(f);
	assert_true(found);
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	assert_false(sigismember(&mask, SIGTERM));
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_all),
		T(test_error),
		T(test_stop),
		T(test_drop),
		T(test_wait),
		T(test_wait_pressed),
		T(test_stop_while_full),
		T(test_other_overflow),
		T(test_file_waits),
		T(test_lines_dropped),
		T(test_pieces),
		T(test_auditds_own), T(test_missing),
		T(test_signals_blocked),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
