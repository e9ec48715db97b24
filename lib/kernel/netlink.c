/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The door's real side: libaudit on a socket of its own, which carries
 * commands and answers only. Records go to another one (kernel/events.h), so
 * that an answer is never mistaken for a record. */
#include "kernel/auditnl.h"

#include "rule/auditrule.h"

#include <libaudit.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

#define SILENCE_MS 5000		/* no answer for so long: given up */
#define RCVBUF (4 << 20)	/* some 1,500 rules of a list; the kernel waits
				 * 100 ms for the reader when it is full */

struct netlink {
	int fd;
	struct audit_reply rep;	/* the last message that came */
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int wait_readable(int fd, int64_t deadline)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int64_t left = deadline - now_ms();
	int rc;

	if (left <= 0)
		return -ETIMEDOUT;
	rc = poll(&p, 1, (int)left);
	if (rc < 0)
		return errno == EINTR ? 0 : -errno;
	return rc ? 0 : -ETIMEDOUT;
}

/* the next message that answers request seq: its type, or negative errno */
static int answer(struct netlink *n, int seq)
{
	int64_t deadline = now_ms() + SILENCE_MS;

	for (;;) {
		int rc = wait_readable(n->fd, deadline);

		if (rc)
			return rc;
		rc = audit_get_reply(n->fd, &n->rep, GET_REPLY_NONBLOCKING, 0);
		if (rc == -EAGAIN || rc == -EINTR)
			continue;
		if (rc < 0)
			return rc;
		if (rc == 0 || n->rep.nlh->nlmsg_seq != (uint32_t)seq)
			continue;
		if (n->rep.type != NLMSG_ERROR)
			return n->rep.type;
		if (n->rep.error->error)
			return n->rep.error->error;
	}
}

static size_t payload(const struct netlink *n)
{
	size_t len = n->rep.nlh->nlmsg_len;

	return len < NLMSG_HDRLEN ? 0 : len - NLMSG_HDRLEN;
}

static int open_socket(void)
{
	int one = 1, size = RCVBUF, fd = audit_open();

	if (fd < 0)
		return errno ? -errno : -EIO;
	/* a refusal need not carry the whole refused rule back; without these
	 * two it works as well, with less room */
	(void)setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	return fd;
}

/* what became of a request: 0 or a negative errno. An answer that was given
 * up may still come, and libaudit would take it for the next one's: from
 * then on there is a new socket. */
static int finish(struct netlink *n, int rc)
{
	int fd;

	if (rc >= 0)
		return 0;
	if (rc == -EAGAIN)	/* libaudit's bounded wait for the answer */
		rc = -ETIMEDOUT;
	fd = open_socket();
	if (fd >= 0) {
		audit_close(n->fd);
		n->fd = fd;
	}
	return rc;
}

/* libaudit's requests return a sequence number or a negative errno */
static int request(int seq)
{
	return seq ? seq : -EIO;
}

static int read_list(struct netlink *n, int seq, auditnl_each *each, void *arg)
{
	int rc;

	while ((rc = answer(n, seq)) >= 0 && rc != NLMSG_DONE) {
		if (rc != AUDIT_LIST_RULES)
			continue;
		rc = each(arg, n->rep.ruledata, payload(n));
		if (rc)
			break;
	}
	return rc < 0 ? rc : 0;
}

static int list(void *ctx, auditnl_each *each, void *arg)
{
	struct netlink *n = ctx;
	int rc = request(audit_request_rules_list_data(n->fd));

	return finish(n, rc < 0 ? rc : read_list(n, rc, each, arg));
}

/* libaudit writes into the rule that it sends */
static int send_rule(struct netlink *n, const struct audit_rule_data *r,
	int (*send)(int, struct audit_rule_data *, int, int))
{
	size_t size = auditrule_size(r);
	cleanup(freep) struct audit_rule_data *copy = malloc(size);

	if (!copy)
		return -ENOMEM;
	memcpy(copy, r, size);
	return finish(n, send(n->fd, copy, (int)r->flags, (int)r->action));
}

static int add(void *ctx, const struct audit_rule_data *r)
{
	return send_rule(ctx, r, audit_add_rule_data);
}

static int delete(void *ctx, const struct audit_rule_data *r)
{
	return send_rule(ctx, r, audit_delete_rule_data);
}

static int status(void *ctx, struct audit_status *st)
{
	struct netlink *n = ctx;
	int seq = request(audit_request_status(n->fd));
	int rc = seq;

	while (rc >= 0 && (rc = answer(n, seq)) >= 0 && rc != AUDIT_GET)
		;
	if (rc < 0)
		return finish(n, rc);
	memset(st, 0, sizeof(*st));	/* older kernels send less */
	memcpy(st, n->rep.status, min_size(payload(n), sizeof(*st)));
	return 0;
}

static int set(void *ctx, uint32_t what, uint32_t value)
{
	struct netlink *n = ctx;

	switch (what) {
	case AUDIT_STATUS_ENABLED:
		return finish(n, audit_set_enabled(n->fd, value));
	case AUDIT_STATUS_FAILURE:
		return finish(n, audit_set_failure(n->fd, value));
	case AUDIT_STATUS_BACKLOG_LIMIT:
		return finish(n, audit_set_backlog_limit(n->fd, value));
	case AUDIT_STATUS_BACKLOG_WAIT_TIME:
		return finish(n, audit_set_backlog_wait_time(n->fd, value));
	default:
		return -EINVAL;
	}
}

static void close_netlink(void *ctx)
{
	struct netlink *n = ctx;

	audit_close(n->fd);
	free(n);
}

static const struct auditnl_ops netlink_ops = {
	.list = list,
	.add = add,
	.delete = delete,
	.status = status,
	.set = set,
	.close = close_netlink,
};

int auditnl_open(struct auditnl *nl)
{
	struct netlink *n = calloc(1, sizeof(*n));

	if (!n)
		return -ENOMEM;
	/* libaudit tells of errors on stderr; ours are for the caller */
	set_aumessage_mode(MSG_QUIET, DBG_NO);
	n->fd = open_socket();
	if (n->fd < 0) {
		int rc = n->fd;

		free(n);
		return rc;
	}
	*nl = (struct auditnl){.ops = &netlink_ops, .ctx = n};
	return 0;
}
