/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/out.h - lines in, standard output out; and what sctauditd has to say
 * itself, on standard error. */
#ifndef DAEMON_OUT_H
#define DAEMON_OUT_H

#include "base/buf.h"

#define OUT_BUFFER (256u << 10)	/* bytes that wait for the end of a turn */

/* zeroed is ready for use */
struct out {
	struct buf buf;
	int err;	/* negative errno: lines were not written */
};

/* out_add() - keep a line until out_flush(), or write when there are many */
void out_add(struct out *out, struct span line);

/* out_flush() - write what is kept; waits for a slow reader.
 * Return: 0 or out->err, which stays. */
int out_flush(struct out *out);
void out_deinit(struct out *out);

/* out_say() - "sctauditd: words" on standard error */
void out_say(const char *fmt, ...) printf_like(1, 2);

/* out_words() - lines that are made already, on standard error */
void out_words(struct span words);

#endif
