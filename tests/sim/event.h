/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim/event.h - rules in; random calls out that they are likely to match, once
 * as values that a rule can ask for, once as the kernel's filter sees them. */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "rule/eval.h"
#include "rule/rules.h"
#include "sim/filter.h"
#include "sim/rng.h"

/* a file name of a call */
struct event_name {
	struct span passed;	/* .p NULL: not recorded */
	struct span abs;
};

struct sim_event {
	enum abi abi;
	bool uring;
	unsigned nr;
	uint64_t reg[PARAMS_MAX];
	uint64_t extra[PARAMS_MAX];	/* what a register points to: struct
					 * open_how, socketcall's arguments */
	enum outcome outcome;
	int64_t code;
	uint32_t number[VAR_COUNT];	/* PID .. SES */
	unsigned ngroups;
	uint32_t group[KCALL_GROUPS];
	bool has_sockaddr;
	uint16_t family, port;
	u128 addr;
	struct span text[VAR_COUNT];	/* COMM .. HOST */
	struct event_name name[KCALL_NAMES];
	uint64_t dev;
	bool goes;			/* the first name is taken away */
	struct arena *arena;		/* of names made up on the way */
};

/* the door for eval() */
struct sim_env {
	struct env env;
	const struct sim_event *ev;
	const struct target *target;
};

/* event_make() - a call of one of the rules, with abis those of the kernel;
 * names live in the arena. false: the rules have no call there */
bool event_make(struct sim_event *ev, const struct rules *rs, unsigned abis,
	struct rng *rng, struct arena *arena);

/* event_fits() - whether the event is a call of that target by its number */
bool event_fits(const struct sim_event *ev, const struct target *t);

/* event_decide() - the rule on the event; a variant's condition on what is not
 * in a register counts as met */
enum truth event_decide(const struct sim_event *ev, const struct rule *rule);

/* event_excused() - whether the rule holds because of a name that the call did
 * not find: the kernel is asked for existing files only, unless attempts = all */
bool event_excused(const struct sim_event *ev, const struct rule *rule);

void event_to_kcall(const struct sim_event *ev, struct kcall *out);
void event_print(struct buf *out, const struct sim_event *ev);

#endif
