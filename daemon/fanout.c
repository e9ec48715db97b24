/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/fanout.h"

#include <syslog.h>

#define OLD_SINK_MS 5000	/* a sink that is taken away may write so long */

/* ------------------------------------------------------------------- sinks */

static struct sink *sink_like(const struct fanout *f,
	const struct config_sink *conf)
{
	vec_foreach(it, &f->sink)
		if (config_sink_eq(sink_conf(*it), conf))
			return *it;
	return NULL;
}

/* close those of f that other does not have */
static void close_others(struct fanout *f, const struct fanout *other)
{
	vec_foreach(it, &f->sink)
		if (!sink_like(other, sink_conf(*it)))
			sink_free(*it, OLD_SINK_MS);
	vec_deinit(&f->sink);
}

/* a sink that runs already, or a new one */
static int open_one(const struct fanout *old, struct fanout *new,
	const struct config_sink *conf, struct diag *diag)
{
	struct sink *same = sink_like(old, conf), *sink = same;
	int r = same ? 0 : sink_new(&sink, conf, &new->ops, diag);

	if (!r)
		r = vec_add(&new->sink, sink);
	if (r && sink && !same)
		sink_free(sink, 0);
	return r;
}

int fanout_open(struct fanout *f, const struct config *conf,
	struct diag *diag)
{
	struct fanout new = *f;
	int r = 0;

	memset(&new.sink, 0, sizeof(new.sink));
	for (size_t i = 0; !r && i < conf->sink.n; i++)
		r = open_one(f, &new, &conf->sink.v[i], diag);
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

	vec_foreach(it, &f->sink)
		lost += sink_free(*it, ms);
	vec_deinit(&f->sink);
	vec_foreach(it, &f->rule)
		free(it->name);
	vec_deinit(&f->rule);
	return lost;
}

unsigned fanout_formats(const struct fanout *f)
{
	unsigned mask = f->readers;

	vec_foreach(it, &f->sink)
		mask |= PIPELINE_BIT(sink_conf(*it)->format);
	return mask;
}

bool fanout_is_full(const struct fanout *f)
{
	vec_foreach(it, &f->sink)
		if (sink_is_full(*it))
			return true;
	return false;
}

void fanout_reopen(struct fanout *f)
{
	vec_foreach(it, &f->sink)
		sink_reopen(*it);
}

int fanout_err(const struct fanout *f, enum sink_kind kind)
{
	vec_foreach(it, &f->sink)
		if (sink_conf(*it)->type == kind && sink_counts(*it).err)
			return sink_counts(*it).err;
	return 0;
}

/* ------------------------------------------------------------------- lines */

/* true: it is there; false: that is its place */
static bool find_rule(const struct fanout *f, struct span name, size_t *at)
{
	size_t low = 0, high = f->rule.n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = span_cmp(name, span_of(f->rule.v[mid].name));

		if (c == 0) {
			*at = mid;
			return true;
		}
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	*at = low;
	return false;
}

uint64_t fanout_lines(const struct fanout *f, struct span rule)
{
	size_t at;

	return find_rule(f, rule, &at) ? f->rule.v[at].lines : 0;
}

static void count_line(struct fanout *f, struct span name)
{
	struct fan_rule new = {.lines = 1};
	size_t at;

	if (find_rule(f, name, &at)) {
		f->rule.v[at].lines++;
		return;
	}
	new.name = strndup(name.p, name.n);
	if (!new.name || vec_add(&f->rule, new)) {
		free(new.name);
		return;
	}
	memmove(f->rule.v + at + 1, f->rule.v + at,
		(f->rule.n - 1 - at) * sizeof(new));
	f->rule.v[at] = new;
}

static void to_all(struct fanout *f, const struct line *line)
{
	vec_foreach(it, &f->sink)
		if (sink_conf(*it)->format == line->format &&
			(!line->rule.p ||
				sink_takes(*it, line->rule, line->level)))
			sink_add(*it, line);
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
