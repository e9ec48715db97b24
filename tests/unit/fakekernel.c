/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/fakekernel.h"

#include "rule/auditrule.h"

static bool fails(struct fakekernel *fk, enum fake_op op)
{
	unsigned n = ++fk->calls[op];

	return fk->fail_err && op == fk->fail_op && n >= fk->fail_at &&
	       n <= fk->fail_at + fk->fail_more;
}

static struct audit_rule_data *canon(const struct audit_rule_data *r)
{
	struct audit_rule_data *c = NULL;

	if (auditrule_canon(&c, r, auditrule_size(r)))
		abort();
	return c;
}

static size_t find(const struct fakekernel *fk,
	const struct audit_rule_data *c)
{
	size_t i = 0;

	while (i < fk->rule.n && auditrule_cmp(fk->rule.v[i], c))
		i++;
	return i;
}

bool fake_has(const struct fakekernel *fk, const struct audit_rule_data *r)
{
	cleanup(freep) struct audit_rule_data *c = canon(r);

	return find(fk, c) < fk->rule.n;
}

int fake_add(struct fakekernel *fk, const struct audit_rule_data *r)
{
	cleanup(freep) struct audit_rule_data *c = canon(r);
	size_t at = 0;

	if (fk->st.enabled == AUDITNL_ENABLED_LOCKED)
		return -EPERM;
	if (find(fk, c) < fk->rule.n)
		return -EEXIST;
	if (vec_add(&fk->rule, NULL))
		return -ENOMEM;
	while (at + 1 < fk->rule.n &&
		(r->flags & AUDIT_FILTER_PREPEND ?
			auditrule_list(fk->rule.v[at]) < auditrule_list(c) :
			auditrule_list(fk->rule.v[at]) <= auditrule_list(c)))
		at++;
	memmove(&fk->rule.v[at + 1], &fk->rule.v[at],
		(fk->rule.n - 1 - at) * sizeof(*fk->rule.v));
	fk->rule.v[at] = steal(c);
	return 0;
}

static int fake_delete(struct fakekernel *fk, const struct audit_rule_data *r)
{
	cleanup(freep) struct audit_rule_data *c = canon(r);
	size_t i = find(fk, c);

	if (fk->st.enabled == AUDITNL_ENABLED_LOCKED)
		return -EPERM;
	if (i == fk->rule.n)
		return -ENOENT;
	free(fk->rule.v[i]);
	fk->rule.n--;
	memmove(&fk->rule.v[i], &fk->rule.v[i + 1],
		(fk->rule.n - i) * sizeof(*fk->rule.v));
	return 0;
}

static int op_list(void *ctx, auditnl_each *each, void *arg)
{
	struct fakekernel *fk = ctx;
	bool part = fails(fk, FAKE_LIST);

	for (size_t i = 0; i < fk->rule.n; i++) {
		int rc = each(arg, fk->rule.v[i],
			auditrule_size(fk->rule.v[i]));

		if (rc)
			return rc;
		if (part && i == fk->rule.n / 2)
			break;
	}
	return part ? fk->fail_err : 0;
}

static int op_add(void *ctx, const struct audit_rule_data *r)
{
	struct fakekernel *fk = ctx;
	bool fail = fails(fk, FAKE_ADD);
	void (*meanwhile)(struct fakekernel *) = fk->meanwhile;
	int rc;

	fk->meanwhile = NULL;
	if (meanwhile)
		meanwhile(fk);
	rc = fail && !fk->done_anyway ? 0 : fake_add(fk, r);
	return fail ? fk->fail_err : rc;
}

static int op_delete(void *ctx, const struct audit_rule_data *r)
{
	struct fakekernel *fk = ctx;
	bool fail = fails(fk, FAKE_DELETE);
	int rc = fail && !fk->done_anyway ? 0 : fake_delete(fk, r);

	return fail ? fk->fail_err : rc;
}

static int op_status(void *ctx, struct audit_status *st)
{
	struct fakekernel *fk = ctx;

	if (fails(fk, FAKE_STATUS))
		return fk->fail_err;
	*st = fk->st;
	return 0;
}

static int op_set(void *ctx, uint32_t what, uint32_t value)
{
	struct fakekernel *fk = ctx;

	if (fails(fk, FAKE_SET))
		return fk->fail_err;
	switch (what) {
	case AUDIT_STATUS_ENABLED:
		fk->st.enabled = value;
		return 0;
	case AUDIT_STATUS_FAILURE:
		fk->st.failure = value;
		return 0;
	case AUDIT_STATUS_BACKLOG_LIMIT:
		fk->st.backlog_limit = value;
		return 0;
	case AUDIT_STATUS_BACKLOG_WAIT_TIME:
		fk->st.backlog_wait_time = value;
		return 0;
	default:
		return -EINVAL;
	}
}

static void op_close(void *ctx)
{
	struct fakekernel *fk = ctx;

	fk->closed = true;
}

static const struct auditnl_ops fake_ops = {
	.list = op_list,
	.add = op_add,
	.delete = op_delete,
	.status = op_status,
	.set = op_set,
	.close = op_close,
};

void fake_init(struct fakekernel *fk)
{
	*fk = (struct fakekernel){
		.nl = {.ops = &fake_ops, .ctx = fk},
		.st = {.enabled = 1, .failure = 1, .backlog_limit = 64,
			.backlog_wait_time = 15000},
	};
}

void fake_deinit(struct fakekernel *fk)
{
	vec_foreach(r, &fk->rule)
		free(*r);
	vec_deinit(&fk->rule);
}

char *fake_text(const struct fakekernel *fk)
{
	struct buf out = {0};

	vec_foreach(r, &fk->rule) {
		krule_print(&out, *r);
		buf_chr(&out, '\n');
	}
	return buf_steal(&out);
}

struct audit_rule_data *rule_make(uint32_t list, uint32_t action)
{
	struct audit_rule_data *r = calloc(1, sizeof(*r) + 8192);

	if (!r)
		abort();
	r->flags = list;
	r->action = action;
	return r;
}

void rule_num(struct audit_rule_data *r, uint32_t field, uint32_t op,
	uint32_t v)
{
	r->fields[r->field_count] = field;
	r->fieldflags[r->field_count] = op;
	r->values[r->field_count++] = v;
}

void rule_str(struct audit_rule_data *r, uint32_t field, const char *s)
{
	memcpy(r->buf + r->buflen, s, strlen(s));
	r->buflen += (uint32_t)strlen(s);
	rule_num(r, field, AUDIT_EQUAL, (uint32_t)strlen(s));
}

void rule_call(struct audit_rule_data *r, unsigned nr)
{
	r->mask[AUDIT_WORD(nr)] |= AUDIT_BIT(nr);
}

void rule_all(struct audit_rule_data *r)
{
	memset(r->mask, 0xff, sizeof(r->mask));
}

struct audit_rule_data *rule_simple(unsigned nr, uint32_t uid, const char *key)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_EXIT, AUDIT_ALWAYS);

	rule_call(r, nr);
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, 0xc000003e);
	rule_num(r, AUDIT_UID, AUDIT_EQUAL, uid);
	if (key)
		rule_str(r, AUDIT_FILTERKEY, key);
	return r;
}
