/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/notify.h - what the daemon is doing in; the same for systemd out, and
 * its watchdog fed while each part makes progress. Built without libsystemd, or
 * started by somebody else, it says nothing. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include "base/base.h"

/* A part reports progress when it has moved, or has seen that there is nothing
 * to move. Sinks are none of these: one that stalls is no reason to start the
 * daemon anew. */
enum notify_part {
	NOTIFY_READER,	/* records were read; or the source had none */
	NOTIFY_WORKER,	/* records came back done with; or none were out */
	NOTIFY_PARTS
};

/* zeroed: nobody is told */
struct notify {
	uint64_t interval;	/* ms between two feeds; 0: no watchdog */
	uint64_t fed;		/* when it was fed, CLOCK_MONOTONIC, ms */
	unsigned moved;		/* parts that made progress since, as bits */
};

/* notify_init() - whether there is a watchdog, and how often it wants to be fed
 * (twice in its time). It counts as fed. */
void notify_init(struct notify *n, uint64_t now_ms);

void notify_ready(struct notify *n);		/* also when a reload is over */
void notify_reloading(struct notify *n);
void notify_stopping(struct notify *n);
/* notify_status() - one line for systemctl status, without a newline */
void notify_status(struct notify *n, const char *fmt, ...) printf_like(2, 3);

void notify_progress(struct notify *n, enum notify_part part);

/**
 * notify_feed() - tell the watchdog that we are well, if we are
 * To be called once in a while; tells nothing unless the interval is over and
 * all parts made progress since it was told last.
 * Return: ms after which to call again at the latest; -1: need not be called.
 */
int notify_feed(struct notify *n, uint64_t now_ms);

#endif
