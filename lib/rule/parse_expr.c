/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/parser.h"

#include "base/num.h"
#include "rule/parse.h"

const char *parser_advice(const struct parser *p)
{
	static const struct {
		const char *found, *advice;
	} table[] = {
		{"=", "; '==' compares"}, {"and", "; write '&&'"},
		{"AND", "; write '&&'"}, {"or", "; write '||'"},
		{"OR", "; write '||'"},
	};
	struct span before = p->tok[-1].at;

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (span_is(p->tok->at, table[i].found))
			return table[i].advice;
	if (span_is(before, "not") || span_is(before, "NOT"))
		return "; write '!' for not";
	if (span_is(before, "<") && span_is(p->tok->at, ">"))
		return "; write '!='";
	return "";
}

static void expected_in_expr(struct parser *p, const char *what)
{
	parser_expected(p, what, parser_advice(p));
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
		parser_error(p, at, "the expression has more than %u parts; make "
			"several rules of it", EXPR_NODES_MAX);
		return NULL;
	}
	e->kind = kind;
	e->at = at;
	return e;
}

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
		parser_error(p, s, "number over 64 bits");
	if (r != -EINVAL)
		return e;
	while (digits < s.n && num_digit(s.p[digits]) >= 0 &&
		(hex || num_digit(s.p[digits]) < 10))
		digits++;
	if (digits < s.n)
		parser_error(p, ((struct span){s.p + digits, s.n - digits}),
			"text after the number");
	else
		parser_error(p, s, hex ? "0x without digits" :
			"a number that begins with 0 is octal: digits 0 to 7");
	return e;
}

/* \xHH and \ooo; returns bytes used of s, which begins after the backslash */
static size_t unescape_number(struct span s, char *out)
{
	bool hex = s.p[0] == 'x';
	size_t i = hex, max = 3;
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

static void bad_escape(struct parser *p, struct span at)
{
	char c = at.p[1];

	if (c == 'x')
		parser_error(p, at, "write two hexadecimal digits after \\x");
	else if (c >= '0' && c <= '7')
		parser_error(p, at, "a byte is at most \\377");
	else
		parser_error(p, at, "unknown escape; write '\\\\' for a backslash");
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
		size_t n = 0;

		*to = s.p[i];
		if (*to == '\\') {
			n = rest.n ? unescape(rest, to) : 0;
			if (!n)
				bad_escape(p, (struct span){s.p + i, 2});
		}
		to++;
		i += n;
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
	while (!parser_at(p, TOK_RPAREN)) {
		struct ast_expr *arg;

		if (e->nargs && !parser_accept(p, TOK_COMMA)) {
			expected_in_expr(p, "',' or ')'");
			return NULL;
		}
		arg = parse_expr(p, 1);
		if (!arg)
			return NULL;
		if (e->nargs == AST_ARGS_MAX) {
			parser_error(p, arg->at, "too many arguments");
			return NULL;
		}
		e->arg[e->nargs++] = arg;
	}
	e->at = span_join(name, p->tok->at);
	p->tok++;
	return e;
}

/* name = word | word "[" expr "]" | call */
static struct ast_expr *parse_name(struct parser *p)
{
	struct span name = p->tok->at;
	struct ast_expr *e;

	p->tok++;
	if (parser_at(p, TOK_LPAREN))
		return parse_call(p, name);
	e = node(p, parser_at(p, TOK_LBRACKET) ? AST_INDEX : AST_NAME, name);
	if (!e)
		return NULL;
	e->text = name;
	if (!parser_accept(p, TOK_LBRACKET))
		return e;
	e->arg[0] = parse_expr(p, 1);
	e->nargs = 1;
	if (!e->arg[0])
		return NULL;
	if (!parser_at(p, TOK_RBRACKET)) {
		expected_in_expr(p, "']'");
		return NULL;
	}
	e->at = span_join(name, p->tok->at);
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
		if (!parser_starts_entry(p) && !parser_starts_rule(p))
			return parse_name(p);
		expected_in_expr(p, "a value");
		return NULL;
	case TOK_LPAREN:
		p->tok++;
		e = parse_expr(p, 1);
		if (e && !parser_accept(p, TOK_RPAREN)) {
			expected_in_expr(p, "')'");
			return NULL;
		}
		if (e)
			e->bracketed = true;
		return e;
	default:
		expected_in_expr(p, "a value");
		return NULL;
	}
}

/* unary = { "-" | "!" | "~" } primary; a typographic minus in numbers only */
static struct ast_expr *parse_unary(struct parser *p)
{
	bool dash = parser_at(p, TOK_MINUS) && p->tok[1].type == TOK_NUMBER;
	struct span at = p->tok->at;
	struct ast_expr *e;

	if (!dash && !(parser_at(p, TOK_OP) && op_info(p->tok->op)->unary))
		return parse_primary(p);
	e = node(p, AST_UNARY, at);
	if (!e)
		return NULL;
	e->op = dash ? OP_SUB : p->tok->op;
	p->tok++;
	if (++p->depth > EXPR_DEPTH_MAX) {
		parser_error(p, at, "the expression is nested too deeply");
		return NULL;
	}
	e->arg[0] = parse_unary(p);
	e->nargs = 1;
	p->depth--;
	if (!e->arg[0])
		return NULL;
	e->at = span_join(at, e->arg[0]->at);
	return e;
}

/* expr = unary { operator unary }, operators of precedence min and up */
struct ast_expr *parse_expr(struct parser *p, unsigned min)
{
	struct ast_expr *left;

	if (++p->depth > EXPR_DEPTH_MAX) {
		parser_error(p, p->tok->at, "the expression is nested too deeply");
		return NULL;
	}
	left = parse_unary(p);
	while (left && parser_at(p, TOK_OP)) {
		enum op op = p->tok->op;
		unsigned prec = op_info(op)->precedence;
		struct ast_expr *e, *right;

		if (!prec || prec < min)
			break;
		p->tok++;
		right = parse_expr(p, prec + 1);
		e = right ? node(p, AST_BINARY, span_join(left->at, right->at)) :
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
