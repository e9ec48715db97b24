/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/rulekit.h"

/* the tokens of text as "type:text type:text ...", and how many mistakes */
static const char *tokens_of(struct kit *k, struct span text, unsigned errors)
{
	struct source src = {.name = "t", .text = text};
	struct tokens toks;

	kit_free(k);
	assert_int_equal(lex(&toks, &src, &k->diag), 0);
	vec_foreach(it, &toks.tok) {
		if (it != toks.tok.v)
			buf_chr(&k->out, ' ');
		buf_str(&k->out, token_name(it->type));
		if (it->at.n && strncmp(it->at.p, token_name(it->type),
				it->at.n))
			buf_printf(&k->out, ":%.*s", SPAN_ARG(it->at));
		assert_true(source_has(&src, it->at));
	}
	assert_int_equal(toks.tok.v[toks.tok.n - 1].type, TOK_END);
	tokens_deinit(&toks);
	assert_int_equal(k->diag.errors, errors);
	return kit_out(k);
}

#define TOKENS(text, want)                                                     \
	do {                                                                   \
		struct kit k_ = {0};                                           \
		assert_string_equal(tokens_of(&k_, SPAN_LIT(text), 0), want);  \
		kit_free(&k_);                                                 \
	} while (0)

/* one mistake: where and which words */
#define MISTAKE(text, want, at, words)                                         \
	do {                                                                   \
		struct kit k_ = {0};                                           \
		assert_string_equal(tokens_of(&k_, SPAN_LIT(text), 1), want);  \
		kit_message(&k_, 0, DIAG_ERROR, at, words);                    \
		kit_free(&k_);                                                 \
	} while (0)

static void test_plain(void **state)
{
	TOKENS("", "end");
	TOKENS(" \t\r\n\f\v", "end");
	TOKENS("# comment", "end");
	TOKENS("# one\rx", "word:x end");
	TOKENS("# one\nx # two\r\n y#three", "word:x word:y end");
	TOKENS("\xef\xbb\xbfrule{}", "word:rule { } end");
	TOKENS("a=b,c", "word:a = word:b , word:c end");
	TOKENS("any.name-1_2", "word:any.name-1_2 end");
	TOKENS("-1 --1 -EPERM 0x1f", "word:-1 word:--1 word:-EPERM word:0x1f end");
	TOKENS(MINUS_U2212 "1 " MINUS_U2014 "1",
		"word:" MINUS_U2212 "1 word:" MINUS_U2014 "1 end");
	TOKENS("(a)[b]", "( word:a ) [ word:b ] end");
}

static void test_expression(void **state)
{
	TOKENS("filter_expression{UID==0}",
		"word:filter_expression { word:UID op:== number:0 } end");
	TOKENS("filter_expression # c\n {a||b&&c|d^e&f}",
		"word:filter_expression { word:a op:|| word:b op:&& word:c "
		"op:| word:d op:^ word:e op:& word:f } end");
	TOKENS("filter_expression {1!=2<=3>=4<5>6~=7+8-9!~}",
		"word:filter_expression { number:1 op:!= number:2 op:<= "
		"number:3 op:>= number:4 op:< number:5 op:> number:6 op:~= "
		"number:7 op:+ number:8 op:- number:9 op:! op:~ } end");
	TOKENS("filter_expression {~ =}", "word:filter_expression { op:~ = } end");
	TOKENS("filter_expression {f(a,\"b\")[0]}",
		"word:filter_expression { word:f ( word:a , string:\"b\" ) [ "
		"number:0 ] } end");
	/* what begins with a digit is a number, and wrong later */
	TOKENS("filter_expression {0xfg 12abc 1.5}",
		"word:filter_expression { number:0xfg number:12abc number:1.5 "
		"} end");
	/* the minus of numbers stands apart in expressions */
	TOKENS("filter_expression {-1 " MINUS_U2212 "1 " MINUS_U2014 "x}",
		"word:filter_expression { op:- number:1 minus:" MINUS_U2212
		" number:1 minus:" MINUS_U2014 " word:x } end");
	/* braces within belong to it, its words are plain again after it */
	TOKENS("filter_expression {{a-b}c} d-e",
		"word:filter_expression { { word:a op:- word:b } word:c } "
		"word:d-e end");
	/* only the brace next to the word opens one */
	TOKENS("filter_expression x {a-b}",
		"word:filter_expression word:x { word:a-b } end");
}

static void test_string(void **state)
{
	TOKENS("filter_expression {\"\" \"a b\" \"\\\"\" \"\\\\\"}",
		"word:filter_expression { string:\"\" string:\"a b\" "
		"string:\"\\\"\" string:\"\\\\\" } end");
	TOKENS("filter_expression {\"# { } \xe2\x80\x9c\"}",
		"word:filter_expression { string:\"# { } \xe2\x80\x9c\" } end");
	MISTAKE("filter_expression {\"abc\n}",
		"word:filter_expression { bad:\"abc } end", "\"abc",
		"string without end: write '\"' on the same line");
	MISTAKE("filter_expression {\"abc && x } action",
		"word:filter_expression { bad:\"abc && x } word:action end",
		"\"abc && x", "string without end: write '\"' on the same line");
	MISTAKE("filter_expression {\"abc\\\"",
		"word:filter_expression { bad:\"abc\\\" end", "\"abc\\\"",
		"string without end: write '\"' on the same line");
	MISTAKE("filter_expression {\"\\", "word:filter_expression { bad:\"\\ end",
		"\"\\", "string without end: write '\"' on the same line");
	MISTAKE("filter_expression {\"caf\xe9\"}",
		"word:filter_expression { string:\"caf\xe9\" } end", "\xe9",
		"the byte 0xe9 is not UTF-8; write \\xe9 for it");
	MISTAKE("filter_expression {\"\x1b[m\"}",
		"word:filter_expression { string:\"\x1b[m\" } end", "\x1b",
		"the byte 0x1b is a control character; write \\x1b for it");
}

static void test_text(void **state)
{
	TOKENS("log_format{%comm}", "word:log_format { text:%comm } end");
	TOKENS("log_format # c\n {\n a  b\t}",
		"word:log_format { text:a  b } end");
	TOKENS("log_format {}", "word:log_format { text } end");
	TOKENS("log_format { \n }", "word:log_format { text } end");
	TOKENS("log_format {a {b {c}} \"# d}",
		"word:log_format { text:a {b {c}} \"# d } end");
	TOKENS("log_format = {a}", "word:log_format = { text:a } end");
	TOKENS("filter_expression {log_format} x {y}",
		"word:filter_expression { word:log_format } word:x { word:y } "
		"end");
	MISTAKE("x\nlog_format {a {b}", "word:x word:log_format { end", "{",
		"the text of log_format opened on line 2 is never closed: "
		"write '}'");
}

static void test_quotes(void **state)
{
	static const char *const name[] = {
		"U+201C LEFT DOUBLE QUOTATION MARK",
		"U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"};

	MISTAKE("filter_expression {\xe2\x80\x9c/etc\xe2\x80\x9d == P}",
		"word:filter_expression { string:\xe2\x80\x9c/etc\xe2\x80\x9d "
		"op:== word:P } end", "\xe2\x80\x9c/etc\xe2\x80\x9d",
		"found U+201C LEFT DOUBLE QUOTATION MARK; write '\"'");
	MISTAKE("filter_expression {'a'}",
		"word:filter_expression { string:'a' } end", "'a'",
		"found \"'\"; write '\"'");
	/* an apostrophe closes no double quotation mark */
	MISTAKE("filter_expression {\xc2\xabl\xe2\x80\x99\xc3\xa9t\xc3\xa9\xc2\xbb}",
		"word:filter_expression { string:\xc2\xabl\xe2\x80\x99\xc3\xa9t"
		"\xc3\xa9\xc2\xbb } end",
		"\xc2\xabl\xe2\x80\x99\xc3\xa9t\xc3\xa9\xc2\xbb",
		"found U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK; write "
		"'\"'");
	/* one alone */
	MISTAKE("filter_expression {\xe2\x80\x9c x}",
		"word:filter_expression { bad:\xe2\x80\x9c word:x } end",
		"\xe2\x80\x9c",
		"found U+201C LEFT DOUBLE QUOTATION MARK; write '\"'");
	MISTAKE("rule_name = \"a\"", "word:rule_name = word:\"a\" end", "\"a\"",
		"a name stands without quotation marks");
	MISTAKE("log_format \"a\"", "word:log_format word:\"a\" end", "\"a\"",
		"the text of log_format stands in braces: { ... }");
	assert_string_equal(lookalike_name(SPAN_LIT("\xe2\x80\x9c")), name[0]);
	assert_string_equal(lookalike_name(SPAN_LIT("\xc2\xab")), name[1]);
	assert_null(lookalike_name(SPAN_LIT("a")));
	assert_null(lookalike_name(SPAN_LIT("")));
	assert_null(lookalike_name(SPAN_LIT("\xe2\x80")));
}

static void test_lookalikes(void **state)
{
	MISTAKE("a\xc2\xa0= b", "word:a = word:b end", "\xc2\xa0",
		"found U+00A0 NO-BREAK SPACE; write a blank");
	MISTAKE("filter_expression {a \xe2\x89\xa0 b}",
		"word:filter_expression { word:a op:\xe2\x89\xa0 word:b } end",
		"\xe2\x89\xa0", "found U+2260 NOT EQUAL TO; write '!='");
	MISTAKE("filter_expression {\xe2\x80\x93 1}",
		"word:filter_expression { op:\xe2\x80\x93 number:1 } end",
		"\xe2\x80\x93", "found U+2013 EN DASH; write '-'");
	MISTAKE("x = \xe2\x80\x93" "1", "word:x = word:\xe2\x80\x93" "1 end",
		"\xe2\x80\x93", "found U+2013 EN DASH; write '-'");
	MISTAKE("x = a" MINUS_U2212 "b", "word:x = word:a" MINUS_U2212 "b end",
		MINUS_U2212, "found U+2212 MINUS SIGN; write '-'");
	MISTAKE("x = -" MINUS_U2014 "1", "word:x = word:-" MINUS_U2014 "1 end",
		MINUS_U2014, "found U+2014 EM DASH; write '-'");
	MISTAKE("a \xe2\x89\xa0 b", "word:a bad:\xe2\x89\xa0 word:b end",
		"\xe2\x89\xa0", "found U+2260 NOT EQUAL TO; write '!='");
}

static void test_unknown(void **state)
{
	MISTAKE("a; b", "word:a word:b end", ";",
		"found ';', which has no meaning here; entries need no "
		"semicolon");
	MISTAKE("%a", "bad:% word:a end", "%",
		"found '%', which has no meaning here; macros belong in the "
		"text of log_format");
	MISTAKE("filter_expression {%uid}",
		"word:filter_expression { bad:% word:uid } end", "%",
		"found '%', which has no meaning here; variables have no '%'");
	/* names may be in any script; expressions have none of their own */
	MISTAKE("filter_expression {\xc3\xa9}",
		"word:filter_expression { bad:\xc3\xa9 } end", "\xc3\xa9",
		"found '\xc3\xa9', which has no meaning here");
	MISTAKE("filter_expression {P == /etc/x)}",
		"word:filter_expression { word:P op:== string:/etc/x ) } end",
		"/etc/x", "a path stands in '\"'");
	MISTAKE("a\xff\xfe\xff b", "word:a bad:\xff\xfe\xff word:b end",
		"\xff\xfe\xff", "found the byte 0xff; a rule file is UTF-8 text");
	MISTAKE("\xff\xferule", "end", "\xff",
		"the file is UTF-16 text; save it as UTF-8");
	MISTAKE("\xfe\xff", "end", "\xfe",
		"the file is UTF-16 text; save it as UTF-8");
}

static void test_nul(void **state)
{
	struct kit k = {0};

	assert_string_equal(tokens_of(&k, SPAN_LIT("a\0\0b"), 1),
		"word:a bad: word:b end");
	assert_string_equal(k.diag.items.v[0].text,
		"found the byte 0x00; a rule file is UTF-8 text");
	assert_int_equal(k.diag.items.v[0].at.n, 2);
	/* within quotes it is the resolver's */
	assert_string_equal(tokens_of(&k,
		SPAN_LIT("filter_expression {\"a\0b\"}"), 0),
		"word:filter_expression { string:\"a } end");
	kit_free(&k);
}

/* a filter without '}' does not take the entries that follow it */
static void test_open_filter(void **state)
{
	TOKENS("rule { filter_expression { a \n action { type = LOG } }",
		"word:rule { word:filter_expression { word:a word:action { "
		"word:type = word:LOG } } end");
	TOKENS("filter_expression { a rule { syscall_name = x-y } }",
		"word:filter_expression { word:a word:rule { word:syscall_name "
		"= word:x-y } } end");
	TOKENS("filter_expression { a log_format {%comm} }",
		"word:filter_expression { word:a word:log_format { text:%comm "
		"} } end");
	/* words of entries are names elsewhere in it */
	TOKENS("filter_expression { type == 1 }",
		"word:filter_expression { word:type op:== number:1 } end");
	TOKENS("filter_expression { action }",
		"word:filter_expression { word:action } end");
}

static void test_places(void **state)
{
	static const char text[] =
		"\xef\xbb\xbfrule {\r\n\t\xc3\xa9 = \xff x\r\n";
	struct source src = {.name = "t", .text = SPAN_LIT(text)};
	cleanup(diag_deinit) struct diag diag = {0};
	cleanup(buf_deinit) struct buf out = {0};
	struct tokens toks;

	assert_int_equal(lex(&toks, &src, &diag), 0);
	dump_tokens(&out, &src, &toks);
	assert_string_equal(out.p,
		"1:1 word \"rule\"\n1:6 { \"{\"\n2:2 word \"\xc3\xa9\"\n"
		"2:4 = \"=\"\n2:6 bad \"\\xff\"\n2:8 word \"x\"\n3:1 end \"\"\n");
	tokens_deinit(&toks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_expression),
		cmocka_unit_test(test_string),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_lookalikes),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_open_filter),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
