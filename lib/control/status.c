/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status: the kernel's audit, the rules, and what the daemon says */
#include "control/work.h"

#include "base/json.h"
#include "control/rows.h"

struct state {
	struct auditnl_status status;
	struct auditnl_rules rules;
	const char *auditing;
	const char *comm;
	struct buf reader;	/* words for who takes the records */
	const char *reader_text;
	size_t dropins, uploads;
};

static const struct row_field fields[] = {
	{"enabled", ROW_U32, offsetof(struct state, status.k.enabled)},
	{"pid", ROW_U32, offsetof(struct state, status.k.pid)},
	{"daemon", ROW_WORD, offsetof(struct state, comm)},
	{"rules", ROW_SIZE, offsetof(struct state, rules.ours)},
	{"foreign_rules", ROW_SIZE, offsetof(struct state, rules.foreign)},
	{"dropins", ROW_SIZE, offsetof(struct state, dropins)},
	{"uploads", ROW_SIZE, offsetof(struct state, uploads)},
	{"lost", ROW_U32, offsetof(struct state, status.k.lost)},
	{"backlog", ROW_U32, offsetof(struct state, status.k.backlog)},
	{"backlog_limit", ROW_U32,
		offsetof(struct state, status.k.backlog_limit)},
	{"_auditing", ROW_WORD, offsetof(struct state, auditing)},
	{"_reader", ROW_WORD, offsetof(struct state, reader_text)},
};

static const struct row rows[] = {
	{"auditing", "{_auditing}"},
	{"audit daemon", "{_reader}"},
	{"rules", "{rules} of ours, {foreign_rules} of others"},
	{"rule files", "{dropins} drop-ins, {uploads} uploads"},
	{"lost records", "{lost} since the boot"},
	{"backlog", "{backlog} of {backlog_limit} records"},
};

static const struct row_table table = ROW_TABLE(fields, rows);

/* of a part that does not run */
struct absent {
	bool running;
};

static const struct row_field absent_fields[] = {
	{"running", ROW_BOOL, offsetof(struct absent, running)},
};

static void put_absent(struct rows *r, const char *name)
{
	const struct row row = {name, "not running"};
	const struct row_table t = {absent_fields, 1, &row, 1};

	rows_begin(r, name, '{');
	rows_put(r, &t, &(struct absent){0});
	rows_end(r, '}');
}

static const char *enabled_word(uint32_t enabled)
{
	switch (enabled) {
	case AUDITNL_ENABLED_OFF:
		return "off";
	case AUDITNL_ENABLED_LOCKED:
		return "on, locked until the next boot";
	default:
		return "on";
	}
}

static int read_state(struct work *w, struct state *s)
{
	int code = CODE_FAILED, r;
	struct auditnl *nl = work_kernel(w, &code);

	if (!nl)
		return code;
	r = auditnl_status(nl, &s->status);
	if (!r)
		r = auditnl_list(nl, &s->rules);
	if (r) {
		work_say(w, "cannot ask the kernel: %s", auditnl_words(r));
		return request_code_of(r);
	}
	auditnl_hidden(&s->rules, &w->diag);
	r = ruleset_files(&w->files, w->env->etc, w->env->lib, w->env->run,
		&w->diag);
	vec_foreach(f, &w->files.file)
		s->uploads += f->uploaded;
	s->dropins = w->files.file.n - s->uploads;
	return r ? request_code_of(r) : CODE_DONE;
}

static void find_words(struct state *s)
{
	s->auditing = enabled_word(s->status.k.enabled);
	s->comm = s->status.comm;
	if (s->status.k.pid)
		buf_printf(&s->reader, "%s (pid %u)",
			*s->comm ? s->comm : "process", s->status.k.pid);
	s->reader_text = s->reader.p ? s->reader.p : "none";
}

static void put_messages(struct rows *r, const struct diag *diag)
{
	static const char *const level[] = {"error", "warning", "note"};
	struct buf *out = r->out;

	rows_begin(r, "messages", '[');
	vec_foreach(it, &diag->items) {
		rows_begin(r, NULL, '{');
		json_key(out, "level");
		json_string(out, span_of(level[it->level]));
		if (it->src) {
			json_key(out, "file");
			json_string(out, span_of(it->src->name));
		}
		if (it->src && it->at.p) {
			struct place at = source_place(it->src, it->at);

			json_key(out, "line");
			json_uint(out, at.line);
			json_key(out, "column");
			json_uint(out, at.column);
		}
		json_key(out, "message");
		json_string(out, span_of(it->text));
		rows_end(r, '}');
	}
	rows_end(r, ']');
}

static void put_state(struct work *w, struct state *s)
{
	struct rows r = {&w->reply->out, w->rq->flags & REQUEST_JSON};

	find_words(s);
	rows_begin(&r, NULL, '{');
	rows_put(&r, &table, s);
	if (w->env->status)
		w->env->status(w->env->arg, &r);
	else
		put_absent(&r, "sctauditd");
	put_absent(&r, "agent");
	if (r.json) {
		put_messages(&r, &w->diag);
		diag_deinit(&w->diag);
		w->diag = (struct diag){0};
		rows_end(&r, '}');
		if (!r.out->err)
			r.out->p[r.out->n - 1] = '\n';	/* for the comma */
	}
}

int work_status(struct work *w)
{
	struct state s = {0};
	int code = read_state(w, &s);

	if (!code)
		put_state(w, &s);
	auditnl_rules_deinit(&s.rules);
	buf_deinit(&s.reader);
	return code;
}
