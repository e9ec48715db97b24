/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/supervisor.h - a configuration in; the daemon as long as it lives.
 *
 * It runs as root and parses no record. Its threads: the reader, one for the
 * worker's questions, one for each sink; and this one, which never waits for
 * any of them. */
#ifndef DAEMON_SUPERVISOR_H
#define DAEMON_SUPERVISOR_H

#include "daemon/config.h"
#include "daemon/exit.h"
#include "daemon/loader.h"

struct supervisor_options {
	struct config_place place;	/* where the configuration is from */
	struct loader_dirs dirs;
	bool no_load;		/* leave the kernel's rules alone */
	bool records_only;	/* do not look at this host's files */
	int format;		/* enum pipeline_format: to standard output
				 * instead of the sinks; -1: the sinks */
	int source;		/* enum source_kind; -1: that of the
				 * configuration */
	void *arg;
	void (*ready)(void *arg);	/* it works; NULL */
};

/* supervisor_main() - says everything by say(). Return: enum daemon_exit. */
int supervisor_main(const struct supervisor_options *opt);

#endif
