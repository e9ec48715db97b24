/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/config.h - YAML files in; what the daemon is told to do out, or every
 * mistake with file, line and column. The keys are rows of config.tbl.h. */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "base/diag.h"
#include "base/vec.h"
#include "event/pipeline.h"

#include <sys/types.h>

#define CONFIG_FILE_MAX (256u << 10)	/* bytes of one file */
#define CONFIG_SINKS_MAX 64

enum overflow { OVERFLOW_WAIT, OVERFLOW_DROP };
enum source_kind {
	SOURCE_AUTO,		/* multicast if another audit daemon is
				 * registered, else netlink */
	SOURCE_NETLINK, SOURCE_MULTICAST, SOURCE_PLUGIN, SOURCE_FILE,
};
enum sink_kind { SINK_FILE, SINK_JOURNAL, SINK_SYSLOG, SINK_STDOUT };
enum fsync_policy { FSYNC_NO, FSYNC_INTERVAL, FSYNC_ALWAYS };

struct config_list {	/* as VEC(char *) */
	char **v;
	size_t n, cap;
};

struct config_sink {
	char *name;		/* unique; in messages, counters, sct status */
	bool enabled;		/* true in what config_load() gives */
	enum sink_kind type;
	enum pipeline_format format;	/* journal: PIPELINE_JOURNAL */
	int level;		/* LOG_EMERG..LOG_DEBUG of <syslog.h>: lines of
				 * that level and of more urgent ones */
	struct config_list rules;	/* globs of rule names (fnmatch(3));
					 * none: all */
	char *path;		/* file; syslog: the socket; never NULL there */
	mode_t mode;
	char *group;		/* NULL: the one that we have */
	uint64_t rotate_size;	/* bytes; 0: never */
	unsigned rotate_count;	/* old files kept, from 1 */
	enum fsync_policy fsync;
	unsigned fsync_seconds;
	int facility;		/* syslog, journal: LOG_AUTHPRIV, ... */
	size_t queue_bytes;
	enum overflow overflow;	/* wait: a full queue holds up all others too */
};

struct config {
	struct {
		enum source_kind kind;
		char *path;		/* file; never NULL there */
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
		size_t memory;		/* its RLIMIT_AS, bytes; 0: no limit */
		unsigned timeout;	/* s without progress, then it is ended */
	} worker;
	struct {
		char *group;		/* may read: status, log, rules; NULL:
					 * root only */
		unsigned recent;	/* lines kept for 'sct log -n' */
	} control;
	struct {
		char *path;		/* NULL: no metrics file */
		unsigned interval;	/* s */
	} metrics;
	char *state_dir;	/* /var/lib/sctaudit: quarantine */
	VEC(struct config_sink) sink;
};

/* config_default() - what is in force where the files say nothing: a file sink
 * "events" as text in LOG_DIR. 0 or -ENOMEM; release with config_deinit(). */
int config_default(struct config *c);

/* one text, and how messages call it */
struct config_text {
	const char *name;
	struct span text;
};

/**
 * config_read() - defaults, then each of the texts in order
 * A later scalar takes the place of an earlier one, and so does a list. Sinks
 * are added, and change a sink of the same name; "enabled: no" takes one away.
 * @words: every mistake as a message with its place, and warnings
 * Return: 0; -EINVAL (mistakes); -ENOMEM. *out is set on success only; release
 * with config_deinit().
 */
int config_read(struct config *out, const struct config_text *text, size_t n,
	struct buf *words);

struct config_place {
	const char *file;	/* CONF_FILE */
	const char *dir;	/* CONF_DIR; NULL: none */
	bool required;		/* no such file: a mistake; else an empty one */
};

/**
 * config_load() - config_read() of FILE, then of DIR/NAME.yaml by name
 * When we are root, files and DIR must be root's and writable by nobody else.
 * A missing DIR is an empty one.
 * Return: as config_read(); other negative errno (no file could be read), said
 * in @words.
 */
int config_load(struct config *out, const struct config_place *place,
	struct buf *words);
void config_deinit(struct config *c);

/* config_source_kind() - the word in a file; false: no such kind */
bool config_source_kind(const char *word, int *kind);

/* config_stdout() - one sink instead of those that there are: standard output,
 * which all others would wait for. 0 or -ENOMEM */
int config_stdout(struct config *c, enum pipeline_format format);

/* config_sink_dup() - NULL: no memory; released with config_sink_free() */
struct config_sink *config_sink_dup(const struct config_sink *c);
void config_sink_free(struct config_sink *c);	/* NULL is fine */
bool config_sink_eq(const struct config_sink *a, const struct config_sink *b);

/* config_print() - all of it as a file that config_read() takes for the same */
void config_print(struct buf *out, const struct config *c);

/* config_check_main() - sctauditd --check-config, --dump-config: say all
 * mistakes on standard error, and the rest on standard output.
 * Return: enum daemon_exit. */
int config_check_main(const struct config_place *place, bool dump);

#endif
