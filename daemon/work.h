/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/work.h - what supervisor and worker say to each other. */
#ifndef DAEMON_WORK_H
#define DAEMON_WORK_H

#include "base/message.h"

/* 0 is none */
enum work_to {
	WORK_TO_NONE,
#define WORK_TO(id, max) WORK_##id,
#include "daemon/work.tbl.h"
};

enum work_from {
	WORK_FROM_NONE,
#define WORK_FROM(id, max) WORK_##id,
#include "daemon/work.tbl.h"
};

extern const struct message_types work_to, work_from;

enum count {
#define COUNT(id, words) COUNT_##id,
#include "daemon/count.tbl.h"
#undef COUNT
	COUNTS
};

#define WORK_AGAIN 0x100	/* with a format: the line before in another one */

/* descriptors of the worker */
#define WORK_FD 3	/* messages */
#define WORK_LOOK_FD 4	/* questions, see daemon/look.h */
#define WORK_MARK_FD 5	/* a struct work_mark in shared memory */

/* what the worker is at, for who finds it dead. The worker alone writes, and
 * nothing that it writes is trusted to be true. */
enum work_at { WORK_AT_NOTHING, WORK_AT_RECORD, WORK_AT_EVENT };

struct work_mark {
	uint32_t at;		/* enum work_at */
	uint32_t ms, serial;	/* of the event */
	uint64_t sec;
	uint64_t tag;		/* of the record */
};

#endif
