/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/live.h"

#include "store/names.h"

void live_expire(struct live *live)
{
	rules_free(live->all);
	live->all = NULL;
	store_files_deinit(&live->gone);
	vec_deinit(&live->until);
}

void live_deinit(struct live *live)
{
	live_expire(live);
	ruleset_deinit(&live->set);
	store_files_deinit(&live->files);
	*live = (struct live){0};
}

static bool has_file(const struct store_files *files,
	const struct store_file *f)
{
	vec_foreach(it, &files->file)
		if (!strcmp(it->path, f->path) && span_eq(it->text, f->text))
			return true;
	return false;
}

static int keep(struct live *live, const struct store_file *f,
	struct timespec until)
{
	int r = store_files_add(&live->gone, f->path, f->text);

	return r ? r : vec_add(&live->until, until);
}

/* The last to go come first: of the rules that match a call, the first one
 * then is the last that was in force. */
static int keep_gone(struct live *live, const struct live *old,
	struct timespec when)
{
	int r = 0;

	vec_foreach(f, &old->files.file)
		if (!r && !has_file(&live->files, f))
			r = keep(live, f, when);
	for (size_t i = 0; !r && i < old->gone.file.n; i++)
		if (when.tv_sec - old->until.v[i].tv_sec <= LIVE_GRACE_S)
			r = keep(live, &old->gone.file.v[i], old->until.v[i]);
	return r;
}

static int add_files(struct rules *rs, const struct store_files *files,
	struct diag *diag)
{
	int r = 0;

	for (size_t i = 0; !r && i < files->file.n; i++)
		r = rules_add(rs, files->file.v[i].path, files->file.v[i].text,
			names_of_host(), diag);
	return r;
}

/* All were good rules when they were loaded. Where a user's name means nobody
 * any more, or both are too many, what is gone is gone at once. */
static int put_together(struct live *live)
{
	struct diag diag = {0};
	int r;

	if (!live->gone.file.n)
		return 0;
	live->all = rules_new();
	r = live->all ? add_files(live->all, &live->files, &diag) : -ENOMEM;
	if (!r)
		r = add_files(live->all, &live->gone, &diag);
	if (r == -E2BIG || (!r && diag.errors)) {
		live_expire(live);
		r = 0;
	}
	diag_deinit(&diag);
	return r;
}

static int load(struct live *live, const struct live *old,
	const struct live_dirs *dirs, struct timespec when, struct diag *diag)
{
	int r = ruleset_files(&live->files, dirs->etc, dirs->lib, dirs->run,
		diag);

	if (!r)
		r = ruleset_build(&live->set, &live->files, abis_of_host(),
			diag);
	if (!r)
		r = keep_gone(live, old, when);
	return r ? r : put_together(live);
}

int live_load(struct live *out, const struct live *old,
	const struct live_dirs *dirs, struct timespec when, struct buf *words)
{
	struct live live = {0};
	struct diag diag = {0};
	int r = load(&live, old, dirs, when, &diag);

	diag_print(&diag, words);
	if (r && !diag.errors)
		buf_printf(words, "cannot load rules: %s\n", strerror(-r));
	diag_deinit(&diag);
	if (r)
		live_deinit(&live);
	else
		*out = live;
	return r;
}

const struct rules *live_rules(const struct live *live)
{
	return live->all ? live->all : live->set.rs;
}

static bool is_after(uint64_t sec, unsigned ms, struct timespec t)
{
	uint64_t tsec = (uint64_t)t.tv_sec;

	return sec != tsec ? sec > tsec : ms > (unsigned)(t.tv_nsec / 1000000);
}

bool live_is_over(const struct live *live, const struct rule *rule,
	uint64_t sec, unsigned ms)
{
	size_t first = live->files.file.n;

	if (!live->all || rule->index < live->set.rs->rule.n)
		return false;
	for (size_t i = first; i < live->all->sources.n; i++)
		if (live->all->sources.v[i] == rule->src)
			return is_after(sec, ms, live->until.v[i - first]);
	return false;
}

bool live_is_due(const struct live *live, time_t now)
{
	if (!live->until.n)
		return false;
	vec_foreach(t, &live->until)
		if (now - t->tv_sec <= LIVE_GRACE_S)
			return false;
	return true;
}
