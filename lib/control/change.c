/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* upload, delete, reload: what changes the rules that are loaded */
#include "control/work.h"

#include "rule/parse.h"
#include "rule/print.h"

#include <unistd.h>

/* ------------------------------------------------------------------ change */

/* whether the kernel can be asked, should that be needed */
static bool has_kernel(struct work *w, int *code)
{
	return w->env->hands_off || work_kernel(w, code);
}

/* the kernel, once whoever matches knows the rules */
static int into_kernel(struct work *w, const struct store_files *wanted,
	const struct plan *plan, struct auditnl_result *result)
{
	const struct request_env *env = w->env;
	int code, r = env->staged ? env->staged(env->arg, wanted) : 0;

	if (!r && !env->hands_off)
		r = auditnl_apply(work_kernel(w, &code), plan, &w->diag,
			result);
	return r;
}

static void settle(struct work *w, bool ok)
{
	if (w->env->staged && w->env->settled)
		w->env->settled(w->env->arg, ok);
}

/* First the store: who restarts in between finds the rules. Then the kernel;
 * when that refuses, the store is put back. */
static int change(struct work *w, const struct store_files *wanted,
	const struct ruleset *set)
{
	const char *run = w->env->run;
	struct auditnl_result result;
	int r = store_set_uploads(run, wanted, &w->diag);

	if (r)
		return r;
	r = into_kernel(w, wanted, &set->plan, &result);
	if (r && store_set_uploads(run, &w->files, &w->diag))
		work_say(w, "the uploaded rules could not be put back: '%s' "
			"and the kernel differ now; see 'sct diff'", run);
	settle(w, !r);
	return r;
}

/* says all, and what came of it; the exit code */
static int finish(struct work *w, int r, int code)
{
	bool said = w->diag.errors > 0;

	work_diag(w);
	if (r && !said)
		work_say(w, "%s", strerror(-r));
	if (r || code)
		work_say(w, "nothing was changed");
	return r ? request_code_of(r) : code;
}

/* make wanted what is loaded; the exit code */
static int load(struct work *w, const struct store_files *wanted)
{
	struct ruleset set = {0};
	int code = CODE_DONE;
	int r = ruleset_build(&set, wanted, w->env->abis, &w->diag);

	if (!r && has_kernel(w, &code))
		r = change(w, wanted, &set);
	code = finish(w, r, code);
	ruleset_deinit(&set);
	return code;
}

/* ------------------------------------------------------------------ upload */

static int add_file(struct work *w, struct store_files *wanted,
	const struct request_file *f)
{
	cleanup(freep) char *name = strndup(f->name.p, f->name.n);
	int r = name ? store_files_add(wanted,
			       strcmp(name, "-") ? name : "stdin", f->text) :
		       -ENOMEM;

	if (r)
		work_say(w, "cannot take '%.*s': %s", SPAN_ARG(f->name),
			r == -EFBIG ? "too large" :
			r == -EMFILE ? "too many files" : strerror(-r));
	return r;
}

static int upload(struct work *w)
{
	const struct request_env *env = w->env;
	struct store_files wanted = {0};
	int code, r = w->rq->flags & REQUEST_REPLACE ?
		store_dropins(&wanted, env->etc, env->lib, &w->diag) :
		ruleset_files(&wanted, env->etc, env->lib, env->run, &w->diag);

	work_diag(w);
	for (size_t i = 0; !r && i < w->rq->files.n; i++)
		r = add_file(w, &wanted, &w->rq->files.v[i]);
	code = r ? request_code_of(r) : load(w, &wanted);
	store_files_deinit(&wanted);
	if (!code)
		vec_foreach(f, &w->rq->files)
			buf_printf(&w->reply->out, "Successfully uploaded "
				"rules from file '%.*s'\n", SPAN_ARG(f->name));
	return code;
}

/* ------------------------------------------------------------------ delete */

/* names that are still to be found; of found ones .p becomes NULL */
struct names {
	struct span *v;
	size_t n;
};

static bool take_name(const struct names *names, struct span name)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i].p && span_eq(name, names->v[i])) {
			names->v[i] = (struct span){0};
			return true;
		}
	return false;
}

/* what remains of one upload */
static int remains(struct buf *out, const struct store_file *f,
	const struct names *names)
{
	cleanup(tokens_deinit) struct tokens toks = {0};
	cleanup(arena_deinit) struct arena arena = {0};
	cleanup(diag_deinit) struct diag diag = {0};
	const struct source src = {f->path, f->text};
	struct ast ast;
	int r = lex(&toks, &src, &diag);

	if (!r)
		r = parse(&ast, &arena, &src, &toks, &diag);
	for (const struct ast_rule *p = r ? NULL : ast.rules; p; p = p->next)
		if (!take_name(names, p->entry[ENTRY_rule_name].value))
			print_rule(out, p, ast.format);
	return r ? r : out->err;
}

static int keep_others(struct store_files *wanted, const struct work *w,
	const struct names *names)
{
	vec_foreach(f, &w->files.file) {
		cleanup(buf_deinit) struct buf text = {0};
		int r;

		if (!f->uploaded)
			continue;
		r = remains(&text, f, names);
		if (!r && text.n)
			r = store_files_add(wanted, f->name,
				(struct span){text.p, text.n});
		if (r)
			return r;
	}
	return 0;
}

static const struct store_file *dropin_with(const struct work *w,
	struct span name)
{
	vec_foreach(f, &w->files.file) {
		cleanup(buf_deinit) struct buf text = {0};
		struct span one = name;

		if (!f->uploaded &&
			!remains(&text, f, &(struct names){&one, 1}) && !one.p)
			return f;
	}
	return NULL;
}

static int say_missing(struct work *w, const struct names *names)
{
	int code = CODE_DONE;

	for (size_t i = 0; i < names->n; i++) {
		struct span name = names->v[i];
		const struct store_file *f;

		if (!name.p)
			continue;
		f = dropin_with(w, name);
		if (f)
			work_say(w, "rule '%.*s' comes from '%s', not from an "
				"upload; take it out there", SPAN_ARG(name),
				f->path);
		else
			work_say(w, "no rule '%.*s' is uploaded",
				SPAN_ARG(name));
		code = CODE_FAILED;
	}
	return code;
}

static int delete(struct work *w)
{
	const size_t n = w->rq->names.n;
	cleanup(freep) struct span *copy = calloc(n + 1, sizeof(*copy));
	const struct names names = {copy, n};
	struct store_files wanted = {0};
	int code, r = copy ? store_dropins(&wanted, w->env->etc, w->env->lib,
				     &w->diag) : -ENOMEM;

	if (!r && n) {
		memcpy(copy, w->rq->names.v, n * sizeof(*copy));
		r = keep_others(&wanted, w, &names);
	}
	code = r ? work_failed(w, r) : say_missing(w, &names);
	if (!code)
		code = load(w, &wanted);
	store_files_deinit(&wanted);
	return code;
}

/* ------------------------------------------------------------------ reload */

static int reload(struct work *w)
{
	struct auditnl_result result = {0};
	struct ruleset set = {0};
	int code = CODE_DONE;
	int r = ruleset_build(&set, &w->files, w->env->abis, &w->diag);

	if (!r && has_kernel(w, &code)) {
		r = into_kernel(w, &w->files, &set.plan, &result);
		settle(w, !r);
	}
	code = finish(w, r, code);
	if (!code)
		buf_printf(&w->reply->out, "reloaded: %zu rules, %zu audit "
			"rules added, %zu removed\n", set.rs->rule.n,
			result.added, result.removed);
	ruleset_deinit(&set);
	return code;
}

static int locked(struct work *w, int (*run)(struct work *w))
{
	int lock = work_lock(w), code;

	if (lock < 0)
		return request_code_of(lock);
	code = run(w);
	close(lock);
	return code;
}

int work_upload(struct work *w)
{
	return locked(w, upload);
}

int work_delete(struct work *w)
{
	return locked(w, delete);
}

int work_reload(struct work *w)
{
	return locked(w, reload);
}
