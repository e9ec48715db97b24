/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/gen.h"

#include <stdio.h>

#include "sim/world.h"
#include "tbl/tbl.h"

/* calls whose parameters a rule may mix: PARAMS mean the same kind of thing in
 * all of a row */
static const struct {
	const char *names[3];
	unsigned weight;
} calls[] = {
	{{"kill"}, 4}, {{"ptrace"}, 3}, {{"tgkill"}, 1},
	{{"open"}, 5}, {{"openat"}, 4}, {{"openat2"}, 2}, {{"creat"}, 2},
	{{"chmod"}, 3}, {{"fchmodat"}, 2}, {{"mkdir"}, 1},
	{{"chown", "lchown"}, 4}, {{"chown32"}, 1}, {{"fchownat"}, 2},
	{{"unlink", "rmdir"}, 4}, {{"unlinkat"}, 3}, {{"rmdir"}, 1},
	{{"rename", "link"}, 3}, {{"renameat2"}, 2}, {{"linkat"}, 1},
	{{"symlink"}, 1}, {{"mknod"}, 1}, {{"access"}, 1}, {{"truncate"}, 1},
	{{"socket"}, 2}, {{"connect", "bind"}, 3}, {{"sendto"}, 1},
	{{"accept"}, 1}, {{"accept4"}, 1}, {{"setsockopt"}, 1},
	{{"lseek"}, 3}, {{"pread64"}, 1}, {{"mmap"}, 2}, {{"mprotect"}, 1},
	{{"prctl"}, 2}, {{"fcntl"}, 1}, {{"ioctl"}, 1}, {{"dup2"}, 1},
	{{"setuid", "setgid"}, 3}, {{"setresuid"}, 2}, {{"setuid32"}, 1},
	{{"semget"}, 2}, {{"shmget"}, 1}, {{"ipc"}, 1}, {{"socketcall"}, 1},
	{{"clone"}, 1}, {{"fork"}, 1}, {{"exit_group"}, 1}, {{"mount"}, 1},
	{{"getpgrp"}, 1}, {{"vfork"}, 1},
};

struct gen {
	struct rng *rng;
	struct buf *out;
	const char *const *names;	/* of the rule, NULL after the last */
	bool after;
	unsigned depth;
};

static void expression(struct gen *g);

static bool chance(struct gen *g, unsigned percent)
{
	return rng_percent(g->rng, percent);
}

/* ------------------------------------------------------------- numbers */

static const uint64_t round_numbers[] = {0, 1, 2, 3, 5, 7, 9, 16, 64, 100, 127,
	128, 255, 256, 1000, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7ffffffe,
	0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff,
	UINT64_C(0x100000000), UINT64_C(0x100000001), UINT64_C(0x180000000),
	UINT64_C(0x200000000), INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX};
static const uint32_t some_ids[] = {0, 1, 5, 100, 999, 1000, 65534, 0x7fffffff,
	0x80000000, 0xfffffffe, 0xffffffff};

static void number(struct gen *g)
{
	uint64_t u = rng_pick(g->rng, round_numbers);

	if (chance(g, 40))
		u = rng_below(g->rng, 12);
	if (chance(g, 25))
		buf_chr(g->out, '-');
	buf_printf(g->out, chance(g, 50) ? "%llu" : "0x%llx",
		(unsigned long long)u);
}

static void id(struct gen *g)
{
	if (chance(g, 10))
		buf_lit(g->out, "-1");
	else
		buf_dec(g->out, rng_pick(g->rng, some_ids));
}

/* a constant that is meant for the parameter; false: it has none */
static bool named(struct gen *g, const char *group)
{
	const struct constant *c;
	size_t n = 0;

	if (!group || !chance(g, 60))
		return false;
	while (constant_group(group, n))
		n++;
	c = n ? constant_group(group, rng_below(g->rng, n)) : NULL;
	/* what an ABI does not have is no number there */
	if (!c || c->value[ABI_X86_64] == CONST_NONE ||
		c->value[ABI_I386] == CONST_NONE)
		return false;
	buf_str(g->out, c->name);
	return true;
}

/* ----------------------------------------------------------- variables */

/* the prototype of parameter n in all calls of the rule; NULL: one of them has
 * no such parameter, or one of another class */
static const struct param *param_of(const struct gen *g, unsigned n)
{
	const struct param *first = NULL;

	for (size_t i = 0; g->names[i]; i++) {
		const struct syscall *s =
			syscall_prototype(span_of(g->names[i]));

		if (!s || n > s->nparams)
			return NULL;
		if (first && kind_info(s->param[n - 1].kind)->class !=
				     kind_info(first->kind)->class)
			return NULL;
		first = &s->param[n - 1];
	}
	return first;
}

/* a parameter of that class, 0: none */
static unsigned pick_param(struct gen *g, enum kind_class class)
{
	unsigned from = rng_below(g->rng, PARAMS_MAX);

	for (unsigned i = 0; i < PARAMS_MAX; i++) {
		unsigned n = (from + i) % PARAMS_MAX + 1;
		const struct param *p = param_of(g, n);

		if (p && kind_info(p->kind)->class == class)
			return n;
	}
	return 0;
}

/* a variable of numbers and what it is compared with */
struct subject {
	char name[20];
	const char *group;	/* constants that it takes */
	bool is_id, is_bits;
};

static struct subject subject(struct gen *g)
{
	static const char *const ids[] = {"UID", "EUID", "SUID", "FSUID", "GID",
		"EGID", "SGID", "FSGID", "AUID"};
	static const char *const others[] = {"PID", "PPID", "SES", "ARCH",
		"INODE", "DEV", "FAMILY", "PORT", "ADDR"};
	static const char *const results[] = {"RETVAL", "SUCCESS", "ERRNO"};
	unsigned n = chance(g, 45) ? pick_param(g, CLASS_INT) : 0;
	struct subject s = {.group = NULL};
	const struct kind_info *kind;

	if (!n && chance(g, 8))
		n = pick_param(g, CLASS_POINTER);
	if (n) {
		kind = kind_info(param_of(g, n)->kind);
		snprintf(s.name, sizeof(s.name), "PARAMS[%u]", n);
		s.group = kind->group;
		s.is_bits = kind->show == SHOW_FLAGS || kind->show == SHOW_OCT;
	} else if (g->after && chance(g, 45)) {
		snprintf(s.name, sizeof(s.name), "%s",
			rng_pick(g->rng, results));
		s.group = s.name[0] == 'E' ? "errno" : NULL;
	} else if (chance(g, 60)) {
		snprintf(s.name, sizeof(s.name), "%s", rng_pick(g->rng, ids));
		s.is_id = true;
	} else {
		snprintf(s.name, sizeof(s.name), "%s",
			rng_pick(g->rng, others));
		s.group = s.name[0] == 'F' ? "AF" : NULL;
	}
	return s;
}

static void constant_for(struct gen *g, const struct subject *s)
{
	bool minus = s->group && strcmp(s->group, "errno") == 0 &&
		     s->name[0] == 'R';

	if (minus)
		buf_chr(g->out, '-');
	if (named(g, s->group))
		return;
	if (s->is_id && chance(g, 70))
		id(g);
	else if (strcmp(s->name, "INODE") == 0 && chance(g, 80))
		buf_printf(g->out, "%u", rng_below(g->rng, 24));
	else
		number(g);
}

/* -------------------------------------------------------------- leaves */

static const char *compare_op(struct gen *g)
{
	static const char *const ops[] = {"==", "==", "!=", "<", "<=", ">",
		">="};

	return rng_pick(g->rng, ops);
}

static void bit_test(struct gen *g, const struct subject *s)
{
	bool compared = chance(g, 60);

	if (compared)
		buf_chr(g->out, '(');
	buf_printf(g->out, "%s & ", s->name);
	constant_for(g, s);
	if (!compared)
		return;
	buf_printf(g->out, ") %s ", chance(g, 90) ? chance(g, 50) ? "==" : "!=" :
						    compare_op(g));
	if (chance(g, 30))
		buf_chr(g->out, '0');
	else
		constant_for(g, s);
}

static void arithmetic(struct gen *g, const struct subject *s)
{
	static const char *const ops[] = {"+", "-", "|", "^", "&"};
	struct subject other = subject(g);

	switch (rng_below(g->rng, 4)) {
	case 0:
		buf_printf(g->out, "%s %s ", s->name, compare_op(g));
		buf_str(g->out, other.name);
		return;
	case 1:
		buf_printf(g->out, "%c%s %s ", chance(g, 50) ? '-' : '~', s->name,
			compare_op(g));
		break;
	case 2:
		buf_printf(g->out, "(%s == ", s->name);
		constant_for(g, s);
		buf_printf(g->out, ") + (%s %s ", other.name, compare_op(g));
		constant_for(g, &other);
		buf_lit(g->out, ") == 1");
		return;
	default:
		buf_printf(g->out, "(%s %s ", s->name, rng_pick(g->rng, ops));
		constant_for(g, s);
		buf_printf(g->out, ") %s ", compare_op(g));
	}
	constant_for(g, s);
}

static void number_leaf(struct gen *g)
{
	struct subject s = subject(g);

	if (chance(g, s.is_bits ? 60 : 12)) {
		bit_test(g, &s);
	} else if (chance(g, 8)) {
		arithmetic(g, &s);
	} else if (chance(g, 5)) {
		buf_str(g->out, s.name);
	} else if (chance(g, 15)) {
		constant_for(g, &s);
		buf_printf(g->out, " %s %s", compare_op(g), s.name);
	} else {
		buf_printf(g->out, "%s %s ", s.name, compare_op(g));
		constant_for(g, &s);
	}
}

static void file_name(struct gen *g)
{
	size_t n;
	const struct file *f = world_files(&n);

	buf_printf(g->out, "\"%s\"", f[rng_below(g->rng, n)].name);
}

static void path_leaf(struct gen *g)
{
	static const char *const dirs[] = {"/etc", "/tmp", "/tmp/a", "/srv/data",
		"/", "/etc/ssh"};
	static const char *const letters[] = {"a", "./a", "etc/passwd", "tmp/a"};
	unsigned n = chance(g, 60) ? pick_param(g, CLASS_PATH) : 0;
	char name[20] = "PATH";

	if (n)
		snprintf(name, sizeof(name), "PARAMS[%u]", n);
	else if (chance(g, 25))
		snprintf(name, sizeof(name), "PATH2");
	switch (rng_below(g->rng, n ? 9 : 8)) {
	case 0: case 1: case 2:
		buf_printf(g->out, "%s == ", name);
		file_name(g);
		return;
	case 3:
		buf_printf(g->out, "%s != ", name);
		file_name(g);
		return;
	case 4: case 5:
		buf_printf(g->out, "under(%s, \"%s\")", name,
			rng_pick(g->rng, dirs));
		return;
	case 6:
		buf_printf(g->out, "glob(%s, \"%s/*\")", name,
			rng_pick(g->rng, dirs));
		return;
	case 7:
		buf_printf(g->out, "%s %s \"%s\"", name,
			chance(g, 50) ? "~=" : "==", rng_pick(g->rng, letters));
		return;
	default:
		buf_printf(g->out, "raw(%s) %s ", name,
			chance(g, 50) ? "==" : "!=");
		file_name(g);
	}
}

static void text_leaf(struct gen *g)
{
	static const char *const vars[] = {"COMM", "EXE", "CWD", "TTY",
		"CMDLINE", "HOST"};
	static const char *const words[] = {"rm", "perl", "/usr/bin/rm", "a",
		"guest"};
	const char *var = rng_pick(g->rng, vars);
	const char *word = rng_pick(g->rng, words);

	switch (rng_below(g->rng, 5)) {
	case 0:
		buf_printf(g->out, "glob(%s, \"%s*\")", var, word);
		return;
	case 1:
		buf_printf(g->out, "regex(%s, \"^%s\")", var, word);
		return;
	case 2:
		buf_printf(g->out, "%s ~= \"%s\"", var, word);
		return;
	default:
		buf_printf(g->out, "%s %s \"%s\"", var,
			chance(g, 70) ? "==" : "!=", word);
	}
}

static void leaf(struct gen *g)
{
	if (chance(g, 3))
		buf_dec(g->out, rng_below(g->rng, 2));
	else if (chance(g, 25))
		path_leaf(g);
	else if (chance(g, 10))
		text_leaf(g);
	else
		number_leaf(g);
}

/* ------------------------------------------------------------ compounds */

/* past the bounds of the disjunctive form and of a set of ranges */
static void wide(struct gen *g)
{
	unsigned n = 3 + rng_below(g->rng, chance(g, 10) ? 160 : 12);
	bool none = chance(g, 40), same = chance(g, 60);
	unsigned at = rng_below(g->rng, 3), step = 1 + rng_below(g->rng, 3);
	struct subject s = subject(g);

	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_str(g->out, none ? " && " : " || ");
		if (!same)
			s = subject(g);
		buf_printf(g->out, "%s %s %u", s.name, none ? "!=" : "==", at);
		at += step;
	}
}

/* (a || b) && (c || d) && ... */
static void product(struct gen *g)
{
	unsigned n = 2 + rng_below(g->rng, 8);

	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_lit(g->out, " && ");
		buf_chr(g->out, '(');
		leaf(g);
		buf_lit(g->out, " || ");
		leaf(g);
		buf_chr(g->out, ')');
	}
}

static void bracketed(struct gen *g)
{
	buf_chr(g->out, '(');
	expression(g);
	buf_chr(g->out, ')');
}

static void expression(struct gen *g)
{
	unsigned kind = rng_below(g->rng, 100);

	if (g->depth >= 4 || kind < 35) {
		leaf(g);
		return;
	}
	g->depth++;
	if (kind < 65) {
		bracketed(g);
		buf_lit(g->out, " && ");
		bracketed(g);
	} else if (kind < 85) {
		bracketed(g);
		buf_lit(g->out, " || ");
		bracketed(g);
	} else if (kind < 92) {
		buf_chr(g->out, '!');
		bracketed(g);
	} else if (kind < 97) {
		wide(g);
	} else {
		product(g);
	}
	g->depth--;
}

/* ---------------------------------------------------------------- rules */

static const char *const *pick_names(struct rng *rng, const char *out[4])
{
	unsigned total = 0, at;
	size_t i, n = 0;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		total += calls[i].weight;
	at = rng_below(rng, total);
	for (i = 0; at >= calls[i].weight; i++)
		at -= calls[i].weight;
	while (n < ARRAY_SIZE(calls[i].names) && calls[i].names[n]) {
		out[n] = calls[i].names[n];
		n++;
	}
	if (n > 1 && rng_percent(rng, 60)) {	/* one of them alone */
		out[0] = out[rng_below(rng, n)];
		n = 1;
	}
	out[n] = NULL;
	return out;
}

/* what an earlier rule of the set was made of */
struct earlier {
	const char *names[4];
	bool after;
	struct buf filter;
};

/* a filter of its own, or one that has to do with an earlier one */
static void filter(struct gen *g, const struct earlier *e)
{
	if (!e || !e->filter.n || chance(g, 40)) {
		expression(g);
		return;
	}
	buf_chr(g->out, '(');
	buf_add(g->out, e->filter.p, e->filter.n);
	buf_chr(g->out, ')');
	if (chance(g, 40))
		return;
	buf_str(g->out, chance(g, 60) ? " && " : " || ");
	bracketed(g);
}

static void rule(struct gen *g, unsigned index, const struct earlier *from,
	struct earlier *self)
{
	struct buf *out = g->out;

	buf_lit(out, "rule {\n\tsyscall_name = ");
	for (size_t i = 0; g->names[i]; i++)
		buf_printf(out, "%s%s", i ? ", " : "", g->names[i]);
	buf_printf(out, "\n\trule_name = r%u\n", index);
	if (chance(g, 95)) {
		g->out = &self->filter;
		filter(g, from);
		g->out = out;
		buf_lit(out, "\tfilter_expression { ");
		buf_add(out, self->filter.p, self->filter.n);
		buf_lit(out, " }\n");
	}
	buf_lit(out, "\taction { type = LOG }\n");
	if (g->after)
		buf_lit(out, "\twhen = after\n");
	if (chance(g, 15))
		buf_lit(out, "\tvariants = no\n");
	if (chance(g, 30))
		buf_lit(out, "\tattempts = all\n");
	buf_lit(out, "}\n");
}

void gen_rules(struct buf *out, struct rng *rng)
{
	struct earlier all[GEN_RULES_MAX] = {{.after = false}};
	unsigned n = 1 + rng_below(rng, GEN_RULES_MAX);

	for (unsigned i = 0; i < n; i++) {
		struct gen g = {.rng = rng, .out = out};
		const struct earlier *from = NULL;

		if (i && rng_percent(rng, 70)) {	/* on the same calls */
			from = &all[rng_below(rng, i)];
			memcpy(all[i].names, from->names, sizeof(from->names));
			all[i].after = from->after || rng_percent(rng, 20);
			g.names = all[i].names;
		} else {
			g.names = pick_names(rng, all[i].names);
			all[i].after = rng_percent(rng, 35);
		}
		g.after = all[i].after;
		rule(&g, i, from, &all[i]);
	}
	for (unsigned i = 0; i < n; i++)
		buf_deinit(&all[i].filter);
}
