/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/out.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* standard output may be nonblocking, by whoever shares it */
static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		struct pollfd pfd = {.fd = fd, .events = POLLOUT};
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EAGAIN)
			(void)poll(&pfd, 1, -1);
		else if (done < 0 && errno != EINTR)
			return -errno;
		else if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return 0;
}

int out_flush(struct out *out)
{
	if (out->buf.err)
		out->err = out->buf.err;
	if (!out->err)
		out->err = write_all(STDOUT_FILENO, out->buf.p, out->buf.n);
	buf_reset(&out->buf);
	return out->err;
}

void out_add(struct out *out, struct span line)
{
	buf_span(&out->buf, line);
	if (out->buf.n >= OUT_BUFFER)
		(void)out_flush(out);
}

void out_deinit(struct out *out)
{
	buf_deinit(&out->buf);
}

void out_say(const char *fmt, ...)
{
	char *words;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&words, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	fprintf(stderr, "sctauditd: %s\n", words);
	free(words);
}

void out_words(struct span words)
{
	if (words.n)
		fwrite(words.p, 1, words.n, stderr);
}
