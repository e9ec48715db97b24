/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/format_text.h - a rule's log_format and one call in; one line out. */
#ifndef EVENT_FORMAT_TEXT_H
#define EVENT_FORMAT_TEXT_H

#include "event/format.h"

/**
 * format_text() - append the line of @rule's log_format for one call, '\n' at
 * its end
 * No value can break the line or leave its quotes: all are escaped. The
 * format's own text stands as it is, but for its line ends, which become
 * blanks. Lack of memory sticks in @out.
 */
void format_text(struct buf *out, struct format_ctx *ctx,
	const struct rule *rule, const struct view *v);

#endif
