/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/format.h"

void format_deinit(struct format_ctx *ctx)
{
	ids_deinit(&ctx->ids);
	buf_deinit(&ctx->scratch);
}

/* node= may be this host's name with or without its domain */
static bool is_this_host(struct span host, struct span node)
{
	struct span longer = host.n > node.n ? host : node;
	size_t n = min_size(host.n, node.n);

	return !node.p || (n && memcmp(host.p, node.p, n) == 0 &&
				  (longer.n == n || longer.p[n] == '.'));
}

static const struct id_row {
	enum id_kind kind;
	unsigned known;		/* bit of enum known */
	size_t id;		/* in struct event_call */
	size_t name;		/* in struct event_names */
} id_rows[VAR_COUNT] = {
#define ID(VAR, kind, field)                                                   \
	[VAR_##VAR] = {kind, KNOWN_##VAR, offsetof(struct event_call, field),  \
		       offsetof(struct event_names, field)}
	ID(UID, ID_USER, uid),
	ID(EUID, ID_USER, euid),
	ID(SUID, ID_USER, suid),
	ID(FSUID, ID_USER, fsuid),
	ID(AUID, ID_USER, auid),
	ID(GID, ID_GROUP, gid),
	ID(EGID, ID_GROUP, egid),
	ID(SGID, ID_GROUP, sgid),
	ID(FSGID, ID_GROUP, fsgid),
#undef ID
};

bool format_id(const struct event_call *call, enum var var, uint32_t *id)
{
	const struct id_row *row = &id_rows[var];

	*id = *(const uint32_t *)((const char *)call + row->id);
	return call->known & row->known && *id != EVENT_ID_UNSET;
}

/* auditd writes "unknown(1000)" where it found no name */
static bool is_name(struct span s)
{
	return s.p && !span_starts(s, SPAN_LIT("unknown("));
}

struct span format_id_name(struct format_ctx *ctx, const struct view *v,
	enum var var, uint32_t id)
{
	const struct id_row *row = &id_rows[var];
	const struct event *ev = v->ev;
	struct span name = {NULL, 0};

	if (id == EVENT_ID_UNSET)	/* named "unset" */
		return name;
	if (v->call == &ev->call[0])
		name = *(const struct span *)((const char *)&ev->names +
					      row->name);
	if (is_name(name))
		return name;
	if (!is_this_host(v->host, ev->node))
		return (struct span){NULL, 0};
	return ids_name(&ctx->ids, row->kind, id);
}

const char *format_call_name(const struct target *t)
{
	const struct uring_op *op = t->uring ? uring_by_nr(t->nr) : NULL;

	return op ? op->name : t->real->name;
}

bool format_was_refused(const struct rule *rule, const struct event_call *call)
{
	return rule->action == ACTION_FAIL && call->known & KNOWN_EXIT &&
	       call->exit == -rule->error_code;
}

bool format_shows_result(const struct rule *rule,
	const struct event_call *call)
{
	return rule->phase == PHASE_AFTER || format_was_refused(rule, call);
}

int format_level(const struct rule *rule)
{
	return rule->level;
}
