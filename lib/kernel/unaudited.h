/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/unaudited.h - a fork in; a child whose system calls the kernel never
 * audits out.
 *
 * Who makes lines of audit records must not make audit records: each of its
 * reads and writes would be one more to read, and in a full backlog it would
 * wait for itself. The kernel decides at fork(2), by the rules of its task
 * list, whether the child gets an audit context; children of the child and what
 * it executes have none either. The parent's process id is what the new task
 * still has when it is asked. So for the moment of the fork there is a rule
 * "never,task" on that id. */
#ifndef KERNEL_UNAUDITED_H
#define KERNEL_UNAUDITED_H

#include "kernel/auditnl.h"
#include "rule/auditrule.h"

/* No rule can have that name, but all that looks after our rules sees that this
 * is one: should its process be killed half way, the next sctauditd, sct upload
 * or delete removes it. */
#define UNAUDITED_KEY AUDITRULE_KEY "(fork)"

/* unaudited_begin(): the kernel takes no rules (locked, or not from us); the
 * child is audited as any other is */
#define UNAUDITED_REFUSED 1

struct unaudited {
	struct auditnl *nl;
	struct audit_rule_data *rule;	/* in the kernel; NULL: none */
};

/**
 * unaudited_begin() - from here on no child of this process is audited
 * Removes what a predecessor left. To be called, and ended right after fork(2),
 * while store_lock() is held and no thread is started.
 * Return: 0; UNAUDITED_REFUSED; negative errno. In all cases fork, then call
 * unaudited_end().
 */
int unaudited_begin(struct unaudited *u, struct auditnl *nl);

/* unaudited_end() - as it was before. Return: 0; negative errno: the rule may
 * still be there. */
int unaudited_end(struct unaudited *u);

#endif
