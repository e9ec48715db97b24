/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/parse.h"

#include "base/num.h"

enum block { BLOCK_RULE, BLOCK_ACTION };
enum value { VALUE_NAMES, VALUE_WORD, VALUE_EXPR, VALUE_TEXT, VALUE_BLOCK };

static const struct entry_info {
	const char *name;
	enum block block;
	enum value value;
} entries[] = {
#define ENTRY(id, block, value) {#id, BLOCK_##block, VALUE_##value},
#include "rule/entry.tbl.h"
#undef ENTRY
};

const char *entry_name(enum entry entry)
{
	return entries[entry].name;
}

struct parser {
	const struct source *src;
	struct arena *arena;
	struct diag *diag;
	const struct token *tok;	/* the next one */
	unsigned depth, nodes;		/* of the expression being read */
	int err;			/* -ENOMEM */
};

static void error(struct parser *p, struct span at, const char *text)
{
	diag_add(p->diag, DIAG_ERROR, p->src, at, "%s", text);
}

static bool at_type(const struct parser *p, enum token_type type)
{
	return p->tok->type == type;
}

static bool accept(struct parser *p, enum token_type type)
{
	if (!at_type(p, type))
		return false;
	p->tok++;
	return true;
}

/* "expected X" at the next token, naming what is there instead */
static void expected(struct parser *p, const char *what)
{
	struct span at = p->tok->at;

	if (at_type(p, TOK_END))
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"expected %s, found the end of the file", what);
	else if (at_type(p, TOK_MINUS))
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"found %s; write '-'",
			span_is(at, MINUS_U2212) ? "U+2212 MINUS SIGN" :
						   "U+2014 EM DASH");
	else
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"expected %s, found '%.*s'", what,
			(int)min_size(at.n, 40), at.p);
}

static struct span join(struct span a, struct span b)
{
	return (struct span){a.p, (size_t)(b.p + b.n - a.p)};
}

static struct ast_expr *node(struct parser *p, enum ast_kind kind,
	struct span at)
{
	struct ast_expr *e = arena_new(p->arena, struct ast_expr);

	if (!e) {
		p->err = -ENOMEM;
		return NULL;
	}
	if (++p->nodes > EXPR_NODES_MAX) {
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"the expression has more than %u parts; make several "
			"rules of it", EXPR_NODES_MAX);
		return NULL;
	}
	e->kind = kind;
	e->at = at;
	return e;
}

/* -------------------------------------------------------- expressions */

static struct ast_expr *parse_expr(struct parser *p, unsigned min);

/* number = digits; C's prefixes */
static struct ast_expr *parse_number(struct parser *p)
{
	struct span s = p->tok->at;
	struct ast_expr *e = node(p, AST_NUMBER, s);
	bool hex = s.n > 1 && (s.p[1] | 32) == 'x' && s.p[0] == '0';
	size_t digits = hex ? 2 : 0;
	int r;

	p->tok++;
	if (!e)
		return NULL;
	r = num_parse(s, 0, &e->number);
	if (r == -ERANGE)
		error(p, s, "number over 64 bits");
	if (r != -EINVAL)
		return e;
	while (digits < s.n && num_digit(s.p[digits]) >= 0 &&
		(hex || num_digit(s.p[digits]) < 10))
		digits++;
	if (digits == s.n)
		error(p, s, hex ? "0x without digits" :
			"a number that begins with 0 is octal: digits 0 to 7");
	else
		error(p, (struct span){s.p + digits, s.n - digits},
			"text after the number");
	return e;
}

/* \xHH and \ooo; returns bytes used of s, which begins after the backslash */
static size_t unescape_number(struct span s, char *out)
{
	bool hex = s.p[0] == 'x';
	size_t i = hex, max = hex ? 3 : 3;
	unsigned v = 0;

	while (i < s.n && i < max) {
		int d = num_digit(s.p[i]);

		if (d < 0 || (!hex && d > 7))
			break;
		v = v * (hex ? 16 : 8) + (unsigned)d;
		i++;
	}
	if (i == hex || v > 255)
		return 0;
	*out = (char)v;
	return i;
}

static size_t unescape(struct span s, char *out)
{
	static const char from[] = "ntrabfv\\\"'?", to[] = "\n\t\r\a\b\f\v\\\"'?";
	const char *c = memchr(from, s.p[0], sizeof(from) - 1);

	if (!c)
		return unescape_number(s, out);
	*out = to[c - from];
	return 1;
}

/* string = '"' { byte | C escape } '"' */
static struct ast_expr *parse_string(struct parser *p)
{
	struct span s = p->tok->at;
	struct ast_expr *e = node(p, AST_STRING, s);
	char *to = e ? arena_alloc(p->arena, s.n) : NULL;

	p->tok++;
	if (!e)
		return NULL;
	if (!to) {
		p->err = -ENOMEM;
		return NULL;
	}
	e->text.p = to;
	for (size_t i = 1; i + 1 < s.n; i++) {
		struct span rest = {s.p + i + 1, s.n - i - 2};
		size_t n;

		if (s.p[i] != '\\') {
			*to++ = s.p[i];
			continue;
		}
		n = unescape(rest, to);
		if (!n)
			error(p, (struct span){s.p + i, 2},
				"unknown escape; write '\\\\' for a backslash");
		to++;
		i += n ? n : 1;
	}
	e->text.n = (size_t)(to - e->text.p);
	return e;
}

/* call = name "(" [ expr { "," expr } ] ")" */
static struct ast_expr *parse_call(struct parser *p, struct span name)
{
	struct ast_expr *e = node(p, AST_CALL, name);

	p->tok++;
	if (!e)
		return NULL;
	e->text = name;
	while (!at_type(p, TOK_RPAREN)) {
		struct ast_expr *arg;

		if (e->nargs && !accept(p, TOK_COMMA)) {
			expected(p, "',' or ')'");
			return NULL;
		}
		arg = parse_expr(p, 1);
		if (!arg)
			return NULL;
		if (e->nargs == AST_ARGS_MAX) {
			error(p, arg->at, "too many arguments");
			return NULL;
		}
		e->arg[e->nargs++] = arg;
	}
	e->at = join(name, p->tok->at);
	p->tok++;
	return e;
}

/* name = word | word "[" expr "]" | call */
static struct ast_expr *parse_name(struct parser *p)
{
	struct span name = p->tok->at;
	struct ast_expr *e;

	p->tok++;
	if (at_type(p, TOK_LPAREN))
		return parse_call(p, name);
	e = node(p, at_type(p, TOK_LBRACKET) ? AST_INDEX : AST_NAME, name);
	if (!e)
		return NULL;
	e->text = name;
	if (!accept(p, TOK_LBRACKET))
		return e;
	e->arg[0] = parse_expr(p, 1);
	e->nargs = 1;
	if (!e->arg[0])
		return NULL;
	if (!at_type(p, TOK_RBRACKET)) {
		expected(p, "']'");
		return NULL;
	}
	e->at = join(name, p->tok->at);
	p->tok++;
	return e;
}

static struct ast_expr *parse_unary(struct parser *p);

/* primary = number | string | name | "(" expr ")" */
static struct ast_expr *parse_primary(struct parser *p)
{
	struct ast_expr *e;

	switch (p->tok->type) {
	case TOK_NUMBER:
		return parse_number(p);
	case TOK_STRING:
		return parse_string(p);
	case TOK_WORD:
		return parse_name(p);
	case TOK_LPAREN:
		p->tok++;
		e = parse_expr(p, 1);
		if (e && !accept(p, TOK_RPAREN)) {
			expected(p, "')'");
			return NULL;
		}
		return e;
	default:
		expected(p, "a value");
		return NULL;
	}
}

/* unary = { "-" | "!" | "~" } primary; a typographic minus in numbers only */
static struct ast_expr *parse_unary(struct parser *p)
{
	bool dash = at_type(p, TOK_MINUS) && p->tok[1].type == TOK_NUMBER;
	struct span at = p->tok->at;
	struct ast_expr *e;

	if (!dash && !(at_type(p, TOK_OP) && op_info(p->tok->op)->unary))
		return parse_primary(p);
	e = node(p, AST_UNARY, at);
	if (!e)
		return NULL;
	e->op = dash ? OP_SUB : p->tok->op;
	p->tok++;
	if (++p->depth > EXPR_DEPTH_MAX) {
		error(p, at, "the expression is nested too deeply");
		return NULL;
	}
	e->arg[0] = parse_unary(p);
	e->nargs = 1;
	p->depth--;
	if (!e->arg[0])
		return NULL;
	e->at = join(at, e->arg[0]->at);
	return e;
}

/* expr = unary { operator unary }, operators of precedence min and up */
static struct ast_expr *parse_expr(struct parser *p, unsigned min)
{
	struct ast_expr *left;

	if (++p->depth > EXPR_DEPTH_MAX) {
		error(p, p->tok->at, "the expression is nested too deeply");
		return NULL;
	}
	left = parse_unary(p);
	while (left && at_type(p, TOK_OP)) {
		enum op op = p->tok->op;
		unsigned prec = op_info(op)->precedence;
		struct ast_expr *e, *right;

		if (!prec || prec < min)
			break;
		p->tok++;
		right = parse_expr(p, prec + 1);
		e = right ? node(p, AST_BINARY, join(left->at, right->at)) :
			    NULL;
		if (!e)
			return NULL;
		e->op = op;
		e->nargs = 2;
		e->arg[0] = left;
		e->arg[1] = right;
		left = e;
	}
	p->depth--;
	return left;
}

/* ------------------------------------------------------------- entries */

/* past the '}' that closes the block the parser is in */
static void skip_block(struct parser *p)
{
	unsigned depth = 1;

	for (; depth && !at_type(p, TOK_END); p->tok++) {
		depth += at_type(p, TOK_LBRACE);
		depth -= at_type(p, TOK_RBRACE);
	}
}

static bool starts_rule(const struct parser *p)
{
	return at_type(p, TOK_WORD) && span_is(p->tok->at, "rule") &&
	       p->tok[1].type == TOK_LBRACE;
}

static int find_entry(struct span word)
{
	for (int i = 0; i < ENTRY_COUNT; i++)
		if (span_is(word, entries[i].name))
			return i;
	return -1;
}

static bool starts_entry(const struct parser *p)
{
	return at_type(p, TOK_WORD) &&
	       (p->tok[1].type == TOK_ASSIGN ||
		       p->tok[1].type == TOK_LBRACE);
}

/* to the next thing that looks like an entry, a rule, or the block's end */
static void skip_entry(struct parser *p)
{
	while (!at_type(p, TOK_END) && !at_type(p, TOK_RBRACE) &&
		!starts_entry(p)) {
		if (accept(p, TOK_LBRACE))
			skip_block(p);
		else
			p->tok++;
	}
}

static void parse_filter(struct parser *p, struct ast_entry *en)
{
	struct span open = p->tok->at;

	if (!accept(p, TOK_LBRACE)) {
		expected(p, "'{' and an expression");
		skip_entry(p);
		return;
	}
	p->depth = p->nodes = 0;
	if (at_type(p, TOK_RBRACE)) {
		error(p, join(open, p->tok->at),
			"empty filter_expression; leave it out, or write {1}");
		p->tok++;
		return;
	}
	en->expr = parse_expr(p, 1);
	if (!at_type(p, TOK_RBRACE)) {
		if (en->expr)
			expected(p, "an operator or '}'");
		en->expr = NULL;
		skip_block(p);
		return;
	}
	en->value = join(open, p->tok->at);
	p->tok++;
}

static void parse_text(struct parser *p, struct ast_entry *en)
{
	if (!accept(p, TOK_LBRACE) || !at_type(p, TOK_TEXT)) {
		if (at_type(p, TOK_END) && p->diag->errors)
			return;		/* the lexer said that it has no end */
		expected(p, "'{' and text");
		skip_entry(p);
		return;
	}
	en->value = p->tok->at;
	p->tok += 2;	/* the lexer made TEXT and RBRACE */
}

static bool parse_word(struct parser *p, struct span *out, const char *what)
{
	if (!at_type(p, TOK_WORD)) {
		expected(p, what);
		return false;
	}
	*out = p->tok++->at;
	return true;
}

static void parse_names(struct parser *p, struct ast_entry *en)
{
	struct span first = p->tok->at;
	const struct token *t = p->tok;
	struct span s;

	while (t->type == TOK_WORD || t->type == TOK_COMMA)
		t++;
	en->names = arena_calloc(p->arena, (size_t)(t - p->tok) + 1, sizeof(s));
	if (!en->names) {
		p->err = -ENOMEM;
		return;
	}
	do {
		if (!parse_word(p, &s, "the name of a system call"))
			return;
		en->names[en->nnames++] = s;
		en->value = join(first, s);
	} while (accept(p, TOK_COMMA));
}

static void parse_entries(struct parser *p, struct ast_rule *rule,
	enum block block, const struct token *open);

static void parse_value(struct parser *p, struct ast_rule *rule, enum entry id,
	struct ast_entry *en)
{
	bool assigned = accept(p, TOK_ASSIGN);
	enum value value = entries[id].value;
	bool braced = value >= VALUE_EXPR;
	const struct token *open = p->tok;

	if (braced == assigned) {
		diag_add(p->diag, DIAG_ERROR, p->src, p->tok[-assigned].at,
			braced ? "write '%s { ... }', without '='" :
				 "expected '=' after '%s'", entries[id].name);
		skip_entry(p);
		return;
	}
	switch (value) {
	case VALUE_NAMES:
		parse_names(p, en);
		return;
	case VALUE_WORD:
		parse_word(p, &en->value, "a word");
		return;
	case VALUE_EXPR:
		parse_filter(p, en);
		return;
	case VALUE_TEXT:
		parse_text(p, en);
		return;
	case VALUE_BLOCK:
		if (accept(p, TOK_LBRACE)) {
			parse_entries(p, rule, BLOCK_ACTION, open);
			return;
		}
		expected(p, "'{'");
		skip_entry(p);
		return;
	}
}

static const char *next_entry_name(void *arg)
{
	int *i = arg;

	return *i < ENTRY_COUNT ? entries[(*i)++].name : NULL;
}

static void unknown_entry(struct parser *p)
{
	struct span at = p->tok->at;
	int i = 0;
	const char *guess = diag_guess(at, next_entry_name, &i);

	if (guess)
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"unknown entry '%.*s'; did you mean '%s'?",
			SPAN_ARG(at), guess);
	else
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"unknown entry '%.*s'", SPAN_ARG(at));
	p->tok++;
	accept(p, TOK_ASSIGN);
	skip_entry(p);
}

/* returns the slot for the entry at the parser's place; NULL: reported */
static struct ast_entry *open_entry(struct parser *p, struct ast_rule *rule,
	enum block block, int id)
{
	static const char *const block_name[] = {"the rule", "the action"};
	struct span at = p->tok->at;
	struct ast_entry *en;

	if (id < 0) {
		unknown_entry(p);
		return NULL;
	}
	p->tok++;
	en = &rule->entry[id];
	if (entries[id].block != block)
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"'%s' belongs into %s, not into %s", entries[id].name,
			block_name[entries[id].block], block_name[block]);
	else if (en->key.p)
		diag_add(p->diag, DIAG_ERROR, p->src, at,
			"'%s' stands twice; the first one is on line %u",
			entries[id].name,
			source_place(p->src, en->key).line);
	en->key = at;
	return en;
}

static void parse_entries(struct parser *p, struct ast_rule *rule,
	enum block block, const struct token *open)
{
	const char *what = block == BLOCK_RULE ? "rule" : "action";

	while (!accept(p, TOK_RBRACE)) {
		struct ast_entry *en;

		if (at_type(p, TOK_END) || starts_rule(p)) {
			diag_add(p->diag, DIAG_ERROR, p->src, open->at,
				"%s opened on line %u is never closed: write "
				"'}'", what,
				source_place(p->src, open->at).line);
			return;
		}
		if (at_type(p, TOK_WORD)) {
			int id = find_entry(p->tok->at);

			en = open_entry(p, rule, block, id);
			if (en)
				parse_value(p, rule, (enum entry)id, en);
			continue;
		}
		expected(p, "an entry or '}'");
		p->tok++;
		skip_entry(p);
	}
}

/* rule = "rule" "{" { entry } "}" */
static struct ast_rule *parse_rule(struct parser *p)
{
	struct ast_rule *rule = arena_new(p->arena, struct ast_rule);
	const struct token *open = p->tok;

	if (!rule) {
		p->err = -ENOMEM;
		return NULL;
	}
	rule->at = open->at;
	p->tok += 2;
	parse_entries(p, rule, BLOCK_RULE, open);
	rule->text = join(rule->at, p->tok[-1].at);
	return rule;
}

/* "log_format" "{" text "}" between the rules */
static void parse_default_format(struct parser *p, struct ast *out)
{
	struct ast_entry en = {.key = p->tok->at};

	p->tok++;
	parse_text(p, &en);
	if (out->format_key.p)
		diag_add(p->diag, DIAG_ERROR, p->src, en.key,
			"a second default log_format; the first one is on line "
			"%u", source_place(p->src, out->format_key).line);
	out->format_key = en.key;
	out->format = en.value;
}

static void skip_to_rule(struct parser *p)
{
	const char *hint = "'rule {' or 'log_format {'";

	if (at_type(p, TOK_RBRACE))
		error(p, p->tok->at, "this '}' closes nothing");
	else
		expected(p, hint);
	do
		p->tok++;
	while (!at_type(p, TOK_END) && !starts_rule(p));
}

int parse(struct ast *out, struct arena *arena, const struct source *src,
	const struct tokens *toks, struct diag *diag)
{
	struct parser p = {.src = src, .arena = arena, .diag = diag,
		.tok = toks->tok.v};
	struct ast_rule **tail = &out->rules;

	*out = (struct ast){.src = src};
	while (!p.err && !at_type(&p, TOK_END)) {
		if (starts_rule(&p)) {
			*tail = parse_rule(&p);
			if (*tail)
				tail = &(*tail)->next;
		} else if (at_type(&p, TOK_WORD) &&
			span_is(p.tok->at, "log_format")) {
			parse_default_format(&p, out);
		} else {
			skip_to_rule(&p);
		}
	}
	return p.err;
}
