/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/split.h - checked rules in; for each rule what the kernel filters out.
 * What the kernel lets through is a superset of what the rule matches; eval()
 * on each event makes it exact. Pure. */
#ifndef RULE_SPLIT_H
#define RULE_SPLIT_H

#include "rule/dnf.h"
#include "tbl/audit.h"

#define SPLIT_NO_URING (1u << 31)
#define SPLIT_FIELDS_MAX 60	/* of AUDIT_MAX_FIELDS 64: arch and key more */

struct kfield {
	enum field field;
	uint32_t op;		/* AUDIT_EQUAL etc. */
	uint32_t value;
	struct span str;	/* path and dir; .p NULL: .value */
};

/* one rule of the kernel */
struct part {
	const struct rule *rule;
	bool uring;
	enum abi abi;		/* not for io_uring */
	uint32_t mask[AUDIT_BITMASK_SIZE];	/* numbers; never empty */
	size_t n;
	struct kfield *field;	/* sorted; without arch and key */
	bool exact;		/* lets through just what the rule matches */
	bool failing;		/* added by attempts = all */
	const struct rule *covered_by;	/* not sent: that rule's part lets all
					 * of it through; NULL: sent */
};

struct split {
	struct arena arena;
	VEC(struct part) part;	/* in rule order */
	unsigned abis;		/* as split_new() got them */
};

/**
 * split_new() - decide for every rule what the kernel filters
 * @outp: set on success only; release with split_free(); points into rs
 * @rs:   checked rules
 * @abis: bits 1 << enum abi: the ABIs that the kernel in question runs; and
 *        SPLIT_NO_URING where it cannot audit io_uring (before Linux 5.16)
 * Return: 0; -ENOMEM.
 */
int split_new(struct split **outp, const struct rules *rs, unsigned abis);
void split_free(struct split *sp);

/* split_parts() - the parts of one rule; *np: how many */
const struct part *split_parts(const struct split *sp, const struct rule *rule,
	size_t *np);

DEFINE_FREEP(struct split, split_free)

/* abis_of_host() - what this machine's kernel runs: x86_64 runs i386 too;
 * SPLIT_NO_URING with it where its release is older than 5.16 */
unsigned abis_of_host(void);
/* abis_of_release() - the same for what uname(2) says of a machine */
unsigned abis_of_release(struct span machine, struct span release);
/* abis_of_name() - the same for a machine "x86_64" or "aarch64"; 0: unknown */
unsigned abis_of_name(struct span machine);

static inline bool part_has(const struct part *p, unsigned nr)
{
	return p->mask[AUDIT_WORD(nr)] & AUDIT_BIT(nr);
}

#endif
