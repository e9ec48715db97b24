/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/live.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	char top[32], etc[64], run[64];
	struct live_dirs dirs;
	struct live live;
	struct buf words;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || !strcpy(f->top, "/tmp/test_live.XXXXXX") || !mkdtemp(f->top))
		return -1;
	snprintf(f->etc, sizeof(f->etc), "%s/etc", f->top);
	snprintf(f->run, sizeof(f->run), "%s/run", f->top);
	f->dirs = (struct live_dirs){f->etc, "/nonexistent", f->run};
	*state = f;
	return mkdir(f->etc, 0755);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	static const char *const left[] = {
		"etc/a.rules", "etc", "run/uploads", "run",
	};
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(left); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->top, left[i]);
		remove(path);
	}
	live_deinit(&f->live);
	buf_deinit(&f->words);
	remove(f->top);
	free(f);
	return 0;
}

static void rule_text(struct buf *out, const char *name)
{
	buf_printf(out, "rule { syscall_name = unlink rule_name = %s "
		"action { type = LOG } }\n", name);
}

/* from now on these are uploaded; a blank parts names, a comma files */
static void upload(struct fixture *f, const char *names)
{
	struct store_files files = {0};
	struct diag diag = {0};
	char copy[128], *file, *name, *a, *b;

	snprintf(copy, sizeof(copy), "%s", names);
	for (file = strtok_r(copy, ",", &a); file;
		file = strtok_r(NULL, ",", &a)) {
		struct buf text = {0};

		for (name = strtok_r(file, " ", &b); name;
			name = strtok_r(NULL, " ", &b))
			rule_text(&text, name);
		assert_int_equal(store_files_add(&files, "x",
			(struct span){text.p, text.n}), 0);
		buf_deinit(&text);
	}
	assert_int_equal(store_set_uploads(f->run, &files, &diag), 0);
	store_files_deinit(&files);
}

static int load(struct fixture *f, time_t sec, long ms)
{
	struct timespec when = {sec, ms * 1000000};
	struct live new;
	int r;

	buf_reset(&f->words);
	r = live_load(&new, &f->live, &f->dirs, when, &f->words);
	if (r)
		return r;
	live_deinit(&f->live);
	f->live = new;
	return 0;
}

/* the rules that act on a call that began then, in order */
static void assert_in_force(struct fixture *f, uint64_t sec, unsigned ms,
	const char *expected)
{
	const struct rules *rs = live_rules(&f->live);
	struct buf got = {0};

	buf_lit(&got, "");
	vec_foreach(r, &rs->rule)
		if (!live_is_over(&f->live, *r, sec, ms))
			buf_printf(&got, "%s%.*s", got.n ? " " : "",
				SPAN_ARG((*r)->name));
	assert_string_equal(got.p, expected);
	buf_deinit(&got);
}

static void test_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, 100, 0), 0);
	assert_in_force(f, 0, 0, "");
	assert_int_equal(f->live.set.plan.krule.n, 0);
}

static void test_added(void **state)
{
	struct fixture *f = *state;

	upload(f, "a");
	assert_int_equal(load(f, 100, 0), 0);
	upload(f, "a,b c");
	assert_int_equal(load(f, 200, 0), 0);
	assert_null(f->live.all);
	assert_in_force(f, 0, 0, "a b c");
	assert_in_force(f, 300, 0, "a b c");
	assert_false(live_is_due(&f->live, 9999));
}

/* calls from before a delete have their records on the way */
static void test_deleted(void **state)
{
	struct fixture *f = *state;

	upload(f, "a,b,c");
	assert_int_equal(load(f, 100, 0), 0);
	upload(f, "a");
	assert_int_equal(load(f, 200, 500), 0);
	assert_in_force(f, 199, 999, "a b c");
	assert_in_force(f, 200, 500, "a b c");
	assert_in_force(f, 200, 501, "a");
	assert_in_force(f, 201, 0, "a");
	/* the kernel gets what stands now only */
	assert_int_equal(f->live.set.rs->rule.n, 1);
	assert_false(live_is_due(&f->live, 205));
	assert_true(live_is_due(&f->live, 206));
	live_expire(&f->live);
	assert_in_force(f, 0, 0, "a");
	assert_false(live_is_due(&f->live, 999));
}

static void test_one_rule_of_a_file(void **state)
{
	struct fixture *f = *state;

	upload(f, "a b");
	assert_int_equal(load(f, 100, 0), 0);
	upload(f, "b");
	assert_int_equal(load(f, 200, 0), 0);
	assert_in_force(f, 300, 0, "b");
	assert_in_force(f, 150, 0, "b a b");
}

static void test_changes_in_a_row(void **state)
{
	struct fixture *f = *state;

	upload(f, "a");
	assert_int_equal(load(f, 100, 0), 0);
	upload(f, "b");
	assert_int_equal(load(f, 200, 0), 0);
	upload(f, "c");
	assert_int_equal(load(f, 202, 0), 0);
	assert_in_force(f, 200, 0, "c a b");
	assert_in_force(f, 201, 0, "c b");
	assert_in_force(f, 203, 0, "c");
	assert_false(live_is_due(&f->live, 206));
	upload(f, "d");
	assert_int_equal(load(f, 206, 0), 0);
	assert_in_force(f, 150, 0, "d b c");
	assert_in_force(f, 205, 0, "d c");
}

static void test_mistakes_change_nothing(void **state)
{
	struct fixture *f = *state;
	char path[128];
	FILE *out;

	upload(f, "a");
	assert_int_equal(load(f, 100, 0), 0);
	snprintf(path, sizeof(path), "%s/a.rules", f->etc);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs("rule { nonsense }\n", out);
	fclose(out);
	assert_int_equal(load(f, 200, 0), -EINVAL);
	assert_non_null(strstr(f->words.p, "/etc/a.rules:1:8: error: "));
	assert_in_force(f, 300, 0, "a");
}

static void test_unreadable(void **state)
{
	struct fixture *f = *state;

	upload(f, "a");
	assert_int_equal(load(f, 100, 0), 0);
	f->dirs.etc = "/dev/null";
	assert_int_equal(load(f, 200, 0), -ENOTDIR);
	assert_string_equal(f->words.p,
		"error: cannot open '/dev/null': Not a directory\n");
	assert_in_force(f, 300, 0, "a");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_nothing),
		T(test_added),
		T(test_deleted),
		T(test_one_rule_of_a_file),
		T(test_changes_in_a_row),
		T(test_mistakes_change_nothing),
		T(test_unreadable),
	};

	return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
