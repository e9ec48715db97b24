/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/auditnl.h - the kernel's audit rules and settings, through a door
 * behind which stands the real kernel or a faked one. */
#ifndef KERNEL_AUDITNL_H
#define KERNEL_AUDITNL_H

#include "base/diag.h"
#include "base/vec.h"
#include "rule/krule.h"
#include "tbl/audit.h"

#define AUDITNL_ENABLED_OFF 0
#define AUDITNL_ENABLED_LOCKED 2	/* rules cannot change until the boot */
#define AUDITNL_LIST_TRIES 3		/* for a list that came in part */

/* called for each rule while it is listed; data dies when it returns.
 * Return: 0, or a negative errno that ends the list */
typedef int auditnl_each(void *arg, const struct audit_rule_data *r,
	size_t size);

/* All return 0 or a negative errno, and none waits without a bound. */
struct auditnl_ops {
	/* list() - one try, in the kernel's order. -ETIMEDOUT, -ENOBUFS: only
	 * a part of it came */
	int (*list)(void *ctx, auditnl_each *each, void *arg);
	/* add(), delete() - what the kernel answered: -EPERM, -EEXIST,
	 * -ENOENT, -EINVAL, ...; -ETIMEDOUT: it did not */
	int (*add)(void *ctx, const struct audit_rule_data *r);
	int (*delete)(void *ctx, const struct audit_rule_data *r);
	int (*status)(void *ctx, struct audit_status *st);
	/* set() - one setting: what is one of AUDIT_STATUS_ENABLED, _FAILURE,
	 * _BACKLOG_LIMIT, _BACKLOG_WAIT_TIME */
	int (*set)(void *ctx, uint32_t what, uint32_t value);
	void (*close)(void *ctx);
};

struct auditnl {
	const struct auditnl_ops *ops;
	void *ctx;
};

/**
 * auditnl_open() - a control socket to this machine's kernel
 * Needs CAP_AUDIT_CONTROL in the first user and pid namespace for all but
 * the opening itself. Release with auditnl_close().
 * Return: 0; -EPROTONOSUPPORT (kernel without audit); -EMFILE, -ENOMEM, ...
 */
int auditnl_open(struct auditnl *nl);
void auditnl_close(struct auditnl *nl);	/* zeroed is fine */

/* ------------------------------------------------------------------ rules */

struct auditnl_rule {
	struct audit_rule_data *data;	/* canonical (rule/auditrule.h), owned */
	bool ours;			/* a single key that begins "sct:" */
};

struct auditnl_rules {
	VEC(struct auditnl_rule) rule;	/* in the kernel's order */
	size_t ours, foreign;
};

/**
 * auditnl_list() - all rules that the kernel has
 * @out: zeroed; filled on success only; release with auditnl_rules_deinit()
 * Return: 0; -ETIMEDOUT, -ENOBUFS (a part of the list, AUDITNL_LIST_TRIES
 * times); -EPERM; -ECONNREFUSED (no audit); -EPROTO (not a rule); -ENOMEM.
 */
int auditnl_list(struct auditnl *nl, struct auditnl_rules *out);
void auditnl_rules_deinit(struct auditnl_rules *rules);

struct auditnl_result {
	size_t added, removed;	/* changes made; 0 after a roll back */
	size_t kept;		/* ours that were there and stay */
	size_t foreign;		/* rules of others, never touched */
};

/**
 * auditnl_apply() - make our rules in the kernel those of the plan
 * @wanted: rules with a key "sct:..." each; a rule may stand there twice;
 *          its order means nothing. May be empty: all of ours go
 * @diag:   what was refused, at the source of its rule, with cause and fix;
 *          warnings for what keeps a loaded rule from working (auditing off,
 *          rules of others that hide it)
 * @result: filled always
 * Only what differs is touched: first added, then removed. At the first
 * refusal all that was done is undone.
 * Return: 0; -EINVAL (a rule that must not be sent, or refused so by the
 * kernel); -EPERM (locked, or not allowed); else the errno of the refusal.
 */
int auditnl_apply(struct auditnl *nl, const struct plan *wanted,
	struct diag *diag, struct auditnl_result *result);

/**
 * auditnl_hidden() - warn of rules of others that keep ours from working
 * never-rules of the task list, never-rules that come before one of ours and
 * can match the same call, exclude-rules for records that we need.
 */
void auditnl_hidden(const struct auditnl_rules *rules, struct diag *diag);

/* ----------------------------------------------------------------- status */

struct auditnl_status {
	struct audit_status k;	/* as the kernel says it; .pid is the audit
				 * daemon's, 0: none */
	char comm[64];		/* that daemon's name, "" when not known; any
				 * bytes: escape it */
};

/* auditnl_status() - 0 or a negative errno */
int auditnl_status(struct auditnl *nl, struct auditnl_status *out);

/* auditnl_comm() - /proc/PID/comm, "" when there is none */
void auditnl_comm(uint32_t pid, char *out, size_t size);

/* auditnl_words() - why the kernel refused to talk at all, and the fix */
const char *auditnl_words(int err);

#endif
