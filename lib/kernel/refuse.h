/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/refuse.h - a rule and what the kernel answered in; a message at the
 * rule's source with cause and fix out. */
#ifndef KERNEL_REFUSE_H
#define KERNEL_REFUSE_H

#include "base/diag.h"
#include "rule/krule.h"

/* refuse_check() - refuse a rule that must never be sent: one without calls,
 * without a condition or without our key, or one that hides calls.
 * Return: 0 or -EINVAL, said in diag. */
int refuse_check(struct diag *diag, const struct krule *k);

/* refuse_say() - the kernel did not take k (doing: "add", "remove"); err < 0 */
void refuse_say(struct diag *diag, const struct krule *k, const char *doing,
	int err);

#endif
