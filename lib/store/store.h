/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store/store.h - directories in; the texts of their rule files, in the order
 * in which they count, out. Keeps what was uploaded. Knows neither rules nor
 * the kernel.
 *
 * Who changes uploads holds store_lock() from reading them to the end:
 * store_set_uploads() first, then the worker of a sctauditd that runs, for it has
 * to know a rule before its first record comes, then the kernel; and back, if
 * that refuses. Who starts in between finds them. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/diag.h"
#include "base/vec.h"

#define STORE_FILE_MAX (16u << 20)	/* bytes of one file */
#define STORE_TOTAL_MAX (64u << 20)	/* of all together */
#define STORE_FILES_MAX 4096
#define STORE_SUFFIX ".rules"
#define STORE_UPLOADS "uploads"	/* the file in the run directory */

struct store_file {
	char *path;		/* owned; for messages: where it is, of an
				 * upload "RUN/uploads/NNNN-NAME" */
	char *name;		/* owned; file name without directory */
	struct span text;	/* owned; NUL behind it */
	unsigned number;	/* upload: its place, from 1; 0: not kept yet */
	bool uploaded;
};

/* zeroed is an empty list */
struct store_files {
	VEC(struct store_file) file;
	size_t total;		/* bytes of all texts */
};

void store_files_deinit(struct store_files *files);

/**
 * store_files_add() - put an upload behind the others
 * @name: where it came from: of "/root/my.rules" remains "my.rules"; bytes
 *        other than letters, digits and "._+-" become '_'
 * Return: 0; -EFBIG (over STORE_FILE_MAX or STORE_TOTAL_MAX); -EMFILE (over
 * STORE_FILES_MAX); -ENOMEM.
 */
int store_files_add(struct store_files *files, const char *name,
	struct span text);
/* store_files_copy() - 0; -ENOMEM. *out is set on success only */
int store_files_copy(struct store_files *out, const struct store_files *files);
void store_files_remove(struct store_files *files, size_t i);

/**
 * store_dropins() - append the rule files of two directories
 * @etc, @lib: a file name in @etc overrides the same name in @lib; a link to
 *             /dev/null, or an empty file, masks it. A missing directory is
 *             an empty one
 * All names that end in STORE_SUFFIX and do not begin with '.', by strcmp().
 * When we are root, files and directories must be root's and writable by
 * nobody else.
 * @diag: every file that cannot be taken, and why
 * Return: 0; the first error otherwise, @out is then as it was.
 */
int store_dropins(struct store_files *out, const char *etc, const char *lib,
	struct diag *diag);

/* store_dir() - the same for the files of one directory with another suffix */
int store_dir(struct store_files *out, const char *dir, const char *suffix,
	struct diag *diag);

/**
 * store_uploads() - append what was uploaded, in order
 * @run: directory; need not exist
 * Never sees half of a change, and never waits for who makes one.
 * Return: 0; -EPROTO (not what store_set_uploads() writes); other negative
 * errno; all said in @diag, @out is then as it was.
 */
int store_uploads(struct store_files *out, const char *run, struct diag *diag);

/**
 * store_set_uploads() - from now on these, and only these, are uploaded
 * @files: in order; those with .uploaded are taken. Must have been read under
 *         the same lock (store_lock()), or changes of others are undone
 * Readers and a crash see all of it or nothing: it is one file, renamed into
 * place (0644, in a directory 0755). Nothing is unlinked, so that rules on
 * unlink do not tell of us.
 * Return: 0; negative errno, said in @diag; nothing is changed then.
 */
int store_set_uploads(const char *run, const struct store_files *files,
	struct diag *diag);

/**
 * store_lock() - be the only one who changes uploads or loads rules
 * @wait_ms: how long to try while another one has it
 * Return: a descriptor, close() unlocks; -EBUSY; other negative errno; all
 * said in @diag.
 */
int store_lock(const char *run, unsigned wait_ms, struct diag *diag);

#endif
