/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/logfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define CHUNK (256u << 10)

struct logfile {
	gzFile gz;		/* reads plain files too */
	off_t size;		/* 0: not known */
	char data[CHUNK];
};

int logfile_open(struct logfile **outp, const char *path)
{
	struct logfile *f = malloc(sizeof(*f));
	struct stat st;
	int fd, err;

	if (!f)
		return -ENOMEM;
	fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) :
				 dup(STDIN_FILENO);
	err = errno;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		fd = -1;
		err = EISDIR;
	}
	if (fd < 0) {
		free(f);
		return -err;
	}
	f->size = S_ISREG(st.st_mode) ? st.st_size : 0;
	f->gz = gzdopen(fd, "rb");
	if (!f->gz) {
		close(fd);
		free(f);
		return -ENOMEM;
	}
	gzbuffer(f->gz, CHUNK / 2);	/* reads of twice that skip it */
	*outp = f;
	return 0;
}

void logfile_close(struct logfile *f)
{
	if (!f)
		return;
	gzclose_r(f->gz);
	free(f);
}

int logfile_read(struct logfile *f, struct span *out)
{
	int n = gzread(f->gz, f->data, CHUNK), err;

	if (n > 0) {
		*out = (struct span){f->data, (size_t)n};
		return 0;
	}
	*out = (struct span){0};
	gzerror(f->gz, &err);
	if (err == Z_ERRNO)
		return -errno;
	/* Z_BUF_ERROR: a gzip file that ends in the middle */
	return n < 0 || err == Z_BUF_ERROR || err == Z_DATA_ERROR ? -EBADMSG : 0;
}

double logfile_progress(const struct logfile *f)
{
	return f->size ? (double)gzoffset(f->gz) / (double)f->size : -1;
}
