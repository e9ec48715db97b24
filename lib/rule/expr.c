/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/expr.h"

#include "base/escape.h"
#include "base/hash.h"

const char *var_name(enum var var)
{
	static const char *const names[] = {
#define VAR(id, ...) #id,
#include "rule/var.tbl.h"
#undef VAR
	};

	return names[var];
}

static void print_num(struct buf *out, __int128 v)
{
	if (v > UINT64_MAX || v < -(__int128)UINT64_MAX) {
		buf_lit(out, "0x");	/* an IPv6 address */
		buf_hex(out, (uint64_t)((u128)v >> 64));
		buf_printf(out, "%016llx", (unsigned long long)v);
		return;
	}
	if (v < 0)
		buf_chr(out, '-');
	buf_dec(out, (uint64_t)(v < 0 ? -v : v));
}

static void print_str(struct buf *out, struct span s)
{
	buf_chr(out, '"');
	escape_text(out, s);
	buf_chr(out, '"');
}

static void print_var(struct buf *out, const struct expr *e)
{
	if (e->raw)
		buf_lit(out, "raw(");
	buf_str(out, var_name(e->var));
	if (e->var == VAR_PARAMS)
		buf_printf(out, "[%u]", e->index);
	if (e->raw)
		buf_chr(out, ')');
}

static void print_call(struct buf *out, const char *name, const struct expr *e)
{
	buf_str(out, name);
	buf_chr(out, '(');
	expr_print(out, e->arg[0]);
	buf_lit(out, ", ");
	print_str(out, e->str);
	buf_chr(out, ')');
}

void expr_print(struct buf *out, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUM:
		print_num(out, e->num);
		return;
	case EXPR_CONST:
		buf_str(out, e->constant->name);
		return;
	case EXPR_STR:
		print_str(out, e->str);
		return;
	case EXPR_VAR:
		print_var(out, e);
		return;
	case EXPR_UNARY:
		buf_str(out, op_info(e->op)->text);
		expr_print(out, e->arg[0]);
		return;
	case EXPR_BINARY:
		buf_chr(out, '(');
		expr_print(out, e->arg[0]);
		buf_printf(out, " %s ", op_info(e->op)->text);
		expr_print(out, e->arg[1]);
		buf_chr(out, ')');
		return;
	case EXPR_PATH_IS:
		print_call(out, "path_is", e);
		return;
	case EXPR_UNDER:
		print_call(out, "under", e);
		return;
	case EXPR_GLOB:
		print_call(out, "glob", e);
		return;
	case EXPR_REGEX:
		print_call(out, "regex", e);
		return;
	}
}

bool expr_equal(const struct expr *a, const struct expr *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind || a->op != b->op ||
		a->num != b->num || a->constant != b->constant ||
		a->var != b->var || a->index != b->index || a->raw != b->raw ||
		!span_eq(a->str, b->str))
		return false;
	return expr_equal(a->arg[0], b->arg[0]) &&
	       expr_equal(a->arg[1], b->arg[1]);
}

uint64_t expr_hash(const struct expr *e)
{
	uint64_t h = 0;

	if (!e)
		return 0;
	h = hash_add(h, (uint64_t)e->kind << 32 | e->op);
	h = hash_add(h, (uint64_t)e->num);
	h = hash_add(h, (uintptr_t)e->constant);
	h = hash_add(h, (uint64_t)e->var << 32 | e->index << 1 | e->raw);
	h = hash_span(h, e->str);
	return hash_add(hash_add(h, expr_hash(e->arg[0])),
		expr_hash(e->arg[1]));
}
