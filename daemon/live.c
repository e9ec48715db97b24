/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/live.h"

#include "base/diag.h"
#include "rule/rules.h"
#include "store/file.h"

void live_expire(struct live *live)
{
	store_files_deinit(&live->gone);
	vec_deinit(&live->until);
}

void live_deinit(struct live *live)
{
	live_expire(live);
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

static int keep(struct live *live, const char *path, struct span text,
	struct timespec until)
{
	int r = store_files_add(&live->gone, path, text);

	return r ? r : vec_add(&live->until, until);
}

/* The last to go come first: of the rules that match a call, the first one
 * then is the last that was in force. */
static int keep_gone(struct live *live, const struct live *old,
	const struct store_files *files, struct timespec when)
{
	int r = 0;

	vec_foreach(f, &old->files.file)
		if (!r && !has_file(files, f))
			r = keep(live, f->path, f->text, when);
	for (size_t i = 0; !r && i < old->gone.file.n; i++)
		if (when.tv_sec - old->until.v[i].tv_sec <= LIVE_GRACE_S)
			r = keep(live, old->gone.file.v[i].path,
				old->gone.file.v[i].text, old->until.v[i]);
	return r;
}

int live_next(struct live *out, const struct live *old,
	struct store_files *files, struct timespec when)
{
	struct live live = {0};
	int r = keep_gone(&live, old, files, when);

	if (r) {
		live_deinit(&live);
		return r;
	}
	live.files = *files;
	*files = (struct store_files){0};
	*out = live;
	return 0;
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

/* ---------------------------------------------------------------- messages */

void live_pack(const struct live *live, struct buf *out)
{
	message_u32(out, (uint32_t)live->files.file.n);
	vec_foreach(f, &live->files.file) {
		message_text(out, span_of(f->path));
		message_text(out, f->text);
	}
	message_u32(out, (uint32_t)live->gone.file.n);
	for (size_t i = 0; i < live->gone.file.n; i++) {
		message_text(out, span_of(live->gone.file.v[i].path));
		message_text(out, live->gone.file.v[i].text);
		message_u64(out, (uint64_t)live->until.v[i].tv_sec);
		message_u32(out, (uint32_t)live->until.v[i].tv_nsec);
	}
}

static char *copy_of(struct span s)
{
	return s.n ? strndup(s.p, s.n) : strdup("");
}

static int unpack_file(struct store_files *files, struct message *m)
{
	struct span path = message_get_text(m), text = message_get_text(m);
	struct store_file f = {.name = strdup(""), .path = copy_of(path)};
	char *copy = malloc(text.n + 1);

	if (copy) {
		if (text.n)
			memcpy(copy, text.p, text.n);
		copy[text.n] = '\0';
	}
	f.text = (struct span){copy, text.n};
	if (!m->bad && copy && f.name && f.path)
		return file_append(files, f);
	free(copy);
	free(f.name);
	free(f.path);
	return m->bad ? -EPROTO : -ENOMEM;
}

static int unpack(struct live *live, struct message *m)
{
	int r = 0;

	for (uint32_t n = message_get_u32(m); !r && n; n--)
		r = unpack_file(&live->files, m);
	for (uint32_t n = message_get_u32(m); !r && n; n--) {
		struct timespec until;

		r = unpack_file(&live->gone, m);
		until.tv_sec = (time_t)message_get_u64(m);
		until.tv_nsec = message_get_u32(m);
		r = r ? r : vec_add(&live->until, until);
	}
	return r ? r : message_done(m) ? 0 : -EPROTO;
}

int live_unpack(struct live *out, struct message *m)
{
	struct live live = {0};
	int r = unpack(&live, m);

	if (r)
		live_deinit(&live);
	else
		*out = live;
	return r;
}

/* ------------------------------------------------------------------- rules */

static int add_files(struct rules *rs, const struct store_files *files,
	const struct name_service *names, struct diag *diag)
{
	int r = 0;

	for (size_t i = 0; !r && i < files->file.n; i++)
		r = rules_add(rs, files->file.v[i].path,
			files->file.v[i].text, names, diag);
	return r ? r : diag->errors ? -EINVAL : 0;
}

static int build(struct acting *a, const struct live *live,
	const struct name_service *names, struct buf *words)
{
	struct diag diag = {0};
	int r;

	a->rs = rules_new();
	r = a->rs ? add_files(a->rs, &live->files, names, &diag) : -ENOMEM;
	a->standing = a->rs ? a->rs->rule.n : 0;
	if (!r)
		r = add_files(a->rs, &live->gone, names, &diag);
	if (words)
		diag_print(&diag, words);
	diag_deinit(&diag);
	if (!r)
		return 0;
	rules_free(a->rs);
	a->rs = NULL;
	return r;
}

int acting_build(struct acting *out, struct live *live,
	const struct name_service *names, struct buf *words)
{
	struct acting a = {0};
	int r = build(&a, live, names, NULL);

	/* All were good rules when they were loaded. Where a user's name means
	 * nobody any more, or both are too many, what is gone is gone at
	 * once. The mistakes of those that stand are told. */
	if (r && r != -ENOMEM) {
		live_expire(live);
		r = build(&a, live, names, words);
	}
	if (r)
		return r;
	a.live = *live;
	*live = (struct live){0};
	*out = a;
	return 0;
}

void acting_deinit(struct acting *a)
{
	rules_free(a->rs);
	live_deinit(&a->live);
	*a = (struct acting){0};
}

static bool is_after(uint64_t sec, unsigned ms, struct timespec t)
{
	uint64_t tsec = (uint64_t)t.tv_sec;

	return sec != tsec ? sec > tsec : ms > (unsigned)(t.tv_nsec / 1000000);
}

bool acting_is_over(const struct acting *a, const struct rule *rule,
	uint64_t sec, unsigned ms)
{
	size_t first = a->live.files.file.n;

	if (rule->index < a->standing)
		return false;
	for (size_t i = first; i < a->rs->sources.n; i++)
		if (a->rs->sources.v[i] == rule->src)
			return is_after(sec, ms, a->live.until.v[i - first]);
	return false;
}
