/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/config.h - YAML files in; what the daemon is told to do out, or every
 * mistake with file, line and column. */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "base/diag.h"
#include "base/vec.h"
#include "event/pipeline.h"

#include <sys/types.h>

enum overflow { OVERFLOW_WAIT, OVERFLOW_DROP };
enum source_kind {
	SOURCE_AUTO,		/* multicast if another audit daemon is
				 * registered, else netlink */
	SOURCE_NETLINK, SOURCE_MULTICAST, SOURCE_PLUGIN, SOURCE_FILE,
};
enum sink_kind { SINK_FILE, SINK_JOURNAL, SINK_SYSLOG, SINK_STDOUT };
enum fsync_policy { FSYNC_NO, FSYNC_INTERVAL, FSYNC_ALWAYS };

struct config_sink {
	char *name;		/* unique; in messages, counters, sct status */
	enum sink_kind type;
	enum pipeline_format format;
	int level;		/* LOG_EMERG..LOG_DEBUG of <syslog.h>: lines of
				 * that level and of more urgent ones */
	VEC(char *) rules;	/* globs of rule names (fnmatch(3)); none: all */
	char *path;		/* file; syslog: the socket */
	mode_t mode;
	char *group;
	uint64_t rotate_size;	/* bytes; 0: never */
	unsigned rotate_count;	/* old files kept */
	enum fsync_policy fsync;
	unsigned fsync_seconds;
	int facility;		/* syslog, journal: LOG_AUTHPRIV, ... */
	size_t queue_bytes;
	enum overflow overflow;	/* wait: a full queue holds up all others too */
};

struct config {
	struct {
		enum source_kind kind;
		char *path;		/* file */
		bool follow;
	} source;
	struct {
		unsigned backlog_limit;		/* records; 0: left alone */
		unsigned backlog_wait_time;	/* 1/HZ s; 0: left alone */
	} kernel;
	struct {
		size_t bytes, records;
		enum overflow overflow;
	} queue;
	struct {
		bool load;		/* put the rules into the kernel */
	} rules;
	struct {
		char *user;		/* of the worker */
		size_t memory;		/* its RLIMIT_AS, bytes */
		unsigned timeout;	/* s without progress, then it is ended */
	} worker;
	struct {
		char *group;		/* may read: status, log, rules */
		unsigned recent;	/* lines kept for 'sct log -n' */
	} control;
	struct {
		char *path;		/* NULL: no metrics file */
		unsigned interval;	/* s */
	} metrics;
	char *state_dir;		/* /var/lib/sctaudit: quarantine */
	VEC(struct config_sink) sink;
};

/* config_default() - what is in force where the files say nothing: a file sink
 * "events" as text in LOG_DIR. 0 or -ENOMEM */
int config_default(struct config *c);

/**
 * config_load() - defaults, then FILE, then DIR/NAME.yaml by name
 * @file: a missing one is an empty one
 * @dir:  the same
 * A drop-in's scalars take the place of earlier ones; its sinks are added, and
 * change a sink of the same name; "enabled: no" takes one away.
 * @diag: every mistake
 * Return: 0; -EINVAL (mistakes); other negative errno, said in @diag. *out is
 * set on success only; release with config_deinit().
 */
int config_load(struct config *out, const char *file, const char *dir,
	struct diag *diag);
void config_deinit(struct config *c);

#endif
