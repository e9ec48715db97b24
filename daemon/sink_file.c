/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines are appended to a file that others may read, rename or remove. No line
 * is split over two files: what stands of one in a file that is left is cut off
 * again, and the line begins anew in the next. */
#include "daemon/sink_driver.h"

#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#define LOOK_MS 1000	/* whether the name still is our file's */
#define ROTATE_AGAIN_MS 60000	/* after it failed */

struct file {
	struct sink_medium m;
	gid_t gid;		/* (gid_t)-1: as it comes */
	int fd;			/* -1: none */
	struct stat st;		/* of fd, when it was opened; .st_size as we
				 * know it */
	bool ends_torn;		/* by somebody before us: without '\n' */
	bool unsynced;
	int64_t last_look, last_sync, last_rotate_failed;
	bool rotate_failed;
};

static struct file *file_of(struct sink_medium *m)
{
	return (struct file *)m;
}

static const char *path_of(const struct file *f)
{
	return f->m.conf->path;
}

/* ------------------------------------------------------------- open, close */

static void find_group(struct file *f)
{
	const char *name = f->m.conf->group;
	struct group *found, g;
	char text[64 << 10];

	f->gid = (gid_t)-1;
	if (!name || !*name)
		return;
	if (!getgrnam_r(name, &g, text, sizeof(text), &found) && found)
		f->gid = g.gr_gid;
	else
		sink_say(&f->m, LOG_WARNING, "there is no group '%s'; '%s' has "
			"the group that new files have", name, path_of(f));
}

/* who may not give files away goes on with the group that they have */
static void set_owner(struct file *f, int fd, mode_t mode)
{
	if (f->gid != (gid_t)-1 && fchown(fd, (uid_t)-1, f->gid)) {
		sink_say(&f->m, LOG_WARNING, "cannot give '%s' to the group "
			"'%s': %s", path_of(f), f->m.conf->group,
			strerror(errno));
		f->gid = (gid_t)-1;	/* said once */
	}
	(void)fchmod(fd, mode);
}

/* the last directory of the path */
static int make_directory(struct file *f)
{
	cleanup(freep) char *path = strdup(path_of(f));
	const char *dir = path ? dirname(path) : NULL;
	int fd;

	if (!dir)
		return -ENOMEM;
	if (mkdir(dir, 0750))
		return errno == EEXIST ? 0 : -errno;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	set_owner(f, fd, 0750);
	close(fd);
	return 0;
}

/* a fifo without a reader, a terminal: neither waits nor becomes ours */
#define OPEN_FLAGS (O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)

static int create(struct file *f)
{
	int fd, r = make_directory(f);

	if (r)
		return r;
	fd = open(path_of(f), O_RDWR | O_CREAT | O_EXCL | OPEN_FLAGS, 0600);
	if (fd < 0)
		return -errno;
	set_owner(f, fd, f->m.conf->mode);
	return fd;
}

static int open_any(struct file *f)
{
	int fd = open(path_of(f), O_RDWR | OPEN_FLAGS);

	if (fd < 0 && errno == EACCES)	/* mode 0200 and the like */
		fd = open(path_of(f), O_WRONLY | OPEN_FLAGS);
	if (fd >= 0)
		return fd;
	return errno == ENOENT ? create(f) : -errno;
}

static int open_file(struct file *f)
{
	int fd = open_any(f);
	char last = '\n';

	if (fd < 0)
		return fd;
	if (fstat(fd, &f->st)) {
		close(fd);
		return -errno;
	}
	if (S_ISREG(f->st.st_mode) && f->st.st_size)
		(void)!pread(fd, &last, 1, f->st.st_size - 1);
	f->fd = fd;
	f->ends_torn = last != '\n';
	f->last_look = sink_now();
	return 0;
}

static void sync_now(struct file *f)
{
	if (f->fd < 0 || !f->unsynced || !S_ISREG(f->st.st_mode))
		return;
	f->unsynced = false;
	f->last_sync = sink_now();
	if (fdatasync(f->fd))
		sink_say(&f->m, LOG_ERR, "cannot bring '%s' to the disk: %s",
			path_of(f), strerror(errno));
}

static void close_file(struct file *f)
{
	if (f->m.conf->fsync != FSYNC_NO)
		sync_now(f);
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

/* ------------------------------------------------ leave a file for another */

/* takes back what stands there of a line; false: somebody else wrote behind it,
 * or the file may only grow */
static bool untear(struct file *f, size_t part)
{
	struct stat st;

	return S_ISREG(f->st.st_mode) && !fstat(f->fd, &st) &&
	       st.st_size == f->st.st_size && (size_t)st.st_size >= part &&
	       !ftruncate(f->fd, st.st_size - (off_t)part);
}

static void leave(struct file *f, struct sink_batch *b)
{
	if (f->fd < 0)
		return;
	if (b && b->part) {
		if (!untear(f, b->part))
			sink_say(&f->m, LOG_WARNING, "the file that was '%s' "
				"ends within a line, which stands whole in "
				"the next", path_of(f));
		b->part = 0;
	}
	close_file(f);
}

/* whether the name is another file's by now, or nobody's; sizes change when
 * somebody truncates */
static bool is_gone(struct file *f, struct sink_batch *b)
{
	struct stat st;

	if (lstat(path_of(f), &st) || st.st_dev != f->st.st_dev ||
		st.st_ino != f->st.st_ino)
		return true;
	if (!S_ISREG(st.st_mode))
		return false;
	if (b && st.st_size < f->st.st_size)
		b->part = 0;	/* that went, too */
	f->st.st_size = st.st_size;
	return false;
}

static void look(struct file *f, struct sink_batch *b)
{
	int64_t now = sink_now();

	if (f->fd < 0 || now - f->last_look < LOOK_MS)
		return;
	f->last_look = now;
	if (is_gone(f, b))
		leave(f, b);
}

/* ---------------------------------------------------------------- rotation */

static int rename_old(const char *path, unsigned from)
{
	cleanup(freep) char *old = NULL, *new = NULL;

	if (asprintf(&new, "%s.%u", path, from + 1) < 0)
		return -ENOMEM;
	if (from && asprintf(&old, "%s.%u", path, from) < 0)
		return -ENOMEM;
	return rename(from ? old : path, new) && errno != ENOENT ? -errno : 0;
}

/* the oldest goes first; without any kept, the file itself */
static int rename_all(const struct file *f)
{
	unsigned n = f->m.conf->rotate_count;
	int r = 0;

	if (!n)
		return unlink(path_of(f)) ? -errno : 0;
	while (!r && n--)
		r = rename_old(path_of(f), n);
	return r;
}

/* what cannot be rotated goes on growing */
static void rotate(struct file *f)
{
	int r;

	if (f->rotate_failed &&
		sink_now() - f->last_rotate_failed < ROTATE_AGAIN_MS)
		return;
	r = rename_all(f);
	f->rotate_failed = r != 0;
	if (!r) {
		close_file(f);
		return;
	}
	f->last_rotate_failed = sink_now();
	sink_say(&f->m, LOG_ERR, "cannot rotate '%s': %s; it goes on growing",
		path_of(f), strerror(-r));
}

/* bytes of whole lines, and of the rest of the first, that fit in the file;
 * 0: not one */
static size_t fitting(const struct file *f, const struct sink_batch *b)
{
	uint64_t max = f->m.conf->rotate_size, size = (uint64_t)f->st.st_size;
	uint64_t room = max > size ? max - size : 0;
	size_t all = sink_batch_rest(b).n, n = 0, next = sink_batch_text(b).n;

	if (!max || all <= room || !S_ISREG(f->st.st_mode))
		return all;
	for (size_t i = b->i; n + next <= room; next = b->item[++i].n)
		n += next;	/* it ends: not all of them fit */
	return n;
}

/* as fitting(), after rotation where that is due */
static size_t make_room(struct file *f, struct sink_batch *b)
{
	size_t n = fitting(f, b);

	if (n)
		return n;
	if (f->st.st_size && !b->part) {
		if (is_gone(f, b))
			leave(f, b);
		else
			rotate(f);
		if (f->fd < 0)
			return 0;
	}
	return sink_batch_text(b).n;	/* longer than a file may be */
}

/* ----------------------------------------------------------------- writing */

static int mend(struct file *f)
{
	ssize_t n;

	if (!f->ends_torn)
		return 0;
	n = sink_write(f->fd, f->st.st_mode, "\n", 1);
	if (n == 1) {
		f->ends_torn = false;
		f->st.st_size++;
	}
	return n < 0 ? (int)n : 0;
}

static bool is_sync_due(const struct file *f)
{
	const struct config_sink *c = f->m.conf;

	return c->fsync == FSYNC_ALWAYS || (c->fsync == FSYNC_INTERVAL &&
		sink_now() - f->last_sync >= (int64_t)c->fsync_seconds * 1000);
}

static int write_some(struct file *f, struct sink_batch *b)
{
	size_t n = make_room(f, b);
	ssize_t done;
	int r;

	if (!n)
		return 0;	/* rotated: open the next */
	r = mend(f);
	if (r || f->ends_torn)
		return r;
	done = sink_write(f->fd, f->st.st_mode, sink_batch_text(b).p, n);
	if (done <= 0)
		return (int)done;
	f->st.st_size += done;
	f->unsynced = true;
	sink_batch_wrote(b, (size_t)done);
	if (is_sync_due(f))
		sync_now(f);
	return 0;
}

static int file_write(struct sink_medium *m, struct sink_batch *b)
{
	struct file *f = file_of(m);
	int r = 0;

	look(f, b);
	if (f->fd < 0)
		r = open_file(f);
	return r ? r : write_some(f, b);
}

static void file_tick(struct sink_medium *m)
{
	struct file *f = file_of(m);

	if (f->m.conf->fsync != FSYNC_NO && is_sync_due(f))
		sync_now(f);
	look(f, NULL);
	if (f->fd < 0)
		(void)open_file(f);	/* said when there is a line */
}

static void file_reopen(struct sink_medium *m, struct sink_batch *b)
{
	struct file *f = file_of(m);

	leave(f, b);
	(void)open_file(f);
}

static int file_open(struct sink_medium *m, struct diag *diag)
{
	struct file *f = file_of(m);
	int r;

	f->fd = -1;
	f->last_sync = sink_now();
	find_group(f);
	r = open_file(f);
	if (r)
		diag_add(diag, DIAG_ERROR, NULL, (struct span){NULL, 0},
			"sink %s: cannot open '%s': %s", m->conf->name,
			path_of(f), strerror(-r));
	return r;
}

static void file_close(struct sink_medium *m)
{
	close_file(file_of(m));
}

static void file_place(const struct sink_medium *m, struct buf *out)
{
	buf_printf(out, "'%s'", m->conf->path);
}

const struct sink_driver sink_file = {
	.word = "file", .size = sizeof(struct file), .open = file_open,
	.write = file_write, .tick = file_tick, .reopen = file_reopen,
	.close = file_close, .place = file_place,
};
