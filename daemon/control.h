/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/control.h - clients on the control sockets in; requests that may be
 * run out, and back to them what came of it; and lines to those that follow.
 *
 * All of it is for one thread. Nothing waits for a client: what one does not
 * take stays in its own buffer, which is bounded. */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include "base/diag.h"
#include "control/request.h"
#include "daemon/sink.h"

#define CONTROL_CLIENTS 64	/* at once; one who is waiting for a request's
				 * first bytes is sent away for a new one */
#define CONTROL_RESERVE 8	/* more, for root */
#define CONTROL_PER_USER 16	/* of one user but root */
#define CONTROL_WAIT_MS 10000	/* for a whole request; for a reply to be read */
#define CONTROL_BEHIND (2u << 20)	/* bytes; who is further behind loses
					 * lines */

struct control_ops {
	void *arg;
	/**
	 * run() - UPLOAD, DELETE, DOWNLOAD, DIFF, RELOAD or STATUS of who may
	 * ask for it; see request_run()
	 * @reply: zeroed, to be filled
	 * Return: 0; 1: control_reply() comes later, until when @rq stays.
	 * Neither that nor control_work() may be called from in here.
	 */
	int (*run)(void *arg, uint64_t id, const struct request *rq,
		struct reply *reply);
	/* stop() - end, after the return; that client learns of it from the
	 * end of its connection, in control_free() */
	void (*stop)(void *arg);
	/* rules() - how many rules are loaded */
	size_t (*rules)(void *arg);
	/* want() - the formats that somebody follows; none at the start */
	void (*want)(void *arg, bool text, bool json);
};

struct control_config {
	const char *run;	/* directory */
	const char *group;	/* may read; NULL, "": root alone */
	unsigned recent;	/* lines kept for 'sct log -n' */
	unsigned wait_ms;	/* 0: CONTROL_WAIT_MS */
};

struct control;

/**
 * control_new() - take the lock of the run directory, and listen
 * @conf: copied
 * A group that this host does not have is a warning: then root alone may read.
 * Return: 0; -EBUSY (another daemon runs there); negative errno; said in @diag.
 */
int control_new(struct control **outp, const struct control_config *conf,
	const struct control_ops *ops, struct diag *diag);

/* control_reconfigure() - another group and number of lines from now on;
 * connections stay. 0 or a negative errno, said; all is as before then */
int control_reconfigure(struct control *c, const struct control_config *conf,
	struct diag *diag);

/* control_fd() - to poll for reading: then there is control_work() to do */
int control_fd(const struct control *c);
void control_work(struct control *c);

/* control_reply() - what came of a request that run() put off */
void control_reply(struct control *c, uint64_t id, const struct reply *reply);

/* control_line() - one line, for those that follow and to be kept */
void control_line(struct control *c, const struct line *line);

/* control_readers() - how many follow the lines */
size_t control_readers(const struct control *c);

/* control_free() - a last try to send what is pending, for at most a second;
 * sockets and lock go. NULL is fine */
void control_free(struct control *c);

#endif
