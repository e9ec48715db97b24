/* SPDX-License-Identifier: GPL-2.0-or-later */
/* auparse_loop - an audit log on standard input; libauparse's feed interface
 * alone, four fields read of each event. The yardstick of the other benches. */
#include <auparse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct count {
	unsigned long events, calls, sum;
};

static void on_event(auparse_state_t *au, auparse_cb_event_t type, void *arg)
{
	static const char *const name[] = {"syscall", "exit", "pid", "uid"};
	struct count *c = arg;

	if (type != AUPARSE_CB_EVENT_READY)
		return;
	c->events++;
	if (auparse_first_record(au) <= 0 || !auparse_find_field(au, name[0]))
		return;
	c->calls++;
	c->sum += (unsigned long)auparse_get_field_int(au);
	for (int i = 1; i < 4; i++)
		if (auparse_find_field(au, name[i]))
			c->sum += (unsigned long)auparse_get_field_int(au);
}

int main(void)
{
	auparse_state_t *au = auparse_init(AUSOURCE_FEED, NULL);
	static char chunk[64 * 1024];
	struct count c = {0};
	ssize_t n;

	if (!au)
		return 1;
	auparse_add_callback(au, on_event, &c, NULL);
	while ((n = read(0, chunk, sizeof(chunk))) > 0)
		if (auparse_feed(au, chunk, (size_t)n))
			return 1;
	auparse_flush_feed(au);
	auparse_destroy(au);
	printf("%lu events, %lu calls, sum %lu\n", c.events, c.calls, c.sum);
	return n < 0;
}
