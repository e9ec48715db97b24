/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/rulekit.h"

/* parse text alone; what can be read of it stands in ast */
struct parsed {
	struct source src;
	struct tokens toks;
	struct arena arena;
	struct ast ast;
	struct kit kit;
};

static void parse_text(struct parsed *p, struct span text)
{
	*p = (struct parsed){.src = {.name = "t", .text = text}};
	assert_int_equal(lex(&p->toks, &p->src, &p->kit.diag), 0);
	assert_int_equal(parse(&p->ast, &p->arena, &p->src, &p->toks,
		&p->kit.diag), 0);
}

static void parsed_free(struct parsed *p)
{
	tokens_deinit(&p->toks);
	arena_deinit(&p->arena);
	kit_free(&p->kit);
}

static void check_expr(const char *text, const char *brackets,
	const char *canonical)
{
	cleanup(buf_deinit) struct buf t = {0};
	struct parsed p;
	const char *want;

	buf_printf(&t, "rule{filter_expression{%s}}", text);
	parse_text(&p, (struct span){t.p, t.n});
	assert_int_equal(p.kit.diag.errors, 0);
	dump_ast(&p.kit.out, &p.ast);
	want = strstr(kit_out(&p.kit), "filter_expression ");
	assert_non_null(want);
	want += strlen("filter_expression ");
	assert_int_equal(strlen(want), strlen(brackets) + 1);
	assert_memory_equal(want, brackets, strlen(brackets));
	buf_reset(&p.kit.out);
	print_ast_expr(&p.kit.out,
		p.ast.rules->entry[ENTRY_filter_expression].expr);
	assert_string_equal(kit_out(&p.kit), canonical);
	parsed_free(&p);
}

#define EXPR(text, brackets, canonical) check_expr(text, brackets, canonical)

static void test_precedence(void **state)
{
	EXPR("a||b&&c", "(|| a (&& b c))", "a || b && c");
	EXPR("(a||b)&&c", "(&& (|| a b) c)", "(a || b) && c");
	EXPR("a&&b|c^d&e", "(&& a (| b (^ c (& d e))))",
		"a && b | c ^ d & e");
	EXPR("a&3==1", "(& a (== 3 1))", "a & 3 == 1");
	EXPR("(a&3)==1", "(== (& a 3) 1)", "(a & 3) == 1");
	EXPR("a==b<c", "(== a (< b c))", "a == b < c");
	EXPR("a<b+c", "(< a (+ b c))", "a < b + c");
	EXPR("a~=b!=c", "(!= (~= a b) c)", "a ~= b != c");
	EXPR("a<=b>=c>d", "(> (>= (<= a b) c) d)", "a <= b >= c > d");
}

static void test_associativity(void **state)
{
	EXPR("a-b-c", "(- (- a b) c)", "a - b - c");
	EXPR("a-(b-c)", "(- a (- b c))", "a - (b - c)");
	EXPR("a+(b+c)", "(+ a (+ b c))", "a + (b + c)");
	EXPR("a||b||c", "(|| (|| a b) c)", "a || b || c");
	EXPR("a==b==c", "(== (== a b) c)", "a == b == c");
	EXPR("((a))", "a", "a");
}

static void test_unary(void **state)
{
	EXPR("!a&&~b", "(&& (! a) (~ b))", "!a && ~b");
	EXPR("!(a&&b)", "(! (&& a b))", "!(a && b)");
	EXPR("- -a", "(- (- a))", "--a");
	EXPR("!!a", "(! (! a))", "!!a");
	EXPR("-a+b", "(+ (- a) b)", "-a + b");
	EXPR("a- -b", "(- a (- b))", "a - -b");
	EXPR("a==-1", "(== a (- 1))", "a == -1");
	EXPR("a==" MINUS_U2212 "1", "(== a (- 1))", "a == -1");
	EXPR("a==" MINUS_U2014 " 0x1f", "(== a (- 31))", "a == -0x1f");
	EXPR("-(1)", "(- 1)", "-1");
	EXPR("~(a&b)==c", "(== (~ (& a b)) c)", "~(a & b) == c");
}

static void test_primary(void **state)
{
	EXPR("0", "0", "0");
	EXPR("0x1F", "31", "0x1F");
	EXPR("0644", "420", "0644");
	EXPR("18446744073709551615", "18446744073709551615",
		"18446744073709551615");
	EXPR("P[1]", "(index P 1)", "P[1]");
	EXPR("P[1+1]", "(index P (+ 1 1))", "P[1 + 1]");
	EXPR("f()", "(call f)", "f()");
	EXPR("f(a,g(1),\"x\")", "(call f a (call g 1) \"x\")",
		"f(a, g(1), \"x\")");
	EXPR("\"\"", "\"\"", "\"\"");
	EXPR("\"\\n\\t\\r\\a\\b\\f\\v\\\\\\\"\\'\\?\"",
		"\"\\n\\t\\r\\x07\\x08\\x0c\\x0b\\\\\\\"'?\"",
		"\"\\n\\t\\r\\a\\b\\f\\v\\\\\\\"'?\"");
	EXPR("\"\\x41\\x4A\\101\\7\\18\"", "\"AJA\\x07\\x018\"",
		"\"AJA\\a\\x018\"");
	EXPR("\"\\xff\\x7f\"", "\"\\xff\\x7f\"", "\"\\xff\\x7f\"");
	EXPR("\"\xc3\xa9 #{}\"", "\"\xc3\xa9 #{}\"", "\"\xc3\xa9 #{}\"");
}

/* ---------------------------------------------------------- mistakes */

#define BAD(filter, at, words) kit_error(RULE(filter), at, words)

static void test_bad_numbers(void **state)
{
	BAD("UID == 12abc", "abc", "text after the number");
	BAD("UID == 1.5", ".5", "text after the number");
	BAD("UID == 0xfg", "g", "text after the number");
	BAD("UID == 0x", "0x", "0x without digits");
	BAD("UID == 018", "018",
		"a number that begins with 0 is octal: digits 0 to 7");
	BAD("UID == 18446744073709551616", "18446744073709551616",
		"number over 64 bits");
}

static void test_bad_strings(void **state)
{
	BAD("COMM == \"a\\qb\"", "\\q",
		"unknown escape; write '\\\\' for a backslash");
	BAD("COMM == \"\\xg\"", "\\x",
		"write two hexadecimal digits after \\x");
	BAD("COMM == \"\\400\"", "\\4", "a byte is at most \\377");
	BAD("COMM == \"a\\0b\"", "\"a\\0b\"",
		"a zero byte in the string; no name holds one");
}

static void test_bad_expr(void **state)
{
	BAD("UID ==", "}", "expected a value, found '}'");
	BAD("UID == 0)", ")", "expected an operator or '}', found ')'");
	BAD("(UID == 0", "}", "expected ')', found '}'");
	BAD("PARAMS[1", "}", "expected ']', found '}'");
	BAD("glob(PATH \"x\")", "\"x\"",
		"expected ',' or ')', found '\"x\"'");
	BAD("UID = 0", "=", "expected an operator or '}', found '='; "
		"'==' compares");
	BAD("UID == 0 and GID == 0", "and", "expected an operator or '}', "
		"found 'and'; write '&&'");
	BAD("UID == 0 OR GID == 0", "OR", "expected an operator or '}', "
		"found 'OR'; write '||'");
	BAD("not UID", "UID", "expected an operator or '}', found 'UID'; "
		"write '!' for not");
	BAD("UID <> 0", ">", "expected a value, found '>'; write '!='");
	BAD("UID " MINUS_U2212 " GID == 0", MINUS_U2212,
		"found U+2212 MINUS SIGN; write '-'");
	BAD("UID == " MINUS_U2014 "GID", MINUS_U2014,
		"found U+2014 EM DASH; write '-'");
	BAD(" ", "{   }",
		"empty filter_expression; leave it out, or write {1}");
	BAD("f(1, 2, 3, 4, 5)", "5", "too many arguments");
}

/* what is too deep or too long is refused before the stack is short */
static void test_limits(void **state)
{
	cleanup(buf_deinit) struct buf t = {0};

	for (int round = 0; round < 3; round++) {
		static const char *const words[] = {
			"the expression is nested too deeply",
			"the expression has more than 4096 parts; make several "
			"rules of it",
			"the expression has more than 4096 parts; make several "
			"rules of it"};
		struct kit k = {0};

		buf_reset(&t);
		buf_lit(&t, "rule { syscall_name = unlink rule_name = r "
			"action { type = LOG } filter_expression { UID ");
		for (int i = 0; i < 100000; i++)
			buf_str(&t, round == 0 ? "== ((((UID " :
				round == 1 ? "== !!!!UID" : "+ UID ");
		buf_lit(&t, "} }");
		kit_load(&k, t.p);
		assert_int_equal(k.diag.errors, 1);
		assert_string_equal(k.diag.items.v[0].text, words[round]);
		kit_free(&k);
	}
	/* in depth: just as many as there may be */
	buf_reset(&t);
	buf_lit(&t, "rule { syscall_name = unlink rule_name = r "
		"action { type = LOG } filter_expression { UID == ");
	for (int i = 0; i < EXPR_DEPTH_MAX - 2; i++)
		buf_chr(&t, '-');
	buf_lit(&t, "1 } }");
	{
		struct kit k = {0};

		kit_load(&k, t.p);
		assert_int_equal(k.diag.errors, 0);
		kit_free(&k);
	}
}

static void test_unclosed(void **state)
{
	struct kit k = {0};

	kit_error("rule { syscall_name = unlink rule_name = r "
		"action { type = LOG }", "rule",
		"rule opened on line 1 is never closed: write '}'");
	kit_error("\nrule { syscall_name = unlink rule_name = r\n"
		"filter_expression { UID == 0\naction { type = LOG } }", "{",
		"filter_expression opened on line 3 is never closed: write "
		"'}'");
	kit_error("rule { syscall_name = unlink rule_name = r "
		"action { type = LOG log_format {%comm {{{} } }", "{",
		"the text of log_format opened on line 1 is never closed: "
		"write '}'");
	kit_error("}", "}", "this '}' closes nothing");
	/* a text that took a '}' too many is named */
	kit_load(&k, "rule {\nsyscall_name = unlink rule_name = r\n"
		"action { type = LOG log_format {a {b\n} } }\n"
		"rule { syscall_name = rmdir rule_name = s "
		"action { type = LOG } }");
	assert_int_equal(k.diag.items.n, 2);
	kit_message(&k, 0, DIAG_ERROR, "rule",
		"rule opened on line 1 is never closed: write '}'");
	kit_message(&k, 1, DIAG_NOTE, "a {b\n}",
		"this text ends on line 4 only; each '{' in it needs its own "
		"'}'");
	assert_int_equal(k.rs->rule.n, 2);
	kit_free(&k);
}

static void test_entries(void **state)
{
	kit_error("rule { syscall_name = unlink rule_nmae = r "
		"action { type = LOG } }", "rule_nmae",
		"unknown entry 'rule_nmae'; did you mean 'rule_name'?");
	kit_error("rule { syscall_name = unlink rule_name = r colour = red "
		"action { type = LOG } }", "colour", "unknown entry 'colour'");
	kit_error("rule { syscall_name = unlink rule_name = r "
		"filter { UID == 0 && GID-1 == 2 } action { type = LOG } }",
		"filter", "unknown entry 'filter'; did you mean "
		"'filter_expression'?");
	kit_error("rule { syscall_name = unlink rule_name = r x "
		"action { type = LOG } }", "x",
		"expected an entry or '}', found 'x'");
	kit_error("rule { syscall_name = unlink rmdir rule_name = r "
		"action { type = LOG } }", "rmdir",
		"expected an entry or '}', found 'rmdir'; names in a list have "
		"',' between them");
	kit_error("rule { syscall_name = unlink, rule_name = r "
		"action { type = LOG } }", "rule_name",
		"expected the name of a system call, found 'rule_name'");
	kit_error("rule { syscall_name = unlink rule_name = "
		"action { type = LOG } }", "action",
		"expected a name, found 'action'");
	kit_error("rule { syscall_name unlink rule_name = r "
		"action { type = LOG } }", "unlink",
		"expected '=' after 'syscall_name'");
	kit_error("rule { syscall_name = unlink rule_name = r "
		"action = { type = LOG } }", "=",
		"write 'action { ... }', without '='");
	kit_error(ACTION("type = FAIL error_code = {-1}"), "{",
		"expected a negative errno (-1, -EPERM), found '{'");
	kit_error(ACTION("type = LOG when = after"), "when",
		"'when' belongs in the rule, not in the action");
	kit_error("rule { syscall_name = unlink rule_name = r type = LOG "
		"action { } }", "type",
		"'type' belongs in the action, not in the rule");
}

static void test_top(void **state)
{
	kit_error("rules { x }", "rules",
		"expected 'rule {' or 'log_format {', found 'rules'");
	kit_error("rule x { x }", "x", "expected '{' after 'rule', found 'x'");
	kit_error("rule", "", "expected '{' after 'rule', found the end of the "
		"file");
	kit_error("log_format = {x}", "=",
		"write 'log_format { ... }', without '='");
	kit_error("log_format {x} log_format {y}", "log_format",
		"a second default log_format; the first one is on line 1");
	kit_error("log_format x", "x", "expected '{' and text, found 'x'");
}

/* A list given again wrote past the room of the first one; its names were
 * read as those of the rule. */
static void test_names_twice(void **state)
{
	cleanup(buf_deinit) struct buf t = {0};
	struct kit k = {0};

	buf_lit(&t, "rule { syscall_name = a");
	for (int i = 0; i < 1000; i++)
		buf_lit(&t, ", a");
	buf_lit(&t, " syscall_name = unlink rule_name = r "
		"action { type = LOG } }");
	kit_load(&k, t.p);
	assert_int_equal(k.rs->rule.v[0]->nnames, 1001);
	kit_free(&k);
	kit_error("rule { syscall_name = unlink, rmdir\nsyscall_name = x, y "
		"rule_name = r action { type = LOG } }", "syscall_name",
		"'syscall_name' stands twice; the first one is on line 1");
	kit_error("rule { syscall_name = unlink rule_name = r\n"
		"action { type = LOG } action { type = FAIL } }",
		"action", "'action' stands twice; the first one is on line 2");
}

/* all rules of a file are read, whatever is wrong between them */
static void test_recovery(void **state)
{
	struct parsed p;
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	const struct ast_rule *r;
	size_t n = 0;

	parse_text(&p, SPAN_LIT(
		"rule { rule_name = a filter_expression { ( } }\n"
		"} ; % {{{ \"\n"
		"rule { rule_name = b \"x action { type = }\n"
		"rule { rule_name = c log_format { \xff } }\n"
		"rule { rule_name = d filter_expression { UID == \"} } }\n"
		"rulle { rule_name = x }\n"
		"rule { rule_name = e action { { { }\n"
		"rule { rule_name = f }"));
	for (r = p.ast.rules; r; r = r->next, n++) {
		assert_true(n < ARRAY_SIZE(names));
		assert_true(span_is(r->entry[ENTRY_rule_name].value, names[n]));
	}
	assert_int_equal(n, ARRAY_SIZE(names));
	parsed_free(&p);
}

static void test_print(void **state)
{
	struct parsed p;

	parse_text(&p, SPAN_LIT(
		"log_format {a {b}}rule{attempts=all action{level=err guarantee="
		"best_effort error_code=" MINUS_U2212 " \n 1 type=FAIL}"
		"filter_expression{UID==0}rule_name=r syscall_name=a,b}"
		"rule{rule_name=s when=after variants=no action{log_format{}"
		"type=LOG}}"));
	assert_int_equal(p.kit.diag.errors, 0);
	print_ast(&p.kit.out, &p.ast);
	assert_string_equal(kit_out(&p.kit),
		"log_format {a {b}}\n"
		"\n"
		"rule\n{\n\tsyscall_name = a, b\n\trule_name = r\n"
		"\tfilter_expression {UID == 0}\n"
		"\taction\n\t{\n\t\ttype = FAIL\n\t\terror_code = -1\n"
		"\t\tguarantee = best_effort\n\t\tlevel = err\n"
		"\t}\n\tattempts = all\n}\n"
		"\n"
		"rule\n{\n\trule_name = s\n\taction\n\t{\n\t\ttype = LOG\n"
		"\t\tlog_format {}\n\t}\n\twhen = after\n\tvariants = no\n}\n");
	buf_reset(&p.kit.out);
	print_rule(&p.kit.out, p.ast.rules, p.ast.format);
	assert_string_equal(kit_out(&p.kit),
		"rule\n{\n\tsyscall_name = a, b\n\trule_name = r\n"
		"\tfilter_expression {UID == 0}\n"
		"\taction\n\t{\n\t\ttype = FAIL\n\t\tlog_format {a {b}}\n"
		"\t\terror_code = -1\n\t\tguarantee = best_effort\n"
		"\t\tlevel = err\n\t}\n"
		"\tattempts = all\n}\n");
	parsed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_associativity),
		cmocka_unit_test(test_unary),
		cmocka_unit_test(test_primary),
		cmocka_unit_test(test_bad_numbers),
		cmocka_unit_test(test_bad_strings),
		cmocka_unit_test(test_bad_expr),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_unclosed),
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_top),
		cmocka_unit_test(test_names_twice),
		cmocka_unit_test(test_recovery),
		cmocka_unit_test(test_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
