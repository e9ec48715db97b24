/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/dump.h - what each pass made, as text for people and golden files. */
#ifndef RULE_DUMP_H
#define RULE_DUMP_H

#include "rule/ast.h"
#include "rule/krule.h"
#include "rule/split.h"

void dump_tokens(struct buf *out, const struct source *src,
	const struct tokens *toks);
void dump_ast(struct buf *out, const struct ast *ast);
void dump_typed(struct buf *out, const struct rules *rs);
int dump_split(struct buf *out, const struct split *sp);	/* 0; -ENOMEM */
void dump_kernel(struct buf *out, const struct plan *plan);

const char *action_name(enum action action);

#endif
