/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/live.h"

#include "rule/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct store_files files;	/* that are to stand next */
	struct live live;
	struct buf words;
};

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct fixture));
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	store_files_deinit(&f->files);
	live_deinit(&f->live);
	buf_deinit(&f->words);
	free(f);
	return 0;
}

static void rule_text(struct buf *out, const char *name)
{
	buf_printf(out, "rule { syscall_name = unlink rule_name = %s "
		"action { type = LOG } }\n", name);
}

/* from now on these stand; a blank parts names, a comma files */
static void upload(struct fixture *f, const char *names)
{
	char copy[128], *file, *name, *a, *b;

	store_files_deinit(&f->files);
	snprintf(copy, sizeof(copy), "%s", names);
	for (file = strtok_r(copy, ",", &a); file;
		file = strtok_r(NULL, ",", &a)) {
		struct buf text = {0};

		for (name = strtok_r(file, " ", &b); name;
			name = strtok_r(NULL, " ", &b))
			rule_text(&text, name);
		assert_int_equal(store_files_add(&f->files, "x",
			(struct span){text.p, text.n}), 0);
		buf_deinit(&text);
	}
}

static void load(struct fixture *f, time_t sec, long ms)
{
	struct timespec when = {sec, ms * 1000000};
	struct live new;

	assert_int_equal(live_next(&new, &f->live, &f->files, when), 0);
	live_deinit(&f->live);
	f->live = new;
}

/* what a worker makes of it */
static int build(struct fixture *f, struct acting *a)
{
	struct buf packed = {0};
	struct live copy = {0};
	struct message m;
	int r;

	live_pack(&f->live, &packed);
	m = (struct message){.rest = {packed.p, packed.n}};
	assert_int_equal(live_unpack(&copy, &m), 0);
	buf_reset(&f->words);
	r = acting_build(a, &copy, NULL, &f->words);
	live_deinit(&copy);
	buf_deinit(&packed);
	return r;
}

/* the rules that act on a call that began then, in order */
static void assert_in_force(struct fixture *f, uint64_t sec, unsigned ms,
	const char *expected)
{
	struct buf got = {0};
	struct acting a;

	assert_int_equal(build(f, &a), 0);
	buf_lit(&got, "");
	vec_foreach(r, &a.rs->rule)
		if (acting_acts(&a, *r, sec, ms))
			buf_printf(&got, "%s%.*s", got.n ? " " : "",
				SPAN_ARG((*r)->name));
	assert_string_equal(got.p, expected);
	buf_deinit(&got);
	acting_deinit(&a);
}

static void test_nothing(void **state)
{
	struct fixture *f = *state;

	load(f, 100, 0);
	assert_in_force(f, 0, 0, "");
}

static void test_first(void **state)
{
	struct fixture *f = *state;

	upload(f, "a");
	load(f, 0, 0);
	assert_in_force(f, 0, 0, "a");
	assert_in_force(f, 300, 0, "a");
}

/* calls from before an upload have their records on the way */
static void test_added(void **state)
{
	struct fixture *f = *state;

	upload(f, "a");
	load(f, 0, 0);
	upload(f, "a,b c");
	load(f, 200, 500);
	assert_int_equal(f->live.gone.file.n, 0);
	assert_in_force(f, 0, 0, "a");
	assert_in_force(f, 200, 499, "a");
	assert_in_force(f, 200, 500, "a b c");
	assert_in_force(f, 300, 0, "a b c");
	upload(f, "a,b c,d");
	load(f, 201, 0);
	assert_in_force(f, 200, 499, "a");
	assert_in_force(f, 200, 999, "a b c");
	assert_in_force(f, 201, 0, "a b c d");
	live_expire(&f->live);
	assert_in_force(f, 0, 0, "a b c d");
}

/* calls from before a delete have theirs, too */
static void test_deleted(void **state)
{
	struct fixture *f = *state;

	upload(f, "a,b,c");
	load(f, 0, 0);
	upload(f, "a");
	load(f, 200, 500);
	assert_in_force(f, 199, 999, "a b c");
	assert_in_force(f, 200, 500, "a b c");
	assert_in_force(f, 200, 501, "a");
	assert_in_force(f, 201, 0, "a");
	live_expire(&f->live);
	assert_in_force(f, 0, 0, "a");
}

static void test_one_rule_of_a_file(void **state)
{
	struct fixture *f = *state;

	upload(f, "a b");
	load(f, 0, 0);
	upload(f, "b");
	load(f, 200, 0);
	assert_in_force(f, 300, 0, "b");
	assert_in_force(f, 150, 0, "a b");
	assert_in_force(f, 200, 0, "b a b");
}

static void test_changes_in_a_row(void **state)
{
	struct fixture *f = *state;

	upload(f, "a");
	load(f, 0, 0);
	upload(f, "b");
	load(f, 200, 0);
	upload(f, "c");
	load(f, 202, 0);
	assert_in_force(f, 199, 0, "a");
	assert_in_force(f, 200, 0, "b a");
	assert_in_force(f, 201, 0, "b");
	assert_in_force(f, 203, 0, "c");
	upload(f, "d");
	load(f, 206, 0);	/* a has been gone for long */
	assert_in_force(f, 150, 0, "");
	assert_in_force(f, 201, 0, "b");
	assert_in_force(f, 205, 0, "c");
	assert_in_force(f, 207, 0, "d");
}

/* the same file comes and goes, faster than it is forgotten */
static void test_again_and_again(void **state)
{
	struct fixture *f = *state;

	for (long ms = 0; ms < 1000; ms += 100) {
		upload(f, "a,b");
		load(f, 100, ms);
		upload(f, "a");
		load(f, 100, ms + 50);
	}
	upload(f, "");
	load(f, 102, 0);
	assert_in_force(f, 101, 0, "a");
	assert_in_force(f, 100, 949, "a b");
	assert_in_force(f, 100, 60, "a");
	assert_in_force(f, 103, 0, "");
}

/* a call from before it went: of two that were gone, the later one acts */
static void test_last_gone_first(void **state)
{
	struct fixture *f = *state;
	struct acting a;

	upload(f, "a");
	load(f, 0, 0);
	upload(f, "a,b");
	load(f, 101, 0);
	upload(f, "a b");
	load(f, 102, 0);
	upload(f, "");
	load(f, 103, 0);
	assert_int_equal(build(f, &a), 0);
	assert_int_equal(a.rs->rule.n, 4);
	assert_int_equal(a.standing, 0);
	assert_true(acting_acts(&a, a.rs->rule.v[0], 103, 0));
	assert_true(acting_acts(&a, a.rs->rule.v[1], 103, 0));
	assert_false(acting_acts(&a, a.rs->rule.v[2], 103, 0));
	assert_false(acting_acts(&a, a.rs->rule.v[3], 103, 0));
	acting_deinit(&a);
}

static void add_text(struct fixture *f, const char *text)
{
	assert_int_equal(store_files_add(&f->files, "bad.rules",
		span_of(text)), 0);
}

static void test_mistakes(void **state)
{
	struct fixture *f = *state;
	struct acting a;

	upload(f, "a");
	add_text(f, "rule { nonsense }\n");
	load(f, 100, 0);
	assert_int_equal(build(f, &a), -EINVAL);
	assert_non_null(strstr(f->words.p, "bad.rules:1:8: error: "));
	/* among those that are gone they do not matter */
	upload(f, "b");
	load(f, 200, 0);
	assert_in_force(f, 200, 0, "b");
}

/* what is cut short, or too long, is no list of files */
static void test_malformed(void **state)
{
	struct fixture *f = *state;
	struct buf packed = {0};
	struct live got = {0};

	upload(f, "a,b");
	load(f, 100, 0);
	upload(f, "c");
	load(f, 101, 0);
	live_pack(&f->live, &packed);
	for (size_t n = 0; n < packed.n; n++) {
		struct message m = {.rest = {packed.p, n}};

		assert_int_equal(live_unpack(&got, &m), -EPROTO);
	}
	buf_chr(&packed, 'x');
	assert_int_equal(live_unpack(&got, &(struct message){
		.rest = {packed.p, packed.n}}), -EPROTO);
	assert_int_equal(got.files.file.n, 0);
	buf_deinit(&packed);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_nothing),
		T(test_first),
		T(test_added),
		T(test_deleted),
		T(test_one_rule_of_a_file),
		T(test_changes_in_a_row),
		T(test_last_gone_first),
		T(test_again_and_again),
		T(test_mistakes),
		T(test_malformed),
	};

	return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
