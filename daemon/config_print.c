/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include "daemon/config_key.h"
#include "daemon/exit.h"
#include "daemon/say.h"

#include <stdio.h>
#include <syslog.h>

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

int config_check_main(const struct config_place *place, bool dump)
{
	struct buf words = {0}, text = {0};
	struct config c;
	int r = config_load(&c, place, &words);

	if (words.n)
		say_words(r ? LOG_ERR : LOG_WARNING, words.p);
	if (!r && dump)
		config_print(&text, &c);
	if (!r && !dump)
		buf_lit(&text, "configuration is fine\n");
	if (!r)
		config_deinit(&c);
	if (r == -ENOMEM || text.err) {
		say(LOG_ERR, "no memory");
		r = -ENOMEM;
	} else if (fwrite(text.p ? text.p : "", 1, text.n, stdout) != text.n ||
		fflush(stdout)) {
		say(LOG_ERR, "cannot write: %s", strerror(errno));
		r = -EIO;
	}
	buf_deinit(&words);
	buf_deinit(&text);
	if (!r)
		return DAEMON_OK;
	return r == -EINVAL ? DAEMON_CONFIG : DAEMON_INIT;
}
