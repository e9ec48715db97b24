/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/listen.h - a run directory in; its lock, sockets with the right owner,
 * and who is at the other end, out. */
#ifndef DAEMON_LISTEN_H
#define DAEMON_LISTEN_H

#include "base/diag.h"

#include <sys/types.h>

/**
 * listen_lock() - be the one daemon of this run directory
 * Makes the directory. The lock is let go when the descriptor is closed, also
 * by a SIGKILL.
 * Return: a descriptor; -EBUSY (another one has it); other negative errno; all
 * said in @diag.
 */
int listen_lock(const char *run, struct diag *diag);

/**
 * listen_open() - a listening socket RUN/NAME, nonblocking
 * @gid: its group, mode 0660; (gid_t)-1: root alone, 0600
 * Takes the place of one that a killed daemon left, in one step: nobody meets
 * it with other rights, and whoever asks finds either.
 * Return: a descriptor; negative errno, said in @diag.
 */
int listen_open(const char *run, const char *name, gid_t gid,
	struct diag *diag);

/* listen_close() - the name goes too, so that everybody sees that nobody is
 * there; fd < 0 is fine */
void listen_close(const char *run, const char *name, int fd);

/* listen_regroup() - another group for a socket of listen_open(); 0 or negative
 * errno, said */
int listen_regroup(const char *run, const char *name, gid_t gid,
	struct diag *diag);

/* listen_peer_is() - whether the process at the other end was root (or who we
 * are), or in the group ((gid_t)-1: none), when it connected */
bool listen_peer_is(int fd, gid_t gid, uid_t *uid);

#endif
