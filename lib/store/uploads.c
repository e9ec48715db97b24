/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RUN/uploads is a link to RUN/uploads.N, a directory with all uploads, as
 * NNNN-name. It is never changed: a new one is made and the link moved, so
 * that whoever reads sees all of a change or nothing of it. */
#include "store/store.h"

#include "base/num.h"
#include "store/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_TRIES 50	/* so many changes in a row while one reads */
#define NAME_KEPT 200	/* bytes of a name; leaves room for the number */
#define LOCK_STEP_MS 20
#define NEW_LINK STORE_UPLOADS ".new"

/* ------------------------------------------------------------------ reading */

static unsigned number_of(const char *name)
{
	const char *dash = strchr(name, '-');
	uint64_t v;

	if (!dash || dash - name < 4 || !dash[1] ||
		num_parse((struct span){name, (size_t)(dash - name)}, 10, &v) ||
		v > UINT32_MAX)
		return 0;
	return (unsigned)v;
}

static int by_number(const void *a, const void *b)
{
	const struct store_file *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static int read_one(struct store_files *out, int dirfd, const char *dir,
	const char *entry, struct diag *diag)
{
	struct store_file f = {
		.uploaded = true, .number = number_of(entry),
	};
	int rc;

	f.path = file_join(dir, entry);
	if (!f.path)
		return -ENOMEM;
	rc = file_read(dirfd, entry, f.path, &f.text, diag);
	if (rc) {
		free(f.path);
		return rc == FILE_MASKED ? 0 : rc;
	}
	f.name = strdup(strchr(entry, '-') + 1);
	return file_append(out, f);
}

static int read_entries(struct store_files *out, int dirfd, const char *dir,
	struct diag *diag)
{
	int copy = fcntl(dirfd, F_DUPFD_CLOEXEC, 0), rc = 0;
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *e;

	if (!d) {
		rc = -errno;
		if (copy >= 0)
			close(copy);
		return rc;
	}
	while (!rc && (errno = 0, e = readdir(d)))
		if (number_of(e->d_name))
			rc = read_one(out, dirfd, dir, e->d_name, diag);
	if (!rc)
		rc = -errno;
	closedir(d);
	return rc;
}

/* whether path still leads to the directory that was read */
static bool is_current(int dirfd, const char *path)
{
	struct stat a, b;

	return fstat(dirfd, &a) == 0 && stat(path, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* 1: changed while it was read */
static int try_read(struct store_files *out, const char *dir,
	struct diag *diag)
{
	size_t before = out->file.n;
	int fd = file_dir(dir, diag), rc;
	struct stat st;

	if (fd == -ENOENT)	/* nothing was ever uploaded */
		return lstat(dir, &st) ? 0 : 1;
	if (fd < 0)
		return fd;
	rc = read_entries(out, fd, dir, diag);
	if ((!rc || rc == -ENOENT) && !is_current(fd, dir))
		rc = 1;
	close(fd);
	if (rc)
		file_cut(out, before);
	else if (out->file.n > before)
		qsort(out->file.v + before, out->file.n - before,
			sizeof(*out->file.v), by_number);
	return rc;
}

int store_uploads(struct store_files *out, const char *run, struct diag *diag)
{
	cleanup(freep) char *dir = file_join(run, STORE_UPLOADS);
	unsigned errors = diag->errors;
	int rc = dir ? 1 : -ENOMEM;

	for (unsigned i = 0; rc == 1 && i < READ_TRIES; i++)
		rc = try_read(out, dir, diag);
	if (rc == 1)
		rc = -EBUSY;
	if (rc && diag->errors == errors)
		file_say(diag, "cannot read", run, rc);
	return rc;
}

/* ----------------------------------------------------------------- changing */

int store_files_add(struct store_files *files, const char *name,
	struct span text)
{
	const char *slash = strrchr(name, '/');
	struct buf bytes = {0};
	struct store_file f = {.uploaded = true, .path = strdup(name)};

	name = slash ? slash + 1 : name;
	f.name = strndup(*name ? name : "rules", NAME_KEPT);
	for (char *p = f.name; p && *p; p++) {
		bool plain = (*p >= 'a' && *p <= 'z') ||
			     (*p >= 'A' && *p <= 'Z') ||
			     (*p >= '0' && *p <= '9') || strchr("._+-", *p);

		*p = plain ? *p : '_';
	}
	buf_span(&bytes, text);
	f.text = (struct span){bytes.p, bytes.n};
	return file_append(files, f);
}

static int make_dir(int at, const char *name)
{
	if (mkdirat(at, name, 0755))
		return -errno;
	return fchmodat(at, name, 0755, 0) ? -errno : 0;	/* umask */
}

/* the run directory, made when it is missing */
static int open_run(const char *run)
{
	int rc = make_dir(AT_FDCWD, run), fd;

	if (rc && rc != -EEXIST)
		return rc;
	fd = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static void remove_dir(int runfd, const char *name)
{
	int fd = openat(runfd, name,
		O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			(void)unlinkat(fd, e->d_name, 0);
	if (d)
		closedir(d);
	else if (fd >= 0)
		close(fd);
	(void)unlinkat(runfd, name, AT_REMOVEDIR);
}

/* generations are uploads.1, uploads.2, ...; 0: none of them */
static uint64_t generation(const char *name)
{
	struct span s = span_of(name), head = SPAN_LIT(STORE_UPLOADS ".");
	uint64_t v;

	if (!span_starts(s, head))
		return 0;
	s = (struct span){s.p + head.n, s.n - head.n};
	return num_parse(s, 10, &v) ? 0 : v;
}

/* all generations but this one: an old one, or what a crash left */
static void remove_others(int runfd, uint64_t keep)
{
	int copy = openat(runfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		uint64_t g = generation(e->d_name);

		if (g && g != keep)
			remove_dir(runfd, e->d_name);
	}
	if (d)
		closedir(d);
	else if (copy >= 0)
		close(copy);
}

static uint64_t current(int runfd)
{
	char to[64];
	ssize_t n = readlinkat(runfd, STORE_UPLOADS, to, sizeof(to) - 1);

	to[n > 0 ? n : 0] = '\0';
	return generation(to);
}

static int write_all(int fd, struct span text)
{
	while (text.n) {
		ssize_t n = write(fd, text.p, text.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text = (struct span){text.p + n, text.n - (size_t)n};
	}
	return 0;
}

static int write_file(int dirfd, unsigned number, const struct store_file *f)
{
	char name[NAME_MAX + 1];
	int fd, rc;

	snprintf(name, sizeof(name), "%04u-%s", number, f->name);
	fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	rc = write_all(fd, f->text);
	if (!rc && fchmod(fd, 0644))
		rc = -errno;
	if (close(fd) && !rc)
		rc = -errno;
	return rc;
}

/* a file keeps its number; new ones come behind the highest */
static int write_files(int dirfd, const struct store_files *files)
{
	unsigned highest = 0;
	int rc = 0;

	vec_foreach(f, &files->file)
		if (f->uploaded && f->number > highest)
			highest = f->number;
	vec_foreach(f, &files->file)
		if (!rc && f->uploaded)
			rc = write_file(dirfd,
				f->number ? f->number : ++highest, f);
	return rc;
}

static int point_to(int runfd, const char *name)
{
	(void)unlinkat(runfd, NEW_LINK, 0);
	if (symlinkat(name, runfd, NEW_LINK))
		return -errno;
	if (renameat(runfd, NEW_LINK, runfd, STORE_UPLOADS) == 0)
		return 0;
	return -errno;
}

static int make_generation(int runfd, const char *name,
	const struct store_files *files)
{
	int rc = make_dir(runfd, name), fd;

	if (rc)
		return rc;
	fd = openat(runfd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = fd < 0 ? -errno : write_files(fd, files);
	if (fd >= 0)
		close(fd);
	return rc ? rc : point_to(runfd, name);
}

int store_set_uploads(const char *run, const struct store_files *files,
	struct diag *diag)
{
	char name[64];
	uint64_t now;
	int runfd = open_run(run), rc;

	if (runfd < 0)
		return file_say(diag, "cannot open", run, runfd);
	now = current(runfd);
	remove_others(runfd, now);
	snprintf(name, sizeof(name), STORE_UPLOADS ".%llu",
		(unsigned long long)now + 1);
	rc = make_generation(runfd, name, files);
	remove_others(runfd, rc ? now : now + 1);
	close(runfd);
	return rc ? file_say(diag, "cannot keep uploads in", run, rc) : 0;
}

bool store_changed_at(const char *run, struct timespec *when)
{
	cleanup(freep) char *link = file_join(run, STORE_UPLOADS);
	struct stat st;

	if (!link || lstat(link, &st))
		return false;
	*when = st.st_mtim;
	return true;
}

int store_lock(const char *run, unsigned wait_ms, struct diag *diag)
{
	int runfd = open_run(run), fd;

	if (runfd < 0)
		return file_say(diag, "cannot open", run, runfd);
	fd = openat(runfd, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		0600);
	close(runfd);
	if (fd < 0)
		return file_say(diag, "cannot open the lock in", run, -errno);
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		int err = -errno;

		if (err == -EWOULDBLOCK && wait_ms) {
			unsigned step = wait_ms < LOCK_STEP_MS ? wait_ms :
								LOCK_STEP_MS;

			wait_ms -= step;
			(void)poll(NULL, 0, (int)step);
			continue;
		}
		close(fd);
		return file_say(diag, err == -EWOULDBLOCK ?
			"another program is changing the rules in" :
			"cannot lock", run,
			err == -EWOULDBLOCK ? -EBUSY : err);
	}
	return fd;
}
