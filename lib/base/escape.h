/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/escape.h - bytes that an attacker chose in; text that cannot break a
 * line or a quoted string out. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"

/**
 * escape_text() - append s as it stands in text output
 * Control bytes, DEL, '"', '\' and bytes that are not valid UTF-8 become \n,
 * \t, \r, \", \\ or \xHH; so do U+0080..U+009F (C1 controls), U+2028, U+2029
 * and the bidirectional controls U+202A..U+202E and U+2066..U+2069 (each byte
 * as \xHH), which some terminals and viewers obey.
 * Return: true when a byte stood as \xHH.
 */
bool escape_text(struct buf *out, struct span s);

/**
 * escape_json() - append s as the inside of a JSON string (RFC 8259)
 * Valid UTF-8 stands as itself; what escape_text() would not show stands as
 * \n, \t, \r, \", \\ or \uHHHH, which a reader turns back into the very same
 * character. A string with a byte that is not valid UTF-8 is written as
 * escape_text() has it (so \xHH is never ambiguous), and that text is made a
 * JSON string.
 * Return: true in that second case.
 */
bool escape_json(struct buf *out, struct span s);

/* escape_show() - append s for people, one column a character: what
 * escape_text() would not show becomes '?', but tabs, '"' and '\' stand as
 * they are */
void escape_show(struct buf *out, struct span s);

/* escape_is_needed() - whether escape_text() would change s */
bool escape_is_needed(struct span s);

/* escape_copy_plain() - copy the start of s that stands as it is in both; to
 * has room for s.n bytes; how many were copied */
size_t escape_copy_plain(char *to, struct span s);

/* utf8_len() - bytes (1..4) of the valid character at the start of s (RFC
 * 3629: no surrogates, no overlong form); 0: not valid */
size_t utf8_len(struct span s);

#endif
