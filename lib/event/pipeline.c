/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/pipeline.h"

#include "event/format_journal.h"
#include "event/format_json.h"
#include "event/format_text.h"

static void (*const formats[PIPELINE_FORMATS])(struct buf *out,
	struct format_ctx *ctx, const struct rule *rule,
	const struct view *v) = {
	[PIPELINE_TEXT] = format_text,
	[PIPELINE_JSON] = format_json,
	[PIPELINE_JOURNAL] = format_journal,
};

struct pipeline {
	struct pipeline_ops ops;
	struct record_reader *reader;
	struct matcher *matcher;
	unsigned wanted;	/* PIPELINE_BIT()s */
	struct format_ctx ctx;
	struct buf line;
	char *host;
	struct pipeline_counts counts;
};

static void write_line(struct pipeline *p, const struct rule *rule,
	const struct view *v)
{
	p->counts.lines++;
	for (unsigned f = 0; f < PIPELINE_FORMATS; f++) {
		if (!(p->wanted & PIPELINE_BIT(f)))
			continue;
		buf_reset(&p->line);
		formats[f](&p->line, &p->ctx, rule, v);
		if (p->line.err)
			p->counts.err = p->line.err;
		else
			p->ops.line(p->ops.arg, rule, v,
				(enum pipeline_format)f,
				(struct span){p->line.p, p->line.n});
	}
}

static void on_call(struct pipeline *p, const struct event *ev,
	const struct event_call *call)
{
	struct view base = {.host = span_of(p->host), .arg = p->ops.arg,
		.resolve_fd = p->ops.resolve_fd, .is_inode = p->ops.is_inode};
	struct match m[2];

	p->counts.undecided += match(p->matcher, ev, call, &base, m);
	for (size_t i = 0; i < ARRAY_SIZE(m); i++) {
		struct view v = base;

		if (!m[i].rule)
			continue;
		if (m[i].rule->action != ACTION_LOG) {
			p->counts.unenforced++;
			continue;
		}
		view_init(&v, ev, call, m[i].target);
		write_line(p, m[i].rule, &v);
	}
}

static void on_event(void *arg, const struct event *ev)
{
	struct pipeline *p = arg;

	if (p->ops.seen)
		p->ops.seen(p->ops.arg, ev);
	for (size_t i = 0; i < ev->ncalls; i++)
		on_call(p, ev, &ev->call[i]);
}

static bool on_wanted(void *arg, int abi, bool uring, uint32_t nr)
{
	const struct pipeline *p = arg;

	return matcher_wants(p->matcher, abi, uring, nr);
}

static void on_aside(void *arg, enum record_fault fault, struct span text,
	bool end)
{
	const struct pipeline *p = arg;

	if (p->ops.aside)
		p->ops.aside(p->ops.arg, fault, text, end);
}

static void on_begin(void *arg, uint64_t sec, unsigned ms, uint32_t serial)
{
	const struct pipeline *p = arg;

	if (p->ops.begin)
		p->ops.begin(p->ops.arg, sec, ms, serial);
}

static void on_done(void *arg, uint64_t tag)
{
	const struct pipeline *p = arg;

	if (p->ops.done)
		p->ops.done(p->ops.arg, tag);
}

int pipeline_new(struct pipeline **outp, const struct rules *rs,
	const struct pipeline_ops *ops)
{
	cleanup(pipeline_freep) struct pipeline *p = calloc(1, sizeof(*p));
	struct record_ops record = {.event = on_event, .aside = on_aside,
		.begin = on_begin, .done = on_done, .wanted = on_wanted};
	int r;

	if (!p)
		return -ENOMEM;
	p->ops = *ops;
	p->wanted = PIPELINE_BIT(PIPELINE_TEXT);
	record.arg = p;
	r = record_new(&p->reader, &record);
	if (!r)
		r = pipeline_rules(p, rs);
	if (!r)
		*outp = steal(p);
	return r;
}

void pipeline_free(struct pipeline *p)
{
	if (!p)
		return;
	record_free(p->reader);
	matcher_free(p->matcher);
	format_deinit(&p->ctx);
	buf_deinit(&p->line);
	free(p->host);
	free(p);
}

void pipeline_formats(struct pipeline *p, unsigned mask)
{
	p->wanted = mask;
}

int pipeline_host(struct pipeline *p, const char *name)
{
	char *copy = strdup(name);

	if (!copy)
		return -ENOMEM;
	free(p->host);
	p->host = copy;
	p->ctx.ids.find = ids_find_system;
	return 0;
}

void pipeline_ask(struct pipeline *p,
	int (*find)(void *arg, enum id_kind kind, uint32_t id,
		struct buf *name), void *arg)
{
	p->ctx.ids.find = find;
	p->ctx.ids.arg = arg;
}

void pipeline_forget_names(struct pipeline *p)
{
	ids_flush(&p->ctx.ids);
}

int pipeline_rules(struct pipeline *p, const struct rules *rs)
{
	struct matcher *m;
	int r = matcher_new(&m, rs);

	if (r)
		return r;
	matcher_acts(m, p->ops.acts, p->ops.arg);
	matcher_free(p->matcher);
	p->matcher = m;
	return 0;
}

struct record_reader *pipeline_reader(struct pipeline *p)
{
	return p->reader;
}

const struct pipeline_counts *pipeline_counts(const struct pipeline *p)
{
	return &p->counts;
}
