/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/loss_line.h - how many were lost, why and where in; a line of output
 * that says so, in any format, out. */
#ifndef DAEMON_LOSS_LINE_H
#define DAEMON_LOSS_LINE_H

#include "event/pipeline.h"

/* LOSS(name, one, many, why): a cause. The name stands in JSON, the journal and
 * the metrics; one and many say what is counted. */
#define LOSS_CAUSE_ROWS                                                        \
	LOSS(KERNEL, "kernel", "record", "records",                            \
		"the kernel had no room for them")                             \
	LOSS(GAP, "gap", "event", "events", "nothing of them came")            \
	LOSS(OVERRUN, "overrun", "batch of records", "batches of records",     \
		"the audit socket was full")                                   \
	LOSS(QUEUE, "queue", "event", "events", "the queue was full")          \
	LOSS(QUARANTINE, "quarantine", "event", "events",                      \
		"set aside, for the worker died of them")                      \
	LOSS(UNREADABLE, "unreadable", "record", "records",                    \
		"they could not be read")                                      \
	LOSS(SINK, "sink", "line", "lines", "its queue was full")

enum loss_cause {
#define LOSS(NAME, ...) LOSS_##NAME,
	LOSS_CAUSE_ROWS
#undef LOSS
	LOSS_CAUSES
};

/* the journal's catalogue number of such an entry */
#define LOSS_MESSAGE_ID "6f290c80c3124a3c8f0638355980927d"

struct loss_line {
	enum loss_cause cause;
	uint64_t count;
	bool has_serials;	/* of events, the first and the last that was */
	uint32_t first, last;	/* lost; more than count where some between them
				 * came */
	struct span sink;	/* LOSS_SINK: its name */
	uint64_t ms;		/* when it is told, CLOCK_REALTIME */
	struct span host;	/* .p NULL: not known */
};

/* loss_cause_name() - "kernel", ... */
const char *loss_cause_name(enum loss_cause cause);

/**
 * loss_line() - append it
 * Text: "sctauditd: lost 3 events between serial 9 and 13 (nothing of them
 * came)": the serials are those before and behind. JSON: event.action "lost"
 * and sctaudit.lost. Journal: fields, with that text as MESSAGE. Lack of memory
 * sticks in @out.
 */
void loss_line(struct buf *out, const struct loss_line *l,
	enum pipeline_format format);

#endif
