/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configurations with a few things gone wrong: a clear error or a valid
 * configuration, never a crash, a hang or a leak; what is accepted is the same
 * after print and read. SCT_SEED=N tries others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include <glob.h>

#include "store/textfile.h"
#include "tests/unit/conf.h"

#define FILES_PER_KIND 250	/* eight kinds: 2,000 */
#define SEEDS_MAX 32
#define SECONDS_MAX 60		/* for one file, of a slow machine */

struct seeds {
	struct buf text[SEEDS_MAX];
	size_t n;
};

struct dice {
	uint64_t x;
};

static size_t roll(struct dice *d, size_t n)
{
	d->x ^= d->x << 13;
	d->x ^= d->x >> 7;
	d->x ^= d->x << 17;
	return n ? (size_t)(d->x % n) : 0;
}

/* those of the fuzzer, and all that a configuration can say */
static int setup(void **state)
{
	const char *srcdir = getenv("srcdir");
	struct seeds *s = calloc(1, sizeof(*s));
	cleanup(buf_deinit) struct buf path = {0};
	struct config c;
	glob_t g = {0};

	assert_non_null(s);
	buf_printf(&path, "%s/tests/fuzz/seeds/fuzz_config/*.yaml",
		srcdir ? srcdir : ".");
	assert_int_equal(glob(path.p, 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc && s->n < SEEDS_MAX - 1; i++)
		assert_int_equal(textfile_read(&s->text[s->n++], g.gl_pathv[i],
			CONFIG_FILE_MAX), 0);
	globfree(&g);
	assert_int_equal(config_default(&c), 0);
	config_print(&s->text[s->n++], &c);
	config_deinit(&c);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct seeds *s = *state;

	for (size_t i = 0; i < s->n; i++)
		buf_deinit(&s->text[i]);
	free(s);
	return 0;
}

static struct span pick(struct dice *d, const struct seeds *s)
{
	const struct buf *b = &s->text[roll(d, s->n)];

	return (struct span){b->p ? b->p : "", b->n};
}

/* the first of s that ends with a line, or anywhere */
static struct span head(struct dice *d, struct span s)
{
	size_t n = roll(d, s.n + 1);
	const char *end = n < s.n && roll(d, 3) ?
		memchr(s.p + n, '\n', s.n - n) : NULL;

	return (struct span){s.p, end ? (size_t)(end + 1 - s.p) : n};
}

static struct span behind(struct span s, size_t n)
{
	return (struct span){s.p + n, s.n - n};
}

typedef void mutation(struct dice *d, const struct seeds *s, struct buf *out);

static void flip_bytes(struct dice *d, const struct seeds *s, struct buf *out)
{
	buf_span(out, pick(d, s));
	for (size_t i = roll(d, 4); i < 4 && out->n; i++)
		out->p[roll(d, out->n)] ^= (char)(1 << roll(d, 8));
}

static void insert_tokens(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	static const char *const odd[] = {
		"{", "}", "[", "]", ":", ": ", ",", "- ", "? ", "| ", "> ",
		"&a ", "*a", "!t ", "!!str ", "%YAML 1.1\n", "---\n", "...\n",
		"#", " #", "'", "\"", "\\", "\\x00", "\t", "\r", "\n", "\n\n",
		"\n  ", " ", "~", "null", "none", "yes", "0", "-1", "1k",
		"99999999999999999999", "\xff", "\xc3\xa9", "\xef\xbb\xbf",
		"\xe2\x80\xa8", "\x01", "<<: ", "sinks:\n", "  events:\n",
		"type: file\n", "enabled: no", "path: /x", "@", "`",
	};
	struct span left = pick(d, s);

	for (size_t i = roll(d, 3); i < 3; i++) {
		struct span first = head(d, left);

		buf_span(out, first);
		buf_str(out, odd[roll(d, ARRAY_SIZE(odd))]);
		left = behind(left, first.n);
	}
	buf_span(out, left);
}

static void delete_pieces(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	struct span left = pick(d, s);

	for (size_t i = roll(d, 4); i < 4; i++) {
		struct span first = head(d, left);

		buf_span(out, first);
		left = behind(left, first.n);
		left = behind(left, roll(d, min_size(30, left.n) + 1));
	}
	buf_span(out, left);
}

static void double_pieces(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	struct span left = pick(d, s);

	for (size_t i = roll(d, 4); i < 4; i++) {
		struct span first = head(d, left);

		buf_span(out, first);
		left = behind(left, first.n);
		buf_add(out, left.p, roll(d, min_size(60, left.n) + 1));
	}
	buf_span(out, left);
}

static void splice(struct dice *d, const struct seeds *s, struct buf *out)
{
	for (size_t i = roll(d, 3); i < 3; i++) {
		struct span from = pick(d, s);

		from = behind(from, head(d, from).n);
		buf_span(out, head(d, from));
	}
}

/* lines move to the left or to the right */
static void indent(struct dice *d, const struct seeds *s, struct buf *out)
{
	struct span left = pick(d, s);
	size_t odds = roll(d, 2) ? 8 : 40;

	for (bool begins = true; left.n; left = behind(left, 1)) {
		size_t way = begins ? roll(d, odds) : 2;

		if (way == 0)
			buf_add(out, "    ", roll(d, 4) + 1);
		if (way != 1 || *left.p != ' ')
			buf_chr(out, *left.p);
		begins = *left.p == '\n';
	}
}

static void repeat(struct dice *d, const struct seeds *s, struct buf *out)
{
	struct span text = pick(d, s), first = head(d, text), part;
	size_t n = roll(d, 20000);

	part = behind(text, first.n);
	part.n = roll(d, min_size(30, part.n) + 1);
	buf_span(out, first);
	for (size_t i = 0; part.n && i < n && out->n < CONFIG_FILE_MAX / 2; i++)
		buf_span(out, part);
	buf_span(out, behind(text, first.n));
}

static void change_words(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	static const char *const values[] = {
		"0", "1", "-1", "64", "65536", "4294967296", "64k", "17G",
		"18446744073709551615", "yes", "no", "none", "file", "journal",
		"syslog", "stdout", "json", "drop", "wait", "/var/log/x", "[]",
		"[a, b]", "{a: b}", "info", "0640", "~", "''", "plugin",
	};
	struct span left = pick(d, s);

	while (left.n) {
		const char *colon = memmem(left.p, left.n, ": ", 2);
		struct span line = {left.p, colon ?
			(size_t)(colon + 2 - left.p) : left.n};

		buf_span(out, line);
		left = behind(left, line.n);
		if (!colon || roll(d, 4))
			continue;
		buf_str(out, values[roll(d, ARRAY_SIZE(values))]);
		left = behind(left, strcspn(left.p, "\n"));
	}
}

/* the file that is being tried, kept when it is the last one */
static void keep(const struct buf *text)
{
	FILE *f = fopen("mutated.yaml", "w");

	if (!f)
		return;
	fwrite(text->p ? text->p : "", 1, text->n, f);
	fclose(f);
}

static bool try_text(const struct buf *text)
{
	const char *wrong;
	bool accepted;

	alarm(SECONDS_MAX);
	wrong = conf_wrong((struct span){text->p ? text->p : "", text->n},
		&accepted);
	alarm(0);
	if (wrong)
		print_error("%s; the file is mutated.yaml\n", wrong);
	assert_null(wrong);
	return accepted;
}

static void try_kind(const struct seeds *s, mutation *m, uint64_t number)
{
	const char *seed = getenv("SCT_SEED");
	cleanup(buf_deinit) struct buf text = {0};
	struct dice d;
	unsigned good = 0;

	d.x = ((seed ? strtoull(seed, NULL, 0) : 20031121) + number) *
		0x9e3779b97f4a7c15u | 1;
	for (int i = 0; i < FILES_PER_KIND; i++) {
		buf_reset(&text);
		m(&d, s, &text);
		assert_int_equal(text.err, 0);
		keep(&text);
		good += try_text(&text);
	}
	unlink("mutated.yaml");
	print_message("%u of %d accepted\n", good, FILES_PER_KIND);
	assert_in_range(good, 1, FILES_PER_KIND - 1);
}

#define KIND(number, name)                                                     \
	static void test_##name(void **state)                                  \
	{                                                                      \
		try_kind(*state, name, number);                                \
	}
KIND(1, flip_bytes)
KIND(2, insert_tokens)
KIND(3, delete_pieces)
KIND(4, double_pieces)
KIND(5, splice)
KIND(6, indent)
KIND(7, repeat)
KIND(8, change_words)

/* the files themselves, so that nothing of the above hides a mistake */
static void test_seeds(void **state)
{
	const struct seeds *s = *state;

	for (size_t i = 0; i < s->n; i++)
		assert_true(try_text(&s->text[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seeds),
		cmocka_unit_test(test_flip_bytes),
		cmocka_unit_test(test_insert_tokens),
		cmocka_unit_test(test_delete_pieces),
		cmocka_unit_test(test_double_pieces),
		cmocka_unit_test(test_splice),
		cmocka_unit_test(test_indent),
		cmocka_unit_test(test_repeat),
		cmocka_unit_test(test_change_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
