/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/value.h - what a rule can ask of one call: variables, their values, and
 * the door (struct env) through which any source of calls answers. */
#ifndef RULE_VALUE_H
#define RULE_VALUE_H

#include "base/span.h"
#include "tbl/tbl.h"

typedef unsigned __int128 u128;

/* variables of the expression language; rows in rule/var.tbl.h */
enum var {
#define VAR(id, ...) VAR_##id,
#include "rule/var.tbl.h"
#undef VAR
	VAR_COUNT
};

enum vtype {
	V_UNKNOWN,	/* the source cannot know it */
	V_INT,
	V_STR,
	V_PATH,
	V_ADDR,		/* a socket address as a whole (a PARAMS[n]) */
};

struct value {
	enum vtype type;
	uint8_t bits;		/* V_INT: 8, 16, 32, 64, or 128 (IPv6 ADDR) */
	bool is_signed;		/* V_INT */
	u128 u;			/* V_INT: low .bits bits, the others zero */
	struct span s;		/* V_STR: the bytes; V_PATH: as passed by the
				 * caller; .p NULL: unknown */
	struct span abs;	/* V_PATH: absolute and normalised; .p NULL:
				 * unknown */
};

/* one call, as some source (a record, a stopped process) knows it */
struct env {
	enum abi abi;	/* decides constants that differ between ABIs */
	/* get() - value of a variable; .type is V_UNKNOWN when not known.
	 * index: n of PARAMS[n], 1..6, in the order of the call that the rule
	 * names; 0 for other variables. Strings live as long as the env. */
	void (*get)(const struct env *env, enum var var, unsigned index,
		struct value *out);

	/* is_file() - whether a path variable is known to be the file that an
	 * absolute name denotes on this host just now (below: or one right
	 * below it), whatever way it was named. False: not known so; letters
	 * decide. NULL: nothing but letters is known. */
	bool (*is_file)(const struct env *env, enum var var, unsigned index,
		struct span name, bool below);
};

#endif
