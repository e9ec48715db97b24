/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <json-c/json.h>

#include "base/escape.h"
#include "event/action.h"
#include "tests/unit/call.h"

static int setup(void **state)
{
	struct call *c = malloc(sizeof(*c));

	if (!c)
		return -1;
	call_init(c);
	c->rule.phase = PHASE_AFTER;
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	call_deinit(*state);
	free(*state);
	return 0;
}

/* the document, parsed by somebody else's strict reader */
static struct json_object *parse(struct call *c)
{
	struct json_tokener *tok = json_tokener_new();
	struct json_object *o;

	call_json(c);
	assert_int_equal(c->out.err, 0);
	assert_ptr_equal(memchr(c->out.p, '\n', c->out.n),
		c->out.p + c->out.n - 1);
	json_tokener_set_flags(tok,
		JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(tok, c->out.p, (int)c->out.n - 1);
	assert_int_equal(json_tokener_get_error(tok), json_tokener_success);
	assert_int_equal(json_tokener_get_parse_end(tok), c->out.n - 1);
	json_tokener_free(tok);
	return o;
}

/* the member of a dotted name, NULL: none */
static struct json_object *member(struct json_object *o, const char *name)
{
	char key[64];

	while (o && *name) {
		size_t n = strcspn(name, ".");

		assert_true(n < sizeof(key));
		memcpy(key, name, n);
		key[n] = '\0';
		o = json_object_object_get(o, key);
		name += n + (name[n] == '.');
	}
	return o;
}

/* want: JSON text; NULL: there must be no such member */
static void check_member(struct call *c, const char *name, const char *want)
{
	struct json_object *o = parse(c), *m = member(o, name);

	if (!want)
		assert_null(m);
	else
		assert_string_equal(want, json_object_to_json_string_ext(m,
			JSON_C_TO_STRING_PLAIN |
			JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}

#define HAS(c, name, want) check_member((c), (name), (want))

static void test_whole_document(void **state)
{
	struct call *c = *state;

	assert_string_equal(call_json(c),
		"{\"@timestamp\":\"2026-11-21T03:51:47.532Z\","
		"\"event\":{\"kind\":\"event\",\"module\":\"sctaudit\","
		"\"action\":\"deleted\",\"category\":[\"file\"],"
		"\"type\":[\"deletion\"],\"outcome\":\"success\","
		"\"sequence\":17,\"id\":\"1795233107.532:17\"},"
		"\"host\":{\"name\":\"here\",\"architecture\":\"x86_64\"},"
		"\"rule\":{\"name\":\"unlink_rule1\"},"
		"\"log\":{\"level\":\"info\"},"
		"\"auditd\":{\"data\":{\"syscall\":\"unlinkat\","
		"\"a0\":\"ffffff9c\",\"a1\":\"55b32ea76380\",\"a2\":\"0\","
		"\"a3\":\"7f99e6207f80\",\"exit\":\"0\"},"
		"\"user\":{\"filesystem\":{\"id\":\"0\"}},"
		"\"group\":{\"filesystem\":{\"id\":\"0\"}},"
		"\"paths\":[{\"item\":\"0\",\"name\":\"./\","
		"\"nametype\":\"PARENT\",\"inode\":\"1\",\"dev\":\"00:16\","
		"\"mode\":\"041777\",\"ouid\":\"0\",\"ogid\":\"0\"},"
		"{\"item\":\"1\",\"name\":\"./dummy\","
		"\"nametype\":\"DELETE\",\"inode\":\"25\",\"dev\":\"00:16\","
		"\"mode\":\"0100644\",\"ouid\":\"1000\",\"ogid\":\"100\"}]},"
		"\"process\":{\"pid\":108,\"parent\":{\"pid\":1},"
		"\"name\":\"rm\",\"executable\":\"/bin/rm\","
		"\"command_line\":\"rm ./dummy\","
		"\"working_directory\":\"/tmp\","
		"\"real_user\":{\"id\":\"0\"},\"user\":{\"id\":\"0\"},"
		"\"saved_user\":{\"id\":\"0\"},\"real_group\":{\"id\":\"0\"},"
		"\"group\":{\"id\":\"0\"},\"saved_group\":{\"id\":\"0\"}},"
		"\"user\":{\"id\":\"0\",\"effective\":{\"id\":\"0\"},"
		"\"group\":{\"id\":\"0\"}},"
		"\"file\":{\"path\":\"/tmp/dummy\",\"name\":\"dummy\","
		"\"directory\":\"/tmp\",\"inode\":\"25\",\"device\":\"00:16\","
		"\"mode\":\"0644\",\"uid\":\"1000\",\"gid\":\"100\"},"
		"\"sctaudit\":{\"action\":\"log\",\"phase\":\"after\","
		"\"params\":[\"\\\"./dummy\\\"\"]}}\n");
}

/* FIELDS: what the event does not know has no field */
static void test_nothing_known(void **state)
{
	struct call *c = *state;

	c->ev.call[0] = (struct event_call){.abi = ABI_X86_64};
	c->ev.npaths = 0;
	c->ev.cwd = c->ev.proctitle = c->view.host = (struct span){NULL, 0};
	assert_string_equal(call_json(c),
		"{\"@timestamp\":\"2026-11-21T03:51:47.532Z\","
		"\"event\":{\"kind\":\"event\",\"module\":\"sctaudit\","
		"\"action\":\"deleted\",\"category\":[\"file\"],"
		"\"type\":[\"deletion\"],\"outcome\":\"unknown\","
		"\"sequence\":17,\"id\":\"1795233107.532:17\"},"
		"\"host\":{\"architecture\":\"x86_64\"},"
		"\"rule\":{\"name\":\"unlink_rule1\"},"
		"\"log\":{\"level\":\"info\"},"
		"\"auditd\":{\"data\":{\"syscall\":\"unlinkat\"}},"
		"\"sctaudit\":{\"action\":\"log\",\"phase\":\"after\","
		"\"params\":[\"?\"]}}\n");
}

static void test_result(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	HAS(c, "error", NULL);
	k->success = false;
	k->exit = -13;
	HAS(c, "event.outcome", "\"failure\"");
	HAS(c, "auditd.data.exit", "\"-13\"");
	HAS(c, "error", "{\"code\":\"EACCES\"}");
	k->exit = -512;
	HAS(c, "error.code", "\"512\"");
	k->known &= ~(unsigned)KNOWN_SUCCESS;
	HAS(c, "event.outcome", "\"unknown\"");
}

static void test_before_has_no_result(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	c->rule.phase = PHASE_BEFORE;
	k->success = false;
	k->exit = -13;
	HAS(c, "sctaudit.phase", "\"before\"");
	HAS(c, "event.outcome", "\"unknown\"");
	HAS(c, "auditd.data.exit", NULL);
	HAS(c, "error", NULL);
}

static void test_level(void **state)
{
	struct call *c = *state;

	HAS(c, "log.level", "\"info\"");
	c->rule.level = LOG_EMERG;
	HAS(c, "log.level", "\"emerg\"");
	c->rule.level = LOG_DEBUG;
	HAS(c, "log.level", "\"debug\"");
}

static void test_refused(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	c->rule.phase = PHASE_BEFORE;
	c->rule.action = ACTION_FAIL;
	c->rule.error_code = 1;
	HAS(c, "sctaudit.action", "\"fail\"");
	HAS(c, "event.type", "[\"deletion\"]");	/* it went through */
	HAS(c, "event.outcome", "\"unknown\"");
	k->success = false;
	k->exit = -1;
	HAS(c, "event.type", "[\"deletion\",\"denied\"]");
	HAS(c, "event.outcome", "\"failure\"");
	HAS(c, "error.code", "\"EPERM\"");
	k->exit = -2;
	HAS(c, "event.type", "[\"deletion\"]");
}

static void test_actions(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "kill", 1, 9);
	HAS(c, "event.action", "\"killed-pid\"");
	HAS(c, "event.category", "[\"process\"]");
	HAS(c, "event.type", "[\"change\"]");
	CALL_IS(c, ABI_X86_64, "getpid", 0);
	HAS(c, "event.action", "\"getpid\"");
	HAS(c, "event.category", NULL);
	HAS(c, "event.type", NULL);
	HAS(c, "sctaudit.params", NULL);
	c->rule.action = ACTION_KILL;
	HAS(c, "sctaudit.action", "\"kill\"");
	c->rule.action = ACTION_SUSPEND;
	HAS(c, "sctaudit.action", "\"suspend\"");
}

static void test_open_says_what_it_does(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "open", 4096, 0, 0);
	HAS(c, "event.action", "\"opened-file\"");
	HAS(c, "event.type", "[\"access\"]");
	CALL_IS(c, ABI_X86_64, "open", 4096, 01, 0);
	HAS(c, "event.type", "[\"access\",\"change\"]");
	CALL_IS(c, ABI_X86_64, "open", 4096, 0100, 0644);
	c->ev.npaths = 2;
	HAS(c, "event.type", "[\"access\"]");	/* it was there */
	c->ev.path[1].nametype = NAME_CREATE;
	HAS(c, "event.type", "[\"access\",\"creation\"]");
}

static void test_io_uring(void **state)
{
	struct call *c = *state;

	c->target.uring = true;
	c->target.nr = 36;
	c->ev.call[0].known &= ~(unsigned)KNOWN_ARGS;
	c->ev.call[0].uring = true;
	c->ev.call[0].nr = 36;
	HAS(c, "auditd.data.syscall", "\"unlinkat\"");
	HAS(c, "auditd.data.uring_op", "\"36\"");
	HAS(c, "event.action", "\"deleted\"");
	HAS(c, "auditd.data.a0", NULL);
	HAS(c, "sctaudit.params", "[\"\\\"./dummy\\\"\"]");
	/* of an event's PATH items those of this operation alone */
	c->ev.call[0].items_before = 1;
	c->ev.call[0].items = 2;
	c->ev.path[1].has_inode = false;
	HAS(c, "auditd.paths",
		"[{\"item\":\"1\",\"name\":\"./dummy\",\"nametype\":\"DELETE\"}]");
}

static int find_name(void *arg, enum id_kind kind, uint32_t id,
	struct buf *name)
{
	buf_str(name, kind == ID_USER ? "user" : "group");
	buf_dec(name, id);
	return name->err;
}

static void test_users(void **state)
{
	struct call *c = *state;
	struct event_call *k = &c->ev.call[0];

	c->ctx.ids.find = find_name;
	k->uid = 1;
	k->euid = 2;
	k->suid = 3;
	k->fsuid = 4;
	k->gid = 5;
	k->egid = 6;
	k->sgid = 7;
	k->fsgid = 8;
	k->auid = 9;
	k->ses = 10;
	HAS(c, "user", "{\"id\":\"1\",\"name\":\"user1\","
		"\"effective\":{\"id\":\"2\",\"name\":\"user2\"},"
		"\"group\":{\"id\":\"5\",\"name\":\"group5\"}}");
	HAS(c, "process.real_user", "{\"id\":\"1\",\"name\":\"user1\"}");
	HAS(c, "process.user", "{\"id\":\"2\",\"name\":\"user2\"}");
	HAS(c, "process.saved_user", "{\"id\":\"3\",\"name\":\"user3\"}");
	HAS(c, "process.real_group", "{\"id\":\"5\",\"name\":\"group5\"}");
	HAS(c, "process.group", "{\"id\":\"6\",\"name\":\"group6\"}");
	HAS(c, "process.saved_group", "{\"id\":\"7\",\"name\":\"group7\"}");
	HAS(c, "auditd.user", "{\"filesystem\":{\"id\":\"4\",\"name\":\"user4\"},"
		"\"audit\":{\"id\":\"9\",\"name\":\"user9\"}}");
	HAS(c, "auditd.group",
		"{\"filesystem\":{\"id\":\"8\",\"name\":\"group8\"}}");
	HAS(c, "auditd.session", "\"10\"");
	c->ev.names.uid = SPAN_LIT("root");
	HAS(c, "user.name", "\"root\"");
}

static void test_process(void **state)
{
	static struct span args[] = {SPAN_LIT("rm"), {NULL, 0},
		SPAN_LIT("a b")};
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "execve", 4096, 8192, 12288);
	c->ev.call[0].tty = SPAN_LIT("pts0");
	HAS(c, "process.args", NULL);
	c->ev.has_execve = true;
	c->ev.argc = 4;
	c->ev.nargs = 3;
	c->ev.args = args;
	HAS(c, "process.args", "[\"rm\",null,\"a b\"]");
	HAS(c, "process.args_count", "4");
	HAS(c, "auditd.data.tty", "\"pts0\"");
	HAS(c, "event.action", "\"executed\"");
	HAS(c, "sctaudit.params",
		"[\"?\",\"[\\\"rm\\\", ?, \\\"a b\\\", ...]\",\"12288\"]");
}

static void test_file_at_the_top(void **state)
{
	struct call *c = *state;

	c->ev.path[1].name = SPAN_LIT("/vmlinuz");
	HAS(c, "file.path", "\"/vmlinuz\"");
	HAS(c, "file.name", "\"vmlinuz\"");
	HAS(c, "file.directory", "\"/\"");
	c->ev.path[1].name = SPAN_LIT("/");
	HAS(c, "file.path", "\"/\"");
	HAS(c, "file.name", NULL);
	HAS(c, "file.directory", NULL);
}

static void test_sockets(void **state)
{
	struct call *c = *state;

	CALL_IS(c, ABI_X86_64, "connect", 3, 4096, 16);
	c->ev.saddr = SPAN_LIT("\2\0\1\xbb\xc0\0\2\1\0\0\0\0\0\0\0\0");
	HAS(c, "event.action", "\"connected-to\"");
	HAS(c, "event.category", "[\"network\"]");
	HAS(c, "event.type", "[\"connection\"]");
	HAS(c, "destination", "{\"ip\":\"192.0.2.1\",\"port\":443}");
	HAS(c, "network", "{\"type\":\"ipv4\"}");
	HAS(c, "source", NULL);
	HAS(c, "sctaudit.params", "[\"3\",\"{inet 192.0.2.1 443}\",\"16\"]");
	CALL_IS(c, ABI_X86_64, "bind", 3, 4096, 28);
	c->ev.saddr = SPAN_LIT("\12\0\0\x50\0\0\0\0\xfe\x80\0\0\0\0\0\0\0\0\0\0"
			       "\0\0\0\1\2\0\0\0");
	HAS(c, "source", "{\"ip\":\"fe80::1\",\"port\":80}");
	HAS(c, "destination", NULL);
	HAS(c, "network", "{\"type\":\"ipv6\"}");
	c->ev.saddr = SPAN_LIT("\1\0/run/x\0");
	HAS(c, "source", NULL);
	HAS(c, "network", NULL);
}

static void test_time_out_of_range(void **state)
{
	struct call *c = *state;

	c->ev.sec = 0;
	c->ev.ms = 0;
	HAS(c, "@timestamp", "\"1970-01-01T00:00:00.000Z\"");
	c->ev.sec = 951782400;
	HAS(c, "@timestamp", "\"2000-02-29T00:00:00.000Z\"");
	c->ev.sec = 4107542399;
	HAS(c, "@timestamp", "\"2100-02-28T23:59:59.000Z\"");
	c->ev.sec = UINT64_MAX;
	c->ev.serial = UINT64_MAX;
	HAS(c, "@timestamp", "\"9999-12-30T23:59:59.000Z\"");
	HAS(c, "event.id",
		"\"18446744073709551615.000:18446744073709551615\"");
}

/* ------------------------------------------------------ bytes that attack */

static void test_escaped(void **state)
{
	struct call *c = *state;

	HAS(c, "sctaudit.escaped", NULL);
	c->ev.call[0].comm = SPAN_LIT("r\xff\n");
	HAS(c, "process.name", "\"r\\\\xff\\\\n\"");
	HAS(c, "sctaudit.escaped", "[\"process.name\"]");
	c->ev.path[1].name = SPAN_LIT("\xfe");
	HAS(c, "sctaudit.escaped", "[\"auditd.paths.name\",\"process.name\","
		"\"file.path\",\"file.name\",\"sctaudit.params\"]");
	HAS(c, "file.path", "\"/tmp/\\\\xfe\"");
	HAS(c, "sctaudit.params", "[\"\\\"\\\\xfe\\\"\"]");
}

/* all strings of the event are this one */
static void set_strings(struct call *c, struct span s)
{
	static struct span args[2];
	struct event_call *k = &c->ev.call[0];

	k->comm = k->exe = k->tty = k->key = s;
	c->ev.node = c->ev.cwd = c->ev.proctitle = s;
	c->ev.names = (struct event_names){s, s, s, s, s, s, s, s, s};
	for (size_t i = 0; i < c->ev.npaths; i++)
		c->ev.path[i].name = s;
	args[0] = args[1] = s;
	c->ev.has_execve = true;
	c->ev.argc = c->ev.nargs = 2;
	c->ev.args = args;
	c->rule.name = s;
}

static void check_hostile(struct call *c, struct span s)
{
	struct json_object *o;

	set_strings(c, s);
	o = parse(c);
	for (size_t i = 0, n; i < c->out.n - 1; i += n) {
		n = utf8_len((struct span){c->out.p + i, c->out.n - i});
		assert_true(n > 0);
		assert_true((unsigned char)c->out.p[i] >= 0x20);
	}
	/* nothing was forged: these do not come from strings */
	assert_string_equal(json_object_get_string(
		member(o, "event.outcome")), "success");
	assert_int_equal(json_object_get_int(member(o, "process.pid")), 108);
	assert_int_equal(json_object_get_int(
		member(o, "process.args_count")), 2);
	json_object_put(o);
}

static void test_hostile_strings(void **state)
{
	static const struct span rows[] = {
		SPAN_LIT("a\nb"), SPAN_LIT("\""), SPAN_LIT("\\"),
		SPAN_LIT("\",\"pid\":1,\"x\":\""),
		SPAN_LIT("\"}\n{\"event\":{}}"),
		SPAN_LIT("a\x1d" "AUID=\"root\""), SPAN_LIT("\xff\xfe"),
		SPAN_LIT("\xed\xa0\x80"), SPAN_LIT("\xe2\x80\xa8\xc2\x85"),
		SPAN_LIT("type=SYSCALL msg=audit(1.000:1): pid=1"),
		SPAN_LIT("a\0b"), SPAN_LIT("\0"), SPAN_LIT(""),
		SPAN_LIT("\\u0000\\xff\xff"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		check_hostile(*state, rows[i]);
}

static void test_hostile_random(void **state)
{
	unsigned seed = 82;
	char s[4095];

	for (int round = 0; round < 400; round++) {
		size_t n = round ? (size_t)rand_r(&seed) % 64 : sizeof(s);

		for (size_t i = 0; i < n; i++)
			s[i] = (char)(rand_r(&seed) >> 4);
		check_hostile(*state, (struct span){s, n});
	}
}

static void test_no_memory_sticks(void **state)
{
	struct call *c = *state;
	size_t n;

	call_json(c);
	n = c->out.n;
	c->out.err = -ENOMEM;
	format_json(&c->out, &c->ctx, &c->rule, &c->view);
	assert_int_equal(c->out.err, -ENOMEM);
	assert_int_equal(c->out.n, n);
}

/* ----------------------------------------------------------- action.tbl.h */

static void test_action_table(void **state)
{
	size_t n, ncalls;
	const struct action_row *row = action_rows(&n);
	const struct syscall *call = syscall_rows(&ncalls);

	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		if (i)
			assert_true(strcmp(row[i - 1].syscall,
					    row[i].syscall) < 0);
		while (k < ncalls && strcmp(call[k].name, row[i].syscall) != 0)
			k++;
		assert_true(k < ncalls);
		assert_ptr_equal(action_of(row[i].syscall), &row[i]);
	}
	assert_null(action_of("getpid"));
	assert_null(action_of(""));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_whole_document),
		TEST(test_nothing_known),
		TEST(test_result),
		TEST(test_level),
		TEST(test_before_has_no_result),
		TEST(test_refused),
		TEST(test_actions),
		TEST(test_open_says_what_it_does),
		TEST(test_io_uring),
		TEST(test_users),
		TEST(test_process),
		TEST(test_file_at_the_top),
		TEST(test_sockets),
		TEST(test_time_out_of_range),
		TEST(test_escaped),
		TEST(test_hostile_strings),
		TEST(test_hostile_random),
		TEST(test_no_memory_sticks),
		cmocka_unit_test(test_action_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
