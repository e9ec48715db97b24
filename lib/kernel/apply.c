/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/auditnl.h"

#include "kernel/refuse.h"
#include "rule/auditrule.h"

enum state {
	STATE_ASIDE,	/* have: to stay; want: there already, or twice */
	STATE_TODO,	/* to add or to remove */
	STATE_DONE,	/* added or removed by us */
};

struct item {
	struct audit_rule_data *data;	/* canonical */
	const struct rule *rule;	/* NULL: read back from the kernel */
	enum state state;
};

struct change {
	VEC(struct item) want;		/* .data is owned */
	VEC(struct item) have;		/* ours; .data belongs to .rules */
	struct auditnl_rules rules;	/* as they were before */
	size_t add, remove;		/* to be done */
};

static void change_deinit(struct change *ch)
{
	vec_foreach(it, &ch->want)
		free(it->data);
	vec_deinit(&ch->want);
	vec_deinit(&ch->have);
	auditnl_rules_deinit(&ch->rules);
}

static struct krule as_krule(const struct item *it)
{
	return (struct krule){.data = it->data, .rule = it->rule};
}

static int by_rule(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a;
	const struct item *y = *(struct item *const *)b;
	int c = auditrule_cmp(x->data, y->data);

	/* of two equal ones the first in the plan counts */
	return c ? c : (x > y) - (x < y);
}

static struct item **sorted(struct item *v, size_t n)
{
	struct item **p = calloc(n + 1, sizeof(*p));

	for (size_t i = 0; p && i < n; i++)
		p[i] = &v[i];
	if (p && n)
		qsort(p, n, sizeof(*p), by_rule);
	return p;
}

/* both in the order of by_rule: what is on one side only is to be done */
static void compare(struct change *ch, struct item **want, struct item **have)
{
	size_t i = 0, k = 0;

	while (i < ch->want.n || k < ch->have.n) {
		int c = i == ch->want.n ? 1 : k == ch->have.n ? -1 :
			auditrule_cmp(want[i]->data, have[k]->data);

		if (i && i < ch->want.n &&
			!auditrule_cmp(want[i - 1]->data, want[i]->data)) {
			i++;	/* twice in the plan */
		} else if (c < 0) {
			want[i++]->state = STATE_TODO;
			ch->add++;
		} else if (c > 0) {
			have[k++]->state = STATE_TODO;
			ch->remove++;
		} else {
			i++;
			k++;
		}
	}
}

static int collect(struct change *ch, const struct plan *wanted)
{
	int rc;

	vec_foreach(k, &wanted->krule) {
		struct item it = {.rule = k->rule};

		rc = auditrule_canon(&it.data, k->data,
			auditrule_size(k->data));
		if (rc)
			return rc;
		if (vec_add(&ch->want, it)) {
			free(it.data);
			return -ENOMEM;
		}
	}
	vec_foreach(r, &ch->rules.rule)
		if (r->ours && vec_add(&ch->have,
				       (struct item){.data = r->data}))
			return -ENOMEM;
	return 0;
}

static int find_change(struct change *ch, const struct plan *wanted)
{
	int rc = collect(ch, wanted);
	cleanup(freep) struct item **want = sorted(ch->want.v, ch->want.n);
	cleanup(freep) struct item **have = sorted(ch->have.v, ch->have.n);

	if (rc)
		return rc;
	if (!want || !have)
		return -ENOMEM;
	compare(ch, want, have);
	return 0;
}

/* somebody else, most likely another of us, may have added the same rule
 * since it was found missing: then it is there, and not ours to undo */
static bool is_there(struct auditnl *nl, const struct item *it)
{
	struct auditnl_rules now = {0};
	bool there = false;

	if (auditnl_list(nl, &now))
		return false;
	vec_foreach(r, &now.rule)
		there |= r->ours && !auditrule_cmp(r->data, it->data);
	auditnl_rules_deinit(&now);
	return there;
}

/* after no answer it is not known whether the kernel did it */
static bool is_unsure(int err)
{
	return err == -ETIMEDOUT || err == -ENOBUFS || err == -EAGAIN;
}

static int add_all(struct auditnl *nl, struct change *ch, struct diag *diag)
{
	vec_foreach(it, &ch->want) {
		struct krule k = as_krule(it);
		int rc;

		if (it->state != STATE_TODO)
			continue;
		rc = nl->ops->add(nl->ctx, it->data);
		if (rc == -EEXIST && is_there(nl, it)) {
			it->state = STATE_ASIDE;
			continue;
		}
		if (!rc || is_unsure(rc))
			it->state = STATE_DONE;
		if (rc) {
			refuse_say(diag, &k, "take", rc);
			return rc;
		}
	}
	return 0;
}

static int remove_all(struct auditnl *nl, struct change *ch, struct diag *diag)
{
	vec_foreach(it, &ch->have) {
		struct krule k = as_krule(it);
		int rc;

		if (it->state != STATE_TODO)
			continue;
		rc = nl->ops->delete(nl->ctx, it->data);
		/* -ENOENT: the kernel drops a rule whose directory goes */
		if (!rc || rc == -ENOENT || is_unsure(rc))
			it->state = STATE_DONE;
		if (rc && rc != -ENOENT) {
			refuse_say(diag, &k, "remove", rc);
			return rc;
		}
	}
	return 0;
}

static void undo_one(struct auditnl *nl, struct item *it, bool was_added,
	struct diag *diag)
{
	struct krule k = as_krule(it);
	int rc;

	if (it->state != STATE_DONE)
		return;
	rc = was_added ? nl->ops->delete(nl->ctx, it->data)
		       : nl->ops->add(nl->ctx, it->data);
	if (rc && rc != (was_added ? -ENOENT : -EEXIST))
		refuse_say(diag, &k, was_added ? "roll back (remove)" :
			"roll back (put back)", rc);
}

static void undo(struct auditnl *nl, struct change *ch, struct diag *diag)
{
	for (size_t i = ch->have.n; i-- > 0;)
		undo_one(nl, &ch->have.v[i], false, diag);
	for (size_t i = ch->want.n; i-- > 0;)
		undo_one(nl, &ch->want.v[i], true, diag);
}

static size_t count(const struct item *v, size_t n, enum state state)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += v[i].state == state;
	return found;
}

static int talk_failed(struct diag *diag, int rc)
{
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
		"cannot read the kernel's audit rules: %s", auditnl_words(rc));
	return rc;
}

static int may_change(const struct change *ch, const struct audit_status *st,
	struct diag *diag)
{
	if (st->enabled == AUDITNL_ENABLED_LOCKED && ch->add + ch->remove) {
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"the kernel's audit rules are locked until the next "
			"boot (enabled 2); nothing was changed, %zu to add and "
			"%zu to remove; load these rules before "
			"'auditctl -e 2', and reboot", ch->add, ch->remove);
		return -EPERM;
	}
	if (st->enabled == AUDITNL_ENABLED_OFF && ch->want.n)
		diag_add(diag, DIAG_WARNING, NULL, (struct span){0},
			"auditing is switched off (enabled 0): no call is "
			"seen until sctauditd runs or 'auditctl -e 1'");
	return 0;
}

static int make_change(struct auditnl *nl, struct change *ch,
	struct diag *diag, struct auditnl_result *res)
{
	int rc = add_all(nl, ch, diag);

	if (!rc)
		rc = remove_all(nl, ch, diag);
	if (rc) {
		undo(nl, ch, diag);
		res->kept = ch->have.n;
		return rc;
	}
	res->added = count(ch->want.v, ch->want.n, STATE_DONE);
	res->removed = count(ch->have.v, ch->have.n, STATE_DONE);
	res->kept = count(ch->have.v, ch->have.n, STATE_ASIDE);
	return 0;
}

static void warn_hidden(struct auditnl *nl, const struct change *ch,
	struct diag *diag)
{
	struct auditnl_rules now = {0};

	if (!ch->rules.foreign || !ch->want.n)
		return;
	if (!auditnl_list(nl, &now))
		auditnl_hidden(&now, diag);
	auditnl_rules_deinit(&now);
}

static int check_all(const struct plan *wanted, struct diag *diag)
{
	int rc = 0;

	vec_foreach(k, &wanted->krule)
		if (refuse_check(diag, k))
			rc = -EINVAL;
	return rc;
}

int auditnl_apply(struct auditnl *nl, const struct plan *wanted,
	struct diag *diag, struct auditnl_result *result)
{
	cleanup(change_deinit) struct change ch = {0};
	struct audit_status st = {0};
	int rc;

	*result = (struct auditnl_result){0};
	rc = check_all(wanted, diag);
	if (rc)
		return rc;
	rc = nl->ops->status(nl->ctx, &st);
	if (!rc)
		rc = auditnl_list(nl, &ch.rules);
	if (rc)
		return talk_failed(diag, rc);
	result->foreign = ch.rules.foreign;
	rc = find_change(&ch, wanted);
	if (rc)
		return talk_failed(diag, rc);
	result->kept = ch.have.n;
	rc = may_change(&ch, &st, diag);
	if (!rc)
		rc = make_change(nl, &ch, diag, result);
	if (!rc)
		warn_hidden(nl, &ch, diag);
	return rc;
}
