/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/action.h"

static const struct action_row rows[] = {
#define ACTION(call, action, category, type, peer)                             \
	{#call, action, #category, #type, PEER_##peer,                         \
	 SPAN_LIT("\"action\":\"" action "\",\"category\":[\"" #category       \
		 "\"],\"type\":[\"" #type "\",")},
#include "event/action.tbl.h"
#undef ACTION
};

static int compare(const void *name, const void *row)
{
	return strcmp(name, ((const struct action_row *)row)->syscall);
}

const struct action_row *action_of(const char *syscall)
{
	return bsearch(syscall, rows, ARRAY_SIZE(rows), sizeof(rows[0]),
		compare);
}

const struct action_row *action_rows(size_t *np)
{
	*np = ARRAY_SIZE(rows);
	return rows;
}
