/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/live.h - rule files as they change in; the rules that lines are made
 * by out.
 *
 * When rules come or go, records of earlier calls are still on their way. So
 * rules that are gone stay a while, behind the others, and act on calls only
 * that were before they went; and new ones on calls only that were after they
 * came. Once all of those records are in, clocks do not matter any more. */
#ifndef DAEMON_LIVE_H
#define DAEMON_LIVE_H

#include "base/message.h"
#include "rule/resolve.h"
#include "store/store.h"

#include <time.h>

#define LIVE_GRACE_S 5	/* so long records may be on their way */

struct live_time {
	struct timespec since;	/* 0: long ago */
	struct timespec until;	/* of those that are gone */
};

/* texts of rule files; the supervisor has them, and tells them to the worker.
 * Zeroed: none */
struct live {
	struct store_files files;	/* that stand now */
	struct store_files gone;	/* that stood a while ago */
	VEC(struct live_time) time;	/* of .files, then of .gone */
};

/**
 * live_next() - files take the place of what stood
 * @out:   set on success only; release with live_deinit()
 * @old:   what stood before; its files that are not there any more, and those
 *         that it kept, act on calls before @when (CLOCK_REALTIME)
 * @when:  0: there was nothing before, and the new ones act on all calls
 * @files: taken on success
 * Return: 0; -ENOMEM, -EFBIG, ... (store_files_add()).
 */
int live_next(struct live *out, const struct live *old,
	struct store_files *files, struct timespec when);
void live_deinit(struct live *live);

/* live_expire() - all records from before the last change are in: the rules that
 * are gone are forgotten, the others act whenever a call was */
void live_expire(struct live *live);

/* live_pack() - as values of a message; live_unpack(): 0; -EPROTO; -ENOMEM...
 * *out is set on success only */
void live_pack(const struct live *live, struct buf *out);
int live_unpack(struct live *out, struct message *m);

/* rules of such texts; zeroed: none */
struct acting {
	struct live live;
	struct rules *rs;	/* of live.files, then of live.gone */
	size_t standing;	/* rules of live.files */
	bool always;		/* all of them act whenever a call was */
};

/**
 * acting_build() - make the rules
 * @live:  taken on success
 * @words: mistakes, as text
 * Return: 0; -EINVAL (mistakes); -ENOMEM; -E2BIG.
 */
int acting_build(struct acting *out, struct live *live,
	const struct name_service *names, struct buf *words);
void acting_deinit(struct acting *a);

/* acting_acts() - whether that rule was in force at that time; see
 * matcher_acts() */
bool acting_acts(const struct acting *a, const struct rule *rule,
	uint64_t sec, unsigned ms);

#endif
