/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>	/* not daemon/config.h */

#include "daemon/notify.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#define ALL_PARTS ((1u << NOTIFY_PARTS) - 1)
#define SOON 100	/* ms: a part is late */

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>

static void tell(const char *state)
{
	(void)sd_notify(0, state);	/* nobody may be there */
}

static uint64_t watchdog_us(void)
{
	uint64_t us;

	return sd_watchdog_enabled(0, &us) > 0 ? us : 0;
}
#else
static void tell(const char *state)
{
}

static uint64_t watchdog_us(void)
{
	return 0;
}
#endif

void notify_init(struct notify *n, uint64_t now_ms)
{
	uint64_t us = watchdog_us();

	*n = (struct notify){.fed = now_ms};
	if (us)
		n->interval = us / 2000 ? us / 2000 : 1;
}

void notify_ready(struct notify *n)
{
	tell("READY=1");
}

/* the time is for Type=notify-reload */
void notify_reloading(struct notify *n)
{
	struct timespec ts;
	char state[64];

	clock_gettime(CLOCK_MONOTONIC, &ts);
	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%llu",
		(unsigned long long)ts.tv_sec * 1000000 +
			(unsigned long long)ts.tv_nsec / 1000);
	tell(state);
}

void notify_stopping(struct notify *n)
{
	tell("STOPPING=1");
}

void notify_status(struct notify *n, const char *fmt, ...)
{
	char state[512] = "STATUS=", *p = state + strlen(state);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p, sizeof(state) - (size_t)(p - state), fmt, ap);
	va_end(ap);
	/* a second line would be another variable */
	p[strcspn(p, "\n")] = '\0';
	tell(state);
}

void notify_progress(struct notify *n, enum notify_part part)
{
	n->moved |= 1u << part;
}

int notify_feed(struct notify *n, uint64_t now_ms)
{
	uint64_t left;

	if (!n->interval)
		return -1;
	if (now_ms - n->fed < n->interval) {
		left = n->interval - (now_ms - n->fed);
		return left > INT_MAX ? INT_MAX : (int)left;
	}
	if (n->moved != ALL_PARTS)
		return SOON;
	tell("WATCHDOG=1");
	n->moved = 0;
	n->fed = now_ms;
	return n->interval > INT_MAX ? INT_MAX : (int)n->interval;
}
