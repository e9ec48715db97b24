/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/param.h"
#include "base/escape.h"
#include "event/saddr.h"

/* a part of a flag word that is not a set of bits but a number with names. mask
 * 0: the word is all bits, but none of them set has a name. */
static const struct subfield {
	const char *group;	/* of the flags */
	uint32_t mask;
	const char *names;	/* group of the number's names */
} subfields[] = {
	{"O", 03, "O"},		/* O_ACCMODE, <asm-generic/fcntl.h> */
	{"MAP", 0x0f, "MAP"},	/* MAP_TYPE, <linux/mman.h> */
	{"SOCK", 0x0f, "SOCK"},	/* SOCK_TYPE_MASK, <linux/net.h> */
	{"CLONE", 0x7f, "SIG"},	/* CSIGNAL but for CLONE_NEWTIME,
				 * <linux/sched.h> */
	{"ACCESS", 0, "ACCESS"},	/* F_OK, access(2) */
	{"PROT", 0, "PROT"},		/* PROT_NONE, mprotect(2) */
};

/* constants of one kind of value: they stand one after another */
struct group {
	const struct constant *c, *end;
};

static struct group group_of(const char *name)
{
	struct group g = {.c = constant_group(name, 0)};
	size_t n;
	const struct constant *last = constant_rows(&n) + n;

	for (g.end = g.c; g.c && g.end < last; g.end++)
		if (strcmp(g.end->group, name) != 0)
			break;
	return g;
}

static uint64_t low_bits(uint64_t u, unsigned bits)
{
	return bits < 64 ? u & ((UINT64_C(1) << bits) - 1) : u;
}

static int64_t sign_extend(uint64_t u, unsigned bits)
{
	return bits < 64 ? (int64_t)(u << (64 - bits)) >> (64 - bits) :
			   (int64_t)u;
}

static void add_hex(struct buf *out, uint64_t u)
{
	buf_lit(out, "0x");
	buf_hex(out, u);
}

static void add_octal(struct buf *out, uint64_t u)
{
	char t[24];
	size_t i = sizeof(t);

	for (; u; u >>= 3)
		t[--i] = (char)('0' + (u & 7));
	t[--i] = '0';
	buf_add(out, t + i, sizeof(t) - i);
}

/* the name of a number in a group of constants; NULL: none */
static const char *number_name(const char *group, enum abi abi,
	const struct value *x)
{
	const struct group g = group_of(group);

	for (const struct constant *c = g.c; c < g.end; c++)
		if (c->value[abi] != CONST_NONE &&
			low_bits((uint64_t)c->value[abi], x->bits) == x->u)
			return c->name;
	return NULL;
}

static const struct subfield *subfield_of(const char *group)
{
	for (size_t i = 0; i < ARRAY_SIZE(subfields); i++)
		if (strcmp(subfields[i].group, group) == 0)
			return &subfields[i];
	return NULL;
}

static void add_word(struct buf *out, size_t start, const char *word)
{
	if (out->n > start)
		buf_chr(out, '|');
	buf_str(out, word);
}

/* the name of the number inside u; false: it has none */
static bool add_subfield(struct buf *out, const struct subfield *f,
	enum abi abi, uint64_t u)
{
	struct value x = {.bits = 64, .u = u & f->mask};
	const char *name = NULL;

	if (f->mask || !u)
		name = number_name(f->names, abi, &x);
	if (name)
		buf_str(out, name);
	return name;
}

static void add_flags(struct buf *out, const char *group, enum abi abi,
	uint64_t u)
{
	const struct subfield *f = subfield_of(group);
	const struct group g = group_of(group);
	const size_t start = out->n;
	const uint64_t number = f ? f->mask : 0;
	uint64_t named = 0;

	if (f && add_subfield(out, f, abi, u))
		named = number;
	/* those of several bits stand first: O_SYNC before O_DSYNC */
	for (const struct constant *c = g.c; c < g.end; c++) {
		uint64_t bits = (uint64_t)c->value[abi];

		if (c->value[abi] <= 0 || (bits & u) != bits ||
			bits & (named | number))
			continue;
		add_word(out, start, c->name);
		named |= bits;
	}
	if (u & ~named) {
		add_word(out, start, "0x");
		buf_hex(out, u & ~named);
	} else if (out->n == start) {
		buf_chr(out, '0');
	}
}

static void add_int(struct buf *out, const struct value *x)
{
	if (x->is_signed)
		buf_sdec(out, sign_extend((uint64_t)x->u, x->bits));
	else
		buf_dec(out, (uint64_t)x->u);
}

static void add_enum(struct buf *out, const char *group, enum abi abi,
	const struct value *x)
{
	const char *name = number_name(group, abi, x);

	if (name)
		buf_str(out, name);
	else
		add_int(out, x);
}

static void add_decoded(struct buf *out, enum kind kind, enum abi abi,
	const struct value *x)
{
	const struct kind_info *k = kind_info(kind);
	const bool is_id = kind == KIND_uid || kind == KIND_gid;

	switch (k->show) {
	case SHOW_HEX:
		add_hex(out, (uint64_t)x->u);
		return;
	case SHOW_OCT:
		add_octal(out, (uint64_t)x->u);
		return;
	case SHOW_FLAGS:
		add_flags(out, k->group, abi, (uint64_t)x->u);
		return;
	case SHOW_ENUM:
		add_enum(out, k->group, abi, x);
		return;
	case SHOW_DEC:
		break;
	}
	/* chown(2), setresuid(2): -1 leaves an id as it is */
	if (is_id && x->u == low_bits(UINT64_MAX, x->bits))
		buf_lit(out, "-1");
	else
		add_int(out, x);
}

static bool add_quoted(struct buf *out, struct span s)
{
	bool raw;

	buf_chr(out, '"');
	raw = escape_text(out, s);
	buf_chr(out, '"');
	return raw;
}

static bool add_argv(struct buf *out, const struct event *ev)
{
	bool raw = false;

	buf_chr(out, '[');
	for (size_t i = 0; i < ev->nargs; i++) {
		if (i)
			buf_lit(out, ", ");
		if (ev->args[i].p)
			raw |= add_quoted(out, ev->args[i]);
		else
			buf_chr(out, '?');
	}
	if (ev->argc > ev->nargs)
		buf_str(out, ev->nargs ? ", ..." : "...");
	buf_chr(out, ']');
	return raw;
}

/* what stands behind an address; false in *known: nobody recorded it */
static bool add_pointed(struct buf *out, const struct view *v, unsigned n,
	bool *known)
{
	const struct param *p = &v->target->classic->param[n - 1];
	struct saddr sa;
	struct value x;

	*known = true;
	switch (kind_info(p->kind)->class) {
	case CLASS_ARGV:
		if (v->ev->has_execve)
			return add_argv(out, v->ev);
		break;
	case CLASS_SOCKADDR:
		if (saddr_parse(&sa, v->ev->saddr) == 0)
			return saddr_text(out, &sa);
		break;
	default:
		v->env.get(&v->env, VAR_PARAMS, n, &x);
		if ((x.type == V_STR || x.type == V_PATH) && x.s.p)
			return add_quoted(out, x.s);
		break;
	}
	*known = false;
	return false;
}

static bool add_address(struct buf *out, const struct view *v, unsigned n,
	bool decode)
{
	const struct param *p = &v->target->classic->param[n - 1];
	const unsigned bits = abi_info(v->target->abi)->bits;
	bool known = false, raw = false;
	uint64_t u;

	if (view_param_is_null(v, n)) {
		buf_lit(out, "<NULL>");
		return false;
	}
	if (kind_info(p->kind)->class != CLASS_POINTER)
		raw = add_pointed(out, v, n, &known);
	else if ((known = view_raw_param(v, n, &u)) && decode)
		add_hex(out, low_bits(u, bits));
	else if (known)
		buf_sdec(out, sign_extend(u, bits));
	if (!known)
		buf_chr(out, '?');
	return raw;
}

static bool add_param(struct buf *out, const struct view *v, unsigned n,
	bool decode)
{
	const enum kind kind = v->target->classic->param[n - 1].kind;
	struct value x;

	if (kind_info(kind)->class != CLASS_INT)
		return add_address(out, v, n, decode);
	v->env.get(&v->env, VAR_PARAMS, n, &x);
	if (x.type != V_INT)
		buf_chr(out, '?');
	else if (decode)
		add_decoded(out, kind, v->target->abi, &x);
	else
		buf_sdec(out, sign_extend((uint64_t)x.u, x.bits));
	return false;
}

bool param_text(struct buf *out, const struct view *v, unsigned n)
{
	return add_param(out, v, n, false);
}

bool param_decoded(struct buf *out, const struct view *v, unsigned n)
{
	return add_param(out, v, n, true);
}
