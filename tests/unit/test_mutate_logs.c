/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recorded logs, each with a few things gone wrong, through rules on every call
 * with every macro and variable: no crash, hang or leak; each line of input is
 * counted in exactly one way; each line of output is one line, and a document
 * where it should be one. SCT_SEED=N tries others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include <glob.h>
#include <json-c/json.h>

#include "base/escape.h"
#include "event/format_journal.h"
#include "event/pipeline.h"
#include "rule/format.h"
#include "rule/resolve.h"
#include "store/textfile.h"

#define LOGS_PER_KIND 250	/* four kinds in two formats: 2,000 */
#define LOGS_MAX 64
#define SECONDS_MAX 120		/* for one kind, of a slow machine */

struct logs {
	struct buf text[LOGS_MAX];
	size_t n;
	struct rules *rs;
};

struct dice {
	uint64_t seed, x;
};

static size_t roll(struct dice *d, size_t n)
{
	d->x ^= d->x << 13;
	d->x ^= d->x >> 7;
	d->x ^= d->x << 17;
	return n ? (size_t)(d->x % n) : 0;
}

/* ----------------------------------------------------- rules on every call */

static void add_format(struct buf *t, bool after)
{
	for (int i = 0; i < MACRO_COUNT; i++) {
		const struct macro_info *m = macro_info((enum macro)i);

		if (after || !m->after)
			buf_printf(t, " %s=%%%s", m->name, m->name);
	}
}

static void add_rules(struct buf *t)
{
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++) {
		if (i && strcmp(row[i].name, row[i - 1].name) == 0)
			continue;
		buf_printf(t, "rule { syscall_name = %s rule_name = b.%s "
			"filter_expression { COMM ~= \"q\" || PATH ~= \"x\" || "
			"under(PATH2, \"/\") || EXE ~= \"y\" || CWD ~= \"z\" || "
			"TTY == \"t\" || CMDLINE ~= \"c\" || HOST == \"h\" || "
			"PID > 1 || DEV == 1 || INODE == 2 || ADDR == 3 || "
			"PORT == 4 || FAMILY == 5 || ARCH != 6 || AUID == 0 || "
			"SES == 1 || PPID == 2 } action { type = LOG "
			"log_format {", row[i].name, row[i].name);
		add_format(t, false);
		buf_printf(t, "} } }\nrule { syscall_name = %s rule_name = a.%s "
			"when = after action { type = LOG log_format {",
			row[i].name, row[i].name);
		add_format(t, true);
		buf_printf(t, "} } }\n");
	}
}

static void read_logs(struct logs *l, const char *pattern)
{
	const char *srcdir = getenv("srcdir");
	cleanup(buf_deinit) struct buf path = {0};
	glob_t g = {0};

	buf_printf(&path, "%s/tests/%s", srcdir ? srcdir : ".", pattern);
	if (glob(path.p, 0, NULL, &g) == 0)
		for (size_t i = 0; i < g.gl_pathc && l->n < LOGS_MAX; i++)
			assert_int_equal(textfile_read(&l->text[l->n++],
				g.gl_pathv[i], 1u << 20), 0);
	globfree(&g);
}

static int setup(void **state)
{
	struct logs *l = calloc(1, sizeof(*l));
	cleanup(diag_deinit) struct diag diag = {0};
	cleanup(buf_deinit) struct buf t = {0};

	assert_non_null(l);
	read_logs(l, "replay/*.log");
	read_logs(l, "data/*.log");
	assert_true(l->n > 10);
	l->rs = rules_new();
	add_rules(&t);
	assert_int_equal(rules_add(l->rs, "t", (struct span){t.p, t.n}, NULL,
		&diag), 0);
	assert_int_equal(diag.errors, 0);
	*state = l;
	return 0;
}

static int teardown(void **state)
{
	struct logs *l = *state;

	for (size_t i = 0; i < l->n; i++)
		buf_deinit(&l->text[i]);
	rules_free(l->rs);
	free(l);
	return 0;
}

/* ------------------------------------------------------- what goes wrong */

static struct span pick(struct dice *d, const struct logs *l)
{
	const struct buf *b = &l->text[roll(d, l->n)];

	return (struct span){b->p, min_size(b->n, 20000)};
}

typedef void mutation(struct dice *d, const struct logs *l, struct buf *out);

static void change_bytes(struct dice *d, const struct logs *l, struct buf *out)
{
	static const char odd[] = "\0\n\r\x1d\"'=() ,[]{}:.-09aAfF\xff\x80";

	buf_span(out, pick(d, l));
	for (size_t i = roll(d, 40) + 1; i > 0; i--)
		out->p[roll(d, out->n)] = roll(d, 2) ? (char)roll(d, 256) :
			odd[roll(d, sizeof(odd) - 1)];
}

/* the next line of *left, with its end */
static struct span next_line(struct span *left)
{
	const char *end = memchr(left->p, '\n', left->n);
	struct span line = {left->p, end ? (size_t)(end + 1 - left->p) :
		left->n};

	*left = (struct span){left->p + line.n, left->n - line.n};
	return line;
}

/* lines lost, doubled, out of place, and those of another log between them */
static void change_lines(struct dice *d, const struct logs *l, struct buf *out)
{
	struct span left = pick(d, l), other = pick(d, l), kept = {0};

	while (left.n) {
		struct span line = next_line(&left);

		switch (roll(d, 12)) {
		case 0:
			break;
		case 1:
			buf_span(out, line);
			buf_span(out, line);
			break;
		case 2:
			kept = line;
			break;
		case 3:
			buf_span(out, line);
			buf_span(out, kept);
			break;
		case 4:
			if (other.n)
				buf_span(out, next_line(&other));
			buf_span(out, line);
			break;
		default:
			buf_span(out, line);
		}
	}
}

/* other values in fields that keep their names */
static void change_values(struct dice *d, const struct logs *l, struct buf *out)
{
	static const char *const values[] = {
		"0", "-1", "4294967295", "18446744073709551616", "ffffffff",
		"ffffffffffffffffff", "(null)", "?", "\"\"", "\"", "none",
		"2F6574632F0A\x1d", "2F6", "00", "\"./x\"", "\"../../..\"",
		"\"/a//b/../c\"", "1 type=SYSCALL", "020000", "DELETE",
		"PARENT", "c000003e", "40000003", "yes", "no", "-13",
	};
	struct span left = pick(d, l);

	while (left.n) {
		size_t n = 0;

		buf_chr(out, *left.p);
		left = (struct span){left.p + 1, left.n - 1};
		if (out->p[out->n - 1] != '=' || roll(d, 15))
			continue;
		buf_str(out, values[roll(d, ARRAY_SIZE(values))]);
		while (n < left.n && left.p[n] != ' ' && left.p[n] != '\n')
			n++;
		left = (struct span){left.p + n, left.n - n};
	}
}

static void cut_and_repeat(struct dice *d, const struct logs *l,
	struct buf *out)
{
	struct span s = pick(d, l);

	for (size_t i = roll(d, 30) + 1; i > 0 && out->n < 60000; i--) {
		size_t from = roll(d, s.n), n = roll(d, s.n - from) + 1;

		buf_add(out, s.p + from, roll(d, 3) ? min_size(n, 400) : n);
	}
}

/* --------------------------------------------------------- what must hold */

struct lines {
	size_t n;
};

/* names are names, and the line is in it */
static void check_entry(struct span entry)
{
	struct span field;
	bool message = false;
	int r;

	while ((r = journal_next(&entry, &field)) > 0) {
		size_t n = 0;

		while (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
			field.p[n]))
			n++;
		assert_int_equal(field.p[n], '=');
		assert_in_range(n, 1, 64);
		message = message || (n == 7 && !memcmp(field.p, "MESSAGE", n));
	}
	assert_int_equal(r, 0);
	assert_true(message);
}

static void check_line(void *arg, const struct rule *rule,
	const struct view *v, enum pipeline_format format, struct span line)
{
	struct lines *out = arg;
	struct json_object *o;
	enum json_tokener_error e;
	char *copy;

	out->n++;
	if (format == PIPELINE_JOURNAL) {
		check_entry(line);
		return;
	}
	assert_true(line.n > 1 && line.p[line.n - 1] == '\n');
	line.n--;
	for (struct span s = line; s.n;) {
		size_t n = utf8_len(s);

		assert_true(n > 0);
		assert_true((unsigned char)*s.p >= 32 && *s.p != 127);
		s = (struct span){s.p + n, s.n - n};
	}
	if (format != PIPELINE_JSON)
		return;
	copy = strndup(line.p, line.n);
	o = json_tokener_parse_verbose(copy, &e);
	if (e != json_tokener_success)
		print_error("%s\n", copy);
	assert_int_equal(e, json_tokener_success);
	assert_true(json_object_is_type(o, json_type_object));
	json_object_put(o);
	free(copy);
}

static void check_counts(struct pipeline *p, size_t lines)
{
	const struct record_counts *c = record_counts(pipeline_reader(p));

	assert_int_equal(c->lines, c->blank + c->records +
		c->aside[RECORD_NO_HEAD] + c->aside[RECORD_CONTROL] +
		c->aside[RECORD_TOO_LONG]);
	assert_int_equal(pipeline_counts(p)->lines, lines);
	assert_int_equal(pipeline_counts(p)->err, 0);
}

/* in pieces of any size, as a file is read */
static void feed(struct dice *d, struct pipeline *p, const struct buf *log)
{
	struct record_reader *r = pipeline_reader(p);

	for (size_t at = 0, step; at < log->n; at += step) {
		step = min_size(roll(d, 4000) + 1, log->n - at);
		assert_int_equal(record_feed(r, log->p + at, step), 0);
	}
	assert_int_equal(record_flush(r), 0);
}

static void try_kind(const struct logs *l, mutation *m, uint64_t number)
{
	const char *seed = getenv("SCT_SEED");
	struct dice d = {.seed = seed ? strtoull(seed, NULL, 0) : 20031121};
	cleanup(buf_deinit) struct buf log = {0};

	d.x = (d.seed + number) * 0x9e3779b97f4a7c15u | 1;
	alarm(SECONDS_MAX);
	for (unsigned f = 0; f < PIPELINE_FORMATS; f++) {
		struct lines out = {0};
		struct pipeline_ops ops = {.arg = &out, .line = check_line};
		struct pipeline *p;

		assert_int_equal(pipeline_new(&p, l->rs, &ops), 0);
		pipeline_formats(p, PIPELINE_BIT(f));
		for (int i = 0; i < LOGS_PER_KIND; i++) {
			buf_reset(&log);
			m(&d, l, &log);
			assert_int_equal(log.err, 0);
			feed(&d, p, &log);
		}
		check_counts(p, out.n);
		print_message("%zu lines\n", out.n);
		assert_true(out.n > 500);
		pipeline_free(p);
	}
	alarm(0);
}

#define KIND(number, name)                                                     \
	static void test_##name(void **state)                                  \
	{                                                                      \
		try_kind(*state, name, number);                                \
	}
KIND(1, change_bytes)
KIND(2, change_lines)
KIND(3, change_values)
KIND(4, cut_and_repeat)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_change_bytes),
		cmocka_unit_test(test_change_lines),
		cmocka_unit_test(test_change_values),
		cmocka_unit_test(test_cut_and_repeat),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
