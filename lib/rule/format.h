/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/format.h - the text of a log_format in, a list of parts out. */
#ifndef RULE_FORMAT_H
#define RULE_FORMAT_H

#include "base/diag.h"
#include "rule/rules.h"

#define FORMAT_DEFAULT                                                         \
	"%time %comm[%pid] %sname(%params) by %uid (rule %ruleid)"

/**
 * format_parse() - cut a log_format into text and macros
 * @out:   in the arena, set on success; text parts point into @text or the
 *         arena
 * @rule:  whose it is: macros known only after the call are errors in
 *         before-rules. NULL: nobody's, all macros will do.
 * Return: 0; -EINVAL (in @diag); -ENOMEM.
 */
int format_parse(const struct format **out, struct arena *arena,
	const struct source *src, struct span text, const struct rule *rule,
	struct diag *diag);

struct macro_info {
	const char *name;
	bool after;
	const char *what;	/* in words, for documentation */
};

const struct macro_info *macro_info(enum macro macro);

#endif
