/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/fields.h - the records of one event in, one by one; a struct event
 * with their values out. */
#ifndef EVENT_FIELDS_H
#define EVENT_FIELDS_H

#include "base/buf.h"
#include "event/event.h"
#include "event/head.h"
#include "event/scan.h"

/* what a record type is to us; rows are in fields.c */
enum record_role {
	RECORD_CALL,	/* SYSCALL, URINGOP */
	RECORD_PART,	/* tells more about the calls of its event */
	RECORD_END,	/* EOE */
	RECORD_OTHER,	/* nothing that we read */
};

struct record_type {
	const char *name;	/* NULL: RECORD_OTHER */
	unsigned number;	/* AUDIT_*, <linux/audit.h> */
	enum record_role role;
	int index;		/* of its row */
};

/* record_type() - by the name that stands behind type=, UNKNOWN[1300] too;
 * never NULL: types that we do not read share one row */
const struct record_type *record_type(struct span name);

/* zeroed is ready for fields_begin(); release with fields_deinit() */
struct fields {
	struct event *ev;
	struct scan scan;	/* .bad: the last record has a field that is
				 * none. .err: -ENOMEM, values are missing */
	size_t calls_lost;	/* past EVENT_CALLS_MAX */
	size_t retries;		/* io_uring operations that were put off */
	size_t args_lost;	/* past EVENT_ARGS_MAX, or with a piece missing */
	struct buf arg;		/* the argument that is being put together */
	size_t arg_index, arg_piece;
	bool arg_open;
};

/* fields_begin() - the event is emptied */
void fields_begin(struct fields *f, struct event *ev, const struct head *h);

/**
 * fields_read() - take over the values of one record
 * @body: what follows the head, up to a NUL. It must live as long as the event:
 *        values point into it
 * The first of several fields of one name counts: what follows subj= may come
 * from somebody who chose the label.
 */
void fields_read(struct fields *f, const struct record_type *type,
	const char *body);

/* fields_calls() - once all RECORD_CALL records are read: SYSCALL becomes
 * call[0], io_uring operations get the arch and the process of the SYSCALL that
 * they are part of, else host_arch; those that were put off are dropped */
void fields_calls(struct fields *f, uint32_t host_arch);

/* fields_end() - once all records are read */
void fields_end(struct fields *f);
void fields_deinit(struct fields *f);

#endif
