/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/print.h - syntax tree in, canonical rule text out, which parses to the
 * same tree. Pure. */
#ifndef RULE_PRINT_H
#define RULE_PRINT_H

#include "base/buf.h"
#include "rule/ast.h"

/* print_rule() - @format: the file's default log_format, written out in rules
 * that have none of their own; .p NULL: leave them as they are */
void print_rule(struct buf *out, const struct ast_rule *rule,
	struct span format);

/* print_ast() - all rules, a blank line between; the default log_format
 * stands first when there is one */
void print_ast(struct buf *out, const struct ast *ast);

/* print_ast_expr() - with no more parentheses than needed */
void print_ast_expr(struct buf *out, const struct ast_expr *e);

#endif
