/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/sandbox.h - a process that may do anything in; one that can read and
 * write the sockets it has, and get memory, and nothing else, out. */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include "base/base.h"

struct sandbox {
	const char *user;	/* to become; NULL: stay who we are (not root) */
	size_t memory;		/* RLIMIT_AS, bytes; 0: as it is */
};

/**
 * sandbox_enter() - for good: other user, no group but the user's, no
 * capability, no_new_privs, not dumpable, no core, no new file (RLIMIT_NOFILE,
 * RLIMIT_FSIZE 0), seccomp allow list with SECCOMP_RET_KILL_PROCESS, foreign
 * ABIs killed
 * @what: on failure, what could not be done, in words
 * To be called when the process has one thread, after everything is open.
 * Return: 0; negative errno.
 */
int sandbox_enter(const struct sandbox *conf, const char **what);

#endif
