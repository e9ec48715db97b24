/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/param.h - one parameter of a call in; its text as %params or %args
 * show it out. */
#ifndef EVENT_PARAM_H
#define EVENT_PARAM_H

#include "base/buf.h"
#include "event/view.h"

/**
 * param_text() - parameter n (from 1) as the program passed it
 * Strings and paths stand in double quotes, numbers and pointers as signed
 * decimals of their own width, argv as ["rm", "./dummy"], a socket address as
 * saddr_text() has it, a null pointer as <NULL>, the unknown as ?.
 * Return: true when a byte stood as \xHH.
 */
bool param_text(struct buf *out, const struct view *v, unsigned n);

/* param_decoded() - the same with what the numbers mean: O_WRONLY|O_CREAT,
 * 0644, SIGKILL, AT_FDCWD; pointers in hex */
bool param_decoded(struct buf *out, const struct view *v, unsigned n);

#endif
