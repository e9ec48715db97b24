/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/lex.h"

#include "base/escape.h"

static const struct op_info ops[] = {
#define OP(id, text, precedence, unary, what) {text, precedence, unary},
#include "rule/op.tbl.h"
#undef OP
};

const struct op_info *op_info(enum op op)
{
	return &ops[op];
}

const char *token_name(enum token_type type)
{
	static const char *const names[TOK_COUNT] = {
		"end", "word", "number", "string", "text", "op", "minus", "{",
		"}", "=", ",", "(", ")", "[", "]",
	};

	return names[type];
}

/* characters that look like one of the language, and what to write */
static const struct {
	const char *utf8, *name, *write;
} lookalikes[] = {
	{"\xe2\x80\x9c", "U+201C LEFT DOUBLE QUOTATION MARK", "'\"'"},
	{"\xe2\x80\x9d", "U+201D RIGHT DOUBLE QUOTATION MARK", "'\"'"},
	{"\xe2\x80\x9e", "U+201E DOUBLE LOW-9 QUOTATION MARK", "'\"'"},
	{"\xc2\xab", "U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", "'\"'"},
	{"\xc2\xbb", "U+00BB RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", "'\"'"},
	{"\xe2\x80\x98", "U+2018 LEFT SINGLE QUOTATION MARK", "'\"'"},
	{"\xe2\x80\x99", "U+2019 RIGHT SINGLE QUOTATION MARK", "'\"'"},
	{"\xc2\xa0", "U+00A0 NO-BREAK SPACE", "a blank"},
	{"\xe2\x80\xaf", "U+202F NARROW NO-BREAK SPACE", "a blank"},
	{"\xe2\x80\x93", "U+2013 EN DASH", "'-'"},
	{"\xe2\x80\x90", "U+2010 HYPHEN", "'-'"},
	{"\xe2\x80\x91", "U+2011 NON-BREAKING HYPHEN", "'-'"},
	{"\xe2\x89\xa0", "U+2260 NOT EQUAL TO", "'!='"},
	{"\xe2\x89\xa4", "U+2264 LESS-THAN OR EQUAL TO", "'<='"},
	{"\xe2\x89\xa5", "U+2265 GREATER-THAN OR EQUAL TO", "'>='"},
};

#define BOM "\xef\xbb\xbf"

struct lexer {
	const struct source *src;
	struct diag *diag;
	struct tokens *out;
	struct span left;	/* not cut yet */
	unsigned braces;	/* open braces */
	unsigned expr_braces;	/* .braces within the expression; 0: none */
	bool after_expr_word;	/* filter_expression was the last word */
	bool after_text_word;	/* log_format was the last word */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
	       c == '\v';
}

static bool is_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	       c == '_';
}

size_t minus_len(struct span s)
{
	if (span_starts(s, SPAN_LIT("-")))
		return 1;
	if (span_starts(s, SPAN_LIT(MINUS_U2212)) ||
		span_starts(s, SPAN_LIT(MINUS_U2014)))
		return 3;
	return 0;
}

static struct span take(struct lexer *lx, size_t n)
{
	struct span s = {lx->left.p, n};

	lx->left = (struct span){lx->left.p + n, lx->left.n - n};
	return s;
}

static int add(struct lexer *lx, enum token_type type, struct span at)
{
	return vec_add(&lx->out->tok, (struct token){.type = type, .at = at});
}

static void error(struct lexer *lx, struct span at, const char *text)
{
	diag_add(lx->diag, DIAG_ERROR, lx->src, at, "%s", text);
}

static void skip_blanks(struct lexer *lx)
{
	bool comment = false;
	size_t i = 0;

	for (; i < lx->left.n; i++) {
		char c = lx->left.p[i];

		if (c == '#')
			comment = true;
		else if (c == '\n')
			comment = false;
		else if (!comment && !is_blank(c))
			break;
	}
	take(lx, i);
}

/* the text in the braces of log_format: nested pairs belong to it */
static int lex_text(struct lexer *lx)
{
	struct span open = take(lx, 1), s = lx->left;
	unsigned depth = 1;
	size_t i = 0;
	int r = add(lx, TOK_LBRACE, open);

	for (; i < s.n; i++) {
		depth += s.p[i] == '{';
		depth -= s.p[i] == '}';
		if (!depth)
			break;
	}
	if (depth) {
		struct place at = source_place(lx->src, open);

		diag_add(lx->diag, DIAG_ERROR, lx->src, open,
			"the text of log_format opened on line %u is never "
			"closed: write '}'", at.line);
		take(lx, s.n);
		return r;
	}
	take(lx, i);
	s.n = i;
	while (s.n && is_blank(*s.p))
		s = (struct span){s.p + 1, s.n - 1};
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	if (!r)
		r = add(lx, TOK_TEXT, s);
	return r ? r : add(lx, TOK_RBRACE, take(lx, 1));
}

static int lex_string(struct lexer *lx)
{
	struct span s = lx->left;
	size_t i = 1;

	while (i < s.n && s.p[i] != '"' && s.p[i] != '\n')
		i += s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] != '\n' ? 2 : 1;
	if (i >= s.n || s.p[i] != '"') {
		s.n = min_size(i, s.n);
		error(lx, s, "string without end: write '\"' on the same line");
		take(lx, s.n);
		return 0;
	}
	return add(lx, TOK_STRING, take(lx, i + 1));
}

static int find_lookalike(struct span s)
{
	for (size_t i = 0; i < ARRAY_SIZE(lookalikes); i++)
		if (span_starts(s, span_of(lookalikes[i].utf8)))
			return (int)i;
	return -1;
}

/* a letter of any script: names may be written in the user's own language */
static size_t letter_len(struct span s)
{
	size_t n = utf8_len(s);

	if (n == 1)
		return is_name(*s.p) || *s.p == '.';
	return n && find_lookalike(s) < 0 && !span_starts(s, SPAN_LIT(BOM)) ?
		       n : 0;
}

/* a word outside of expressions: names, numbers with sign, yes, before… */
static size_t plain_word_len(struct span s)
{
	size_t i = 0;

	while (i < s.n) {
		struct span rest = {s.p + i, s.n - i};
		size_t n = minus_len(rest);

		n = n ? n : letter_len(rest);
		if (!n)
			break;
		i += n;
	}
	return i;
}

static size_t expr_word_len(struct span s)
{
	size_t i = 0;

	while (i < s.n && is_name(s.p[i]))
		i++;
	return i;
}

static int lex_word(struct lexer *lx, size_t n)
{
	struct span s = take(lx, n);
	bool number = lx->expr_braces && *s.p >= '0' && *s.p <= '9';

	if (!lx->expr_braces) {
		lx->after_expr_word = span_is(s, "filter_expression");
		lx->after_text_word = span_is(s, "log_format");
	}
	return add(lx, number ? TOK_NUMBER : TOK_WORD, s);
}

static int lex_brace(struct lexer *lx)
{
	if (*lx->left.p == '{') {
		if (lx->after_text_word && !lx->expr_braces) {
			lx->after_text_word = false;
			return lex_text(lx);
		}
		lx->braces++;
		if (lx->after_expr_word && !lx->expr_braces)
			lx->expr_braces = lx->braces;
		lx->after_expr_word = false;
		return add(lx, TOK_LBRACE, take(lx, 1));
	}
	if (lx->expr_braces && lx->expr_braces == lx->braces)
		lx->expr_braces = 0;
	if (lx->braces)
		lx->braces--;
	return add(lx, TOK_RBRACE, take(lx, 1));
}

static int lex_op(struct lexer *lx)
{
	for (enum op op = 0; op < OP_COUNT; op++) {
		struct token t = {.type = TOK_OP, .op = op};

		if (!span_starts(lx->left, span_of(ops[op].text)))
			continue;
		t.at = take(lx, strlen(ops[op].text));
		return vec_add(&lx->out->tok, t);
	}
	return 1;
}

static void unknown_char(struct lexer *lx)
{
	size_t n = utf8_len(lx->left);
	unsigned char c = (unsigned char)*lx->left.p;
	int like = find_lookalike(lx->left);
	struct span s = take(lx, n ? n : 1);

	if (like >= 0)
		diag_add(lx->diag, DIAG_ERROR, lx->src, s,
			"found %s; write %s", lookalikes[like].name,
			lookalikes[like].write);
	else if (n > 1)
		diag_add(lx->diag, DIAG_ERROR, lx->src, s,
			"found '%.*s', which has no meaning here", SPAN_ARG(s));
	else if (c > 32 && c < 127)
		diag_add(lx->diag, DIAG_ERROR, lx->src, s,
			"found '%c', which has no meaning here%s", c,
			c == ';' ? "; entries need no semicolon" :
			c == '\'' ? "; strings stand in '\"'" : "");
	else
		diag_add(lx->diag, DIAG_ERROR, lx->src, s,
			"found the byte 0x%02x; a rule file is UTF-8 text", c);
}

static int lex_punctuation(struct lexer *lx)
{
	static const struct {
		char c;
		enum token_type type;
	} marks[] = {
		{'(', TOK_LPAREN}, {')', TOK_RPAREN}, {'[', TOK_LBRACKET},
		{']', TOK_RBRACKET}, {',', TOK_COMMA}, {'=', TOK_ASSIGN},
	};

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (*lx->left.p == marks[i].c)
			return add(lx, marks[i].type, take(lx, 1));
	unknown_char(lx);
	return 0;
}

static int lex_one(struct lexer *lx)
{
	char c = *lx->left.p;
	size_t n;
	int r;

	if (c == '{' || c == '}')
		return lex_brace(lx);
	if (!lx->expr_braces) {
		n = plain_word_len(lx->left);
		return n ? lex_word(lx, n) : lex_punctuation(lx);
	}
	if (c == '"')
		return lex_string(lx);
	n = expr_word_len(lx->left);
	if (n)
		return lex_word(lx, n);
	r = lex_op(lx);
	if (r <= 0)
		return r;
	n = minus_len(lx->left);
	if (n)
		return add(lx, TOK_MINUS, take(lx, n));
	return lex_punctuation(lx);
}

int lex(struct tokens *out, const struct source *src, struct diag *diag)
{
	struct lexer lx = {
		.src = src, .diag = diag, .out = out, .left = src->text};
	int r = 0;

	*out = (struct tokens){0};
	if (span_starts(lx.left, SPAN_LIT(BOM)))
		take(&lx, 3);
	for (skip_blanks(&lx); lx.left.n && r >= 0; skip_blanks(&lx))
		r = lex_one(&lx);
	return r < 0 ? r : add(&lx, TOK_END, lx.left);
}

void tokens_deinit(struct tokens *t)
{
	vec_deinit(&t->tok);
}
