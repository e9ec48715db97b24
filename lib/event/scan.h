/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/scan.h - the text of a record and a table of fields in; values in the
 * places that the table names out. */
#ifndef EVENT_SCAN_H
#define EVENT_SCAN_H

#include "base/arena.h"

#define SCAN_TAIL_MARK 0x1D	/* what auditd adds to enrich stands behind it */

enum scan_how {
	READ_U32,	/* decimal; -1 is the unset id */
	READ_U64,
	READ_S32,
	READ_S64,
	READ_HEX32,
	READ_HEX64,
	READ_OCT32,
	READ_C32,	/* 0x and 0 in front say what it is */
	READ_C64,
	READ_YES,	/* bool: "yes" or "no" */
	READ_DEV,	/* two uint32_t, hexadecimal: major:minor */
	READ_NAMETYPE,	/* enum nametype */
	READ_TEXT,	/* span: "text", or hexadecimal; (null) is absent */
	READ_WORD,	/* span: as it stands; (none) is absent */
	READ_LABEL,	/* the same, further words may follow */
};

/* a field of a record: where its value goes */
struct scan_field {
	const char *name;
	uint8_t len, how;
	uint16_t offset;
	uint32_t known;		/* bit of event_call.known */
};

#define SCAN_FIELD(name, how, type, member, known)                             \
	{name, sizeof(name) - 1, READ_##how, offsetof(type, member), known}

/* at most 32 fields, in the order that the kernel writes them */
struct scan_table {
	size_t n;
	const struct scan_field *field;
};

#define SCAN_TABLE(a) {ARRAY_SIZE(a), a}

struct scan {
	const char *at;		/* what is left; a NUL stands at its end */
	struct arena *arena;	/* for strings that stand in hexadecimal */
	bool bad;		/* a value is none of its kind */
	int err;		/* -ENOMEM */
};

/* scan_fields() - into obj; which fields were there: bits of the result, by
 * their place in the table. Of several fields with one name the first counts.
 * known: may be NULL. Stops as soon as all were there, or at the tail mark. */
uint32_t scan_fields(struct scan *s, const struct scan_table *t, void *obj,
	unsigned *known);

/* name=value */
struct scan_pair {
	struct span name, value;
};

/* scan_pair() - the next one; false: there is none */
bool scan_pair(struct scan *s, struct scan_pair *pair);

/* scan_text() - a string as the kernel writes those that it does not trust;
 * *out is left alone for (null). false: it is no such string */
bool scan_text(struct scan *s, struct span text, struct span *out);

#endif
