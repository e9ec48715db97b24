/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/parse.h - tokens in, syntax tree out. Pure. */
#ifndef RULE_PARSE_H
#define RULE_PARSE_H

#include "rule/ast.h"

#define EXPR_DEPTH_MAX 200	/* nested parentheses and unary operators */
#define EXPR_NODES_MAX 4096	/* parts of one expression */

/**
 * parse() - read a token list as a rule file
 * @out:   the tree, in @arena
 * @toks:  of lex(), from @src; not kept
 * @diag:  gets every mistake; the tree then holds what could be read, and at
 *         most RULES_MAX + 1 rules
 * Return: 0 (look at diag->errors); -ENOMEM.
 */
int parse(struct ast *out, struct arena *arena, const struct source *src,
	const struct tokens *toks, struct diag *diag);

#endif
