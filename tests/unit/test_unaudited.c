/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel/unaudited.h"
#include "tests/unit/fakekernel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_rules(const struct fakekernel *fk, const char *wanted)
{
	char *got = fake_text(fk);

	assert_string_equal(got ? got : "", wanted);
	free(got);
}

static void rule_text(char out[128], const char *more)
{
	snprintf(out, 128, "-a never,task -F pid=%d -F key=sct:(fork)\n%s",
		getpid(), more);
}

#define OTHERS "-a always,task -F uid=7 -F key=others\n"

static void add_others(struct fakekernel *fk)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_TASK, AUDIT_ALWAYS);

	rule_all(r);
	rule_num(r, AUDIT_UID, AUDIT_EQUAL, 7);
	rule_str(r, AUDIT_FILTERKEY, "others");
	assert_int_equal(fake_add(fk, r), 0);
	free(r);
}

static void test_begin_end(void **state)
{
	struct fakekernel fk;
	struct unaudited u;
	char wanted[128];

	fake_init(&fk);
	add_others(&fk);
	assert_int_equal(unaudited_begin(&u, &fk.nl), 0);
	rule_text(wanted, OTHERS);	/* in front of theirs */
	assert_rules(&fk, wanted);
	assert_int_equal(unaudited_end(&u), 0);
	assert_rules(&fk, OTHERS);
	assert_int_equal(unaudited_end(&u), 0);	/* once is enough */
	assert_int_equal(fk.calls[FAKE_DELETE], 1);
	fake_deinit(&fk);
}

static void add_leftover(struct fakekernel *fk, uint32_t pid)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_TASK, AUDIT_NEVER);

	rule_all(r);
	rule_num(r, AUDIT_PID, AUDIT_EQUAL, pid);
	rule_str(r, AUDIT_FILTERKEY, UNAUDITED_KEY);
	assert_int_equal(fake_add(fk, r), 0);
	free(r);
}

/* of several that were killed, one with our own process id */
static void test_leftovers(void **state)
{
	struct fakekernel fk;
	struct unaudited u;
	char wanted[128];

	fake_init(&fk);
	add_leftover(&fk, 77);
	add_others(&fk);
	add_leftover(&fk, (uint32_t)getpid());
	assert_int_equal(unaudited_begin(&u, &fk.nl), 0);
	rule_text(wanted, OTHERS);
	assert_rules(&fk, wanted);
	assert_int_equal(unaudited_end(&u), 0);
	assert_rules(&fk, OTHERS);
	fake_deinit(&fk);
}

/* all that looks after our rules takes a leftover away */
static void test_apply(void **state)
{
	struct auditnl_result res;
	struct plan none = {0};
	struct diag diag = {0};
	struct fakekernel fk;

	fake_init(&fk);
	add_leftover(&fk, 77);
	assert_int_equal(auditnl_apply(&fk.nl, &none, &diag, &res), 0);
	assert_int_equal(res.removed, 1);
	assert_rules(&fk, "");
	diag_deinit(&diag);
	fake_deinit(&fk);
}

static void test_locked(void **state)
{
	struct fakekernel fk;
	struct unaudited u;

	fake_init(&fk);
	fk.st.enabled = AUDITNL_ENABLED_LOCKED;
	assert_int_equal(unaudited_begin(&u, &fk.nl), UNAUDITED_REFUSED);
	assert_int_equal(unaudited_end(&u), 0);
	assert_int_equal(fk.calls[FAKE_DELETE], 0);
	assert_rules(&fk, "");
	fake_deinit(&fk);
}

struct failure {
	enum fake_op op;
	int err;
	bool done_anyway;
	int begin, end;
};

static void test_failures(void **state)
{
	static const struct failure failures[] = {
		{FAKE_LIST, -EPERM, false, UNAUDITED_REFUSED, 0},
		{FAKE_LIST, -ECONNREFUSED, false, -ECONNREFUSED, 0},
		{FAKE_ADD, -EPERM, false, UNAUDITED_REFUSED, 0},
		{FAKE_ADD, -ENOMEM, false, -ENOMEM, 0},
		/* no answer: whether it is there or not, it goes */
		{FAKE_ADD, -ETIMEDOUT, true, -ETIMEDOUT, 0},
		{FAKE_ADD, -ETIMEDOUT, false, -ETIMEDOUT, 0},
		{FAKE_DELETE, -ENOENT, true, 0, 0},
		{FAKE_DELETE, -ETIMEDOUT, true, 0, -ETIMEDOUT},
	};

	for (size_t i = 0; i < ARRAY_SIZE(failures); i++) {
		const struct failure *f = &failures[i];
		struct fakekernel fk;
		struct unaudited u;

		fake_init(&fk);
		fk.fail_op = f->op;
		fk.fail_at = 1;
		fk.fail_err = f->err;
		fk.done_anyway = f->done_anyway;
		assert_int_equal(unaudited_begin(&u, &fk.nl), f->begin);
		assert_int_equal(unaudited_end(&u), f->end);
		assert_rules(&fk, "");
		fake_deinit(&fk);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_begin_end),
		cmocka_unit_test(test_leftovers),
		cmocka_unit_test(test_apply),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_failures),
	};

	return cmocka_run_group_tests_name("unaudited", tests, NULL, NULL);
}
