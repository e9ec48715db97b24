/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/file.h"

#include "base/escape.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int file_say(struct diag *diag, const char *what, const char *path, int err)
{
	struct buf shown = {0};

	escape_text(&shown, span_of(path));
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0}, "%s '%s': %s", what,
		shown.p ? shown.p : "", strerror(-err));
	buf_deinit(&shown);
	return err;
}

static int refuse(struct diag *diag, const char *path, const char *why, int err)
{
	struct buf shown = {0};

	escape_text(&shown, span_of(path));
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0}, "'%s' %s",
		shown.p ? shown.p : "", why);
	buf_deinit(&shown);
	return err;
}

/* who can write such a file decides what root's daemon does */
static int trust(const struct stat *st, const char *path, struct diag *diag)
{
	if (geteuid() != 0)
		return 0;
	if (st->st_uid != 0)
		return refuse(diag, path, "is not owned by root; nothing "
			"from there is taken (chown root)", -EPERM);
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return refuse(diag, path, "can be written by others than "
			"root; nothing from there is taken (chmod go-w)",
			-EPERM);
	return 0;
}

static bool is_null(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3);
}

static int too_long(const struct file_place *at, struct diag *diag)
{
	char why[64];

	snprintf(why, sizeof(why), "is longer than %zu MiB", at->max >> 20);
	return refuse(diag, at->path, why, -EFBIG);
}

/* the file may grow while it is read */
static int read_all(int fd, const struct file_place *at, struct span *text,
	struct diag *diag)
{
	struct buf b = {0};
	char part[16384];
	ssize_t n;
	int rc = 0;

	do {
		n = read(fd, part, sizeof(part));
		buf_add(&b, part, n > 0 ? (size_t)n : 0);
	} while (!b.err && b.n <= at->max &&
		 (n > 0 || (n < 0 && errno == EINTR)));
	if (b.err || n < 0)
		rc = file_say(diag, "cannot read", at->path,
			b.err ? b.err : -errno);
	else if (b.n > at->max)
		rc = too_long(at, diag);
	if (!rc)
		*text = (struct span){b.p, b.n};
	else
		buf_deinit(&b);
	return rc;
}

static int read_fd(int fd, const struct file_place *at, struct span *text,
	struct diag *diag)
{
	struct stat st;
	int rc;

	if (fstat(fd, &st))
		return file_say(diag, "cannot look at", at->path, -errno);
	if (is_null(&st))
		return FILE_MASKED;
	if (!S_ISREG(st.st_mode))
		return refuse(diag, at->path, "is not a regular file", -EINVAL);
	rc = trust(&st, at->path, diag);
	if (rc)
		return rc;
	if ((uint64_t)st.st_size > at->max)
		return too_long(at, diag);
	return read_all(fd, at, text, diag);
}

int file_read(const struct file_place *at, struct span *text,
	struct diag *diag)
{
	/* O_NONBLOCK: a FIFO would wait for its writer */
	int fd = openat(at->dirfd, at->name, O_RDONLY | O_CLOEXEC | O_NOCTTY |
		O_NONBLOCK);
	int rc;

	if (fd < 0)
		return errno == ENOENT ? -ENOENT :
			file_say(diag, "cannot open", at->path, -errno);
	rc = read_fd(fd, at, text, diag);
	close(fd);
	return rc;
}

int file_dir(const char *path, struct diag *diag)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;
	int rc;

	if (fd < 0)
		return errno == ENOENT ? -ENOENT :
			file_say(diag, "cannot open", path, -errno);
	rc = fstat(fd, &st) ? -errno : trust(&st, path, diag);
	if (!rc)
		return fd;
	close(fd);
	return rc;
}

char *file_join(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

static int make_dir(const char *path)
{
	if (mkdir(path, 0755))
		return errno == EEXIST ? 0 : -errno;
	return chmod(path, 0755) ? -errno : 0;	/* whatever the umask */
}

int file_make_dirs(const char *path)
{
	cleanup(freep) char *part = strdup(path);
	int rc = 0;

	if (!part)
		return -ENOMEM;
	for (char *p = part; !rc && *p && (p = strchr(p + 1, '/')); *p = '/') {
		*p = '\0';
		rc = make_dir(part);
	}
	return rc ? rc : make_dir(part);
}

/* ------------------------------------------------------------ lists of files */

static void deinit(struct store_file *f)
{
	free(f->path);
	free(f->name);
	free((char *)(uintptr_t)f->text.p);
}

void file_cut(struct store_files *files, size_t n)
{
	while (files->file.n > n) {
		struct store_file *f = &files->file.v[--files->file.n];

		files->total -= f->text.n;
		deinit(f);
	}
}

int file_append(struct store_files *files, struct store_file f)
{
	int rc = 0;

	if (!f.path || !f.name || !f.text.p)
		rc = -ENOMEM;
	else if (files->file.n == STORE_FILES_MAX)
		rc = -EMFILE;
	else if (f.text.n > STORE_FILE_MAX ||
		f.text.n > STORE_TOTAL_MAX - files->total)
		rc = -EFBIG;
	else if (vec_add(&files->file, f))
		rc = -ENOMEM;
	if (rc)
		deinit(&f);
	else
		files->total += f.text.n;
	return rc;
}

static struct store_file copy_of(const struct store_file *f)
{
	struct store_file copy = {
		.path = strdup(f->path), .name = strdup(f->name),
		.number = f->number, .uploaded = f->uploaded,
	};
	char *text = malloc(f->text.n + 1);

	if (text) {
		memcpy(text, f->text.p, f->text.n);
		text[f->text.n] = '\0';
	}
	copy.text = (struct span){text, f->text.n};
	return copy;
}

int store_files_copy(struct store_files *out, const struct store_files *files)
{
	struct store_files copy = {0};
	int r = 0;

	for (size_t i = 0; !r && i < files->file.n; i++)
		r = file_append(&copy, copy_of(&files->file.v[i]));
	if (r)
		store_files_deinit(&copy);
	else
		*out = copy;
	return r;
}

void store_files_deinit(struct store_files *files)
{
	file_cut(files, 0);
	vec_deinit(&files->file);
}

void store_files_remove(struct store_files *files, size_t i)
{
	struct store_file f = files->file.v[i];

	files->file.n--;
	files->total -= f.text.n;
	memmove(&files->file.v[i], &files->file.v[i + 1],
		(files->file.n - i) * sizeof(f));
	deinit(&f);
}
