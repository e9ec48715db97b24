/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/ruleset.h"

#include "rule/check.h"
#include "store/links.h"
#include "store/names.h"

int ruleset_build(struct ruleset *out, const struct store_files *files,
	unsigned abis, struct diag *diag)
{
	int r = 0;

	*out = (struct ruleset){.rs = rules_new()};
	if (!out->rs)
		return -ENOMEM;
	for (size_t i = 0; !r && i < files->file.n; i++)
		r = rules_add(out->rs, files->file.v[i].path,
			files->file.v[i].text, names_of_host(), diag);
	if (!r)
		r = check(out->rs, diag);
	if (!r && diag->errors)
		return -EINVAL;
	if (!r)
		r = split_new(&out->split, out->rs, abis);
	if (!r)
		r = plan_init(&out->plan, out->split);
	return r ? r : links_follow(&out->plan);
}

void ruleset_deinit(struct ruleset *set)
{
	plan_deinit(&set->plan);
	split_free(set->split);
	rules_free(set->rs);
	*set = (struct ruleset){0};
}

int ruleset_files(struct store_files *out, const char *etc, const char *lib,
	const char *run, struct diag *diag)
{
	int r = store_dropins(out, etc, lib, diag);

	return r ? r : store_uploads(out, run, diag);
}
