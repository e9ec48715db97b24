/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>	/* not daemon/config.h */

#include "daemon/worker.h"

#include "daemon/attack.h"
#include "daemon/live.h"
#include "daemon/look.h"
#include "daemon/work.h"
#include "event/pipeline.h"
#include "rule/auditrule.h"

#include <libaudit.h>

#include <signal.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_MAX (1u << 20)	/* bytes of lines in one message, about */
#define NAMES_S (5 * 60)	/* names of users are asked for again */

struct worker {
	struct stream ch;
	struct look_client look;
	struct places places;		/* names in the rules of .acting */
	volatile struct work_mark *mark;
	struct acting acting;
	struct pipeline *pipe;
	const struct event *event;	/* that lines are made of just now */

	struct buf tags, lines;		/* of the next EVENTS */
	uint64_t told[COUNTS];		/* counts as they were last told */
	time_t names;			/* when they were forgotten */
	unsigned formats;
	int err;			/* negative errno: something is missing */
	pid_t supervisor;
};

/* ------------------------------------------------------------------ telling */

static void tell_events(struct worker *w)
{
	struct buf *out = &w->ch.out;
	size_t at;

	if (!w->tags.n && !w->lines.n)
		return;
	at = message_begin(out, WORK_EVENTS);
	message_u32(out, (uint32_t)(w->tags.n / sizeof(uint64_t)));
	buf_add(out, w->tags.p, w->tags.n);
	buf_add(out, w->lines.p, w->lines.n);
	message_end(out, at);
	if (w->tags.err || w->lines.err || out->err)
		w->err = -ENOMEM;
	buf_reset(&w->tags);
	buf_reset(&w->lines);
}

static void count(const struct worker *w, uint64_t *n)
{
	const struct pipeline_counts *p = pipeline_counts(w->pipe);
	const struct record_counts *r = record_counts(pipeline_reader(w->pipe));

	n[COUNT_records] = r->records;
	n[COUNT_events] = r->events;
	n[COUNT_lines] = p->lines;
	n[COUNT_undecided] = p->undecided;
	n[COUNT_unenforced] = p->unenforced;
	for (size_t i = 0; i < RECORD_FAULTS; i++)
		n[COUNT_unreadable] += r->aside[i];
	n[COUNT_ended_early] = r->ended_early;
	n[COUNT_cut] = r->calls_lost + r->paths_lost + r->args_lost;
}

static void tell_counts(struct worker *w)
{
	uint64_t n[COUNTS] = {0};
	size_t at;

	count(w, n);
	if (!memcmp(n, w->told, sizeof(n)))
		return;
	memcpy(w->told, n, sizeof(n));
	at = message_begin(&w->ch.out, WORK_COUNTS);
	for (size_t i = 0; i < COUNTS; i++)
		message_u64(&w->ch.out, n[i]);
	message_end(&w->ch.out, at);
}

static void tell(struct worker *w, uint32_t type)
{
	message_end(&w->ch.out, message_begin(&w->ch.out, type));
}

/* --------------------------------------------------------- from the pipeline */

static void on_begin(void *arg, uint64_t sec, unsigned ms, uint32_t serial)
{
	struct worker *w = arg;

	w->mark->sec = sec;
	w->mark->ms = ms;
	w->mark->serial = serial;
	w->mark->at = WORK_AT_EVENT;
}

static void on_seen(void *arg, const struct event *ev)
{
	struct worker *w = arg;

	w->event = ev;
}

static bool on_acts(void *arg, const struct rule *rule,
	const struct event *ev)
{
	const struct worker *w = arg;

	return acting_acts(&w->acting, rule, ev->sec, ev->ms);
}

static void on_line(void *arg, const struct rule *rule, const struct view *v,
	enum pipeline_format format, struct span text)
{
	struct worker *w = arg;
	struct buf *out = &w->lines;
	/* formats come in order: the first one is the line itself */
	uint32_t again = w->formats & (PIPELINE_BIT(format) - 1) ?
		WORK_AGAIN : 0;

	message_text(out, rule->name);
	message_u32(out, (uint32_t)format_level(rule));
	message_u64(out, w->event->sec * 1000 + w->event->ms);
	message_u32(out, (uint32_t)format | again);
	message_text(out, text);
}

static int on_resolve_fd(void *arg, int32_t pid, int32_t fd, struct buf *out)
{
	struct worker *w = arg;

	return look_client_fd(&w->look, w->event, pid, fd, out);
}

static bool on_is_inode(void *arg, struct span name,
	const struct path_item *item)
{
	struct worker *w = arg;

	return places_is(&w->places, name, item);
}

/* Lines of an event come before its tags, and nothing of another event between
 * them: so whenever a tag was added first, all that is there is whole. */
static void on_done(void *arg, uint64_t tag)
{
	struct worker *w = arg;

	w->mark->at = WORK_AT_NOTHING;
	buf_add(&w->tags, &tag, sizeof(tag));
}

/* ------------------------------------------------------------ to the pipeline */

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

/* in a build for tests: what somebody would do whose record took us over */
static void be_attacked(const struct worker *w, struct span text)
{
#ifdef ATTACK_TESTS
	attack_in(text, &(struct attack_aim){.parent = w->supervisor,
		.file = "/var/log/sctaudit/events.log", .fd = WORK_FD});
#endif
}

static int feed(struct worker *w, uint64_t tag, unsigned type,
	struct span text)
{
	struct record_reader *reader = pipeline_reader(w->pipe);

	w->mark->tag = tag;
	w->mark->at = WORK_AT_RECORD;
	record_tag(reader, tag);
	be_attacked(w, text);
	if (!type)
		return record_feed(reader, text.p, text.n);
	if (is_dropped_rule(type, text))
		tell(w, WORK_DROPPED);
	return record_feed_message(reader, type, text);
}

static int take_records(struct worker *w, struct message *m)
{
	int r = 0;

	while (!r && m->rest.n) {
		uint64_t tag = message_get_u64(m);
		unsigned type = message_get_u32(m);
		struct span text = message_get_text(m);

		if (m->bad)
			return -EPROTO;
		r = feed(w, tag, type, text);
		if (w->lines.n > EVENTS_MAX)
			tell_events(w);
	}
	w->mark->at = WORK_AT_NOTHING;
	return r ? r : record_settle(pipeline_reader(w->pipe));
}

static int age(struct worker *w)
{
	time_t now = time(NULL);

	if (now - w->names >= NAMES_S) {
		pipeline_forget_names(w->pipe);
		w->names = now;
	}
	return record_age(pipeline_reader(w->pipe));
}

static int take_setup(struct worker *w, struct message *m)
{
	struct span host = message_get_text(m);
	cleanup(buf_deinit) struct buf name = {0};
	int r;

	buf_span(&name, host);
	if (name.err || !message_done(m))
		return name.err ? name.err : -EPROTO;
	r = pipeline_host(w->pipe, name.p);
	pipeline_ask(w->pipe, look_client_id, &w->look);
	return r;
}

static int replace(struct worker *w, struct message *m, struct buf *words)
{
	struct acting new;
	struct name_service names = look_client_names(&w->look);
	struct live live = {0};
	int r = live_unpack(&live, m);

	if (!r)
		r = acting_build(&new, &live, &names, words);
	live_deinit(&live);
	if (r)
		return r;
	r = pipeline_rules(w->pipe, new.rs);
	if (r) {
		acting_deinit(&new);
		return r;
	}
	acting_deinit(&w->acting);
	w->acting = new;
	return places_learn(&w->places, w->acting.rs);
}

/* the supervisor is told, and decides what that means */
static int take_rules(struct worker *w, struct message *m)
{
	uint32_t generation = message_get_u32(m);
	struct buf words = {0};
	int r = replace(w, m, &words);
	size_t at = message_begin(&w->ch.out, WORK_TAKEN);

	message_u32(&w->ch.out, generation);
	message_u32(&w->ch.out, (uint32_t)-r);
	message_text(&w->ch.out, (struct span){words.p, words.n});
	message_end(&w->ch.out, at);
	buf_deinit(&words);
	return r == -EPROTO ? r : 0;
}

static int flush(struct worker *w)
{
	int r = record_flush(pipeline_reader(w->pipe));

	tell_events(w);
	tell_counts(w);
	tell(w, WORK_FLUSHED);
	return r;
}

static int take(struct worker *w, struct message *m)
{
	switch (m->type) {
	case WORK_SETUP:
		return take_setup(w, m);
	case WORK_RULES:
		return take_rules(w, m);
	case WORK_FORMATS:
		w->formats = message_get_u32(m);
		pipeline_formats(w->pipe, w->formats);
		return 0;
	case WORK_RECORDS:
		return take_records(w, m);
	case WORK_PATIENCE:
		record_patience(pipeline_reader(w->pipe), message_get_u32(m));
		return 0;
	case WORK_AGE:
		return age(w);
	case WORK_FLUSH:
		return flush(w);
	}
	return -EPROTO;
}

/* -------------------------------------------------------------------- life */

static int turn(struct worker *w)
{
	struct message m;
	int r = stream_read(&w->ch);

	while (!r && (r = stream_next(&w->ch, &m)) == 1) {
		r = take(w, &m);
		tell_events(w);
	}
	if (!r && pipeline_counts(w->pipe)->err)
		r = -ENOMEM;
	tell_counts(w);
	r = r ? r : w->err;
	return r ? r : stream_flush(&w->ch);
}

static int start(struct worker *w, const struct worker_conf *conf,
	const char **what)
{
	const struct pipeline_ops ops = {
		.arg = w,
		.line = on_line,
		.begin = on_begin,
		.done = on_done,
		.seen = on_seen,
		.acts = on_acts,
		.resolve_fd = conf->records_only ? NULL : on_resolve_fd,
		.is_inode = conf->records_only ? NULL : on_is_inode,
	};
	struct live none = {0};
	void *page;
	int r;

	w->supervisor = getppid();
	*what = "cannot map the page of marks";
	page = mmap(NULL, sizeof(*w->mark), PROT_READ | PROT_WRITE, MAP_SHARED,
		WORK_MARK_FD, 0);
	if (page == MAP_FAILED)
		return -errno;
	w->mark = page;
	tzset();
	signal(SIGPIPE, SIG_IGN);
	*what = "cannot set up";
	r = acting_build(&w->acting, &none, NULL, NULL);
	r = r ? r : pipeline_new(&w->pipe, w->acting.rs, &ops);
	if (!r && conf->cage)
		r = sandbox_enter(conf->cage, what);
	return r;
}

/* the last words; if they do not get through, the exit status says enough */
static void tell_failure(struct worker *w, const char *what, int err)
{
	struct buf words = {0};
	size_t at;

	if (what)
		buf_printf(&words, "%s: ", what);
	buf_str(&words, err == -EPROTO ? "a malformed message" :
					 strerror(-err));
	at = message_begin(&w->ch.out, WORK_FAILED);
	message_text(&w->ch.out, (struct span){words.p, words.n});
	message_end(&w->ch.out, at);
	(void)stream_flush(&w->ch);
	buf_deinit(&words);
}

int worker_main(const struct worker_conf *conf)
{
	struct worker w = {0};
	const char *what = NULL;
	int r;

	stream_init(&w.ch, WORK_FD, &work_to);
	look_client_init(&w.look, WORK_LOOK_FD);
	w.places.look = look_client_place;
	w.places.arg = &w.look;
	r = start(&w, conf, &what);
	if (!r)
		what = NULL;
	while (!r && !w.ch.eof)
		r = turn(&w);
	if (r && r != -EPIPE)
		tell_failure(&w, what, r);
	pipeline_free(w.pipe);
	acting_deinit(&w.acting);
	buf_deinit(&w.tags);
	buf_deinit(&w.lines);
	places_deinit(&w.places);
	look_client_deinit(&w.look);
	stream_deinit(&w.ch);
	return r ? 1 : 0;
}
