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
		"}", "=", ",", "(", ")", "[", "]", "bad",
	};

	return names[type];
}

#define BOM "\xef\xbb\xbf"

/* ------------------------------------------------------------ characters */

/* characters that look like one of the language, and what to write */
static const struct lookalike {
	const char *utf8, *name;
	const char *write;	/* " ": a blank */
	char quote;		/* 1, 2: closes with one of its own kind */
} lookalikes[] = {
	{"\xe2\x80\x9c", "U+201C LEFT DOUBLE QUOTATION MARK", "\"", 2},
	{"\xe2\x80\x9d", "U+201D RIGHT DOUBLE QUOTATION MARK", "\"", 2},
	{"\xe2\x80\x9e", "U+201E DOUBLE LOW-9 QUOTATION MARK", "\"", 2},
	{"\xc2\xab", "U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", "\"", 2},
	{"\xc2\xbb", "U+00BB RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", "\"", 2},
	{"\xe2\x80\x98", "U+2018 LEFT SINGLE QUOTATION MARK", "\"", 1},
	{"\xe2\x80\x99", "U+2019 RIGHT SINGLE QUOTATION MARK", "\"", 1},
	{"\"", NULL, "\"", 2},
	{"'", NULL, "\"", 1},
	{"\xc2\xa0", "U+00A0 NO-BREAK SPACE", " ", 0},
	{"\xe2\x80\xaf", "U+202F NARROW NO-BREAK SPACE", " ", 0},
	{MINUS_U2212, "U+2212 MINUS SIGN", "-", 0},
	{MINUS_U2014, "U+2014 EM DASH", "-", 0},
	{"\xe2\x80\x93", "U+2013 EN DASH", "-", 0},
	{"\xe2\x80\x90", "U+2010 HYPHEN", "-", 0},
	{"\xe2\x80\x91", "U+2011 NON-BREAKING HYPHEN", "-", 0},
	{"\xe2\x89\xa0", "U+2260 NOT EQUAL TO", "!=", 0},
	{"\xe2\x89\xa4", "U+2264 LESS-THAN OR EQUAL TO", "<=", 0},
	{"\xe2\x89\xa5", "U+2265 GREATER-THAN OR EQUAL TO", ">=", 0},
};

static const struct lookalike *find_lookalike(struct span s)
{
	/* most of a file is none of them */
	if (!s.n || (!(*s.p & 0x80) && *s.p != '"' && *s.p != '\''))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(lookalikes); i++)
		if (span_starts(s, span_of(lookalikes[i].utf8)))
			return &lookalikes[i];
	return NULL;
}

const char *lookalike_name(struct span s)
{
	const struct lookalike *l = find_lookalike(s);

	return l ? l->name : NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
	       c == '\v';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
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

static struct span from(struct span s, size_t i)
{
	return (struct span){s.p + i, s.n - i};
}

/* blanks and comments at the start of s */
static size_t blanks_len(struct span s)
{
	bool comment = false;
	size_t i = 0;

	for (; i < s.n; i++) {
		if (s.p[i] == '#')
			comment = true;
		else if (s.p[i] == '\n' || s.p[i] == '\r')
			comment = false;
		else if (!comment && !is_blank(s.p[i]))
			break;
	}
	return i;
}

/* ----------------------------------------------------------------- lexer */

struct lexer {
	const struct source *src;
	struct diag *diag;
	struct tokens *out;
	struct span left;	/* not cut yet */
	unsigned braces;	/* open braces */
	unsigned expr_braces;	/* .braces within the expression; 0: none */
	bool after_expr_word;	/* the last word was filter_expression, */
	bool after_text_word;	/* log_format */
};

static struct span take(struct lexer *lx, size_t n)
{
	struct span s = {lx->left.p, n};

	lx->left = from(lx->left, n);
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

/* ----------------------------------------------------- texts and strings */

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
		diag_add(lx->diag, DIAG_ERROR, lx->src, open,
			"the text of log_format opened on line %u is never "
			"closed: write '}'", source_place(lx->src, open).line);
		take(lx, s.n);
		return r;
	}
	take(lx, i);
	s.n = i;
	while (s.n && is_blank(*s.p))
		s = from(s, 1);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	if (!r)
		r = add(lx, TOK_TEXT, s);
	return r ? r : add(lx, TOK_RBRACE, take(lx, 1));
}

/* a byte that does not belong in a text file, within quotes */
static void check_bytes(struct lexer *lx, struct span s)
{
	while (s.n) {
		unsigned char c = (unsigned char)*s.p;
		size_t n = utf8_len(s);

		if (!n || (c && c < 32 && c != '\t') || c == 127) {
			diag_add(lx->diag, DIAG_ERROR, lx->src,
				(struct span){s.p, 1}, "the byte 0x%02x is %s; "
				"write \\x%02x for it", c,
				n ? "a control character" : "not UTF-8", c);
			return;
		}
		s = from(s, n);
	}
}

/* an unclosed string is taken to end before the '}' of its expression */
static int open_string(struct lexer *lx, struct span s)
{
	const char *brace = memchr(s.p, '}', s.n);

	s.n = brace ? (size_t)(brace - s.p) : s.n;
	while (s.n > 1 && is_blank(s.p[s.n - 1]))
		s.n--;
	error(lx, s, "string without end: write '\"' on the same line");
	return add(lx, TOK_BAD, take(lx, s.n));
}

static int lex_string(struct lexer *lx)
{
	struct span s = lx->left;
	size_t i = 1;

	while (i < s.n && s.p[i] != '"' && s.p[i] != '\n')
		i += s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] != '\n' ? 2 : 1;
	if (i >= s.n || s.p[i] != '"') {
		s.n = min_size(i, s.n);
		return open_string(lx, s);
	}
	s.n = i;
	check_bytes(lx, s);
	return add(lx, TOK_STRING, take(lx, i + 1));
}

/* ----------------------------------------------------------------- words */

/* a letter of any script: names may be written in the user's own language */
static size_t letter_len(struct span s)
{
	size_t n = utf8_len(s);

	if (n == 1)
		return is_name(*s.p) || *s.p == '.' || *s.p == '-';
	return find_lookalike(s) || span_starts(s, SPAN_LIT(BOM)) ? 0 : n;
}

/* A word outside of expressions: names, numbers with sign, yes, before… A
 * dash of another kind belongs to it, and is complained about. */
static size_t plain_word_len(struct span s)
{
	size_t i = 0;

	while (i < s.n) {
		struct span rest = from(s, i);
		const struct lookalike *l = find_lookalike(rest);
		size_t n = letter_len(rest);

		if (l && *l->write == '-')
			n = strlen(l->utf8);
		if (!n)
			break;
		i += n;
	}
	return i;
}

/* only a minus that begins the word may be of another kind */
static void check_dashes(struct lexer *lx, struct span word)
{
	for (size_t i = minus_len(word); i < word.n; i++) {
		struct span rest = from(word, i);
		const struct lookalike *l = find_lookalike(rest);

		if (!l)
			continue;
		rest.n = strlen(l->utf8);
		diag_add(lx->diag, DIAG_ERROR, lx->src, rest,
			"found %s; write '-'", l->name);
		return;
	}
}

static int lex_plain_word(struct lexer *lx, size_t n)
{
	struct span s = take(lx, n);

	/* the words that the parser guesses of these, too */
	lx->after_expr_word = span_starts(s, SPAN_LIT("filter"));
	lx->after_text_word = span_starts(s, SPAN_LIT("log_f"));
	check_dashes(lx, s);
	return add(lx, TOK_WORD, s);
}

static size_t expr_word_len(struct span s)
{
	bool number = s.n && is_digit(*s.p);
	size_t i = 0;

	while (i < s.n && (is_name(s.p[i]) || (number && s.p[i] == '.')))
		i++;
	return i;
}

/* Whether the word of n bytes begins an entry or a rule: then the '}' of the
 * expression is missing, for no expression has such a word before '{' or '='. */
static bool begins_entry(const struct lexer *lx, size_t n)
{
	static const char *const words[] = {
#define ENTRY(id, ...) #id,
#include "rule/entry.tbl.h"
#undef ENTRY
		"rule",
	};
	struct span word = {lx->left.p, n}, s = from(lx->left, n);

	s = from(s, blanks_len(s));
	if (!span_starts(s, SPAN_LIT("{")) && (!span_starts(s, SPAN_LIT("=")) ||
			span_starts(s, SPAN_LIT("=="))))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (span_is(word, words[i]))
			return true;
	return false;
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

/* ------------------------------------------------------ what has no place */

/* "abc", “abc” or 'abc' on one line: bytes; 0: it does not end */
static size_t quoted_len(struct span s)
{
	const struct lookalike *open = find_lookalike(s);

	for (size_t i = strlen(open->utf8); i < s.n && s.p[i] != '\n'; i++) {
		const struct lookalike *l = find_lookalike(from(s, i));

		if (l && l->quote == open->quote)
			return i + strlen(l->utf8);
	}
	return 0;
}

/* quotes of another kind, or where none belong */
static int lex_quotes(struct lexer *lx, const struct lookalike *l)
{
	size_t n = quoted_len(lx->left);
	struct span s = take(lx, n ? n : strlen(l->utf8));

	if (!lx->expr_braces)
		error(lx, s, lx->after_text_word ?
			"the text of log_format stands in braces: { ... }" :
			"a name stands without quotation marks");
	else
		diag_add(lx->diag, DIAG_ERROR, lx->src, s,
			"found %s; write '\"'", l->name ? l->name : "\"'\"");
	if (!n)
		return add(lx, TOK_BAD, s);
	return add(lx, lx->expr_braces ? TOK_STRING : TOK_WORD, s);
}

static int lex_lookalike(struct lexer *lx, const struct lookalike *l)
{
	struct token t = {.type = TOK_OP};
	bool blank = *l->write == ' ';

	if (l->quote)
		return lex_quotes(lx, l);
	t.at = take(lx, strlen(l->utf8));
	diag_add(lx->diag, DIAG_ERROR, lx->src, t.at, "found %s; write %s%s%s",
		l->name, blank ? "a" : "'", blank ? " blank" : l->write,
		blank ? "" : "'");
	if (blank)
		return 0;
	while (t.op < OP_COUNT && strcmp(ops[t.op].text, l->write))
		t.op++;
	if (t.op == OP_COUNT || !lx->expr_braces)
		t = (struct token){.type = TOK_BAD, .at = t.at};
	return vec_add(&lx->out->tok, t);
}

/* PATH == /etc/passwd */
static int lex_bare_path(struct lexer *lx)
{
	size_t n = 0;

	while (n < lx->left.n && !is_blank(lx->left.p[n]) &&
		!strchr("(){}[],\"", lx->left.p[n]))
		n++;
	error(lx, (struct span){lx->left.p, n}, "a path stands in '\"'");
	return add(lx, TOK_STRING, take(lx, n));
}

/* bytes that are no text, as many as stand together */
static int lex_bytes(struct lexer *lx)
{
	struct span s = lx->left;
	size_t n = 0;

	while (n < s.n && !is_blank(s.p[n]) &&
		((unsigned char)s.p[n] < 32 || s.p[n] == 127 ||
			!utf8_len(from(s, n))))
		n++;
	s.n = n;
	diag_add(lx->diag, DIAG_ERROR, lx->src, s,
		"found the byte 0x%02x; a rule file is UTF-8 text",
		(unsigned char)*s.p);
	return add(lx, TOK_BAD, take(lx, n));
}

static const char *advice(const struct lexer *lx, char c)
{
	if (c == ';')
		return "; entries need no semicolon";
	if (c == '%')
		return lx->expr_braces ? "; variables have no '%'" :
			"; macros belong in the text of log_format";
	return "";
}

static int lex_unknown(struct lexer *lx)
{
	const struct lookalike *l = find_lookalike(lx->left);
	size_t n = utf8_len(lx->left);
	char c = *lx->left.p;
	struct span s;

	if (l)
		return lex_lookalike(lx, l);
	if (c == '/' && lx->expr_braces)
		return lex_bare_path(lx);
	if (!n || (unsigned char)c < 32 || c == 127)
		return lex_bytes(lx);
	s = take(lx, n);
	diag_add(lx->diag, DIAG_ERROR, lx->src, s,
		"found '%.*s', which has no meaning here%s", SPAN_ARG(s),
		advice(lx, c));
	return c == ';' ? 0 : add(lx, TOK_BAD, s);
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
	return lex_unknown(lx);
}

/* -------------------------------------------------------------- one token */

static int lex_plain(struct lexer *lx)
{
	size_t n = plain_word_len(lx->left);

	return n ? lex_plain_word(lx, n) : lex_punctuation(lx);
}

static int lex_expr(struct lexer *lx)
{
	bool number = is_digit(*lx->left.p);
	size_t n = expr_word_len(lx->left);
	int r;

	if (n && begins_entry(lx, n)) {
		lx->braces = lx->expr_braces - 1;
		lx->expr_braces = 0;
		return lex_plain(lx);
	}
	if (n)
		return add(lx, number ? TOK_NUMBER : TOK_WORD, take(lx, n));
	if (*lx->left.p == '"')
		return lex_string(lx);
	r = lex_op(lx);
	if (r <= 0)
		return r;
	n = minus_len(lx->left);
	return n ? add(lx, TOK_MINUS, take(lx, n)) : lex_punctuation(lx);
}

static int lex_one(struct lexer *lx)
{
	if (*lx->left.p == '{' || *lx->left.p == '}')
		return lex_brace(lx);
	return lx->expr_braces ? lex_expr(lx) : lex_plain(lx);
}

int lex(struct tokens *out, const struct source *src, struct diag *diag)
{
	struct lexer lx = {
		.src = src, .diag = diag, .out = out, .left = src->text};
	int r = 0;

	*out = (struct tokens){0};
	if (span_starts(lx.left, SPAN_LIT(BOM)))
		take(&lx, 3);
	if (span_starts(lx.left, SPAN_LIT("\xff\xfe")) ||
		span_starts(lx.left, SPAN_LIT("\xfe\xff"))) {
		error(&lx, (struct span){lx.left.p, 1},
			"the file is UTF-16 text; save it as UTF-8");
		take(&lx, lx.left.n);
	}
	while (r >= 0) {
		take(&lx, blanks_len(lx.left));
		if (!lx.left.n)
			return add(&lx, TOK_END, lx.left);
		r = lex_one(&lx);
	}
	return r;
}

void tokens_deinit(struct tokens *t)
{
	vec_deinit(&t->tok);
}
