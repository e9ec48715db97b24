/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/source.h - named text in; line, column and source line of a span out. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/span.h"

/* name and text are owned by whoever made it and outlive all spans into it */
struct source {
	const char *name;	/* as the user knows it: a file name, "<stdin>" */
	struct span text;
	unsigned index;		/* place among the texts that are read together */
};

struct place {
	unsigned line, column;	/* from 1; column counts characters, and
				 * bytes that are none */
	const char *at;		/* the place itself */
	struct span text;	/* the source line, without its end */
};

/* source_has() - whether s points into src (its very end included) */
bool source_has(const struct source *src, struct span s);

/* source_place() - where s begins; s must be in src */
struct place source_place(const struct source *src, struct span s);

/* source_place_after() - the same, looked for from before on */
struct place source_place_after(const struct source *src,
	const struct place *before, struct span s);

#endif
