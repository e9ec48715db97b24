/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/rotation.h"

#include "base/num.h"
#include "base/vec.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_TRIES 20	/* until no file was renamed meanwhile */
#define SEEN_MAX 1024	/* files of the rotation that are known */

/* ------------------------------------------------------------------- places */

static int read_at(int fd, char *to, size_t n, off_t off, size_t *got)
{
	ssize_t r = pread(fd, to, n, off);

	*got = r < 0 ? 0 : (size_t)r;
	return r < 0 ? -errno : 0;
}

int mark_set(struct mark *m, int fd, off_t off)
{
	struct stat st;
	size_t tail = off > MARK_BYTES ? MARK_BYTES : (size_t)off;
	int r = fstat(fd, &st) ? -errno : 0;

	*m = (struct mark){.off = off};
	if (r)
		return r;
	m->dev = st.st_dev;
	m->ino = st.st_ino;
	r = read_at(fd, m->head, tail, 0, &m->nhead);
	return r ? r : read_at(fd, m->tail, tail, off - (off_t)tail, &m->n);
}

void mark_move(struct mark *m, const char *p, size_t n)
{
	size_t last = min_size(n, MARK_BYTES);
	size_t keep = min_size(m->n, MARK_BYTES - last);

	if (m->off < MARK_BYTES) {
		size_t off = (size_t)m->off;

		m->nhead = off + min_size(n, MARK_BYTES - off);
		memcpy(m->head + off, p, m->nhead - off);
	}
	memmove(m->tail, m->tail + m->n - keep, keep);
	memcpy(m->tail + keep, p + n - last, last);
	m->n = keep + last;
	m->off += (off_t)n;
}

static bool has(int fd, const char *bytes, size_t n, off_t off)
{
	char now[MARK_BYTES];

	return pread(fd, now, n, off) == (ssize_t)n && !memcmp(now, bytes, n);
}

bool mark_is(const struct mark *m, int fd)
{
	return has(fd, m->tail, m->n, m->off - (off_t)m->n) &&
	       has(fd, m->head, m->nhead, 0);
}

/* ---------------------------------------------------------------- directory */

void parts_deinit(struct parts *parts)
{
	vec_foreach(it, parts)
		if (it->fd >= 0)
			close(it->fd);
	vec_deinit(parts);
}

/* whether the name is one of the rotation; *number: of its digits */
static bool is_of(const struct rotation *ro, const char *name, uint64_t *number)
{
	size_t n = strlen(ro->name);

	if (strncmp(name, ro->name, n) != 0)
		return false;
	*number = 0;
	return !name[n] || ((name[n] == '.' || name[n] == '-') &&
			    !num_parse(span_of(name + n + 1), 10, number));
}

/* its descriptor; -ENOENT: no regular file, or gone; other negative errno */
static int open_at(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return errno == ELOOP ? -ENOENT : -errno;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	return -ENOENT;
}

static struct mark *find(const struct rotation *ro, const struct mark *m)
{
	vec_foreach(it, &ro->seen)
		if (it->dev == m->dev && it->ino == m->ino)
			return it;
	return NULL;
}

/* one that is gone may have been missed in the list of names only */
int rotation_seen(struct rotation *ro, const struct mark *at)
{
	struct mark *old = find(ro, at);

	/* an empty file may become a copy of what was read */
	if (!at->off)
		return 0;
	if (old) {
		*old = *at;
		return 0;
	}
	if (ro->seen.n == SEEN_MAX)
		memmove(ro->seen.v, ro->seen.v + 1,
			--ro->seen.n * sizeof(*ro->seen.v));
	return vec_add(&ro->seen, *at);
}

/* a copy of the file that was cut, made before that: it begins as it did */
static bool is_copy(const struct part *p, const struct mark *cut, off_t size)
{
	return cut && size &&
	       (cut->dev != p->from.dev || cut->ino != p->from.ino) &&
	       has(p->fd, cut->head, min_size(cut->nhead, (size_t)size), 0);
}

/* from where a file is to be read */
static int place(const struct rotation *ro, const struct mark *cut,
	struct part *p, off_t size)
{
	const struct mark *seen = find(ro, &p->from);

	if (seen && mark_is(seen, p->fd))
		p->from = *seen;
	else if (!is_copy(p, cut, size))
		return 0;
	else if (mark_is(cut, p->fd)) {
		p->continues = true;
		return mark_set(&p->from, p->fd, cut->off);
	} else
		return mark_set(&p->from, p->fd, size);
	return 0;
}

struct look {
	const struct mark *cut;
	struct parts *out;	/* NULL: all is seen */
};

/* oldest first; of two that were written to in the same tick of the clock: the
 * higher number, unless the numbers are dates */
static int by_age(const void *va, const void *vb)
{
	const struct part *a = va, *b = vb;
	int after;

	if (a->is_last != b->is_last)
		return a->is_last ? 1 : -1;
	if (a->mtime.tv_sec != b->mtime.tv_sec)
		return a->mtime.tv_sec > b->mtime.tv_sec ? 1 : -1;
	if (a->mtime.tv_nsec != b->mtime.tv_nsec)
		return a->mtime.tv_nsec > b->mtime.tv_nsec ? 1 : -1;
	after = (a->number > b->number) - (a->number < b->number);
	return a->number >= 10000 && b->number >= 10000 ? after : -after;
}

static bool is_in(const struct parts *parts, const struct part *p)
{
	vec_foreach(it, parts)
		if (it->from.dev == p->from.dev && it->from.ino == p->from.ino)
			return true;
	return false;
}

/* takes the descriptor over; the newest is left for the next look when there are
 * many */
static int add_part(struct parts *out, const struct part *p)
{
	struct part *newest;

	if (vec_add(out, *p)) {
		close(p->fd);
		return -ENOMEM;
	}
	if (out->n <= PARTS_MAX)
		return 0;
	newest = out->v;
	vec_foreach(it, out)
		if (by_age(it, newest) > 0)
			newest = it;
	close(newest->fd);
	*newest = out->v[--out->n];
	return 0;
}

/* takes the descriptor over */
static int look_at(struct rotation *ro, struct look *l, struct part *p)
{
	struct stat st;
	int r = mark_set(&p->from, p->fd, 0);

	if (!r && fstat(p->fd, &st))
		r = -errno;
	if (!r && l->out)
		r = place(ro, l->cut, p, st.st_size);
	else if (!r && !p->is_last)
		r = mark_set(&p->from, p->fd, st.st_size);
	if (!r)
		p->mtime = st.st_mtim;
	if (!r && l->out && !is_in(l->out, p) &&
		(p->is_last || st.st_size > p->from.off))
		return add_part(l->out, p);
	close(p->fd);
	if (r || p->is_last || (l->out && is_in(l->out, p)))
		return r;
	return rotation_seen(ro, &p->from);
}

static int look_at_all(struct rotation *ro, struct look *l, DIR *dir)
{
	const struct dirent *e;
	int r = 0;

	while (!r && (errno = 0, e = readdir(dir))) {
		struct part p = {0};

		if (!is_of(ro, e->d_name, &p.number))
			continue;
		p.fd = open_at(dirfd(dir), e->d_name);
		p.is_last = !strcmp(e->d_name, ro->name);
		if (p.fd >= 0)
			r = look_at(ro, l, &p);
		else if (p.fd != -ENOENT)
			return p.fd;
	}
	return r ? r : -errno;
}

static bool is_before(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec :
				      a.tv_nsec < b.tv_nsec;
}

/* when names changed last; false: so lately that it may show no change */
static bool changed_at(DIR *dir, struct timespec *when)
{
	struct timespec now;
	struct stat st = {0};

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	(void)fstat(dirfd(dir), &st);
	*when = st.st_mtim;
	return is_before(*when, now);
}

/* files that are renamed while their names are listed may be missed: then once
 * more; 0 or negative errno */
static int list(struct rotation *ro, struct look *l, DIR *dir)
{
	const struct timespec tick = {.tv_nsec = 5000000};
	struct timespec before, after;
	int r = 0;

	for (unsigned i = 0; !r && i < LIST_TRIES; i++) {
		bool is_sure = changed_at(dir, &before);

		if (!is_sure && i + 1 < LIST_TRIES) {
			nanosleep(&tick, NULL);
			continue;
		}
		if (l->out)
			parts_deinit(l->out);
		rewinddir(dir);
		r = look_at_all(ro, l, dir);
		ro->changed = before;
		(void)changed_at(dir, &after);
		if (!r && is_sure && !is_before(before, after))
			break;
	}
	return r;
}

bool rotation_changed(const struct rotation *ro)
{
	struct stat st;

	return !stat(ro->dir, &st) && is_before(ro->changed, st.st_mtim);
}

static int look(struct rotation *ro, struct look *l)
{
	DIR *dir = opendir(ro->dir);
	int r;

	if (!dir)
		return -errno;
	r = list(ro, l, dir);
	closedir(dir);
	if (r && l->out)
		parts_deinit(l->out);
	return r;
}

static bool begins_alike(int fd, const struct mark *last)
{
	char head[MARK_BYTES];
	size_t n = 0;

	return !read_at(fd, head, last->nhead, 0, &n) && n &&
	       !memcmp(head, last->head, n);
}

/* A copy of the last one, which is not cut yet: once it is, what was not read of
 * it is looked for in the copy. So whoever reads it has to see that it still
 * begins as it did. */
static int drop_copies(struct parts *out)
{
	struct part *last = out->n ? &out->v[out->n - 1] : NULL;
	size_t n = 0;
	int r;

	if (!last || !last->is_last || last->from.off)
		return 0;
	r = read_at(last->fd, last->from.head, MARK_BYTES, 0,
		&last->from.nhead);
	if (r || !last->from.nhead)
		return r;
	for (size_t i = 0; i < out->n; i++) {
		if (i + 1 < out->n && begins_alike(out->v[i].fd, &last->from))
			close(out->v[i].fd);
		else
			out->v[n++] = out->v[i];
	}
	out->n = n;
	return 0;
}

int rotation_look(struct rotation *ro, const struct mark *cut,
	struct parts *out)
{
	struct look l = {.cut = cut, .out = out};
	int r = look(ro, &l);

	if (r || !out->n)
		return r;
	qsort(out->v, out->n, sizeof(*out->v), by_age);
	r = drop_copies(out);
	if (r)
		parts_deinit(out);
	return r;
}

int rotation_init(struct rotation *ro, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct look l = {0};
	int r;

	*ro = (struct rotation){
		.dir = !slash ? strdup(".") : slash == path ? strdup("/") :
			strndup(path, (size_t)(slash - path)),
		.name = strdup(slash ? slash + 1 : path),
	};
	r = ro->dir && ro->name ? look(ro, &l) : -ENOMEM;
	if (r)
		rotation_deinit(ro);
	return r;
}

void rotation_deinit(struct rotation *ro)
{
	free(ro->dir);
	free(ro->name);
	vec_deinit(&ro->seen);
	*ro = (struct rotation){0};
}
