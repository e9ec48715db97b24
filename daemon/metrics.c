/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/metrics.h"

#include "base/escape.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum sort { COUNTER, GAUGE };

/* a number of a struct, as one sample */
struct metric {
	const char *name, *help;
	enum sort sort;
	enum row_kind type;	/* ROW_U32, ROW_U64 or ROW_SIZE */
	size_t at;
};

#define AT(member) offsetof(struct daemon_status, member)

static const struct metric totals[] = {
	{"records_total", "Audit records received.", COUNTER, ROW_U64,
		AT(records)},
	{"events_total", "Events put together from them.", COUNTER, ROW_U64,
		AT(events)},
	{"lines_total", "Lines that rules made of events.", COUNTER, ROW_U64,
		AT(lines)},
	{"uptime_seconds", "Seconds since the daemon started.", GAUGE, ROW_U64,
		AT(uptime)},
	{"queue_records", "Records that wait for the worker.", GAUGE, ROW_SIZE,
		AT(queue.records)},
	{"queue_bytes", "Bytes that wait for the worker.", GAUGE, ROW_SIZE,
		AT(queue.bytes)},
	{"queue_records_limit", "Records that may wait at most.", GAUGE,
		ROW_SIZE, AT(queue.max_records)},
	{"queue_bytes_limit", "Bytes that may wait at most.", GAUGE, ROW_SIZE,
		AT(queue.max_bytes)},
	{"rules_loaded", "Rules that are loaded.", GAUGE, ROW_SIZE,
		AT(rules.n)},
	{"readers", "Readers that follow the lines.", GAUGE, ROW_SIZE,
		AT(readers)},
	{"worker_restarts_total", "Times the worker was started again.",
		COUNTER, ROW_U64, AT(worker.restarts)},
};

#define IN_SINK(member) offsetof(struct status_sink, counts.member)

static const struct metric of_sinks[] = {
	{"sink_lines_total", "Lines written.", COUNTER, ROW_U64,
		IN_SINK(lines)},
	{"sink_bytes_total", "Bytes written.", COUNTER, ROW_U64,
		IN_SINK(bytes)},
	{"sink_dropped_lines_total", "Lines left out or not written.", COUNTER,
		ROW_U64, IN_SINK(dropped)},
	{"sink_errors_total", "Writes that failed.", COUNTER, ROW_U64,
		IN_SINK(errors)},
	{"sink_queued_lines", "Lines that wait to be written.", GAUGE,
		ROW_SIZE, IN_SINK(queued_lines)},
	{"sink_queued_bytes", "Bytes that wait to be written.", GAUGE,
		ROW_SIZE, IN_SINK(queued_bytes)},
};

static void head(struct buf *out, const char *name, const char *help,
	const char *type)
{
	buf_printf(out, "# HELP sctaudit_%s %s\n# TYPE sctaudit_%s %s\n", name,
		help, name, type);
}

static const char *sort_word(enum sort sort)
{
	return sort == COUNTER ? "counter" : "gauge";
}

/* a label's value is UTF-8, with \, " and newlines escaped */
static void put_label(struct buf *out, const char *name, struct span value)
{
	buf_printf(out, "%s=\"", name);
	for (size_t n; value.n; value.p += n, value.n -= n) {
		n = utf8_len(value);
		if (!n)
			buf_lit(out, "\xef\xbf\xbd");	/* U+FFFD */
		else if (*value.p == '\n')
			buf_lit(out, "\\n");
		else if (*value.p == '\\' || *value.p == '"')
			buf_printf(out, "\\%c", *value.p);
		else
			buf_add(out, value.p, n);
		n += !n;
	}
	buf_chr(out, '"');
}

static uint64_t number(const struct metric *m, const void *base)
{
	const void *at = (const char *)base + m->at;

	switch (m->type) {
	case ROW_U32:
		return *(const uint32_t *)at;
	case ROW_SIZE:
		return *(const size_t *)at;
	default:
		return *(const uint64_t *)at;
	}
}

static void put_sample(struct buf *out, const char *name, const char *label,
	struct span value, uint64_t n)
{
	buf_printf(out, "sctaudit_%s{", name);
	put_label(out, label, value);
	buf_lit(out, "} ");
	buf_dec(out, n);
	buf_chr(out, '\n');
}

static void put_totals(struct buf *out, const struct daemon_status *st)
{
	for (size_t i = 0; i < ARRAY_SIZE(totals); i++) {
		const struct metric *m = &totals[i];

		head(out, m->name, m->help, sort_word(m->sort));
		buf_printf(out, "sctaudit_%s ", m->name);
		buf_dec(out, number(m, st));
		buf_chr(out, '\n');
	}
}

static void put_losses(struct buf *out, const struct daemon_status *st)
{
	head(out, "lost_total", "What was lost, by cause.", "counter");
	for (int i = 0; i < LOSS_CAUSES; i++)
		put_sample(out, "lost_total", "cause",
			span_of(loss_cause_name((enum loss_cause)i)),
			st->lost[i]);
}

static void put_rules(struct buf *out, const struct daemon_status *st)
{
	if (!st->rules.n)
		return;
	head(out, "rule_lines_total", "Lines made by a rule.", "counter");
	vec_foreach(r, &st->rules)
		put_sample(out, "rule_lines_total", "rule", r->name, r->lines);
}

static void put_sinks(struct buf *out, const struct daemon_status *st)
{
	for (size_t i = 0; st->sinks.n && i < ARRAY_SIZE(of_sinks); i++) {
		const struct metric *m = &of_sinks[i];

		head(out, m->name, m->help, sort_word(m->sort));
		vec_foreach(s, &st->sinks)
			put_sample(out, m->name, "sink", span_of(s->name),
				number(m, s));
	}
	if (!st->sinks.n)
		return;
	head(out, "sink_failing", "1 while a sink cannot write.", "gauge");
	vec_foreach(s, &st->sinks)
		put_sample(out, "sink_failing", "sink", span_of(s->name),
			s->counts.err != 0);
}

static void put_seconds(struct buf *out, uint64_t ms)
{
	buf_printf(out, "%llu.%03u", (unsigned long long)(ms / 1000),
		(unsigned)(ms % 1000));
}

/* counts in the struct are of one bucket each, here of it and all below */
static void put_buckets(struct buf *out, const struct status_sink *s,
	const unsigned *bound_ms)
{
	static const char name[] = "sctaudit_latency_seconds";
	uint64_t sum = 0;

	for (unsigned i = 0; i < SINK_BUCKETS; i++) {
		sum += s->counts.latency[i];
		buf_printf(out, "%s_bucket{", name);
		put_label(out, "sink", span_of(s->name));
		buf_lit(out, ",le=\"");
		if (i < SINK_BUCKETS - 1)
			put_seconds(out, bound_ms[i]);
		else
			buf_lit(out, "+Inf");
		buf_printf(out, "\"} %llu\n", (unsigned long long)sum);
	}
	buf_printf(out, "%s_sum{", name);
	put_label(out, "sink", span_of(s->name));
	buf_lit(out, "} ");
	put_seconds(out, s->counts.latency_sum);
	buf_printf(out, "\n%s_count{", name);
	put_label(out, "sink", span_of(s->name));
	buf_printf(out, "} %llu\n", (unsigned long long)sum);
}

void metrics_put(struct buf *out, const struct daemon_status *st)
{
	head(out, "build_info", "Version of the daemon.", "gauge");
	put_sample(out, "build_info", "version", span_of(st->version), 1);
	put_totals(out, st);
	put_losses(out, st);
	put_rules(out, st);
	put_sinks(out, st);
	if (!st->sinks.n)
		return;
	head(out, "latency_seconds", "From the call, as the kernel stamped it, "
		"to the write of its line.", "histogram");
	vec_foreach(s, &st->sinks)
		put_buckets(out, s, st->bucket_ms);
}

/* --------------------------------------------------------------------- file */

static int write_all(int fd, struct span s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		s.p += n;
		s.n -= (size_t)n;
	}
	return 0;
}

/* the directory may be writable by others: nothing that is there is used */
static int write_new(const char *path, struct span text)
{
	int fd, r;

	if (unlink(path) && errno != ENOENT)
		return -errno;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		0644);
	if (fd < 0)
		return -errno;
	r = fchmod(fd, 0644) ? -errno : write_all(fd, text);
	if (close(fd) && !r)
		r = -errno;
	return r;
}

int metrics_write(const char *path, const struct daemon_status *st)
{
	cleanup(buf_deinit) struct buf out = {0};
	cleanup(freep) char *new = NULL;
	int r;

	metrics_put(&out, st);
	if (out.err || asprintf(&new, "%s.tmp", path) < 0) {
		new = NULL;
		return -ENOMEM;
	}
	r = write_new(new, (struct span){out.p, out.n});
	if (!r && rename(new, path))
		r = -errno;
	if (r)
		(void)unlink(new);
	return r;
}
