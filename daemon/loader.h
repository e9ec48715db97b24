/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/loader.h - rule files in; the same rules in the worker and in the
 * kernel out. What the daemon and 'sct upload' ask for goes one way: first the
 * store, then the worker, then the kernel; or nothing is changed. */
#ifndef DAEMON_LOADER_H
#define DAEMON_LOADER_H

#include "control/request.h"
#include "daemon/keeper.h"
#include "daemon/look.h"

struct loader_dirs {
	const char *etc, *lib, *run;
};

struct loader {
	struct loader_dirs dirs;
	bool load;		/* into the kernel */
	struct auditnl *nl;	/* NULL: the source is not this kernel */
	struct keeper *keeper;
	void (*say)(int level, const char *words);	/* whole lines too */

	struct look_server *look;	/* NULL: nobody asks */

	struct acting acting;		/* as the worker has them */
	struct store_files before;	/* while a change is staged */
	int64_t changed;		/* CLOCK_MONOTONIC, ms; 0: never */
	time_t changed_real;
	bool settling;			/* records from before that may come */
	bool dropped;			/* the kernel has fewer rules than we
					 * gave it */
	int64_t last_restore;		/* CLOCK_MONOTONIC, ms */
};

/* loader_read() - the rules as they are on disk, for the worker; nothing goes
 * to the kernel yet. 0; -EINVAL (mistakes); other negative errno; all said */
int loader_read(struct loader *l);

/* loader_load() - into the kernel, at the start. 0 or negative errno, said */
int loader_load(struct loader *l);

/* loader_run() - UPLOAD, DELETE, DOWNLOAD, DIFF, RELOAD, STATUS; for the last
 * one what status() adds */
void loader_run(struct loader *l, const struct request *rq,
	struct reply *reply, void (*status)(void *arg, struct rows *rows),
	void *arg);

/* loader_dropped() - the kernel has dropped a rule of ours */
void loader_dropped(struct loader *l);

/* loader_tick() - about once a second: load again what was dropped, forget what
 * is long gone; quiet: no record is on its way */
void loader_tick(struct loader *l, bool quiet);
void loader_deinit(struct loader *l);

/* loader_rules() - how many are in force */
static inline size_t loader_rules(const struct loader *l)
{
	return l->acting.standing;
}

#endif
