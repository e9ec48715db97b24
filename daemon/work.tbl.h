/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WORK_TO(id, max): messages to the worker; WORK_FROM(id, max): from it. max:
 * longest body in bytes, of text that people wrote no less than they may; 1 where
 * there is none, for 0 means that there is no such message. */
#ifndef WORK_TO
#define WORK_TO(id, max)
#endif
#ifndef WORK_FROM
#define WORK_FROM(id, max)
#endif
WORK_TO(SETUP, 4096)		/* text host */
WORK_TO(RULES, 128u << 20)	/* u32 generation, then live_pack() */
WORK_TO(FORMATS, 4)		/* u32 1 << enum pipeline_format */
WORK_TO(RECORDS, 1u << 20)	/* what queue_send() makes */
WORK_TO(PATIENCE, 4)		/* u32 seconds, see record_patience() */
WORK_TO(AGE, 1)			/* nothing is on its way */
WORK_TO(FLUSH, 1)		/* the end: answered with FLUSHED */

WORK_FROM(TAKEN, 1u << 20)	/* u32 generation, u32 0 or errno, text words */
WORK_FROM(EVENTS, 256u << 20)	/* u32 n, n u64 tags of records that are done
				 * with; then lines: text rule, u32 level, u64
				 * ms, u32 n, n times u32 format and text */
WORK_FROM(COUNTS, 1024)		/* a u64 for each row of count.tbl.h */
WORK_FROM(DROPPED, 1)		/* the kernel dropped a rule of ours */
WORK_FROM(FLUSHED, 1)
WORK_FROM(FAILED, 4096)		/* text: why it ends; the last message */
#undef WORK_TO
#undef WORK_FROM
