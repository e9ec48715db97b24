/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/textfile.h"

#include <fcntl.h>
#include <unistd.h>

#define CHUNK 65536

static int read_all(struct buf *out, int fd, size_t max)
{
	for (;;) {
		char *to = buf_reserve(out, CHUNK);
		ssize_t n;

		if (!to)
			return -ENOMEM;
		n = read(fd, to, CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : 0;
		out->n += (size_t)n;
		out->p[out->n] = '\0';
		if (out->n > max)
			return -EFBIG;
	}
}

int textfile_read(struct buf *out, const char *path, size_t max)
{
	bool input = strcmp(path, "-") == 0;
	int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	r = read_all(out, fd, max);
	if (!input)
		close(fd);
	return r;
}
