/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/look.h - questions of a worker that sees nothing of the host in; what
 * the supervisor sees out.
 *
 * A worker may have been taken over. So it can ask for the descriptors of a
 * process, for files that the loaded rules name, and for users and groups, and
 * for nothing else; and a question costs it a round trip.
 *
 *   LOOK_FD        u32 pid, u32 fd     the name of what it stands for, its inode
 *   LOOK_PLACE     text name           device and inode
 *   LOOK_USER,     u32 id              name
 *   LOOK_GROUP
 *   LOOK_USER_ID,  text name           id
 *   LOOK_GROUP_ID
 *   LOOK_ANSWER    u32 errno (0: found), u64 device, u64 inode, u32 id, text */
#ifndef DAEMON_LOOK_H
#define DAEMON_LOOK_H

#include "base/message.h"
#include "daemon/places.h"
#include "event/ids.h"
#include "rule/resolve.h"

enum look_type {
	LOOK_FD = 1, LOOK_PLACE, LOOK_USER, LOOK_GROUP, LOOK_USER_ID,
	LOOK_GROUP_ID,
	LOOK_ANSWER,
	LOOK_TYPES
};

#define LOOK_NAME_MAX 4096	/* bytes of a file's name */
#define LOOK_ID_NAME_MAX 256	/* of a user or group, LOGIN_NAME_MAX */

/* --------------------------------------------------------------- the worker */

/* One for a worker; answers are waited for. Once something is wrong with the
 * connection all questions get -EPIPE: nothing is known any more. */
struct look_client {
	struct stream s;
	bool broken;
};

void look_client_init(struct look_client *c, int fd);	/* owned */
void look_client_deinit(struct look_client *c);

/* look_client_place() - a .look of struct places. 0; -ENOENT (now it is not
 * there, and never was), -EACCES (no rule names it), -EPIPE, ... */
int look_client_place(void *client, struct span name, struct place_id *out);

/* look_client_id() - a .find of struct ids */
int look_client_id(void *client, enum id_kind kind, uint32_t id,
	struct buf *name);

/* look_client_names() - for usernametoid() and groupnametoid() */
struct name_service look_client_names(struct look_client *c);

/**
 * look_client_fd() - the absolute name of what a descriptor stands for
 * @ev: the event that it is asked for
 * The descriptor may have been closed and used again since the call. Where the
 * event tells which directories it worked in, it has to be one of them.
 * Return: 0, added to @out; negative errno: not known.
 */
int look_client_fd(struct look_client *c, const struct event *ev, int32_t pid,
	int32_t fd, struct buf *out);

/* ----------------------------------------------------------- the supervisor */

struct look_counts {
	uint64_t asked[LOOK_TYPES];	/* by type */
	uint64_t refused;	/* names that are in no rule, or of no user */
	uint64_t broken;	/* connections ended for what was sent */
	uint64_t stuck;		/* threads that did not end in time */
};

struct look_server;

int look_server_new(struct look_server **outp);	/* 0 or -ENOMEM */
void look_server_free(struct look_server *srv);	/* stops; NULL is fine */
DEFINE_FREEP(struct look_server, look_server_free)

/* look_server_rules() - names that may be asked for from here on; looks each of
 * them up. 0; -ENOMEM: the old ones stay */
int look_server_rules(struct look_server *srv, const struct rules *rs);

/* look_server_start() - answer a new worker, on a thread of its own; stops with
 * the one before. @fd: owned, also on failure. 0 or a negative errno */
int look_server_start(struct look_server *srv, int fd);

/* look_server_stop() - no more answers. A thread that hangs in a file system or
 * in a name service is left behind after LOOK_STOP_MS, and counted. */
#define LOOK_STOP_MS 1000
void look_server_stop(struct look_server *srv);

struct look_counts look_server_counts(struct look_server *srv);

#endif
