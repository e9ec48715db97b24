/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/unaudited.h"

#include <unistd.h>

static struct audit_rule_data *make_rule(pid_t pid)
{
	static const char key[] = UNAUDITED_KEY;
	const uint32_t len = sizeof(key) - 1;
	struct audit_rule_data *r = calloc(1, sizeof(*r) + len);

	if (!r)
		return NULL;
	r->flags = AUDIT_FILTER_TASK;
	r->action = AUDIT_NEVER;
	/* the kernel looks at no number on this list; auditctl(8) sets all */
	memset(r->mask, 0xff, sizeof(r->mask));
	r->fields[0] = AUDIT_PID;
	r->fieldflags[0] = AUDIT_EQUAL;
	r->values[0] = (uint32_t)pid;
	r->fields[1] = AUDIT_FILTERKEY;
	r->fieldflags[1] = AUDIT_EQUAL;
	r->values[1] = r->buflen = len;
	r->field_count = 2;
	memcpy(r->buf, key, len);
	return r;
}

static int remove_leftovers(struct auditnl *nl)
{
	struct auditnl_rules rules = {0};
	int r = auditnl_list(nl, &rules);

	for (size_t i = 0; !r && i < rules.rule.n; i++) {
		const struct audit_rule_data *old = rules.rule.v[i].data;

		if (auditrule_list(old) == AUDIT_FILTER_TASK &&
			span_is(auditrule_key(old), UNAUDITED_KEY))
			r = nl->ops->delete(nl->ctx, old);
		if (r == -ENOENT)
			r = 0;
	}
	auditnl_rules_deinit(&rules);
	return r;
}

/* in front, for the first rule that matches decides */
static int add(struct auditnl *nl, struct audit_rule_data *rule)
{
	int r;

	rule->flags |= AUDIT_FILTER_PREPEND;
	r = nl->ops->add(nl->ctx, rule);
	rule->flags &= ~(uint32_t)AUDIT_FILTER_PREPEND;
	return r;
}

int unaudited_begin(struct unaudited *u, struct auditnl *nl)
{
	int r = remove_leftovers(nl);

	*u = (struct unaudited){.nl = nl};
	if (!r) {
		u->rule = make_rule(getpid());
		r = u->rule ? add(nl, u->rule) : -ENOMEM;
	}
	/* no answer in time: it may be there, so it is removed later */
	if (r && r != -ETIMEDOUT) {
		free(u->rule);
		u->rule = NULL;
	}
	return r == -EPERM ? UNAUDITED_REFUSED : r;
}

int unaudited_end(struct unaudited *u)
{
	int r = u->rule ? u->nl->ops->delete(u->nl->ctx, u->rule) : 0;

	free(u->rule);
	*u = (struct unaudited){0};
	return r == -ENOENT ? 0 : r;	/* somebody else removed it */
}
