/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store/file.h - one rule file in; its bytes, or why they are not to be
 * trusted, out; lists of such files. */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "store/store.h"

#define FILE_MASKED 1	/* /dev/null */

struct file_place {
	int dirfd;		/* AT_FDCWD: .name is a path */
	const char *name;
	const char *path;	/* for messages */
	size_t max;		/* bytes */
};

/**
 * file_read() - all bytes of a file; a symbolic link is followed
 * @text: owned by the caller; NUL behind it. Set on 0 only
 * Return: 0; FILE_MASKED; negative errno, said in @diag but for -ENOENT.
 */
int file_read(const struct file_place *place, struct span *text,
	struct diag *diag);

/* file_dir() - open a directory that may be trusted; -ENOENT is not said */
int file_dir(const char *path, struct diag *diag);

/* file_say() - an error about a file; returns err */
int file_say(struct diag *diag, const char *what, const char *path, int err);

/* file_make_dirs() - the directory and those above it, for all to read */
int file_make_dirs(const char *path);

char *file_join(const char *dir, const char *name);	/* NULL: no memory */

/* file_append() - f's strings go over to files, or are released; 0, -ENOMEM,
 * -EMFILE, -EFBIG */
int file_append(struct store_files *files, struct store_file f);
void file_cut(struct store_files *files, size_t n);	/* to the first n */

#endif
