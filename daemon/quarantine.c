/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/quarantine.h"

#include "base/buf.h"
#include "store/file.h"

#include <fcntl.h>
#include <libaudit.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_MAX 256	/* where the stamp of a record is looked for */

/* between "audit(" and ")": digits, '.' and ':' only; empty: there is none */
static struct span key_of(struct span text)
{
	static const char start[] = "audit(";
	struct span head = {text.p, min_size(text.n, HEAD_MAX)};
	const char *p = head.n ? memmem(head.p, head.n, start,
		sizeof(start) - 1) : NULL;
	size_t n = 0;

	if (!p)
		return (struct span){0};
	p += sizeof(start) - 1;
	while (p + n < head.p + head.n &&
		((p[n] >= '0' && p[n] <= '9') || p[n] == '.' || p[n] == ':'))
		n++;
	return (struct span){p, n};
}

struct tagged {
	uint64_t tag;
	char *key;
	size_t size;
};

static void copy_key(void *arg, struct span text)
{
	struct tagged *t = arg;
	struct span key = key_of(text);

	if (key.n < t->size)
		snprintf(t->key, t->size, "%.*s", SPAN_ARG(key));
}

void quarantine_key(struct queue *q, const struct work_mark *mark, char *key,
	size_t size)
{
	struct tagged t = {mark->tag, key, size};

	*key = '\0';
	if (mark->at == WORK_AT_EVENT)
		snprintf(key, size, "%llu.%03u:%u",
			(unsigned long long)mark->sec, mark->ms % 1000,
			mark->serial);
	else if (mark->at == WORK_AT_RECORD)
		queue_look(q, mark->tag, copy_key, &t);
}

struct taking {
	struct span key;
	struct buf out;
};

static bool take(void *arg, unsigned type, struct span text)
{
	struct taking *t = arg;
	const char *name;

	if (!span_eq(key_of(text), t->key))
		return false;
	name = audit_msg_type_to_name((int)type);
	if (type && name)
		buf_printf(&t->out, "type=%s msg=", name);
	else if (type)
		buf_printf(&t->out, "type=UNKNOWN[%u] msg=", type);
	buf_span(&t->out, text);
	if (!text.n || text.p[text.n - 1] != '\n')
		buf_chr(&t->out, '\n');
	return true;
}

static int write_all(int fd, struct span s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0)
			s = (struct span){s.p + n, s.n - (size_t)n};
	}
	return fsync(fd) ? -errno : 0;
}

static int keep(const char *path, struct span text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
		O_NOFOLLOW, 0600);
	int r = fd < 0 ? -errno : write_all(fd, text);

	if (fd >= 0)
		close(fd);
	return r;
}

int quarantine(struct queue *q, const char *dir, const char *key, char *path,
	size_t size)
{
	struct taking t = {.key = span_of(key)};
	int r;

	queue_remove(q, take, &t);
	snprintf(path, size, "%s/quarantine", dir);
	r = file_make_dirs(path);
	if (!r)
		(void)chmod(path, 0700);
	snprintf(path, size, "%s/quarantine/%s.log", dir, key);
	r = r ? r : t.out.err;
	r = r ? r : keep(path, (struct span){t.out.p, t.out.n});
	buf_deinit(&t.out);
	return r;
}
