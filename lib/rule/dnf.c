/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/dnf.h"

#include "rule/target.h"

/* what one filter may take at one call; past it literals are left out */
#define DNF_BYTES_MAX (2u << 20)

struct builder {
	struct arena *arena;
	size_t start;		/* .arena->used at the beginning */
	const struct target *target;
	int err;
};

static struct dnf build(struct builder *b, const struct expr *e, bool negated);

/* ------------------------------------------------------------ constants */

static struct dnf never(void)
{
	return (struct dnf){.exact = true};
}

static struct dnf always(struct builder *b, bool exact)
{
	struct conj *c = arena_new(b->arena, struct conj);

	if (!c)
		b->err = -ENOMEM;
	return (struct dnf){.exact = exact, .n = c != NULL, .conj = c};
}

static struct dnf one(struct builder *b, const struct lit *lit)
{
	struct dnf d = always(b, true);
	struct lit *copy = arena_new(b->arena, struct lit);
	const struct lit **v = arena_new(b->arena, const struct lit *);

	if (!d.n || !copy || !v) {
		b->err = -ENOMEM;
		return never();
	}
	*copy = *lit;
	*v = copy;
	*d.conj = (struct conj){1, v};
	d.exact = lit->kind != LIT_INTS || !lit->ints.widened;
	return d;
}

static struct dnf other(struct builder *b, const struct expr *e, bool negated)
{
	return one(b, &(struct lit){.kind = LIT_OTHER, .expr = e,
		.negated = negated, .target = b->target});
}

/* ------------------------------------------------------------ the leaves */

/* the value of an expression without variables, and of parameters that the
 * variant fixes (creat is open with O_CREAT|O_WRONLY|O_TRUNC) */
static bool constant(const struct builder *b, const struct expr *e,
	struct typed *out)
{
	struct typed l, r;

	switch (e->kind) {
	case EXPR_NUM:
		*out = (struct typed){.v = e->num, .is_signed = true};
		return true;
	case EXPR_CONST:
		*out = (struct typed){.is_signed = true,
			.v = e->constant->value[b->target->abi]};
		return true;
	case EXPR_VAR:
		if (e->var == VAR_ARCH && !b->target->uring) {
			*out = (struct typed){.bits = 32,
				.v = abi_info(b->target->abi)->audit_arch};
			return true;
		}
		if (e->var == VAR_PARAMS && e->type == V_INT) {
			struct map_src src =
				target_source(b->target, e->index);
			struct ctype type = target_type(b->target, e->index);

			if (src.from != MAP_CONST || !type.bits)
				return false;
			out->bits = type.bits;
			out->is_signed = type.is_signed;
			out->v = typed_convert(src.value, out->bits,
				out->is_signed);
			return true;
		}
		return false;
	case EXPR_UNARY:
		if (e->op == OP_NOT || !constant(b, e->arg[0], &l))
			return false;
		*out = typed_unary(e->op, l);
		return true;
	case EXPR_BINARY:
		if (e->arg[0]->type != V_INT || !constant(b, e->arg[0], &l) ||
			!constant(b, e->arg[1], &r))
			return false;
		*out = typed_binary(e->op, l, r);
		return true;
	default:
		return false;
	}
}

/* an integer variable of at most 64 bits: its place and type */
static bool variable(const struct builder *b, const struct expr *e,
	struct lit *out)
{
	static const struct {
		uint8_t bits;
		bool is_signed;
	} types[] = {
#define VAR(id, type, bits, is_signed, ...) {bits, is_signed},
#include "rule/var.tbl.h"
#undef VAR
	};
	struct ctype type;

	if (e->kind != EXPR_VAR || e->type != V_INT)
		return false;
	*out = (struct lit){.var = e->var, .bits = types[e->var].bits,
		.is_signed = types[e->var].is_signed};
	if (e->var != VAR_PARAMS)
		return out->bits <= 64;
	type = target_type(b->target, e->index);
	out->index = target_register(b->target, e->index);
	out->bits = type.bits;
	out->is_signed = type.is_signed;
	return out->index;
}

/* the literal c as a variable of that type sees it after C's promotion; one
 * that does not fit stays what it is and equals no value */
static s128 as_type(const struct lit *lit, s128 c)
{
	uint8_t bits = lit->bits;
	bool is_signed = lit->is_signed;

	typed_promote(&bits, &is_signed);
	return typed_literal_fits(c, bits) ? typed_convert(c, bits, is_signed) :
					     c;
}

static enum op flip(enum op op)
{
	switch (op) {
	case OP_LT:
		return OP_GT;
	case OP_GT:
		return OP_LT;
	case OP_LE:
		return OP_GE;
	case OP_GE:
		return OP_LE;
	default:
		return op;
	}
}

static struct ints values(enum op op, s128 c, const struct ints *domain)
{
	s128 lo = domain->r[0].lo, hi = domain->r[0].hi;
	struct ints point, set;

	/* all numbers past an end of the domain are alike */
	c = c < lo ? lo - 1 : c > hi ? hi + 1 : c;
	point = ints_range(c, c);
	switch (op) {
	case OP_LT:
		set = ints_range(lo, c - 1);
		break;
	case OP_LE:
		set = ints_range(lo, c);
		break;
	case OP_GT:
		set = ints_range(c + 1, hi);
		break;
	case OP_GE:
		set = ints_range(c, hi);
		break;
	case OP_NE:
		point = ints_and(&point, domain);
		return ints_not(&point, domain);
	default:
		set = point;
		break;
	}
	return ints_and(&set, domain);
}

/* var op c */
static struct dnf compare(struct builder *b, enum op op, struct lit *var, s128 c)
{
	struct ints domain = ints_domain(var->bits, var->is_signed);

	var->kind = LIT_INTS;
	var->ints = values(op, as_type(var, c), &domain);
	return var->ints.n ? one(b, var) : never();
}

/* (var & mask) == want, or !=; false: left to the evaluator */
static bool compare_bits(struct builder *b, enum op op, struct lit *var,
	s128 mask, s128 want, struct dnf *out)
{
	struct ints domain = ints_domain(var->bits, false), w;
	u128 all = ((u128)1 << var->bits) - 1;

	if ((op != OP_EQ && op != OP_NE) ||
		(var->bits < 32 && var->is_signed) ||
		!typed_literal_fits(want, var->bits))
		return false;
	want = var->bits < 32 ? want : (s128)((u128)as_type(var, want) & all);
	w = ints_range(want, want);
	if (!ints_within(&w, &domain) || !typed_literal_fits(mask, 64))
		return false;
	var->kind = LIT_BITS;
	var->negated = op == OP_NE;
	var->mask = (uint64_t)((u128)mask & all);
	var->want = (uint64_t)want;
	if (var->want & ~var->mask) {
		*out = never();
		return op == OP_EQ;
	}
	*out = one(b, var);
	return true;
}

static enum op opposite(enum op op)
{
	static const enum op pairs[][2] = {
		{OP_EQ, OP_NE}, {OP_LT, OP_GE}, {OP_GT, OP_LE}};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		for (int side = 0; side < 2; side++)
			if (pairs[i][side] == op)
				return pairs[i][!side];
	return op;
}

static bool is_comparison(enum op op)
{
	return opposite(op) != op;
}

static void swap(const struct expr **a, const struct expr **b)
{
	const struct expr *t = *a;

	*a = *b;
	*b = t;
}

/* left op right, integers */
static struct dnf comparison(struct builder *b, const struct expr *e,
	bool negated)
{
	const struct expr *l = e->arg[0], *r = e->arg[1], *v, *m;
	enum op op = negated ? opposite(e->op) : e->op;
	struct typed c, mask;
	struct lit var;
	struct dnf d;

	if (constant(b, l, &c)) {
		swap(&l, &r);
		op = flip(op);
	}
	if (!constant(b, r, &c) || c.bits)
		return other(b, e, negated);
	if (variable(b, l, &var))
		return compare(b, op, &var, c.v);
	if (l->kind != EXPR_BINARY || l->op != OP_AND)
		return other(b, e, negated);
	v = l->arg[0];
	m = l->arg[1];
	if (constant(b, v, &mask))
		swap(&v, &m);
	if (constant(b, m, &mask) && !mask.bits && variable(b, v, &var) &&
		compare_bits(b, op, &var, mask.v, c.v, &d))
		return d;
	return other(b, e, negated);
}

/* an integer as a condition: x is x != 0 */
static struct dnf number(struct builder *b, const struct expr *e, bool negated)
{
	struct expr *ne = arena_new(b->arena, struct expr);
	struct expr *zero = arena_new(b->arena, struct expr);

	if (!ne || !zero) {
		b->err = -ENOMEM;
		return never();
	}
	*zero = (struct expr){.kind = EXPR_NUM, .type = V_INT};
	*ne = (struct expr){.kind = EXPR_BINARY, .type = V_INT, .op = OP_NE,
		.arg = {e, zero}};
	return comparison(b, ne, negated);
}

static struct dnf path(struct builder *b, const struct expr *e, bool negated)
{
	const struct expr *var = e->arg[0];
	struct lit lit = {.var = var->var, .str = e->str};
	/* io_uring: no registers; keep the parameters apart all the same */
	struct map_src src = {.from = MAP_PARAM, .value = var->index + 100};

	lit.kind = e->kind == EXPR_PATH_IS ? LIT_PATH : LIT_UNDER;
	if (var->var == VAR_PARAMS && !b->target->uring)
		src = target_source(b->target, var->index);
	if (negated || var->type != V_PATH || src.from != MAP_PARAM)
		return other(b, e, negated);
	lit.index = (unsigned)src.value;
	return one(b, &lit);
}

/* ---------------------------------------------------------- AND and OR */

static bool same_var(const struct lit *a, const struct lit *b)
{
	return a->var == b->var && a->index == b->index;
}

static bool same_call(const struct target *a, const struct target *b)
{
	return a == b || (a->classic == b->classic && a->variant == b->variant);
}

/* x == c decides what its bits are */
static bool ints_imply_bits(const struct lit *a, const struct lit *b)
{
	uint64_t v;

	if (!same_var(a, b) || a->ints.n != 1 ||
		a->ints.r[0].lo != a->ints.r[0].hi)
		return false;
	v = (uint64_t)a->ints.r[0].lo;
	return ((v & b->mask) == b->want) != b->negated;
}

/* path is dir or below it; both are normal names */
static bool is_under(struct span path, struct span dir)
{
	return span_starts(path, dir) && (path.n == dir.n || dir.n == 1 ||
						 path.p[dir.n] == '/');
}

bool lit_implies(const struct lit *a, const struct lit *b)
{
	if (a->kind == LIT_INTS && b->kind == LIT_BITS)
		return ints_imply_bits(a, b);
	if (a->kind != b->kind)
		return a->kind == LIT_PATH && b->kind == LIT_UNDER &&
		       same_var(a, b) && is_under(a->str, b->str);
	switch (a->kind) {
	case LIT_INTS:
		return same_var(a, b) && ints_within(&a->ints, &b->ints);
	case LIT_BITS:
		if (!same_var(a, b))
			return false;
		if (a->mask == b->mask && a->want == b->want &&
			a->negated == b->negated)
			return true;
		/* (x & 3) == 1 decides (x & 1) */
		return !a->negated && (b->mask & ~a->mask) == 0 &&
		       ((a->want & b->mask) == b->want) != b->negated;
	case LIT_PATH:
		return same_var(a, b) && span_eq(a->str, b->str);
	case LIT_UNDER:
		return same_var(a, b) && is_under(a->str, b->str);
	default:
		return a->negated == b->negated &&
		       same_call(a->target, b->target) &&
		       expr_equal(a->expr, b->expr);
	}
}

bool conj_implies(const struct conj *a, const struct conj *b)
{
	for (size_t j = 0; j < b->n; j++) {
		size_t i = 0;

		while (i < a->n && !lit_implies(a->lit[i], b->lit[j]))
			i++;
		if (i == a->n)
			return false;
	}
	return true;
}

/* Lists of literals have room for the next power of two, so that a long chain
 * of && does not copy them at each step. */
static bool make_room(struct builder *b, struct conj *c)
{
	const struct lit **v;

	if (c->n & (c->n - 1))
		return true;
	v = arena_calloc(b->arena, c->n ? 2 * c->n : 1, sizeof(*v));
	if (!v) {
		b->err = -ENOMEM;
		return false;
	}
	if (c->n)
		memcpy(v, c->lit, c->n * sizeof(*v));
	c->lit = v;
	return true;
}

/* add lit to c; false: c can no longer hold */
static bool narrow(struct builder *b, struct conj *c, const struct lit *lit,
	bool *exact)
{
	if (c->n == DNF_LITS_MAX ||
		b->arena->used - b->start > DNF_BYTES_MAX) {
		*exact = false;		/* without lit c holds more often */
		return true;
	}
	for (size_t i = 0; i < c->n; i++) {
		struct lit *both;

		if (lit_implies(c->lit[i], lit))
			return true;
		if (lit->kind != LIT_INTS || c->lit[i]->kind != LIT_INTS ||
			!same_var(c->lit[i], lit))
			continue;
		both = arena_new(b->arena, struct lit);
		if (!both) {
			b->err = -ENOMEM;
			return false;
		}
		*both = *lit;
		both->ints = ints_and(&lit->ints, &c->lit[i]->ints);
		*exact &= !both->ints.widened;
		c->lit[i] = both;
		return both->ints.n > 0;
	}
	if (!make_room(b, c))
		return false;
	c->lit[c->n++] = lit;
	return true;
}

static bool narrow_all(struct builder *b, struct conj *c, const struct conj *by,
	bool *exact)
{
	for (size_t i = 0; i < by->n; i++)
		if (!narrow(b, c, by->lit[i], exact))
			return false;
	return true;
}

static bool conj_copy(struct builder *b, const struct conj *x, struct conj *out)
{
	size_t room = 1;

	while (room < x->n)
		room *= 2;
	out->n = x->n;
	out->lit = arena_calloc(b->arena, room, sizeof(*out->lit));
	if (!out->lit) {
		b->err = -ENOMEM;
		return false;
	}
	if (x->n)
		memcpy(out->lit, x->lit, x->n * sizeof(*out->lit));
	return true;
}

/* x && y, where y is one case: x itself is narrowed, it is used nowhere else */
static struct dnf dnf_and_one(struct builder *b, struct dnf x, struct dnf y)
{
	size_t n = x.n;

	x.exact &= y.exact;
	x.n = 0;
	for (size_t i = 0; i < n; i++) {
		struct conj c = x.conj[i];

		if (narrow_all(b, &c, &y.conj[0], &x.exact))
			x.conj[x.n++] = c;
	}
	return x;
}

static struct dnf dnf_and(struct builder *b, struct dnf x, struct dnf y)
{
	struct dnf d = {.exact = x.exact && y.exact};

	if (!x.n || !y.n)
		return never();
	if (y.n == 1)
		return dnf_and_one(b, x, y);
	if (x.n * y.n > DNF_MAX) {	/* one of the two alone holds more */
		d = x.n < y.n ? x : y;
		d.exact = false;
		return d;
	}
	d.conj = arena_calloc(b->arena, x.n * y.n, sizeof(*d.conj));
	if (!d.conj) {
		b->err = -ENOMEM;
		return never();
	}
	for (size_t i = 0; i < x.n; i++)
		for (size_t j = 0; j < y.n; j++) {
			struct conj *c = &d.conj[d.n];

			d.n += conj_copy(b, &x.conj[i], c) &&
			       narrow_all(b, c, &y.conj[j], &d.exact);
		}
	return d;
}

static bool is_one_set(const struct conj *c)
{
	return c->n == 1 && c->lit[0]->kind == LIT_INTS;
}

/* UID == 1 || UID == 2 || ... past the bound: one set of them all */
static struct dnf union_of_sets(struct builder *b, struct dnf x, struct dnf y)
{
	struct lit lit;

	if (!is_one_set(&x.conj[0]))
		return always(b, false);
	lit = *x.conj[0].lit[0];
	for (size_t i = 0; i < x.n + y.n; i++) {
		const struct conj *c = i < x.n ? &x.conj[i] :
						 &y.conj[i - x.n];

		if (!is_one_set(c) || !same_var(c->lit[0], &lit))
			return always(b, false);
		for (unsigned r = 0; r < c->lit[0]->ints.n; r++)
			ints_add(&lit.ints, c->lit[0]->ints.r[r].lo,
				c->lit[0]->ints.r[r].hi);
	}
	x = one(b, &lit);
	x.exact = false;
	return x;
}

static struct dnf dnf_or(struct builder *b, struct dnf x, struct dnf y)
{
	struct dnf d = {.exact = x.exact && y.exact};

	if (!x.n || !y.n)
		return x.n ? x : y;
	if (x.n + y.n > DNF_MAX)
		return union_of_sets(b, x, y);
	d.conj = arena_calloc(b->arena, x.n + y.n, sizeof(*d.conj));
	if (!d.conj) {
		b->err = -ENOMEM;
		return never();
	}
	memcpy(d.conj, x.conj, x.n * sizeof(*d.conj));
	memcpy(d.conj + x.n, y.conj, y.n * sizeof(*d.conj));
	d.n = x.n + y.n;
	return d;
}

static struct dnf build(struct builder *b, const struct expr *e, bool negated)
{
	struct typed c;

	if (e->kind == EXPR_UNARY && e->op == OP_NOT)
		return build(b, e->arg[0], !negated);
	if (e->kind == EXPR_BINARY && (e->op == OP_OROR || e->op == OP_ANDAND)) {
		struct dnf x = build(b, e->arg[0], negated);
		struct dnf y = build(b, e->arg[1], negated);

		return (e->op == OP_OROR) != negated ? dnf_or(b, x, y) :
						       dnf_and(b, x, y);
	}
	if (constant(b, e, &c))
		return (c.v != 0) != negated ? always(b, true) : never();
	if (e->kind == EXPR_PATH_IS || e->kind == EXPR_UNDER)
		return path(b, e, negated);
	if (e->kind == EXPR_BINARY && is_comparison(e->op) &&
		e->arg[0]->type == V_INT)
		return comparison(b, e, negated);
	if (e->type == V_INT && (e->kind == EXPR_VAR ||
		(e->kind == EXPR_BINARY && e->op == OP_AND)))
		return number(b, e, negated);
	return other(b, e, negated);
}

/* the variant's own condition, on registers of the call really made */
static struct dnf condition(struct builder *b, const struct map_cond *cond)
{
	const struct param *p = &b->target->real->param[cond->param - 1];
	struct lit lit = {.kind = LIT_BITS, .var = VAR_PARAMS,
		.index = cond->param, .mask = cond->mask, .want = cond->want};

	lit.bits = (uint8_t)ctype_bits(p->type, b->target->abi);
	lit.is_signed = p->type.is_signed;
	if (lit.bits == 32 && cond->mask == UINT32_MAX)
		return compare(b, OP_EQ, &lit, cond->want);
	return one(b, &lit);
}

int dnf_build(struct dnf *out, struct arena *arena, const struct expr *filter,
	const struct target *t)
{
	struct builder b = {
		.arena = arena, .start = arena->used, .target = t};
	struct dnf d = always(&b, true);

	for (size_t i = 0; t->variant && i < ARRAY_SIZE(t->variant->cond); i++)
		if (t->variant->cond[i].param)
			d = dnf_and(&b, d, condition(&b, &t->variant->cond[i]));
	if (filter)
		d = dnf_and(&b, d, build(&b, filter, false));
	*out = d;
	return b.err;
}
