/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/view.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/path.h"
#include "event/saddr.h"
#include "rule/target.h"

#define RECORDED_ARGS 4		/* a0 to a3 */
#define NO_FD INT64_MIN		/* relative to the working directory */

/* what a view works out is kept in the event, which is no const object */
static struct event *memo(const struct event *ev)
{
	return (struct event *)(uintptr_t)ev;
}

static enum kind_class class_of(const struct param *p)
{
	return kind_info(p->kind)->class;
}

/* ------------------------------------------------------------- numbers */

static uint64_t low_bits(uint64_t u, unsigned bits)
{
	return bits < 64 ? u & ((UINT64_C(1) << bits) - 1) : u;
}

static uint64_t widen(uint64_t u, unsigned bits, bool is_signed)
{
	if (bits >= 64)
		return u;
	u = low_bits(u, bits);
	return is_signed && u >> (bits - 1) ? u | UINT64_MAX << bits : u;
}

static void set_int(struct value *out, uint64_t u, unsigned bits, bool is_signed)
{
	*out = (struct value){.type = V_INT, .bits = (uint8_t)bits,
		.is_signed = is_signed, .u = low_bits(u, bits)};
}

/* a register of the call really made, widened by its own prototype */
static bool real_param(const struct view *v, size_t i, uint64_t *out)
{
	const struct syscall *real = v->target->real;
	const struct ctype *type;

	if (i >= real->nparams)
		return false;
	if (i == 4 && v->ev->has_mmap && real->param[i].kind == KIND_fd &&
	    v->call == v->ev->call) {
		*out = widen((uint64_t)v->ev->mmap_fd, 32, true);
		return true;
	}
	if (i >= RECORDED_ARGS || !(v->call->known & KNOWN_ARGS))
		return false;
	type = &real->param[i].type;
	*out = widen(v->call->a[i], ctype_bits(*type, v->target->abi),
		type->is_signed);
	return true;
}

static bool pair(const struct view *v, size_t low, size_t high, uint64_t *out)
{
	uint64_t lo, hi;

	if (!real_param(v, low, &lo) || !real_param(v, high, &hi))
		return false;
	*out = hi << 32 | low_bits(lo, 32);
	return true;
}

static struct map_src source_of(const struct view *v, unsigned n)
{
	const struct variant *var = v->target->variant;

	if (!var)
		return (struct map_src){MAP_PARAM, n};
	if (n > var->nparams)
		return (struct map_src){MAP_UNKNOWN, 0};
	return var->map[n - 1];
}

bool view_raw_param(const struct view *v, unsigned n, uint64_t *out)
{
	struct map_src src = source_of(v, n);
	size_t i = (size_t)src.value;

	switch (src.from) {
	case MAP_PARAM:
		return real_param(v, i - 1, out);
	case MAP_CONST:
		*out = (uint64_t)src.value;
		return true;
	case MAP_HOW:
		*out = v->ev->how[i];
		return v->ev->has_how;
	case MAP_SOCKETCALL:
		if (i < v->ev->nsocketcall)
			*out = v->ev->socketcall[i];
		return i < v->ev->nsocketcall;
	case MAP_LOHI:
		return pair(v, i - 1, i, out);
	case MAP_HILO:
		return pair(v, i, i - 1, out);
	case MAP_UNKNOWN:
		break;
	}
	return false;
}

bool view_param_is_null(const struct view *v, unsigned n)
{
	const struct syscall *classic = v->target->classic;
	uint64_t u;

	return n >= 1 && n <= classic->nparams &&
	       class_of(&classic->param[n - 1]) != CLASS_INT &&
	       view_raw_param(v, n, &u) && u == 0;
}

/* --------------------------------------------------------------- paths */

/* the descriptor that a path parameter starts from: the dirfd between it and
 * the path before it. false: the call has one, its value is not known */
static bool base_fd(const struct view *v, unsigned param, int64_t *fd)
{
	const struct syscall *real = v->target->real;
	uint64_t u;

	*fd = NO_FD;
	for (unsigned i = param; i-- > 0;) {
		if (real->param[i].kind == KIND_dirfd) {
			if (!real_param(v, i, &u))
				return false;
			if ((int32_t)u != AT_FDCWD)
				*fd = (int32_t)u;
			return true;
		}
		if (class_of(&real->param[i]) == CLASS_PATH)
			return true;
	}
	return true;
}

static struct span join_fd(const struct view *v, int64_t fd, struct span name)
{
	struct arena *a = &memo(v->ev)->arena;
	struct buf dir = {0};
	struct span abs = {0};

	if (fd == NO_FD)
		return path_join(a, v->ev->cwd, name);
	if (name.n && name.p[0] == '/')
		return path_join(a, (struct span){0}, name);
	if (v->resolve_fd && v->call->known & KNOWN_PID &&
	    v->resolve_fd(v->arg, v->call->pid, (int32_t)fd, &dir) >= 0 &&
	    !dir.err && dir.n)
		abs = path_join(a, (struct span){dir.p, dir.n}, name);
	buf_deinit(&dir);
	return abs;
}

static struct span absolute(const struct view *v, int64_t fd, struct span name)
{
	struct event *ev = memo(v->ev);
	struct span abs;

	for (size_t i = 0; i < ev->njoined; i++)
		if (ev->joined[i].name == name.p && ev->joined[i].fd == fd)
			return ev->joined[i].abs;
	abs = join_fd(v, fd, name);
	if (ev->njoined < EVENT_JOINED_MAX)
		ev->joined[ev->njoined++] = (struct joined){fd, name.p, abs};
	return abs;
}

static void get_name(const struct view *v, unsigned param, struct value *out)
{
	const struct syscall *real = v->target->real;
	const struct path_item *item = object_of_param(v->items, real, param);
	int64_t fd = 0;

	if (!item || !item->name.p)
		return;
	out->s = item->name;
	out->type = V_STR;
	if (class_of(&real->param[param]) != CLASS_PATH)
		return;
	out->type = V_PATH;
	if (base_fd(v, param, &fd) || (out->s.n && out->s.p[0] == '/'))
		out->abs = absolute(v, fd, out->s);
}

/* path_param() - the n-th path of the call really made, from 0; -1: none */
static int path_param(const struct syscall *real, size_t n)
{
	for (int i = 0; i < real->nparams; i++)
		if (class_of(&real->param[i]) == CLASS_PATH && n-- == 0)
			return i;
	return -1;
}

static bool has_sockaddr(const struct syscall *real)
{
	for (unsigned i = 0; i < real->nparams; i++)
		if (class_of(&real->param[i]) == CLASS_SOCKADDR)
			return true;
	return false;
}

const struct path_item *view_path_item(const struct view *v, enum var var)
{
	const struct syscall *real = v->target->real;
	int param = path_param(real, var == VAR_PATH2);

	if (param >= 0)
		return object_of_param(v->items, real, (unsigned)param);
	if (var == VAR_PATH && path_param(real, 0) < 0)
		return object_of_call(v->items);
	return NULL;
}

static void get_path(const struct view *v, enum var var, struct value *out)
{
	const struct syscall *real = v->target->real;
	int param = path_param(real, var == VAR_PATH2);
	const struct path_item *item;

	if (param >= 0) {
		get_name(v, (unsigned)param, out);
		return;
	}
	item = view_path_item(v, var);
	if (!item || !item->name.p)
		return;
	/* a socket is bound where the process is; other names without a path
	 * parameter (mq_open) are not in the file system */
	if (item->name.n && item->name.p[0] != '/' && !has_sockaddr(real))
		return;
	*out = (struct value){.type = V_PATH, .s = item->name,
		.abs = absolute(v, NO_FD, item->name)};
}

/* the item of a path variable */
static const struct path_item *item_of(const struct view *v, enum var var,
	unsigned index)
{
	const struct syscall *real = v->target->real;
	struct map_src src;

	if (var != VAR_PARAMS)
		return view_path_item(v, var);
	src = source_of(v, index);
	if (src.from != MAP_PARAM || src.value > real->nparams)
		return NULL;
	return object_of_param(v->items, real, (unsigned)src.value - 1);
}

/* The directory's inode and the entry's name tell the object however it was
 * named: through a descriptor, a symbolic link, a bind mount. An object that
 * was only looked up has no directory in the record; its own inode tells. */
static bool is_file(const struct env *env, enum var var, unsigned index,
	struct span name, bool below)
{
	const struct view *v = (const struct view *)env;
	const struct path_item *item, *parent;

	item = v->is_inode ? item_of(v, var, index) : NULL;
	if (!item)
		return false;
	parent = object_parent(v->items, item);
	if (!parent)
		return !below && item->has_inode &&
		       v->is_inode(v->arg, name, item);
	if (!parent->has_inode || !path_base(item->name).n)
		return false;
	if (below)
		return v->is_inode(v->arg, name, parent);
	return span_eq(path_base(item->name), path_base(name)) &&
	       v->is_inode(v->arg, path_dir(name), parent);
}

static void get_file(const struct view *v, enum var var, struct value *out)
{
	const struct path_item *item = view_path_item(v, VAR_PATH);

	if (item && item->has_inode)
		set_int(out, var == VAR_INODE ? item->inode :
			makedev(item->dev_major, item->dev_minor), 64, false);
}

/* ------------------------------------------------------------- strings */

/* a command line as a shell would show it: blanks between the arguments */
static struct span join_args(const struct event *ev, struct arena *a)
{
	size_t n = 0;
	char *out;

	for (size_t i = 0; i < ev->nargs; i++)
		n += ev->args[i].n + 1;
	out = arena_alloc(a, n + 1);
	if (!out)
		return (struct span){0};
	n = 0;
	for (size_t i = 0; i < ev->nargs; i++) {
		if (i)
			out[n++] = ' ';
		if (ev->args[i].n)
			memcpy(out + n, ev->args[i].p, ev->args[i].n);
		n += ev->args[i].n;
	}
	return (struct span){out, n};
}

static struct span join_title(const struct event *ev, struct arena *a)
{
	struct span s = ev->proctitle;
	char *out;

	while (s.n && !s.p[s.n - 1])
		s.n--;
	if (!s.p || !memchr(s.p, '\0', s.n))
		return s;
	out = arena_alloc(a, s.n);
	if (!out)
		return (struct span){0};
	for (size_t i = 0; i < s.n; i++)
		out[i] = s.p[i] ? s.p[i] : ' ';
	return (struct span){out, s.n};
}

static struct span command_line(const struct view *v)
{
	struct event *ev = memo(v->ev);

	if (!ev->cmdline.p)
		ev->cmdline = ev->has_execve ? join_args(ev, &ev->arena) :
			join_title(ev, &ev->arena);
	return ev->cmdline;
}

static void set_str(struct value *out, struct span s)
{
	if (s.p)
		*out = (struct value){.type = V_STR, .s = s};
}

/* ----------------------------------------------------------- variables */

static void get_address(const struct view *v, enum var var, struct value *out)
{
	struct saddr sa;
	u128 u = 0;
	size_t from = 0;

	if (!v->ev->saddr.p || saddr_parse(&sa, v->ev->saddr) < 0)
		return;
	if (var == VAR_FAMILY)
		set_int(out, sa.family, 16, false);
	if (!sa.ip.p)
		return;
	if (var == VAR_PORT)
		set_int(out, sa.port, 16, false);
	if (var != VAR_ADDR)
		return;
	if (sa.ip.n == 16 && memcmp(sa.ip.p, "\0\0\0\0\0\0\0\0\0\0\xff\xff",
			12) == 0)
		from = 12;	/* an IPv4 address, mapped */
	for (size_t i = from; i < sa.ip.n; i++)
		u = u << 8 | (unsigned char)sa.ip.p[i];
	*out = (struct value){.type = V_INT, .u = u,
		.bits = sa.ip.n - from == 4 ? 32 : 128};
}

static void get_param(const struct view *v, unsigned n, struct value *out)
{
	const struct syscall *classic = v->target->classic;
	const struct param *p;
	struct map_src src;
	struct ctype type;
	uint64_t u;

	if (n < 1 || n > classic->nparams)
		return;
	p = &classic->param[n - 1];
	switch (class_of(p)) {
	case CLASS_INT:
	case CLASS_POINTER:
		type = target_type(v->target, n);
		if (view_raw_param(v, n, &u))
			set_int(out, u, type.bits, type.is_signed);
		break;
	case CLASS_PATH:
	case CLASS_STRING:
		src = source_of(v, n);
		if (src.from == MAP_PARAM && src.value <= v->target->real->nparams)
			get_name(v, (unsigned)src.value - 1, out);
		break;
	case CLASS_SOCKADDR:
		if (v->ev->saddr.p)
			*out = (struct value){.type = V_ADDR, .s = v->ev->saddr};
		break;
	case CLASS_ARGV:
		if (v->ev->has_execve)
			set_str(out, command_line(v));
		break;
	}
}

static void get_result(const struct view *v, enum var var, struct value *out)
{
	const struct event_call *c = v->call;

	if (var == VAR_RETVAL && c->known & KNOWN_EXIT)
		set_int(out, (uint64_t)c->exit, 64, true);
	if (var == VAR_SUCCESS && c->known & KNOWN_SUCCESS)
		set_int(out, c->success, 32, true);
	if (var == VAR_ERRNO && c->known & KNOWN_SUCCESS && c->success)
		set_int(out, 0, 32, true);
	if (var == VAR_ERRNO && c->known & KNOWN_SUCCESS && !c->success &&
	    c->known & KNOWN_EXIT)
		set_int(out, 0 - (uint64_t)c->exit, 32, true);
}

/* variables that are a number of the SYSCALL record */
static const struct id_row {
	enum known known;
	uint16_t offset;
	bool is_signed;
} id_rows[VAR_COUNT] = {
#define ID(var, field, is_signed)                                              \
	[VAR_##var] = {KNOWN_##var, offsetof(struct event_call, field), is_signed}
	ID(PID, pid, true), ID(PPID, ppid, true),
	ID(UID, uid, false), ID(EUID, euid, false), ID(SUID, suid, false),
	ID(FSUID, fsuid, false), ID(GID, gid, false), ID(EGID, egid, false),
	ID(SGID, sgid, false), ID(FSGID, fsgid, false), ID(AUID, auid, false),
	ID(SES, ses, false), ID(ARCH, arch, false),
#undef ID
};

static void get_id(const struct view *v, enum var var, struct value *out)
{
	const struct id_row *row = &id_rows[var];
	uint32_t u;

	if (!(v->call->known & row->known))
		return;
	memcpy(&u, (const char *)v->call + row->offset, sizeof(u));
	set_int(out, u, 32, row->is_signed);
}

static void get(const struct env *env, enum var var, unsigned index,
	struct value *out)
{
	const struct view *v = (const struct view *)env;

	*out = (struct value){.type = V_UNKNOWN};
	switch (var) {
	case VAR_PARAMS:
		get_param(v, index, out);
		break;
	case VAR_COMM:
		set_str(out, v->call->comm);
		break;
	case VAR_EXE:
		set_str(out, v->call->exe);
		break;
	case VAR_TTY:
		set_str(out, v->call->tty);
		break;
	case VAR_CWD:
		set_str(out, v->ev->cwd);
		break;
	case VAR_CMDLINE:
		set_str(out, command_line(v));
		break;
	case VAR_HOST:
		set_str(out, v->ev->node.p ? v->ev->node : v->host);
		break;
	case VAR_PATH:
	case VAR_PATH2:
		get_path(v, var, out);
		break;
	case VAR_DEV:
	case VAR_INODE:
		get_file(v, var, out);
		break;
	case VAR_ADDR:
	case VAR_PORT:
	case VAR_FAMILY:
		get_address(v, var, out);
		break;
	case VAR_RETVAL:
	case VAR_SUCCESS:
	case VAR_ERRNO:
		get_result(v, var, out);
		break;
	default:
		get_id(v, var, out);
		break;
	}
}

/* ----------------------------------------------------------- condition */

/* what the type of the object says about a flag that was not recorded: the
 * kernel took the flagged way, or the other one */
static const struct evidence_row {
	const char *call;
	uint8_t param;
	uint32_t flag;
	mode_t type;		/* the object has it: flagged, else not */
} evidence_rows[] = {
	{"unlinkat", 3, AT_REMOVEDIR, S_IFDIR},
	{"fchownat", 5, AT_SYMLINK_NOFOLLOW, S_IFLNK},
};

static bool evidence(const struct view *v, const struct map_cond *c, bool *set)
{
	const struct path_item *item = view_path_item(v, VAR_PATH);

	if (!item || !item->has_inode)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(evidence_rows); i++) {
		const struct evidence_row *row = &evidence_rows[i];

		if (row->param == c->param && row->flag == c->mask &&
		    strcmp(row->call, v->target->real->name) == 0) {
			*set = (item->mode & S_IFMT) == row->type;
			return true;
		}
	}
	return false;
}

static enum truth condition(const struct view *v, const struct map_cond *c)
{
	uint64_t u;
	bool set;

	if (real_param(v, c->param - 1u, &u))
		return ((uint32_t)u & c->mask) == c->want ? TRUE : FALSE;
	if (c->param > RECORDED_ARGS)	/* a plain file fits both */
		return evidence(v, c, &set) && set && !c->want ? FALSE : TRUE;
	if (v->call->uring && evidence(v, c, &set))
		return set == (c->want != 0) ? TRUE : FALSE;
	return UNKNOWN;
}

enum truth view_condition(const struct view *v)
{
	const struct variant *var = v->target->variant;
	enum truth all = TRUE;

	for (size_t i = 0; var && i < ARRAY_SIZE(var->cond); i++) {
		enum truth t = TRUE;

		if (var->cond[i].param)
			t = condition(v, &var->cond[i]);
		if (t == FALSE)
			return FALSE;
		if (t == UNKNOWN)
			all = UNKNOWN;
	}
	return all;
}

void view_init(struct view *v, const struct event *ev,
	const struct event_call *call, const struct target *t)
{
	v->env = (struct env){
		.abi = t->abi, .get = get, .is_file = is_file};
	v->ev = ev;
	v->call = call;
	v->target = t;
	v->items = items_of(ev, call);
}
