/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/format_json.h - a rule and one call in; one ECS document, on one line,
 * out. */
#ifndef EVENT_FORMAT_JSON_H
#define EVENT_FORMAT_JSON_H

#include "event/format.h"

/**
 * format_json() - append the document of one call that @rule matched, '\n' at
 * its end
 * Valid UTF-8 and valid JSON whatever the event's strings hold; the fields
 * whose bytes were no UTF-8 are named in sctaudit.escaped. What the event does
 * not know has no field. A rule of phase before says nothing of the result
 * (event.outcome is "unknown"), unless the call was refused by that rule. Lack
 * of memory sticks in @out.
 */
void format_json(struct buf *out, struct format_ctx *ctx,
	const struct rule *rule, const struct view *v);

#endif
