/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/loss_line.h"

#include "base/escape.h"
#include "base/json.h"
#include "event/format_journal.h"
#include "tbl/level.h"

#include <syslog.h>

static const struct cause {
	const char *name, *one, *many, *why;
} causes[] = {
#define LOSS(NAME, ...) [LOSS_##NAME] = {__VA_ARGS__},
	LOSS_CAUSE_ROWS
#undef LOSS
};

const char *loss_cause_name(enum loss_cause cause)
{
	return causes[cause].name;
}

static void add_words(struct buf *out, const struct loss_line *l)
{
	const struct cause *c = &causes[l->cause];

	buf_printf(out, "sctauditd: lost %llu %s", (unsigned long long)l->count,
		l->count == 1 ? c->one : c->many);
	if (l->sink.p) {
		buf_lit(out, " of sink ");
		escape_text(out, l->sink);
	}
	if (l->has_serials)
		buf_printf(out, " between serial %u and %u", l->first - 1,
			l->last + 1);
	buf_printf(out, " (%s)", c->why);
}

static void add_lost(struct buf *out, const struct loss_line *l)
{
	size_t mark = json_object(out, "lost");

	json_key(out, "count");
	json_uint(out, l->count);
	json_key(out, "cause");
	json_string(out, span_of(causes[l->cause].name));
	if (l->has_serials) {
		json_key(out, "first");
		json_uint(out, l->first);
		json_key(out, "last");
		json_uint(out, l->last);
	}
	if (l->sink.p) {
		json_key(out, "sink");
		json_string(out, l->sink);
	}
	json_close(out, mark, '}');
}

static void add_json(struct buf *out, const struct loss_line *l)
{
	size_t mark;

	buf_lit(out, "{\"@timestamp\":\"");
	stamp_utc(out, l->ms / 1000, (unsigned)(l->ms % 1000));
	buf_lit(out, "\",\"event\":{\"kind\":\"event\",\"module\":\"sctaudit\","
		"\"action\":\"lost\"},\"log\":{\"level\":\"");
	buf_str(out, level_name(LOG_ERR));
	buf_lit(out, "\"},");
	if (l->host.p) {
		mark = json_object(out, "host");
		json_key(out, "name");
		json_string(out, l->host);
		json_close(out, mark, '}');
	}
	mark = json_object(out, "sctaudit");
	add_lost(out, l);
	json_close(out, mark, '}');
	json_close(out, 0, '}');
	if (!out->err)
		out->p[out->n - 1] = '\n';	/* for the last comma */
}

static void add_journal(struct buf *out, const struct loss_line *l)
{
	size_t start = journal_begin(out, "MESSAGE");

	add_words(out, l);
	journal_end(out, start);
	journal_text(out, "MESSAGE_ID", SPAN_LIT(LOSS_MESSAGE_ID));
	journal_int(out, "PRIORITY", LOG_ERR);
	journal_text(out, "SYSLOG_IDENTIFIER", SPAN_LIT("sctauditd"));
	journal_int(out, "SCT_LOST_COUNT", (int64_t)l->count);
	journal_text(out, "SCT_LOST_CAUSE", span_of(causes[l->cause].name));
	if (l->has_serials) {
		journal_int(out, "SCT_LOST_FIRST", l->first);
		journal_int(out, "SCT_LOST_LAST", l->last);
	}
	if (l->sink.p)
		journal_text(out, "SCT_LOST_SINK", l->sink);
	journal_int(out, "SCT_EVENT_TIME", (int64_t)(l->ms * 1000));
	if (l->host.p)
		journal_text(out, "SCT_HOST", l->host);
}

void loss_line(struct buf *out, const struct loss_line *l,
	enum pipeline_format format)
{
	switch (format) {
	case PIPELINE_JSON:
		add_json(out, l);
		break;
	case PIPELINE_JOURNAL:
		add_journal(out, l);
		break;
	default:
		add_words(out, l);
		buf_chr(out, '\n');
	}
}
