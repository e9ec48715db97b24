/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/settings.h"

#include "base/num.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FILE_MAX 512	/* bytes of the file: three short lines */

static const struct {
	const char *name;
	const char *words;	/* cannot ... */
	uint32_t mask;
	size_t at;
} table[SETTINGS] = {
#define SETTING(field, MASK, words) \
	{#field, words, MASK, offsetof(struct audit_status, field)}
	[SETTING_ENABLED] =
		SETTING(enabled, AUDIT_STATUS_ENABLED, "switch auditing on"),
	[SETTING_BACKLOG_LIMIT] =
		SETTING(backlog_limit, AUDIT_STATUS_BACKLOG_LIMIT,
			"raise the audit backlog limit"),
	[SETTING_BACKLOG_WAIT_TIME] =
		SETTING(backlog_wait_time, AUDIT_STATUS_BACKLOG_WAIT_TIME,
			"set the audit backlog wait time"),
#undef SETTING
};

static uint32_t value(const struct audit_status *st, enum setting i)
{
	uint32_t v;

	memcpy(&v, (const char *)st + table[i].at, sizeof(v));
	return v;
}

static int fail(struct diag *diag, const char *what, const char *object, int rc)
{
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0}, "cannot %s%s: %s",
		what, object, strerror(-rc));
	return rc;
}

/* ---------------------------------------------------------------- the file */

/* the next word of a line; false: there is none */
static bool word(struct span *line, struct span *out)
{
	const char *end;

	while (line->n && *line->p == ' ')
		*line = (struct span){line->p + 1, line->n - 1};
	end = memchr(line->p, ' ', line->n);
	*out = (struct span){line->p, end ? (size_t)(end - line->p) : line->n};
	*line = (struct span){line->p + out->n, line->n - out->n};
	return out->n;
}

static bool number(struct span *line, uint32_t *out)
{
	struct span w;
	uint64_t v;

	if (!word(line, &w) || num_parse(w, 10, &v) || v > UINT32_MAX)
		return false;
	*out = (uint32_t)v;
	return true;
}

/* false: not a line of ours */
static bool read_line(struct settings *s, struct span line)
{
	struct setting_change ch = {.is_changed = true};
	struct span name;

	if (!word(&line, &name) || !number(&line, &ch.before) ||
		!number(&line, &ch.after) || line.n)
		return false;
	for (size_t i = 0; i < SETTINGS; i++) {
		if (!span_is(name, table[i].name))
			continue;
		s->change[i] = ch;
		return true;
	}
	return false;
}

/* what one of us left that was killed */
static int read_file(struct settings *s)
{
	char text[FILE_MAX];
	ssize_t n = pread(s->fd, text, sizeof(text), 0);
	const char *p = text, *end;

	if (n < 0)
		return -errno;
	while ((end = memchr(p, '\n', (size_t)(text + n - p)))) {
		if (!read_line(s, (struct span){p, (size_t)(end - p)}))
			return -EPROTO;
		p = end + 1;
	}
	return p == text + n ? 0 : -EPROTO;
}

/* in one piece, and nothing is unlinked: rules on that do not tell of us */
static int write_file(const struct settings *s)
{
	struct buf b = {0};
	int rc;

	if (s->fd < 0)
		return 0;
	for (size_t i = 0; i < SETTINGS; i++)
		if (s->change[i].is_changed)
			buf_printf(&b, "%s %u %u\n", table[i].name,
				s->change[i].before, s->change[i].after);
	rc = b.err;
	if (!rc && b.n && pwrite(s->fd, b.p, b.n, 0) != (ssize_t)b.n)
		rc = errno ? -errno : -EIO;
	if (!rc && ftruncate(s->fd, (off_t)b.n))
		rc = -errno;
	buf_deinit(&b);
	return rc;
}

static int open_file(struct settings *s, const char *run, struct diag *diag)
{
	struct buf path = {0};
	int rc;

	buf_printf(&path, "%s/" SETTINGS_FILE, run);
	if (path.err)
		return fail(diag, "keep the kernel's settings", "", path.err);
	s->fd = open(path.p, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	rc = s->fd < 0 ? -errno : read_file(s);
	if (rc == -EPROTO) {
		diag_add(diag, DIAG_WARNING, NULL, (struct span){0},
			"'%s' is not what sctauditd writes there; the kernel's "
			"settings of now are taken for those to put back",
			path.p);
		memset(s->change, 0, sizeof(s->change));
		rc = 0;
	}
	if (rc)
		(void)fail(diag, "keep the kernel's settings in ", path.p, rc);
	buf_deinit(&path);
	return rc;
}

/* ------------------------------------------------------------- the settings */

/* what the setting should be, of what it is */
static uint32_t target(enum setting i, uint32_t now, uint32_t wanted)
{
	if (!wanted)
		return now;
	if (i == SETTING_BACKLOG_LIMIT)
		return now && now < wanted ? wanted : now;
	return wanted;
}

/* @ch is what was left of the last one, and becomes what we change */
static int take(struct settings *s, enum setting i, uint32_t now,
	uint32_t wanted)
{
	struct setting_change *ch = &s->change[i];
	uint32_t first = now, after;
	int rc;

	if (ch->is_changed && now == ch->after)
		first = ch->before;
	after = wanted ? target(i, first, wanted) : first;
	*ch = (struct setting_change){after != first, first, after};
	rc = write_file(s);
	if (rc || after == now)
		return rc;
	rc = s->nl->ops->set(s->nl->ctx, table[i].mask, after);
	if (rc)
		ch->is_changed = now != first;
	if (rc)
		ch->after = now;
	return rc;
}

int settings_take(struct settings *s, struct auditnl *nl, const char *run,
	const uint32_t wanted[SETTINGS], struct diag *diag)
{
	struct audit_status st = {0};
	int rc;

	*s = (struct settings){.nl = nl, .fd = -1};
	rc = nl->ops->status(nl->ctx, &st);
	if (rc)
		return fail(diag, "read the kernel's audit status", "", rc);
	if (st.enabled == AUDITNL_ENABLED_LOCKED)
		return 0;
	rc = open_file(s, run, diag);
	for (size_t i = 0; !rc && i < SETTINGS; i++) {
		/* the last to be switched on, so that nothing is lost for
		 * want of room */
		enum setting it = (enum setting)(SETTINGS - 1 - i);

		rc = take(s, it, value(&st, it), wanted[it]);
		if (rc)
			diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
				"cannot %s: %s", table[it].words,
				auditnl_words(rc));
	}
	return rc;
}

static void put_back(struct settings *s)
{
	struct audit_status st = {0};

	if (s->nl->ops->status(s->nl->ctx, &st))
		return;		/* the file stays, for the next one */
	for (size_t i = 0; i < SETTINGS; i++) {
		struct setting_change *ch = &s->change[i];

		if (!ch->is_changed)
			continue;
		if (value(&st, (enum setting)i) != ch->after ||
			!s->nl->ops->set(s->nl->ctx, table[i].mask, ch->before))
			ch->is_changed = false;
	}
	(void)write_file(s);
}

void settings_put_back(struct settings *s)
{
	if (!s->nl)
		return;
	put_back(s);
	if (s->fd >= 0)
		close(s->fd);
	*s = (struct settings){.fd = -1};
}
