/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sctaudit.h - rule text and audit records in; kernel rules and formatted
 * lines out. The public interface of libsctaudit.
 *
 * Functions return 0 or a negative errno. Objects belong to the caller and are
 * released with their own function; NULL is fine there. Nothing here prints,
 * exits or keeps state of its own; one object must not be used by two threads
 * at a time, and one process feeds one stream at a time (libauparse keeps
 * state in globals). */
#ifndef SCTAUDIT_H
#define SCTAUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* sct_version() - "1.0.0"; static */
const char *sct_version(void);

/* ------------------------------------------------------------------ rules */

struct sct_rules;

/* sct_rules_new() - an empty rule set. Return: 0; -ENOMEM. */
int sct_rules_new(struct sct_rules **outp);
void sct_rules_free(struct sct_rules *rules);

/**
 * sct_rules_add() - read one more rule file; its rules stand behind the others
 * @name: how messages call it; copied
 * @text: @len bytes of UTF-8, at most 16 MiB; copied
 * Return: 0; -EINVAL (mistakes; sct_rules_messages() has them; the set is then
 * good for nothing else); -E2BIG (over 65536 rules); -ENOMEM.
 */
int sct_rules_add(struct sct_rules *rules, const char *name, const char *text,
	size_t len);

/**
 * sct_rules_check() - look at the whole set: names that stand twice (errors),
 * rules that never act, rules that are not enforced (warnings)
 * Needed once after the last sct_rules_add().
 * Return: 0; -EINVAL (see sct_rules_messages()); -ENOMEM.
 */
int sct_rules_check(struct sct_rules *rules);

/* sct_rules_count() - how many rules there are */
size_t sct_rules_count(const struct sct_rules *rules);

/**
 * sct_rules_messages() - errors and warnings so far, as text with file, line,
 * column, the source line and a caret
 * Return: never NULL; valid until the next call with the same rules.
 */
const char *sct_rules_messages(struct sct_rules *rules);

/**
 * sct_rules_kernel() - the kernel's audit rules for a checked set, a line
 * each, in auditctl(8)'s syntax
 * @machine: "x86_64" or "aarch64" (as uname -m has it); NULL: this one
 * @textp:   the text; release with free(3)
 * Return: 0; -EINVAL (not checked, or has errors); -ENOTSUP (machine unknown);
 * -ENOMEM.
 */
int sct_rules_kernel(struct sct_rules *rules, const char *machine,
	char **textp);

/* ---------------------------------------------------------------- records */

struct sct_stream;

enum sct_format { SCT_FORMAT_TEXT, SCT_FORMAT_JSON };

/* a line with its '\n' (not terminated), made by the rule of that name; both
 * die when the function returns */
typedef void sct_line_fn(void *arg, const char *rule, const char *line,
	size_t len);

struct sct_stream_counts {
	uint64_t records;	/* audit records read */
	uint64_t aside;		/* lines that are none, or damaged */
	uint64_t events;	/* events with a system call */
	uint64_t lines;		/* lines made */
	uint64_t undecided;	/* a rule asked for what the record lacks */
	uint64_t unenforced;	/* calls taken by FAIL, KILL, SUSPEND rules */
};

/**
 * sct_stream_new() - run records through a checked rule set
 * @rules: kept; must outlive the stream
 * Return: 0; -EINVAL (rules not checked, or with errors); -ENOMEM.
 */
int sct_stream_new(struct sct_stream **outp, struct sct_rules *rules,
	enum sct_format format, sct_line_fn *line, void *arg);
void sct_stream_free(struct sct_stream *stream);

/* sct_stream_feed() - the next bytes of an audit log, cut anywhere.
 * Return: 0; -ENOMEM (some records are missing). */
int sct_stream_feed(struct sct_stream *stream, const char *data, size_t len);

/* sct_stream_flush() - the log is at its end: so are all its events.
 * Return: 0; -ENOMEM. */
int sct_stream_flush(struct sct_stream *stream);

struct sct_stream_counts sct_stream_counts(const struct sct_stream *stream);

#ifdef __cplusplus
}
#endif
#endif
