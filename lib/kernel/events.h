/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/events.h - the kernel's audit records, one by one, for as long as we
 * are the audit daemon. */
#ifndef KERNEL_EVENTS_H
#define KERNEL_EVENTS_H

#include "kernel/auditnl.h"

#define EVENTS_BACKLOG 8192	/* records the kernel holds for a slow reader */
#define EVENTS_RCVBUF (16 << 20)	/* and the socket, in bytes */
/* more than MAX_AUDIT_MESSAGE_LENGTH (8970, <libaudit.h>): a name of 4,095 bytes
 * stands as twice as many hex digits, and there may be two of them */
#define EVENTS_TEXT_MAX 16384

/* the socket, behind a door for tests */
struct events_ops {
	/* open() - a nonblocking socket; its descriptor or negative errno */
	int (*open)(void *ctx, int rcvbuf);
	/* set_pid() - register as audit daemon (our pid), or hand it back (0):
	 * 0; -EEXIST (there is another one), -EPERM, ... */
	int (*set_pid)(void *ctx, int fd, uint32_t pid);
	/* recv() - one message: its whole length (also when more than size);
	 * -EAGAIN (none now), -ENOBUFS (some were dropped), ... */
	ssize_t (*recv)(void *ctx, int fd, void *buf, size_t size);
	void (*wait)(void *ctx, unsigned ms);
};

extern const struct events_ops events_netlink;	/* the real one; no ctx */

struct events_message {
	unsigned type;		/* AUDIT_*, 1100..2999 */
	struct span text;	/* "audit(1700000000.123:45): ..."; any bytes;
				 * until the next read */
};

struct events_lost {
	uint64_t overruns;	/* times the socket's buffer was full: the
				 * kernel counts the records in its "lost" */
	uint64_t bad;		/* messages cut, or not of the kernel's form */
};

struct events;

/**
 * events_open() - become the audit daemon, and switch auditing on
 * @outp: set on success only; release with events_free()
 * @ops, @ctx: &events_netlink and NULL
 * @nl:   control socket; used until events_free()
 * @diag: what went wrong, with the fix
 * Raises backlog_limit to EVENTS_BACKLOG when it is less.
 * Return: 0; -EEXIST (another audit daemon is registered); -EPERM; -ENOMEM...
 */
int events_open(struct events **outp, const struct events_ops *ops, void *ctx,
	struct auditnl *nl, struct diag *diag);

int events_fd(const struct events *ev);		/* to poll for reading */

/**
 * events_read() - the next record, without waiting
 * Answers to our own requests and what is too long or too short are skipped
 * (the latter counted).
 * Return: 1 (@msg is filled); 0 (none now); a negative errno that will not go
 * away.
 */
int events_read(struct events *ev, struct events_message *msg);
struct events_lost events_lost(const struct events *ev);

/**
 * events_release() - stop being the audit daemon, put settings back
 * What is in the socket can still be read. Settings that somebody changed
 * meanwhile are left alone. A second call does nothing.
 */
void events_release(struct events *ev);
void events_free(struct events *ev);	/* releases first; NULL is fine */
DEFINE_FREEP(struct events, events_free)

#endif
