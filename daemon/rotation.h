/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/rotation.h - a log's directory in; which files are to be read next,
 * after one rotation or several, out.
 *
 * Files of the rotation are NAME itself and NAME, then '.' or '-', then digits.
 * Inodes are used again and sizes grow again: a place in a file is known by the
 * bytes before it. */
#ifndef DAEMON_ROTATION_H
#define DAEMON_ROTATION_H

#include "base/base.h"

#include <sys/types.h>
#include <time.h>

#define MARK_BYTES 256	/* a line of a log, or more */

/* a place in a file, and how that file begins */
struct mark {
	dev_t dev;
	ino_t ino;
	off_t off;
	size_t n, nhead;	/* of .tail, .head */
	char tail[MARK_BYTES];	/* the bytes before .off */
	char head[MARK_BYTES];	/* the first bytes of the file */
};

/* mark_set() - the place at that offset; 0 or negative errno */
int mark_set(struct mark *m, int fd, off_t off);
/* mark_is() - whether the bytes before the place, and the first ones, are still
 * those */
bool mark_is(const struct mark *m, int fd);
/* mark_move() - those bytes were read behind it */
void mark_move(struct mark *m, const char *p, size_t n);

/* a file to be read */
struct part {
	int fd;			/* owned */
	struct mark from;	/* from there on */
	bool is_last;		/* NAME itself */
	bool continues;		/* the last one, copied: in the middle of a
				 * line perhaps */
	struct timespec mtime;
	uint64_t number;	/* digits of the name */
};

#define PARTS_MAX 32	/* of one look; so many descriptors */

struct parts {
	struct part *v;
	size_t n, cap;
};

/* files read to a place, or not to be read */
struct marks {
	struct mark *v;
	size_t n, cap;
};

struct rotation {
	char *dir, *name;	/* owned */
	struct marks seen;
	struct timespec changed;	/* names in the directory, before the
					 * last look */
};

/* rotation_init() - older files are there already, and not to be read. 0;
 * negative errno: of the directory. */
int rotation_init(struct rotation *ro, const char *path);
void rotation_deinit(struct rotation *ro);

/* rotation_seen() - a file was read to there, and is left; 0 or -ENOMEM */
int rotation_seen(struct rotation *ro, const struct mark *at);

/**
 * rotation_look() - what is to be read next, in order
 * @cut: NULL; or where we were in a file that was cut meanwhile: what was not
 *       read of it is in a copy
 * @out: empty; release with parts_deinit(). The last is .is_last, unless
 *       NAME is not there, or there are more than PARTS_MAX: once those were
 *       read, the next look shows the others.
 * Return: 0; negative errno.
 */
int rotation_look(struct rotation *ro, const struct mark *cut,
	struct parts *out);

/* rotation_changed() - names changed since the last look */
bool rotation_changed(const struct rotation *ro);
void parts_deinit(struct parts *parts);

#endif
