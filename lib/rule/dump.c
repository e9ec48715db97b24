/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/dump.h"

#include "base/escape.h"
#include "rule/expr.h"
#include "rule/format.h"
#include "rule/print.h"
#include "tbl/level.h"

const char *action_name(enum action action)
{
	static const char *const names[] = {
		[ACTION_LOG] = "LOG", [ACTION_FAIL] = "FAIL",
		[ACTION_KILL] = "KILL", [ACTION_SUSPEND] = "SUSPEND"};

	return names[action];
}

static void quoted(struct buf *out, struct span s)
{
	buf_chr(out, '"');
	escape_text(out, s);
	buf_chr(out, '"');
}

void dump_tokens(struct buf *out, const struct source *src,
	const struct tokens *toks)
{
	struct place at = source_place(src, (struct span){src->text.p, 0});

	vec_foreach(it, &toks->tok) {
		at = source_place_after(src, &at, it->at);
		buf_printf(out, "%u:%u %s ", at.line, at.column,
			token_name(it->type));
		quoted(out, it->at);
		buf_chr(out, '\n');
	}
}

/* (== (index PARAMS 1) "x"): what the parser understood, brackets and all */
static void dump_ast_expr(struct buf *out, const struct ast_expr *e)
{
	static const char *const word[] = {
		[AST_INDEX] = "index ", [AST_CALL] = "call "};

	switch (e->kind) {
	case AST_NUMBER:
		buf_dec(out, e->number);
		return;
	case AST_STRING:
		quoted(out, e->text);
		return;
	case AST_NAME:
		buf_span(out, e->text);
		return;
	case AST_INDEX:
	case AST_CALL:
		buf_printf(out, "(%s%.*s", word[e->kind], SPAN_ARG(e->text));
		break;
	default:
		buf_printf(out, "(%s", op_info(e->op)->text);
		break;
	}
	for (unsigned i = 0; i < e->nargs; i++) {
		buf_chr(out, ' ');
		dump_ast_expr(out, e->arg[i]);
	}
	buf_chr(out, ')');
}

static void dump_entry(struct buf *out, const struct ast_entry *en, enum entry id)
{
	if (!en->key.p)
		return;
	buf_printf(out, "  %s", entry_name(id));
	if (en->expr) {
		buf_chr(out, ' ');
		dump_ast_expr(out, en->expr);
	}
	for (size_t i = 0; i < en->nnames; i++) {
		buf_chr(out, ' ');
		quoted(out, en->names[i]);
	}
	if (!en->expr && !en->nnames && en->value.p) {
		buf_chr(out, ' ');
		quoted(out, en->value);
	}
	buf_chr(out, '\n');
}

void dump_ast(struct buf *out, const struct ast *ast)
{
	struct place at = source_place(ast->src,
		(struct span){ast->src->text.p, 0});

	if (ast->format_key.p) {
		buf_lit(out, "log_format ");
		quoted(out, ast->format);
		buf_chr(out, '\n');
	}
	for (const struct ast_rule *r = ast->rules; r; r = r->next) {
		at = source_place_after(ast->src, &at, r->at);
		buf_printf(out, "rule at line %u\n", at.line);
		for (int id = 0; id < ENTRY_COUNT; id++)
			dump_entry(out, &r->entry[id], (enum entry)id);
	}
}

static void dump_target(struct buf *out, const struct target *t)
{
	buf_printf(out, "  %s %s %u %s", t->uring ? "io_uring" : "call",
		abi_info(t->abi)->name, t->nr, t->real->name);
	if (t->variant)
		buf_printf(out, " as %s", t->classic->name);
	buf_chr(out, '\n');
}

static void dump_format(struct buf *out, const struct format *f)
{
	buf_lit(out, "  format");
	for (size_t i = 0; i < f->n; i++) {
		buf_chr(out, ' ');
		if (f->part[i].macro < 0)
			quoted(out, f->part[i].text);
		else
			buf_printf(out, "%%%s", macro_info(
				(enum macro)f->part[i].macro)->name);
	}
	buf_chr(out, '\n');
}

static void dump_rule(struct buf *out, const struct rule *r)
{
	buf_printf(out, "rule %.*s: %s %s", SPAN_ARG(r->name),
		r->phase == PHASE_AFTER ? "after" : "before",
		action_name(r->action));
	if (r->error_code)
		buf_printf(out, " -%s", errno_name(r->error_code));
	if (r->level != rules_default_level(r->action))
		buf_printf(out, ", level=%s", level_name(r->level));
	buf_printf(out, "%s%s%s\n", r->variants ? "" : ", variants=no",
		r->attempts_all ? ", attempts=all" : "",
		r->best_effort ? ", best_effort" : "");
	for (size_t i = 0; i < r->ntargets; i++)
		dump_target(out, &r->target[i]);
	if (r->filter) {
		buf_lit(out, "  filter ");
		expr_print(out, r->filter);
		buf_chr(out, '\n');
	}
	if (r->format)
		dump_format(out, r->format);
}

void dump_typed(struct buf *out, const struct rules *rs)
{
	vec_foreach(it, &rs->rule)
		dump_rule(out, *it);
}

int dump_split(struct buf *out, const struct split *sp)
{
	const struct rule *last = NULL;

	vec_foreach(it, &sp->part) {
		cleanup(freep) struct audit_rule_data *r = krule_encode(it);

		if (!r)
			return -ENOMEM;
		if (it->rule != last) {
			last = it->rule;
			buf_printf(out, "rule %.*s\n", SPAN_ARG(last->name));
			buf_lit(out, "  residual ");
			if (last->filter)
				expr_print(out, last->filter);
			else
				buf_lit(out, "none");
			buf_chr(out, '\n');
		}
		buf_printf(out, "  %s ", it->exact ? "exact" : "superset");
		krule_print(out, r);
		if (it->failing)
			buf_lit(out, " (attempts = all)");
		if (it->covered_by)
			buf_printf(out, " (not sent: covered by %.*s)",
				SPAN_ARG(it->covered_by->name));
		buf_chr(out, '\n');
	}
	return 0;
}

void dump_kernel(struct buf *out, const struct plan *plan)
{
	vec_foreach(it, &plan->krule) {
		krule_print(out, it->data);
		buf_chr(out, '\n');
	}
}
