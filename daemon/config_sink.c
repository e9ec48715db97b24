/* SPDX-License-Identifier: GPL-2.0-or-later */
/* one sink's settings by themselves: a sink outlives the configuration that it
 * was opened for */
#include "daemon/config_key.h"

static char *dup_or_null(const char *s, bool *ok)
{
	char *copy = s ? strdup(s) : NULL;

	*ok = *ok && (copy || !s);
	return copy;
}

static bool dup_list(struct config_list *to, const struct config_list *from)
{
	bool ok = true;

	*to = (struct config_list){0};
	for (size_t i = 0; ok && i < from->n; i++) {
		char *copy = dup_or_null(from->v[i], &ok);

		if (ok && vec_add(to, copy)) {
			free(copy);
			ok = false;
		}
	}
	return ok;
}

struct config_sink *config_sink_dup(const struct config_sink *c)
{
	struct config_sink *copy = malloc(sizeof(*copy));
	bool ok = true;

	if (!copy)
		return NULL;
	*copy = *c;
	copy->name = dup_or_null(c->name, &ok);
	copy->path = dup_or_null(c->path, &ok);
	copy->group = dup_or_null(c->group, &ok);
	if (dup_list(&copy->rules, &c->rules) && ok)
		return copy;
	config_sink_free(copy);
	return NULL;
}

void config_sink_free(struct config_sink *c)
{
	size_t n;
	const struct config_key *key = config_keys(&n);

	for (size_t i = 0; c && i < n; i++)
		if (key_is_sink(&key[i]))
			key_clear(c, &key[i]);
	if (c)
		free(c->name);
	free(c);
}

bool config_sink_eq(const struct config_sink *a, const struct config_sink *b)
{
	struct buf one = {0}, two = {0};
	size_t n;
	const struct config_key *key = config_keys(&n);
	bool same = strcmp(a->name, b->name) == 0;

	for (size_t i = 0; same && i < n; i++) {
		if (!key_is_sink(&key[i]))
			continue;
		key_print(&one, a, &key[i]);
		key_print(&two, b, &key[i]);
		buf_chr(&one, '\n');	/* 4097 and 18 are not 40971 and 8 */
		buf_chr(&two, '\n');
	}
	same = same && !one.err && !two.err &&
		span_eq((struct span){one.p, one.n},
			(struct span){two.p, two.n});
	buf_deinit(&one);
	buf_deinit(&two);
	return same;
}

/* -------------------------------------------------------------- from options */

bool config_source_kind(const char *word, int *kind)
{
	size_t n;
	const struct config_key *key = config_keys(&n);

	for (size_t i = 0; i < n; i++) {
		if (!key[i].section || strcmp(key[i].section, "source") ||
			strcmp(key[i].name, "kind"))
			continue;
		for (const struct key_word *w = key[i].words; w->name; w++)
			if (!strcmp(w->name, word)) {
				*kind = w->value;
				return true;
			}
	}
	return false;
}

static void swap(void *a, void *b, size_t n)
{
	char tmp[64];

	memcpy(tmp, a, n);
	memcpy(a, b, n);
	memcpy(b, tmp, n);
}

/* the settings of one that is there, but for what makes it another one */
int config_stdout(struct config *c, enum pipeline_format format)
{
	struct config def;
	struct config_sink *sink;
	int r = config_default(&def);

	if (r)
		return r;
	sink = &def.sink.v[0];
	free(sink->name);
	sink->name = strdup("stdout");
	sink->type = SINK_STDOUT;
	sink->format = format;
	sink->overflow = OVERFLOW_WAIT;
	if (!sink->name) {
		config_deinit(&def);
		return -ENOMEM;
	}
	/* what the files say stays, their sinks go */
	swap(&c->sink, &def.sink, sizeof(c->sink));
	config_deinit(&def);
	return 0;
}
