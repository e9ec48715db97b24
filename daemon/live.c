/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/live.h"

#include "base/diag.h"
#include "rule/rules.h"
#include "store/file.h"

static void forget_gone(struct live *live)
{
	store_files_deinit(&live->gone);
	live->time.n = live->files.file.n;
}

void live_expire(struct live *live)
{
	forget_gone(live);
	vec_foreach(t, &live->time)
		*t = (struct live_time){0};
}

void live_deinit(struct live *live)
{
	store_files_deinit(&live->gone);
	store_files_deinit(&live->files);
	vec_deinit(&live->time);
	*live = (struct live){0};
}

/* the index of that file; n: it is not there */
static size_t find(const struct store_files *files, const struct store_file *f)
{
	size_t i = 0;

	for (; i < files->file.n; i++)
		if (!strcmp(files->file.v[i].path, f->path) &&
			span_eq(files->file.v[i].text, f->text))
			break;
	return i;
}

static int keep(struct live *live, const struct store_file *f,
	struct live_time time)
{
	int r = store_files_add(&live->gone, f->path, f->text);

	return r ? r : vec_add(&live->time, time);
}

/* The last to go come first: of the rules that match a call, the first one
 * then is the last that was in force. */
static int keep_gone(struct live *live, const struct live *old,
	const struct store_files *files, struct timespec when)
{
	size_t standing = old->files.file.n;
	int r = 0;

	for (size_t i = 0; !r && i < standing; i++) {
		const struct store_file *f = &old->files.file.v[i];

		if (find(files, f) == files->file.n)
			r = keep(live, f, (struct live_time){
				old->time.v[i].since, when});
	}
	for (size_t i = 0; !r && i < old->gone.file.n; i++) {
		struct live_time t = old->time.v[standing + i];

		if (when.tv_sec - t.until.tv_sec <= LIVE_GRACE_S)
			r = keep(live, &old->gone.file.v[i], t);
	}
	return r;
}

static int add_times(struct live *live, const struct live *old,
	const struct store_files *files, struct timespec when)
{
	int r = 0;

	for (size_t i = 0; !r && i < files->file.n; i++) {
		size_t was = find(&old->files, &files->file.v[i]);
		struct live_time t = {.since = when};

		r = vec_add(&live->time, was < old->files.file.n ?
			old->time.v[was] : t);
	}
	return r;
}

int live_next(struct live *out, const struct live *old,
	struct store_files *files, struct timespec when)
{
	struct live live = {0};
	int r = add_times(&live, old, files, when);

	r = r ? r : keep_gone(&live, old, files, when);
	if (r) {
		live_deinit(&live);
		return r;
	}
	live.files = *files;
	*files = (struct store_files){0};
	*out = live;
	return 0;
}

/* ---------------------------------------------------------------- messages */

static void pack_time(struct buf *out, struct timespec t)
{
	message_u64(out, (uint64_t)t.tv_sec);
	message_u32(out, (uint32_t)t.tv_nsec);
}

static void pack(const struct store_files *files, const struct live_time *time,
	struct buf *out)
{
	message_u32(out, (uint32_t)files->file.n);
	for (size_t i = 0; i < files->file.n; i++) {
		message_text(out, span_of(files->file.v[i].path));
		message_text(out, files->file.v[i].text);
		pack_time(out, time[i].since);
		pack_time(out, time[i].until);
	}
}

void live_pack(const struct live *live, struct buf *out)
{
	pack(&live->files, live->time.v, out);
	pack(&live->gone, live->time.v + live->files.file.n, out);
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

static struct timespec unpack_time(struct message *m)
{
	struct timespec t;

	t.tv_sec = (time_t)message_get_u64(m);
	t.tv_nsec = message_get_u32(m);
	return t;
}

static int unpack(struct live *live, struct store_files *files,
	struct message *m)
{
	int r = 0;

	for (uint32_t n = message_get_u32(m); !r && n; n--) {
		struct live_time t;

		r = unpack_file(files, m);
		t.since = unpack_time(m);
		t.until = unpack_time(m);
		r = r ? r : m->bad ? -EPROTO : vec_add(&live->time, t);
	}
	return r;
}

int live_unpack(struct live *out, struct message *m)
{
	struct live live = {0};
	int r = unpack(&live, &live.files, m);

	r = r ? r : unpack(&live, &live.gone, m);
	if (!r && !message_done(m))
		r = -EPROTO;
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
		forget_gone(live);
		r = build(&a, live, names, words);
	}
	if (r)
		return r;
	a.always = !live->gone.file.n;
	vec_foreach(t, &live->time)
		a.always = a.always && !t->since.tv_sec;
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

/* in milliseconds, as records have it */
static bool is_after(uint64_t sec, unsigned ms, struct timespec t)
{
	uint64_t tsec = (uint64_t)t.tv_sec;

	return sec != tsec ? sec > tsec : ms > (unsigned)(t.tv_nsec / 1000000);
}

static bool is_before(uint64_t sec, unsigned ms, struct timespec t)
{
	uint64_t tsec = (uint64_t)t.tv_sec;

	return sec != tsec ? sec < tsec : ms < (unsigned)(t.tv_nsec / 1000000);
}

bool acting_acts(const struct acting *a, const struct rule *rule,
	uint64_t sec, unsigned ms)
{
	size_t standing = a->live.files.file.n;

	if (a->always)
		return true;
	for (size_t i = 0; i < a->rs->sources.n; i++) {
		const struct live_time *t = &a->live.time.v[i];

		if (a->rs->sources.v[i] == rule->src)
			return !is_before(sec, ms, t->since) &&
			       (i < standing || !is_after(sec, ms, t->until));
	}
	return true;
}
