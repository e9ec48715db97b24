/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/record_text.h - bytes of a log in; the events that the reader
 * makes of them and what it kept aside out, as text to compare. */
#ifndef TESTS_UNIT_RECORD_TEXT_H
#define TESTS_UNIT_RECORD_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/escape.h"
#include "event/record.h"

struct seen {
	struct buf events, aside;
	void (*event)(struct buf *out, const struct event *ev);
	struct record_reader *reader;
};

static inline void add_string(struct buf *out, const char *name, struct span s)
{
	if (!s.p)
		return;
	buf_printf(out, " %s=\"", name);
	escape_text(out, s);
	buf_chr(out, '"');
}

static inline void add_call(struct buf *out, const struct event_call *c)
{
	buf_printf(out, " %s/%u", c->abi < 0 ? "?" :
		abi_info((enum abi)c->abi)->name, c->nr);
	if (c->uring)
		buf_lit(out, "/uring");
	if (c->known & KNOWN_SUCCESS)
		buf_str(out, c->success ? " yes" : " no");
	if (c->known & KNOWN_EXIT)
		buf_printf(out, " exit=%lld", (long long)c->exit);
	if (c->known & KNOWN_PID)
		buf_printf(out, " pid=%d", c->pid);
	if (c->known & KNOWN_UID)
		buf_printf(out, " uid=%u", c->uid);
	add_string(out, "comm", c->comm);
	add_string(out, "key", c->key);
}

static inline void add_path(struct buf *out, const struct path_item *p)
{
	static const char *const type[] = {"UNKNOWN", "NORMAL", "PARENT",
		"DELETE", "CREATE"};

	buf_printf(out, " [%d %s", p->item, type[p->nametype]);
	add_string(out, "name", p->name);
	if (p->has_inode)
		buf_printf(out, " inode=%llu", (unsigned long long)p->inode);
	buf_chr(out, ']');
}

/* the part of an event that the tests of assembly look at */
static inline void add_event(struct buf *out, const struct event *ev)
{
	buf_printf(out, "%llu", (unsigned long long)ev->serial);
	add_string(out, "node", ev->node);
	for (size_t i = 0; i < ev->ncalls; i++)
		add_call(out, &ev->call[i]);
	add_string(out, "cwd", ev->cwd);
	for (size_t i = 0; i < ev->npaths; i++)
		add_path(out, &ev->path[i]);
	add_string(out, "title", ev->proctitle);
	buf_chr(out, '\n');
}

static inline void on_seen(void *arg, const struct event *ev)
{
	struct seen *s = arg;

	s->event(&s->events, ev);
}

static inline void on_aside(void *arg, enum record_fault fault,
	struct span text, bool end)
{
	struct seen *s = arg;

	buf_printf(&s->aside, "%s: ", record_fault_text(fault));
	escape_text(&s->aside, text.n < 60 ? text : (struct span){text.p, 60});
	buf_str(&s->aside, end ? "\n" : " ...\n");
}

static inline void seen_init(struct seen *s,
	void (*event)(struct buf *out, const struct event *ev))
{
	struct record_ops ops = {.arg = s, .event = on_seen,
		.aside = on_aside};

	memset(s, 0, sizeof(*s));
	s->event = event ? event : add_event;
	assert_int_equal(record_new(&s->reader, &ops), 0);
	buf_add(&s->events, "", 0);
	buf_add(&s->aside, "", 0);
}

static inline void seen_deinit(struct seen *s)
{
	record_free(s->reader);
	buf_deinit(&s->events);
	buf_deinit(&s->aside);
}

static inline void feed(struct seen *s, const char *p, size_t n, size_t chunk)
{
	for (; n > chunk; n -= chunk, p += chunk)
		assert_int_equal(record_feed(s->reader, p, chunk), 0);
	assert_int_equal(record_feed(s->reader, p, n), 0);
}

static inline void feed_str(struct seen *s, const char *text)
{
	feed(s, text, strlen(text), SIZE_MAX);
}

/* read_log() - a file below tests/; ends with a NUL, owned by the caller */
static inline char *read_log(const char *name, size_t *np)
{
	const char *top = getenv("srcdir");
	struct buf path = {0}, text = {0};
	FILE *f;
	size_t n;

	buf_printf(&path, "%s/tests/%s", top ? top : ".", name);
	f = fopen(path.p, "re");
	if (!f)
		fail_msg("cannot open '%s'", path.p);
	while ((n = fread(buf_reserve(&text, 65536), 1, 65536, f)) > 0) {
		text.n += n;
		text.p[text.n] = '\0';
	}
	fclose(f);
	buf_deinit(&path);
	*np = text.n;
	return buf_steal(&text);
}

/* feed_log() - a whole log and its end */
static inline void feed_log(struct seen *s, const char *name, size_t chunk)
{
	size_t n;
	char *text = read_log(name, &n);

	feed(s, text, n, chunk);
	assert_int_equal(record_flush(s->reader), 0);
	free(text);
}

/* all lines are accounted for */
static inline void assert_accounts(const struct seen *s)
{
	const struct record_counts *c = record_counts(s->reader);

	assert_int_equal(c->lines, c->blank + c->records +
		c->aside[RECORD_NO_HEAD] + c->aside[RECORD_CONTROL] +
		c->aside[RECORD_TOO_LONG]);
	assert_int_equal(c->aside[RECORD_DROPPED], 0);
}

#endif
