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
	VEC(struct diag_item) items;
	unsigned errors, warnings;	/* all that were reported */
	int err;			/* -ENOMEM: a message was not kept */
};

/**
 * diag_add() - report one mistake
 * @src: the text that @at points into, or NULL
 * Errors past DIAG_ERRORS_MAX, and warnings past ten times that, are counted
 * and not kept. A second error at the same byte is dropped: it follows from
 * the first.
 */
void diag_add(struct diag *d, enum diag_level level, const struct source *src,
	struct span at, const char *fmt, ...) printf_like(5, 6);

/* diag_print() - all of it as text, "file:line:column: error: ..." with the
 * source line and a caret */
void diag_print(const struct diag *d, struct buf *out);
void diag_deinit(struct diag *d);

/* diag_guess() - the name nearest to s, or NULL when none is near;
 * next() gives the names one by one, NULL at the end */
const char *diag_guess(struct span s, const char *(*next)(void *arg), void *arg);

#endif
