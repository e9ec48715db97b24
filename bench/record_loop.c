/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record_loop - an audit log on standard input; what the record reader alone
 * costs: events with all their values, four of them read. */
#include <stdio.h>
#include <unistd.h>

#include "event/record.h"

struct count {
	unsigned long events, sum;
};

static void on_event(void *arg, const struct event *ev)
{
	const struct event_call *call = &ev->call[0];
	struct count *c = arg;

	c->events++;
	c->sum += call->nr + (unsigned long)call->exit +
		  (unsigned long)call->pid + call->uid;
}

int main(void)
{
	static char chunk[64 * 1024];
	struct record_reader *r;
	struct count c = {0};
	struct record_ops ops = {.arg = &c, .event = on_event};
	const struct record_counts *n;
	ssize_t got;

	if (record_new(&r, &ops))
		return 1;
	while ((got = read(0, chunk, sizeof(chunk))) > 0)
		if (record_feed(r, chunk, (size_t)got))
			return 1;
	if (record_flush(r) || got < 0)
		return 1;
	n = record_counts(r);
	printf("%lu events, %lu calls, sum %lu\n",
		(unsigned long)(n->events + n->other), c.events, c.sum);
	record_free(r);
	return 0;
}
