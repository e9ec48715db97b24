/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/record.h - bytes of an audit log, or messages of the audit socket, in;
 * whole events out. What is no record is counted and handed back.
 *
 * libauparse finds out which records make an event and when it is over. It is
 * given the head of each record alone (type, time, serial, node) and a number
 * that we know the record by: so the text that the watched programs chose never
 * reaches it, and each record that it does not give back is known. libauparse
 * keeps state in globals: one reader at work at a time in a process. */
#ifndef EVENT_RECORD_H
#define EVENT_RECORD_H

#include "event/event.h"

/* A name of PATH_MAX bytes takes twice as many in hexadecimal; with a long key
 * and the names that auditd adds, a SYSCALL record passes libaudit's
 * MAX_AUDIT_MESSAGE_LENGTH (8970). Nobody must get out of the log that way. */
#define RECORD_LINE_MAX 16384
#define RECORD_PENDING_MAX 4096	/* runs of records, and */
#define RECORD_PENDING_BYTES (8u << 20)	/* bytes that wait for the end of their
					 * event; past that the oldest event is
					 * ended early, and counted */
#define RECORD_EVENT_SECONDS 2	/* an event without an end is over then */

struct record_reader;

/* why a line was kept aside */
enum record_fault {
	RECORD_NO_HEAD,		/* does not begin as a record does */
	RECORD_CONTROL,		/* control bytes, NUL */
	RECORD_TOO_LONG,	/* over RECORD_LINE_MAX */
	RECORD_BAD_FIELD,	/* a field that we read is malformed; the rest
				 * of the record was used */
	RECORD_CUT_OFF,		/* no newline at the end of the input; its last
				 * field was not used */
	RECORD_DROPPED,		/* libauparse did not give it back */
	RECORD_FAULTS
};

/* record_fault_text() - in words, for messages */
const char *record_fault_text(enum record_fault fault);

struct record_counts {
	uint64_t lines;		/* = blank + records + the three faults first
				 * named */
	uint64_t blank;
	uint64_t records;
	uint64_t aside[RECORD_FAULTS];	/* lines kept aside */
	uint64_t events;	/* handed to .event */
	uint64_t other;		/* events without a call: of other types, or
				 * parts of an event that was over */
	uint64_t unwanted;	/* events that .wanted refused */
	uint64_t retries;	/* io_uring operations that the kernel put off
				 * (and records again when it makes them) */
	uint64_t ended_early;	/* events, to bound memory */
	uint64_t calls_lost;	/* past EVENT_CALLS_MAX */
	uint64_t paths_lost;	/* past EVENT_PATHS_MAX */
	uint64_t args_lost;	/* past EVENT_ARGS_MAX, or not whole */
};

struct record_ops {
	void *arg;

	/* begin() - an event is about to be read; its stamp. NULL: not told */
	void (*begin)(void *arg, uint64_t sec, unsigned ms, uint32_t serial);

	/* event() - an event with at least one call; it and its strings live
	 * until the function returns. It must not feed the reader. */
	void (*event)(void *arg, const struct event *ev);

	/* aside() - a line, or a piece of one that is too long (of
	 * RECORD_LINE_MAX bytes): end is false but for the last piece. May be
	 * NULL: lines are counted only. */
	void (*aside)(void *arg, enum record_fault fault, struct span text,
		bool end);

	/* done() - nothing more will come of what was fed under that tag (see
	 * record_tag()); after .event() or .aside(). NULL: not told */
	void (*done)(void *arg, uint64_t tag);

	/* wanted() - whether an event with such a call is of use; events with
	 * no such call are not read further. NULL: all are. abi: enum abi, -1 */
	bool (*wanted)(void *arg, int abi, bool uring, uint32_t nr);
};

/* record_new() - 0 or -ENOMEM; *outp is released with record_free() */
int record_new(struct record_reader **outp, const struct record_ops *ops);
struct record_reader *record_free(struct record_reader *r);	/* NULL */

/* record_tag() - the number by which .done() names what is fed next: one message,
 * or one line. Of a line that is fed in parts each part is done with at once. */
void record_tag(struct record_reader *r, uint64_t tag);

/**
 * record_feed() - the next bytes of a log, cut anywhere
 * Return: 0 or -ENOMEM, after which some values or records are missing.
 */
int record_feed(struct record_reader *r, const char *p, size_t n);

/**
 * record_feed_message() - one message of the audit socket
 * @type: its netlink type, AUDIT_*
 * @text: "audit(SEC.MS:SERIAL): ..."; NULs and newlines at its end are dropped
 * Not to be mixed with record_feed() on one reader. Its event may come out
 * later, but not later than record_settle().
 * Return: as record_feed().
 */
int record_feed_message(struct record_reader *r, unsigned type,
	struct span text);

/**
 * record_patience() - how long an event without an end may go on, by the time
 * of newer events; at the start RECORD_EVENT_SECONDS. While the kernel makes
 * processes wait, seconds may pass between two records of one call.
 */
void record_patience(struct record_reader *r, unsigned seconds);

/* record_settle() - behind some messages: events that are over come out now.
 * Return: as record_feed(). */
int record_settle(struct record_reader *r);

/* record_age() - events that have waited for RECORD_EVENT_SECONDS are over, by
 * the clock, whatever the patience; for live input, about once a second.
 * Return: as record_feed(). */
int record_age(struct record_reader *r);

/* record_flush() - the input is at its end: so are all events. More may be fed
 * afterwards. Return: as record_feed(). */
int record_flush(struct record_reader *r);

const struct record_counts *record_counts(const struct record_reader *r);

#endif
