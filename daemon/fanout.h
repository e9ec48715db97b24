/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/fanout.h - lines in; each to the sinks that take it, and to those who
 * follow by 'sct log', out. */
#ifndef DAEMON_FANOUT_H
#define DAEMON_FANOUT_H

#include "daemon/config.h"
#include "daemon/control.h"
#include "daemon/loss_line.h"
#include "daemon/sink.h"

/* lines of one rule since the daemon started */
struct fan_rule {
	char *name;		/* owned */
	uint64_t lines;
};

/* zeroed has no sinks */
struct fanout {
	VEC(struct sink *) sink;
	VEC(struct fan_rule) rule;	/* by name */
	struct control *control;	/* NULL: nobody can follow */
	unsigned readers;		/* formats that they want */
	struct sink_ops ops;
	const char *host;
};

/**
 * fanout_open() - open the sinks of a configuration
 * Where one of them runs already with the same settings it goes on; those that
 * are not in it any more end. On failure all is as it was.
 * Return: 0; negative errno, said in @diag.
 */
int fanout_open(struct fanout *f, const struct config *conf,
	struct diag *diag);

/* fanout_close() - write what is queued, at most for that long; the lines that
 * were not written */
uint64_t fanout_close(struct fanout *f, unsigned ms);

/* fanout_formats() - PIPELINE_BIT() of each format that anybody wants */
unsigned fanout_formats(const struct fanout *f);

/* fanout_is_full() - a sink that must not lose lines has no room */
bool fanout_is_full(const struct fanout *f);

void fanout_line(struct fanout *f, const struct line *line);
void fanout_loss(struct fanout *f, const struct loss_line *loss);

/* fanout_lines() - of that rule, since the daemon started */
uint64_t fanout_lines(const struct fanout *f, struct span rule);
void fanout_reopen(struct fanout *f);	/* files: SIGHUP */

/* fanout_err() - of a sink of that kind: 0, or why it cannot write now */
int fanout_err(const struct fanout *f, enum sink_kind kind);

#endif
