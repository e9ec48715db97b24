/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/action.h - a system call's name in; what it does, in ECS's words, out.
 * Rows in action.tbl.h. */
#ifndef EVENT_ACTION_H
#define EVENT_ACTION_H

#include "base/span.h"

enum peer { PEER_NONE, PEER_SOURCE, PEER_DESTINATION };

struct action_row {
	const char *syscall;
	const char *action;	/* event.action: "deleted" */
	const char *category;	/* event.category: "file" */
	const char *type;	/* event.type: "deletion" */
	enum peer peer;		/* which end a socket address is */
	struct span json;	/* the three as members of a JSON object; the
				 * array of event.type is still open */
};

/* action_of() - NULL: the call has no row */
const struct action_row *action_of(const char *syscall);

/* action_rows() - all, sorted by .syscall (strcmp order) */
const struct action_row *action_rows(size_t *np);

#endif
