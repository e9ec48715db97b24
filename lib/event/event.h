/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/event.h - one audit event with typed values, and one call in it.
 * Strings are decoded (no quotes, no hex) and hold any bytes; they live until
 * the next event of the same reader. */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "base/arena.h"
#include "tbl/tbl.h"

#define EVENT_PATHS_MAX 64	/* further PATH items are counted */
#define EVENT_ARGS_MAX 4096	/* further arguments are counted */
#define EVENT_CALLS_MAX 64	/* SYSCALL plus URINGOP records of one event */
#define EVENT_JOINED_MAX 8	/* absolute names that are remembered */
#define EVENT_ID_UNSET UINT32_MAX	/* auid or ses that was never set */

enum nametype {
	NAME_UNKNOWN, NAME_NORMAL, NAME_PARENT, NAME_DELETE, NAME_CREATE,
};

struct path_item {
	int item;			/* item=, -1 not given */
	enum nametype nametype;
	struct span name;		/* .p NULL: (null) or absent */
	bool has_inode;			/* inode, dev, mode, ouid, ogid given */
	uint64_t inode;
	uint32_t dev_major, dev_minor;
	uint32_t mode, ouid, ogid;
};

/* fields of a call that are known: bits of event_call.known */
enum known {
	KNOWN_EXIT = 1 << 0, KNOWN_SUCCESS = 1 << 1, KNOWN_ARGS = 1 << 2,
	KNOWN_PID = 1 << 3, KNOWN_PPID = 1 << 4, KNOWN_AUID = 1 << 5,
	KNOWN_UID = 1 << 6, KNOWN_GID = 1 << 7, KNOWN_EUID = 1 << 8,
	KNOWN_SUID = 1 << 9, KNOWN_FSUID = 1 << 10, KNOWN_EGID = 1 << 11,
	KNOWN_SGID = 1 << 12, KNOWN_FSGID = 1 << 13, KNOWN_SES = 1 << 14,
	KNOWN_NR = 1 << 15, KNOWN_ARCH = 1 << 16,
	KNOWN_ITEMS = 1 << 17,
};

/* a SYSCALL record, or a URINGOP record */
struct event_call {
	unsigned known;
	bool uring;		/* URINGOP: .nr is the operation. A result is
				 * known only where it is none of its own: the
				 * kernel records 0 for those that it has run,
				 * whatever came of them */
	int abi;		/* enum abi; -1: .arch is none of ours */
	uint32_t arch;		/* AUDIT_ARCH_*; URINGOP: that of its event's
				 * SYSCALL, else of the host */
	uint32_t nr;
	uint64_t a[4];		/* KNOWN_ARGS: raw, as wide as the ABI */
	int64_t exit;
	bool success;
	uint32_t items;		/* PATH items so far: those of an operation
				 * within io_uring_enter() stand behind those */
	uint32_t items_before;	/* of the operations before it */
	int32_t pid, ppid;
	uint32_t auid, uid, gid, euid, suid, fsuid, egid, sgid, fsgid, ses;
	struct span tty, comm, exe, subj, key;	/* .p NULL: absent. key: several
						 * are joined by 0x01 as in the
						 * record; "(none)" tty absent */
};

/* names that an enriched record carries for its ids; .p NULL: none */
struct event_names {
	struct span auid, uid, gid, euid, suid, fsuid, egid, sgid, fsgid;
};

/* an absolute name that was worked out: what fd, seen by the caller, and name
 * stand for */
struct joined {
	int64_t fd;
	const char *name;
	struct span abs;
};

/* never a const object: what views of it work out is kept in it */
struct event {
	struct arena arena;	/* owns the strings, those of views too */
	uint64_t sec;		/* time stamp of the kernel */
	unsigned ms;
	uint64_t serial;
	struct span node;	/* node=; .p NULL: none */

	size_t ncalls;
	struct event_call call[EVENT_CALLS_MAX];	/* SYSCALL first */
	struct event_names names;			/* of call[0] */

	struct span cwd;	/* .p NULL: no CWD record */
	size_t npaths, paths_lost;
	struct path_item path[EVENT_PATHS_MAX];		/* in record order */

	bool has_execve;
	size_t argc;		/* as the kernel says; nargs may be less */
	size_t nargs;
	struct span *args;	/* .p NULL: an argument that was not recorded */

	struct span proctitle;	/* command line, NULs between arguments, cut at
				 * 128 bytes by the kernel */
	struct span saddr;	/* raw struct sockaddr bytes */

	bool has_how;		/* OPENAT2 record */
	uint64_t how[3];	/* flags, mode, resolve */
	size_t nsocketcall;	/* SOCKETCALL record: arguments known */
	uint64_t socketcall[6];
	bool has_fd_pair;	/* FD_PAIR record of pipe, socketpair */
	int32_t fd_pair[2];
	bool has_mmap;		/* MMAP record: fd= flags= */
	int32_t mmap_fd;
	uint32_t mmap_flags;

	/* of views alone */
	size_t njoined;
	struct joined joined[EVENT_JOINED_MAX];
	struct span cmdline;
};

#endif
