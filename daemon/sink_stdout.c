/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/sink_driver.h"

#include <sys/stat.h>
#include <unistd.h>

struct out {
	struct sink_medium m;
	mode_t mode;
};

static int stdout_open(struct sink_medium *m, struct diag *diag)
{
	struct out *o = (struct out *)m;
	struct stat st;
	int r = fstat(STDOUT_FILENO, &st) ? -errno : 0;

	if (r)
		diag_add(diag, DIAG_ERROR, NULL, (struct span){NULL, 0},
			"sink %s: there is no standard output: %s",
			m->conf->name, strerror(-r));
	else
		o->mode = st.st_mode;
	return r;
}

static int stdout_write(struct sink_medium *m, struct sink_batch *b)
{
	const struct out *o = (const struct out *)m;
	struct span rest = sink_batch_rest(b);
	ssize_t n = sink_write(STDOUT_FILENO, o->mode, rest.p, rest.n);

	if (n > 0)
		sink_batch_wrote(b, (size_t)n);
	return n < 0 ? (int)n : 0;
}

/* somebody else opened it */
static void stdout_reopen(struct sink_medium *m, struct sink_batch *b)
{
}

static void stdout_close(struct sink_medium *m)
{
}

static void stdout_place(const struct sink_medium *m, struct buf *out)
{
	buf_lit(out, "to standard output");
}

const struct sink_driver sink_stdout = {
	.word = "stdout", .size = sizeof(struct out), .open = stdout_open,
	.write = stdout_write, .reopen = stdout_reopen, .close = stdout_close,
	.place = stdout_place,
};
