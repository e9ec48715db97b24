/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule files out of the golden cases, each with a few things gone wrong: a
 * clear error or a valid set of rules, never a crash, a hang or a leak. What is
 * accepted is the same after print and parse. SCT_SEED=N tries others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include <glob.h>

#include "store/textfile.h"
#include "tests/unit/front.h"

#define FILES_PER_KIND 250	/* eight kinds: 2,000 */
#define TEXT_MAX (1u << 20)
#define SEEDS_MAX 600
#define SECONDS_MAX 60		/* for one file, of a slow machine */

struct seeds {
	struct buf text[SEEDS_MAX];
	size_t n, good;		/* text[0] to text[good - 1] are accepted */
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

/* ----------------------------------------------------------- the seeds */

static void read_seeds(struct seeds *s, const char *pattern)
{
	const char *srcdir = getenv("srcdir");
	cleanup(buf_deinit) struct buf path = {0};
	glob_t g = {0};

	buf_printf(&path, "%s/tests/golden/cases/%s", srcdir ? srcdir : ".",
		pattern);
	if (glob(path.p, 0, NULL, &g) == 0)
		for (size_t i = 0; i < g.gl_pathc && s->n < SEEDS_MAX; i++)
			assert_int_equal(textfile_read(&s->text[s->n++],
				g.gl_pathv[i], TEXT_MAX), 0);
	globfree(&g);
}

static bool is_good(const struct front *f)
{
	return !f->diag.errors && f->rs->rule.n;
}

/* each rule of a good file is a seed, too */
static void add_rules(struct seeds *s, const struct rules *rs)
{
	vec_foreach(it, &rs->rule)
		if (rs->rule.n > 1 && s->n < SEEDS_MAX)
			buf_span(&s->text[s->n++], (*it)->text);
}

static bool is_good_text(struct seeds *s, const struct buf *text)
{
	struct span t = {text->p ? text->p : "", text->n};
	struct front f = {0};
	bool good;

	assert_int_equal(front_run(&f, &t, 1), 0);
	good = is_good(&f);
	if (good)
		add_rules(s, f.rs);
	front_free(&f);
	return good;
}

static int setup(void **state)
{
	struct seeds *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	read_seeds(s, "*.rules");
	read_seeds(s, "*.d/*.rules");
	for (size_t i = 0; i < s->n; i++)
		if (is_good_text(s, &s->text[i])) {
			struct buf t = s->text[i];

			s->text[i] = s->text[s->good];
			s->text[s->good++] = t;
		}
	assert_true(s->good > 10);
	assert_true(s->good < s->n);
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

/* more often a good one, which has more to lose */
static struct span pick(struct dice *d, const struct seeds *s)
{
	const struct buf *b = &s->text[roll(d, roll(d, 4) ? s->good : s->n)];

	return (struct span){b->p ? b->p : "", b->n};
}

/* a piece of s of at most max bytes */
static struct span piece(struct dice *d, struct span s, size_t max)
{
	size_t from = roll(d, s.n + 1);

	return (struct span){s.p + from, roll(d, min_size(max, s.n - from) + 1)};
}

/* ------------------------------------------------------ what goes wrong */

typedef void mutation(struct dice *d, const struct seeds *s, struct buf *out);

static void flip_bytes(struct dice *d, const struct seeds *s, struct buf *out)
{
	buf_span(out, pick(d, s));
	for (size_t i = roll(d, 4); i < 4 && out->n; i++)
		out->p[roll(d, out->n)] ^= (char)(1 << roll(d, 8));
}

/* bytes and words that mean something to some pass */
static void insert_tokens(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	static const char *const odd[] = {
		"{", "}", "(", ")", "[", "]", "\"", "'", "#", "\\", "%", "%%",
		"=", "==", ",", ";", "&&", "||", "!", "~", "~=", "-", "\n",
		"\xe2\x88\x92", "\xe2\x80\x94", "\xe2\x80\x9c", "\xc2\xa0",
		"\xff", "\x1b", "rule", "rule {", "action {", "log_format {",
		"filter_expression {", "syscall_name =", "rule_name =",
		"when = after", "18446744073709551616", "0x", "-1", "PARAMS[",
		"PARAMS[6]", "RETVAL", "%retval", "under(", "regex(PATH, \"",
		"\\x", "\\400", "\"\\", "UID", "AT_FDCWD", "FAIL", "/",
	};
	struct span left = pick(d, s);

	for (size_t i = roll(d, 3); i < 3; i++) {
		struct span head = {left.p, roll(d, left.n + 1)};

		buf_span(out, head);
		buf_str(out, odd[roll(d, ARRAY_SIZE(odd))]);
		left = (struct span){left.p + head.n, left.n - head.n};
	}
	buf_span(out, left);
}

static void delete_pieces(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	struct span left = pick(d, s);

	for (size_t i = roll(d, 4); i < 4 && left.n; i++) {
		size_t keep = roll(d, left.n) + 1, drop;

		buf_add(out, left.p, keep);
		left = (struct span){left.p + keep, left.n - keep};
		drop = roll(d, min_size(i > 2 ? 2 : 40, left.n) + 1);
		left = (struct span){left.p + drop, left.n - drop};
	}
	buf_span(out, left);
}

static void double_pieces(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	struct span text = pick(d, s), left = text;

	for (size_t i = roll(d, 4); i < 4 && left.n; i++) {
		size_t keep = roll(d, left.n) + 1;

		buf_add(out, left.p, keep);
		buf_span(out, piece(d, text, 60));
		left = (struct span){left.p + keep, left.n - keep};
	}
	buf_span(out, left);
}

/* from some rule of s on, or from anywhere */
static struct span tail(struct dice *d, struct span s)
{
	size_t from = roll(d, s.n + 1);
	const char *rule;

	s = (struct span){s.p + from, s.n - from};
	rule = roll(d, 3) ? memmem(s.p, s.n, "\nrule", 5) : NULL;
	return rule ? (struct span){rule, (size_t)(s.p + s.n - rule)} : s;
}

static void splice(struct dice *d, const struct seeds *s, struct buf *out)
{
	for (size_t i = roll(d, 3); i < 3; i++) {
		struct span from = tail(d, pick(d, s));
		struct span rest = tail(d, from);

		from.n = (size_t)(rest.p - from.p);
		buf_span(out, roll(d, 4) ? from : rest);
	}
}

/* the same words in another order */
static void shuffle_tokens(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	struct source src = {.name = "t", .text = pick(d, s)};
	cleanup(diag_deinit) struct diag diag = {0};
	cleanup(tokens_deinit) struct tokens toks = {0};

	assert_int_equal(lex(&toks, &src, &diag), 0);
	for (size_t i = roll(d, 4); i < 4; i++) {
		struct token *a = &toks.tok.v[roll(d, toks.tok.n)];
		struct token *b = &toks.tok.v[roll(d, toks.tok.n)];
		struct token t = *a;

		*a = *b;
		*b = t;
	}
	vec_foreach(it, &toks.tok) {
		buf_span(out, it->at);
		buf_chr(out, roll(d, 5) ? ' ' : '\n');
	}
}

/* one piece over and over */
static void repeat(struct dice *d, const struct seeds *s, struct buf *out)
{
	struct span text = pick(d, s), part = piece(d, text, 30);
	size_t at = roll(d, text.n + 1), n = roll(d, 20000);

	buf_add(out, text.p, at);
	for (size_t i = 0; part.n && i < n && out->n < 100000; i++)
		buf_span(out, part);
	buf_add(out, text.p + at, text.n - at);
}

/* numbers to the borders of what fits */
static void change_numbers(struct dice *d, const struct seeds *s,
	struct buf *out)
{
	static const char *const numbers[] = {
		"0", "1", "-1", "6", "7", "127", "128", "133", "134", "255",
		"256", "32767", "65535", "65536", "2147483647", "2147483648",
		"-2147483648", "4294967295", "4294967296", "0x7fffffffffffffff",
		"0x8000000000000000", "18446744073709551615", "0777", "00",
	};
	struct span left = pick(d, s);
	bool in_word = false;

	while (left.n) {
		bool digit = *left.p >= '0' && *left.p <= '9';

		if (digit && !in_word && roll(d, 2))
			buf_str(out, numbers[roll(d, ARRAY_SIZE(numbers))]);
		else
			buf_chr(out, *left.p);
		in_word = digit || ((*left.p | 32) >= 'a' &&
			(*left.p | 32) <= 'z') || *left.p == '_';
		left = (struct span){left.p + 1, left.n - 1};
	}
}

/* --------------------------------------------------------- what must hold */

/* the file that is being tried, kept when it is the last one */
static void keep(const struct buf *text)
{
	FILE *f = fopen("mutated.rules", "w");

	if (!f)
		return;
	fwrite(text->p ? text->p : "", 1, text->n, f);
	fclose(f);
}

/* returns whether it was accepted */
static bool try_text(const struct buf *text)
{
	struct span s = {text->p ? text->p : "", text->n};
	struct front f = {0};
	const char *wrong;
	bool good;

	alarm(SECONDS_MAX);
	assert_int_equal(front_run(&f, &s, 1), 0);
	wrong = front_wrong(&f);
	if (wrong)
		print_error("%s; the file is mutated.rules\n", wrong);
	assert_null(wrong);
	good = is_good(&f);
	front_free(&f);
	alarm(0);
	return good;
}

static void try_kind(const struct seeds *s, mutation *m, uint64_t number)
{
	const char *seed = getenv("SCT_SEED");
	cleanup(buf_deinit) struct buf text = {0};
	struct dice d = {.seed = seed ? strtoull(seed, NULL, 0) : 20031121};
	unsigned good = 0;

	d.x = (d.seed + number) * 0x9e3779b97f4a7c15u | 1;
	for (int i = 0; i < FILES_PER_KIND; i++) {
		buf_reset(&text);
		m(&d, s, &text);
		assert_int_equal(text.err, 0);
		keep(&text);
		good += try_text(&text);
	}
	unlink("mutated.rules");
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
KIND(6, shuffle_tokens)
KIND(7, repeat)
KIND(8, change_numbers)

/* the files themselves, so that nothing of the above hides a mistake */
static void test_seeds(void **state)
{
	const struct seeds *s = *state;

	for (size_t i = 0; i < s->n; i++)
		assert_int_equal(try_text(&s->text[i]), i < s->good);
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
		cmocka_unit_test(test_shuffle_tokens),
		cmocka_unit_test(test_repeat),
		cmocka_unit_test(test_change_numbers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
