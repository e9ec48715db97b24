/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "control/work.h"

#include <unistd.h>

int work_files(struct work *w)
{
	const struct request_env *env = w->env;
	int r = ruleset_files(&w->files, env->etc, env->lib, env->run,
		&w->diag);

	work_diag(w);
	return r;
}

int work_lock(struct work *w)
{
	int lock = store_lock(w->env->run, w->env->lock_ms, &w->diag);
	int r = lock < 0 ? lock : work_files(w);

	work_diag(w);
	if (r && lock >= 0)
		close(lock);
	return r ? r : lock;
}

void work_diag(struct work *w)
{
	diag_print(&w->diag, &w->reply->err);
	diag_deinit(&w->diag);
	w->diag = (struct diag){0};
}

int work_failed(struct work *w, int err)
{
	work_say(w, "%s", strerror(-err));
	return request_code_of(err);
}

struct auditnl *work_kernel(struct work *w, int *code)
{
	int r;

	if (w->env->nl)
		return w->env->nl;
	r = w->own.ops ? 0 : auditnl_open(&w->own);
	if (!r)
		return &w->own;
	work_say(w, "cannot talk to the kernel's audit subsystem: %s",
		auditnl_words(r));
	*code = request_code_of(r);
	return NULL;
}

static int refuse(struct work *w)
{
	work_say(w, "this is not a thing to do here");
	return CODE_FAILED;
}

/* whether the drop-ins are those that the user means */
static bool is_etc(struct work *w)
{
	if (!w->rq->etc.n || span_is(w->rq->etc, w->env->etc))
		return true;
	work_say(w, "sctauditd runs with --rules-dir=%s; '%.*s' can be used "
		"when it does not run", w->env->etc, SPAN_ARG(w->rq->etc));
	return false;
}

void request_run(const struct request *rq, const struct request_env *env,
	struct reply *reply)
{
	static int (*const run[REQUEST_KINDS])(struct work *) = {
		[REQUEST_UPLOAD] = work_upload,
		[REQUEST_DELETE] = work_delete,
		[REQUEST_DOWNLOAD] = work_download,
		[REQUEST_DIFF] = work_diff,
		[REQUEST_RELOAD] = work_reload,
		[REQUEST_STATUS] = work_status,
		[REQUEST_LOG] = refuse,
		[REQUEST_STOP] = refuse,
	};
	struct work w = {.rq = rq, .env = env, .reply = reply};

	reply->code = is_etc(&w) ? run[rq->kind](&w) : CODE_FAILED;
	work_diag(&w);
	store_files_deinit(&w.files);
	auditnl_close(&w.own);
	if (reply->out.err || reply->err.err) {
		reply_deinit(reply);
		reply->code = CODE_FAILED;
		work_say(&w, "%s", strerror(ENOMEM));
	}
}
