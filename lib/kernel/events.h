/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/events.h - the kernel's audit records, one by one, for as long as we
 * are the audit daemon, or beside it.
 *
 * What the kernel does with records (kernel/audit.c; tried on 6.1 and 6.12):
 * - audit_log_start() lets a process wait while more than backlog_limit records
 *   are queued, for backlog_wait_time (in 1/HZ s; 15000 are 60 s with Debian's
 *   HZ of 250; at most ten times 60 s; 0: not at all) for each record, and then
 *   drops the record and counts it in "lost". Who cannot sleep does not wait;
 *   nor does the process that is the audit daemon (all its threads), nor one
 *   that is setting up audit itself.
 * - kauditd sends that queue to the audit daemon. Where the daemon's socket is
 *   full it waits 100 ms; then all that is queued goes to a second queue, of
 *   backlog_limit records again, those who waited go on, and what does not fit
 *   is dropped. That queue is tried five times for 100 ms; then, unless the
 *   kernel was booted with audit=1, its records are dropped *uncounted*.
 *   So a daemon that does not read makes nobody wait for longer than that, and
 *   loses. To make them wait it has to make room for a record now and then, in
 *   less than 100 ms: see events_presses().
 * - A socket that was full gets nothing until it was read empty (ENOBUFS).
 * - The pid of a daemon that was killed stays in the status until the kernel
 *   sends to it, or somebody else wants to be the daemon: that asks the old
 *   one's socket first, and succeeds at once if it is gone. */
#ifndef KERNEL_EVENTS_H
#define KERNEL_EVENTS_H

#include "kernel/auditnl.h"

#define EVENTS_BATCH 64		/* messages taken with one call */
#define EVENTS_RCVBUF (16 << 20)	/* and the socket, in bytes */
/* more than MAX_AUDIT_MESSAGE_LENGTH (8970, <libaudit.h>): a name of 4,095 bytes
 * stands as twice as many hex digits, and there may be two of them */
#define EVENTS_TEXT_MAX 16384

/* one message */
struct events_slot {
	void *buf;
	size_t size;
	size_t n;	/* its whole length, also when more than size; 0: it is
			 * not the kernel's */
};

/* the socket, behind a door for tests */
struct events_ops {
	/* open() - a nonblocking socket; its descriptor or negative errno */
	int (*open)(void *ctx, int rcvbuf);
	/* set_pid() - ask to be the audit daemon (our pid), or no more (0): 0
	 * (the status shows what became of it); -EEXIST (there is another
	 * one), -EPERM, ... Reads nothing: beside recv() it is safe. */
	int (*set_pid)(void *ctx, int fd, uint32_t pid);
	/* join() - receive what the kernel multicasts: 0; -EPERM, ... */
	int (*join)(void *ctx, int fd);
	/* recv() - up to n messages that are there: how many (at least one);
	 * -EAGAIN (none now), -ENOBUFS (some were dropped), ... */
	int (*recv)(void *ctx, int fd, struct events_slot *slot, unsigned n);
	/* presses() - the kernel waits for room in the socket: messages to be
	 * read to make it; 0; -ENOBUFS (it has waited too long) */
	int (*presses)(void *ctx, int fd);
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
 * events_open() - become the audit daemon
 * @outp: set on success only; release with events_free()
 * @ops, @ctx: &events_netlink and NULL
 * @nl:   control socket; used until events_free()
 * @diag: what went wrong, with the fix
 * Return: 0; -EEXIST (another audit daemon is registered); -EPERM; -ENOMEM...
 */
int events_open(struct events **outp, const struct events_ops *ops, void *ctx,
	struct auditnl *nl, struct diag *diag);

/**
 * events_listen() - receive what the kernel multicasts to whoever listens
 * There need be no audit daemon, and none is disturbed. Nobody waits for us:
 * what our socket has no room for is lost, and not in the kernel's "lost".
 * Return: 0; -EPERM (needs CAP_AUDIT_READ); -ENOMEM, ...
 */
int events_listen(struct events **outp, const struct events_ops *ops,
	void *ctx, struct diag *diag);

int events_fd(const struct events *ev);		/* to poll for reading */

/**
 * events_read() - the next record, without waiting
 * Answers to our own requests and what is too long or too short are skipped
 * (the latter counted).
 * Return: 1 (@msg is filled); 0 (none now); a negative errno that will not go
 * away.
 */
int events_read(struct events *ev, struct events_message *msg);
struct events_lost events_lost(const struct events *ev);	/* any thread */

/**
 * events_presses() - for who wants nothing lost, and would rather not read now:
 * whether to read a record all the same
 * True for records that we have taken out of the socket already, and for one
 * more every EVENTS_PRESSES_MS while the socket is full (EVENTS_FEW, where there
 * is room for small ones: a big one waits): so the kernel always gets rid of one
 * within its 100 ms. After an overrun until all was read. To be asked about twice
 * in that time, by the thread that reads. Whoever waits for a minute has to take
 * some 6,000 records meanwhile.
 */
#define EVENTS_PRESSES_MS 10
#define EVENTS_FEW 16
bool events_presses(struct events *ev);

#define EVENTS_AGAIN 1

/**
 * events_keep() - be the audit daemon still
 * The kernel lets go of one whose socket stays full (five sends, 100 ms each),
 * and what comes then goes to the kernel log. To be called now and then.
 * @pid:  whom the kernel sends its records to, of audit_status
 * @diag: who has become the audit daemon instead, ...
 * Return: 0; EVENTS_AGAIN (we were let go, and are registered again);
 * -EEXIST; another negative errno. Safe beside events_read().
 */
int events_keep(struct events *ev, uint32_t pid, struct diag *diag);

/* events_release() - stop being the audit daemon. What is in the socket can
 * still be read. A second call does nothing. Safe beside events_read(). */
void events_release(struct events *ev);
void events_free(struct events *ev);	/* releases first; NULL is fine */
DEFINE_FREEP(struct events, events_free)

#endif
