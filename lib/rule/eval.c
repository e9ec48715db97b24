/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/eval.h"

#include "rule/expr.h"
#include "rule/pattern.h"
#include "rule/typed.h"

static bool number(const struct expr *e, const struct env *env,
	struct typed *out);

static enum truth negate(enum truth t)
{
	return t == UNKNOWN ? UNKNOWN : t == TRUE ? FALSE : TRUE;
}

static enum truth truth_of(bool b)
{
	return b ? TRUE : FALSE;
}

static void get(const struct expr *e, const struct env *env, struct value *v)
{
	*v = (struct value){0};
	env->get(env, e->var, e->index, v);
}

/* The text that string operators see. A path as a variable of its own is its
 * absolute name; a parameter is what the program passed, unless the other
 * side begins with '/'. */
static bool text(const struct expr *e, const struct env *env, bool absolute,
	struct span *out)
{
	struct value v;

	if (e->kind == EXPR_STR) {
		*out = e->str;
		return true;
	}
	get(e, env, &v);
	if (v.type == V_PATH && !e->raw && (absolute || e->var != VAR_PARAMS))
		*out = v.abs;
	else if (v.type == V_PATH || v.type == V_STR)
		*out = v.s;
	else
		return false;
	return out->p != NULL;
}

static bool begins_with_slash(struct span s)
{
	return s.n && *s.p == '/';
}

static bool contains(struct span s, struct span part)
{
	return !part.n || (s.n && memmem(s.p, s.n, part.p, part.n));
}

static enum truth compare_text(const struct expr *e, const struct env *env)
{
	/* two paths are compared as the objects that they are */
	bool objects = e->op != OP_CONTAINS && e->arg[0]->type == V_PATH &&
		       e->arg[1]->type == V_PATH;
	struct span a, b;
	bool eq;

	/* a literal without leading '/' compares letters, PATH's too */
	if (e->op != OP_CONTAINS && e->arg[0]->kind == EXPR_VAR &&
		e->arg[0]->type == V_PATH && e->arg[1]->kind == EXPR_STR) {
		struct value v;

		get(e->arg[0], env, &v);
		a = v.s;
		b = e->arg[1]->str;
		if (!a.p)
			return UNKNOWN;
	} else if (!text(e->arg[0], env, objects, &a) ||
		!text(e->arg[1], env, objects, &b)) {
		return UNKNOWN;
	}
	eq = e->op == OP_CONTAINS ? contains(a, b) : span_eq(a, b);
	return truth_of(eq != (e->op == OP_NE));
}

static bool is_under(struct span path, struct span dir)
{
	if (dir.n == 1)
		return begins_with_slash(path);
	return span_starts(path, dir) &&
	       (path.n == dir.n || path.p[dir.n] == '/');
}

static enum truth match_text(const struct expr *e, const struct env *env)
{
	bool absolute = e->kind == EXPR_PATH_IS || e->kind == EXPR_UNDER ||
			(e->kind == EXPR_GLOB && begins_with_slash(e->str));
	struct span s;
	int r;

	if ((e->kind == EXPR_PATH_IS || e->kind == EXPR_UNDER) &&
		e->arg[0]->type == V_PATH && env->is_file &&
		env->is_file(env, e->arg[0]->var, e->arg[0]->index, e->str,
			e->kind == EXPR_UNDER))
		return TRUE;
	if (!text(e->arg[0], env, absolute, &s))
		return UNKNOWN;
	switch (e->kind) {
	case EXPR_PATH_IS:
		return truth_of(span_eq(s, e->str));
	case EXPR_UNDER:
		return truth_of(is_under(s, e->str));
	case EXPR_GLOB:
		return truth_of(glob_match(e->str, s));
	default:
		r = pattern_match(e->pattern, s);
		return r < 0 ? UNKNOWN : truth_of(r);
	}
}

/* true && unknown: unknown; false && unknown: false; || likewise */
static enum truth logic(const struct expr *e, const struct env *env)
{
	enum truth stop = e->op == OP_OROR ? TRUE : FALSE;
	enum truth a = eval(e->arg[0], env), b;

	if (a == stop)
		return stop;
	b = eval(e->arg[1], env);
	if (b == stop)
		return stop;
	return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : b;
}

static bool is_logic(const struct expr *e)
{
	return (e->kind == EXPR_BINARY &&
		       (e->op == OP_OROR || e->op == OP_ANDAND)) ||
	       (e->kind == EXPR_UNARY && e->op == OP_NOT);
}

static bool is_text(const struct expr *e)
{
	return e->kind >= EXPR_PATH_IS ||
	       (e->kind == EXPR_BINARY && e->arg[0]->type != V_INT);
}

enum truth eval(const struct expr *e, const struct env *env)
{
	struct typed n;

	if (!e)
		return TRUE;
	if (is_logic(e))
		return e->kind == EXPR_UNARY ? negate(eval(e->arg[0], env)) :
					       logic(e, env);
	if (is_text(e))
		return e->kind == EXPR_BINARY ? compare_text(e, env) :
						match_text(e, env);
	return number(e, env, &n) ? truth_of(n.v != 0) : UNKNOWN;
}

static bool number(const struct expr *e, const struct env *env,
	struct typed *out)
{
	struct typed a, b;
	struct value v;
	enum truth t;

	if (is_logic(e) || is_text(e)) {	/* (UID == 0) + 1 */
		t = eval(e, env);
		*out = (struct typed){.v = t == TRUE, .is_signed = true};
		return t != UNKNOWN;
	}
	switch (e->kind) {
	case EXPR_NUM:
		*out = (struct typed){.v = e->num, .is_signed = true};
		return true;
	case EXPR_CONST:
		*out = (struct typed){.v = e->constant->value[env->abi],
			.is_signed = true};
		return true;
	case EXPR_VAR:
		get(e, env, &v);
		*out = (struct typed){.bits = v.bits, .is_signed = v.is_signed,
			.v = typed_convert((s128)v.u, v.bits, v.is_signed)};
		return v.type == V_INT;
	case EXPR_UNARY:
		if (!number(e->arg[0], env, &a))
			return false;
		*out = typed_unary(e->op, a);
		return true;
	default:
		if (!number(e->arg[0], env, &a) || !number(e->arg[1], env, &b))
			return false;
		*out = typed_binary(e->op, a, b);
		return true;
	}
}
