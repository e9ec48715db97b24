/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/pattern.h - a regular expression in, compiled; bytes in, yes or no or
 * gave-up out. PCRE2 with bounds on time and memory. */
#ifndef RULE_PATTERN_H
#define RULE_PATTERN_H

#include "base/buf.h"

struct pattern;

/**
 * pattern_new() - compile
 * @error: gets PCRE2's words and the offset on -EINVAL
 * Return: 0; -EINVAL; -ENOMEM. Release with pattern_free().
 */
int pattern_new(struct pattern **out, struct span text, struct buf *error);
void pattern_free(struct pattern *p);

/* pattern_match() - 1: found, 0: not, negative: over the bound (PCRE2 match
 * limit) or no memory: not known */
int pattern_match(const struct pattern *p, struct span s);

/* glob_match() - shell pattern against all of s: '*' any run without '/',
 * '**' any run, '?' one byte but '/', [a-z] [!a-z], '\' takes the next byte
 * literally. Bounded: O(pattern * text). */
bool glob_match(struct span pattern, struct span s);

/* glob_check() - NULL, or what is wrong with the pattern */
const char *glob_check(struct span pattern);

#endif
