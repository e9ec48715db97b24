/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/fanout.h"

#include <syslog.h>

#define OLD_SINK_MS 5000	/* a sink that is taken away may write so long */

/* ------------------------------------------------------------------- sinks */

static const struct fan *fan_like(const struct fanout *f,
	const struct config_sink *conf)
{
	vec_foreach(it, &f->fan)
		if (config_sink_eq(it->conf, conf))
			return it;
	return NULL;
}

static uint64_t fan_close(struct fan *fan, unsigned ms)
{
	uint64_t lost = sink_free(fan->sink, ms);

	config_sink_free(fan->conf);
	return lost;
}

/* close those of f that other does not have */
static void close_others(struct fanout *f, const struct fanout *other)
{
	vec_foreach(it, &f->fan)
		if (!fan_like(other, it->conf))
			fan_close(it, OLD_SINK_MS);
	vec_deinit(&f->fan);
}

static int open_one(struct fanout *f, const struct config_sink *conf,
	struct diag *diag)
{
	struct fan fan = {.conf = config_sink_dup(conf)};
	int r = fan.conf ? sink_new(&fan.sink, fan.conf, &f->ops, diag) :
			   -ENOMEM;

	if (!r && vec_add(&f->fan, fan)) {
		sink_free(fan.sink, 0);
		r = -ENOMEM;
	}
	if (r)
		config_sink_free(fan.conf);
	return r;
}

int fanout_open(struct fanout *f, const struct config *conf,
	struct diag *diag)
{
	struct fanout new = *f;
	int r = 0;

	memset(&new.fan, 0, sizeof(new.fan));
	vec_foreach(c, &conf->sink) {
		const struct fan *same = fan_like(f, c);

		r = same ? vec_add(&new.fan, *same) : open_one(&new, c, diag);
		if (r)
			break;
	}
	if (r) {
		close_others(&new, f);
		return r;
	}
	close_others(f, &new);
	*f = new;
	return 0;
}

uint64_t fanout_close(struct fanout *f, unsigned ms)
{
	uint64_t lost = 0;

	vec_foreach(it, &f->fan)
		lost += fan_close(it, ms);
	vec_deinit(&f->fan);
	vec_foreach(it, &f->rule)
		free(it->name);
	vec_deinit(&f->rule);
	return lost;
}

unsigned fanout_formats(const struct fanout *f)
{
	unsigned mask = f->readers;

	vec_foreach(it, &f->fan)
		mask |= PIPELINE_BIT(it->conf->format);
	return mask;
}

bool fanout_is_full(const struct fanout *f)
{
	vec_foreach(it, &f->fan)
		if (sink_is_full(it->sink))
			return true;
	return false;
}

void fanout_reopen(struct fanout *f)
{
	vec_foreach(it, &f->fan)
		sink_reopen(it->sink);
}

int fanout_err(const struct fanout *f, enum sink_kind kind)
{
	vec_foreach(it, &f->fan)
		if (it->conf->type == kind && sink_counts(it->sink).err)
			return sink_counts(it->sink).err;
	return 0;
}

/* ------------------------------------------------------------------- lines */

static void count_line(struct fanout *f, struct span name)
{
	size_t low = 0, high = f->rule.n;
	struct fan_rule new = {.lines = 1};

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = span_cmp(name, span_of(f->rule.v[mid].name));

		if (c == 0) {
			f->rule.v[mid].lines++;
			return;
		}
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	new.name = strndup(name.p, name.n);
	if (!new.name || vec_add(&f->rule, new)) {
		free(new.name);
		return;
	}
	memmove(f->rule.v + low + 1, f->rule.v + low,
		(f->rule.n - 1 - low) * sizeof(new));
	f->rule.v[low] = new;
}

static void to_all(struct fanout *f, const struct line *line)
{
	vec_foreach(it, &f->fan)
		if (it->conf->format == line->format &&
			(!line->rule.p ||
				sink_takes(it->sink, line->rule, line->level)))
			sink_add(it->sink, line);
	if (f->control)
		control_line(f->control, line);
}

void fanout_line(struct fanout *f, const struct line *line)
{
	if (!line->again)
		count_line(f, line->rule);
	to_all(f, line);
}

void fanout_loss(struct fanout *f, const struct loss_line *loss)
{
	unsigned mask = fanout_formats(f);
	struct buf text = {0};

	for (int i = 0; i < PIPELINE_FORMATS; i++) {
		struct line line = {.format = (enum pipeline_format)i,
			.level = LOG_ERR};

		if (!(mask & PIPELINE_BIT(i)))
			continue;
		buf_reset(&text);
		loss_line(&text, loss, line.format);
		line.text = (struct span){text.p, text.n};
		if (!text.err)
			to_all(f, &line);
	}
	buf_deinit(&text);
}
