/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log is read to its end; with follow also what is written later, wherever
 * rotation (daemon/rotation.h) puts it:
 *
 * - renamed, and another one made under the name: read to its end first, once
 *   the other one has something in it;
 * - copied, and cut to nothing: what of it was not read is in the copy;
 * - removed, and made again: what we have open can still be read.
 *
 * It is looked at every SOURCE_POLL_MS; of several rotations between two looks
 * only the outcome is seen, and that is enough, but for files that were made
 * and removed between them. */
#include "daemon/lines.h"
#include "daemon/rotation.h"
#include "daemon/source_driver.h"

#include "base/vec.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define PATIENCE 10	/* times SOURCE_POLL_MS */
#define DOUBTS 5	/* looks for what comes next, in a row */

struct file {
	const char *path;
	bool follow, ended;
	struct rotation rotation;
	struct parts next;	/* to be read, from [.taken] on */
	size_t taken;
	int fd;			/* being read; -1: there is none */
	struct mark at;
	bool is_last;		/* it is, or was, the one at .path */
	bool leaving;		/* there is another one now: to the end of this
				 * once more, then on */
	unsigned patience;	/* looks, for the end of its last line */
	unsigned doubts;
	_Atomic uint64_t restarts;
	struct lines lines;
};


static void drop_parts(struct file *f)
{
	for (size_t i = 0; i < f->taken; i++)
		f->next.v[i].fd = -1;
	parts_deinit(&f->next);
	f->taken = 0;
}

static void file_free(void *ctx)
{
	struct file *f = ctx;

	if (!f)
		return;
	rotation_deinit(&f->rotation);
	drop_parts(f);
	if (f->fd >= 0)
		close(f->fd);
	free(f);
}
DEFINE_FREEP(void, file_free)

/* --------------------------------------------------------- from file to file */

/* on with the next part; 1; 0: there is none */
static int take_part(struct file *f)
{
	struct part *p;

	if (f->taken == f->next.n)
		return 0;
	p = &f->next.v[f->taken++];
	if (!p->continues)
		lines_end(&f->lines);
	f->fd = p->fd;
	f->at = p->from;
	f->is_last = p->is_last;
	f->leaving = false;
	return 1;
}

/* what is to be read next; 1; 0: nothing is there; negative errno. While other
 * parts were read, the last one may have been rotated, too. */
static int go_on(struct file *f, const struct mark *cut)
{
	struct parts parts = {0};
	int r;

	if (f->taken < f->next.n && !f->next.v[f->taken].is_last)
		return take_part(f);
	r = rotation_look(&f->rotation, cut, &parts);
	if (r)		/* the directory may come back */
		return r == -ENOENT ? 0 : r;
	drop_parts(f);
	f->next = parts;
	return take_part(f);
}

/* to its end, and it is left: 0 or negative errno */
static int leave(struct file *f)
{
	int r = rotation_seen(&f->rotation, &f->at);

	close(f->fd);
	f->fd = -1;
	f->restarts++;
	return r;
}

/* what was read of it is not there any more */
static int leave_cut(struct file *f)
{
	struct mark at = f->at;

	close(f->fd);
	f->fd = -1;
	f->restarts++;
	return go_on(f, &at);
}

/* a file with something in it has the name, and is another one */
static bool is_other(const struct file *f, const struct mark *than)
{
	struct stat st;

	return !stat(f->path, &st) && S_ISREG(st.st_mode) && st.st_size &&
	       (st.st_dev != than->dev || st.st_ino != than->ino);
}

/* Whoever writes to the log has gone on to another file. As long as that is
 * empty (logrotate makes it before it tells the writer) it has not. */
static bool is_left(const struct file *f)
{
	const struct part *next;
	struct stat st;

	if (f->is_last)
		return is_other(f, &f->at);
	if (f->taken == f->next.n)
		return true;
	next = &f->next.v[f->taken];
	return !next->is_last || fstat(next->fd, &st) || st.st_size ||
	       is_other(f, &next->from);
}

/* at the end of a file: 1: there is more; 0; SOURCE_END; negative errno */
static int at_end(struct file *f)
{
	int r;

	if (!f->follow)
		return SOURCE_END;
	if (!f->leaving) {
		f->leaving = is_left(f);
		f->patience = PATIENCE;
		return f->leaving;
	}
	/* a copy that is being made */
	if (lines_has_rest(&f->lines) && f->patience--)
		return 0;
	r = leave(f);
	return r ? r : go_on(f, NULL);
}

/* ------------------------------------------------------------------- reading */

/* The first bytes of the log, and names changed since we looked: it may have
 * been rotated, and this is not what comes next. */
static bool is_doubtful(struct file *f)
{
	if (!f->follow || !f->is_last || f->at.off || f->doubts == DOUBTS ||
		!rotation_changed(&f->rotation))
		return false;
	f->doubts++;
	return true;
}

static int look_again(struct file *f)
{
	close(f->fd);
	f->fd = -1;
	return go_on(f, NULL);
}

/* n bytes at p were read: 1, or as fill() */
static int take_bytes(struct file *f, const char *p, size_t n)
{
	struct mark next = f->at;

	if (is_doubtful(f))
		return look_again(f);
	mark_move(&next, p, n);
	/* cut, and written to, while it was read? */
	if (!mark_is(&f->at, f->fd) || !mark_is(&next, f->fd))
		return f->at.off ? leave_cut(f) : look_again(f);
	f->doubts = 0;
	f->at = next;
	lines_add(&f->lines, n);
	return 1;
}

/* more bytes; 1: there may be more; 0; SOURCE_END; negative errno. What is
 * before them is read, too, to see that it is the same file still. */
static int fill(struct file *f)
{
	char before[MARK_BYTES];
	const struct mark *at = &f->at;
	size_t room;
	char *to = lines_room(&f->lines, &room);
	const struct iovec iov[] = {{before, at->n}, {to, room}};
	ssize_t n = preadv(f->fd, iov, ARRAY_SIZE(iov),
		at->off - (off_t)at->n);

	if (n < 0)
		return errno == EINTR ? 1 : -errno;
	if ((size_t)n < at->n || memcmp(before, at->tail, at->n) != 0)
		return leave_cut(f);
	if ((size_t)n == at->n)
		return at_end(f);
	return take_bytes(f, to, (size_t)n - at->n);
}

static int file_read(void *ctx, struct source_record *rec)
{
	struct file *f = ctx;
	int r;

	*rec = (struct source_record){0};
	for (;;) {
		if (lines_next(&f->lines, &rec->text))
			return 1;
		if (f->ended)
			r = SOURCE_END;
		else
			r = f->fd < 0 ? go_on(f, NULL) : fill(f);
		if (r == SOURCE_END) {
			f->ended = true;
			return lines_rest(&f->lines, &rec->text) ? 1 : r;
		}
		if (r <= 0)
			return r;
	}
}

/* ---------------------------------------------------------------------- open */

static int cannot(struct diag *diag, const char *path, int r)
{
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
		"cannot read the log '%s': %s", path, strerror(-r));
	return r;
}

/* not a file: a pipe or a directory; 0: it is one, or is not there */
static int check(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return errno == ENOENT ? 0 : -errno;
	if (S_ISREG(st.st_mode))
		return access(path, R_OK) ? -errno : 0;
	return S_ISDIR(st.st_mode) ? -EISDIR : -ESPIPE;
}

static int file_open(void **ctx, const struct source_env *env,
	struct diag *diag)
{
	cleanup(file_freep) void *p = malloc(sizeof(struct file));
	struct file *f = p;
	int r;

	if (!f)
		return -ENOMEM;
	memset(f, 0, offsetof(struct file, lines.buf));
	f->fd = -1;
	f->path = env->conf->source.path;
	f->follow = env->conf->source.follow;
	r = check(f->path);
	if (!r)
		r = rotation_init(&f->rotation, f->path);
	if (!r)
		r = go_on(f, NULL);
	if (!r && !f->follow)
		r = -ENOENT;
	if (r < 0)
		return cannot(diag, f->path, r);
	*ctx = steal(p);
	return 0;
}

static struct source_counts file_counts(const void *ctx)
{
	const struct file *f = ctx;

	return (struct source_counts){.restarts = f->restarts};
}

const struct source_driver source_file = {
	.name = "file",
	.open = file_open,
	.read = file_read,
	.counts = file_counts,
	.free = file_free,
};
