/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/live.h - rule files as they change in; the rules that lines are made
 * by out.
 *
 * When rules go away, records of their calls are still on their way. So rules
 * that are gone stay a while, behind the others, and act on calls only that
 * began before they went. */
#ifndef DAEMON_LIVE_H
#define DAEMON_LIVE_H

#include "kernel/ruleset.h"

#include <time.h>

#define LIVE_GRACE_S 5	/* gone rules are kept at least so long */

struct live_dirs {
	const char *etc, *lib, *run;
};

/* zeroed: no rules */
struct live {
	struct store_files files;	/* that stand now */
	struct ruleset set;		/* of them */
	struct store_files gone;	/* that stood a while ago */
	VEC(struct timespec) until;	/* when each of them went */
	struct rules *all;		/* of files, then gone; NULL: .gone is
					 * empty, and .set.rs is all */
};

/**
 * live_load() - the rules that the files give now
 * @out:   set on success only; release with live_deinit()
 * @old:   what stood before; its files that are not there any more, and those
 *         that it kept, act on calls before @when (CLOCK_REALTIME)
 * @words: mistakes and warnings, as text
 * Return: 0; -EINVAL (mistakes in rules); other negative errno.
 */
int live_load(struct live *out, const struct live *old,
	const struct live_dirs *dirs, struct timespec when, struct buf *words);

/* live_rules() - to match with; they live as long as live */
const struct rules *live_rules(const struct live *live);

/* live_is_over() - whether that rule was gone when a call began */
bool live_is_over(const struct live *live, const struct rule *rule,
	uint64_t sec, unsigned ms);

/* live_is_due() - whether rules are kept that went LIVE_GRACE_S ago */
bool live_is_due(const struct live *live, time_t now);
/* live_expire() - forget the gone ones; live_rules() is live->set.rs then, and
 * whoever matches has to use it before */
void live_expire(struct live *live);

void live_deinit(struct live *live);

#endif
