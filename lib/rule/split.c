/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/split.h"

#include "base/num.h"
#include "rule/cover.h"

#include <limits.h>
#include <sys/utsname.h>

/* Pieces that one conjunction may become where fields must lie in one of
 * several ranges. */
#define PIECES_MAX 8

/* AF_MAX of Linux 5.15 to 6.12: saddr_fam takes no larger value */
#define FAMILIES 46

/* which kernel field has the value of a variable */
static const struct {
	enum var var;
	enum field field;
} var_fields[] = {
	{VAR_PID, FIELD_pid}, {VAR_PPID, FIELD_ppid}, {VAR_UID, FIELD_uid},
	{VAR_EUID, FIELD_euid}, {VAR_SUID, FIELD_suid},
	{VAR_FSUID, FIELD_fsuid}, {VAR_GID, FIELD_gid}, {VAR_EGID, FIELD_egid},
	{VAR_SGID, FIELD_sgid}, {VAR_FSGID, FIELD_fsgid},
	{VAR_AUID, FIELD_auid}, {VAR_SES, FIELD_sessionid},
	{VAR_FAMILY, FIELD_saddr_fam},
};

/* a conjunction on its way to the kernel */
struct draft {
	const struct target *target;
	unsigned pieces;	/* that the choices so far make */
	size_t n;
	struct kfield field[SPLIT_FIELDS_MAX];
	bool exact;
	bool by_name;		/* has path, dir or inode */
	bool by_inode;		/* path or inode: matched on file names, also
				 * in mid call, when no result is known */
	bool never;
	bool failing;
};

static unsigned list_bit(const struct target *t)
{
	return t->uring ? LIST_URING : LIST_EXIT;
}

static bool takes(const struct draft *d, enum field field, unsigned op)
{
	const struct field_info *info = field_info(field);

	return (info->ops & op) && (info->lists & list_bit(d->target));
}

static unsigned op_class(uint32_t op)
{
	switch (op) {
	case AUDIT_EQUAL:
		return OPS_EQ;
	case AUDIT_NOT_EQUAL:
		return OPS_NE;
	case AUDIT_BIT_MASK:
	case AUDIT_BIT_TEST:
		return OPS_BITS;
	default:
		return OPS_ORDER;
	}
}

static bool is_id(enum field f)
{
	return field_info(f)->kind == FIELD_IS_ID;
}

/* What the kernel would refuse, or understand in another way than the rule:
 * ids of -1 but auid's; families that it does not know; gid and egid with !=
 * look at supplementary groups. */
static bool means_the_same(enum field f, uint32_t op, uint32_t value)
{
	if (f == FIELD_saddr_fam && value >= FAMILIES)
		return false;
	if (is_id(f) && value == UINT32_MAX)
		return f == FIELD_auid &&
		       (op == AUDIT_EQUAL || op == AUDIT_NOT_EQUAL);
	return op != AUDIT_NOT_EQUAL || (f != FIELD_gid && f != FIELD_egid);
}

static void put(struct draft *d, enum field f, uint32_t op, uint32_t value)
{
	if (!takes(d, f, op_class(op)) || !means_the_same(f, op, value) ||
		d->n == SPLIT_FIELDS_MAX) {
		d->exact = false;
		return;
	}
	if ((f == FIELD_gid || f == FIELD_egid) && op == AUDIT_EQUAL)
		d->exact = false;
	d->field[d->n++] = (struct kfield){.field = f, .op = op, .value = value};
}

static void put_text(struct draft *d, enum field f, struct span str)
{
	if (!takes(d, f, OPS_EQ) || d->n == SPLIT_FIELDS_MAX)
		return;
	d->field[d->n++] = (struct kfield){.field = f, .op = AUDIT_EQUAL,
		.str = str};
	d->by_name = true;
	d->by_inode = f != FIELD_dir;
}

/* ------------------------------------------------------------- integers */

/* one range; a border one step from the end is said with != */
static void put_range(struct draft *d, enum field f, uint32_t lo, uint32_t hi)
{
	if (lo == hi) {
		put(d, f, AUDIT_EQUAL, lo);
		return;
	}
	if (lo == 1 && means_the_same(f, AUDIT_NOT_EQUAL, 0))
		put(d, f, AUDIT_NOT_EQUAL, 0);
	else if (lo)
		put(d, f, AUDIT_GREATER_THAN_OR_EQUAL, lo);
	if (hi == UINT32_MAX - 1 && is_id(f) && f != FIELD_auid)
		return;		/* no id is -1 */
	if (hi == UINT32_MAX - 1)
		put(d, f, AUDIT_NOT_EQUAL, UINT32_MAX);
	else if (hi != UINT32_MAX)
		put(d, f, AUDIT_LESS_THAN_OR_EQUAL, hi);
}

/* ranges that lie one value apart: one range and what is not in it */
static bool put_holes(struct draft *d, enum field f, const struct ints *set)
{
	for (unsigned i = 0; i + 1 < set->n; i++)
		if (set->r[i + 1].lo - set->r[i].hi != 2 ||
			!means_the_same(f, AUDIT_NOT_EQUAL,
				(uint32_t)(set->r[i].hi + 1)))
			return false;
	put_range(d, f, (uint32_t)set->r[0].lo,
		(uint32_t)set->r[set->n - 1].hi);
	for (unsigned i = 0; i + 1 < set->n; i++)
		put(d, f, AUDIT_NOT_EQUAL, (uint32_t)(set->r[i].hi + 1));
	return true;
}

/* what ends where the variable's type ends has no end for the kernel */
static void open_top(struct ints *set, const struct lit *lit)
{
	struct range *top = set->n ? &set->r[set->n - 1] : NULL;

	if (top && lit->bits < 32 && !lit->is_signed &&
		top->hi == ((s128)1 << lit->bits) - 1)
		top->hi = UINT32_MAX;
}

/* several ranges: the caller makes a piece of each; returns how many there
 * are left to choose from (0: done with one) */
static unsigned put_set(struct draft *d, enum field f, const struct ints *set,
	unsigned piece)
{
	if (set->widened)
		d->exact = false;
	if (!set->n) {
		d->never = true;
		return 0;
	}
	if (put_holes(d, f, set))
		return 0;
	if (d->pieces * set->n <= PIECES_MAX) {
		d->pieces *= set->n;
		put_range(d, f, (uint32_t)set->r[piece].lo,
			(uint32_t)set->r[piece].hi);
		return set->n;
	}
	put_range(d, f, (uint32_t)set->r[0].lo,
		(uint32_t)set->r[set->n - 1].hi);
	d->exact = false;
	return 0;
}

/* a register of fewer than 32 bits: what stands above them is not looked at
 * by the call, but by the filter */
static void put_narrow(struct draft *d, enum field f, const struct lit *lit)
{
	uint32_t c = lit->ints.n == 1 && lit->ints.r[0].lo == lit->ints.r[0].hi ?
			     (uint32_t)lit->ints.r[0].lo &
				     ((1u << lit->bits) - 1) : 0;

	d->exact = false;
	if (c)
		put(d, f, AUDIT_BIT_TEST, c);
}

static enum field register_field(unsigned index)
{
	return (enum field)(FIELD_a0 + index - 1);
}

static unsigned put_success(struct draft *d, const struct ints *set)
{
	struct ints no = ints_range(0, 0), yes = ints_range(1, 1);
	bool may_fail = ints_within(&no, set);
	bool may_succeed = ints_within(&yes, set);

	if (!may_fail && !may_succeed)
		d->never = true;
	else if (may_fail != may_succeed)
		put(d, FIELD_success, AUDIT_EQUAL, may_succeed);
	return 0;
}

/* ERRNO is 0 or 1..4095; the kernel sees exit = -ERRNO */
static unsigned put_errno(struct draft *d, const struct ints *set,
	unsigned piece)
{
	struct ints errors = ints_range(1, 4095), some, exits = {0};
	struct ints zero = ints_range(0, 0);

	some = ints_and(set, &errors);
	if (ints_within(&zero, set)) {
		if (!some.n)
			put(d, FIELD_success, AUDIT_EQUAL, 1);
		else if (!ints_within(&errors, set))
			d->exact = false;
		return 0;
	}
	if (ints_within(&errors, set)) {
		put(d, FIELD_success, AUDIT_EQUAL, 0);
		return 0;
	}
	for (unsigned i = 0; i < some.n; i++)
		ints_add(&exits, -some.r[i].hi, -some.r[i].lo);
	exits = ints_low32(&exits);
	d->exact = false;	/* a large result may have the same low bits */
	return put_set(d, FIELD_exit, &exits, piece);
}

static unsigned put_ints(struct draft *d, const struct lit *lit, unsigned piece)
{
	struct ints set = ints_low32(&lit->ints);

	if (lit->bits > 32 && lit->ints.n)
		d->exact = false;
	switch (lit->var) {
	case VAR_SUCCESS:
		return put_success(d, &lit->ints);
	case VAR_ERRNO:
		return put_errno(d, &lit->ints, piece);
	case VAR_RETVAL:
		return put_set(d, FIELD_exit, &set, piece);
	case VAR_PARAMS:
		if (!lit->index || lit->index > 4 || d->target->uring)
			break;
		if (lit->bits < 32) {
			put_narrow(d, register_field(lit->index), lit);
			return 0;
		}
		return put_set(d, register_field(lit->index), &set, piece);
	default:
		open_top(&set, lit);
		for (size_t i = 0; i < ARRAY_SIZE(var_fields); i++)
			if (var_fields[i].var == lit->var)
				return put_set(d, var_fields[i].field, &set,
					piece);
	}
	d->exact = false;
	return 0;
}

static void put_bits(struct draft *d, const struct lit *lit)
{
	uint32_t mask = (uint32_t)lit->mask, want = (uint32_t)lit->want;
	bool whole = lit->bits == 32 && lit->mask == mask;
	enum field f;

	if (lit->var != VAR_PARAMS || !lit->index || lit->index > 4 ||
		d->target->uring) {
		d->exact = false;
		return;
	}
	f = register_field(lit->index);
	if (!lit->negated && mask == UINT32_MAX) {
		d->exact &= lit->mask == mask;
		put(d, f, AUDIT_EQUAL, want);
		return;
	}
	/* only bits that the call looks at can be asked for */
	if (lit->negated && lit->want == 0 && lit->mask == mask) {
		put(d, f, AUDIT_BIT_MASK, mask);
		return;
	}
	d->exact &= whole && !lit->negated && want == mask;
	if (!lit->negated && want)
		put(d, f, AUDIT_BIT_TEST, want);
}

/* ------------------------------------------------------------ one draft */

static const struct lit *best_name(const struct conj *c)
{
	const struct lit *best = NULL;

	for (size_t i = 0; i < c->n; i++) {
		const struct lit *lit = c->lit[i];

		if ((lit->kind == LIT_PATH || lit->kind == LIT_UNDER) &&
			lit->str.n > 1 && lit->str.n < PATH_MAX && (!best || lit->kind < best->kind ||
				(lit->kind == best->kind &&
					lit->str.n > best->str.n)))
			best = lit;
	}
	return best;
}

static void put_inode(struct draft *d, const struct conj *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct lit *lit = c->lit[i];

		if (lit->kind != LIT_INTS || lit->var != VAR_INODE ||
			lit->ints.n != 1 ||
			lit->ints.r[0].lo != lit->ints.r[0].hi ||
			!takes(d, FIELD_inode, OPS_EQ))
			continue;
		put(d, FIELD_inode, AUDIT_EQUAL,
			(uint32_t)lit->ints.r[0].lo);
		d->by_inode = true;
		return;
	}
}

/* The kernel takes one of path=, dir= and inode=: the tightest. What it calls
 * the object and what the name says may differ, so none is exact. */
static void put_name(struct draft *d, const struct conj *c)
{
	const struct lit *lit = best_name(c);

	/* io_uring's list takes these fields, but finds rules by file name
	 * under the number of the system call */
	if (d->target->uring)
		return;
	if (lit)
		put_text(d, lit->kind == LIT_PATH ? FIELD_path : FIELD_dir,
			lit->str);
	else
		put_inode(d, c);
}

static bool asks_result(const struct lit *lit)
{
	return lit->var == VAR_RETVAL || lit->var == VAR_SUCCESS ||
	       lit->var == VAR_ERRNO;
}

/* choice[i]: which range of literal i; returns false when there is no more */
static bool next_choice(unsigned *choice, const unsigned *of, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (++choice[i] < of[i])
			return true;
		choice[i] = 0;
	}
	return false;
}

/* one rule at one of its calls */
struct site {
	struct split *sp;
	size_t first;		/* the rule's first part */
	const struct rule *rule;
	const struct target *target;
	bool exact;		/* so far */
};

/* into the part of the same rule and fields, or a new one */
static int add_part(struct site *at, struct draft *d)
{
	struct part p = {.rule = at->rule, .uring = d->target->uring,
		.abi = d->target->abi, .n = d->n, .field = d->field,
		.exact = d->exact && at->exact, .failing = d->failing};
	unsigned nr = d->target->nr;

	if (d->never || nr > SYSCALL_NR_MAX)
		return 0;
	qsort(d->field, d->n, sizeof(*d->field), kfield_cmp);
	for (size_t i = at->first; i < at->sp->part.n; i++) {
		struct part *old = &at->sp->part.v[i];

		if (old->uring == p.uring && old->abi == p.abi &&
			part_same_fields(old, &p)) {
			old->mask[AUDIT_WORD(nr)] |= AUDIT_BIT(nr);
			old->exact &= p.exact;
			return 0;
		}
	}
	p.field = arena_calloc(&at->sp->arena, d->n + 1, sizeof(*p.field));
	if (!p.field)
		return -ENOMEM;
	memcpy(p.field, d->field, d->n * sizeof(*p.field));
	p.mask[AUDIT_WORD(nr)] |= AUDIT_BIT(nr);
	return vec_add(&at->sp->part, p);
}

/* one choice of ranges; of[] gets how many each literal offers */
static void draft_fill(struct draft *d, const struct conj *c,
	const unsigned *choice, unsigned *of, bool with_name)
{
	if (with_name)
		put_name(d, c);
	for (size_t i = 0; i < c->n; i++) {
		const struct lit *lit = c->lit[i];

		of[i] = 1;
		if ((lit->kind != LIT_INTS && lit->kind != LIT_BITS) ||
			(d->by_inode && asks_result(lit)))
			d->exact = false;
		else if (lit->kind == LIT_BITS)
			put_bits(d, lit);
		else if (lit->kind == LIT_INTS)
			of[i] = put_ints(d, lit, choice[i]);
	}
}

/* failing: the calls that attempts = all adds, whatever name they give */
static int split_conj(struct site *at, const struct conj *c, bool failing)
{
	unsigned choice[DNF_LITS_MAX] = {0}, of[DNF_LITS_MAX] = {0};
	struct draft d;
	int r;

	do {
		d = (struct draft){.target = at->target, .pieces = 1,
			.exact = !failing, .failing = failing};
		draft_fill(&d, c, choice, of, !failing);
		if (failing)
			put(&d, FIELD_success, AUDIT_EQUAL, 0);
		r = add_part(at, &d);
		if (!r && !failing && at->rule->attempts_all && d.by_name)
			r = split_conj(at, c, true);
	} while (!r && next_choice(choice, of, c->n));
	return r;
}

static int split_target(struct site *at)
{
	cleanup(arena_deinit) struct arena scratch = {0};
	struct dnf dnf;
	int r = dnf_build(&dnf, &scratch, at->rule->filter, at->target);

	at->exact = dnf.exact;
	for (size_t i = 0; !r && i < dnf.n; i++)
		r = split_conj(at, &dnf.conj[i], false);
	return r;
}

int split_new(struct split **outp, const struct rules *rs, unsigned abis)
{
	cleanup(split_freep) struct split *sp = calloc(1, sizeof(*sp));
	int r = 0;

	if (!sp)
		return -ENOMEM;
	sp->abis = abis;
	vec_foreach(it, &rs->rule) {
		struct site at = {
			.sp = sp, .first = sp->part.n, .rule = *it};

		for (size_t i = 0; !r && i < at.rule->ntargets; i++) {
			at.target = &at.rule->target[i];
			if (at.target->uring && abis & SPLIT_NO_URING)
				continue;
			if (abis & 1u << at.target->abi)
				r = split_target(&at);
		}
		if (r)
			return r;
	}
	r = cover_parts(sp);
	if (!r)
		*outp = steal(sp);
	return r;
}

/* the first part of a rule of that index or a later one */
static size_t part_from(const struct split *sp, unsigned index)
{
	size_t lo = 0, hi = sp->part.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (sp->part.v[mid].rule->index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct part *split_parts(const struct split *sp, const struct rule *rule,
	size_t *np)
{
	size_t from = part_from(sp, rule->index);

	*np = part_from(sp, rule->index + 1) - from;
	return sp->part.v + from;
}

void split_free(struct split *sp)
{
	if (!sp)
		return;
	vec_deinit(&sp->part);
	arena_deinit(&sp->arena);
	free(sp);
}

unsigned abis_of_name(struct span machine)
{
	if (span_is(machine, "x86_64"))
		return 1u << ABI_X86_64 | 1u << ABI_I386;
	if (span_is(machine, "aarch64"))
		return 1u << ABI_AARCH64;
	return 0;
}

/* "5.15.0-91-generic": older than 5.16 */
static bool lacks_uring(struct span release)
{
	uint64_t part[2] = {0};

	for (size_t i = 0; i < ARRAY_SIZE(part); i++) {
		size_t n = 0;

		while (n < release.n && release.p[n] >= '0' &&
			release.p[n] <= '9')
			n++;
		if (num_parse((struct span){release.p, n}, 10, &part[i]))
			return false;
		n = min_size(n + 1, release.n);
		release = (struct span){release.p + n, release.n - n};
	}
	return part[0] < 5 || (part[0] == 5 && part[1] < 16);
}

unsigned abis_of_release(struct span machine, struct span release)
{
	unsigned abis = abis_of_name(machine);

	return abis && lacks_uring(release) ? abis | SPLIT_NO_URING : abis;
}

unsigned abis_of_host(void)
{
	struct utsname u;

	return uname(&u) ? 0 : abis_of_release(span_of(u.machine),
				       span_of(u.release));
}
