/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/format_journal.h - a rule and one call in; the fields of one entry of
 * systemd's journal out. */
#ifndef EVENT_FORMAT_JOURNAL_H
#define EVENT_FORMAT_JOURNAL_H

#include "event/format.h"

/* An entry is a list of fields. Each is its length (32 bits, host byte order),
 * then "NAME=value": the name of A-Z, 0-9 and '_', the value any bytes. */

/**
 * format_journal() - append the entry of one call that @rule matched
 * MESSAGE is the line of format_text() without its '\n'. Strings of the event
 * stand as they are, unescaped. What the event does not know has no field;
 * results are shown as format_json() shows them. Lack of memory sticks in @out.
 */
void format_journal(struct buf *out, struct format_ctx *ctx,
	const struct rule *rule, const struct view *v);

/* journal_begin() - a field begins, "NAME=" and its value are to be added; what
 * it returns is for journal_end() */
size_t journal_begin(struct buf *out, const char *name);
void journal_end(struct buf *out, size_t start);

/* a whole field */
void journal_text(struct buf *out, const char *name, struct span value);
void journal_int(struct buf *out, const char *name, int64_t value);

/**
 * journal_next() - take the next field off @rest
 * Return: 1; 0 (no more); -EPROTO (a length beyond the end, or no '=').
 */
int journal_next(struct span *rest, struct span *field);

#endif
