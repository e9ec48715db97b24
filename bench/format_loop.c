/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format_loop [N] - how long one line of text and one JSON document take: the
 * formats alone, on the same call again and again. */
#include <stdio.h>
#include <time.h>

#include "base/num.h"
#include "tests/unit/call.h"

#define FORMAT "%time %comm[%pid] %sname(%params) by %uid (rule %ruleid)"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(struct call *c, const char *what, uint64_t rounds,
	void (*format)(struct buf *, struct format_ctx *, const struct rule *,
		const struct view *))
{
	double t = now();

	for (uint64_t i = 0; i < rounds; i++) {
		arena_reset(&c->ev.arena);
		c->ev.serial = i;
		c->ev.sec += i % 8 == 0;
		call_look(c);
		format(&c->out, &c->ctx, &c->rule, &c->view);
	}
	t = now() - t;
	printf("%s %6.0f ns a line of %zu bytes\n", what,
		t / (double)rounds * 1e9, c->out.n);
}

int main(int argc, char **argv)
{
	static struct call c;
	uint64_t rounds = 1000000;

	if (argc > 2 ||
	    (argc == 2 && num_parse(span_of(argv[1]), 10, &rounds))) {
		fprintf(stderr, "usage: format_loop [N]\n");
		return 2;
	}
	call_init(&c);
	c.ctx.ids.find = ids_find_system;
	c.rule.phase = PHASE_AFTER;
	call_set_format(&c, FORMAT);
	run(&c, "text", rounds, format_text);
	run(&c, "json", rounds, format_json);
	call_deinit(&c);
	return 0;
}
