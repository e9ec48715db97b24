/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/source.h - netlink, multicast, auditd's plugin pipe or a log file in;
 * records, one by one, out. */
#ifndef DAEMON_SOURCE_H
#define DAEMON_SOURCE_H

#include "daemon/config.h"
#include "kernel/auditnl.h"

struct source_record {
	unsigned type;		/* AUDIT_*; 0: text is a line of an audit log,
				 * with its '\n' unless it is too long (it then
				 * comes in pieces of RECORD_LINE_MAX) or the
				 * end of the input */
	struct span text;	/* until the next source_read() */
};

struct source_counts {
	uint64_t overruns;	/* ENOBUFS: times the socket was full */
	uint64_t bad;		/* messages cut or not of the kernel's form */
	uint64_t restarts;	/* of the file: rotations followed */
};

struct record_source;	/* struct source is a text, in base/source.h */

#define SOURCE_BACKLOG_LIMIT 8192	/* records: a good setting */
#define SOURCE_WAIT_TIME 15000		/* 1/HZ s: another one */

/**
 * source_open() - start to receive
 * @conf: must outlive the source
 * @nl:   control socket, NULL for plugin and file
 * @run:  run directory: settings of the kernel that we change are kept there,
 *        so that whoever starts next after a SIGKILL puts back the first ones
 * @diag: what went wrong, with the fix
 * Resolves SOURCE_AUTO; see source_kind(). A registered pid that is no living
 * process, or one without an audit socket, is no other audit daemon. A file is
 * read from its beginning; with follow it need not be there yet.
 *
 * Settings (netlink; multicast where no audit daemon runs): auditing is
 * switched on; backlog_limit is raised to the configured one;
 * backlog_wait_time is set. With overflow "wait" the kernel lets a process wait
 * for backlog_wait_time at each record that finds no room, and drops the record
 * then: SOURCE_WAIT_TIME is the kernel's own value, 60 s with HZ=250. It is
 * what the configuration had better say for "wait" (0, left alone, is the same
 * unless somebody changed it: then @diag has a warning when it is 0). See
 * kernel/events.h for what the kernel does.
 * Return: 0; -EEXIST (another audit daemon is registered); -EPERM; ...
 */
int source_open(struct record_source **outp, const struct config *conf,
	struct auditnl *nl, const char *run, struct diag *diag);
enum source_kind source_kind(const struct record_source *s);
const char *source_kind_name(enum source_kind kind);

/**
 * source_read() - the next record
 * @ms: how long to wait for one, -1: for ever
 * Return: 1; 0 (none came, or source_wake() was called); SOURCE_END (end of
 * the file or pipe); negative errno that will not go away.
 */
#define SOURCE_END 2
int source_read(struct record_source *s, struct source_record *rec, int ms);

/* source_wake() - from another thread: source_read() returns now */
void source_wake(struct record_source *s);

/* source_presses() - for who would rather not read now: whether to read a record
 * all the same, so that the kernel waits and loses nothing (events_presses()).
 * From the thread that reads, every SOURCE_PRESSES_MS */
#define SOURCE_PRESSES_MS 5
bool source_presses(struct record_source *s);

/* source_keep() - once a second: be the audit daemon still (see events_keep());
 * sources that need nothing do nothing. Safe beside source_read(). */
int source_keep(struct record_source *s, const struct audit_status *st,
	struct diag *diag);

/* source_release() - stop receiving and put the kernel's settings back; what
 * has come already can still be read */
void source_release(struct record_source *s);
struct source_counts source_counts(const struct record_source *s);
void source_free(struct record_source *s);	/* releases first; NULL is fine */
DEFINE_FREEP(struct record_source, source_free)

#endif
