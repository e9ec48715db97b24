/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit/fakekernel.h - a kernel's audit rules and settings in memory, behind
 * the door of kernel/auditnl.h, which fails when and as it is told. */
#ifndef UNIT_FAKEKERNEL_H
#define UNIT_FAKEKERNEL_H

#include "kernel/auditnl.h"

enum fake_op { FAKE_LIST, FAKE_ADD, FAKE_DELETE, FAKE_STATUS, FAKE_SET, FAKE_OPS };

struct fakekernel {
	struct auditnl nl;
	VEC(struct audit_rule_data *) rule;	/* by list, then by age */
	struct audit_status st;
	unsigned calls[FAKE_OPS];	/* how often each was called */

	/* call number fail_at (from 1) of fail_op, and fail_more after it,
	 * answer fail_err; done_anyway: the kernel did it all the same */
	enum fake_op fail_op;
	unsigned fail_at, fail_more;
	int fail_err;
	bool done_anyway;

	/* run in front of the next add, once: what others do meanwhile */
	void (*meanwhile)(struct fakekernel *fk);
	bool closed;
};

void fake_init(struct fakekernel *fk);
void fake_deinit(struct fakekernel *fk);

/* fake_add() - a rule of whoever, not counted; the errno of the kernel */
int fake_add(struct fakekernel *fk, const struct audit_rule_data *r);

/* fake_find() - whether the kernel has exactly that rule */
bool fake_has(const struct fakekernel *fk, const struct audit_rule_data *r);

/* fake_text() - all of it as "auditctl -l" has it; release with free() */
char *fake_text(const struct fakekernel *fk);

/* building rules: zeroed memory with room for 8 KiB of strings */
struct audit_rule_data *rule_make(uint32_t list, uint32_t action);
void rule_num(struct audit_rule_data *r, uint32_t field, uint32_t op,
	uint32_t v);
void rule_str(struct audit_rule_data *r, uint32_t field, const char *s);
void rule_call(struct audit_rule_data *r, unsigned nr);
void rule_all(struct audit_rule_data *r);
/* rule_simple() - always,exit, x86_64, one call, uid, key */
struct audit_rule_data *rule_simple(unsigned nr, uint32_t uid,
	const char *key);

#endif
