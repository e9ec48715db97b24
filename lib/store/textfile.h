/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store/textfile.h - a file name in, its whole text out. */
#ifndef STORE_TEXTFILE_H
#define STORE_TEXTFILE_H

#include "base/buf.h"

/**
 * textfile_read() - all bytes of a file of bounded size
 * @path: "-" is standard input
 * @max:  bytes
 * Return: 0; -EFBIG (over @max); -EISDIR; -ENOMEM; errno of open(2), read(2).
 */
int textfile_read(struct buf *out, const char *path, size_t max);

#endif
