/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/lex.h - rule text in, tokens out. Pure. */
#ifndef RULE_LEX_H
#define RULE_LEX_H

#include "base/diag.h"

enum op {
#define OP(id, ...) OP_##id,
#include "rule/op.tbl.h"
#undef OP
	OP_COUNT
};

struct op_info {
	const char *text;
	unsigned precedence;	/* 0: not binary */
	bool unary;
};

const struct op_info *op_info(enum op op);

enum token_type {
	TOK_END,
	TOK_WORD,	/* a name; outside of expressions any run of letters,
			 * digits, '_', '.' and dashes */
	TOK_NUMBER,	/* in expressions: begins with a digit */
	TOK_STRING,	/* in expressions: with its quotes, escapes not undone */
	TOK_TEXT,	/* what stands in the braces of log_format, trimmed */
	TOK_OP,		/* in expressions; .op */
	TOK_MINUS,	/* U+2212 or U+2014 in an expression */
	TOK_LBRACE, TOK_RBRACE, TOK_ASSIGN, TOK_COMMA,
	TOK_LPAREN, TOK_RPAREN, TOK_LBRACKET, TOK_RBRACKET,
	TOK_BAD,	/* what lex() has complained about */
	TOK_COUNT
};

const char *token_name(enum token_type type);	/* for --dump=tokens */

struct token {
	enum token_type type;
	enum op op;
	struct span at;
};

struct tokens {
	VEC(struct token) tok;	/* ends with TOK_END */
};

#define MINUS_U2212 "\xe2\x88\x92"
#define MINUS_U2014 "\xe2\x80\x94"

/* lookalike_name() - "U+2212 MINUS SIGN" where s begins with a character that
 * looks like one of the language; NULL: it does not */
const char *lookalike_name(struct span s);

/* minus_len() - bytes of the minus ('-', U+2212, U+2014) at the start of s */
size_t minus_len(struct span s);

/**
 * lex() - cut the text of src into tokens
 * @out:  release with tokens_deinit(), also after an error
 * @diag: gets each byte that begins no token, each string or text without end
 * Return: 0 (look at diag->errors for the user's mistakes); -ENOMEM.
 */
int lex(struct tokens *out, const struct source *src, struct diag *diag);
void tokens_deinit(struct tokens *t);

#endif
