/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/rules.h - typed rules: what all passes after resolve read. Immutable
 * once made; owned by struct rules. */
#ifndef RULE_RULES_H
#define RULE_RULES_H

#include "base/arena.h"
#include "base/source.h"
#include "base/vec.h"
#include "rule/value.h"
#include "tbl/tbl.h"

#define RULES_MAX 65536
#define RULES_TEXT_MAX (16u << 20)	/* bytes of one file */
#define ERROR_CODE_MAX 133	/* the largest errno, <asm-generic/errno.h> */

struct expr;
struct pattern;

enum action { ACTION_LOG, ACTION_FAIL, ACTION_KILL, ACTION_SUSPEND };
enum phase { PHASE_BEFORE, PHASE_AFTER };

enum macro {
#define MACRO(id, ...) MACRO_##id,
#include "rule/macro.tbl.h"
#undef MACRO
	MACRO_COUNT
};

/* log_format as a list: text and macros in turn */
struct format_part {
	int macro;		/* enum macro; -1: .text */
	struct span text;
};

struct format {
	size_t n;
	const struct format_part *part;
};

/* one call of the kernel that a rule covers */
struct target {
	enum abi abi;
	bool uring;		/* an io_uring operation: .nr is its number */
	uint16_t nr;
	const struct syscall *classic;	/* the call that the rule names: gives
					 * number, names and kinds of PARAMS */
	const struct syscall *real;	/* the call really made; for io_uring
					 * the one that does the same */
	const struct variant *variant;	/* how PARAMS map onto .real;
					 * NULL: they are its own */
};

struct rule {
	struct span name;
	const struct source *src;
	struct span at;			/* "rule" in the source, */
	unsigned line;			/* where it stands */
	struct span text;		/* the whole rule in the source */
	unsigned index;			/* place in the order, from 0 */
	enum action action;
	enum phase phase;
	bool variants;			/* variants = yes */
	bool attempts_all;		/* attempts = all */
	bool best_effort;		/* guarantee = best_effort */
	int level;			/* of its lines, LOG_EMERG..LOG_DEBUG of
					 * <syslog.h> */
	int error_code;			/* FAIL: 1..ERROR_CODE_MAX; else 0 */
	const struct expr *filter;	/* NULL: every call */
	const struct format *format;	/* never NULL */
	size_t nnames;
	const struct span *names;	/* syscall_name as written */
	size_t ntargets;
	const struct target *target;	/* all ABIs; unique (abi, uring, nr,
					 * classic) */
};

struct rules {
	struct arena arena;
	VEC(struct source *) sources;	/* owned */
	VEC(struct rule *) rule;	/* in order; in the arena */
	VEC(struct pattern *) patterns;	/* owned */
};

struct diag;
struct name_service;

struct rules *rules_new(void);		/* NULL: no memory */
void rules_free(struct rules *rs);	/* NULL is fine */

/* rules_default_level() - of the lines of a rule that says none: LOG_INFO for
 * LOG, LOG_WARNING for the others */
int rules_default_level(enum action action);

/**
 * rules_add() - lex, parse and resolve one more file
 * @name:  how messages call it; copied
 * @text:  copied
 * @names: see rule/resolve.h
 * @diag:  gets the user's mistakes; its spans point into rs. After an error
 *         rs is good for printing diag and nothing else.
 * Return: 0 (look at diag->errors); -ENOMEM; -E2BIG (over RULES_MAX).
 */
int rules_add(struct rules *rs, const char *name, struct span text,
	const struct name_service *names, struct diag *diag);

DEFINE_FREEP(struct rules, rules_free)

#endif
