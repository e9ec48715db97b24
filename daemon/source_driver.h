/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/source_driver.h - how records come, for each kind of source; for
 * daemon/source.c and tests. */
#ifndef DAEMON_SOURCE_DRIVER_H
#define DAEMON_SOURCE_DRIVER_H

#include "daemon/source.h"
#include "kernel/events.h"

/* what a driver may use */
struct source_env {
	const struct config *conf;
	struct auditnl *nl;
	const char *run;
	const struct events_ops *ops;	/* the audit socket */
	void *ctx;
	int in;				/* plugin: not closed */
};

struct source_driver {
	const char *name;
	/* open() - *ctx is set on success only */
	int (*open)(void **ctx, const struct source_env *env,
		struct diag *diag);
	/* read() - as source_read(), without waiting */
	int (*read)(void *ctx, struct source_record *rec);
	/* fd() - readable when read() has something. NULL: not known, it is
	 * asked every SOURCE_POLL_MS */
	int (*fd)(const void *ctx);
	struct source_counts (*counts)(const void *ctx);
	void (*free)(void *ctx);
	/* NULL: nothing to do */
	bool (*presses)(void *ctx);
	int (*keep)(void *ctx, const struct audit_status *st,
		struct diag *diag);
	void (*release)(void *ctx);
};

#define SOURCE_POLL_MS 100

extern const struct source_driver source_netlink, source_multicast,
	source_plugin, source_file;

/* source_open_env() - source_open() with another audit socket or pipe */
int source_open_env(struct record_source **outp, const struct source_env *env,
	struct diag *diag);

#endif
