/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RUN/uploads is a file of all uploads, one behind the other: a line
 * "#upload NUMBER BYTES NAME", BYTES of rule text, a newline. */
#include "store/store.h"

#include "base/num.h"
#include "store/file.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_KEPT 200	/* bytes of a name */
#define HEAD_MAX 256	/* bytes of the line in front of a text */
#define LOCK_STEP_MS 20
#define NEW STORE_UPLOADS ".new"

/* ------------------------------------------------------------------ reading */

/* the word at the start of s, which is then behind it and the blank */
static struct span take_word(struct span *s)
{
	const char *blank = memchr(s->p, ' ', s->n);
	size_t n = blank ? (size_t)(blank - s->p) : s->n;
	struct span word = {s->p, n};

	n += blank != NULL;
	*s = (struct span){s->p + n, s->n - n};
	return word;
}

static int take_number(struct span *s, uint64_t max, uint64_t *out)
{
	return num_parse(take_word(s), 10, out) || *out > max ? -EPROTO : 0;
}

static struct span copy(const char *p, size_t n)
{
	struct buf b = {0};

	buf_add(&b, p, n);
	return (struct span){b.p, b.n};
}

/* the upload at the start of all, which is then behind it */
static int take_upload(struct store_files *out, const char *run,
	struct span *all)
{
	const char *eol = memchr(all->p, '\n', min_size(all->n, HEAD_MAX));
	struct span head = {all->p, eol ? (size_t)(eol - all->p) : 0};
	struct store_file f = {.uploaded = true};
	uint64_t number, n;

	if (!span_is(take_word(&head), "#upload") ||
		take_number(&head, UINT32_MAX, &number) ||
		take_number(&head, STORE_FILE_MAX, &n) || !number || !head.n)
		return -EPROTO;
	all->n -= (size_t)(eol + 1 - all->p);
	all->p = eol + 1;
	if (all->n < n + 1 || all->p[n] != '\n')
		return -EPROTO;
	f.number = (unsigned)number;
	f.name = strndup(head.p, head.n);
	f.text = copy(all->p, n);
	if (f.name && asprintf(&f.path, "%s/" STORE_UPLOADS "/%04u-%s", run,
			      f.number, f.name) < 0)
		f.path = NULL;
	*all = (struct span){all->p + n + 1, all->n - n - 1};
	return file_append(out, f);
}

int store_uploads(struct store_files *out, const char *run, struct diag *diag)
{
	cleanup(freep) char *path = file_join(run, STORE_UPLOADS);
	struct file_place at = {
		.dirfd = AT_FDCWD, .name = path, .path = path,
		.max = STORE_TOTAL_MAX + (size_t)STORE_FILES_MAX * HEAD_MAX,
	};
	struct span text = {0}, rest;
	size_t before = out->file.n;
	int rc = path ? file_read(&at, &text, diag) : -ENOMEM;

	if (rc == -ENOENT || rc == FILE_MASKED)
		return 0;	/* nothing was ever uploaded */
	if (rc)
		return rc;
	for (rest = text; !rc && rest.n;)
		rc = take_upload(out, run, &rest);
	free((char *)(uintptr_t)text.p);
	if (!rc)
		return 0;
	file_cut(out, before);
	return file_say(diag, "cannot use what was uploaded, in", path, rc);
}

/* ----------------------------------------------------------------- changing */

int store_files_add(struct store_files *files, const char *name,
	struct span text)
{
	const char *slash = strrchr(name, '/');
	struct store_file f = {.uploaded = true, .path = strdup(name),
		.text = copy(text.p, text.n)};

	name = slash ? slash + 1 : name;
	f.name = strndup(*name ? name : "rules", NAME_KEPT);
	for (char *p = f.name; p && *p; p++) {
		bool plain = (*p >= 'a' && *p <= 'z') ||
			     (*p >= 'A' && *p <= 'Z') ||
			     (*p >= '0' && *p <= '9') || strchr("._+-", *p);

		*p = plain ? *p : '_';
	}
	return file_append(files, f);
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

static int write_upload(int fd, unsigned number, const struct store_file *f)
{
	char head[HEAD_MAX];
	int rc;

	snprintf(head, sizeof(head), "#upload %u %zu %s\n", number, f->text.n,
		f->name);
	rc = write_all(fd, span_of(head));
	if (!rc)
		rc = write_all(fd, f->text);
	return rc ? rc : write_all(fd, SPAN_LIT("\n"));
}

/* an upload keeps its number; new ones come behind the highest */
static int write_uploads(int fd, const struct store_files *files)
{
	unsigned highest = 0;
	int rc = 0;

	vec_foreach(f, &files->file)
		if (f->uploaded && f->number > highest)
			highest = f->number;
	vec_foreach(f, &files->file)
		if (!rc && f->uploaded)
			rc = write_upload(fd,
				f->number ? f->number : ++highest, f);
	if (!rc && fchmod(fd, 0644))
		rc = -errno;
	return rc;
}

/* what a crash leaves is written over by the next one */
static int write_new(int runfd, const struct store_files *files)
{
	int fd = openat(runfd, NEW, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
		O_CLOEXEC, 0600);
	int rc;

	if (fd < 0)
		return -errno;
	rc = write_uploads(fd, files);
	if (rc)
		(void)!ftruncate(fd, 0);	/* no room is to be wasted */
	if (close(fd) && !rc)
		rc = -errno;
	if (!rc && renameat(runfd, NEW, runfd, STORE_UPLOADS))
		rc = -errno;
	return rc;
}

/* the run directory, made when it is missing */
static int open_run(const char *run)
{
	int rc = file_make_dirs(run), fd;

	if (rc)
		return rc;
	fd = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int store_set_uploads(const char *run, const struct store_files *files,
	struct diag *diag)
{
	int runfd = open_run(run), rc;

	if (runfd < 0)
		return file_say(diag, "cannot open", run, runfd);
	rc = write_new(runfd, files);
	close(runfd);
	return rc ? file_say(diag, "cannot keep uploads in", run, rc) : 0;
}

/* 0: it is ours; -EWOULDBLOCK: another one's, for all of wait_ms */
static int lock_within(int fd, unsigned wait_ms)
{
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		unsigned step = wait_ms < LOCK_STEP_MS ? wait_ms : LOCK_STEP_MS;

		if (errno != EWOULDBLOCK || !wait_ms)
			return -errno;
		wait_ms -= step;
		(void)poll(NULL, 0, (int)step);
	}
	return 0;
}

int store_lock(const char *run, unsigned wait_ms, struct diag *diag)
{
	int runfd = open_run(run), fd, rc;

	if (runfd < 0)
		return file_say(diag, "cannot open", run, runfd);
	fd = openat(runfd, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		0600);
	rc = fd < 0 ? -errno : 0;
	close(runfd);
	if (rc)
		return file_say(diag, "cannot open the lock in", run, rc);
	rc = lock_within(fd, wait_ms);
	if (!rc)
		return fd;
	close(fd);
	if (rc == -EWOULDBLOCK)
		return file_say(diag, "another program is changing the rules in",
			run, -EBUSY);
	return file_say(diag, "cannot lock", run, rc);
}
