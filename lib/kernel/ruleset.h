/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/ruleset.h - texts of rule files in; checked rules and the kernel
 * rules for them out. What upload, diff and the daemon have in common. */
#ifndef KERNEL_RULESET_H
#define KERNEL_RULESET_H

#include "rule/krule.h"
#include "rule/split.h"
#include "store/store.h"

/* zeroed is empty; diag's spans point into .rs */
struct ruleset {
	struct rules *rs;
	struct split *split;
	struct plan plan;
};

/**
 * ruleset_build() - read, check and split the files, in their order
 * @diag: the user's mistakes; print it before ruleset_deinit()
 * Return: 0; -EINVAL (there are errors in @diag, also from before; .rs is set
 * for printing, .plan is empty); -ENOMEM; -E2BIG.
 */
int ruleset_build(struct ruleset *out, const struct store_files *files,
	unsigned abis, struct diag *diag);
void ruleset_deinit(struct ruleset *set);

/* ruleset_files() - drop-ins, then uploads; 0 or a negative errno, in @diag */
int ruleset_files(struct store_files *out, const char *etc, const char *lib,
	const char *run, struct diag *diag);

#endif
