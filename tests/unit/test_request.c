/* SPDX-License-Identifier: GPL-2.0-or-later */
/* requests as messages; and run, in directories of our own and with a faked
 * kernel */
#include "control/request.h"
#include "control/rows.h"
#include "tests/unit/fakekernel.h"
#include "rule/split.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define VERSION 0x53435401u

#define RULE(name, uid)                                                        \
	"rule { syscall_name = unlink rule_name = " name                       \
	" filter_expression {UID == " uid "} action { type = LOG log_format "  \
	"{%comm} } }\n"

struct fixture {
	char top[32], etc[64], run[64];
	struct fakekernel fk;
	struct request_env env;
	struct request rq;
	struct reply reply;
	/* hooks */
	struct buf told;
	int staged;		/* what staged() answers */
};

/* ------------------------------------------------------------------ fixture */

static int on_staged(void *arg, const struct store_files *files)
{
	struct fixture *f = arg;
	struct store_files kept = {0};
	struct diag diag = {0};

	buf_lit(&f->told, "staged");
	vec_foreach(it, &files->file)
		buf_printf(&f->told, " %s", it->name);
	assert_int_equal(store_uploads(&kept, f->run, &diag), 0);
	buf_printf(&f->told, " (%zu kept, %zu in the kernel)\n", kept.file.n,
		f->fk.rule.n);
	store_files_deinit(&kept);
	return f->staged;
}

static void on_settled(void *arg, bool ok)
{
	struct fixture *f = arg;

	buf_printf(&f->told, "settled %s\n", ok ? "well" : "as before");
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->top, "/tmp/test_request.XXXXXX");
	if (!mkdtemp(f->top))
		return -1;
	snprintf(f->etc, sizeof(f->etc), "%s/etc", f->top);
	snprintf(f->run, sizeof(f->run), "%s/run", f->top);
	fake_init(&f->fk);
	f->env = (struct request_env){.etc = f->etc, .lib = "/nonexistent",
		.run = f->run, .nl = &f->fk.nl,
		.abis = abis_of_name(SPAN_LIT("aarch64")), .arg = f,
		.staged = on_staged, .settled = on_settled};
	f->rq.prog = SPAN_LIT("sct x");
	*state = f;
	return mkdir(f->etc, 0755);
}

static int teardown(void **state)
{
	static const char *const left[] = {"etc/a.rules", "etc", "run/uploads",
		"run/lock", "run"};
	struct fixture *f = *state;
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(left); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->top, left[i]);
		remove(path);
	}
	remove(f->top);
	fake_deinit(&f->fk);
	request_deinit(&f->rq);
	reply_deinit(&f->reply);
	buf_deinit(&f->told);
	free(f);
	return 0;
}

static void put_file(struct fixture *f, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->top, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void ask(struct fixture *f, enum request_kind kind, unsigned flags)
{
	reply_deinit(&f->reply);
	f->reply = (struct reply){0};
	f->rq.kind = kind;
	f->rq.flags = flags;
	request_run(&f->rq, &f->env, &f->reply);
	request_deinit(&f->rq);
}

static void add_file(struct fixture *f, const char *name, const char *text)
{
	assert_int_equal(vec_add(&f->rq.files, (struct request_file){
		span_of(name), span_of(text)}), 0);
}

static void add_name(struct fixture *f, const char *name)
{
	assert_int_equal(vec_add(&f->rq.names, span_of(name)), 0);
}

static void expect(const struct fixture *f, int code, const char *out,
	const char *err)
{
	assert_string_equal(f->reply.err.p ? f->reply.err.p : "", err);
	assert_string_equal(f->reply.out.p ? f->reply.out.p : "", out);
	assert_int_equal(f->reply.code, code);
}

static void expect_told(struct fixture *f, const char *words)
{
	assert_string_equal(f->told.p ? f->told.p : "", words);
	buf_reset(&f->told);
	if (f->told.p)
		*f->told.p = '\0';
}

static void upload(struct fixture *f, const char *name, const char *text)
{
	add_file(f, name, text);
	ask(f, REQUEST_UPLOAD, 0);
	assert_int_equal(f->reply.code, 0);
	expect_told(f, f->told.p);
}

/* ------------------------------------------------------------------- changes */

static void test_upload(void **state)
{
	struct fixture *f = *state;

	add_file(f, "/tmp/one.rules", RULE("one", "1"));
	add_file(f, "-", RULE("two", "2"));
	ask(f, REQUEST_UPLOAD, 0);
	expect(f, CODE_DONE,
		"Successfully uploaded rules from file '/tmp/one.rules'\n"
		"Successfully uploaded rules from file '-'\n", "");
	expect_told(f, "staged one.rules stdin (2 kept, 0 in the kernel)\n"
		"settled well\n");
	assert_int_equal(f->fk.rule.n, 4);
}

static void test_upload_with_a_mistake(void **state)
{
	struct fixture *f = *state;

	upload(f, "one", RULE("one", "1"));
	add_file(f, "good", RULE("two", "2"));
	add_file(f, "bad", "rule {\n");
	ask(f, REQUEST_UPLOAD, 0);
	assert_int_equal(f->reply.code, CODE_FAILED);
	assert_non_null(strstr(f->reply.err.p, "bad:1:"));
	assert_non_null(strstr(f->reply.err.p, "\nsct x: nothing was changed\n"));
	expect_told(f, "");
	ask(f, REQUEST_DOWNLOAD, 0);
	assert_null(strstr(f->reply.out.p, "two"));
}

static void test_upload_replace(void **state)
{
	struct fixture *f = *state;

	upload(f, "one", RULE("one", "1"));
	add_file(f, "two", RULE("two", "2"));
	ask(f, REQUEST_UPLOAD, REQUEST_REPLACE);
	assert_int_equal(f->reply.code, CODE_DONE);
	expect_told(f, "staged two (1 kept, 2 in the kernel)\nsettled well\n");
	ask(f, REQUEST_DOWNLOAD, 0);
	expect(f, CODE_DONE, "rule\n{\n\tsyscall_name = unlink\n\trule_name = "
		"two\n\tfilter_expression {UID == 2}\n\taction\n\t{\n\t\ttype = LOG\n\t\tlog_format {%comm}\n"
		"\t}\n}\n", "");
}

static void test_kernel_refuses(void **state)
{
	struct fixture *f = *state;

	upload(f, "one", RULE("one", "1"));
	f->fk.fail_op = FAKE_ADD;
	f->fk.fail_at = f->fk.calls[FAKE_ADD] + 2;
	f->fk.fail_err = -EINVAL;
	add_file(f, "two", RULE("two", "2"));
	ask(f, REQUEST_UPLOAD, 0);
	assert_int_equal(f->reply.code, CODE_FAILED);
	assert_non_null(strstr(f->reply.err.p, "sct x: nothing was changed\n"));
	expect_told(f, "staged one two (2 kept, 2 in the kernel)\n"
		"settled as before\n");
	assert_int_equal(f->fk.rule.n, 2);
	ask(f, REQUEST_DOWNLOAD, 0);
	assert_null(strstr(f->reply.out.p, "two"));
}

static void test_kernel_is_locked(void **state)
{
	struct fixture *f = *state;

	f->fk.st.enabled = AUDITNL_ENABLED_LOCKED;
	add_file(f, "one", RULE("one", "1"));
	ask(f, REQUEST_UPLOAD, 0);
	assert_int_equal(f->reply.code, CODE_PRIVILEGE);
	assert_int_equal(f->fk.rule.n, 0);
}

/* whoever matches cannot take the rules: the kernel is not touched */
static void test_staged_fails(void **state)
{
	struct fixture *f = *state;

	f->staged = -ENOMEM;
	add_file(f, "one", RULE("one", "1"));
	ask(f, REQUEST_UPLOAD, 0);
	expect(f, CODE_FAILED, "", "sct x: Cannot allocate memory\n"
		"sct x: nothing was changed\n");
	expect_told(f, "staged one (1 kept, 0 in the kernel)\n"
		"settled as before\n");
	assert_int_equal(f->fk.calls[FAKE_ADD], 0);
	ask(f, REQUEST_DOWNLOAD, 0);
	expect(f, CODE_DONE, "", "sct x: nothing is uploaded\n");
}

static void test_delete(void **state)
{
	struct fixture *f = *state;

	put_file(f, "etc/a.rules", RULE("fixed", "3"));
	upload(f, "both", RULE("one", "1") RULE("two", "2"));
	add_name(f, "one");
	add_name(f, "three");
	add_name(f, "fixed");
	add_name(f, "");
	ask(f, REQUEST_DELETE, 0);
	assert_int_equal(f->reply.code, CODE_FAILED);
	assert_non_null(strstr(f->reply.err.p,
		"sct x: no rule 'three' is uploaded\n"
		"sct x: rule 'fixed' comes from '"));
	assert_non_null(strstr(f->reply.err.p, "/etc/a.rules', not from an "
		"upload; take it out there\nsct x: no rule '' is uploaded\n"));
	expect_told(f, "");
	add_name(f, "one");
	ask(f, REQUEST_DELETE, 0);
	assert_int_equal(f->reply.code, CODE_DONE);
	expect_told(f, "staged a.rules both (1 kept, 6 in the kernel)\n"
		"settled well\n");
	assert_int_equal(f->fk.rule.n, 4);
	ask(f, REQUEST_DELETE, 0);
	assert_int_equal(f->reply.code, CODE_DONE);
	expect_told(f, "staged a.rules (0 kept, 4 in the kernel)\n"
		"settled well\n");
	assert_int_equal(f->fk.rule.n, 2);
}

static void test_reload(void **state)
{
	struct fixture *f = *state;

	upload(f, "one", RULE("one", "1"));
	put_file(f, "etc/a.rules", RULE("fixed", "3"));
	ask(f, REQUEST_RELOAD, 0);
	assert_string_equal(f->reply.out.p, "reloaded: 2 rules, 2 audit rules "
		"added, 0 removed\n");
	expect_told(f, "staged a.rules one (1 kept, 2 in the kernel)\n"
		"settled well\n");
	put_file(f, "etc/a.rules", "rule");
	ask(f, REQUEST_RELOAD, 0);
	assert_int_equal(f->reply.code, CODE_FAILED);
	assert_int_equal(f->fk.rule.n, 4);
	expect_told(f, "");
}

/* a daemon that leaves the kernel's rules alone */
static void test_hands_off(void **state)
{
	struct fixture *f = *state;

	f->env.hands_off = true;
	f->env.nl = NULL;
	add_file(f, "one", RULE("one", "1"));
	ask(f, REQUEST_UPLOAD, 0);
	expect(f, CODE_DONE,
		"Successfully uploaded rules from file 'one'\n", "");
	expect_told(f, "staged one (1 kept, 0 in the kernel)\n"
		"settled well\n");
	ask(f, REQUEST_RELOAD, 0);
	expect(f, CODE_DONE, "reloaded: 1 rules, 0 audit rules added, 0 "
		"removed\n", "");
	assert_int_equal(f->fk.calls[FAKE_ADD], 0);
}

static void test_busy(void **state)
{
	struct fixture *f = *state;
	struct diag diag = {0};
	int lock = store_lock(f->run, 0, &diag);

	assert_true(lock >= 0);
	add_file(f, "one", RULE("one", "1"));
	ask(f, REQUEST_UPLOAD, 0);
	assert_int_equal(f->reply.code, CODE_FAILED);
	assert_non_null(strstr(f->reply.err.p,
		"another program is changing the rules in"));
	close(lock);
}

static void test_other_directory(void **state)
{
	struct fixture *f = *state;
	char want[256];

	f->rq.etc = SPAN_LIT("/elsewhere");
	ask(f, REQUEST_DOWNLOAD, 0);
	snprintf(want, sizeof(want), "sct x: sctauditd runs with --rules-dir=%s"
		"; '/elsewhere' can be used when it does not run\n", f->etc);
	expect(f, CODE_FAILED, "", want);
	f->rq.etc = span_of(f->etc);
	ask(f, REQUEST_DOWNLOAD, 0);
	assert_int_equal(f->reply.code, CODE_DONE);
}

static void test_not_here(void **state)
{
	struct fixture *f = *state;

	ask(f, REQUEST_LOG, 0);
	expect(f, CODE_FAILED, "", "sct x: this is not a thing to do here\n");
	ask(f, REQUEST_STOP, 0);
	expect(f, CODE_FAILED, "", "sct x: this is not a thing to do here\n");
}

/* ------------------------------------------------------------------- reading */

static void test_diff(void **state)
{
	struct fixture *f = *state;

	upload(f, "one", RULE("one", "1"));
	ask(f, REQUEST_DIFF, 0);
	expect(f, CODE_DONE, "", "");
	ask(f, REQUEST_DIFF, REQUEST_JSON);
	expect(f, CODE_DONE, "[]\n", "");
	add_file(f, "-", "rule { syscall_name = getpid rule_name = two action "
		"{ type = LOG } }");
	ask(f, REQUEST_DIFF, 0);
	expect(f, CODE_DIFFERENT,
		"+ -a always,exit -F arch=b64 -S getpid -F key=sct:two\n"
		"- -a always,exit -F arch=b64 -S unlinkat -F uid=1 -F key=sct:one\n"
		"- -a always,io_uring -S unlinkat -F uid=1 -F key=sct:one\n", "");
	add_file(f, "-", "rule { syscall_name = getpid rule_name = two action "
		"{ type = LOG } }");
	ask(f, REQUEST_DIFF, REQUEST_JSON);
	expect(f, CODE_DIFFERENT, "[\n"
		"  {\"change\":\"add\",\"rule\":\"-a always,exit -F arch=b64 "
		"-S getpid -F key=sct:two\"},\n"
		"  {\"change\":\"remove\",\"rule\":\"-a always,exit -F arch=b64 "
		"-S unlinkat -F uid=1 -F key=sct:one\"},\n"
		"  {\"change\":\"remove\",\"rule\":\"-a always,io_uring -S "
		"unlinkat -F uid=1 -F key=sct:one\"}\n]\n", "");
	add_file(f, "-", "rule");
	ask(f, REQUEST_DIFF, 0);
	assert_int_equal(f->reply.code, CODE_FAILED);
	assert_int_equal(strncmp(f->reply.err.p, "<stdin>:1:", 10), 0);
}

static void on_status(void *arg, struct rows *rows)
{
	const struct row_field field = {"n", ROW_U32, 0};
	const struct row row = {"daemon", "{n} of it"};
	const struct row_table t = {&field, 1, &row, 1};
	const uint32_t n = 7;

	rows_begin(rows, "sctauditd", '{');
	rows_put(rows, &t, &n);
	rows_end(rows, '}');
}

static void test_status(void **state)
{
	struct fixture *f = *state;

	upload(f, "one", RULE("one", "1"));
	f->fk.st.lost = 3;
	ask(f, REQUEST_STATUS, 0);
	expect(f, CODE_DONE,
		"auditing        on\n"
		"audit daemon    none\n"
		"rules           2 of ours, 0 of others\n"
		"rule files      0 drop-ins, 1 uploads\n"
		"lost records    3 since the boot\n"
		"backlog         0 of 64 records\n"
		"sctauditd       not running\n"
		"agent           not running\n", "");
	f->env.status = on_status;
	ask(f, REQUEST_STATUS, REQUEST_JSON);
	expect(f, CODE_DONE, "{\"enabled\":1,\"pid\":0,\"daemon\":\"\","
		"\"rules\":2,\"foreign_rules\":0,\"dropins\":0,\"uploads\":1,"
		"\"lost\":3,\"backlog\":0,\"backlog_limit\":64,\"sctauditd\":"
		"{\"n\":7},\"agent\":{\"running\":false},\"messages\":[]}\n",
		"");
	f->fk.fail_op = FAKE_STATUS;
	f->fk.fail_at = f->fk.calls[FAKE_STATUS] + 1;
	f->fk.fail_err = -EPERM;
	ask(f, REQUEST_STATUS, 0);
	assert_int_equal(f->reply.code, CODE_PRIVILEGE);
	assert_string_equal(f->reply.out.p ? f->reply.out.p : "", "");
}

/* ------------------------------------------------------------------ messages */

static struct message message_of(const struct buf *b)
{
	struct message m = {.rest = {b->p + MESSAGE_HEAD, b->n - MESSAGE_HEAD}};

	memcpy(&m.type, b->p, sizeof(m.type));
	return m;
}

static void test_pack(void **state)
{
	struct fixture *f = *state;
	struct request got = {0};
	struct buf b = {0}, again = {0};
	struct message m;

	add_file(f, "a", "one\0two");
	add_file(f, "", "");
	add_name(f, "n1");
	add_name(f, "n2");
	f->rq.kind = REQUEST_DIFF;
	f->rq.flags = REQUEST_JSON | REQUEST_FORCE;
	f->rq.abis = 4;
	f->rq.lines = 123456;
	f->rq.etc = SPAN_LIT("/etc/x");
	request_pack(&b, &f->rq);
	m = message_of(&b);
	assert_int_equal(m.type, CONTROL_REQUEST);
	assert_int_equal(request_unpack(&got, &m), 0);
	assert_int_equal(got.kind, REQUEST_DIFF);
	assert_int_equal(got.files.n, 2);
	assert_true(span_is(got.names.v[1], "n2"));
	request_pack(&again, &got);
	assert_int_equal(again.n, b.n);
	assert_memory_equal(again.p, b.p, b.n);
	request_deinit(&got);
	/* each cut of it is refused */
	for (size_t n = 0; n + MESSAGE_HEAD < b.n; n++) {
		m = message_of(&b);
		m.rest.n = n;
		assert_int_equal(request_unpack(&got, &m), -EPROTO);
	}
	buf_chr(&b, 'x');	/* and one byte more */
	m = message_of(&b);
	assert_int_equal(request_unpack(&got, &m), -EPROTO);
	buf_deinit(&b);
	buf_deinit(&again);
}

static int unpack_with(struct fixture *f, size_t at, uint32_t value)
{
	struct request got = {0};
	struct buf b = {0};
	struct message m;
	int r;

	request_pack(&b, &f->rq);
	memcpy(b.p + MESSAGE_HEAD + at, &value, sizeof(value));
	m = message_of(&b);
	r = request_unpack(&got, &m);
	request_deinit(&got);
	buf_deinit(&b);
	return r;
}

static void test_unpack_refuses(void **state)
{
	struct fixture *f = *state;

	f->rq.kind = REQUEST_STATUS;
	assert_int_equal(unpack_with(f, 0, VERSION), 0);
	assert_int_equal(unpack_with(f, 0, VERSION + 1), -EPROTONOSUPPORT);
	assert_int_equal(unpack_with(f, 0, 1), -EPROTO);
	assert_int_equal(unpack_with(f, 0, 0), -EPROTO);
	assert_int_equal(unpack_with(f, 4, REQUEST_KINDS - 1), 0);
	assert_int_equal(unpack_with(f, 4, REQUEST_KINDS), -EPROTO);
	assert_int_equal(unpack_with(f, 4, UINT32_MAX), -EPROTO);
	assert_int_equal(unpack_with(f, 8, REQUEST_FLAGS), 0);
	assert_int_equal(unpack_with(f, 8, REQUEST_FLAGS + 1), -EPROTO);
	assert_int_equal(unpack_with(f, 12, 1u << 31), -EPROTO);
	f->rq.prog = SPAN_LIT("a name that is far too long to be the name of "
		"any program of ours");
	assert_int_equal(unpack_with(f, 0, VERSION), -EPROTO);
	f->rq.prog = SPAN_LIT("s\0t");
	assert_int_equal(unpack_with(f, 0, VERSION), -EPROTO);
	f->rq.prog = SPAN_LIT("sct");
	/* prog, etc: 4 + 3 + 4; then the number of files, then of names */
	assert_int_equal(unpack_with(f, 31, STORE_FILES_MAX + 1), -EPROTO);
	assert_int_equal(unpack_with(f, 31, 1), -EPROTO);
	assert_int_equal(unpack_with(f, 35, REQUEST_NAMES_MAX + 1), -EPROTO);
	assert_int_equal(unpack_with(f, 35, 1), -EPROTO);
}

static void test_reply_round(void **state)
{
	struct reply reply = {.code = 3}, got;
	struct buf b = {0};
	struct message m;

	buf_add(&reply.out, "a\0b", 3);
	buf_lit(&reply.err, "words");
	reply_pack(&b, &reply);
	m = message_of(&b);
	assert_int_equal(m.type, CONTROL_REPLY);
	assert_int_equal(reply_unpack(&got, &m), 0);
	assert_int_equal(got.code, 3);
	assert_int_equal(got.out.n, 3);
	assert_memory_equal(got.out.p, "a\0b", 3);
	assert_string_equal(got.err.p, "words");
	reply_deinit(&got);
	m = message_of(&b);
	m.rest.n--;
	assert_int_equal(reply_unpack(&got, &m), -EPROTO);
	reply_deinit(&reply);
	buf_deinit(&b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_upload), TEST(test_upload_with_a_mistake),
		TEST(test_upload_replace), TEST(test_kernel_refuses),
		TEST(test_kernel_is_locked), TEST(test_staged_fails),
		TEST(test_delete), TEST(test_reload), TEST(test_hands_off), TEST(test_busy),
		TEST(test_other_directory), TEST(test_not_here),
		TEST(test_diff), TEST(test_status), TEST(test_pack),
		TEST(test_unpack_refuses), cmocka_unit_test(test_reply_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
