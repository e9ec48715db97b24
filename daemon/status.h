/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/status.h - what the daemon knows of itself in; 'sct status' out. The
 * metrics file is made of the same struct. */
#ifndef DAEMON_STATUS_H
#define DAEMON_STATUS_H

#include "control/rows.h"
#include "daemon/loss_line.h"
#include "daemon/sink.h"
#include "daemon/source.h"

struct status_sink {
	const char *name;
	const char *type;	/* "file", ... */
	struct sink_counts counts;
};

struct status_rule {
	struct span name;
	uint64_t lines;		/* since the daemon started */
};

/* how fast counters grow, over the last RATE_SECONDS */
#define RATE_SECONDS 10

struct rate {
	uint64_t n[RATE_SECONDS + 1];	/* a counter, at .ms */
	int64_t ms[RATE_SECONDS + 1];	/* CLOCK_MONOTONIC */
	unsigned next, filled;
};

/* rate_tick() - about once a second */
void rate_tick(struct rate *r, int64_t ms, uint64_t n);
/* rate_tenths() - per second, times ten */
uint64_t rate_tenths(const struct rate *r);

/* borrowed strings; release the vectors with daemon_status_deinit() */
struct daemon_status {
	const char *version;
	uint32_t pid;
	uint64_t uptime;		/* s */
	struct {
		const char *kind;	/* source_kind_name() */
		const char *path;	/* of a file; NULL */
		struct source_counts counts;
	} source;
	struct {
		size_t records, bytes;
		size_t max_records, max_bytes;
		const char *overflow;	/* "wait" or "drop" */
	} queue;
	uint64_t records, events, lines;	/* since the start */
	uint64_t records_rate, events_rate, lines_rate;	/* rate_tenths() */
	uint64_t lost[LOSS_CAUSES];
	struct {
		uint32_t pid;		/* 0: it does not run just now */
		uint64_t restarts;
	} worker;
	size_t readers;			/* control_readers() */
	const unsigned *bucket_ms;	/* sink_bucket_ms */
	VEC(struct status_sink) sinks;
	VEC(struct status_rule) rules;
};

void daemon_status_deinit(struct daemon_status *st);

/* daemon_status_put() - for request_env.status */
void daemon_status_put(const struct daemon_status *st, struct rows *rows);

#endif
