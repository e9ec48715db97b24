/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include "daemon/config_key.h"

static void print_key(struct buf *out, const char *indent, const void *base,
	const struct config_key *key)
{
	buf_printf(out, "%s%s: ", indent, key->name);
	key_print(out, base, key);
	buf_chr(out, '\n');
}

static void print_sink(struct buf *out, const struct config_sink *s)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	buf_printf(out, "  \"%s\":\n", s->name);
	for (size_t i = 0; i < n; i++)
		if (key_is_sink(&keys[i]) && (!keys[i].only ||
			keys[i].only & 1u << s->type))
			print_key(out, "    ", s, &keys[i]);
}

static bool has_events(const struct config *c)
{
	vec_foreach(it, &c->sink)
		if (strcmp(it->name, "events") == 0)
			return true;
	return false;
}

void config_print(struct buf *out, const struct config *c)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);
	const char *section = NULL;

	for (size_t i = 0; i < n && !key_is_sink(&keys[i]); i++) {
		const struct config_key *key = &keys[i];

		if (key->only && !(key->only & 1u << c->source.kind))
			continue;
		if (key->section && (!section || strcmp(section, key->section)))
			buf_printf(out, "%s:\n", key->section);
		section = key->section;
		print_key(out, section ? "  " : "", c, key);
	}
	buf_printf(out, "%s:\n", CONFIG_SINKS);
	if (!has_events(c))
		buf_lit(out, "  events:\n    enabled: no\n");
	vec_foreach(it, &c->sink)
		print_sink(out, it);
}
