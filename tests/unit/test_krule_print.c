/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each expected line is what auditctl 3.0.9 prints for that rule on Linux 6.1;
 * the exceptions say so. */
#include "rule/auditrule.h"
#include "rule/krule.h"
#include "tests/unit/fakekernel.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define X86_64 0xc000003eu
#define I386 0x40000003u

/* releases r */
static void assert_prints(struct audit_rule_data *r, const char *line)
{
	struct buf out = {0};

	krule_print(&out, r);
	assert_string_equal(out.p, line);
	buf_deinit(&out);
	free(r);
}

static struct audit_rule_data *on_call(uint32_t arch, unsigned nr)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_EXIT, AUDIT_ALWAYS);

	rule_call(r, nr);
	if (arch)
		rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, arch);
	return r;
}

static struct audit_rule_data *on_all(void)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_EXIT, AUDIT_ALWAYS);

	rule_all(r);
	return r;
}

static void test_calls(void **state)
{
	struct audit_rule_data *r = on_call(X86_64, 87);

	rule_call(r, 263);
	rule_num(r, AUDIT_UID, AUDIT_EQUAL, 0);
	rule_str(r, AUDIT_FILTERKEY, "sct:unlink_rule1");
	assert_prints(r, "-a always,exit -F arch=b64 -S unlink,unlinkat "
			 "-F uid=0 -F key=sct:unlink_rule1");
	r = on_call(I386, 10);
	rule_call(r, 301);
	assert_prints(r, "-a always,exit -F arch=b32 -S unlink,unlinkat");
	r = on_call(X86_64, 450);
	rule_call(r, 462);
	rule_call(r, 2000);
	assert_prints(r, "-a always,exit -F arch=b64 "
			 "-S set_mempolicy_home_node,462,2000");
	r = on_all();
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, X86_64);
	assert_prints(r, "-a always,exit -F arch=b64 -S all");
	assert_prints(rule_make(AUDIT_FILTER_EXIT, AUDIT_ALWAYS),
		"-a always,exit");
}

static void test_arch(void **state)
{
	struct audit_rule_data *r = on_call(0, 87);

	rule_num(r, AUDIT_LOGINUID, AUDIT_NOT_EQUAL, UINT32_MAX);
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, I386);
	assert_prints(r, "-a always,exit -F arch=b32 -S swapon -F auid!=-1");
	assert_prints(on_call(0x1234, 35),
		"-a always,exit -F arch=0x1234 -S 35");
	r = on_call(X86_64, 87);
	rule_num(r, AUDIT_ARCH, AUDIT_EQUAL, I386);
	assert_prints(r, "-a always,exit -F arch=b64 -F arch=b32 -S swapon");
	assert_prints(on_call(0, 87), "-a always,exit -S unlink");
}

static void test_exit(void **state)
{
	static const struct {
		uint32_t op, v;
		const char *line;
	} cases[] = {
		{AUDIT_EQUAL, -2u, "-a always,exit -S all -F exit=-ENOENT"},
		{AUDIT_NOT_EQUAL, 5, "-a always,exit -S all -F exit!=5"},
		{AUDIT_GREATER_THAN, 5000, "-a always,exit -S all -F exit>5000"},
		{AUDIT_EQUAL, 0, "-a always,exit -S all -F exit=0"},
		{AUDIT_EQUAL, -4000u, "-a always,exit -S all -F exit=-4000"},
		{AUDIT_EQUAL, 0x80000000u,
			"-a always,exit -S all -F exit=-2147483648"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct audit_rule_data *r = on_all();

		rule_num(r, AUDIT_EXIT, cases[i].op, cases[i].v);
		assert_prints(r, cases[i].line);
	}
}

static void test_operators(void **state)
{
	static const struct {
		uint32_t op;
		const char *line;
	} cases[] = {
		{AUDIT_EQUAL, "-F a0=0xBFFFE718"},
		{AUDIT_NOT_EQUAL, "-F a0!=0xBFFFE718"},
		{AUDIT_BIT_MASK, "-F a0&0xBFFFE718"},
		{AUDIT_BIT_TEST, "-F a0&=0xBFFFE718"},
		{AUDIT_LESS_THAN, "-F a0<0xBFFFE718"},
		{AUDIT_GREATER_THAN, "-F a0>0xBFFFE718"},
		{AUDIT_LESS_THAN_OR_EQUAL, "-F a0<=0xBFFFE718"},
		{AUDIT_GREATER_THAN_OR_EQUAL, "-F a0>=0xBFFFE718"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct audit_rule_data *r = on_call(X86_64, 101);
		struct buf line = {0};

		rule_num(r, AUDIT_ARG0, cases[i].op, 0xbfffe718);
		buf_printf(&line, "-a always,exit -F arch=b64 -S ptrace %s",
			cases[i].line);
		assert_prints(r, line.p);
		buf_deinit(&line);
	}
}

static void test_watches(void **state)
{
	struct audit_rule_data *r = on_all();

	rule_str(r, AUDIT_WATCH, "/etc/passwd");
	rule_num(r, AUDIT_PERM, AUDIT_EQUAL, 15);
	rule_str(r, AUDIT_FILTERKEY, "k1\1k2");
	assert_prints(r, "-w /etc/passwd -p rwxa -k k1 -k k2");
	r = on_all();
	rule_str(r, AUDIT_DIR, "/etc");
	rule_num(r, AUDIT_PERM, AUDIT_EQUAL, 8);
	assert_prints(r, "-w /etc -p a");
	r = on_all();
	rule_str(r, AUDIT_DIR, "/tmp");
	rule_str(r, AUDIT_FILTERKEY, "dd");
	assert_prints(r, "-a always,exit -S all -F dir=/tmp -F key=dd");
	r = on_call(X86_64, 87);
	rule_str(r, AUDIT_WATCH, "/tmp/a b");
	rule_str(r, AUDIT_EXE, "/bin/busybox");
	rule_num(r, AUDIT_PERM, AUDIT_EQUAL, 6);
	rule_str(r, AUDIT_FILTERKEY, "\1a\1\1b\1");
	assert_prints(r, "-a always,exit -F arch=b64 -S unlink "
			 "-F path=/tmp/a b -F exe=/bin/busybox -F perm=rw "
			 "-F key=a -F key=b");
}

static void test_numbers(void **state)
{
	struct audit_rule_data *r = on_call(X86_64, 87);

	rule_num(r, AUDIT_INODE, AUDIT_EQUAL, 4000000000u);
	rule_num(r, AUDIT_UID, AUDIT_LESS_THAN, 4000000000u);
	rule_num(r, AUDIT_DEVMINOR, AUDIT_BIT_TEST, 3);
	rule_num(r, AUDIT_SESSIONID, AUDIT_EQUAL, UINT32_MAX);
	rule_num(r, AUDIT_FILETYPE, AUDIT_EQUAL, 0100000);
	rule_num(r, AUDIT_SADDR_FAM, AUDIT_EQUAL, 2);
	rule_num(r, AUDIT_PID, AUDIT_EQUAL, -5u);
	rule_num(r, AUDIT_SUCCESS, AUDIT_EQUAL, 1);
	assert_prints(r, "-a always,exit -F arch=b64 -S unlink "
			 "-F inode=4000000000 -F uid<-294967296 "
			 "-F devminor&=3 -F sessionid=-1 -F filetype=32768 "
			 "-F saddr_fam=2 -F pid=-5 -F success=1");
	r = on_call(X86_64, 87);
	rule_num(r, AUDIT_LOGINUID_SET, AUDIT_EQUAL, 1);
	rule_num(r, AUDIT_FIELD_COMPARE, AUDIT_NOT_EQUAL, 10);
	rule_str(r, AUDIT_SUBJ_TYPE, "x_t");
	assert_prints(r, "-a always,exit -F arch=b64 -S unlink f24=1 "
			 "-C uid!=auid -F subj_type=x_t");
}

static void test_other_lists(void **state)
{
	struct audit_rule_data *r;

	assert_prints(rule_make(AUDIT_FILTER_TASK, AUDIT_NEVER),
		"-a never,task");
	r = rule_make(AUDIT_FILTER_EXCLUDE, AUDIT_ALWAYS);
	rule_num(r, AUDIT_MSGTYPE, AUDIT_EQUAL, 1307);
	assert_prints(r, "-a always,exclude -F msgtype=CWD");
	r = rule_make(AUDIT_FILTER_EXCLUDE, AUDIT_ALWAYS);
	rule_num(r, AUDIT_MSGTYPE, AUDIT_EQUAL, 1345);
	assert_prints(r, "-a always,exclude -F msgtype=1345");
	r = rule_make(AUDIT_FILTER_USER, AUDIT_NEVER);
	rule_num(r, AUDIT_UID, AUDIT_EQUAL, 1);
	assert_prints(r, "-a never,user -F uid=1");
	r = rule_make(AUDIT_FILTER_FS, AUDIT_NEVER);
	rule_num(r, AUDIT_FSTYPE, AUDIT_EQUAL, 0x74726163);
	assert_prints(r, "-a never,filesystem -F fstype=tracefs");
}

/* 3.0.9 does not know the list; so audit 3.1 has it */
static void test_uring(void **state)
{
	struct audit_rule_data *r = rule_make(AUDIT_FILTER_URING_EXIT,
		AUDIT_ALWAYS);

	rule_all(r);
	rule_num(r, AUDIT_EXIT, AUDIT_EQUAL, -1u);
	assert_prints(r, "-a always,io_uring -S all -F exit=-EPERM");
	r = rule_make(AUDIT_FILTER_URING_EXIT, AUDIT_ALWAYS);
	rule_call(r, 36);
	rule_call(r, 127);
	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	assert_prints(r, "-a always,io_uring -S unlinkat,127 -F key=sct:a");
}

static void assert_not_canon(struct audit_rule_data *r, size_t size)
{
	struct audit_rule_data *c = NULL;

	assert_int_equal(auditrule_canon(&c, r, size), -EPROTO);
	assert_null(c);
}

static void test_canon_lengths(void **state)
{
	cleanup(freep) struct audit_rule_data *r = on_call(X86_64, 87);

	rule_str(r, AUDIT_WATCH, "/etc/passwd");
	rule_str(r, AUDIT_FILTERKEY, "key");
	assert_not_canon(r, 0);
	assert_not_canon(r, sizeof(*r) - 1);
	assert_not_canon(r, sizeof(*r));
	assert_not_canon(r, auditrule_size(r) - 1);
	r->values[1] = UINT32_MAX;	/* the sum would wrap in 32 bits */
	r->values[2] = 2;
	assert_not_canon(r, auditrule_size(r));
	assert_null(auditrule_text(r, 1).p);
	assert_null(auditrule_key(r).p);
	r->field_count = AUDIT_MAX_FIELDS + 1;
	assert_not_canon(r, auditrule_size(r));
}

static void test_canon_equal(void **state)
{
	cleanup(freep) struct audit_rule_data *r = on_call(X86_64, 87);
	cleanup(freep) struct audit_rule_data *a = NULL;
	cleanup(freep) struct audit_rule_data *b = NULL;

	rule_str(r, AUDIT_FILTERKEY, "sct:a");
	assert_int_equal(auditrule_canon(&a, r, auditrule_size(r)), 0);
	r->flags |= AUDIT_FILTER_PREPEND;
	r->mask[63] |= 0xffff0000;
	r->values[7] = 9;
	memcpy(r->buf + r->buflen, "tail", 4);
	r->buflen += 4;
	assert_int_equal(auditrule_canon(&b, r, auditrule_size(r) + 3), 0);
	assert_int_equal(auditrule_cmp(a, b), 0);
	assert_int_equal(auditrule_size(a), auditrule_size(b));
	assert_memory_equal(a, b, auditrule_size(a));
	b->buf[4] = 'b';
	assert_true(auditrule_cmp(a, b) < 0);
	assert_true(auditrule_cmp(b, a) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_arch),
		cmocka_unit_test(test_exit),
		cmocka_unit_test(test_operators),
		cmocka_unit_test(test_watches),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_other_lists),
		cmocka_unit_test(test_uring),
		cmocka_unit_test(test_canon_lengths),
		cmocka_unit_test(test_canon_equal),
	};

	return cmocka_run_group_tests_name("krule_print", tests, NULL, NULL);
}
