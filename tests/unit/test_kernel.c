/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel/auditnl.h"
#include "rule/auditrule.h"
#include "rule/rules.h"
#include "tests/unit/fakekernel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#define EXIT_LIST AUDIT_FILTER_EXIT
#define X86_64 0xc000003eu
#define I386 0x40000003u

struct fixture {
	struct fakekernel fk;
	struct plan plan;
	struct diag diag;
	struct auditnl_result res;
	struct buf words;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	fake_init(&f->fk);
	*state = f;
	return 0;
}

static void plan_clear(struct plan *plan)
{
	vec_foreach(k, &plan->krule)
		free(k->data);
	vec_deinit(&plan->krule);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	plan_clear(&f->plan);
	diag_deinit(&f->diag);
	buf_deinit(&f->words);
	fake_deinit(&f->fk);
	free(f);
	return 0;
}

/* r goes over to the plan */
static void want(struct fixture *f, struct audit_rule_data *r)
{
	assert_int_equal(
		vec_add(&f->plan.krule, (struct krule){.data = r}), 0);
}

static void want_n(struct fixture *f, unsigned n)
{
	char key[32];

	for (unsigned i = 0; i < n; i++) {
		snprintf(key, sizeof(key), "sct:rule%u", i);
		want(f, rule_simple(i % 300, i, key));
	}
}

/* a rule that is there already; released here */
static void there(struct fixture *f, struct audit_rule_data *r)
{
	assert_int_equal(fake_add(&f->fk, r), 0);
	free(r);
}

static int apply(struct fixture *f)
{
	int rc;

	diag_deinit(&f->diag);
	rc = auditnl_apply(&f->fk.nl, &f->plan, &f->diag, &f->res);
	buf_reset(&f->words);
	diag_print(&f->diag, &f->words);
	return rc;
}

static const char *words(const struct fixture *f)
{
	return f->words.n ? f->words.p : "";
}

static void assert_counts(const struct fixture *f, size_t added,
	size_t removed, size_t kept, size_t foreign)
{
	assert_int_equal(f->res.added, added);
	assert_int_equal(f->res.removed, removed);
	assert_int_equal(f->res.kept, kept);
	assert_int_equal(f->res.foreign, foreign);
}

static void assert_calls(const struct fixture *f, unsigned add,
	unsigned delete)
{
	assert_int_equal(f->fk.calls[FAKE_ADD], add);
	assert_int_equal(f->fk.calls[FAKE_DELETE], delete);
}

/* ----------------------------------------------------------------- applying */

static void test_first_load(void **state)
{
	struct fixture *f = *state;
	cleanup(freep) char *text = NULL;

	want(f, rule_simple(87, 0, "sct:unlink_rule1"));
	want(f, rule_simple(101, 1000, "sct:ptrace_rule"));
	assert_int_equal(apply(f), 0);
	assert_counts(f, 2, 0, 0, 0);
	assert_string_equal(words(f), "");
	text = fake_text(&f->fk);
	assert_string_equal(text,
		"-a always,exit -F arch=b64 -S unlink -F uid=0 "
		"-F key=sct:unlink_rule1\n"
		"-a always,exit -F arch=b64 -S ptrace -F uid=1000 "
		"-F key=sct:ptrace_rule\n");
}

static void test_nothing_to_do(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 0, 0);
	want_n(f, 3);
	assert_int_equal(apply(f), 0);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 3, 0);
	assert_calls(f, 3, 0);
}

static void test_one_of_500_changed(void **state)
{
	struct fixture *f = *state;

	want_n(f, 500);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 500, 0, 0, 0);
	f->plan.krule.v[250].data->values[1] = 77777;
	assert_int_equal(apply(f), 0);
	assert_counts(f, 1, 1, 499, 0);
	assert_calls(f, 501, 1);
	assert_true(fake_has(&f->fk, f->plan.krule.v[250].data));
	assert_int_equal(f->fk.rule.n, 500);
}

static void test_order_means_nothing(void **state)
{
	struct fixture *f = *state;

	want_n(f, 40);
	assert_int_equal(apply(f), 0);
	for (size_t i = 0; i < 20; i++) {
		struct krule k = f->plan.krule.v[i];

		f->plan.krule.v[i] = f->plan.krule.v[39 - i];
		f->plan.krule.v[39 - i] = k;
	}
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 40, 0);
	assert_calls(f, 40, 0);
}

static void test_twice_in_plan(void **state)
{
	struct fixture *f = *state;

	for (unsigned i = 0; i < 3; i++) {
		want(f, rule_simple(87, 0, "sct:a"));
		want(f, rule_simple(87, 1, "sct:a"));
	}
	assert_int_equal(apply(f), 0);
	assert_counts(f, 2, 0, 0, 0);
	assert_calls(f, 2, 0);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 2, 0);
}

static void test_empty_plan_removes_all(void **state)
{
	struct fixture *f = *state;

	there(f, rule_simple(87, 0, "other"));
	want_n(f, 5);
	assert_int_equal(apply(f), 0);
	plan_clear(&f->plan);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 5, 0, 1);
	assert_int_equal(f->fk.rule.n, 1);
}

/* the kernel clears the mask's last 16 bits and the prepend flag */
static void test_kernel_form(void **state)
{
	struct fixture *f = *state;
	struct audit_rule_data *r = rule_simple(87, 0, "sct:all");

	rule_all(r);
	r->flags |= AUDIT_FILTER_PREPEND;
	r->values[60] = 99;	/* behind field_count: noise */
	want(f, r);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 1, 0, 0, 0);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 1, 0);
}

/* -------------------------------------------------------- rules of others */

static const char *const foreign_keys[] = {
	"sctx:a", "sct", "Sct:a", " sct:a", "xsct:a", "other\1sct:a",
	"sct:a\1other", "\1sct:a", "sct:\1", "a key",
};

static void test_foreign_untouched(void **state)
{
	struct fixture *f = *state;
	cleanup(freep) char *before = NULL;
	cleanup(freep) char *after = NULL;
	struct audit_rule_data *w = rule_make(EXIT_LIST, AUDIT_ALWAYS);

	rule_all(w);
	rule_str(w, AUDIT_WATCH, "/etc/passwd");
	rule_num(w, AUDIT_PERM, AUDIT_EQUAL, 2);
	there(f, w);
	there(f, rule_simple(87, 0, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(foreign_keys); i++)
		there(f, rule_simple(87, 0, foreign_keys[i]));
	before = fake_text(&f->fk);
	want_n(f, 10);
	assert_int_equal(apply(f), 0);
	assert_counts(f, 10, 0, 0, 2 + ARRAY_SIZE(foreign_keys));
	plan_clear(&f->plan);
	assert_int_equal(apply(f), 0);
	assert_int_equal(f->res.removed, 10);
	after = fake_text(&f->fk);
	assert_string_equal(before, after);
	assert_string_equal(words(f), "");
}

static void test_list_splits(void **state)
{
	struct fixture *f = *state;
	struct auditnl_rules rules = {0};

	there(f, rule_simple(87, 0, "sct:"));
	there(f, rule_simple(87, 0, "sct:a"));
	for (size_t i = 0; i < ARRAY_SIZE(foreign_keys); i++)
		there(f, rule_simple(87, 0, foreign_keys[i]));
	assert_int_equal(auditnl_list(&f->fk.nl, &rules), 0);
	assert_int_equal(rules.ours, 2);
	assert_int_equal(rules.foreign, ARRAY_SIZE(foreign_keys));
	assert_true(rules.rule.v[0].ours);
	assert_true(rules.rule.v[1].ours);
	assert_false(rules.rule.v[2].ours);
	auditnl_rules_deinit(&rules);
}

/* ----------------------------------------------------- never to be sent */

static void assert_not_sent(struct fixture *f, struct audit_rule_data *r,
	const char *why)
{
	want(f, rule_simple(1, 1, "sct:good"));
	want(f, r);
	assert_int_equal(apply(f), -EINVAL);
	assert_non_null(strstr(words(f), why));
	assert_non_null(strstr(words(f),
		"error: not sent to the kernel: audit rule '"));
	assert_counts(f, 0, 0, 0, 0);
	for (unsigned i = 0; i < FAKE_OPS; i++)
		assert_int_equal(f->fk.calls[i], 0);
	plan_clear(&f->plan);
}

static void test_never_sent(void **state)
{
	struct fixture *f = *state;
	struct audit_rule_data *r;

	assert_not_sent(f, rule_make(0, 0), "its key does not begin with "
		"'sct:': it could not be told from the rules of others\n");
	assert_not_sent(f, rule_simple(87, 0, "sctx:a"), "its key does not");
	assert_not_sent(f, rule_simple(87, 0, "sct:a\1b"), "its key does not");
	r = rule_make(EXIT_LIST, AUDIT_ALWAYS);
	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	assert_not_sent(f, r, "it names no system call\n");
	r = rule_make(EXIT_LIST, AUDIT_ALWAYS);
	rule_all(r);
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, X86_64);
	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	assert_not_sent(f, r, "it would log every call\n");
	r = rule_simple(87, 0, "sct:a");
	r->action = AUDIT_NEVER;
	assert_not_sent(f, r, "it would hide calls from the rules behind it\n");
	r = rule_simple(87, 0, "sct:a");
	r->flags = AUDIT_FILTER_EXCLUDE;
	assert_not_sent(f, r, "it is on a list that watches no calls\n");
	r = rule_simple(87, 0, "sct:a");
	r->buflen = 2;
	assert_not_sent(f, r, "its key does not begin");
	r = rule_simple(87, 0, "sct:a");
	rule_num(r, AUDIT_DIR, AUDIT_EQUAL, 9);
	assert_not_sent(f, r, "its lengths do not add up\n");
	r = rule_simple(87, 0, "sct:a");
	r->field_count = AUDIT_MAX_FIELDS + 1;
	assert_not_sent(f, r, "it has more than 64 fields\n");
}

/* -------------------------------------------------------------- refusals */

/* three to add, three to remove, two that stay, two of others */
static void prepare_change(struct fixture *f)
{
	there(f, rule_simple(1, 5, "other"));
	for (unsigned i = 0; i < 5; i++)
		there(f, rule_simple(10 + i, 0, "sct:old"));
	there(f, rule_simple(1, 6, "other"));
	want(f, rule_simple(20, 0, "sct:new"));
	want(f, rule_simple(13, 0, "sct:old"));
	want(f, rule_simple(21, 0, "sct:new"));
	want(f, rule_simple(14, 0, "sct:old"));
	want(f, rule_simple(22, 0, "sct:new"));
}

static void assert_same_rules(struct fixture *f)
{
	assert_int_equal(f->fk.rule.n, 7);
	for (unsigned i = 0; i < 5; i++) {
		cleanup(freep) struct audit_rule_data *r =
			rule_simple(10 + i, 0, "sct:old");

		assert_true(fake_has(&f->fk, r));
	}
	for (unsigned i = 5; i < 7; i++) {
		cleanup(freep) struct audit_rule_data *r =
			rule_simple(1, i, "other");

		assert_true(fake_has(&f->fk, r));
	}
}

static void roll_back_at(enum fake_op op, unsigned at, int err, bool anyway)
{
	struct fixture f = {0};

	fake_init(&f.fk);
	prepare_change(&f);
	f.fk.fail_op = op;
	f.fk.fail_at = at;
	f.fk.fail_err = err;
	f.fk.done_anyway = anyway;
	assert_int_equal(apply(&f), err);
	assert_same_rules(&f);
	assert_counts(&f, 0, 0, 5, 2);
	assert_int_equal(f.diag.errors, 1);
	plan_clear(&f.plan);
	diag_deinit(&f.diag);
	buf_deinit(&f.words);
	fake_deinit(&f.fk);
}

static void test_roll_back_everywhere(void **state)
{
	static const int errs[] = {-EPERM, -EINVAL, -ENOMEM, -E2BIG, -EEXIST,
		-ETIMEDOUT, -ENOBUFS};

	for (unsigned at = 1; at <= 3; at++)
		for (size_t i = 0; i < ARRAY_SIZE(errs); i++) {
			roll_back_at(FAKE_ADD, at, errs[i], false);
			roll_back_at(FAKE_DELETE, at, errs[i], false);
		}
}

/* the answer was lost, the kernel had done it */
static void test_roll_back_unsure(void **state)
{
	for (unsigned at = 1; at <= 3; at++) {
		roll_back_at(FAKE_ADD, at, -ETIMEDOUT, true);
		roll_back_at(FAKE_DELETE, at, -ETIMEDOUT, true);
	}
}

static void test_roll_back_fails(void **state)
{
	struct fixture *f = *state;

	prepare_change(f);
	f->fk.fail_op = FAKE_DELETE;
	f->fk.fail_at = 2;
	f->fk.fail_more = 99;
	f->fk.fail_err = -ENOMEM;
	assert_int_equal(apply(f), -ENOMEM);
	assert_int_equal(f->diag.errors, 4);
	assert_string_equal(words(f),
		"error: the kernel did not remove audit rule '-a always,exit "
		"-F arch=b64 -S munmap -F uid=0 -F key=sct:old': it has no "
		"memory for it\n"
		"error: the kernel did not roll back (remove) audit rule "
		"'-a always,exit -F arch=b64 -S pipe -F uid=0 -F key=sct:new': "
		"it has no memory for it\n"
		"error: the kernel did not roll back (remove) audit rule "
		"'-a always,exit -F arch=b64 -S access -F uid=0 "
		"-F key=sct:new': it has no memory for it\n"
		"error: the kernel did not roll back (remove) audit rule "
		"'-a always,exit -F arch=b64 -S writev -F uid=0 "
		"-F key=sct:new': it has no memory for it\n");
}

static void add_same(struct fakekernel *fk)
{
	cleanup(freep) struct audit_rule_data *r =
		rule_simple(20, 0, "sct:new");

	assert_int_equal(fake_add(fk, r), 0);
}

/* somebody else loads the same rule at the same time */
static void test_race_exists(void **state)
{
	struct fixture *f = *state;

	want(f, rule_simple(20, 0, "sct:new"));
	f->fk.meanwhile = add_same;
	assert_int_equal(apply(f), 0);
	assert_int_equal(f->fk.rule.n, 1);
	assert_counts(f, 0, 0, 0, 0);
}

static void test_race_exists_then_refused(void **state)
{
	struct fixture *f = *state;

	want(f, rule_simple(20, 0, "sct:new"));
	want(f, rule_simple(21, 0, "sct:new"));
	f->fk.meanwhile = add_same;
	f->fk.fail_op = FAKE_ADD;
	f->fk.fail_at = 2;
	f->fk.fail_err = -EINVAL;
	assert_int_equal(apply(f), -EINVAL);
	assert_int_equal(f->fk.rule.n, 1);	/* theirs stays */
}

static void delete_old(struct fakekernel *fk)
{
	vec_foreach(r, &fk->rule)
		if (auditrule_is_ours(*r)) {
			free(*r);
			*r = fk->rule.v[--fk->rule.n];
			return;
		}
}

static void test_race_gone(void **state)
{
	struct fixture *f = *state;

	there(f, rule_simple(10, 0, "sct:old"));
	want(f, rule_simple(20, 0, "sct:new"));
	f->fk.meanwhile = delete_old;
	assert_int_equal(apply(f), 0);
	assert_counts(f, 1, 1, 0, 0);
	assert_int_equal(f->fk.rule.n, 1);
}

static const char rule_text[] = "# one\nrule { syscall_name = unlink }\n";

static void assert_refused(struct fixture *f, struct audit_rule_data *r,
	int err, const char *expected)
{
	struct source src = {"etc.rules", SPAN_LIT(rule_text)};
	struct rule rule = {.src = &src, .at = {rule_text + 6, 4}};

	want(f, r);
	f->plan.krule.v[0].rule = &rule;
	f->fk.fail_op = FAKE_ADD;
	f->fk.fail_at = f->fk.calls[FAKE_ADD] + 1;
	f->fk.fail_err = err;
	assert_int_equal(apply(f), err);
	assert_string_equal(words(f), expected);
	plan_clear(&f->plan);
	diag_deinit(&f->diag);
}

#define AT "etc.rules:2:1: error: the kernel did not take audit rule "
#define SIMPLE "'-a always,exit -F arch=b64 -S unlink -F uid=0 -F key=sct:a': "
#define CARET "\n  rule { syscall_name = unlink }\n  ^~~~\n"

static void test_words(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, rule_simple(87, 0, "sct:a"), -EPERM, AT SIMPLE
		"no permission; run as root in the host's own pid namespace "
		"(CAP_AUDIT_CONTROL)" CARET);
	assert_refused(f, rule_simple(87, 0, "sct:a"), -EEXIST, AT SIMPLE
		"it has the same rule already; somebody else is loading rules "
		"at the same time: try again" CARET);
	assert_refused(f, rule_simple(87, 0, "sct:a"), -ENOMEM,
		AT SIMPLE "it has no memory for it" CARET);
	assert_refused(f, rule_simple(87, 0, "sct:a"), -E2BIG, AT SIMPLE
		"it is too long; shorten its paths or split the rule" CARET);
	assert_refused(f, rule_simple(87, 0, "sct:a"), -ENOSPC, AT SIMPLE
		"there is no room for another watch; raise "
		"fs.inotify.max_user_watches" CARET);
	assert_refused(f, rule_simple(87, 0, "sct:a"), -ETIMEDOUT, AT SIMPLE
		"the kernel's audit did not answer in time; try again" CARET);
	assert_refused(f, rule_simple(87, 0, "sct:a"), -ENOENT, AT SIMPLE
		"it does not have that rule (any more)" CARET);
}

static void test_words_of_paths(void **state)
{
	struct fixture *f = *state;
	struct audit_rule_data *r = rule_make(EXIT_LIST, AUDIT_ALWAYS);

	rule_call(r, 87);
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, X86_64);
	rule_str(r, AUDIT_WATCH, "/no/such\ndir/file");
	rule_str(r, AUDIT_EXE, "/bin/sh");
	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	assert_refused(f, r, -ENOENT, AT
		"'-a always,exit -F arch=b64 -S unlink "
		"-F path=/no/such\\ndir/file -F exe=/bin/sh -F key=sct:a': "
		"the directory '/no/such\\ndir' does not exist; create it, or "
		"say 'attempts = all' in the rule" CARET);
	r = rule_make(EXIT_LIST, AUDIT_ALWAYS);
	rule_call(r, 87);
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, X86_64);
	rule_str(r, AUDIT_DIR, "/no/such/dir");
	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	assert_refused(f, r, -ENOENT, AT
		"'-a always,exit -F arch=b64 -S unlink -F dir=/no/such/dir "
		"-F key=sct:a': the directory '/no/such/dir' does not exist; "
		"create it, or say 'attempts = all' in the rule" CARET);
}

static void test_words_of_old_kernels(void **state)
{
	struct fixture *f = *state;
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_URING_EXIT,
		AUDIT_ALWAYS);

	rule_call(r, 36);
	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	want(f, r);
	f->fk.fail_op = FAKE_ADD;
	f->fk.fail_at = 1;
	f->fk.fail_err = -EINVAL;
	assert_int_equal(apply(f), -EINVAL);
	assert_non_null(strstr(words(f), "error: the kernel did not take audit "
		"rule '-a always,io_uring -S "));
	assert_non_null(strstr(words(f), ") has no audit of io_uring, which "
		"came with Linux 5.16\n"));
	plan_clear(&f->plan);
	want(f, rule_simple(87, 0, "sct:a"));
	f->fk.fail_at = 2;
	assert_int_equal(apply(f), -EINVAL);
	assert_non_null(strstr(words(f), ") does not know a field, a value or "
		"an operator in it\n"));
}

/* ------------------------------------------------- the kernel's settings */

static void test_locked(void **state)
{
	struct fixture *f = *state;

	prepare_change(f);
	f->fk.st.enabled = AUDITNL_ENABLED_LOCKED;
	assert_int_equal(apply(f), -EPERM);
	assert_calls(f, 0, 0);
	assert_string_equal(words(f),
		"error: the kernel's audit rules are locked until the next "
		"boot (enabled 2); nothing was changed, 3 to add and 3 to "
		"remove; load these rules before 'auditctl -e 2', and "
		"reboot\n");
	assert_counts(f, 0, 0, 5, 2);
}

/* locked after they were loaded: there is nothing to change */
static void test_locked_and_same(void **state)
{
	struct fixture *f = *state;

	want_n(f, 4);
	assert_int_equal(apply(f), 0);
	f->fk.st.enabled = AUDITNL_ENABLED_LOCKED;
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 4, 0);
	assert_string_equal(words(f), "");
}

static void test_auditing_off(void **state)
{
	struct fixture *f = *state;

	want_n(f, 1);
	f->fk.st.enabled = 0;
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f),
		"warning: auditing is switched off (enabled 0): no call is "
		"seen until sctauditd runs or 'auditctl -e 1'\n");
}

static void test_no_talk(void **state)
{
	struct fixture *f = *state;

	want_n(f, 1);
	f->fk.fail_op = FAKE_STATUS;
	f->fk.fail_at = 1;
	f->fk.fail_err = -ECONNREFUSED;
	assert_int_equal(apply(f), -ECONNREFUSED);
	assert_string_equal(words(f),
		"error: cannot read the kernel's audit rules: the kernel's "
		"audit does not answer; it was started with audit=0, or this "
		"is a container\n");
	assert_calls(f, 0, 0);
}

/* a list of which a part is missing must not look as if rules were gone */
static void test_partial_list(void **state)
{
	struct fixture *f = *state;

	want_n(f, 30);
	assert_int_equal(apply(f), 0);
	f->fk.fail_op = FAKE_LIST;
	f->fk.fail_at = f->fk.calls[FAKE_LIST] + 1;
	f->fk.fail_more = AUDITNL_LIST_TRIES - 2;
	f->fk.fail_err = -ENOBUFS;
	assert_int_equal(apply(f), 0);
	assert_counts(f, 0, 0, 30, 0);
	f->fk.fail_at = f->fk.calls[FAKE_LIST] + 1;
	f->fk.fail_more = AUDITNL_LIST_TRIES - 1;
	assert_int_equal(apply(f), -ENOBUFS);
	assert_calls(f, 30, 0);
}

static void test_status(void **state)
{
	struct fixture *f = *state;
	struct auditnl_status st;

	f->fk.st.pid = (uint32_t)getpid();
	f->fk.st.lost = 7;
	assert_int_equal(auditnl_status(&f->fk.nl, &st), 0);
	assert_int_equal(st.k.lost, 7);
	assert_string_equal(st.comm, "test_kernel");
	f->fk.st.pid = 0;
	assert_int_equal(auditnl_status(&f->fk.nl, &st), 0);
	assert_string_equal(st.comm, "");
	auditnl_close(&f->fk.nl);
	assert_true(f->fk.closed);
	assert_null(f->fk.nl.ops);
	auditnl_close(&f->fk.nl);
}

/* ---------------------------------------------------------- hidden rules */

static void test_never_task(void **state)
{
	struct fixture *f = *state;
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_TASK, AUDIT_NEVER);

	there(f, r);
	r = rule_make(AUDIT_FILTER_TASK, AUDIT_NEVER);
	rule_num(r, AUDIT_UID, AUDIT_EQUAL, 33);
	there(f, r);
	want_n(f, 1);
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f),
		"warning: '-a never,task', a rule of others, switches call "
		"auditing off for all new processes: no call of theirs is "
		"seen\n"
		"warning: '-a never,task -F uid=33', a rule of others, "
		"switches call auditing off for the new processes that it "
		"matches\n");
}

static struct audit_rule_data *never(unsigned nr, uint32_t arch)
{
	struct audit_rule_data *r = rule_make(EXIT_LIST, AUDIT_NEVER);

	rule_call(r, nr);
	if (arch)
		rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, arch);
	return r;
}

static void test_never_exit(void **state)
{
	struct fixture *f = *state;
	char key[16];

	there(f, never(87, X86_64));
	for (unsigned i = 0; i < 4; i++) {
		snprintf(key, sizeof(key), "sct:r%u", i);
		want(f, rule_simple(87, 0, key));
	}
	want(f, rule_simple(88, 0, "sct:other_call"));
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f),
		"warning: '-a never,exit -F arch=b64 -S unlink', a rule of "
		"others, comes first and hides calls from 4 of ours: sct:r0, "
		"sct:r1, ...\n");
}

static void test_never_without_arch(void **state)
{
	struct fixture *f = *state;

	there(f, never(87, 0));
	want(f, rule_simple(87, 0, "sct:a"));
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f),
		"warning: '-a never,exit -S unlink', a rule of others, comes "
		"first and hides calls from 1 of ours: sct:a\n");
}

static struct audit_rule_data *never_if(uint32_t field, uint32_t op,
	uint32_t v)
{
	struct audit_rule_data *r = never(87, X86_64);

	rule_num(r, field, op, v);
	return r;
}

static void test_never_that_hides_nothing(void **state)
{
	struct fixture *f = *state;
	struct audit_rule_data *r;

	/* another ABI, call or user in front of ours */
	there(f, never(87, I386));
	there(f, never(88, X86_64));
	there(f, never_if(AUDIT_UID, AUDIT_EQUAL, 6));
	there(f, never_if(AUDIT_UID, AUDIT_NOT_EQUAL, 5));
	there(f, never_if(AUDIT_UID, AUDIT_GREATER_THAN, 5));
	there(f, never_if(AUDIT_UID, AUDIT_LESS_THAN, 5));
	there(f, never_if(AUDIT_UID, AUDIT_GREATER_THAN_OR_EQUAL, 6));
	there(f, never_if(AUDIT_UID, AUDIT_LESS_THAN_OR_EQUAL, 4));
	there(f, never_if(AUDIT_UID, AUDIT_LESS_THAN, 0));
	want(f, rule_simple(87, 5, "sct:a"));
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f), "");
	/* the same call, but behind ours */
	there(f, never(87, X86_64));
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f), "");
	/* and in front of it */
	r = never_if(AUDIT_UID, AUDIT_LESS_THAN_OR_EQUAL, 5);
	r->flags |= AUDIT_FILTER_PREPEND;
	there(f, r);
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f),
		"warning: '-a never,exit -F arch=b64 -S unlink -F uid<=5', a "
		"rule of others, comes first and hides calls from 1 of ours: "
		"sct:a\n");
}

static struct audit_rule_data *exclude(uint32_t op, uint32_t type)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_EXCLUDE,
		AUDIT_ALWAYS);

	rule_num(r, AUDIT_MSGTYPE, op, type);
	return r;
}

static void test_exclude(void **state)
{
	struct fixture *f = *state;

	there(f, exclude(AUDIT_EQUAL, AUDIT_CWD));
	there(f, exclude(AUDIT_EQUAL, AUDIT_PROCTITLE));
	there(f, exclude(AUDIT_GREATER_THAN, 1999));
	there(f, exclude(AUDIT_LESS_THAN, 1303));
	want_n(f, 1);
	assert_int_equal(apply(f), 0);
	assert_string_equal(words(f),
		"warning: '-a always,exclude -F msgtype=CWD', a rule of "
		"others, drops CWD records: relative names stay unresolved\n"
		"warning: '-a always,exclude -F msgtype<IPC', a rule of "
		"others, drops SYSCALL records: no call is seen at all; PATH "
		"records: rules on paths match nothing\n");
}

static void test_exclude_but_one(void **state)
{
	struct fixture *f = *state;

	there(f, exclude(AUDIT_NOT_EQUAL, AUDIT_SYSCALL));
	want_n(f, 1);
	assert_int_equal(apply(f), 0);
	assert_null(strstr(words(f), "SYSCALL records"));
	assert_non_null(strstr(words(f), "drops URINGOP records: no call made "
		"through io_uring is seen; PATH records: "));
}

/* no warning for somebody who has no rules of ours */
static void test_hidden_without_ours(void **state)
{
	struct fixture *f = *state;
	struct auditnl_rules rules = {0};

	there(f, rule_make(AUDIT_FILTER_TASK, AUDIT_NEVER));
	assert_int_equal(auditnl_list(&f->fk.nl, &rules), 0);
	auditnl_hidden(&rules, &f->diag);
	assert_int_equal(f->diag.warnings, 0);
	auditnl_rules_deinit(&rules);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_first_load),
		T(test_nothing_to_do),
		T(test_one_of_500_changed),
		T(test_order_means_nothing),
		T(test_twice_in_plan),
		T(test_empty_plan_removes_all),
		T(test_kernel_form),
		T(test_foreign_untouched),
		T(test_list_splits),
		T(test_never_sent),
		cmocka_unit_test(test_roll_back_everywhere),
		cmocka_unit_test(test_roll_back_unsure),
		T(test_roll_back_fails),
		T(test_race_exists),
		T(test_race_exists_then_refused),
		T(test_race_gone),
		T(test_words),
		T(test_words_of_paths),
		T(test_words_of_old_kernels),
		T(test_locked),
		T(test_locked_and_same),
		T(test_auditing_off),
		T(test_no_talk),
		T(test_partial_list),
		T(test_status),
		T(test_never_task),
		T(test_never_exit),
		T(test_never_without_arch),
		T(test_never_that_hides_nothing),
		T(test_exclude),
		T(test_exclude_but_one),
		T(test_hidden_without_ours),
	};

	return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
