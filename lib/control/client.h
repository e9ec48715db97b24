/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control/client.h - a request for the daemon in; what it answers, message by
 * message, out. */
#ifndef CONTROL_CLIENT_H
#define CONTROL_CLIENT_H

#include "control/request.h"

#include <sys/types.h>

/* client_open() outcomes */
#define CLIENT_NONE 1	/* no daemon runs */
#define CLIENT_DENIED 2	/* one runs, and the caller may not */

struct client {
	struct stream s;
	char group[64];		/* CLIENT_DENIED: whose members may read; "" */
};

/**
 * client_open() - connect to the daemon of a run directory
 * @reads: the request only reads, so that the group's socket will do
 * Root's socket is tried first.
 * Return: 0; CLIENT_NONE; CLIENT_DENIED; negative errno.
 */
int client_open(struct client *c, const char *run, bool reads);
void client_close(struct client *c);

/* client_send() - all of it, waiting. What the daemon says of a request that
 * it does not want to read to its end is still there for client_next(). 0 or a
 * negative errno */
int client_send(struct client *c, const struct request *rq);

/**
 * client_next() - wait for the next message
 * Return: 1; 0: the daemon has ended the connection; negative errno (-EPROTO:
 * not what a daemon says).
 */
int client_next(struct client *c, struct message *m);

/* client_stopped() - the daemon's process when it is stopped (SIGSTOP, a
 * debugger), so that no answer comes; 0: it is not */
pid_t client_stopped(const struct client *c);

#endif
