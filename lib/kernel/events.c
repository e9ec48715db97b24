/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/events.h"

#include "base/escape.h"

#include <libaudit.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel notices that an audit daemon died when it next sends to it: a
 * refused registration is logged, and so makes it notice. */
#define TAKE_TRIES 5
#define TAKE_WAIT_MS 100

/* a setting of the kernel that we changed */
struct changed {
	bool was_changed;
	uint32_t before, after;
};

struct events {
	const struct events_ops *ops;
	void *ctx;
	struct auditnl *nl;
	int fd;
	bool registered;
	struct changed enabled, backlog;
	struct events_lost lost;
	/* aligned for the header; one byte more shows what was cut */
	struct nlmsghdr buf[(NLMSG_HDRLEN + EVENTS_TEXT_MAX + 1) /
			sizeof(struct nlmsghdr) + 1];
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

/* WAIT_YES would eat the first record */
static int netlink_set_pid(void *ctx, int fd, uint32_t pid)
{
	int rc = audit_set_pid(fd, pid, WAIT_NO);

	return rc < 0 ? rc : 0;
}

static ssize_t netlink_recv(void *ctx, int fd, void *buf, size_t size)
{
	struct sockaddr_nl from = {0};
	socklen_t len = sizeof(from);
	ssize_t n = recvfrom(fd, buf, size, MSG_DONTWAIT | MSG_TRUNC,
		(struct sockaddr *)&from, &len);

	if (n < 0)
		return -errno;
	/* any process may send to our socket; the kernel's id is 0 */
	return len == sizeof(from) && from.nl_pid == 0 ? n : 0;
}

static void netlink_wait(void *ctx, unsigned ms)
{
	(void)poll(NULL, 0, (int)ms);
}

const struct events_ops events_netlink = {
	.open = netlink_open,
	.set_pid = netlink_set_pid,
	.recv = netlink_recv,
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
		rc = ev->ops->set_pid(ev->ctx, ev->fd, (uint32_t)getpid());
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

static int change(struct events *ev, struct changed *ch, uint32_t what,
	uint32_t before, uint32_t after)
{
	int rc = ev->nl->ops->set(ev->nl->ctx, what, after);

	if (!rc)
		*ch = (struct changed){true, before, after};
	return rc;
}

static int settle(struct events *ev, struct diag *diag)
{
	struct audit_status st = {0};
	int rc = ev->nl->ops->status(ev->nl->ctx, &st);

	if (rc)
		return fail(diag, "cannot read the kernel's audit status", rc);
	/* 0 is "no limit"; a locked kernel (enabled 2) takes no setting */
	if (st.enabled != AUDITNL_ENABLED_LOCKED && st.backlog_limit &&
		st.backlog_limit < EVENTS_BACKLOG)
		rc = change(ev, &ev->backlog, AUDIT_STATUS_BACKLOG_LIMIT,
			st.backlog_limit, EVENTS_BACKLOG);
	if (rc)
		return fail(diag, "cannot raise the audit backlog limit", rc);
	if (st.enabled == AUDITNL_ENABLED_OFF)
		rc = change(ev, &ev->enabled, AUDIT_STATUS_ENABLED, 0, 1);
	return rc ? fail(diag, "cannot switch auditing on", rc) : 0;
}

int events_open(struct events **outp, const struct events_ops *ops, void *ctx,
	struct auditnl *nl, struct diag *diag)
{
	cleanup(events_freep) struct events *ev = calloc(1, sizeof(*ev));
	int rc;

	if (!ev)
		return fail(diag, "cannot receive audit records", -ENOMEM);
	*ev = (struct events){.ops = ops, .ctx = ctx, .nl = nl};
	ev->fd = ops->open(ctx, EVENTS_RCVBUF);
	if (ev->fd < 0)
		return fail(diag, "cannot open the audit socket", ev->fd);
	rc = take(ev, diag);
	if (!rc)
		rc = settle(ev, diag);
	if (rc)
		return rc;
	*outp = steal(ev);
	return 0;
}

static void put_back(struct events *ev, struct changed *ch, uint32_t what,
	uint32_t now)
{
	if (ch->was_changed && now == ch->after)
		(void)ev->nl->ops->set(ev->nl->ctx, what, ch->before);
	ch->was_changed = false;
}

void events_release(struct events *ev)
{
	struct audit_status st = {0};

	if (!ev->registered)
		return;
	ev->registered = false;
	if (!ev->nl->ops->status(ev->nl->ctx, &st)) {
		put_back(ev, &ev->enabled, AUDIT_STATUS_ENABLED, st.enabled);
		put_back(ev, &ev->backlog, AUDIT_STATUS_BACKLOG_LIMIT,
			st.backlog_limit);
	}
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
	return ev->lost;
}

static bool is_record(unsigned type)
{
	return type >= AUDIT_FIRST_USER_MSG && type <= AUDIT_LAST_USER_MSG2;
}

/* The kernel writes a record's length without the header into nlmsg_len, and
 * not so for other messages: the length received counts. */
static bool parse(struct events *ev, size_t n, struct events_message *msg)
{
	const struct nlmsghdr *h = ev->buf;
	const char *text = (const char *)ev->buf + NLMSG_HDRLEN;

	if (n < NLMSG_HDRLEN || n > NLMSG_HDRLEN + EVENTS_TEXT_MAX) {
		ev->lost.bad++;
		return false;
	}
	if (!is_record(h->nlmsg_type) || h->nlmsg_type == AUDIT_REPLACE)
		return false;
	n -= NLMSG_HDRLEN;
	while (n && text[n - 1] == '\0')
		n--;
	if (!n)
		ev->lost.bad++;
	*msg = (struct events_message){h->nlmsg_type, {text, n}};
	return n;
}

int events_read(struct events *ev, struct events_message *msg)
{
	for (;;) {
		ssize_t n = ev->ops->recv(ev->ctx, ev->fd, ev->buf,
			sizeof(ev->buf));

		if (n > 0 && parse(ev, (size_t)n, msg))
			return 1;
		if (n >= 0 || n == -EINTR)
			continue;
		if (n == -EAGAIN)
			return 0;
		if (n != -ENOBUFS)
			return (int)n;
		ev->lost.overruns++;
	}
}
