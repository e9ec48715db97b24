/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/account.h - counters of all parts in; what was lost, in the output
 * itself; status; and the metrics file out. */
#ifndef DAEMON_ACCOUNT_H
#define DAEMON_ACCOUNT_H

#include "daemon/control.h"
#include "daemon/fanout.h"
#include "daemon/keeper.h"
#include "daemon/loader.h"
#include "daemon/loss.h"
#include "daemon/reader.h"
#include "daemon/status.h"

struct account {
	struct queue *queue;
	struct keeper *keeper;
	struct fanout *fanout;
	struct loader *loader;
	const struct config *config;
	struct record_source *source;	/* NULL until they are open */
	struct reader *reader;
	struct control *control;

	struct loss loss;
	struct rate records, events, lines;
	int64_t started, last_metrics;	/* CLOCK_MONOTONIC, ms */
	bool metrics_failed;		/* said */
};

/* account_start() - kernel_lost: its "lost" so far is not ours to tell; 0 where
 * the records are not this kernel's */
void account_start(struct account *a, uint32_t kernel_lost);
void account_kernel(struct account *a, const struct audit_status *st);
void account_quarantined(struct account *a, const char *key);

/* account_tick() - once a second; quiet: nothing has come for a while, so what
 * is missing will not come */
void account_tick(struct account *a, bool quiet);

/* account_end() - tell all that is left to tell */
void account_end(struct account *a);

/* account_status() - borrowed strings, until the next turn; release with
 * daemon_status_deinit() */
void account_status(struct account *a, struct daemon_status *st);
void account_deinit(struct account *a);

#endif
