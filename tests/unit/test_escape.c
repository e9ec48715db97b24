/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <json-c/json.h>

#include "base/escape.h"
#include "base/num.h"

#define RANDOM_ROUNDS 20000
#define RANDOM_LEN 64

static void check_text(struct span in, const char *want, bool raw)
{
	struct buf b = {0};

	assert_int_equal(escape_text(&b, in), raw);
	buf_lit(&b, "");
	assert_string_equal(b.p, want);
	buf_deinit(&b);
}

static void check_json(struct span in, const char *want, bool raw)
{
	struct buf b = {0};

	assert_int_equal(escape_json(&b, in), raw);
	buf_lit(&b, "");
	assert_string_equal(b.p, want);
	buf_deinit(&b);
}

#define TEXT(in, want, raw) check_text(SPAN_LIT(in), want, raw)
#define JSON(in, want, raw) check_json(SPAN_LIT(in), want, raw)

static void test_text_plain(void **state)
{
	TEXT("", "", false);
	check_text((struct span){NULL, 0}, "", false);
	TEXT("./dummy", "./dummy", false);
	TEXT("a name with blanks = and 'quotes'", "a name with blanks = and 'quotes'",
		false);
	TEXT("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
		"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", false);
}

static void test_text_control(void **state)
{
	TEXT("a\nb", "a\\nb", false);
	TEXT("\t\r\n", "\\t\\r\\n", false);
	TEXT("\"", "\\\"", false);
	TEXT("\\", "\\\\", false);
	TEXT("\\n", "\\\\n", false);
	TEXT("a\0b", "a\\x00b", true);
	TEXT("\x1d", "\\x1d", true);
	TEXT("\x1b[31m", "\\x1b[31m", true);
	TEXT("\x7f", "\\x7f", true);
	TEXT("type=SYSCALL\nmsg=audit(1.000:1):",
		"type=SYSCALL\\nmsg=audit(1.000:1):", false);
}

static void test_text_not_utf8(void **state)
{
	TEXT("\xff\xfe", "\\xff\\xfe", true);
	TEXT("\x80", "\\x80", true);
	TEXT("\xc3", "\\xc3", true);			/* cut */
	TEXT("\xc3(", "\\xc3(", true);
	TEXT("\xc0\xaf", "\\xc0\\xaf", true);		/* overlong '/' */
	TEXT("\xe0\x80\xaf", "\\xe0\\x80\\xaf", true);
	TEXT("\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf", true);
	TEXT("\xed\xa0\x80", "\\xed\\xa0\\x80", true);	/* surrogate */
	TEXT("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", true);
	TEXT("\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80", true);
	TEXT("ok\xe2\x82", "ok\\xe2\\x82", true);
}

static void test_text_steering(void **state)
{
	TEXT("\xc2\x85", "\\xc2\\x85", true);		/* U+0085 */
	TEXT("\xc2\x9b", "\\xc2\\x9b", true);		/* U+009B, CSI */
	TEXT("\xc2\xa0", "\xc2\xa0", false);		/* U+00A0 */
	TEXT("\xe2\x80\xa8", "\\xe2\\x80\\xa8", true);	/* U+2028 */
	TEXT("\xe2\x80\xa9", "\\xe2\\x80\\xa9", true);	/* U+2029 */
	TEXT("\xe2\x80\xae", "\\xe2\\x80\\xae", true);	/* U+202E */
	TEXT("\xe2\x81\xa6", "\\xe2\\x81\\xa6", true);	/* U+2066 */
	TEXT("\xe2\x80\xa7", "\xe2\x80\xa7", false);	/* U+2027 */
	TEXT("\xe2\x80\xaf", "\xe2\x80\xaf", false);	/* U+202F */
	TEXT("\xe2\x81\xaa", "\xe2\x81\xaa", false);	/* U+206A */
}

static void test_json(void **state)
{
	JSON("", "", false);
	check_json((struct span){NULL, 0}, "", false);
	JSON("./dummy", "./dummy", false);
	JSON("caf\xc3\xa9", "caf\xc3\xa9", false);
	JSON("a\nb\tc\rd", "a\\nb\\tc\\rd", false);
	JSON("\"\\", "\\\"\\\\", false);
	JSON("a\0b\x1d\x7f", "a\\u0000b\\u001d\\u007f", false);
	JSON("\xc2\x85\xe2\x80\xa8\xe2\x81\xa9", "\\u0085\\u2028\\u2069", false);
}

static void test_json_not_utf8(void **state)
{
	JSON("\xff", "\\\\xff", true);
	JSON("plain and \xff", "plain and \\\\xff", true);
	/* the whole string is then text: a real backslash is told from \xHH */
	JSON("\\xff\xff", "\\\\\\\\xff\\\\xff", true);
	JSON("\n\"\x01\xc2\x85\xff",
		"\\\\n\\\\\\\"\\\\x01\\\\xc2\\\\x85\\\\xff", true);
}

/* the eight bytes at a time and the single bytes must agree, at any place */
static void test_every_byte_everywhere(void **state)
{
	for (size_t at = 0; at < 24; at++)
		for (int c = 0; c < 256; c++) {
			char in[24], *end;
			struct buf b = {0};
			struct buf one = {0};

			memset(in, 'x', sizeof(in));
			in[at] = (char)c;
			escape_text(&b, (struct span){in, sizeof(in)});
			escape_text(&one, (struct span){in + at, 1});
			assert_int_equal(b.n, sizeof(in) - 1 + one.n);
			assert_memory_equal(b.p + at, one.p, one.n);
			end = b.p + at + one.n;
			for (size_t i = at + 1; i < sizeof(in); i++)
				assert_int_equal(*end++, 'x');
			buf_deinit(&b);
			buf_deinit(&one);
		}
}

static void test_utf8_len(void **state)
{
	assert_int_equal(utf8_len(SPAN_LIT("")), 0);
	assert_int_equal(utf8_len(SPAN_LIT("a")), 1);
	assert_int_equal(utf8_len(SPAN_LIT("\xc3\xa9.")), 2);
	assert_int_equal(utf8_len(SPAN_LIT("\xed\x9f\xbf")), 3);
	assert_int_equal(utf8_len(SPAN_LIT("\xee\x80\x80")), 3);
	assert_int_equal(utf8_len(SPAN_LIT("\xf4\x8f\xbf\xbf")), 4);
	assert_int_equal(utf8_len(SPAN_LIT("\xc1\x81")), 0);
}

static void test_no_memory_sticks(void **state)
{
	struct buf b = {.err = -ENOMEM};

	escape_text(&b, SPAN_LIT("a\xff"));
	escape_json(&b, SPAN_LIT("a\xff"));
	assert_null(b.p);
	assert_int_equal(b.n, 0);
	assert_int_equal(b.err, -ENOMEM);
}

/* ------------------------------------------------ whatever bytes come in */

static void unescape(struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\\') {
			buf_chr(out, p[i]);
			continue;
		}
		assert_true(++i < n);
		if (p[i] == 'x') {
			assert_true(i + 2 < n);
			buf_chr(out, (char)(num_digit(p[i + 1]) << 4 |
					     num_digit(p[i + 2])));
			i += 2;
		} else {
			buf_chr(out, p[i] == 'n' ? '\n' :
				p[i] == 't'	 ? '\t' :
				p[i] == 'r'	 ? '\r' :
						   p[i]);
		}
	}
}

static void assert_is_tame(const struct buf *b)
{
	for (size_t i = 0, n; i < b->n; i += n) {
		n = utf8_len((struct span){b->p + i, b->n - i});
		assert_true(n > 0);
		assert_true((unsigned char)b->p[i] >= 0x20);
		assert_true(b->p[i] != 0x7f);
		if (b->p[i] == '"') {
			assert_true(i > 0);
			assert_int_equal(b->p[i - 1], '\\');
		}
	}
}

static void check_both(const char *in, size_t n)
{
	struct buf text = {0};
	struct buf json = {0};
	struct buf back = {0};
	struct json_object *o;
	bool raw;

	escape_text(&text, (struct span){in, n});
	assert_is_tame(&text);
	unescape(&back, text.p, text.n);
	assert_int_equal(back.n, n);
	assert_memory_equal(back.p ? back.p : "", in, n);

	buf_chr(&json, '"');
	raw = escape_json(&json, (struct span){in, n});
	buf_chr(&json, '"');
	o = json_tokener_parse(json.p);
	assert_true(json_object_is_type(o, json_type_string));
	/* what a JSON reader gets is the bytes, or the text form of them */
	assert_int_equal(json_object_get_string_len(o), raw ? text.n : n);
	assert_memory_equal(json_object_get_string(o), raw ? text.p : in,
		raw ? text.n : n);
	json.p[json.n - 1] = ' ';
	json.p[0] = ' ';
	assert_is_tame(&json);
	json_object_put(o);
	buf_deinit(&text);
	buf_deinit(&json);
	buf_deinit(&back);
}

static void test_random_bytes(void **state)
{
	/* pieces that matter, so that random strings meet them often */
	static const struct span piece[] = {
		SPAN_LIT("\n"), SPAN_LIT("\""), SPAN_LIT("\\"), SPAN_LIT("\\x"),
		SPAN_LIT("\x1d"), SPAN_LIT("\0"), SPAN_LIT("\xe2\x80\xa8"),
		SPAN_LIT("\xc3\xa9"), SPAN_LIT("\xf0\x9f\x98\x80"),
		SPAN_LIT("\xed\xa0\x80"), SPAN_LIT("\xff"), SPAN_LIT("abcdefgh"),
	};
	unsigned seed = 20031;

	for (int round = 0; round < RANDOM_ROUNDS; round++) {
		size_t want = (size_t)rand_r(&seed) % RANDOM_LEN;
		struct buf in = {0};

		buf_lit(&in, "");
		while (in.n < want) {
			unsigned r = (unsigned)rand_r(&seed);

			if (r % 3)
				buf_chr(&in, (char)(r >> 8));
			else
				buf_span(&in,
					piece[(r >> 8) % ARRAY_SIZE(piece)]);
		}
		check_both(in.p, in.n);
		buf_deinit(&in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_plain),
		cmocka_unit_test(test_text_control),
		cmocka_unit_test(test_text_not_utf8),
		cmocka_unit_test(test_text_steering),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_not_utf8),
		cmocka_unit_test(test_every_byte_everywhere),
		cmocka_unit_test(test_utf8_len),
		cmocka_unit_test(test_no_memory_sticks),
		cmocka_unit_test(test_random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
