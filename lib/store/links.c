/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/links.h"

#include <limits.h>
#include <sys/stat.h>

#include "rule/auditrule.h"

/* where a last component that is a link leads to; false: it is none, or leads
 * to nothing */
static bool follow(struct span name, char real[PATH_MAX])
{
	char path[PATH_MAX];
	struct stat st;

	if (!name.n || name.n >= sizeof(path))
		return false;
	memcpy(path, name.p, name.n);
	path[name.n] = '\0';
	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode) &&
	       realpath(path, real);
}

/* the field with the name of a file; -1: none */
static int name_field(const struct audit_rule_data *r)
{
	int i = auditrule_find(r, AUDIT_WATCH);

	return i >= 0 ? i : auditrule_find(r, AUDIT_DIR);
}

/* r with other text in field i */
static struct audit_rule_data *with_text(const struct audit_rule_data *r,
	unsigned i, struct span text)
{
	struct span old = auditrule_text(r, i);
	size_t before = (size_t)(old.p - r->buf);
	size_t after = r->buflen - before - old.n;
	struct audit_rule_data *copy =
		calloc(1, sizeof(*r) + before + text.n + after + 1);

	if (!copy)
		return NULL;
	memcpy(copy, r, sizeof(*r) + before);
	memcpy(copy->buf + before, text.p, text.n);
	memcpy(copy->buf + before + text.n, old.p + old.n, after);
	copy->values[i] = (uint32_t)text.n;
	copy->buflen = (uint32_t)(before + text.n + after);
	return copy;
}

static bool has(const struct plan *plan, const struct audit_rule_data *r)
{
	vec_foreach(it, &plan->krule)
		if (auditrule_size(it->data) == auditrule_size(r) &&
			memcmp(it->data, r, auditrule_size(r)) == 0)
			return true;
	return false;
}

static int follow_one(struct plan *plan, size_t i)
{
	const struct audit_rule_data *r = plan->krule.v[i].data;
	struct krule more = {.rule = plan->krule.v[i].rule};
	int field = name_field(r);
	char real[PATH_MAX];

	if (field < 0 || !follow(auditrule_text(r, (unsigned)field), real))
		return 0;
	more.data = with_text(r, (unsigned)field, span_of(real));
	if (more.data && has(plan, more.data)) {
		free(more.data);
		return 0;
	}
	if (more.data && vec_add(&plan->krule, more) == 0)
		return 0;
	free(more.data);
	return -ENOMEM;
}

int links_follow(struct plan *plan)
{
	size_t n = plan->krule.n;
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = follow_one(plan, i);
	return r;
}
