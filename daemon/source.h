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
				 * comes in pieces of RECORD_LINE_MAX) */
	struct span text;	/* until the next source_read() */
};

struct source_counts {
	uint64_t overruns;	/* ENOBUFS: times the socket was full */
	uint64_t bad;		/* messages cut or not of the kernel's form */
	uint64_t restarts;	/* of the file: rotations followed */
};

struct source;

/**
 * source_open() - start to receive
 * @conf: must outlive the source
 * @nl:   control socket, NULL for plugin and file
 * @run:  run directory: settings of the kernel that we change are kept there,
 *        so that whoever starts next after a SIGKILL puts back the first ones
 * @diag: what went wrong, with the fix
 * Resolves SOURCE_AUTO; see source_kind().
 * Return: 0; -EEXIST (another audit daemon is registered); -EPERM; ...
 */
int source_open(struct source **outp, const struct config *conf,
	struct auditnl *nl, const char *run, struct diag *diag);
enum source_kind source_kind(const struct source *s);
const char *source_kind_name(enum source_kind kind);

/**
 * source_read() - the next record
 * @ms: how long to wait for one, -1: for ever
 * Return: 1; 0 (none came, or source_wake() was called); SOURCE_END (end of
 * the file or pipe); negative errno that will not go away.
 */
#define SOURCE_END 2
int source_read(struct source *s, struct source_record *rec, int ms);

/* source_wake() - from another thread: source_read() returns now */
void source_wake(struct source *s);

/* source_keep() - once a second: be the audit daemon still (see events_keep());
 * sources that need nothing do nothing. Safe beside source_read(). */
int source_keep(struct source *s, const struct audit_status *st,
	struct diag *diag);

/* source_release() - stop receiving and put the kernel's settings back; what
 * has come already can still be read */
void source_release(struct source *s);
struct source_counts source_counts(const struct source *s);
void source_free(struct source *s);	/* releases first; NULL is fine */
DEFINE_FREEP(struct source, source_free)

#endif
