/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/rulekit.h"

#include "rule/order.h"

#define LOG(call, name, rest)                                                  \
	"rule { syscall_name = " call " rule_name = " name                     \
	" action { type = LOG } " rest " }\n"
#define IF(filter) "filter_expression { " filter " }"

/* "rule:by rule:by ..." of what is hidden; ":!" by itself */
static void check_hidden(const char *text, const char *want)
{
	cleanup(order_deinit) struct order order = {0};
	struct kit k = {0};

	kit_add(&k, "t", span_of(text));
	if (k.diag.errors)
		diag_print(&k.diag, &k.out);
	assert_string_equal(kit_out(&k), "");
	assert_int_equal(order_find(&order, k.rs), 0);
	assert_null(order.unseen);
	vec_foreach(it, &order.hidden)
		buf_printf(&k.out, "%s%.*s:%.*s", k.out.n ? " " : "",
			SPAN_ARG(it->rule->name),
			it->by ? (int)it->by->name.n : 1,
			it->by ? it->by->name.p : "!");
	assert_string_equal(kit_out(&k), want);
	kit_free(&k);
}

/* b after a, both on unlink with those filters: whether a hides b */
static void check_filters(const char *a, const char *b, bool hides)
{
	cleanup(buf_deinit) struct buf t = {0};

	buf_printf(&t, "rule { syscall_name = unlink rule_name = a when = after "
		"action { type = LOG } filter_expression { %s } }\n"
		"rule { syscall_name = unlink rule_name = b when = after "
		"action { type = LOG } filter_expression { %s } }\n", a, b);
	check_hidden(t.p, hides ? "b:a" : "");
}

static void test_calls(void **state)
{
	check_hidden(LOG("unlink", "a", "") LOG("unlink", "b", ""), "b:a");
	check_hidden(LOG("unlink", "a", "") LOG("rmdir", "b", ""), "");
	check_hidden(LOG("unlink, rmdir", "a", "") LOG("unlink", "b", ""),
		"b:a");
	check_hidden(LOG("unlink", "a", "") LOG("unlink, rmdir", "b", ""), "");
	/* two that hide it together do not count: each of them alone acts */
	check_hidden(LOG("unlink", "a", "") LOG("rmdir", "b", "")
		LOG("unlink, rmdir", "c", ""), "");
	/* the variants are the rule's own calls, too */
	check_hidden(LOG("unlink", "a", "variants = no") LOG("unlink", "b", ""),
		"");
	check_hidden(LOG("unlink", "a", "") LOG("unlink", "b", "variants = no"),
		"b:a");
	check_hidden(LOG("unlinkat", "a", "") LOG("unlink", "b", ""), "");
	check_hidden(LOG("unlinkat", "a", "")
		LOG("unlink", "b", "variants = no"), "");
	/* the first one is named */
	check_hidden(LOG("unlink", "a", IF("UID == 1")) LOG("unlink", "b", "")
		LOG("unlink", "c", "") LOG("unlink", "d", IF("UID == 1")),
		"c:b d:a");
	check_hidden(LOG("unlink", "a", "")
		LOG("unlink", "b", IF("UID == 1 && UID == 2")), "b:!");
}

static void test_phases(void **state)
{
	check_hidden(LOG("unlink", "a", "") LOG("unlink", "b", "when = after"),
		"");
	check_hidden(LOG("unlink", "a", "when = after") LOG("unlink", "b", ""),
		"");
	check_hidden(LOG("unlink", "a", "when = after")
		LOG("unlink", "b", "when = after"), "b:a");
}

static void test_integers(void **state)
{
	check_filters("UID == 1", "UID == 1", true);
	check_filters("UID == 1", "UID == 2", false);
	check_filters("UID == 1", "UID == 1 && GID == 2", true);
	check_filters("UID == 1 && GID == 2", "UID == 1", false);
	check_filters("UID == 1 || GID == 2", "UID == 1", true);
	check_filters("UID == 1", "UID == 1 || GID == 2", false);
	check_filters("UID < 10", "UID == 5", true);
	check_filters("UID < 10", "UID <= 9", true);
	check_filters("UID < 10", "UID <= 10", false);
	check_filters("UID >= 5 && UID <= 7", "UID == 6 || UID == 5", true);
	check_filters("UID != 0", "UID > 100", true);
	check_filters("UID != 0", "UID >= 0", false);
	check_filters("UID == 1", "GID == 1", false);
	check_filters("UID == -1", "UID == 4294967295", true);
	check_filters("!(UID == 1)", "UID != 1", true);
	check_filters("RETVAL < 0", "RETVAL == -1", true);
	check_filters("SUCCESS", "SUCCESS == 1", true);
}

static void test_names(void **state)
{
	check_filters("PATH == \"/a\"", "PATH == \"/a\" && UID == 0", true);
	check_filters("PATH == \"/a\"", "PATH == \"/a/../a/\"", true);
	check_filters("PATH == \"/a\"", "PATH == \"/b\"", false);
	check_filters("PATH == \"/a\"", "PARAMS[1] == \"/a\"", false);
	check_filters("under(PATH, \"/a\")", "under(PATH, \"/a/b\")", true);
	check_filters("under(PATH, \"/a\")", "PATH == \"/a/b\"", true);
	check_filters("under(PATH, \"/a\")", "PATH == \"/a\"", true);
	check_filters("under(PATH, \"/a\")", "PATH == \"/ab\"", false);
	check_filters("under(PATH, \"/\")", "PATH == \"/ab\"", true);
	check_filters("under(PATH, \"/a/b\")", "under(PATH, \"/a\")", false);
	check_filters("glob(PATH, \"/a*\")", "glob(PATH, \"/a*\")", true);
	check_filters("glob(PATH, \"/a*\")", "glob(PATH, \"/a?\")", false);
	check_filters("COMM == \"rm\"", "COMM == \"rm\" && UID == 0", true);
	check_filters("COMM == \"rm\"", "COMM != \"rm\"", false);
	check_filters("!(COMM == \"rm\")", "!(COMM == \"rm\")", true);
	check_filters("regex(COMM, \"a\")", "regex(COMM, \"a\")", true);
	check_filters("raw(PARAMS[1]) == \"a\"", "PARAMS[1] == \"a\"", false);
}

static void test_bits(void **state)
{
	static const struct {
		const char *a, *b;
		bool hides;
	} rows[] = {
		{"PARAMS[2] & 64", "PARAMS[2] & 64", true},
		{"PARAMS[2] & 64", "PARAMS[2] & 65", false},
		{"PARAMS[2] & 64", "PARAMS[2] == 64", true},
		{"PARAMS[2] & 64", "PARAMS[2] == 1", false},
		{"(PARAMS[2] & 3) == 1", "(PARAMS[2] & 7) == 5", true},
		{"(PARAMS[2] & 7) == 5", "(PARAMS[2] & 3) == 1", false},
		{"!(PARAMS[2] & 64)", "PARAMS[2] == 1", true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cleanup(buf_deinit) struct buf t = {0};

		buf_printf(&t, "rule { syscall_name = open variants = no "
			"rule_name = a action { type = LOG } "
			"filter_expression { %s } }\nrule { syscall_name = open "
			"variants = no rule_name = b action { type = LOG } "
			"filter_expression { %s } }\n", rows[i].a, rows[i].b);
		check_hidden(t.p, rows[i].hides ? "b:a" : "");
	}
}

/* past what is worth the time it is said that the rest was not looked at */
static void test_too_many(void **state)
{
	cleanup(buf_deinit) struct buf t = {0};
	struct kit k = {0};
	size_t said = 0;

	for (int i = 0; i < 6000; i++)
		buf_printf(&t, "rule{syscall_name=getpid rule_name=r%d "
			"action{type=LOG}filter_expression{UID>=%d&&UID<%d}}\n",
			i, 4 * i, 4 * i + 3);
	kit_load(&k, t.p);
	vec_foreach(it, &k.diag.items)
		said += strcmp(it->text, "from here on it was not checked which "
			"rules hide which: too many rules are on one call") == 0;
	assert_int_equal(said, 1);
	assert_int_equal(k.diag.items.n, 1);
	kit_free(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_phases),
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
