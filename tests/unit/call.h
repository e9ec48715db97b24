/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/call.h - a call of coreutils' rm in, as an event built by hand and
 * a rule that matched it; what a test changes in it, out as a line. */
#ifndef TESTS_UNIT_CALL_H
#define TESTS_UNIT_CALL_H

#include "event/format_json.h"
#include "event/format_text.h"

#include <syslog.h>

struct call {
	struct event ev;
	struct target target;
	struct rule rule;
	struct format format;
	struct format_part part[32];
	struct format_ctx ctx;
	struct view view;
	struct buf out;
};

static const struct variant unlinkat_as_unlink = {
	.classic = "unlink", .variant = "unlinkat", .nparams = 1,
	.map = {{MAP_PARAM, 2}},
};

/* unlinkat(AT_FDCWD, "./dummy", 0) in /tmp by root, seen as unlink */
static inline void call_init(struct call *c)
{
	struct event *ev = &c->ev;

	memset(c, 0, sizeof(*c));
	ev->sec = 1795233107;
	ev->ms = 532;
	ev->serial = 17;
	ev->ncalls = 1;
	ev->call[0] = (struct event_call){
		.known = (KNOWN_ITEMS << 1) - 1, .items = 2,
		.abi = ABI_X86_64, .arch = 0xc000003e, .nr = 263,
		.a = {0xffffff9c, 0x55b32ea76380, 0, 0x7f99e6207f80},
		.success = true, .pid = 108, .ppid = 1,
		.auid = EVENT_ID_UNSET, .ses = EVENT_ID_UNSET,
		.comm = SPAN_LIT("rm"), .exe = SPAN_LIT("/bin/rm"),
		.key = SPAN_LIT("sct:unlink_rule1"),
	};
	ev->cwd = SPAN_LIT("/tmp");
	ev->npaths = 2;
	ev->path[0] = (struct path_item){
		.item = 0, .nametype = NAME_PARENT, .name = SPAN_LIT("./"),
		.has_inode = true, .inode = 1, .dev_minor = 0x16,
		.mode = 041777,
	};
	ev->path[1] = (struct path_item){
		.item = 1, .nametype = NAME_DELETE, .name = SPAN_LIT("./dummy"),
		.has_inode = true, .inode = 25, .dev_minor = 0x16,
		.mode = 0100644, .ouid = 1000, .ogid = 100,
	};
	ev->proctitle = SPAN_LIT("rm\0./dummy");
	c->target = (struct target){
		.abi = ABI_X86_64, .nr = 263,
		.classic = syscall_by_name(ABI_X86_64, SPAN_LIT("unlink")),
		.real = syscall_by_name(ABI_X86_64, SPAN_LIT("unlinkat")),
		.variant = &unlinkat_as_unlink,
	};
	c->rule = (struct rule){
		.name = SPAN_LIT("unlink_rule1"), .format = &c->format,
		.level = LOG_INFO,
	};
	c->format.part = c->part;
	c->view.host = SPAN_LIT("here");
}

static inline void call_deinit(struct call *c)
{
	buf_deinit(&c->out);
	arena_deinit(&c->ev.arena);
	format_deinit(&c->ctx);
}

/* call_is() - the call is this one, under its own name, with these registers */
static inline void call_is(struct call *c, enum abi abi, const char *name,
	const uint64_t a[4])
{
	const struct syscall *row = syscall_by_name(abi, span_of(name));

	c->target = (struct target){
		.abi = abi, .nr = row ? (uint16_t)row->nr[abi] : 0,
		.classic = row, .real = row,
	};
	c->ev.call[0].abi = (int)abi;
	c->ev.call[0].arch = abi_info(abi)->audit_arch;
	c->ev.call[0].nr = c->target.nr;
	memcpy(c->ev.call[0].a, a, sizeof(c->ev.call[0].a));
	c->ev.npaths = 0;
}

#define CALL_IS(c, abi, name, ...)                                             \
	call_is((c), (abi), (name), (const uint64_t[4]){__VA_ARGS__})

static inline const char *call_macro_name(int macro)
{
	static const char *const names[] = {
#define MACRO(id, ...) #id,
#include "rule/macro.tbl.h"
#undef MACRO
	};

	return names[macro];
}

/* the macro with the longest name that begins s; -1: none */
static inline int call_macro(struct span s)
{
	int best = -1;
	size_t longest = 0;

	for (int i = 0; i < MACRO_COUNT; i++) {
		struct span name = span_of(call_macro_name(i));

		if (span_starts(s, name) && name.n > longest) {
			best = i;
			longest = name.n;
		}
	}
	return best;
}

/* call_set_format() - what the rule's log_format compiles to; %name only */
static inline void call_set_format(struct call *c, const char *format)
{
	const char *at;

	for (c->format.n = 0; (at = strchr(format, '%'));) {
		int macro = call_macro(span_of(at + 1));

		c->part[c->format.n++] = (struct format_part){
			-1, {format, (size_t)(at - format)},
		};
		c->part[c->format.n++] = (struct format_part){.macro = macro};
		format = at + 1 + strlen(call_macro_name(macro));
	}
	c->part[c->format.n++] = (struct format_part){-1, span_of(format)};
}

/* call_look() - the event may have changed: forget what views kept in it */
static inline void call_look(struct call *c)
{
	c->ev.njoined = 0;
	c->ev.cmdline = (struct span){NULL, 0};
	view_init(&c->view, &c->ev, &c->ev.call[0], &c->target);
	buf_reset(&c->out);
}

/* call_text() - the line of a log_format for the call */
static inline const char *call_text(struct call *c, const char *format)
{
	call_set_format(c, format);
	call_look(c);
	format_text(&c->out, &c->ctx, &c->rule, &c->view);
	return c->out.p;
}

/* call_json() - the document of the call */
static inline const char *call_json(struct call *c)
{
	call_look(c);
	format_json(&c->out, &c->ctx, &c->rule, &c->view);
	return c->out.p;
}

#endif
