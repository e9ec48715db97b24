/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/resolve.h - syntax tree in, typed rules out: names looked up, types
 * checked, constants folded. Pure but for the two name look-ups handed in. */
#ifndef RULE_RESOLVE_H
#define RULE_RESOLVE_H

#include "base/diag.h"
#include "rule/ast.h"
#include "rule/rules.h"

/* who knows the users and groups of this host (getpwnam(3), getgrnam(3)) */
struct name_service {
	/* 0 and *id; -ENOENT; other negative errno: cannot ask */
	int (*user)(void *arg, const char *name, uint32_t *id);
	int (*group)(void *arg, const char *name, uint32_t *id);
	void *arg;
};

/**
 * resolve() - append the rules of one file to rs
 * @names: NULL: usernametoid() and groupnametoid() are errors
 * @diag:  gets every mistake; rs then holds rules that must not be used
 * Return: 0 (look at diag->errors); -ENOMEM; -E2BIG (over RULES_MAX).
 */
int resolve(struct rules *rs, const struct ast *ast,
	const struct name_service *names, struct diag *diag);

#endif
