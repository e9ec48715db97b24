/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/fields.h"

#include "base/num.h"
#include "event/scan.h"
#include "tbl/audit.h"

/* ------------------------------------------- what the record types hold */

#define CALL(name, how, member, known)                                         \
	SCAN_FIELD(name, how, struct event_call, member, known)

/* kernel/auditsc.c: audit_log_exit(), audit_log_task_info() */
static const struct scan_field syscall_fields[] = {
	CALL("arch", HEX32, arch, KNOWN_ARCH),
	CALL("syscall", U32, nr, KNOWN_NR),
	CALL("success", YES, success, KNOWN_SUCCESS),
	CALL("exit", S64, exit, KNOWN_EXIT),
	CALL("a0", HEX64, a[0], 0),
	CALL("a1", HEX64, a[1], 0),
	CALL("a2", HEX64, a[2], 0),
	CALL("a3", HEX64, a[3], 0),
	CALL("items", U32, items, KNOWN_ITEMS),
	CALL("ppid", S32, ppid, KNOWN_PPID),
	CALL("pid", S32, pid, KNOWN_PID),
	CALL("auid", U32, auid, KNOWN_AUID),
	CALL("uid", U32, uid, KNOWN_UID),
	CALL("gid", U32, gid, KNOWN_GID),
	CALL("euid", U32, euid, KNOWN_EUID),
	CALL("suid", U32, suid, KNOWN_SUID),
	CALL("fsuid", U32, fsuid, KNOWN_FSUID),
	CALL("egid", U32, egid, KNOWN_EGID),
	CALL("sgid", U32, sgid, KNOWN_SGID),
	CALL("fsgid", U32, fsgid, KNOWN_FSGID),
	CALL("tty", WORD, tty, 0),
	CALL("ses", U32, ses, KNOWN_SES),
	CALL("comm", TEXT, comm, 0),
	CALL("exe", TEXT, exe, 0),
	CALL("subj", LABEL, subj, 0),
	CALL("key", TEXT, key, 0),
};
static const struct scan_table syscall_table = SCAN_TABLE(syscall_fields);
#define SYSCALL_ARGS (15u << 4)		/* a0 to a3 */

/* kernel/auditsc.c: audit_log_uring() */
static const struct scan_field uring_fields[] = {
	CALL("uring_op", U32, nr, KNOWN_NR),
	CALL("success", YES, success, KNOWN_SUCCESS),
	CALL("exit", S64, exit, KNOWN_EXIT),
	CALL("items", U32, items, KNOWN_ITEMS),
	CALL("ppid", S32, ppid, KNOWN_PPID),
	CALL("pid", S32, pid, KNOWN_PID),
	CALL("uid", U32, uid, KNOWN_UID),
	CALL("gid", U32, gid, KNOWN_GID),
	CALL("euid", U32, euid, KNOWN_EUID),
	CALL("suid", U32, suid, KNOWN_SUID),
	CALL("fsuid", U32, fsuid, KNOWN_FSUID),
	CALL("egid", U32, egid, KNOWN_EGID),
	CALL("sgid", U32, sgid, KNOWN_SGID),
	CALL("fsgid", U32, fsgid, KNOWN_FSGID),
	CALL("subj", LABEL, subj, 0),
	CALL("key", TEXT, key, 0),
};
static const struct scan_table uring_table = SCAN_TABLE(uring_fields);

#define NAME(name, member) SCAN_FIELD(name, TEXT, struct event_names, member, 0)

/* auditd.conf(5), log_format = enriched */
static const struct scan_field name_fields[] = {
	NAME("AUID", auid), NAME("UID", uid), NAME("GID", gid),
	NAME("EUID", euid), NAME("SUID", suid), NAME("FSUID", fsuid),
	NAME("EGID", egid), NAME("SGID", sgid), NAME("FSGID", fsgid),
};
static const struct scan_table name_table = SCAN_TABLE(name_fields);

#define PATH(name, how, member)                                                \
	SCAN_FIELD(name, how, struct path_item, member, 0)

/* kernel/auditsc.c: audit_log_name() */
static const struct scan_field path_fields[] = {
	PATH("item", S32, item), PATH("name", TEXT, name),
	PATH("inode", U64, inode), PATH("dev", DEV, dev_major),
	PATH("mode", OCT32, mode), PATH("ouid", U32, ouid),
	PATH("ogid", U32, ogid), PATH("nametype", NAMETYPE, nametype),
};
static const struct scan_table path_table = SCAN_TABLE(path_fields);
#define PATH_INODE (15u << 2)	/* inode, dev, mode, ouid: one statement */

#define EVENT(name, how, member) SCAN_FIELD(name, how, struct event, member, 0)

static const struct scan_field cwd_fields[] = {EVENT("cwd", TEXT, cwd)};
static const struct scan_field saddr_fields[] = {EVENT("saddr", TEXT, saddr)};
static const struct scan_field title_fields[] = {
	EVENT("proctitle", TEXT, proctitle)};
static const struct scan_field how_fields[] = {
	EVENT("oflag", C64, how[0]), EVENT("mode", C64, how[1]),
	EVENT("resolve", C64, how[2]),
};
static const struct scan_field fd_pair_fields[] = {
	EVENT("fd0", S32, fd_pair[0]), EVENT("fd1", S32, fd_pair[1]),
};
static const struct scan_field mmap_fields[] = {
	EVENT("fd", S32, mmap_fd), EVENT("flags", C32, mmap_flags),
};

struct socketcall {
	int32_t n;
	uint64_t a[6];
};
#define SOCKETCALL(name, how, member)                                          \
	SCAN_FIELD(name, how, struct socketcall, member, 0)

static const struct scan_field socketcall_fields[] = {
	SOCKETCALL("nargs", S32, n),
	SOCKETCALL("a0", HEX64, a[0]), SOCKETCALL("a1", HEX64, a[1]),
	SOCKETCALL("a2", HEX64, a[2]), SOCKETCALL("a3", HEX64, a[3]),
	SOCKETCALL("a4", HEX64, a[4]), SOCKETCALL("a5", HEX64, a[5]),
};

static struct event_call *call_add(struct fields *f)
{
	struct event *ev = f->ev;
	struct event_call *call;

	if (ev->ncalls == EVENT_CALLS_MAX) {
		f->calls_lost++;
		return NULL;
	}
	call = &ev->call[ev->ncalls++];
	*call = (struct event_call){.abi = -1};
	return call;
}

/* the names that auditd adds to the ids of the call that is call[0] */
static void read_names(struct fields *f)
{
	f->scan.at = strchr(f->scan.at, SCAN_TAIL_MARK);
	if (!f->scan.at)
		return;
	f->scan.at++;
	f->ev->names = (struct event_names){0};
	scan_fields(&f->scan, &name_table, &f->ev->names, NULL);
}

static void read_syscall(struct fields *f)
{
	struct event_call *call = call_add(f);
	bool first = true;
	uint32_t seen;

	if (!call)
		return;
	seen = scan_fields(&f->scan, &syscall_table, call, &call->known);
	if ((seen & SYSCALL_ARGS) == SYSCALL_ARGS)
		call->known |= KNOWN_ARGS;
	if (call->known & KNOWN_ARCH)
		call->abi = abi_from_arch(call->arch);
	for (size_t i = 0; i + 1 < f->ev->ncalls; i++)
		first &= f->ev->call[i].uring;
	if (first)
		read_names(f);
}

static void read_uring(struct fields *f)
{
	struct event_call *call = call_add(f);

	if (!call)
		return;
	call->uring = true;
	scan_fields(&f->scan, &uring_table, call, &call->known);
	if (call->known & KNOWN_EXIT && call->exit == 0)
		call->known &= ~(unsigned)(KNOWN_EXIT | KNOWN_SUCCESS);
	if (f->ev->ncalls == 1)
		read_names(f);
}

static void read_path(struct fields *f)
{
	struct event *ev = f->ev;
	struct path_item *item;

	if (ev->npaths == EVENT_PATHS_MAX) {
		ev->paths_lost++;
		return;
	}
	item = &ev->path[ev->npaths++];
	*item = (struct path_item){.item = -1};
	item->has_inode = (scan_fields(&f->scan, &path_table, item, NULL) &
			   PATH_INODE) == PATH_INODE;
}

static void read_cwd(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(cwd_fields);

	if (!f->ev->cwd.p)
		scan_fields(&f->scan, &t, f->ev, NULL);
}

static void read_title(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(title_fields);

	if (!f->ev->proctitle.p)
		scan_fields(&f->scan, &t, f->ev, NULL);
}

static void read_saddr(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(saddr_fields);

	if (!f->ev->saddr.p)
		scan_fields(&f->scan, &t, f->ev, NULL);
}

static void read_how(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(how_fields);

	if (!f->ev->has_how)
		f->ev->has_how = scan_fields(&f->scan, &t, f->ev, NULL) == 7;
}

static void read_fd_pair(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(fd_pair_fields);

	if (!f->ev->has_fd_pair)
		f->ev->has_fd_pair = scan_fields(&f->scan, &t, f->ev, NULL) == 3;
}

static void read_mmap(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(mmap_fields);

	if (!f->ev->has_mmap)
		f->ev->has_mmap = scan_fields(&f->scan, &t, f->ev, NULL) == 3;
}

static void read_socketcall(struct fields *f)
{
	static const struct scan_table t = SCAN_TABLE(socketcall_fields);
	struct socketcall sc = {0};
	uint32_t seen = scan_fields(&f->scan, &t, &sc, NULL);
	size_t n = 0;

	if (f->ev->nsocketcall)
		return;
	while (n < ARRAY_SIZE(sc.a) && seen & 2u << n)
		n++;
	f->ev->nsocketcall = n;
	memcpy(f->ev->socketcall, sc.a, sizeof(sc.a));
}

/* -------------------------------------------------------------- EXECVE */

/* the argument that was put together from pieces is whole */
static void arg_close(struct fields *f)
{
	if (!f->arg_open)
		return;
	f->arg_open = false;
	if (f->arg.err) {
		f->scan.err = -ENOMEM;
		return;
	}
	f->ev->args[f->arg_index] = arena_dup(&f->ev->arena,
		(struct span){f->arg.p ? f->arg.p : "", f->arg.n});
}

/* arg_slot() - where argument i goes; NULL: nowhere */
static struct span *arg_slot(struct fields *f, uint64_t i)
{
	struct event *ev = f->ev;

	if (i >= EVENT_ARGS_MAX) {
		f->args_lost++;
		return NULL;
	}
	if (!ev->args) {
		size_t n = ev->argc ? ev->argc : EVENT_ARGS_MAX;

		ev->args = arena_calloc(&ev->arena,
			min_size(n, EVENT_ARGS_MAX), sizeof(*ev->args));
		if (!ev->args) {
			f->scan.err = -ENOMEM;
			return NULL;
		}
	}
	if (ev->argc && i >= ev->argc) {
		f->scan.bad = true;
		return NULL;
	}
	if (ev->nargs <= i)
		ev->nargs = (size_t)i + 1;
	return &ev->args[i];
}

/* a5[2]="..." - pieces come in order; an argument with a hole is not known */
static void read_piece(struct fields *f, uint64_t i, uint64_t piece,
	struct span value)
{
	struct span s = {0};

	if (piece == 0) {
		arg_close(f);
		if (!arg_slot(f, i))
			return;
		f->arg_open = true;
		f->arg_index = (size_t)i;
		f->arg_piece = 0;
		buf_reset(&f->arg);
	}
	if (!f->arg_open || f->arg_index != i || f->arg_piece != piece ||
	    !scan_text(&f->scan, value, &s)) {
		if (f->arg_open)
			f->args_lost++;
		f->arg_open = false;
		f->scan.bad = true;
		return;
	}
	f->arg_piece++;
	buf_span(&f->arg, s);
}

/* cut() - s up to c; *rest is what stands behind it. false: no c in s */
static bool cut(struct span s, char c, struct span *first, struct span *rest)
{
	const char *p = memchr(s.p, c, s.n);

	if (!p)
		return false;
	*first = (struct span){s.p, (size_t)(p - s.p)};
	*rest = (struct span){p + 1, s.n - first->n - 1};
	return true;
}

static void read_arg(struct fields *f, const struct scan_pair *pair)
{
	struct span name = {pair->name.p + 1, pair->name.n - 1}, digits, rest;
	struct span *slot;
	uint64_t i, piece;

	if (cut(name, '_', &digits, &rest) && span_eq(rest, SPAN_LIT("len")))
		return;
	if (cut(name, '[', &digits, &rest)) {
		if (rest.n && rest.p[--rest.n] == ']' &&
		    !num_parse(digits, 10, &i) && !num_parse(rest, 10, &piece))
			read_piece(f, i, piece, pair->value);
		else
			f->scan.bad = true;
		return;
	}
	if (num_parse(name, 10, &i)) {
		f->scan.bad = true;
		return;
	}
	slot = arg_slot(f, i);
	if (slot && !slot->p && !scan_text(&f->scan, pair->value, slot))
		f->scan.bad = true;
}

/* kernel/auditsc.c: audit_log_execve_info(). Long command lines go over many
 * records; long arguments over several fields */
static void read_execve(struct fields *f)
{
	struct scan_pair pair;
	uint64_t n;

	f->ev->has_execve = true;
	while (scan_pair(&f->scan, &pair)) {
		if (span_eq(pair.name, SPAN_LIT("argc"))) {
			if (num_parse(pair.value, 10, &n) || n > INT32_MAX)
				f->scan.bad = true;
			else if (!f->ev->argc && !f->ev->args)
				f->ev->argc = (size_t)n;
		} else if (pair.name.n > 1 && pair.name.p[0] == 'a') {
			read_arg(f, &pair);
		}
	}
}

/* -------------------------------------------------------- record types */

struct type_row {
	struct record_type type;
	void (*read)(struct fields *f);
};

#define TYPE(name, role, read)                                                 \
	{{#name, AUDIT_##name, RECORD_##role, TYPE_##name}, read}

enum {
	TYPE_PATH, TYPE_SYSCALL, TYPE_CWD, TYPE_PROCTITLE, TYPE_EXECVE,
	TYPE_SOCKADDR, TYPE_EOE, TYPE_URINGOP, TYPE_OPENAT2, TYPE_MMAP,
	TYPE_SOCKETCALL, TYPE_FD_PAIR, TYPE_OTHER,
};

/* the most frequent first */
static const struct type_row type_rows[] = {
	TYPE(PATH, PART, read_path),
	TYPE(SYSCALL, CALL, read_syscall),
	TYPE(CWD, PART, read_cwd),
	TYPE(PROCTITLE, PART, read_title),
	TYPE(EXECVE, PART, read_execve),
	TYPE(SOCKADDR, PART, read_saddr),
	TYPE(EOE, END, NULL),
	TYPE(URINGOP, CALL, read_uring),
	TYPE(OPENAT2, PART, read_how),
	TYPE(MMAP, PART, read_mmap),
	TYPE(SOCKETCALL, PART, read_socketcall),
	TYPE(FD_PAIR, PART, read_fd_pair),
	{{NULL, 0, RECORD_OTHER, TYPE_OTHER}, NULL},
};

const struct record_type *record_type(struct span name)
{
	static const struct span unknown = {"UNKNOWN[", 8};
	uint64_t number = 0;

	if (span_starts(name, unknown) && name.p[name.n - 1] == ']')
		num_parse((struct span){name.p + 8, name.n - 9}, 10, &number);
	for (size_t i = 0; i < TYPE_OTHER; i++) {
		const struct record_type *type = &type_rows[i].type;

		if (number ? type->number == number : span_is(name, type->name))
			return type;
	}
	return &type_rows[TYPE_OTHER].type;
}

/* ------------------------------------------------------------ one event */

void fields_begin(struct fields *f, struct event *ev,
	const struct head *h)
{
	arena_reset(&ev->arena);
	ev->sec = h->sec;
	ev->ms = h->ms;
	ev->serial = h->serial;
	ev->node = h->node;
	ev->ncalls = ev->npaths = ev->paths_lost = 0;
	ev->names = (struct event_names){0};
	ev->cwd = ev->proctitle = ev->saddr = (struct span){0};
	ev->has_execve = ev->has_how = ev->has_fd_pair = ev->has_mmap = false;
	ev->argc = ev->nargs = ev->nsocketcall = ev->njoined = 0;
	ev->args = NULL;
	ev->cmdline = (struct span){0};
	*f = (struct fields){.ev = ev, .arg = f->arg,
		.scan.arena = &ev->arena};
}

void fields_read(struct fields *f, const struct record_type *type,
	const char *body)
{
	f->scan.bad = false;
	f->scan.at = body;
	if (type_rows[type->index].read)
		type_rows[type->index].read(f);
}

/* an io_uring operation that runs within io_uring_enter() is of its process */
static void inherit(struct event_call *op, const struct event_call *call)
{
	const unsigned known = KNOWN_ARCH | KNOWN_AUID | KNOWN_SES;

	op->arch = call->arch;
	op->abi = call->abi;
	op->auid = call->auid;
	op->ses = call->ses;
	op->tty = call->tty;
	op->comm = call->comm;
	op->exe = call->exe;
	op->known |= call->known & known;
}

/* An operation that would have to wait is recorded with EAGAIN, and once more
 * when it is made: the first one was no call. */
static void drop_retries(struct fields *f)
{
	struct event *ev = f->ev;
	size_t n = 0;

	for (size_t i = 0; i < ev->ncalls; i++) {
		const struct event_call *c = &ev->call[i];

		if (c->uring && c->known & KNOWN_EXIT && c->exit == -EAGAIN)
			f->retries++;
		else
			ev->call[n++] = *c;
	}
	ev->ncalls = n;
}

/* io_uring operations stand in front of the SYSCALL that ran them */
static void count_items(struct event *ev)
{
	uint32_t before = 0;

	for (size_t i = 0; i < ev->ncalls; i++) {
		struct event_call *c = &ev->call[i];

		c->items_before = before;
		if (c->uring && c->known & KNOWN_ITEMS)
			before = c->items;
	}
}

void fields_calls(struct fields *f, uint32_t host_arch)
{
	struct event *ev = f->ev;
	struct event_call call;
	size_t at = 0;

	count_items(ev);
	drop_retries(f);
	while (at < ev->ncalls && ev->call[at].uring)
		at++;
	if (at < ev->ncalls) {
		call = ev->call[at];
		memmove(ev->call + 1, ev->call, at * sizeof(call));
		ev->call[0] = call;
	} else {
		call = (struct event_call){.known = KNOWN_ARCH,
			.arch = host_arch, .abi = abi_from_arch(host_arch)};
	}
	for (size_t i = 0; i < ev->ncalls; i++)
		if (ev->call[i].uring)
			inherit(&ev->call[i], &call);
}

void fields_end(struct fields *f)
{
	arg_close(f);
}

void fields_deinit(struct fields *f)
{
	buf_deinit(&f->arg);
}
