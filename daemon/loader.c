/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/loader.h"

#include "daemon/clock.h"
#include "kernel/ruleset.h"
#include "store/names.h"
#include "tbl/tbl.h"

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>
#include <unistd.h>

#define RESTORE_MS 1000		/* rules that the kernel dropped are tried again */
#define LOCK_MS 10000		/* another one is loading rules */

static void say(const struct loader *l, int level, const char *fmt, ...)
	printf_like(3, 4);
static void say(const struct loader *l, int level, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	l->say(level, words);
}

static void say_diag(const struct loader *l, struct diag *diag)
{
	struct buf words = {0};

	diag_print(diag, &words);
	if (words.n)
		l->say(LOG_ERR, words.p);
	buf_deinit(&words);
	diag_deinit(diag);
}

/* --------------------------------------------------------------- the worker */

/* The worker makes the same rules of the same texts. Here they say which names
 * it may ask for. */
static int make(struct loader *l, struct acting *out,
	struct store_files *files)
{
	/* the first ones act on what is older, too */
	struct timespec when = l->changed ? now_real() : (struct timespec){0};
	struct live next;
	struct buf words = {0};
	int r = live_next(&next, &l->acting.live, files, when);

	if (r)
		return r;
	r = acting_build(out, &next, names_of_host(), &words);
	if (words.n)
		l->say(LOG_ERR, words.p);
	buf_deinit(&words);
	live_deinit(&next);
	if (!r && l->look)
		r = look_server_rules(l->look, out->rs);
	return r;
}

/* files are what it matches with from here on */
static int give(struct loader *l, const struct store_files *files)
{
	struct store_files copy = {0};
	struct acting next = {0};
	int r = store_files_copy(&copy, files);

	r = r ? r : make(l, &next, &copy);
	store_files_deinit(&copy);
	if (r) {
		acting_deinit(&next);
		return r;
	}
	acting_deinit(&l->acting);
	l->acting = next;
	l->changed = now_ms();
	l->changed_real = now_real().tv_sec;
	l->settling = true;
	keeper_rules(l->keeper, &l->acting.live);
	return 0;
}

static int on_staged(void *arg, const struct store_files *files)
{
	struct loader *l = arg;
	int r = store_files_copy(&l->before, &l->acting.live.files);

	return r ? r : give(l, files);
}

static void on_settled(void *arg, bool ok)
{
	struct loader *l = arg;

	if (!ok && give(l, &l->before))
		l->say(LOG_ERR, "no memory to go back to the rules from "
			"before");
	store_files_deinit(&l->before);
}

void loader_run(struct loader *l, const struct request *rq,
	struct reply *reply, void (*status)(void *arg, struct rows *rows),
	void *arg)
{
	const struct request_env env = {
		.etc = l->dirs.etc, .lib = l->dirs.lib, .run = l->dirs.run,
		.nl = l->nl, .abis = abis_of_host(), .lock_ms = LOCK_MS,
		.hands_off = !l->load,
		.arg = rq->kind == REQUEST_STATUS ? arg : l,
		.staged = on_staged, .settled = on_settled,
		.status = status,
	};

	request_run(rq, &env, reply);
}

/* ---------------------------------------------------------------- the start */

static int read_files(struct loader *l, struct store_files *files,
	struct diag *diag)
{
	struct ruleset set = {0};
	int r = ruleset_files(files, l->dirs.etc, l->dirs.lib, l->dirs.run,
		diag);

	if (!r)
		r = ruleset_build(&set, files, abis_of_host(), diag);
	if (r && !diag->errors)
		say(l, LOG_ERR, "cannot load rules: %s", strerror(-r));
	say_diag(l, diag);
	ruleset_deinit(&set);
	return r;
}

int loader_read(struct loader *l)
{
	struct store_files files = {0};
	struct diag diag = {0};
	int r = read_files(l, &files, &diag);

	if (!r) {
		r = give(l, &files);
		if (r)
			say(l, LOG_ERR, "cannot take up rules: %s",
				strerror(-r));
	}
	store_files_deinit(&files);
	return r;
}

static int apply(struct loader *l, struct diag *diag,
	struct auditnl_result *res)
{
	struct ruleset set = {0};
	int r = ruleset_build(&set, &l->acting.live.files, abis_of_host(), diag);

	diag_deinit(diag);	/* said when they were read */
	if (!r)
		r = auditnl_apply(l->nl, &set.plan, diag, res);
	ruleset_deinit(&set);
	return r;
}

/* a locked kernel keeps what it has */
static bool is_locked(struct loader *l)
{
	struct audit_status st = {0};

	return !l->nl->ops->status(l->nl->ctx, &st) &&
	       st.enabled == AUDITNL_ENABLED_LOCKED;
}

int loader_load(struct loader *l)
{
	struct auditnl_result res = {0};
	struct diag diag = {0};
	int r;

	if (!l->load || !l->nl) {
		say(l, LOG_INFO, "%zu rules in force; the kernel's are left as "
			"they are", loader_rules(l));
		return 0;
	}
	r = apply(l, &diag, &res);
	say_diag(l, &diag);
	if (r == -EPERM && is_locked(l)) {
		l->say(LOG_WARNING, "going on with the audit rules that the "
			"kernel has");
		return 0;
	}
	if (!r)
		say(l, LOG_INFO, "%zu rules in force, %zu audit rules in the "
			"kernel", loader_rules(l), res.added + res.kept);
	return r;
}

/* --------------------------------------------------------------- meanwhile */

void loader_dropped(struct loader *l)
{
	if (!l->dropped)
		say(l, LOG_WARNING, "the kernel dropped an audit rule whose "
			"directory was removed; calls on that name are missed "
			"until the directory is there again%s",
			l->load ? ", when the rule is loaded anew" : "");
	l->dropped = true;
}

/* quietly: most tries find the directory still missing */
static void restore(struct loader *l)
{
	struct auditnl_result res = {0};
	struct diag diag = {0};
	int lock = store_lock(l->dirs.run, 0, &diag);

	if (lock >= 0 && !apply(l, &diag, &res)) {
		l->dropped = false;
		say(l, LOG_INFO, "%zu audit rules that the kernel had dropped "
			"are loaded again", res.added);
	}
	if (lock >= 0)
		close(lock);
	diag_deinit(&diag);
}

/* Whether all records from before the last change are in. When the clock was
 * set back meanwhile, times cannot be compared any more. */
static bool is_settled(const struct loader *l, int64_t now, bool quiet)
{
	uint64_t when = (uint64_t)l->changed_real;

	if (now - l->changed <= LIVE_GRACE_S * 1000)
		return false;
	return quiet || now_real().tv_sec < l->changed_real ||
	       keeper_seen(l->keeper) > when + LIVE_GRACE_S;
}

void loader_tick(struct loader *l, bool quiet)
{
	int64_t now = now_ms();

	if (l->dropped && l->load && l->nl &&
		now - l->last_restore >= RESTORE_MS) {
		l->last_restore = now;
		restore(l);
	}
	if (l->settling && is_settled(l, now, quiet)) {
		l->settling = false;
		live_expire(&l->acting.live);
		keeper_rules(l->keeper, &l->acting.live);
	}
}

void loader_deinit(struct loader *l)
{
	acting_deinit(&l->acting);
	store_files_deinit(&l->before);
}
