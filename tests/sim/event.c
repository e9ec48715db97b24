/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/event.h"

#include <sys/socket.h>

#include "rule/expr.h"
#include "rule/target.h"
#include "rule/typed.h"

/* ------------------------------------------------------ what rules ask for */

static uint64_t widened(uint64_t u, unsigned bits, bool is_signed)
{
	if (bits < 64)
		u &= (UINT64_C(1) << bits) - 1;
	return is_signed && bits < 64 && u >> (bits - 1) ? u | UINT64_MAX << bits :
							   u;
}

static void set_int(struct value *out, u128 u, unsigned bits, bool is_signed)
{
	*out = (struct value){.type = V_INT, .bits = (uint8_t)bits,
		.is_signed = is_signed,
		.u = bits < 128 ? u & (((u128)1 << bits) - 1) : u};
}

/* the register of parameter n (from 1) of the call really made */
static uint64_t register_value(const struct sim_env *e, int64_t n)
{
	const struct param *p = &e->target->real->param[n - 1];

	return widened(e->ev->reg[n - 1],
		ctype_bits(p->type, e->target->abi), p->type.is_signed);
}

static bool number_of_param(const struct sim_env *e, unsigned n, uint64_t *out)
{
	struct map_src src = target_source(e->target, n);

	switch (src.from) {
	case MAP_PARAM:
		if (src.value > e->target->real->nparams)
			return false;
		*out = register_value(e, src.value);
		return true;
	case MAP_CONST:
		*out = (uint64_t)src.value;
		return true;
	case MAP_HOW:
	case MAP_SOCKETCALL:
		*out = e->ev->extra[src.value];
		return true;
	case MAP_LOHI:
		*out = register_value(e, src.value + 1) << 32 |
		       (uint32_t)register_value(e, src.value);
		return true;
	case MAP_HILO:
		*out = register_value(e, src.value) << 32 |
		       (uint32_t)register_value(e, src.value + 1);
		return true;
	default:
		return false;
	}
}

static bool is_path(const struct param *p)
{
	return kind_info(p->kind)->class == CLASS_PATH;
}

/* the event's name for parameter n (from 1) of the call really made */
static int name_of_register(const struct syscall *real, int64_t n)
{
	int name = 0;

	if (n < 1 || n > real->nparams || !is_path(&real->param[n - 1]))
		return -1;
	for (int64_t i = 0; i + 1 < n; i++)
		name += is_path(&real->param[i]);
	return name < KCALL_NAMES ? name : -1;
}

static int name_of_param(const struct target *t, unsigned n)
{
	struct map_src src = {MAP_PARAM, n};

	if (t->variant)
		src = n > t->variant->nparams ? (struct map_src){MAP_UNKNOWN, 0} :
						t->variant->map[n - 1];
	return src.from == MAP_PARAM ? name_of_register(t->real, src.value) : -1;
}

static void get_name(const struct sim_event *ev, int i, struct value *out)
{
	if (i < 0 || !ev->name[i].passed.p)
		return;
	*out = (struct value){.type = V_PATH, .s = ev->name[i].passed,
		.abs = ev->name[i].abs};
}

static void get_param(const struct sim_env *e, unsigned n, struct value *out)
{
	const struct syscall *classic = e->target->classic;
	struct ctype type = target_type(e->target, n);
	uint64_t u;

	if (n < 1 || n > classic->nparams)
		return;
	if (is_path(&classic->param[n - 1]))
		get_name(e->ev, name_of_param(e->target, n), out);
	else if (kind_info(classic->param[n - 1].kind)->class <= CLASS_POINTER &&
		number_of_param(e, n, &u))
		set_int(out, u, type.bits, type.is_signed);
}

static void get_result(const struct sim_event *ev, enum var var,
	struct value *out)
{
	bool ok = ev->outcome == SUCCEEDED;

	if (ev->outcome == NO_RETURN)
		return;
	if (var == VAR_RETVAL)
		set_int(out, (u128)(s128)ev->code, 64, true);
	else if (var == VAR_SUCCESS)
		set_int(out, ok, 32, true);
	else
		set_int(out, ok ? 0 : (u128)-(s128)ev->code, 32, true);
}

/* does the real call have a name: PATH and PATH2 are its first two */
static int name_of_var(const struct target *t, enum var var)
{
	int want = var == VAR_PATH2;

	for (int64_t n = 1; n <= t->real->nparams; n++)
		if (is_path(&t->real->param[n - 1]) && want-- == 0)
			return name_of_register(t->real, n);
	return -1;
}

static void get_file(const struct sim_env *e, enum var var, struct value *out)
{
	int i = name_of_var(e->target, VAR_PATH);
	uint64_t inode = 0;

	if (i >= 0 && e->ev->name[i].passed.p)
		inode = world_inode(e->ev->name[i].abs);
	if (inode)
		set_int(out, var == VAR_INODE ? inode : e->ev->dev, 64, false);
}

static void get(const struct env *env, enum var var, unsigned index,
	struct value *out)
{
	const struct sim_env *e = (const struct sim_env *)env;
	const struct sim_event *ev = e->ev;

	*out = (struct value){.type = V_UNKNOWN};
	switch (var) {
	case VAR_PARAMS:
		get_param(e, index, out);
		break;
	case VAR_PATH:
	case VAR_PATH2:
		get_name(ev, name_of_var(e->target, var), out);
		break;
	case VAR_DEV:
	case VAR_INODE:
		get_file(e, var, out);
		break;
	case VAR_ADDR:
		if (ev->has_sockaddr)
			set_int(out, ev->addr, ev->family == AF_INET6 ? 128 : 32,
				false);
		break;
	case VAR_PORT:
	case VAR_FAMILY:
		if (ev->has_sockaddr)
			set_int(out, var == VAR_PORT ? ev->port : ev->family, 16,
				false);
		break;
	case VAR_RETVAL:
	case VAR_SUCCESS:
	case VAR_ERRNO:
		get_result(ev, var, out);
		break;
	case VAR_ARCH:
		set_int(out, abi_info(ev->abi)->audit_arch, 32, false);
		break;
	default:
		if (ev->text[var].p)
			*out = (struct value){.type = V_STR,
				.s = ev->text[var]};
		else
			set_int(out, ev->number[var], 32,
				var == VAR_PID || var == VAR_PPID);
	}
}

static struct sim_env env_of(const struct sim_event *ev, const struct target *t)
{
	return (struct sim_env){.env = {.abi = t->abi, .get = get}, .ev = ev,
		.target = t};
}

/* ------------------------------------------------------------- decisions */

bool event_fits(const struct sim_event *ev, const struct target *t)
{
	return ev->abi == t->abi && ev->uring == t->uring && ev->nr == t->nr;
}

static bool condition_met(const struct sim_event *ev, const struct target *t)
{
	for (size_t i = 0; t->variant && i < ARRAY_SIZE(t->variant->cond); i++) {
		const struct map_cond *c = &t->variant->cond[i];

		if (c->param && c->param <= 4 && !ev->uring &&
			((uint32_t)ev->reg[c->param - 1] & c->mask) != c->want)
			return false;
	}
	return true;
}

enum truth event_decide(const struct sim_event *ev, const struct rule *rule)
{
	enum truth best = FALSE;

	for (size_t i = 0; i < rule->ntargets && best != TRUE; i++) {
		struct sim_env e = env_of(ev, &rule->target[i]);
		enum truth t;

		if (!event_fits(ev, e.target) || !condition_met(ev, e.target))
			continue;
		t = eval(rule->filter, &e.env);
		best = t == FALSE ? best : t;
	}
	return best;
}

/* the event as it would be if the names that are not there were others, which
 * no rule asks for */
bool event_excused(const struct sim_event *ev, const struct rule *rule)
{
	struct sim_event other = *ev;
	bool missing = false;

	for (int i = 0; i < KCALL_NAMES; i++) {
		if (!ev->name[i].passed.p || world_inode(ev->name[i].abs))
			continue;
		missing = true;
		other.name[i].abs = SPAN_LIT("/\1");
	}
	return missing && !rule->attempts_all &&
	       event_decide(&other, rule) != TRUE;
}

/* --------------------------------------------------------- random values */

static const uint64_t edges[] = {0, 1, 2, 3, 5, 9, 64, 127, 128, 255, 256,
	0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0x80000001,
	0xfffffffe, 0xffffffff, UINT64_C(0x100000000), UINT64_C(0x100000001),
	UINT64_C(0x200000000), INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX - 1,
	UINT64_MAX, 1000, 65534};
static const uint32_t ids[] = {0, 1, 2, 5, 100, 999, 1000, 1001, 65534,
	0x7fffffff, 0x80000000, 0xfffffffe};
static const char *const words[] = {"rm", "perl", "sshd", "", "/usr/bin/rm",
	"/root", "/tmp", "rm -f a", "guest", "pts0", "./a", "a"};

static uint64_t any_number(struct rng *rng)
{
	uint64_t u = rng_pick(rng, edges);

	if (rng_percent(rng, 20))
		return rng_next(rng);
	return rng_percent(rng, 30) ? u + rng_below(rng, 5) - 2 : u;
}

static uint32_t any_id(struct rng *rng)
{
	return rng_percent(rng, 10) ? rng_below(rng, UINT32_MAX) :
				      rng_pick(rng, ids);
}

static void random_name(struct sim_event *ev, struct event_name *out,
	struct rng *rng)
{
	size_t n;
	const struct file *f = world_files(&n);
	struct span abs = span_of(f[rng_below(rng, n)].name);

	*out = (struct event_name){.passed = abs, .abs = abs};
	if (rng_percent(rng, 30))	/* as seen from somewhere else */
		out->passed = (struct span){abs.p + 1, abs.n - 1};
}

static void random_result(struct sim_event *ev, struct rng *rng)
{
	static const int64_t codes[] = {0, 1, 3, 0x7fffffff, 0x80000000,
		0xfffffffe, INT64_C(0x1fffffffe), INT64_MAX};
	static const int64_t errors[] = {-1, -2, -13, -22, -38, -4095};

	ev->outcome = rng_percent(rng, 60) ? SUCCEEDED :
		      rng_percent(rng, 80) ? FAILED : NO_RETURN;
	ev->code = ev->outcome == SUCCEEDED ? rng_pick(rng, codes) :
		   ev->outcome == FAILED ? rng_pick(rng, errors) : 0;
	ev->goes = ev->outcome == SUCCEEDED && rng_percent(rng, 30);
}

static void random_values(struct sim_event *ev, struct rng *rng)
{
	for (int i = 0; i < PARAMS_MAX; i++) {
		ev->reg[i] = any_number(rng);
		ev->extra[i] = any_number(rng);
	}
	for (int v = VAR_PID; v <= VAR_SES; v++)
		ev->number[v] = any_id(rng);
	ev->number[VAR_PID] &= INT32_MAX;
	ev->number[VAR_PPID] &= INT32_MAX;
	if (rng_percent(rng, 20))
		ev->number[VAR_AUID] = ev->number[VAR_SES] = UINT32_MAX;
	ev->ngroups = rng_below(rng, KCALL_GROUPS + 1);
	for (unsigned i = 0; i < ev->ngroups; i++)
		ev->group[i] = any_id(rng);
	for (int v = VAR_COMM; v <= VAR_HOST; v++)
		ev->text[v] = span_of(rng_pick(rng, words));
	ev->has_sockaddr = rng_percent(rng, 70);
	ev->family = (uint16_t)(rng_percent(rng, 90) ? rng_below(rng, AF_MAX) :
						       rng_next(rng));
	ev->port = (uint16_t)any_number(rng);
	ev->addr = (u128)any_number(rng) << 64 | any_number(rng);
	ev->dev = any_number(rng);
	for (int i = 0; i < KCALL_NAMES; i++)
		random_name(ev, &ev->name[i], rng);
	random_result(ev, rng);
}

/* ------------------------------------------- values that a rule looks for */

/* the numbers that stand in an expression */
struct numbers {
	uint64_t v[32];
	size_t n;
};

static void add_number(struct numbers *out, s128 v)
{
	if (out->n < ARRAY_SIZE(out->v))
		out->v[out->n++] = (uint64_t)v;
}

static void collect(struct numbers *out, const struct expr *e, enum abi abi)
{
	if (!e)
		return;
	if (e->kind == EXPR_NUM)
		add_number(out, e->num);
	if (e->kind == EXPR_CONST)
		add_number(out, e->constant->value[abi]);
	collect(out, e->arg[0], abi);
	collect(out, e->arg[1], abi);
}

static uint64_t candidate(const struct numbers *from, struct rng *rng)
{
	static const uint64_t steps[] = {0, 0, 0, 1, UINT64_MAX,
		UINT64_C(0x100000000), UINT64_C(0xffffffff00000000)};
	uint64_t u;

	if (!from->n)
		return any_number(rng);
	u = from->v[rng_below(rng, from->n)];
	switch (rng_below(rng, 8)) {
	case 0:
		return any_number(rng);
	case 1:
		return 0 - u;
	case 2:
		return ~u;
	case 3:
		return u ^ from->v[rng_below(rng, from->n)];
	default:
		return u + rng_pick(rng, steps);
	}
}

static void set_result(struct sim_event *ev, enum var var, uint64_t u)
{
	int64_t code = (int64_t)u;

	if (var == VAR_SUCCESS)
		code = u ? 0 : -1;
	else if (var == VAR_ERRNO)
		code = -(int64_t)(u & 0xfff);
	if (code < -4095)
		code &= INT64_MAX;
	ev->code = code;
	ev->outcome = code < 0 ? FAILED : SUCCEEDED;
}

static void set_param(struct sim_event *ev, const struct target *t, unsigned n,
	uint64_t u)
{
	struct map_src src = target_source(t, n);

	switch (src.from) {
	case MAP_PARAM:
		ev->reg[src.value - 1] = u;
		break;
	case MAP_HOW:
	case MAP_SOCKETCALL:
		ev->extra[src.value] = u;
		break;
	case MAP_LOHI:
		ev->reg[src.value - 1] = (uint32_t)u;
		ev->reg[src.value] = u >> 32;
		break;
	case MAP_HILO:
		ev->reg[src.value - 1] = u >> 32;
		ev->reg[src.value] = (uint32_t)u;
		break;
	default:
		break;
	}
}

static void set_number(struct sim_event *ev, const struct target *t,
	const struct expr *e, uint64_t u)
{
	switch (e->var) {
	case VAR_PARAMS:
		set_param(ev, t, e->index, u);
		break;
	case VAR_RETVAL:
	case VAR_SUCCESS:
	case VAR_ERRNO:
		set_result(ev, e->var, u);
		break;
	case VAR_FAMILY:
		ev->family = (uint16_t)u;
		ev->has_sockaddr = true;
		break;
	case VAR_PORT:
		ev->port = (uint16_t)u;
		ev->has_sockaddr = true;
		break;
	case VAR_ADDR:
		ev->addr = u;
		ev->has_sockaddr = true;
		break;
	case VAR_DEV:
		ev->dev = u;
		break;
	default:
		if (e->var >= VAR_PID && e->var <= VAR_SES)
			ev->number[e->var] = (uint32_t)u;
	}
}

static struct span joined(struct sim_event *ev, struct span a, const char *b)
{
	char *p = arena_alloc(ev->arena, a.n + strlen(b) + 1);

	memcpy(p, a.p, a.n);
	memcpy(p + a.n, b, strlen(b));
	return (struct span){p, a.n + strlen(b)};
}

static void set_name(struct sim_event *ev, const struct target *t,
	const struct expr *var, struct span s, struct rng *rng)
{
	int i = var->var == VAR_PARAMS ? name_of_param(t, var->index) :
					 name_of_var(t, var->var);

	if (i < 0 || !s.n)
		return;
	if (s.p[0] != '/') {
		ev->name[i].passed = s;
		return;
	}
	ev->name[i] = (struct event_name){.passed = s, .abs = s};
	if (s.n > 1 && rng_percent(rng, 50))
		ev->name[i].passed = (struct span){s.p + 1, s.n - 1};
}

static void set_text(struct sim_event *ev, const struct target *t,
	const struct expr *e, struct rng *rng)
{
	const struct expr *var = e->arg[0];
	struct span s = e->kind == EXPR_BINARY ? e->arg[1]->str : e->str;

	if (var->kind != EXPR_VAR || !s.p)
		return;
	if (e->kind == EXPR_UNDER && rng_percent(rng, 60))
		s = joined(ev, s, rng_percent(rng, 50) ? "/x" : "/b");
	else if ((e->kind == EXPR_GLOB || e->op == OP_CONTAINS) &&
		rng_percent(rng, 50))
		s = joined(ev, s, "x");
	if (var->var == VAR_PARAMS || var->var == VAR_PATH ||
		var->var == VAR_PATH2)
		set_name(ev, t, var, s, rng);
	else
		ev->text[var->var] = s;
}

static void set_variables(struct sim_event *ev, const struct target *t,
	const struct expr *e, const struct numbers *from, struct rng *rng)
{
	if (!e)
		return;
	if (e->kind == EXPR_VAR && e->type == V_INT && e->var == VAR_INODE)
		random_name(ev, &ev->name[0], rng);
	else if (e->kind == EXPR_VAR && e->type == V_INT)
		set_number(ev, t, e, candidate(from, rng));
	set_variables(ev, t, e->arg[0], from, rng);
	set_variables(ev, t, e->arg[1], from, rng);
}

static bool is_logic(const struct expr *e)
{
	return (e->kind == EXPR_BINARY &&
		       (e->op == OP_OROR || e->op == OP_ANDAND)) ||
	       (e->kind == EXPR_UNARY && e->op == OP_NOT);
}

#define TRIES 12

/* try values until the question e has the wanted answer */
static void satisfy_leaf(struct sim_event *ev, const struct target *t,
	const struct expr *e, bool want, struct rng *rng)
{
	struct sim_env env = env_of(ev, t);
	struct numbers from = {.n = 0};

	collect(&from, e, t->abi);
	for (int i = 0; i < TRIES; i++) {
		if (eval(e, &env.env) == (want ? TRUE : FALSE))
			return;
		if (e->kind >= EXPR_PATH_IS ||
			(e->kind == EXPR_BINARY && e->arg[0]->type != V_INT)) {
			if (want || rng_percent(rng, 20))
				set_text(ev, t, e, rng);
			else
				for (int n = 0; n < KCALL_NAMES; n++)
					random_name(ev, &ev->name[n], rng);
		} else {
			set_variables(ev, t, e, &from, rng);
		}
	}
}

static void satisfy(struct sim_event *ev, const struct target *t,
	const struct expr *e, bool want, struct rng *rng)
{
	if (!e)
		return;
	if (!is_logic(e)) {
		satisfy_leaf(ev, t, e, want, rng);
		return;
	}
	if (e->kind == EXPR_UNARY) {
		satisfy(ev, t, e->arg[0], !want, rng);
		return;
	}
	if ((e->op == OP_ANDAND) == want) {	/* both sides */
		satisfy(ev, t, e->arg[0], want, rng);
		satisfy(ev, t, e->arg[1], want, rng);
	} else {
		satisfy(ev, t, e->arg[rng_below(rng, 2)], want, rng);
	}
}

static void satisfy_condition(struct sim_event *ev, const struct target *t)
{
	for (size_t i = 0; t->variant && i < ARRAY_SIZE(t->variant->cond); i++) {
		const struct map_cond *c = &t->variant->cond[i];

		if (c->param)
			ev->reg[c->param - 1] = (ev->reg[c->param - 1] &
							~(uint64_t)c->mask) |
						c->want;
	}
}

/* there are calls that the kernel cannot have: 32-bit programs have 32-bit
 * registers, no id is -1, calls without a path have no names, and what is not
 * there cannot be taken away */
static void make_possible(struct sim_event *ev, const struct target *t)
{
	bool missing = false;

	for (int i = 0; i < PARAMS_MAX && ev->abi == ABI_I386; i++)
		ev->reg[i] = (uint32_t)ev->reg[i];
	for (int v = VAR_UID; v <= VAR_FSGID; v++)
		ev->number[v] -= ev->number[v] == UINT32_MAX;
	for (int i = 0; i < KCALL_NAMES; i++) {
		if (name_of_var(t, i ? VAR_PATH2 : VAR_PATH) < 0)
			ev->name[i] = (struct event_name){.passed.p = NULL};
		missing |= ev->name[i].passed.p &&
			   !world_inode(ev->name[i].abs);
	}
	if (missing && ev->outcome != FAILED) {
		ev->outcome = FAILED;
		ev->code = -2;
	}
	if (ev->outcome != SUCCEEDED)
		ev->goes = false;
}

/* --------------------------------------------------------------- events */

static const struct target *pick_target(const struct rule *rule, unsigned abis,
	struct rng *rng)
{
	size_t from = rng_below(rng, rule->ntargets + 1);

	for (size_t i = 0; i < rule->ntargets; i++) {
		const struct target *t =
			&rule->target[(from + i) % rule->ntargets];

		if (abis & 1u << t->abi)
			return t;
	}
	return NULL;
}

bool event_make(struct sim_event *ev, const struct rules *rs, unsigned abis,
	struct rng *rng, struct arena *arena)
{
	const struct rule *rule = rs->rule.v[rng_below(rng, rs->rule.n)];
	const struct target *t = pick_target(rule, abis, rng);

	if (!t)
		return false;
	*ev = (struct sim_event){.abi = t->abi, .uring = t->uring,
		.nr = t->nr, .arena = arena};
	random_values(ev, rng);
	if (rng_percent(rng, 85)) {
		satisfy(ev, t, rule->filter, true, rng);
		if (rng_percent(rng, 90))
			satisfy_condition(ev, t);
	}
	if (rng_percent(rng, 15)) {	/* one value beside what is asked for */
		uint64_t *reg = &ev->reg[rng_below(rng, PARAMS_MAX)];

		*reg = rng_percent(rng, 50) ? any_number(rng) :
					      *reg ^ 1u << rng_below(rng, 32);
	}
	if (rng_percent(rng, 30))	/* bits above a 32-bit parameter */
		ev->reg[rng_below(rng, PARAMS_MAX)] ^= rng_next(rng) << 32;
	make_possible(ev, t);
	return true;
}

void event_to_kcall(const struct sim_event *ev, struct kcall *out)
{
	const uint32_t *n = ev->number;

	*out = (struct kcall){.uring = ev->uring, .nr = ev->nr,
		.arch = abi_info(ev->abi)->audit_arch, .outcome = ev->outcome,
		.code = ev->code, .pid = n[VAR_PID], .ppid = n[VAR_PPID],
		.auid = n[VAR_AUID], .session = n[VAR_SES],
		.uid = n[VAR_UID], .euid = n[VAR_EUID], .suid = n[VAR_SUID],
		.fsuid = n[VAR_FSUID], .gid = n[VAR_GID], .egid = n[VAR_EGID],
		.sgid = n[VAR_SGID], .fsgid = n[VAR_FSGID],
		.ngroups = ev->ngroups, .has_sockaddr = ev->has_sockaddr,
		.family = ev->family};
	memcpy(out->argv, ev->reg, sizeof(out->argv));
	memcpy(out->group, ev->group, sizeof(out->group));
	for (int i = 0; i < KCALL_NAMES; i++) {
		struct span abs = ev->name[i].abs;

		if (ev->name[i].passed.p && world_inode(abs))
			out->name[out->nnames++] = (struct kname){.path = abs,
				.inode = world_inode(abs),
				.goes = ev->goes && i == 0};
	}
}

void event_print(struct buf *out, const struct sim_event *ev)
{
	static const char *const outcomes[] = {"never returns", "succeeds",
		"fails"};
	static const char *const vars[] = {
#define VAR(id, ...) #id,
#include "rule/var.tbl.h"
#undef VAR
	};

	buf_printf(out, "%s%s call %u, %s: %lld\n ", abi_info(ev->abi)->name,
		ev->uring ? " io_uring" : "", ev->nr, outcomes[ev->outcome],
		(long long)ev->code);
	for (int i = 0; i < PARAMS_MAX; i++)
		buf_printf(out, " a%d=%#llx", i, (unsigned long long)ev->reg[i]);
	for (int v = VAR_PID; v <= VAR_SES; v++)
		buf_printf(out, " %s=%u", vars[v], ev->number[v]);
	for (int v = VAR_COMM; v <= VAR_HOST; v++)
		buf_printf(out, " %s='%.*s'", vars[v], SPAN_ARG(ev->text[v]));
	buf_lit(out, "\n  groups");
	for (unsigned i = 0; i < ev->ngroups; i++)
		buf_printf(out, " %u", ev->group[i]);
	if (ev->has_sockaddr)
		buf_printf(out, " family=%u port=%u", ev->family, ev->port);
	for (int i = 0; i < KCALL_NAMES; i++)
		if (ev->name[i].passed.p)
			buf_printf(out, " name '%.*s' = '%.*s' inode %llu%s",
				SPAN_ARG(ev->name[i].passed),
				SPAN_ARG(ev->name[i].abs),
				(unsigned long long)world_inode(
					ev->name[i].abs),
				ev->goes && i == 0 ? " goes" : "");
	buf_chr(out, '\n');
}
