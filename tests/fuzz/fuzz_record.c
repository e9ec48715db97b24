/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_record - any bytes as an audit log, in odd chunks: no crash, each line
 * accounted for, each value that a rule may ask for in order. */
#include <stdio.h>
#include <stdlib.h>

#include "event/param.h"
#include "event/record.h"
#include "event/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(what)                                                             \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(stderr, "not so: %s\n", #what);                \
			abort();                                               \
		}                                                              \
	} while (0)

struct run {
	struct buf out;
	uint64_t sum;		/* so that each byte of a value is read */
	size_t aside_bytes;
};

static void read_bytes(struct run *run, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		run->sum += (unsigned char)s.p[i];
}

static void check_absolute(struct span s)
{
	MUST(s.n > 0 && s.p[0] == '/');
	MUST(s.n == 1 || s.p[s.n - 1] != '/');
	MUST(!memmem(s.p, s.n, "//", 2) && !memmem(s.p, s.n, "/./", 3) &&
	     !memmem(s.p, s.n, "/../", 4));
}

static void check_value(struct run *run, const struct value *v)
{
	read_bytes(run, v->s);
	read_bytes(run, v->abs);
	MUST(v->type == V_PATH || !v->abs.p);
	if (v->abs.p)
		check_absolute(v->abs);
	if (v->type == V_INT)
		MUST(v->bits == 128 || v->u >> v->bits == 0);
}

static void look(struct run *run, const struct event *ev,
	const struct event_call *call, const struct target *t)
{
	struct view v = {.host = SPAN_LIT("here")};
	struct value x;
	uint64_t u;

	view_init(&v, ev, call, t);
	run->sum += view_condition(&v);
	for (int var = VAR_PARAMS + 1; var < VAR_COUNT; var++) {
		v.env.get(&v.env, (enum var)var, 0, &x);
		check_value(run, &x);
	}
	for (unsigned n = 0; n <= PARAMS_MAX + 1; n++) {
		v.env.get(&v.env, VAR_PARAMS, n, &x);
		check_value(run, &x);
		run->sum += view_param_is_null(&v, n);
		if (n < 1 || n > t->classic->nparams)
			continue;
		if (view_raw_param(&v, n, &u))
			run->sum += u;
		buf_reset(&run->out);
		param_text(&run->out, &v, n);
		param_decoded(&run->out, &v, n);
	}
}

/* as itself, and as each call that it is a variant of */
static void look_all(struct run *run, const struct event *ev,
	const struct event_call *call)
{
	const struct uring_op *op = call->uring ? uring_by_nr(call->nr) : NULL;
	struct target t = {.abi = (enum abi)call->abi, .uring = call->uring,
		.nr = (uint16_t)call->nr};
	const struct variant *rows;
	size_t n;

	if (!call->uring)
		t.real = syscall_by_nr(t.abi, call->nr);
	else if (op && op->syscall)
		t.real = syscall_by_name(t.abi, span_of(op->syscall));
	if (!t.real)
		return;
	t.classic = t.real;
	look(run, ev, call, &t);
	rows = variant_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (!(rows[i].abis & 1u << t.abi) ||
		    strcmp(rows[i].variant, t.real->name) != 0)
			continue;
		t.variant = &rows[i];
		t.classic = syscall_prototype(span_of(rows[i].classic));
		look(run, ev, call, &t);
	}
}

static void on_event(void *arg, const struct event *ev)
{
	struct run *run = arg;

	MUST(ev->ncalls > 0 && ev->ncalls <= EVENT_CALLS_MAX);
	MUST(ev->npaths <= EVENT_PATHS_MAX && ev->nargs <= EVENT_ARGS_MAX);
	for (size_t i = 0; i < ev->nargs; i++)
		read_bytes(run, ev->args[i]);
	for (size_t i = 0; i < ev->npaths; i++)
		read_bytes(run, ev->path[i].name);
	for (size_t i = 0; i < ev->ncalls; i++) {
		const struct event_call *call = &ev->call[i];

		read_bytes(run, call->key);
		read_bytes(run, call->subj);
		if (call->abi >= 0 && call->known & KNOWN_NR)
			look_all(run, ev, call);
	}
}

static void on_aside(void *arg, enum record_fault fault, struct span text,
	bool end)
{
	struct run *run = arg;

	read_bytes(run, text);
	run->aside_bytes += text.n;
	MUST(record_fault_text(fault));
	MUST(text.n <= RECORD_LINE_MAX + 1);
}

static void check_counts(const struct record_counts *c, size_t size)
{
	MUST(c->lines == c->blank + c->records + c->aside[RECORD_NO_HEAD] +
		c->aside[RECORD_CONTROL] + c->aside[RECORD_TOO_LONG]);
	MUST(c->lines <= size);
	MUST(c->events + c->other + c->unwanted <= c->records);
	MUST(c->aside[RECORD_DROPPED] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = {0};
	const struct record_ops ops = {.arg = &run, .event = on_event,
		.aside = on_aside};
	struct record_reader *r;
	size_t step = size % 61 + 1;

	MUST(record_new(&r, &ops) == 0);
	for (size_t at = 0; at < size; at += step) {
		size_t n = min_size(step, size - at);

		MUST(record_feed(r, (const char *)data + at, n) == 0);
		if (step == 7)
			MUST(record_age(r) == 0);
		step = step * 5 % 997 + 1;
	}
	MUST(record_flush(r) == 0);
	check_counts(record_counts(r), size);
	record_free(r);
	buf_deinit(&run.out);
	return 0;
}
