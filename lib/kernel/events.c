/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/events.h"

#include "base/escape.h"

#include <libaudit.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* memory that messages take in a socket: most of them no more than that, and
 * none more than that */
#define SMALL_MEMORY 4096
#define MESSAGE_MEMORY (64u << 10)

/* The kernel notices that an audit daemon died when it next sends to it: a
 * refused registration is logged, and so makes it notice. */
#define TAKE_TRIES 5
#define TAKE_WAIT_MS 100

/* aligned for the header; one byte more shows what was cut */
struct message {
	struct nlmsghdr h[(NLMSG_HDRLEN + EVENTS_TEXT_MAX + 1) /
			sizeof(struct nlmsghdr) + 1];
};

struct events {
	const struct events_ops *ops;
	void *ctx;
	struct auditnl *nl;	/* NULL: we only listen */
	int fd;
	bool registered;
	/* the reader's thread counts, others look */
	_Atomic uint64_t overruns, bad;
	int64_t pressed;	/* when the socket was last seen full,
				 * CLOCK_MONOTONIC, ms */
	unsigned take;		/* messages with the next call */
	bool was_full;		/* it gets nothing until it was read empty */
	unsigned next, have;	/* in .slot */
	struct events_slot slot[EVENTS_BATCH];
	struct message message[EVENTS_BATCH];
};

/* --------------------------------------------------------------- the socket */

static int netlink_open(void *ctx, int rcvbuf)
{
	int fd = audit_open();

	if (fd < 0)
		return errno ? -errno : -EIO;
	/* without CAP_NET_ADMIN: what net.core.rmem_max allows */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &rcvbuf, sizeof(rcvbuf)))
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &rcvbuf,
			sizeof(rcvbuf));
	return fd;
}

/* libaudit waits for the answer on the same socket, and might eat a record of
 * which the reader's thread thinks it is still to come. The kernel has done, or
 * refused, what was asked when sendto() returns. */
static int netlink_set_pid(void *ctx, int fd, uint32_t pid)
{
	const struct sockaddr_nl to = {.nl_family = AF_NETLINK};
	struct {
		struct nlmsghdr h;
		struct audit_status st;
	} msg = {
		.h = {.nlmsg_len = sizeof(msg), .nlmsg_type = AUDIT_SET,
			.nlmsg_flags = NLM_F_REQUEST},
		.st = {.mask = AUDIT_STATUS_PID, .pid = pid},
	};

	return sendto(fd, &msg, sizeof(msg), 0, (const struct sockaddr *)&to,
		sizeof(to)) < 0 ? -errno : 0;
}

/* Membership alone is not enough: the kernel sends nothing to a socket that has
 * the address of who sends, and 0 is what an unbound one has. */
static int netlink_join(void *ctx, int fd)
{
	const struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK,
		.nl_groups = 1u << (AUDIT_NLGRP_READLOG - 1),
	};

	return bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) ? -errno :
									0;
}

static int netlink_recv(void *ctx, int fd, struct events_slot *slot, unsigned n)
{
	struct sockaddr_nl from[EVENTS_BATCH];
	struct iovec iov[EVENTS_BATCH];
	struct mmsghdr msg[EVENTS_BATCH];
	int got;

	for (unsigned i = 0; i < n; i++) {
		iov[i] = (struct iovec){slot[i].buf, slot[i].size};
		msg[i].msg_hdr = (struct msghdr){
			.msg_name = &from[i], .msg_namelen = sizeof(from[i]),
			.msg_iov = &iov[i], .msg_iovlen = 1,
		};
	}
	got = recvmmsg(fd, msg, n, MSG_DONTWAIT | MSG_TRUNC, NULL);
	if (got < 0)
		return -errno;
	/* any process may send to our socket; the kernel's id is 0 */
	for (int i = 0; i < got; i++)
		slot[i].n = msg[i].msg_hdr.msg_namelen == sizeof(from[i]) &&
			    from[i].nl_pid == 0 ? msg[i].msg_len : 0;
	return got;
}

static int netlink_presses(void *ctx, int fd)
{
	uint32_t mem[SK_MEMINFO_VARS] = {0};
	size_t used, limit;
	int err = 0;
	socklen_t len = sizeof(mem), errlen = sizeof(err);

	/* the next recv() would have told, and does not now */
	if (!getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &errlen) && err)
		return -err;
	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, mem, &len))
		return 0;
	limit = mem[SK_MEMINFO_RCVBUF];
	used = mem[SK_MEMINFO_RMEM_ALLOC];
	/* newer kernels keep what they have if it would pass the limit, older
	 * ones pass it once */
	if (used + min_size(MESSAGE_MEMORY, limit / 4) < limit)
		return 0;
	return used + SMALL_MEMORY > limit ? 1 : EVENTS_FEW;
}

static void netlink_wait(void *ctx, unsigned ms)
{
	(void)poll(NULL, 0, (int)ms);
}

const struct events_ops events_netlink = {
	.open = netlink_open,
	.set_pid = netlink_set_pid,
	.join = netlink_join,
	.recv = netlink_recv,
	.presses = netlink_presses,
	.wait = netlink_wait,
};

/* ------------------------------------------------------------- registering */

static int fail(struct diag *diag, const char *what, int rc)
{
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0}, "%s: %s", what,
		auditnl_words(rc));
	return rc;
}

static int taken(struct events *ev, struct diag *diag)
{
	struct auditnl_status st = {0};
	struct buf name = {0};

	(void)auditnl_status(ev->nl, &st);
	escape_text(&name, span_of(st.comm));
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
		"another audit daemon is running: '%s' (pid %u); stop it "
		"first, the kernel gives its records to one only",
		name.n ? name.p : "?", st.k.pid);
	buf_deinit(&name);
	return -EEXIST;
}

/* asks the kernel what became of it, too */
static int set_pid(struct events *ev)
{
	struct audit_status st = {0};
	uint32_t pid = (uint32_t)getpid();
	int rc = ev->ops->set_pid(ev->ctx, ev->fd, pid);

	if (!rc)
		rc = ev->nl->ops->status(ev->nl->ctx, &st);
	if (rc || st.pid == pid)
		return rc;
	return st.pid ? -EEXIST : -EPERM;
}

static bool is_alive(struct events *ev)
{
	struct audit_status st = {0};

	if (ev->nl->ops->status(ev->nl->ctx, &st) || !st.pid)
		return false;
	return kill((pid_t)st.pid, 0) == 0 || errno == EPERM;
}

static int take(struct events *ev, struct diag *diag)
{
	int rc = 0;

	for (unsigned i = 0; i < TAKE_TRIES; i++) {
		rc = set_pid(ev);
		if (rc != -EEXIST || is_alive(ev))
			break;
		ev->ops->wait(ev->ctx, TAKE_WAIT_MS);
	}
	if (rc == -EEXIST)
		return taken(ev, diag);
	if (rc)
		return fail(diag, "cannot become the audit daemon", rc);
	ev->registered = true;
	return 0;
}

int events_keep(struct events *ev, uint32_t pid, struct diag *diag)
{
	int rc;

	if (!ev->registered || pid == (uint32_t)getpid())
		return 0;
	ev->registered = false;
	rc = take(ev, diag);
	return rc ? rc : EVENTS_AGAIN;
}

static int events_new(struct events **outp, const struct events_ops *ops,
	void *ctx, struct diag *diag)
{
	cleanup(events_freep) struct events *ev = calloc(1, sizeof(*ev));

	if (!ev)
		return fail(diag, "cannot receive audit records", -ENOMEM);
	ev->ops = ops;
	ev->ctx = ctx;
	ev->take = EVENTS_BATCH;
	for (unsigned i = 0; i < EVENTS_BATCH; i++)
		ev->slot[i] = (struct events_slot){ev->message[i].h,
			sizeof(ev->message[i].h)};
	ev->fd = ops->open(ctx, EVENTS_RCVBUF);
	if (ev->fd < 0)
		return fail(diag, "cannot open the audit socket", ev->fd);
	*outp = steal(ev);
	return 0;
}

int events_open(struct events **outp, const struct events_ops *ops, void *ctx,
	struct auditnl *nl, struct diag *diag)
{
	cleanup(events_freep) struct events *ev = NULL;
	int rc = events_new(&ev, ops, ctx, diag);

	if (rc)
		return rc;
	ev->nl = nl;
	rc = take(ev, diag);
	if (!rc)
		*outp = steal(ev);
	return rc;
}

int events_listen(struct events **outp, const struct events_ops *ops,
	void *ctx, struct diag *diag)
{
	cleanup(events_freep) struct events *ev = NULL;
	int rc = events_new(&ev, ops, ctx, diag);

	if (rc)
		return rc;
	rc = ops->join(ctx, ev->fd);
	if (rc == -EPERM) {
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"cannot listen to the kernel's audit records: no "
			"permission; run as root (CAP_AUDIT_READ)");
		return rc;
	}
	if (rc)
		return fail(diag, "cannot listen to the kernel's audit records",
			rc);
	*outp = steal(ev);
	return 0;
}

void events_release(struct events *ev)
{
	if (!ev->registered)
		return;
	ev->registered = false;
	(void)ev->ops->set_pid(ev->ctx, ev->fd, 0);
}

void events_free(struct events *ev)
{
	if (!ev)
		return;
	events_release(ev);
	if (ev->fd >= 0)
		close(ev->fd);
	free(ev);
}

/* ----------------------------------------------------------------- reading */

int events_fd(const struct events *ev)
{
	return ev->fd;
}

struct events_lost events_lost(const struct events *ev)
{
	return (struct events_lost){ev->overruns, ev->bad};
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void overrun(struct events *ev)
{
	ev->overruns++;
	ev->was_full = true;
	ev->take = EVENTS_BATCH;
}

bool events_presses(struct events *ev)
{
	int64_t now;

	int rc;

	if (ev->next < ev->have || ev->was_full)
		return true;
	now = now_ms();
	if (now - ev->pressed < EVENTS_PRESSES_MS)
		return false;
	ev->pressed = now;
	rc = ev->ops->presses(ev->ctx, ev->fd);
	if (rc == -ENOBUFS)
		overrun(ev);
	else if (rc)
		ev->take = (unsigned)rc;
	return rc;
}

static bool is_record(unsigned type)
{
	return type >= AUDIT_FIRST_USER_MSG && type <= AUDIT_LAST_USER_MSG2;
}

/* The kernel writes a record's length without the header into nlmsg_len, and
 * not so for other messages: the length received counts. */
static bool parse(struct events *ev, const struct events_slot *slot,
	struct events_message *msg)
{
	const struct nlmsghdr *h = slot->buf;
	const char *text = (const char *)slot->buf + NLMSG_HDRLEN;
	size_t n = slot->n;

	if (!n)
		return false;
	if (n < NLMSG_HDRLEN || n > NLMSG_HDRLEN + EVENTS_TEXT_MAX) {
		ev->bad++;
		return false;
	}
	if (!is_record(h->nlmsg_type) || h->nlmsg_type == AUDIT_REPLACE)
		return false;
	n -= NLMSG_HDRLEN;
	while (n && text[n - 1] == '\0')
		n--;
	if (!n)
		ev->bad++;
	*msg = (struct events_message){h->nlmsg_type, {text, n}};
	return n;
}

/* 1: there are more; 0; a negative errno that will not go away */
static int receive(struct events *ev)
{
	int n;

	for (;;) {
		n = ev->ops->recv(ev->ctx, ev->fd, ev->slot, ev->take);
		if (n == -ENOBUFS)
			overrun(ev);
		else if (n != -EINTR)
			break;
	}
	ev->take = EVENTS_BATCH;
	if (n == -EAGAIN)
		ev->was_full = false;
	if (n < 0)
		return n == -EAGAIN ? 0 : n;
	ev->next = 0;
	ev->have = (unsigned)n;
	return 1;
}

int events_read(struct events *ev, struct events_message *msg)
{
	int rc;

	do {
		while (ev->next < ev->have)
			if (parse(ev, &ev->slot[ev->next++], msg))
				return 1;
		rc = receive(ev);
	} while (rc > 0);
	return rc;
}
