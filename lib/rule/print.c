/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/print.h"

#include "base/escape.h"

/* with the escapes that parse_expr.c undoes */
static void print_string(struct buf *out, struct span s)
{
	static const char from[] = "\n\t\r\a\b\f\v\\\"", to[] = "ntrabfv\\\"";

	buf_chr(out, '"');
	while (s.n) {
		const char *c = memchr(from, *s.p, sizeof(from) - 1);
		size_t n = utf8_len(s);

		if (c) {
			buf_chr(out, '\\');
			buf_chr(out, to[c - from]);
		} else if (!n || (unsigned char)*s.p < 32 || *s.p == 127) {
			buf_printf(out, "\\x%02x", (unsigned char)*s.p);
		} else {
			buf_add(out, s.p, n);
		}
		n = n ? n : 1;
		s = (struct span){s.p + n, s.n - n};
	}
	buf_chr(out, '"');
}

static void print_operand(struct buf *out, const struct ast_expr *e,
	unsigned min)
{
	bool brackets = e->kind == AST_BINARY &&
			op_info(e->op)->precedence < min;

	if (brackets)
		buf_chr(out, '(');
	print_ast_expr(out, e);
	if (brackets)
		buf_chr(out, ')');
}

static void print_number(struct buf *out, const struct ast_expr *e)
{
	/* as written (0x, octal), unless it does not read back */
	if (e->at.n && e->at.p[0] >= '0' && e->at.p[0] <= '9')
		buf_span(out, e->at);
	else
		buf_dec(out, e->number);
}

void print_ast_expr(struct buf *out, const struct ast_expr *e)
{
	switch (e->kind) {
	case AST_NUMBER:
		print_number(out, e);
		return;
	case AST_STRING:
		print_string(out, e->text);
		return;
	case AST_NAME:
		buf_span(out, e->text);
		return;
	case AST_INDEX:
	case AST_CALL:
		buf_span(out, e->text);
		buf_chr(out, e->kind == AST_INDEX ? '[' : '(');
		for (unsigned i = 0; i < e->nargs; i++) {
			if (i)
				buf_lit(out, ", ");
			print_ast_expr(out, e->arg[i]);
		}
		buf_chr(out, e->kind == AST_INDEX ? ']' : ')');
		return;
	case AST_UNARY:
		buf_str(out, op_info(e->op)->text);
		print_operand(out, e->arg[0], UINT32_MAX);
		return;
	case AST_BINARY:
		print_operand(out, e->arg[0], op_info(e->op)->precedence);
		buf_printf(out, " %s ", op_info(e->op)->text);
		print_operand(out, e->arg[1], op_info(e->op)->precedence + 1);
		return;
	}
}

static void print_names(struct buf *out, const struct ast_entry *en)
{
	for (size_t i = 0; i < en->nnames; i++) {
		if (i)
			buf_lit(out, ", ");
		buf_span(out, en->names[i]);
	}
}

static void print_word(struct buf *out, struct span s)
{
	while (s.n) {	/* a minus of any shape becomes '-', next to its number */
		size_t n = minus_len(s);

		if (n || (unsigned char)*s.p > ' ')
			buf_chr(out, n ? '-' : *s.p);
		n = n ? n : 1;
		s = (struct span){s.p + n, s.n - n};
	}
}

static void print_entry(struct buf *out, const struct ast_rule *rule,
	enum entry id, const char *indent)
{
	const struct ast_entry *en = &rule->entry[id];

	if (!en->key.p)
		return;
	buf_printf(out, "%s%s", indent, entry_name(id));
	if (en->expr) {
		buf_lit(out, " {");
		print_ast_expr(out, en->expr);
		buf_chr(out, '}');
	} else if (id == ENTRY_log_format) {
		buf_lit(out, " {");
		buf_span(out, en->value);
		buf_chr(out, '}');
	} else {
		buf_lit(out, " = ");
		if (en->nnames)
			print_names(out, en);
		else
			print_word(out, en->value);
	}
	buf_chr(out, '\n');
}

static bool takes_format(const struct ast_rule *rule)
{
	struct span type = rule->entry[ENTRY_type].value;

	return span_is(type, "LOG") || span_is(type, "FAIL");
}

void print_rule(struct buf *out, const struct ast_rule *rule,
	struct span format)
{
	buf_lit(out, "rule\n{\n");
	print_entry(out, rule, ENTRY_syscall_name, "\t");
	print_entry(out, rule, ENTRY_rule_name, "\t");
	print_entry(out, rule, ENTRY_filter_expression, "\t");
	buf_lit(out, "\taction\n\t{\n");
	print_entry(out, rule, ENTRY_type, "\t\t");
	print_entry(out, rule, ENTRY_log_format, "\t\t");
	if (!rule->entry[ENTRY_log_format].key.p && format.p &&
		takes_format(rule)) {
		buf_lit(out, "\t\tlog_format {");
		buf_span(out, format);
		buf_lit(out, "}\n");
	}
	print_entry(out, rule, ENTRY_error_code, "\t\t");
	print_entry(out, rule, ENTRY_guarantee, "\t\t");
	print_entry(out, rule, ENTRY_level, "\t\t");
	buf_lit(out, "\t}\n");
	print_entry(out, rule, ENTRY_when, "\t");
	print_entry(out, rule, ENTRY_variants, "\t");
	print_entry(out, rule, ENTRY_attempts, "\t");
	buf_lit(out, "}\n");
}

void print_ast(struct buf *out, const struct ast *ast)
{
	if (ast->format_key.p) {
		buf_lit(out, "log_format {");
		buf_span(out, ast->format);
		buf_lit(out, "}\n");
	}
	for (const struct ast_rule *r = ast->rules; r; r = r->next) {
		if (r != ast->rules || ast->format_key.p)
			buf_chr(out, '\n');
		print_rule(out, r, (struct span){0});
	}
}
