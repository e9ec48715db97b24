/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/status.h"

#define RULES_SHOWN 20	/* as text; JSON has all */

void daemon_status_deinit(struct daemon_status *st)
{
	vec_deinit(&st->sinks);
	vec_deinit(&st->rules);
}

/* -------------------------------------------------------------------- rates */

void rate_tick(struct rate *r, int64_t ms, uint64_t n)
{
	r->n[r->next] = n;
	r->ms[r->next] = ms;
	r->next = (r->next + 1) % ARRAY_SIZE(r->n);
	if (r->filled < ARRAY_SIZE(r->n))
		r->filled++;
}

uint64_t rate_tenths(const struct rate *r)
{
	const unsigned size = ARRAY_SIZE(r->n);
	unsigned last = (r->next + size - 1) % size;
	unsigned first = (r->next + size - r->filled) % size;
	int64_t ms;

	if (r->filled < 2)
		return 0;
	ms = r->ms[last] - r->ms[first];
	return ms > 0 ? (r->n[last] - r->n[first]) * 10000 / (uint64_t)ms : 0;
}

/* ------------------------------------------------------------------- tables */

#define AT(member) offsetof(struct daemon_status, member)

static const struct row_field top_fields[] = {
	{"version", ROW_WORD, AT(version)},
	{"pid", ROW_U32, AT(pid)},
	{"uptime", ROW_U64, AT(uptime)},
	{"records", ROW_U64, AT(records)},
	{"events", ROW_U64, AT(events)},
	{"lines", ROW_U64, AT(lines)},
	{"readers", ROW_SIZE, AT(readers)},
};

static const struct row top_rows[] = {
	{"sctauditd", "{version} (pid {pid}), running for {uptime} s"},
	{"so far", "{records} records, {events} events, {lines} lines"},
	{"readers", "{readers} (sct log)", "readers"},
};

static const struct row_field source_fields[] = {
	{"kind", ROW_WORD, AT(source.kind)},
	{"path", ROW_WORD, AT(source.path)},
	{"overruns", ROW_U64, AT(source.counts.overruns)},
	{"bad", ROW_U64, AT(source.counts.bad)},
	{"restarts", ROW_U64, AT(source.counts.restarts)},
};

static const struct row source_rows[] = {
	{"source", "{kind}"},
	{"  of", "{path}", "path"},
	{"  rotated", "{restarts} times", "restarts"},
};

static const struct row_field queue_fields[] = {
	{"records", ROW_SIZE, AT(queue.records)},
	{"bytes", ROW_SIZE, AT(queue.bytes)},
	{"max_records", ROW_SIZE, AT(queue.max_records)},
	{"max_bytes", ROW_SIZE, AT(queue.max_bytes)},
	{"overflow", ROW_WORD, AT(queue.overflow)},
};

static const struct row queue_rows[] = {
	{"queue", "{records} of {max_records} records, {bytes} of {max_bytes} "
		"bytes, overflow: {overflow}"},
};

static const struct row_field rate_fields[] = {
	{"records", ROW_TENTHS, AT(records_rate)},
	{"events", ROW_TENTHS, AT(events_rate)},
	{"lines", ROW_TENTHS, AT(lines_rate)},
};

static const struct row rate_rows[] = {
	{"rates", "{records} records/s, {events} events/s, {lines} lines/s"},
};

static const struct row_field worker_fields[] = {
	{"pid", ROW_U32, AT(worker.pid)},
	{"restarts", ROW_U64, AT(worker.restarts)},
};

static const struct row worker_rows[] = {
	{"worker", "pid {pid}, restarted {restarts} times"},
};

static const struct row_field loss_fields[] = {
#define LOSS(id, key, ...) {key, ROW_U64, AT(lost[LOSS_##id])},
	LOSS_CAUSE_ROWS
#undef LOSS
};

static const struct row loss_rows[] = {
#define LOSS(id, key, one, many, why)                                          \
	{"lost", "{" key "} " many " (" why ")", key},
	LOSS_CAUSE_ROWS
#undef LOSS
};

#define IN_SINK(member) offsetof(struct status_sink, member)

static const struct row_field sink_fields[] = {
	{"name", ROW_WORD, IN_SINK(name)},
	{"type", ROW_WORD, IN_SINK(type)},
	{"lines", ROW_U64, IN_SINK(counts.lines)},
	{"bytes", ROW_U64, IN_SINK(counts.bytes)},
	{"dropped", ROW_U64, IN_SINK(counts.dropped)},
	{"errors", ROW_U64, IN_SINK(counts.errors)},
	{"queued", ROW_SIZE, IN_SINK(counts.queued_lines)},
	{"queued_bytes", ROW_SIZE, IN_SINK(counts.queued_bytes)},
	{"error", ROW_ERR, IN_SINK(counts.err)},
};

static const struct row sink_rows[] = {
	{"sink", "{name} ({type}): {lines} lines, {queued} queued, {dropped} "
		"dropped"},
	{"  error", "{error}", "error"},
};

static const struct row_field rule_fields[] = {
	{"name", ROW_SPAN, offsetof(struct status_rule, name)},
	{"lines", ROW_U64, offsetof(struct status_rule, lines)},
};

static const struct row rule_rows[] = {
	{"rule", "{name}: {lines} lines"},
};

static const struct row_table top = ROW_TABLE(top_fields, top_rows);
static const struct row_table sink = ROW_TABLE(sink_fields, sink_rows);
static const struct row_table rule = ROW_TABLE(rule_fields, rule_rows);

static const struct {
	const char *name;
	struct row_table table;
} parts[] = {
	{"source", ROW_TABLE(source_fields, source_rows)},
	{"queue", ROW_TABLE(queue_fields, queue_rows)},
	{"rates", ROW_TABLE(rate_fields, rate_rows)},
	{"lost", ROW_TABLE(loss_fields, loss_rows)},
	{"worker", ROW_TABLE(worker_fields, worker_rows)},
};

/* ------------------------------------------------------------------ printing */

static void put_rules(const struct daemon_status *st, struct rows *rows)
{
	size_t n = rows->json ? st->rules.n :
				min_size(st->rules.n, RULES_SHOWN);

	rows_begin(rows, "rules", '[');
	for (size_t i = 0; i < n; i++) {
		rows_begin(rows, NULL, '{');
		rows_put(rows, &rule, &st->rules.v[i]);
		rows_end(rows, '}');
	}
	rows_end(rows, ']');
	if (n < st->rules.n)
		buf_printf(rows->out, "%-16s%zu more; --json has all\n", "",
			st->rules.n - n);
}

void daemon_status_put(const struct daemon_status *st, struct rows *rows)
{
	const bool running = true;
	const struct row_field field = {"running", ROW_BOOL, 0};
	const struct row_table head = {&field, 1, NULL, 0};

	rows_begin(rows, "sctauditd", '{');
	rows_put(rows, &head, &running);
	rows_put(rows, &top, st);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		rows_begin(rows, parts[i].name, '{');
		rows_put(rows, &parts[i].table, st);
		rows_end(rows, '}');
	}
	rows_begin(rows, "sinks", '[');
	vec_foreach(s, &st->sinks) {
		rows_begin(rows, NULL, '{');
		rows_put(rows, &sink, s);
		rows_end(rows, '}');
	}
	rows_end(rows, ']');
	put_rules(st, rows);
	rows_end(rows, '}');
}
