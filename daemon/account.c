/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "daemon/account.h"

#include "base/num.h"
#include "daemon/clock.h"
#include "daemon/config_key.h"
#include "daemon/metrics.h"
#include "daemon/say.h"

#include <syslog.h>
#include <unistd.h>

/* ------------------------------------------------------------------ losses */

void account_start(struct account *a, uint32_t kernel_lost)
{
	loss_start(&a->loss, kernel_lost);
	a->started = now_ms();
}

void account_kernel(struct account *a, const struct audit_status *st)
{
	loss_kernel(&a->loss, st->lost);
}

void account_quarantined(struct account *a, const char *key)
{
	const char *colon = strrchr(key, ':');
	uint64_t serial;

	if (colon && !num_parse(span_of(colon + 1), 10, &serial))
		loss_range(&a->loss, LOSS_QUARANTINE, 1, (uint32_t)serial,
			(uint32_t)serial);
	else
		loss_add(&a->loss, LOSS_QUARANTINE, 1);
}

static void gather(struct account *a, bool quiet)
{
	struct reader_losses lost;

	if (!a->reader)
		return;
	if (reader_losses(a->reader, quiet, &lost)) {
		loss_range(&a->loss, LOSS_QUEUE, lost.dropped.events,
			lost.dropped.first, lost.dropped.last);
		loss_range(&a->loss, LOSS_GAP, lost.missing.events,
			lost.missing.first, lost.missing.last);
	}
	loss_overruns(&a->loss, source_counts(a->source).overruns);
	loss_unread(&a->loss, source_counts(a->source).bad +
		keeper_count(a->keeper, COUNT_unreadable));
}

static bool tell(struct account *a, int64_t now)
{
	struct timespec real = now_real();
	struct loss_line line = {0};
	struct buf words = {0};

	if (!loss_take(&a->loss, now, &line))
		return false;
	line.ms = (uint64_t)real.tv_sec * 1000 +
		(uint64_t)real.tv_nsec / 1000000;
	line.host = span_of(a->fanout->host);
	fanout_loss(a->fanout, &line);
	loss_line(&words, &line, PIPELINE_TEXT);
	if (!words.err)
		say_words(LOG_ERR, words.p);
	buf_deinit(&words);
	return true;
}

/* ----------------------------------------------------------------- metrics */

static void write_metrics(struct account *a)
{
	struct daemon_status st = {0};
	int r;

	account_status(a, &st);
	r = metrics_write(a->config->metrics.path, &st);
	daemon_status_deinit(&st);
	if (r && !a->metrics_failed)
		say(LOG_ERR, "metrics: cannot write '%s': %s; trying again",
			a->config->metrics.path, strerror(-r));
	a->metrics_failed = r;
}

void account_tick(struct account *a, bool quiet)
{
	int64_t now = now_ms();

	gather(a, quiet);
	(void)tell(a, now);
	rate_tick(&a->records, now, keeper_count(a->keeper, COUNT_records));
	rate_tick(&a->events, now, keeper_count(a->keeper, COUNT_events));
	rate_tick(&a->lines, now, keeper_count(a->keeper, COUNT_lines));
	if (!a->config->metrics.path || (a->last_metrics && now -
			a->last_metrics < a->config->metrics.interval * 1000))
		return;
	a->last_metrics = now;
	write_metrics(a);
}

void account_end(struct account *a)
{
	gather(a, true);
	while (tell(a, LOSS_AT_ONCE))
		;
	if (a->config->metrics.path)
		write_metrics(a);
}

/* ------------------------------------------------------------------ status */

static const char *word_of(const char *section, const char *name, int value)
{
	size_t n;
	const struct config_key *key = config_keys(&n);

	for (size_t i = 0; i < n; i++) {
		if (!key[i].section || strcmp(key[i].section, section) ||
			strcmp(key[i].name, name))
			continue;
		for (const struct key_word *w = key[i].words; w->name; w++)
			if (w->value == value)
				return w->name;
	}
	return "?";
}

static void put_sinks(const struct account *a, struct daemon_status *st)
{
	vec_foreach(it, &a->fanout->sink) {
		const struct config_sink *conf = sink_conf(*it);
		struct status_sink sink = {
			.name = conf->name,
			.type = word_of(CONFIG_SINK, "type", conf->type),
			.counts = sink_counts(*it),
		};

		st->lost[LOSS_SINK] += sink.counts.dropped;
		(void)vec_add(&st->sinks, sink);
	}
}

static void put_rules(const struct account *a, struct daemon_status *st)
{
	const struct rules *rs = a->loader->acting.rs;

	for (size_t i = 0; i < loader_rules(a->loader); i++) {
		struct span name = rs->rule.v[i]->name;

		(void)vec_add(&st->rules, ((struct status_rule){
			name, fanout_lines(a->fanout, name)}));
	}
}

static void put_source(const struct account *a, struct daemon_status *st)
{
	struct queue_depth depth = queue_depth(a->queue);
	enum source_kind kind = a->source ? source_kind(a->source) :
					    SOURCE_AUTO;

	st->source.kind = source_kind_name(kind);
	if (kind == SOURCE_FILE)
		st->source.path = a->config->source.path;
	if (a->source)
		st->source.counts = source_counts(a->source);
	st->queue.records = depth.records;
	st->queue.bytes = depth.bytes;
	st->queue.max_records = depth.records_max;
	st->queue.max_bytes = depth.bytes_max;
	st->queue.overflow = word_of("queue", "overflow",
		a->config->queue.overflow);
}

void account_status(struct account *a, struct daemon_status *st)
{
	*st = (struct daemon_status){
		.version = PACKAGE_VERSION,
		.pid = (uint32_t)getpid(),
		.uptime = (uint64_t)(now_ms() - a->started) / 1000,
		.records = keeper_count(a->keeper, COUNT_records),
		.events = keeper_count(a->keeper, COUNT_events),
		.lines = keeper_count(a->keeper, COUNT_lines),
		.records_rate = rate_tenths(&a->records),
		.events_rate = rate_tenths(&a->events),
		.lines_rate = rate_tenths(&a->lines),
		.worker = {.pid = (uint32_t)a->keeper->pid,
			.restarts = a->keeper->restarts},
		.readers = a->control ? control_readers(a->control) : 0,
		.bucket_ms = sink_bucket_ms,
	};
	memcpy(st->lost, a->loss.total, sizeof(a->loss.total));
	put_source(a, st);
	put_sinks(a, st);
	put_rules(a, st);
}

void account_deinit(struct account *a)
{
	*a = (struct account){0};
}
