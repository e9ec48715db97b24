/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/loop.h - the kernel's records in; lines on standard output out, until
 * a signal ends it. */
#ifndef DAEMON_LOOP_H
#define DAEMON_LOOP_H

#include "daemon/live.h"
#include "event/pipeline.h"

/* exit codes, those of auditd(8) */
enum daemon_exit {
	DAEMON_OK = 0,
	DAEMON_INIT = 1,	/* something failed */
	DAEMON_USAGE = 2,
	DAEMON_PRIVILEGE = 4,
	DAEMON_CONFIG = 6,	/* mistakes in the rules */
};

struct loop_config {
	enum pipeline_format format;
	struct live_dirs dirs;
	bool load;		/* put the rules into the kernel */
	bool records_only;	/* do not look at this host's files */
};

/* loop_main() - all of a daemon's life; says everything on standard error.
 * Return: enum daemon_exit. */
int loop_main(const struct loop_config *conf);

#endif
