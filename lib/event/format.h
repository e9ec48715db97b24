/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/format.h - what all formats need beside the call itself: names of
 * users and groups, the zone. */
#ifndef EVENT_FORMAT_H
#define EVENT_FORMAT_H

#include "event/ids.h"
#include "event/stamp.h"
#include "event/view.h"

/* One per thread; zeroed, or with .ids.find set. The formats only add to it
 * what they remember. */
struct format_ctx {
	struct ids ids;
	struct stamp_zone zone;
	struct buf scratch;	/* one parameter */
};

void format_deinit(struct format_ctx *ctx);

/* format_id() - a user or group of the call: @var is VAR_UID, VAR_EUID, ...
 * VAR_AUID, or VAR_GID ... VAR_FSGID. False: not known, or never set. */
bool format_id(const struct event_call *call, enum var var, uint32_t *id);

/**
 * format_id_name() - the name of that user or group
 * An enriched record's name comes first; this host's users are asked for
 * records of this host only.
 * Return: .p NULL: none. Valid until the next call.
 */
struct span format_id_name(struct format_ctx *ctx, const struct view *v,
	enum var var, uint32_t id);

/* format_call_name() - the call really made: the system call's name, or that
 * of the io_uring operation */
const char *format_call_name(const struct target *t);

/* format_was_refused() - that call was refused by that very rule */
bool format_was_refused(const struct rule *rule, const struct event_call *call);

/* format_shows_result() - "before" is written without the result, but a refusal
 * is the rule's own */
bool format_shows_result(const struct rule *rule,
	const struct event_call *call);

/* format_level() - how urgent a line of that rule is: LOG_INFO, ... of
 * <syslog.h> */
int format_level(const struct rule *rule);

#endif
