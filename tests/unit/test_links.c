/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel rules on names that are symbolic links. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rule/split.h"
#include "store/links.h"

/* a directory with a file, a directory, links to them and one to nothing */
struct scene {
	char dir[64];
};

static void in_place(char out[128], const struct scene *p, const char *name)
{
	snprintf(out, 128, "%s/%s", p->dir, name);
}

static void make_link(const struct scene *p, const char *to, const char *name)
{
	char path[128];

	in_place(path, p, name);
	assert_int_equal(symlink(to, path), 0);
}

static int setup(void **state)
{
	static struct scene p;
	char path[128];
	FILE *f;

	strcpy(p.dir, "/tmp/test_links.XXXXXX");
	if (!mkdtemp(p.dir))
		return -1;
	in_place(path, &p, "file");
	f = fopen(path, "w");
	if (!f || fclose(f))
		return -1;
	in_place(path, &p, "sub");
	if (mkdir(path, 0700))
		return -1;
	make_link(&p, "file", "link");
	make_link(&p, "link", "chain");
	make_link(&p, "sub", "dirlink");
	make_link(&p, "nothing", "dangling");
	*state = &p;
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = {"file", "link", "chain", "dirlink",
		"dangling"};
	struct scene *p = *state;
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		in_place(path, p, names[i]);
		unlink(path);
	}
	in_place(path, p, "sub");
	rmdir(path);
	return rmdir(p->dir);
}

/* the plan of a rule on chdir with that filter, DIR standing for the place */
static void check_filter(const struct scene *p, const char *filter,
	const char *want)
{
	struct buf text = {0}, got = {0};
	struct rules *rs = rules_new();
	struct diag diag = {0};
	struct plan plan;
	struct split *sp;

	buf_lit(&text, "rule { syscall_name = chdir rule_name = r "
		"action { type = LOG } filter_expression { ");
	for (const char *s = filter; *s; s++)
		if (*s == '@')
			buf_str(&text, p->dir);
		else
			buf_chr(&text, *s);
	buf_lit(&text, " } }");
	assert_int_equal(rules_add(rs, "t", (struct span){text.p, text.n}, NULL,
		&diag), 0);
	assert_int_equal(diag.errors, 0);
	assert_int_equal(split_new(&sp, rs, 1u << ABI_X86_64), 0);
	assert_int_equal(plan_init(&plan, sp), 0);
	assert_int_equal(links_follow(&plan), 0);
	vec_foreach(it, &plan.krule) {
		struct buf b = {0};
		char *s, *end;

		krule_print(&b, it->data);
		s = strstr(b.p, "chdir") + 5;
		end = strstr(s, " -F key=sct:r");
		assert_non_null(end);
		while (s < end)
			if (strncmp(s, p->dir, strlen(p->dir)) == 0) {
				buf_chr(&got, '@');
				s += strlen(p->dir);
			} else {
				buf_chr(&got, *s++);
			}
		buf_chr(&got, ';');
		buf_deinit(&b);
	}
	assert_string_equal(got.p, want);
	plan_deinit(&plan);
	split_free(sp);
	rules_free(rs);
	diag_deinit(&diag);
	buf_deinit(&text);
	buf_deinit(&got);
}

static void test_no_link(void **state)
{
	check_filter(*state, "PATH == \"@/file\"", " -F path=@/file;");
	check_filter(*state, "PATH == \"@/missing\"", " -F path=@/missing;");
	check_filter(*state, "under(PATH, \"@/sub\")", " -F dir=@/sub;");
	check_filter(*state, "UID == 0", " -F uid=0;");
}

static void test_link(void **state)
{
	check_filter(*state, "PATH == \"@/link\"",
		" -F path=@/link; -F path=@/file;");
	check_filter(*state, "under(PATH, \"@/dirlink\") && UID == 7",
		" -F uid=7 -F dir=@/dirlink; -F uid=7 -F dir=@/sub;");
	/* links on the way are followed by the kernel itself */
	check_filter(*state, "PATH == \"@/dirlink/x\"",
		" -F path=@/dirlink/x;");
}

static void test_chain(void **state)
{
	check_filter(*state, "PATH == \"@/chain\"",
		" -F path=@/chain; -F path=@/file;");
}

static void test_dangling(void **state)
{
	check_filter(*state, "PATH == \"@/dangling\"", " -F path=@/dangling;");
}

/* what is asked for already is not asked for twice */
static void test_twice(void **state)
{
	check_filter(*state, "PATH == \"@/link\" || PATH == \"@/file\"",
		" -F path=@/link; -F path=@/file;");
	check_filter(*state, "PATH == \"@/link\" || PATH == \"@/chain\"",
		" -F path=@/link; -F path=@/chain; -F path=@/file;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_link),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_dangling),
		cmocka_unit_test(test_twice),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
