/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "sctaudit.h"

#include "event/pipeline.h"
#include "rule/check.h"
#include "rule/dump.h"
#include "store/names.h"

#define PUBLIC __attribute__((__visibility__("default")))

struct sct_rules {
	struct rules *rs;
	struct diag diag;
	struct buf messages;
	bool checked;
};

struct sct_stream {
	struct pipeline *pipeline;
	sct_line_fn *line;
	void *arg;
	struct buf name;	/* of a rule, terminated */
};

PUBLIC const char *sct_version(void)
{
	return PACKAGE_VERSION;
}

PUBLIC int sct_rules_new(struct sct_rules **outp)
{
	struct sct_rules *r = calloc(1, sizeof(*r));

	if (r)
		r->rs = rules_new();
	if (!r || !r->rs) {
		free(r);
		return -ENOMEM;
	}
	*outp = r;
	return 0;
}

PUBLIC void sct_rules_free(struct sct_rules *r)
{
	if (!r)
		return;
	diag_deinit(&r->diag);
	buf_deinit(&r->messages);
	rules_free(r->rs);
	free(r);
}

static int outcome(const struct sct_rules *r, int err)
{
	return err ? err : r->diag.errors ? -EINVAL : 0;
}

PUBLIC int sct_rules_add(struct sct_rules *r, const char *name,
	const char *text, size_t len)
{
	r->checked = false;
	return outcome(r, rules_add(r->rs, name, (struct span){text, len},
				  names_of_host(), &r->diag));
}

PUBLIC int sct_rules_check(struct sct_rules *r)
{
	int err = r->checked ? 0 : check(r->rs, &r->diag);

	r->checked = !err && !r->diag.errors;
	return outcome(r, err);
}

PUBLIC size_t sct_rules_count(const struct sct_rules *r)
{
	return r->rs->rule.n;
}

PUBLIC const char *sct_rules_messages(struct sct_rules *r)
{
	buf_reset(&r->messages);
	diag_print(&r->diag, &r->messages);
	return r->messages.p && !r->messages.err ? r->messages.p : "";
}

static int kernel_text(const struct rules *rs, unsigned abis, struct buf *out)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(plan_deinit) struct plan plan = {0};
	int r = split_new(&sp, rs, abis);

	if (!r)
		r = plan_init(&plan, sp);
	if (!r)
		dump_kernel(out, &plan);
	return r ? r : out->err;
}

PUBLIC int sct_rules_kernel(struct sct_rules *r, const char *machine,
	char **textp)
{
	unsigned abis = machine ? abis_of_name(span_of(machine)) :
				  abis_of_host();
	struct buf out = {0};
	char *text;
	int err;

	if (!r->checked)
		return -EINVAL;
	if (!abis)
		return -ENOTSUP;
	err = kernel_text(r->rs, abis, &out);
	text = err ? NULL : buf_steal(&out);
	buf_deinit(&out);
	if (!text)
		return err ? err : -ENOMEM;
	*textp = text;
	return 0;
}

static void on_line(void *arg, const struct rule *rule, const struct view *v,
	enum pipeline_format format, struct span line)
{
	struct sct_stream *s = arg;

	buf_reset(&s->name);
	buf_span(&s->name, rule->name);
	s->line(s->arg, s->name.err ? "" : s->name.p, line.p, line.n);
}

PUBLIC int sct_stream_new(struct sct_stream **outp, struct sct_rules *r,
	enum sct_format format, sct_line_fn *line, void *arg)
{
	struct sct_stream *s;
	struct pipeline_ops ops = {.line = on_line};
	int err;

	if (!r->checked || !line)
		return -EINVAL;
	s = calloc(1, sizeof(*s));
	if (!s)
		return -ENOMEM;
	*s = (struct sct_stream){.line = line, .arg = arg};
	ops.arg = s;
	err = pipeline_new(&s->pipeline, r->rs, &ops);
	if (err) {
		free(s);
		return err;
	}
	if (format == SCT_FORMAT_JSON)
		pipeline_formats(s->pipeline, PIPELINE_BIT(PIPELINE_JSON));
	*outp = s;
	return 0;
}

PUBLIC void sct_stream_free(struct sct_stream *s)
{
	if (!s)
		return;
	pipeline_free(s->pipeline);
	buf_deinit(&s->name);
	free(s);
}

PUBLIC int sct_stream_feed(struct sct_stream *s, const char *data, size_t len)
{
	return record_feed(pipeline_reader(s->pipeline), data, len);
}

PUBLIC int sct_stream_flush(struct sct_stream *s)
{
	int err = record_flush(pipeline_reader(s->pipeline));

	return err ? err : pipeline_counts(s->pipeline)->err;
}

PUBLIC struct sct_stream_counts sct_stream_counts(const struct sct_stream *s)
{
	const struct record_counts *rc =
		record_counts(pipeline_reader(s->pipeline));
	const struct pipeline_counts *pc = pipeline_counts(s->pipeline);
	struct sct_stream_counts out = {.records = rc->records,
		.events = rc->events + rc->unwanted, .lines = pc->lines,
		.undecided = pc->undecided, .unenforced = pc->unenforced};

	for (int i = 0; i < RECORD_FAULTS; i++)
		out.aside += rc->aside[i];
	return out;
}
