/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/diag.h - mistakes found in; messages with place, caret and fix out. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/buf.h"
#include "base/source.h"
#include "base/vec.h"

#define DIAG_ERRORS_MAX 20	/* errors kept; further ones are counted */

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

struct diag_item {
	enum diag_level level;
	const struct source *src;	/* NULL: no place in a text */
	struct span at;
	char *text;			/* owned: what is wrong and the fix */
};

/* zeroed is an empty list; release with diag_deinit() */
struct diag {
	VEC(struct diag_item) items;	/* by source and place in it */
	unsigned errors, warnings;	/* all that were reported */
	size_t note_at;			/* behind the message added last; 0: that
					 * one was not kept */
	int err;			/* -ENOMEM: a message was not kept */
};

/**
 * diag_add() - report one mistake
 * @src: the text that @at points into, or NULL
 * Errors past DIAG_ERRORS_MAX, and warnings past ten times that, are counted
 * and not kept. A second error (warning) at the same byte is dropped and not
 * counted: it follows from the first. A note belongs to the message before it.
 * Words in the message may hold any bytes.
 */
void diag_add(struct diag *d, enum diag_level level, const struct source *src,
	struct span at, const char *fmt, ...) printf_like(5, 6);

/* diag_print() - all of it as text, "file:line:column: error: ..." with the
 * source line and a caret */
void diag_print(const struct diag *d, struct buf *out);
void diag_deinit(struct diag *d);

/* diag_line() - the line of a span, to be named in an error; 0 when no more
 * errors are kept, for finding a line takes a walk through the text */
unsigned diag_line(const struct diag *d, const struct source *src,
	struct span at);

/* diag_guess() - the name nearest to s, or NULL when none is near, or when no
 * more errors are kept in d (which may be NULL); next() gives the names one by
 * one, NULL at the end */
const char *diag_guess(const struct diag *d, struct span s,
	const char *(*next)(void *arg), void *arg);

#endif
