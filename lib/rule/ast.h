/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/ast.h - the syntax of a rule file as a tree, nothing looked up yet.
 * All of it lives in the arena that parse() was given; spans point into the
 * source. */
#ifndef RULE_AST_H
#define RULE_AST_H

#include "base/arena.h"
#include "base/source.h"
#include "base/vec.h"
#include "rule/lex.h"

enum ast_kind {
	AST_NUMBER,	/* .number */
	AST_STRING,	/* .text: escapes undone */
	AST_NAME,	/* .text */
	AST_INDEX,	/* .text [ .arg[0] ] */
	AST_CALL,	/* .text ( .arg[0..nargs) ) */
	AST_UNARY,	/* .op .arg[0] */
	AST_BINARY,	/* .arg[0] .op .arg[1] */
};

#define AST_ARGS_MAX 4

struct ast_expr {
	enum ast_kind kind;
	struct span at;		/* all of it; AST_BINARY: from left to right */
	struct span text;
	uint64_t number;
	enum op op;
	bool bracketed;		/* stood in parentheses of its own */
	unsigned nargs;
	struct ast_expr *arg[AST_ARGS_MAX];
};

enum entry {
#define ENTRY(id, ...) ENTRY_##id,
#include "rule/entry.tbl.h"
#undef ENTRY
	ENTRY_COUNT
};

const char *entry_name(enum entry entry);
/* entry_what() - its value in words, for messages */
const char *entry_what(enum entry entry);

struct ast_entry {
	struct span key;		/* .p NULL: the rule has no such entry */
	bool unread;			/* its value is no value: reported */
	struct span value;		/* WORD, TEXT; NAMES, EXPR: all of it */
	struct ast_expr *expr;		/* EXPR */
	size_t nnames;
	struct span *names;		/* NAMES */
};

struct ast_rule {
	struct span at;			/* the word "rule" */
	struct span text;		/* from there to its '}' */
	struct ast_entry entry[ENTRY_COUNT];
	struct ast_rule *next;
};

struct ast {
	const struct source *src;
	struct ast_rule *rules;		/* in order */
	struct span format_key;		/* log_format at the top; .p NULL: none */
	struct span format;
};

#endif
