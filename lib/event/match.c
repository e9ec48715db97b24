/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/match.h"

#include "rule/eval.h"

#define NUMBERS (SYSCALL_NR_MAX + 1)

/* a rule's turn at one call */
struct turn {
	const struct rule *rule;
	const struct target *target;
};

struct matcher {
	struct turn *turn;	/* those of one call stand together, in order */
	bool (*acts)(void *arg, const struct rule *rule,
		const struct event *ev);
	void *arg;
	/* first[i]..first[i + 1): turns of call number i */
	uint32_t first[ABI_COUNT * 2 * NUMBERS + 1];
};

static size_t call_number(int abi, bool uring, uint32_t nr)
{
	return ((size_t)abi * 2 + uring) * NUMBERS + nr;
}

/* an io_uring record does not say which ABI asked: all ask as the wide one */
static int index_abi(int abi, bool uring)
{
	return uring && abi == ABI_I386 ? ABI_X86_64 : abi;
}

bool matcher_wants(const struct matcher *m, int abi, bool uring, uint32_t nr)
{
	size_t i;

	abi = index_abi(abi, uring);
	if (abi < 0 || abi >= ABI_COUNT || nr >= NUMBERS)
		return false;
	i = call_number(abi, uring, nr);
	return m->first[i] < m->first[i + 1];
}

static void count_turns(struct matcher *m, const struct rules *rs)
{
	vec_foreach(it, &rs->rule)
		for (size_t i = 0; i < (*it)->ntargets; i++) {
			const struct target *t = &(*it)->target[i];

			m->first[call_number(t->abi, t->uring, t->nr) + 1]++;
		}
	for (size_t i = 1; i < ARRAY_SIZE(m->first); i++)
		m->first[i] += m->first[i - 1];
}

int matcher_new(struct matcher **outp, const struct rules *rs)
{
	cleanup(matcher_freep) struct matcher *m = calloc(1, sizeof(*m));
	cleanup(freep) uint32_t *used = NULL;
	size_t total;

	if (!m)
		return -ENOMEM;
	count_turns(m, rs);
	total = m->first[ARRAY_SIZE(m->first) - 1];
	m->turn = calloc(total + 1, sizeof(*m->turn));
	used = calloc(ARRAY_SIZE(m->first), sizeof(*used));
	if (!m->turn || !used)
		return -ENOMEM;
	vec_foreach(it, &rs->rule)
		for (size_t i = 0; i < (*it)->ntargets; i++) {
			const struct target *t = &(*it)->target[i];
			size_t c = call_number(t->abi, t->uring, t->nr);

			m->turn[m->first[c] + used[c]++] =
				(struct turn){*it, t};
		}
	*outp = steal(m);
	return 0;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	free(m->turn);
	free(m);
}

/* the variant's condition, then the filter */
static enum truth decide(const struct turn *turn, const struct view *v)
{
	enum truth c = view_condition(v), f;

	if (c == FALSE)
		return FALSE;
	f = eval(turn->rule->filter, &v->env);
	return f == FALSE ? FALSE : c == UNKNOWN ? UNKNOWN : f;
}

void matcher_acts(struct matcher *m,
	bool (*acts)(void *arg, const struct rule *rule,
		const struct event *ev), void *arg)
{
	m->acts = acts;
	m->arg = arg;
}

unsigned match(const struct matcher *m, const struct event *ev,
	const struct event_call *call, const struct view *base,
	struct match out[2])
{
	int abi = index_abi(call->abi, call->uring);
	unsigned undecided = 0;
	size_t c;

	out[0] = out[1] = (struct match){0};
	if (!(call->known & KNOWN_NR) ||
		!matcher_wants(m, abi, call->uring, call->nr))
		return 0;
	c = call_number(abi, call->uring, call->nr);
	for (uint32_t i = m->first[c]; i < m->first[c + 1]; i++) {
		const struct turn *turn = &m->turn[i];
		struct match *slot = &out[turn->rule->phase];
		struct view v = *base;
		enum truth t;

		if (slot->rule ||
			(m->acts && !m->acts(m->arg, turn->rule, ev)))
			continue;
		view_init(&v, ev, call, turn->target);
		t = decide(turn, &v);
		undecided += t == UNKNOWN;
		if (t == TRUE)
			*slot = (struct match){turn->rule, turn->target};
	}
	return undecided;
}
