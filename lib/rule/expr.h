/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/expr.h - a filter expression after resolve: names looked up, types
 * checked, constants folded. Immutable. */
#ifndef RULE_EXPR_H
#define RULE_EXPR_H

#include "rule/lex.h"
#include "rule/value.h"
#include "tbl/tbl.h"

struct pattern;		/* rule/pattern.h */

enum expr_kind {
	EXPR_NUM,	/* .num: a literal; takes the type of its neighbour */
	EXPR_CONST,	/* .constant: a literal whose value the ABI decides */
	EXPR_STR,	/* .str */
	EXPR_VAR,	/* .var, .index; .raw: the letters of a path */
	EXPR_UNARY,	/* .op .arg[0]: SUB, NOT, BITNOT */
	EXPR_BINARY,	/* .arg[0] .op .arg[1]; on strings EQ, NE, CONTAINS */
	EXPR_PATH_IS,	/* .arg[0] is the object that .str names (absolute,
			 * normalised) */
	EXPR_UNDER,	/* .arg[0] is .str (absolute, normalised) or below */
	EXPR_GLOB,	/* .arg[0] as a whole matches .str, a shell pattern */
	EXPR_REGEX,	/* .arg[0] contains a match of .pattern (.str) */
};

struct expr {
	enum expr_kind kind;
	struct span at;		/* in the source */
	enum vtype type;	/* V_INT (also truth), V_STR, V_PATH */
	enum op op;
	__int128 num;
	const struct constant *constant;
	struct span str;
	enum var var;
	unsigned index;		/* of PARAMS: 1..6 */
	bool raw;
	const struct pattern *pattern;
	const struct expr *arg[2];
};

struct buf;

const char *var_name(enum var var);
/* expr_print() - fully bracketed, for --dump and explain */
void expr_print(struct buf *out, const struct expr *e);

/* expr_equal() - the same question, wherever it stands */
bool expr_equal(const struct expr *a, const struct expr *b);

/* expr_hash() - the same for expressions that are equal */
uint64_t expr_hash(const struct expr *e);

#endif
