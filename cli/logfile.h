/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cli/logfile.h - a recorded log in, plain or gzip, file or pipe; its bytes
 * out, chunk by chunk. */
#ifndef CLI_LOGFILE_H
#define CLI_LOGFILE_H

#include "base/span.h"

struct logfile;

/* logfile_open() - "-" is standard input. 0 or negative errno */
int logfile_open(struct logfile **outp, const char *path);
void logfile_close(struct logfile *f);

/* logfile_read() - the next bytes, valid until the next call; .n 0 at the end.
 * Return: 0; negative errno; -EBADMSG: the gzip data are damaged. */
int logfile_read(struct logfile *f, struct span *out);

/* logfile_progress() - 0..1 of the file on disk; < 0: not known (a pipe) */
double logfile_progress(const struct logfile *f);

#endif
