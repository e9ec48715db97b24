/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/parser.h - what parse.c and parse_expr.c share: the place in the list of
 * tokens, and complaints about what stands there. */
#ifndef RULE_PARSER_H
#define RULE_PARSER_H

#include "rule/ast.h"

struct parser {
	const struct source *src;
	struct arena *arena;
	struct diag *diag;
	const struct token *tok;	/* the next one */
	unsigned depth, nodes;		/* of the expression being read */
	bool after_names;		/* a list of names was read last */
	bool swallowed;			/* an unclosed text took all that is
					 * left of the file */
	struct ast_rule spare;		/* takes what stands twice */
	int err;			/* -ENOMEM */
};

#define parser_error(p, at, ...)                                               \
	diag_add((p)->diag, DIAG_ERROR, (p)->src, (at), __VA_ARGS__)

/* parser_expected() - an error "expected @what, found X@tail" at the next
 * token, unless the lexer has complained about that one */
void parser_expected(struct parser *p, const char *what, const char *tail);

/* parser_starts_rule(), parser_starts_entry() - a known word with what belongs
 * behind it; no expression has them */
bool parser_starts_rule(const struct parser *p);
bool parser_starts_entry(const struct parser *p);

/* parser_advice() - what to write instead of the next token, where it is a
 * word or sign of other languages; "": nothing known */
const char *parser_advice(const struct parser *p);

/* parse_expr() - an expression of operators of precedence min and up, 1 for
 * all; NULL: reported. .depth and .nodes are 0 before. */
struct ast_expr *parse_expr(struct parser *p, unsigned min);

static inline bool parser_at(const struct parser *p, enum token_type type)
{
	return p->tok->type == type;
}

static inline bool parser_accept(struct parser *p, enum token_type type)
{
	if (!parser_at(p, type))
		return false;
	p->tok++;
	return true;
}

static inline struct span span_join(struct span a, struct span b)
{
	return (struct span){a.p, (size_t)(b.p + b.n - a.p)};
}

#endif
