/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/client.h"

#include <stdarg.h>
#include <stdio.h>

void conn_reply(struct conn *c, const struct reply *reply)
{
	reply_pack(&c->s.out, reply);
	c->state = CLIENT_REPLY;
}

void conn_refuse(struct conn *c, int code, const char *fmt, ...)
{
	struct reply reply = {.code = code};
	const struct request unknown = {.prog = SPAN_LIT("sctauditd")};
	char words[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	reply_say(&reply, c->rq.prog.n ? &c->rq : &unknown, "%s", words);
	conn_reply(c, &reply);
	reply_deinit(&reply);
}

bool conn_takes(const struct conn *c, struct span rule)
{
	if (!c->rq.names.n || !rule.p)
		return true;
	vec_foreach(name, &c->rq.names)
		if (span_eq(*name, rule))
			return true;
	return false;
}

static void put(struct conn *c, uint32_t type, struct span text)
{
	size_t start = message_begin(&c->s.out, type);

	message_text(&c->s.out, text);
	message_end(&c->s.out, start);
}

void conn_caught_up(struct conn *c)
{
	char words[128];
	int n;

	if (!c->lost || stream_pending(&c->s) > CONTROL_BEHIND / 2)
		return;
	n = snprintf(words, sizeof(words), "%llu lines are missing here: they "
		"were not read fast enough", (unsigned long long)c->lost);
	put(c, CONTROL_NOTE, (struct span){words, (size_t)n});
	c->lost = 0;
}

void conn_line(struct conn *c, struct span text)
{
	conn_caught_up(c);
	if (c->lost || stream_pending(&c->s) + text.n > CONTROL_BEHIND)
		c->lost++;
	else
		put(c, CONTROL_LINE, text);
}

void conn_recent(struct conn *c, const struct recent *r)
{
	struct recent_pos pos = recent_begin(r);
	struct recent_line line;
	size_t n = 0, skip;

	while (recent_next(r, &pos, &line))
		n += conn_takes(c, line.rule);
	skip = n > c->rq.lines ? n - c->rq.lines : 0;
	pos = recent_begin(r);
	while (recent_next(r, &pos, &line)) {
		if (!conn_takes(c, line.rule))
			continue;
		if (skip)
			skip--;
		else
			put(c, CONTROL_LINE, line.text);
	}
}
