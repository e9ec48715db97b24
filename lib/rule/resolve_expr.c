/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/resolve_expr.h"

#include "base/path.h"
#include "rule/expr.h"
#include "rule/pattern.h"
#include "rule/typed.h"

#include <arpa/inet.h>
#include <sys/sysmacros.h>

static struct expr *build(struct expr_scope *sc, const struct ast_expr *ast);

#define complain(sc, at, ...)                                                  \
	diag_add((sc)->diag, DIAG_ERROR, (sc)->src, (at), __VA_ARGS__)
#define fail(sc, at, ...)                                                      \
	(complain(sc, at, __VA_ARGS__), (struct expr *)NULL)
#define warn(sc, at, ...)                                                      \
	diag_add((sc)->diag, DIAG_WARNING, (sc)->src, (at), __VA_ARGS__)

static const struct var_info {
	const char *name;
	enum vtype type;
	uint8_t bits;
	bool is_signed, after;
} vars[] = {
#define VAR(id, type, bits, is_signed, after, what)                            \
	{#id, type, bits, is_signed, after},
#include "rule/var.tbl.h"
#undef VAR
};

static const struct func_info {
	const char *name, *args;
	struct expr *(*build)(struct expr_scope *sc,
		const struct ast_expr *ast);
} *find_func(struct span name);

static struct expr *node(struct expr_scope *sc, enum expr_kind kind,
	struct span at, enum vtype type)
{
	struct expr *e = arena_new(sc->arena, struct expr);

	if (!e) {
		sc->err = -ENOMEM;
		return NULL;
	}
	e->kind = kind;
	e->at = at;
	e->type = type;
	return e;
}

static struct expr *num(struct expr_scope *sc, struct span at, s128 v)
{
	struct expr *e = node(sc, EXPR_NUM, at, V_INT);

	if (e)
		e->num = v;
	return e;
}

static bool is_var(const struct expr *e, enum var var)
{
	return e->kind == EXPR_VAR && e->var == var;
}

/* ----------------------------------------------------------- variables */

/* whether a call of the rule has a parameter of that class */
static bool has_class(const struct rule *rule, enum kind_class class)
{
	for (size_t i = 0; i < rule->ntargets; i++) {
		const struct syscall *sc = rule->target[i].classic;

		for (unsigned p = 0; p < sc->nparams; p++)
			if (kind_info(sc->param[p].kind)->class == class)
				return true;
	}
	return false;
}

static bool is_multiplexer(const struct rule *rule)
{
	return rule->nnames == 1 && (span_is(rule->names[0], "socketcall") ||
		span_starts(rule->names[0], SPAN_LIT("io_uring")));
}

static void warn_never_known(struct expr_scope *sc, const struct ast_expr *ast,
	enum var var)
{
	bool path = var == VAR_PATH || var == VAR_PATH2 || var == VAR_DEV ||
		    var == VAR_INODE;
	bool addr = var == VAR_ADDR || var == VAR_PORT || var == VAR_FAMILY;

	if (!sc->rule->ntargets || is_multiplexer(sc->rule))
		return;
	if ((var == VAR_PATH || var == VAR_PATH2) &&
		!has_class(sc->rule, CLASS_PATH))
		warn(sc, ast->at, "%s is never known: %.*s takes no path; the "
			"rule never matches on it", vars[var].name,
			SPAN_ARG(sc->rule->names[0]));
	else if (addr && !path && !has_class(sc->rule, CLASS_SOCKADDR))
		warn(sc, ast->at, "%s is never known: %.*s takes no socket "
			"address; the rule never matches on it",
			vars[var].name, SPAN_ARG(sc->rule->names[0]));
}

static const char *next_name(void *arg)
{
	size_t *i = arg, n;
	const struct constant *c = constant_rows(&n);
	size_t at = (*i)++;

	if (at < ARRAY_SIZE(vars))
		return vars[at].name;
	at -= ARRAY_SIZE(vars);
	return at < n ? c[at].name : NULL;
}

static struct expr *build_constant(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	const struct constant *c = constant_by_name(ast->text);
	const char *guess;
	size_t i = 0;
	struct expr *e;

	if (!c && find_func(ast->text))
		return fail(sc, ast->at, "%.*s is a function: %.*s%s",
			SPAN_ARG(ast->text), SPAN_ARG(ast->text),
			find_func(ast->text)->args);
	if (!c) {
		guess = diag_guess(sc->diag, ast->text, next_name, &i);
		return guess ? fail(sc, ast->at, "unknown name '%.*s'; did you "
			"mean '%s'?", SPAN_ARG(ast->text), guess) :
			fail(sc, ast->at, "unknown name '%.*s'; a string "
				"stands in '\"'", SPAN_ARG(ast->text));
	}
	for (int abi = 1; abi < ABI_COUNT; abi++)
		if (c->value[abi] != c->value[0]) {
			e = node(sc, EXPR_CONST, ast->at, V_INT);
			if (e)
				e->constant = c;
			return e;
		}
	return num(sc, ast->at, c->value[0]);
}

static int find_var(struct span name)
{
	for (size_t i = 0; i < ARRAY_SIZE(vars); i++)
		if (span_is(name, vars[i].name))
			return (int)i;
	return -1;
}

static struct expr *build_var(struct expr_scope *sc, const struct ast_expr *ast)
{
	int var = find_var(ast->text);
	struct expr *e;

	if (var < 0)
		return build_constant(sc, ast);
	if (var == VAR_PARAMS)
		return fail(sc, ast->at, "PARAMS needs the number of a "
			"parameter: PARAMS[1]");
	if (vars[var].after && sc->rule->phase == PHASE_BEFORE)
		return fail(sc, ast->at, "%s is known only after the call; "
			"write when = after", vars[var].name);
	warn_never_known(sc, ast, (enum var)var);
	e = node(sc, EXPR_VAR, ast->at, vars[var].type);
	if (e)
		e->var = (enum var)var;
	return e;
}

static enum vtype type_of_class(enum kind_class class)
{
	switch (class) {
	case CLASS_INT:
	case CLASS_POINTER:
		return V_INT;
	case CLASS_PATH:
		return V_PATH;
	case CLASS_SOCKADDR:
		return V_ADDR;
	default:
		return V_STR;
	}
}

/* the parameter's type must be the same in all calls that the rule names */
static bool param_type(struct expr_scope *sc, const struct ast_expr *ast,
	unsigned index, enum vtype *type)
{
	const struct syscall *first = NULL;

	for (size_t i = 0; i < sc->rule->ntargets; i++) {
		const struct syscall *s = sc->rule->target[i].classic;
		enum vtype t;

		if (index > s->nparams) {
			if (s->nparams)
				complain(sc, ast->at, "%s has only %u "
					"parameter%s", s->name, s->nparams,
					s->nparams == 1 ? "" : "s");
			else
				complain(sc, ast->at, "%s has no parameters",
					s->name);
			return false;
		}
		t = type_of_class(kind_info(s->param[index - 1].kind)->class);
		if (first && t != *type && strcmp(s->name, first->name)) {
			complain(sc, ast->at, "PARAMS[%u] means different things "
				"in %s and in %s; make two rules", index,
				first->name, s->name);
			return false;
		}
		if (first && t != *type)
			continue;	/* an ABI's own prototype */
		first = s;
		*type = t;
	}
	return first != NULL;
}

static void warn_param(struct expr_scope *sc, const struct ast_expr *ast,
	unsigned index)
{
	const struct syscall *s = sc->rule->target[0].classic;
	enum kind kind = s->param[index - 1].kind;
	enum kind_class class = kind_info(kind)->class;

	if (index == 5 && kind == KIND_fd)
		return;		/* mmap's stands in a record of its own */
	if (class == CLASS_STRING)
		warn(sc, ast->at, "PARAMS[%u] of %s is a string that audit "
			"records do not carry; it is never known", index,
			s->name);
	else if (index > 4 && class == CLASS_INT)
		warn(sc, ast->at, "audit records carry only the first four "
			"arguments; PARAMS[%u] is never known", index);
}

static struct expr *build_index(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	const struct ast_expr *arg = ast->arg[0];
	enum vtype type = V_UNKNOWN;
	struct expr *e;

	if (!span_is(ast->text, "PARAMS"))
		return fail(sc, ast->at, "only PARAMS takes an index");
	if (arg->kind != AST_NUMBER)
		return fail(sc, arg->at, "PARAMS takes a number, 1 to 6");
	if (arg->number == 0)
		return fail(sc, arg->at, "parameters count from 1");
	if (arg->number > PARAMS_MAX)
		return fail(sc, arg->at, "a system call has at most 6 "
			"parameters");
	if (!sc->rule->ntargets ||
		!param_type(sc, ast, (unsigned)arg->number, &type))
		return NULL;
	warn_param(sc, ast, (unsigned)arg->number);
	e = node(sc, EXPR_VAR, ast->at, type);
	if (e) {
		e->var = VAR_PARAMS;
		e->index = (unsigned)arg->number;
	}
	return e;
}

/* ----------------------------------------------------------- functions */

static const char *type_word(const struct expr *e)
{
	switch (e->type) {
	case V_INT:
		return "a number";
	case V_PATH:
		return "a path";
	case V_ADDR:
		return "a socket address";
	default:
		return "a string";
	}
}

static struct expr *int_arg(struct expr_scope *sc, const struct ast_expr *ast,
	unsigned i, s128 max)
{
	struct expr *e = build(sc, ast->arg[i]);

	if (!e)
		return NULL;
	if (e->kind != EXPR_NUM)
		return fail(sc, e->at, "%.*s takes a constant number",
			SPAN_ARG(ast->text));
	if (e->num < 0 || e->num > max)
		return fail(sc, e->at, "number out of range (0 to %llu)",
			(unsigned long long)max);
	return e;
}

static bool str_arg(struct expr_scope *sc, const struct ast_expr *ast,
	unsigned i, struct span *out)
{
	const struct ast_expr *arg = ast->arg[i];

	if (arg->kind != AST_STRING) {
		complain(sc, arg->at, "%.*s takes a string in double quotes here",
			SPAN_ARG(ast->text));
		return false;
	}
	if (memchr(arg->text.p, 0, arg->text.n)) {
		complain(sc, arg->at, "a zero byte in the string");
		return false;
	}
	*out = arg->text;
	return true;
}

static struct expr *id_of_name(struct expr_scope *sc,
	const struct ast_expr *ast, bool user)
{
	const struct name_service *ns = sc->names;
	struct span s, copy;
	uint32_t id;
	int r;

	if (!str_arg(sc, ast, 0, &s))
		return NULL;
	copy = arena_dup(sc->arena, s);
	if (!copy.p) {
		sc->err = -ENOMEM;
		return NULL;
	}
	if (!ns)
		return fail(sc, ast->at, "names of users and groups cannot be "
			"looked up here; write the number");
	r = user ? ns->user(ns->arg, copy.p, &id) :
		   ns->group(ns->arg, copy.p, &id);
	if (r == -ENOENT)
		return fail(sc, ast->arg[0]->at, "this host has no %s '%.*s'",
			user ? "user" : "group", SPAN_ARG(s));
	if (r < 0)
		return fail(sc, ast->at, "cannot look up '%.*s': %s",
			SPAN_ARG(s), strerror(-r));
	return num(sc, ast->at, id);
}

static struct expr *build_usernametoid(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	return id_of_name(sc, ast, true);
}

static struct expr *build_groupnametoid(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	return id_of_name(sc, ast, false);
}

static struct expr *build_ipaddr(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct in6_addr v6;
	struct in_addr v4;
	struct span s;
	char t[64];
	u128 u = 0;

	if (!str_arg(sc, ast, 0, &s))
		return NULL;
	if (s.n < sizeof(t)) {
		memcpy(t, s.p, s.n);
		t[s.n] = '\0';
		if (inet_pton(AF_INET, t, &v4) == 1)
			return num(sc, ast->at, ntohl(v4.s_addr));
		if (inet_pton(AF_INET6, t, &v6) == 1) {
			for (int i = 0; i < 16; i++)
				u = u << 8 | v6.s6_addr[i];
			if (u >> 32 == 0xffff)	/* IPv4-mapped */
				u = (uint32_t)u;
			return num(sc, ast->at, (s128)u);
		}
	}
	return fail(sc, ast->arg[0]->at, "no IPv4 or IPv6 address");
}

static s128 swap_bytes(s128 v)
{
	return (v & 255) << 8 | v >> 8;
}

static struct expr *build_htons(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *e = int_arg(sc, ast, 0, UINT16_MAX);

	return e ? num(sc, ast->at, swap_bytes(e->num)) : NULL;
}

static struct expr *build_makedev(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *major = int_arg(sc, ast, 0, 0xfff);
	struct expr *minor = major ? int_arg(sc, ast, 1, 0xfffff) : NULL;

	return minor ? num(sc, ast->at, (s128)makedev((unsigned)major->num,
				   (unsigned)minor->num)) : NULL;
}

/* a string, path or CMDLINE… as first argument, a literal as second */
static struct expr *text_match(struct expr_scope *sc,
	const struct ast_expr *ast, enum expr_kind kind)
{
	struct expr *arg = build(sc, ast->arg[0]);
	struct expr *e;
	struct span s;

	if (!arg || !str_arg(sc, ast, 1, &s))
		return NULL;
	if (arg->kind != EXPR_VAR ||
		(arg->type != V_STR && arg->type != V_PATH))
		return fail(sc, arg->at, "%.*s looks at a string or path "
			"variable; this is %s", SPAN_ARG(ast->text),
			type_word(arg));
	e = node(sc, kind, ast->at, V_INT);
	if (!e)
		return NULL;
	e->arg[0] = arg;
	e->str = s;
	return e;
}

static struct expr *build_glob(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *e = text_match(sc, ast, EXPR_GLOB);
	const char *wrong = e ? glob_check(e->str) : NULL;

	return wrong ? fail(sc, ast->arg[1]->at, "%s", wrong) : e;
}

static struct expr *build_regex(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *e = text_match(sc, ast, EXPR_REGEX);
	cleanup(buf_deinit) struct buf words = {0};
	struct pattern *p;
	int r;

	if (!e)
		return NULL;
	r = pattern_new(&p, e->str, &words);
	if (r == -EINVAL && !words.err)
		return fail(sc, ast->arg[1]->at, "regular expression: %s",
			words.p);
	if (r < 0 || vec_add(&sc->rs->patterns, p)) {
		if (!r)
			pattern_free(p);
		sc->err = -ENOMEM;
		return NULL;
	}
	e->pattern = p;
	return e;
}

/* an absolute name as literal, normalised; false: reported */
static bool absolute(struct expr_scope *sc, const struct ast_expr *ast,
	struct span s, struct span *out)
{
	if (!s.n || s.p[0] != '/') {
		complain(sc, ast->at, "the directory must begin with '/'");
		return false;
	}
	*out = path_join(sc->arena, (struct span){0}, s);
	if (!out->p)
		sc->err = -ENOMEM;
	return out->p != NULL;
}

static struct expr *build_under(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *e = text_match(sc, ast, EXPR_UNDER);

	return e && absolute(sc, ast->arg[1], e->str, &e->str) ? e : NULL;
}

static struct expr *build_raw(struct expr_scope *sc, const struct ast_expr *ast)
{
	struct expr *e = build(sc, ast->arg[0]);

	if (!e)
		return NULL;
	if (!is_var(e, VAR_PARAMS) || e->type != V_PATH)
		return fail(sc, ast->arg[0]->at, "raw takes a PARAMS[n] that "
			"is a path");
	e->raw = true;
	e->type = V_STR;
	e->at = ast->at;
	return e;
}

static const struct func_info funcs[] = {
#define FUNC(id, args, what) {#id, args, build_##id},
#include "rule/func.tbl.h"
#undef FUNC
};

static const struct func_info *find_func(struct span name)
{
	for (size_t i = 0; i < ARRAY_SIZE(funcs); i++)
		if (span_is(name, funcs[i].name))
			return &funcs[i];
	return NULL;
}

static const char *next_func(void *arg)
{
	size_t *i = arg;

	return *i < ARRAY_SIZE(funcs) ? funcs[(*i)++].name : NULL;
}

static struct expr *build_call(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	const struct func_info *f = find_func(ast->text);
	int var = find_var(ast->text);
	unsigned nargs = f && strchr(f->args, ',') ? 2 : 1;
	const char *guess;
	size_t i = 0;

	if (f && ast->nargs != nargs)
		return fail(sc, ast->at, "%s takes %u argument%s: %s%s",
			f->name, nargs, nargs == 1 ? "" : "s", f->name,
			f->args);
	if (f)
		return f->build(sc, ast);
	if (var >= 0)
		return fail(sc, ast->at, "%s is a variable: write %s%s",
			vars[var].name, vars[var].name,
			var == VAR_PARAMS ? "[1]" : " alone");
	guess = diag_guess(sc->diag, ast->text, next_func, &i);
	return guess ? fail(sc, ast->at, "unknown function '%.*s'; did you "
		"mean '%s'?", SPAN_ARG(ast->text), guess) :
		fail(sc, ast->at, "unknown function '%.*s'",
			SPAN_ARG(ast->text));
}

/* ----------------------------------------------------------- operators */

static struct expr *build_unary(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *arg = build(sc, ast->arg[0]);
	struct expr *e;

	if (!arg)
		return NULL;
	if (arg->type != V_INT)
		return fail(sc, arg->at, "'%s' needs a number; this is %s",
			op_info(ast->op)->text, type_word(arg));
	if (arg->kind == EXPR_NUM)
		return num(sc, ast->at, typed_unary(ast->op,
			(struct typed){.v = arg->num, .is_signed = true}).v);
	e = node(sc, EXPR_UNARY, ast->at, V_INT);
	if (e) {
		e->op = ast->op;
		e->arg[0] = arg;
	}
	return e;
}

static struct expr *binary(struct expr_scope *sc, const struct ast_expr *ast,
	enum op op, struct expr *a, struct expr *b)
{
	struct expr *e = node(sc, EXPR_BINARY, ast->at, V_INT);

	if (e) {
		e->op = op;
		e->arg[0] = a;
		e->arg[1] = b;
	}
	return e;
}

/* PATH == "/x" asks for the object that "/x" names */
static struct expr *path_is(struct expr_scope *sc, const struct ast_expr *ast,
	struct expr *path, struct expr *literal)
{
	struct expr *e = node(sc, EXPR_PATH_IS, ast->at, V_INT), *not;

	if (!e)
		return NULL;
	if (memchr(literal->str.p, '*', literal->str.n))
		warn(sc, literal->at, "'*' is a letter here; patterns go into "
			"glob(%s, \"...\")", path->var == VAR_PARAMS ?
			"PARAMS[n]" : var_name(path->var));
	e->arg[0] = path;
	e->str = path_join(sc->arena, (struct span){0}, literal->str);
	if (!e->str.p) {
		sc->err = -ENOMEM;
		return NULL;
	}
	if (ast->op == OP_EQ)
		return e;
	not = node(sc, EXPR_UNARY, ast->at, V_INT);
	if (not) {
		not->op = OP_NOT;
		not->arg[0] = e;
	}
	return not;
}

static struct expr *compare_texts(struct expr_scope *sc,
	const struct ast_expr *ast, struct expr *a, struct expr *b)
{
	if (ast->op != OP_EQ && ast->op != OP_NE && ast->op != OP_CONTAINS)
		return fail(sc, ast->at, "'%s' needs numbers; strings know "
			"==, != and ~=", op_info(ast->op)->text);
	if (a->kind == EXPR_STR && ast->op != OP_CONTAINS) {
		struct expr *t = a;

		a = b;
		b = t;
	}
	if (a->kind == EXPR_STR && b->kind == EXPR_STR)
		return fail(sc, ast->at, "two constants are compared");
	if (b->kind == EXPR_STR && ast->op != OP_CONTAINS &&
		a->type == V_PATH && b->str.n && b->str.p[0] == '/')
		return path_is(sc, ast, a, b);
	return binary(sc, ast, ast->op, a, b);
}

static bool is_text_type(const struct expr *e)
{
	return e->type == V_STR || e->type == V_PATH;
}

/* UID == "root": the function that makes a number of such a string */
static const char *converter(const struct expr *a, const struct expr *b)
{
	const struct expr *var = a->kind == EXPR_VAR ? a : b;
	const struct expr *str = a->kind == EXPR_VAR ? b : a;

	if (var->kind != EXPR_VAR || str->kind != EXPR_STR)
		return NULL;
	switch (var->var) {
	case VAR_UID: case VAR_EUID: case VAR_SUID: case VAR_FSUID:
	case VAR_AUID:
		return "usernametoid";
	case VAR_GID: case VAR_EGID: case VAR_SGID: case VAR_FSGID:
		return "groupnametoid";
	case VAR_ADDR:
		return "ipaddr";
	default:
		return NULL;
	}
}

static struct expr *mixed(struct expr_scope *sc, const struct ast_expr *ast,
	const struct expr *a, const struct expr *b)
{
	const struct expr *addr = a->type == V_ADDR ? a : b;
	const char *func = converter(a, b);

	if (addr->type == V_ADDR)
		return fail(sc, addr->at, "this parameter is a socket address; "
			"ask ADDR, PORT or FAMILY");
	if (func)
		return fail(sc, ast->at, "'%s' between %s and %s; write %s"
			"(\"...\")", op_info(ast->op)->text, type_word(a),
			type_word(b), func);
	if (is_text_type(a) != is_text_type(b))
		return fail(sc, ast->at, "'%s' between %s and %s",
			op_info(ast->op)->text, type_word(a), type_word(b));
	return fail(sc, ast->at, "'%s' needs strings", op_info(ast->op)->text);
}

/* a variable of that width never has that value: say so */
static void warn_range(struct expr_scope *sc, const struct expr *var,
	const struct expr *lit)
{
	unsigned bits = 0;

	if (var->kind != EXPR_VAR || lit->kind != EXPR_NUM)
		return;
	if (var->var == VAR_PARAMS) {
		for (size_t i = 0; i < sc->rule->ntargets; i++) {
			const struct target *t = &sc->rule->target[i];
			unsigned n = ctype_bits(
				t->classic->param[var->index - 1].type, t->abi);

			bits = n > bits ? n : bits;
		}
	} else {
		bits = vars[var->var].bits;
	}
	if (bits >= 32 ? !typed_literal_fits(lit->num, bits) :
			 (lit->num < 0 || lit->num >> bits))
		warn(sc, lit->at, "the value does not fit in the %u bits of "
			"%.*s; the answer is always the same", bits,
			SPAN_ARG(var->at));
}

/* PORT is in host order; a rule that compares it with htons(7) means 7 */
static void undo_htons(const struct ast_expr *ast, struct expr *lit,
	const struct expr *other)
{
	if (ast->kind == AST_CALL && span_is(ast->text, "htons") &&
		is_var(other, VAR_PORT))
		lit->num = swap_bytes(lit->num);
}

static bool is_bit_op(enum op op)
{
	return op == OP_AND || op == OP_OR || op == OP_XOR;
}

/* x & MASK == MASK: as in C, the comparison comes first */
static void warn_precedence(struct expr_scope *sc, const struct ast_expr *ast)
{
	for (unsigned i = 0; is_bit_op(ast->op) && i < ast->nargs; i++) {
		const struct ast_expr *arg = ast->arg[i];

		if (arg->kind == AST_BINARY && !arg->bracketed &&
			op_info(arg->op)->precedence >=
				op_info(OP_EQ)->precedence &&
			arg->op != OP_ADD && arg->op != OP_SUB)
			warn(sc, ast->at, "'%s' binds less than '%s', as in C; "
				"put what belongs together in parentheses",
				op_info(ast->op)->text, op_info(arg->op)->text);
	}
}

static struct expr *build_binary(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *a = build(sc, ast->arg[0]);
	struct expr *b = build(sc, ast->arg[1]);

	if (!a || !b)
		return NULL;
	warn_precedence(sc, ast);
	undo_htons(ast->arg[0], a, b);
	undo_htons(ast->arg[1], b, a);
	if (is_text_type(a) && is_text_type(b))
		return compare_texts(sc, ast, a, b);
	if (a->type != V_INT || b->type != V_INT || ast->op == OP_CONTAINS)
		return mixed(sc, ast, a, b);
	if (a->kind == EXPR_NUM && b->kind == EXPR_NUM)
		return num(sc, ast->at, typed_binary(ast->op,
			(struct typed){.v = a->num, .is_signed = true},
			(struct typed){.v = b->num, .is_signed = true}).v);
	if (op_info(ast->op)->precedence >= op_info(OP_EQ)->precedence) {
		warn_range(sc, a, b);
		warn_range(sc, b, a);
	}
	return binary(sc, ast, ast->op, a, b);
}

static struct expr *build_string(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *e;

	if (memchr(ast->text.p, 0, ast->text.n))
		return fail(sc, ast->at, "a zero byte in the string; no name "
			"holds one");
	e = node(sc, EXPR_STR, ast->at, V_STR);
	if (e)
		e->str = ast->text;
	return e;
}

static struct expr *build(struct expr_scope *sc, const struct ast_expr *ast)
{
	switch (ast->kind) {
	case AST_NUMBER:
		return num(sc, ast->at, (s128)ast->number);
	case AST_STRING:
		return build_string(sc, ast);
	case AST_NAME:
		return build_var(sc, ast);
	case AST_INDEX:
		return build_index(sc, ast);
	case AST_CALL:
		return build_call(sc, ast);
	case AST_UNARY:
		return build_unary(sc, ast);
	default:
		return build_binary(sc, ast);
	}
}

const struct expr *resolve_expr(struct expr_scope *sc,
	const struct ast_expr *ast)
{
	struct expr *e = build(sc, ast);

	if (e && e->type != V_INT)
		return fail(sc, e->at, "the filter must be a condition; this "
			"is %s", type_word(e));
	return e;
}
