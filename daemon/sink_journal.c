/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "daemon/sink_driver.h"

#ifdef HAVE_LIBSYSTEMD

#include "event/format_journal.h"

#include <stdio.h>
#include <sys/uio.h>
#define SD_JOURNAL_SUPPRESS_LOCATION	/* no CODE_FILE of ours */
#include <systemd/sd-journal.h>
#include <unistd.h>

#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define SLICE 64	/* lines, before counts are looked at again */
#define FIELDS_MAX 64	/* of one entry */

struct journal {
	struct sink_medium m;
	struct buf fields;	/* of a line that is no list of fields yet */
	char facility[32];	/* a field of ours */
};

static struct journal *journal_of(struct sink_medium *m)
{
	return (struct journal *)m;
}

/* 0, or -EPROTO */
static int collect(struct span fields, struct iovec *iov, size_t *n)
{
	struct span field;
	int r;

	while ((r = journal_next(&fields, &field)) > 0) {
		if (*n == FIELDS_MAX)
			return -EPROTO;
		iov[(*n)++] = (struct iovec){(void *)(uintptr_t)field.p,
			field.n};
	}
	return r;
}

/* text or JSON as an entry */
static struct span wrap(struct journal *j, const struct sink_batch *b)
{
	const struct sink_item *it = &b->item[b->i];
	struct span text = sink_batch_text(b);

	if (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	buf_reset(&j->fields);
	journal_text(&j->fields, "MESSAGE", text);
	journal_int(&j->fields, "PRIORITY", it->level);
	journal_text(&j->fields, "SYSLOG_IDENTIFIER", SPAN_LIT("sctauditd"));
	if (it->rule_n)
		journal_text(&j->fields, "SCT_RULE",
			(struct span){b->rules + b->rule_at, it->rule_n});
	return (struct span){j->fields.p, j->fields.n};
}

/* sd_journal_sendv(3) says nothing when journald's socket is not there: then
 * the entry went nowhere */
static int send_entry(const struct iovec *iov, size_t n)
{
	int r = sd_journal_sendv(iov, (int)n);

	return r ? r : access(JOURNAL_SOCKET, F_OK) ? -errno : 0;
}

static int write_line(struct journal *j, struct sink_batch *b)
{
	struct iovec iov[FIELDS_MAX + 1] = {
		{j->facility, strlen(j->facility)},
	};
	bool native = j->m.conf->format == PIPELINE_JOURNAL;
	size_t n = 1;
	int r;

	r = collect(native ? sink_batch_text(b) : wrap(j, b), iov, &n);
	if (j->fields.err)
		return j->fields.err;
	if (!r)
		r = send_entry(iov, n);
	if (r == -EPROTO || r == -EINVAL || r == -E2BIG) {
		sink_batch_give_up(b);
		return 0;
	}
	if (!r)
		sink_batch_next(b);
	return r;
}

static int journal_write(struct sink_medium *m, struct sink_batch *b)
{
	int r = 0;

	for (int i = 0; !r && i < SLICE && !sink_batch_done(b); i++)
		r = write_line(journal_of(m), b);
	return r;
}

/* journald may come later */
static int journal_open(struct sink_medium *m, struct diag *diag)
{
	struct journal *j = journal_of(m);

	snprintf(j->facility, sizeof(j->facility), "SYSLOG_FACILITY=%d",
		m->conf->facility >> 3);
	return 0;
}

static void journal_close(struct sink_medium *m)
{
	buf_deinit(&journal_of(m)->fields);
}

#define JOURNAL_SIZE sizeof(struct journal)

#else

#define JOURNAL_SIZE sizeof(struct sink_medium)

static int journal_open(struct sink_medium *m, struct diag *diag)
{
	diag_add(diag, DIAG_ERROR, NULL, (struct span){NULL, 0},
		"sink %s: this sctauditd was built without the journal "
		"(libsystemd)", m->conf->name);
	return -ENOTSUP;
}

/* never called: there is no such sink */
static int journal_write(struct sink_medium *m, struct sink_batch *b)
{
	return -ENOTSUP;
}

static void journal_close(struct sink_medium *m)
{
}

#endif

static void journal_reopen(struct sink_medium *m, struct sink_batch *b)
{
}

static void journal_place(const struct sink_medium *m, struct buf *out)
{
	buf_lit(out, "to the journal");
}

const struct sink_driver sink_journal = {
	.word = "journal", .size = JOURNAL_SIZE, .native = true,
	.open = journal_open, .write = journal_write, .reopen = journal_reopen,
	.close = journal_close, .place = journal_place,
};
