/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim/filter.h - what Linux does with an audit rule: whether it takes it, and
 * whether it reports a call by it. Written from the kernel's documentation and
 * behaviour (6.1 to 6.12), not from the code under test, and shares none with
 * it. */
#ifndef SIM_FILTER_H
#define SIM_FILTER_H

#include "sim/world.h"
#include "tbl/audit.h"

#define KCALL_NAMES 2
#define KCALL_GROUPS 4

/* what becomes known of the result: nothing when a call never returns */
enum outcome { NO_RETURN, SUCCEEDED, FAILED };

/* one file that the call looked up and found */
struct kname {
	struct span path;
	uint64_t inode;
	bool goes;		/* its name is gone when the call is over */
};

/* a call at its end, as the kernel has it at hand */
struct kcall {
	bool uring;
	uint32_t arch;
	uint32_t nr;		/* system call, or io_uring operation */
	uint64_t argv[4];
	enum outcome outcome;
	int64_t code;
	uint32_t pid, ppid, auid, session;
	uint32_t uid, euid, suid, fsuid, gid, egid, sgid, fsgid;
	unsigned ngroups;
	uint32_t group[KCALL_GROUPS];	/* supplementary */
	bool has_sockaddr;
	uint16_t family;
	unsigned nnames;
	struct kname name[KCALL_NAMES];
};

/* filter_refuses() - why AUDIT_ADD_RULE would fail; NULL: the rule is taken */
const char *filter_refuses(const struct audit_rule_data *r);

/* filter_accepts() - whether the rule makes the kernel report the call */
bool filter_accepts(const struct audit_rule_data *r, const struct kcall *c);

#endif
