/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control/work.h - what the files behind request_run() share: one request and
 * all that is open for it in; its reply out. */
#ifndef CONTROL_WORK_H
#define CONTROL_WORK_H

#include "control/request.h"
#include "kernel/ruleset.h"

struct work {
	const struct request *rq;
	const struct request_env *env;
	struct reply *reply;
	struct diag diag;		/* printed by work_diag() */
	struct store_files files;	/* what is loaded now */
	struct auditnl own;		/* opened, as env has none */
};

/* one function for each kind; they return the exit code */
int work_upload(struct work *w);
int work_delete(struct work *w);
int work_reload(struct work *w);
int work_download(struct work *w);
int work_diff(struct work *w);
int work_status(struct work *w);

#define work_say(w, ...) reply_say((w)->reply, (w)->rq, __VA_ARGS__)

/* work_lock() - be the one who changes rules, and read .files; a descriptor to
 * be closed, or a negative errno, said */
int work_lock(struct work *w);

/* work_files() - read .files; 0 or a negative errno, said */
int work_files(struct work *w);

/* work_diag() - move what is in .diag to standard error */
void work_diag(struct work *w);

/* work_failed() - the exit code of a negative errno, which is said */
int work_failed(struct work *w, int err);

/* work_kernel() - the control socket; NULL: said, *code is set */
struct auditnl *work_kernel(struct work *w, int *code);

#endif
