/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/view.h - a call of an event and the target of a rule in; what the rule
 * may ask of the call out, in the terms of the call that the rule names. */
#ifndef EVENT_VIEW_H
#define EVENT_VIEW_H

#include "base/buf.h"
#include "event/event.h"
#include "event/object.h"
#include "rule/eval.h"
#include "rule/rules.h"

/* Made by view_init(), needs no release; strings that it gives live as long as
 * the event. May be copied. */
struct view {
	struct env env;
	const struct event *ev;
	const struct event_call *call;
	const struct target *target;
	struct items items;		/* PATH items of the call */

	/* what the caller may set beforehand; view_init() leaves it alone */
	struct span host;		/* HOST of events without node= */
	void *arg;
	/* resolve_fd() - absolute name of what a descriptor of a living
	 * process stands for, appended to out; < 0: not known */
	int (*resolve_fd)(void *arg, int32_t pid, int32_t fd, struct buf *out);
	/* is_inode() - whether an absolute name denotes that file on this
	 * host; NULL: the records are of another one */
	bool (*is_inode)(void *arg, struct span name,
		const struct path_item *item);
};

void view_init(struct view *v, const struct event *ev,
	const struct event_call *call, const struct target *t);

/**
 * view_condition() - whether the call is one of those that the target means
 * (unlinkat with AT_REMOVEDIR is rmdir, without it unlink)
 * An io_uring operation has no parameters in its record: the type of the file
 * that went away decides; so a call that failed because it was the wrong one
 * of the two counts as the other. Parameters past the fourth, which are never
 * recorded, count as fitting unless the object says otherwise.
 */
enum truth view_condition(const struct view *v);

/* view_raw_param() - the register that parameter n (from 1, of the call that
 * the rule names) was passed in; false: it is not recorded */
bool view_raw_param(const struct view *v, unsigned n, uint64_t *out);

/* view_param_is_null() - whether a pointer is known to be null */
bool view_param_is_null(const struct view *v, unsigned n);

/* view_path_item() - the record of what PATH or PATH2 stands for, also where
 * the name is not known; NULL: none */
const struct path_item *view_path_item(const struct view *v, enum var var);

#endif
