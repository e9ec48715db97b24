/* SPDX-License-Identifier: GPL-2.0-or-later */
/* auditd(8) starts us and writes the records as lines to our standard input.
 * When it reads its configuration again it sends SIGHUP, when it ends SIGTERM,
 * and then closes the pipe: what is in there can be read until its end. */
#include "daemon/lines.h"
#include "daemon/source_driver.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

struct plugin {
	int fd;
	bool ended;
	struct lines lines;
};

static int plugin_open(void **ctx, const struct source_env *env,
	struct diag *diag)
{
	struct plugin *p;
	struct stat st;

	if (fstat(env->in, &st) || !(S_ISFIFO(st.st_mode) ||
				     S_ISSOCK(st.st_mode))) {
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"source 'plugin': standard input is not auditd's pipe; "
			"auditd starts this itself (plugins.d/sctauditd.conf)");
		return -EINVAL;
	}
	p = malloc(sizeof(*p));
	if (!p)
		return -ENOMEM;
	p->fd = env->in;
	p->ended = false;
	p->lines.at = p->lines.n = 0;
	p->lines.in_piece = false;
	*ctx = p;
	return 0;
}

/* 1: some came; 0; SOURCE_END; negative errno. The pipe may be shared with
 * others: it is left as it is, and not made nonblocking. */
static int fill(struct plugin *p)
{
	struct pollfd pfd = {.fd = p->fd, .events = POLLIN};
	size_t room;
	char *to = lines_room(&p->lines, &room);
	ssize_t n;

	if (poll(&pfd, 1, 0) <= 0)
		return 0;
	n = read(p->fd, to, room);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -errno;
	lines_add(&p->lines, (size_t)n);
	return n ? 1 : SOURCE_END;
}

static int plugin_read(void *ctx, struct source_record *rec)
{
	struct plugin *p = ctx;
	int r;

	*rec = (struct source_record){0};
	for (;;) {
		if (lines_next(&p->lines, &rec->text))
			return 1;
		r = p->ended ? SOURCE_END : fill(p);
		if (r == SOURCE_END) {
			p->ended = true;
			return lines_rest(&p->lines, &rec->text) ? 1 : r;
		}
		if (r <= 0)
			return r;
	}
}

static int plugin_fd(const void *ctx)
{
	const struct plugin *p = ctx;

	return p->fd;
}

static struct source_counts plugin_counts(const void *ctx)
{
	return (struct source_counts){0};
}

static void plugin_free(void *ctx)
{
	free(ctx);
}

const struct source_driver source_plugin = {
	.name = "plugin",
	.open = plugin_open,
	.read = plugin_read,
	.fd = plugin_fd,
	.counts = plugin_counts,
	.free = plugin_free,
};
