/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/sandbox.h - a process that may do anything in; one that can read and
 * write the sockets it has, and get memory, and nothing else, out. */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include "base/base.h"

struct sandbox {
	const char *user;	/* to become; NULL: stay who we are (not root) */
	size_t memory;		/* RLIMIT_AS, bytes; 0: as it is */
	int fds;		/* descriptors 0 to fds - 1 stay open, all others
				 * are closed; 0: as they are */
};

/**
 * sandbox_enter() - for good: other user, no group but the user's, no
 * capability, no_new_privs, not dumpable, no core, no new file (RLIMIT_NOFILE,
 * RLIMIT_FSIZE 0), seccomp allow list with SECCOMP_RET_KILL_PROCESS, foreign
 * ABIs killed
 * @what: on failure, what could not be done, in words
 * To be called when the process has one thread, after everything is open: so
 * after pipeline_new(), for libauparse reads /etc/audit/auditd.conf when a reader
 * is made; pipeline_rules() can be called later. What libc would look up in files
 * (the time zone) is looked up here. poll(2) takes up to SANDBOX_POLL descriptors
 * from then on. End with _exit(2).
 * Return: 0; negative errno.
 */
int sandbox_enter(const struct sandbox *conf, const char **what);

#define SANDBOX_POLL 4

/* In a build with AddressSanitizer its runtime gets a few more calls through
 * (see sandbox.c) and memory is not limited: it reserves terabytes of
 * addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

/* sandbox_allows() - whether the system call of that number gets through the
 * list in this ABI, with some arguments at least */
bool sandbox_allows(int nr);

#endif
