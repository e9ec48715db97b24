/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/store.h"

#include "store/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
	char name[NAME_MAX + 1];
	unsigned dir;		/* of struct scan */
};

struct scan {
	VEC(struct entry) entry;
	const char *path[2];	/* the first overrides the second; NULL: none */
	const char *suffix;	/* of the names that are taken */
	int fd[2];
};

static void scan_deinit(struct scan *sc)
{
	for (unsigned i = 0; i < ARRAY_SIZE(sc->fd); i++)
		if (sc->fd[i] >= 0)
			close(sc->fd[i]);
	vec_deinit(&sc->entry);
}

static bool is_dropin(const char *name, const char *suffix)
{
	size_t n = strlen(name), tail = strlen(suffix);

	return name[0] != '.' && n > tail &&
	       strcmp(name + n - tail, suffix) == 0;
}

static int scan_entries(struct scan *sc, unsigned dir, DIR *d)
{
	struct dirent *e;
	struct entry it = {.dir = dir};

	while (errno = 0, e = readdir(d)) {
		if (!is_dropin(e->d_name, sc->suffix))
			continue;
		snprintf(it.name, sizeof(it.name), "%s", e->d_name);
		if (sc->entry.n >= 2 * STORE_FILES_MAX)
			return -EMFILE;
		if (vec_add(&sc->entry, it))
			return -ENOMEM;
	}
	return -errno;
}

static int scan_dir(struct scan *sc, unsigned dir, struct diag *diag)
{
	int fd = file_dir(sc->path[dir], diag), copy, rc;
	DIR *d;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	sc->fd[dir] = fd;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	d = copy < 0 ? NULL : fdopendir(copy);
	rc = d ? scan_entries(sc, dir, d) : -errno;
	if (d)
		closedir(d);
	else if (copy >= 0)
		close(copy);
	return rc ? file_say(diag, "cannot read", sc->path[dir], rc) : 0;
}

static int by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : (int)x->dir - (int)y->dir;
}

/* a link that points nowhere is a mistake; a file that went is not */
static int vanished(const struct scan *sc, const struct entry *e,
	const char *path, struct diag *diag)
{
	struct stat st;

	if (fstatat(sc->fd[e->dir], e->name, &st, AT_SYMLINK_NOFOLLOW))
		return 0;
	return file_say(diag, "cannot open", path, -ENOENT);
}

static int take(struct store_files *out, const struct scan *sc,
	const struct entry *e, struct diag *diag)
{
	struct store_file f = {.path = file_join(sc->path[e->dir], e->name)};
	struct file_place at = {
		.dirfd = sc->fd[e->dir], .name = e->name, .max = STORE_FILE_MAX,
	};
	int rc;

	if (!f.path)
		return file_say(diag, "cannot keep", e->name, -ENOMEM);
	at.path = f.path;
	rc = file_read(&at, &f.text, diag);
	if (rc) {
		if (rc == -ENOENT)
			rc = vanished(sc, e, f.path, diag);
		free(f.path);
		return rc == FILE_MASKED ? 0 : rc;
	}
	f.name = strdup(e->name);
	rc = file_append(out, f);
	return rc ? file_say(diag, "cannot keep", e->name, rc) : 0;
}

static int scan_all(struct store_files *out, struct scan *sc, struct diag *diag)
{
	size_t before = out->file.n;
	int rc = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(sc->path); i++) {
		int r = sc->path[i] ? scan_dir(sc, i, diag) : 0;

		rc = rc ? rc : r;
	}
	if (sc->entry.n)
		qsort(sc->entry.v, sc->entry.n, sizeof(*sc->entry.v), by_name);
	for (size_t i = 0; i < sc->entry.n; i++) {
		const struct entry *e = &sc->entry.v[i];
		int r = 0;

		if (!i || strcmp(e[-1].name, e->name))
			r = take(out, sc, e, diag);
		rc = rc ? rc : r;
	}
	if (rc)
		file_cut(out, before);
	return rc;
}

int store_dropins(struct store_files *out, const char *etc, const char *lib,
	struct diag *diag)
{
	cleanup(scan_deinit) struct scan sc = {
		.path = {etc, lib}, .suffix = STORE_SUFFIX, .fd = {-1, -1},
	};

	return scan_all(out, &sc, diag);
}

int store_dir(struct store_files *out, const char *dir, const char *suffix,
	struct diag *diag)
{
	cleanup(scan_deinit) struct scan sc = {
		.path = {dir, NULL}, .suffix = suffix, .fd = {-1, -1},
	};

	return scan_all(out, &sc, diag);
}
