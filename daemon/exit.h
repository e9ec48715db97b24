/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/exit.h - exit codes, those of auditd(8). */
#ifndef DAEMON_EXIT_H
#define DAEMON_EXIT_H

enum daemon_exit {
	DAEMON_OK = 0,
	DAEMON_INIT = 1,	/* something failed */
	DAEMON_USAGE = 2,
	DAEMON_PRIVILEGE = 4,
	DAEMON_CONFIG = 6,	/* mistakes in the rules or the configuration */
};

#endif
