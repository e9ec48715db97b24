/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/client.h - what control.c knows of one client, and what the client is
 * told. */
#ifndef DAEMON_CLIENT_H
#define DAEMON_CLIENT_H

#include "daemon/control.h"
#include "daemon/recent.h"

enum client_state {
	CLIENT_WAIT,	/* its request has not come yet */
	CLIENT_RUN,	/* the request is being worked on */
	CLIENT_FOLLOW,	/* gets lines */
	CLIENT_REPLY,	/* gets the rest of its reply, and is done with */
};

struct conn {
	uint64_t id;
	struct stream s;
	enum client_state state;
	uid_t uid;
	bool root;		/* may do more than read */
	bool gone;		/* hung up while its request was worked on */
	uint32_t events;	/* that epoll looks for */
	int64_t since;		/* of the last progress, ms */
	struct request rq;	/* points into .s.in; from CLIENT_RUN on */
	uint64_t lost;		/* lines, not yet told */
};

/* conn_reply() - the last that it is told */
void conn_reply(struct conn *c, const struct reply *reply);
/* conn_refuse() - the same, as words on standard error */
void conn_refuse(struct conn *c, int code, const char *fmt, ...)
	printf_like(3, 4);

/* conn_takes() - whether a line of that rule is for this reader; our own ones,
 * of losses, always are */
bool conn_takes(const struct conn *c, struct span rule);

/* conn_line() - a line, or one more that is lost */
void conn_line(struct conn *c, struct span text);
/* conn_caught_up() - what was lost is told, now that there is room */
void conn_caught_up(struct conn *c);

/* conn_recent() - the last .rq.lines of those that it takes */
void conn_recent(struct conn *c, const struct recent *r);

#endif
