/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader of audit records against logs with every kind of trouble. The logs
 * of tests/replay are what Linux 6.1 recorded, put into the trouble they are
 * named after. */
#include "tests/unit/record_text.h"

#define UNLINK_15                                                              \
	"15 x86_64/87 yes exit=0 pid=79 uid=0 comm=\"init\" cwd=\"/tmp\""       \
	" [0 PARENT name=\"/tmp\" inode=1] [1 DELETE name=\"dummy\" inode=5]"
#define UNLINK_17                                                              \
	"17 x86_64/87 yes exit=0 pid=79 uid=0 comm=\"init\" cwd=\"/tmp\""       \
	" [0 PARENT name=\"./\" inode=1] [1 DELETE name=\"./dummy\" inode=6]"
#define UNLINK_19                                                              \
	"19 x86_64/87 yes exit=0 pid=79 uid=0 comm=\"init\" cwd=\"/tmp\""       \
	" [0 PARENT name=\"/tmp//d/../\" inode=1]"                              \
	" [1 DELETE name=\"/tmp//d/../dummy\" inode=7]"
#define TITLE " title=\"/init\"\n"

/* a log comes out as these events, however it is cut */
static void check_log(const char *name, const char *events, const char *aside)
{
	static const size_t chunks[] = {1, 7, 100, 4096, 1 << 20};

	for (size_t i = 0; i < ARRAY_SIZE(chunks); i++) {
		struct seen s;

		seen_init(&s, NULL);
		feed_log(&s, name, chunks[i]);
		assert_string_equal(s.events.p, events);
		assert_string_equal(s.aside.p, aside);
		assert_accounts(&s);
		seen_deinit(&s);
	}
}

static void test_interleaved(void **state)
{
	check_log("replay/interleaved.log", UNLINK_15 TITLE UNLINK_17 TITLE
		UNLINK_19 TITLE, "");
}

static void test_no_end_record(void **state)
{
	check_log("replay/no-eoe.log", UNLINK_15 TITLE UNLINK_17 TITLE, "");
}

static void test_end_record_alone(void **state)
{
	check_log("replay/only-eoe.log", UNLINK_15 "\n" UNLINK_17 "\n", "");
}

static void test_neither_end(void **state)
{
	check_log("replay/no-proctitle.log", UNLINK_15 "\n" UNLINK_19 "\n"
		UNLINK_17 "\n", "");
}

/* two hosts may use the same serial at the same time */
static void test_nodes(void **state)
{
	check_log("replay/node.log",
		"17 node=\"alpha\" x86_64/87 yes exit=0 pid=79 uid=0 "
		"comm=\"init\" cwd=\"/tmp\" [0 PARENT name=\"./\" inode=1] "
		"[1 DELETE name=\"./dummy\" inode=6]" TITLE
		"17 node=\"beta\" x86_64/87 yes exit=0 pid=79 uid=0 "
		"comm=\"init\" cwd=\"/tmp\" [0 PARENT name=\"./\" inode=1] "
		"[1 DELETE name=\"./other\" inode=6]" TITLE, "");
}

static void test_out_of_order(void **state)
{
	check_log("replay/order.log", UNLINK_19 TITLE UNLINK_17 TITLE
		UNLINK_15 TITLE, "");
}

static void test_crlf(void **state)
{
	check_log("replay/crlf.log", UNLINK_15 TITLE UNLINK_17 TITLE, "");
}

#define HEX(serial, name, inode, comm)                                         \
	serial " x86_64/87 yes exit=0 pid=" comm " cwd=\"/tmp\""                \
	" [0 PARENT name=\"/tmp\" inode=1]"                                     \
	" [1 DELETE name=\"" name "\" inode=" inode "]" TITLE

static void test_hex_strings(void **state)
{
	check_log("replay/hex.log",
		HEX("154", "a b", "33", "79 uid=0 comm=\"init\"")
		HEX("156", "nl\\nx", "34", "79 uid=0 comm=\"init\"")
		HEX("158", "q\\\"uote", "35", "79 uid=0 comm=\"init\"")
		HEX("160", "\\xff\\xfe", "36", "79 uid=0 comm=\"init\"")
		HEX("162", "type=SYSCALL", "37", "79 uid=0 comm=\"init\"")
		HEX("164", "\\x1d", "38", "79 uid=0 comm=\"init\"")
		HEX("181", "c", "39", "84 uid=0 comm=\"ev il\\n\""), "");
}

static void test_several_keys(void **state)
{
	check_log("replay/keys.log",
		"17 x86_64/87 yes exit=0 pid=79 uid=0 comm=\"init\" "
		"key=\"sct:a\\x01sct:b\\x01foreign\" cwd=\"/tmp\" "
		"[0 PARENT name=\"./\" inode=1] "
		"[1 DELETE name=\"./dummy\" inode=6]" TITLE, "");
}

static void test_cut_off(void **state)
{
	check_log("replay/truncated.log", UNLINK_15 TITLE
		"17 x86_64/87 yes exit=0 pid=79 uid=0 comm=\"init\" "
		"cwd=\"/tmp\" [0 PARENT name=\"./\" inode=1] "
		"[1 UNKNOWN name=\"./dummy\"]\n",
		"cut off at the end of the input: type=PATH "
		"msg=audit(1795242098.348:17): item=1 name=\\\"./dummy\n");
}

static void test_garbage(void **state)
{
	check_log("replay/garbage.log", UNLINK_15 TITLE UNLINK_19 TITLE,
		"control bytes in the record: "
		"\\x7fELF\\x02\\x01\\x01\\x00\\x00\n"
		"not an audit record: \\xff\\xfe\\xfa garbage\n"
		"control bytes in the record: type=SYSCALL "
		"msg=audit(1795242098.348:17): arch=c000003e sys\n"
		"not an audit record: \\x80\\x81type=CWD "
		"msg=audit(1795242098.348:17): cwd=\\\"/tmp\\\"\n");
}

static void test_too_long(void **state)
{
	check_log("replay/long.log", UNLINK_15 TITLE UNLINK_19 TITLE,
		"longer than a record can be: type=PATH "
		"msg=audit(1795242095.000:16): item=0 name=41414141 ...\n"
		"longer than a record can be: "
		"414141414141414141414141414141414141414141414141414141414141"
		"\n");
}

#define LONG "longer than a record can be: "
#define X20 "xxxxxxxxxxxxxxxxxxxx"
#define X60 X20 X20 X20

/* what takes no memory goes out in pieces, each byte of it */
static void test_endless_line(void **state)
{
	static char part[5000];
	const struct record_counts *c;
	struct seen s;

	memset(part, 'x', sizeof(part));
	seen_init(&s, NULL);
	for (int i = 0; i < 8; i++)
		feed(&s, part, sizeof(part), 5000);
	feed_str(&s, "\nmore\n");
	c = record_counts(s.reader);
	assert_int_equal(c->aside[RECORD_TOO_LONG], 1);
	assert_int_equal(c->aside[RECORD_NO_HEAD], 1);
	assert_int_equal(c->lines, 2);
	assert_string_equal(s.aside.p, LONG X60 " ...\n" LONG X60 " ...\n"
		LONG X60 "\nnot an audit record: more\n");
	assert_accounts(&s);
	seen_deinit(&s);
}

static void count_bytes(void *arg, enum record_fault fault, struct span text,
	bool end)
{
	*(size_t *)arg += text.n;
}

static void no_event(void *arg, const struct event *ev)
{
	fail_msg("event %llu out of nothing", (unsigned long long)ev->serial);
}

static void test_endless_line_is_whole(void **state)
{
	static char part[1000];
	size_t bytes = 0;
	struct record_ops ops = {.arg = &bytes, .event = no_event,
		.aside = count_bytes};
	struct record_reader *r;

	memset(part, 'x', sizeof(part));
	assert_int_equal(record_new(&r, &ops), 0);
	for (int i = 0; i < 100; i++)
		assert_int_equal(record_feed(r, part, sizeof(part)), 0);
	assert_int_equal(record_flush(r), 0);
	assert_int_equal(bytes, 100 * sizeof(part));
	assert_int_equal(record_counts(r)->aside[RECORD_TOO_LONG], 1);
	record_free(r);
}

/* ---------------------------------------------------------- enriched log */

static void add_ids(struct buf *out, const struct event *ev)
{
	const struct event_call *c = &ev->call[0];
	const struct event_names *n = &ev->names;

	if (ev->serial != 17)
		return;
	buf_printf(out, "%llu.%03u %x a=%llx,%llx,%llx,%llx ppid=%d "
		"auid=%u ses=%u gid=%u euid=%u suid=%u fsuid=%u egid=%u "
		"sgid=%u fsgid=%u known=%x",
		(unsigned long long)ev->sec, ev->ms, c->arch,
		(unsigned long long)c->a[0], (unsigned long long)c->a[1],
		(unsigned long long)c->a[2], (unsigned long long)c->a[3],
		c->ppid, c->auid, c->ses, c->gid, c->euid, c->suid, c->fsuid,
		c->egid, c->sgid, c->fsgid, c->known);
	add_string(out, "tty", c->tty);
	add_string(out, "exe", c->exe);
	add_string(out, "subj", c->subj);
	add_string(out, "AUID", n->auid);
	add_string(out, "UID", n->uid);
	add_string(out, "FSGID", n->fsgid);
	buf_printf(out, " dev=%x:%x mode=%o ouid=%u ogid=%u",
		ev->path[1].dev_major, ev->path[1].dev_minor, ev->path[1].mode,
		ev->path[1].ouid, ev->path[1].ogid);
}

static void test_enriched(void **state)
{
	const struct record_counts *c;
	struct seen s;

	seen_init(&s, add_ids);
	feed_log(&s, "data/audit-6.1-enriched.log", 4096);
	assert_string_equal(s.events.p,
		"1795233107.532 c000003e a=ffffff9c,55b32ea76380,0,7f99e6207f80 "
		"ppid=1 auid=4294967295 ses=4294967295 gid=0 euid=0 suid=0 "
		"fsuid=0 egid=0 sgid=0 fsgid=0 known=3ffff "
		"exe=\"/bin/rm.coreutils\" subj=\"unconfined\" "
		"AUID=\"unset\" UID=\"root\" FSGID=\"root\" "
		"dev=0:16 mode=100644 ouid=0 ogid=0");
	c = record_counts(s.reader);
	assert_int_equal(c->lines, 88);
	assert_int_equal(c->records, 88);
	assert_int_equal(c->events, 19);
	assert_int_equal(c->other, 1);		/* DAEMON_START */
	assert_string_equal(s.aside.p, "");
	seen_deinit(&s);
}

/* --------------------------------------------------------- kinds of calls */

static void add_args(struct buf *out, const struct event *ev)
{
	buf_printf(out, "%llu argc=%zu:", (unsigned long long)ev->serial,
		ev->argc);
	for (size_t i = 0; i < ev->nargs; i++)
		add_string(out, "", ev->args[i].p ? ev->args[i] :
			SPAN_LIT("(not recorded)"));
	buf_chr(out, '\n');
}

static void test_split_arguments(void **state)
{
	struct seen s;

	seen_init(&s, add_args);
	feed_log(&s, "replay/execve.log", 4096);
	assert_string_equal(s.events.p, "311 argc=6: =\"sh\" =\"-c\" "
		"=\"echo one twothree3\" =\"mid\" =\"\\t\\ntail\" =\"  \"\n");
	assert_int_equal(record_counts(s.reader)->args_lost, 0);
	seen_deinit(&s);
}

#define CALL "type=SYSCALL msg=audit(100.000:1): arch=c000003e syscall=59"     \
	" success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=0 pid=7 uid=0"           \
	" comm=\"x\" exe=\"/x\" key=(null)\n"
#define TITLE_1 "type=PROCTITLE msg=audit(100.000:1): proctitle=\"x\"\n"
#define EXECVE "type=EXECVE msg=audit(100.000:1): "

static void check_args(const char *records, const char *args, size_t lost)
{
	struct seen s;

	seen_init(&s, add_args);
	feed_str(&s, CALL);
	feed_str(&s, records);
	feed_str(&s, TITLE_1);
	assert_string_equal(s.events.p, args);
	assert_int_equal(record_counts(s.reader)->args_lost, lost);
	seen_deinit(&s);
}

static void test_arguments_missing(void **state)
{
	check_args(EXECVE "argc=5 a0=\"a\" a2=\"c\"\n",
		"1 argc=5: =\"a\" =\"(not recorded)\" =\"c\"\n", 0);
	/* pieces with a hole between them */
	check_args(EXECVE "argc=2 a0=\"a\" a1_len=9 a1[0]=\"b\" a1[2]=\"d\"\n",
		"1 argc=2: =\"a\" =\"(not recorded)\"\n", 1);
	/* the record with argc= was lost */
	check_args(EXECVE "a1=\"b\"\n",
		"1 argc=0: =\"(not recorded)\" =\"b\"\n", 0);
	check_args(EXECVE "argc=1 a0=\"\"\n", "1 argc=1: =\"\"\n", 0);
}

static void test_arguments_without_end(void **state)
{
	struct buf text = {0};

	buf_lit(&text, EXECVE "argc=2000000000");
	for (int i = 4090; i < 4100; i++)
		buf_printf(&text, " a%d=\"x\"", i);
	buf_chr(&text, '\n');
	buf_lit(&text, EXECVE "a99999999999999999999=\"x\" a4294967296=\"x\"\n");
	{
		struct seen s;

		seen_init(&s, NULL);
		feed_str(&s, CALL);
		feed_str(&s, text.p);
		feed_str(&s, TITLE_1);
		assert_int_equal(record_counts(s.reader)->args_lost, 5);
		assert_int_equal(record_counts(s.reader)->events, 1);
		assert_int_equal(record_counts(s.reader)->
			aside[RECORD_BAD_FIELD], 1);
		seen_deinit(&s);
	}
	buf_deinit(&text);
}

static void test_i386(void **state)
{
	check_log("replay/i386.log", "310 i386/26 yes exit=0 pid=2018 uid=0 "
		"comm=\"strace\" key=\"sct:ptrace_rule1\" "
		"title=\"strace\\x00ls\"\n", "");
}

/* libauparse ends the event at LOGIN when it comes alone */
static void test_login_beside_a_call(void **state)
{
	check_log("replay/login.log", "312 x86_64/1 yes exit=0 pid=82 uid=0 "
		"comm=\"script\" title=\"login\"\n", "");
}

/* operations that were put off are no calls; 0 says nothing of the result */
static void test_uring(void **state)
{
	const struct record_counts *c;
	struct seen s;

	seen_init(&s, NULL);
	feed_log(&s, "data/uring-6.1.log", 4096);
	c = record_counts(s.reader);
	assert_int_equal(c->retries, 4);
	assert_non_null(strstr(s.events.p, " x86_64/36/uring pid=128 uid=0"));
	assert_null(strstr(s.events.p, "exit=-11"));
	assert_null(strstr(s.events.p, "uring yes"));
	/* with its SYSCALL, the process is known */
	assert_non_null(strstr(s.events.p, "x86_64/426 yes exit=1 pid=133 uid=0 "
		"comm=\"uring\" key=\"sct:x\" x86_64/18/uring pid=133 uid=0 "
		"comm=\"uring\" key=\"sct:x\""));
	seen_deinit(&s);
}

static void test_uring_op_by_op(void **state)
{
	static const char op[] = "type=URINGOP msg=audit(100.000:1): uring_op=%d "
		"success=yes exit=0 items=%d ppid=1 pid=7 uid=0 gid=0 euid=0 "
		"suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 subj=unconfined "
		"key=\"k\"\n";
	struct buf text = {0};
	struct seen s;

	buf_printf(&text, op, 36, 2);
	buf_printf(&text, op, 35, 6);
	buf_lit(&text, CALL);
	seen_init(&s, NULL);
	feed_str(&s, text.p);
	assert_int_equal(record_flush(s.reader), 0);
	assert_string_equal(s.events.p, "1 x86_64/59 yes exit=0 pid=7 uid=0 "
		"comm=\"x\" x86_64/36/uring pid=7 uid=0 comm=\"x\" key=\"k\" "
		"x86_64/35/uring pid=7 uid=0 comm=\"x\" key=\"k\"\n");
	seen_deinit(&s);
	buf_deinit(&text);
}

static void add_rest(struct buf *out, const struct event *ev)
{
	if (ev->has_how)
		buf_printf(out, "how=%llo,%llo,%llx ",
			(unsigned long long)ev->how[0],
			(unsigned long long)ev->how[1],
			(unsigned long long)ev->how[2]);
	if (ev->has_fd_pair)
		buf_printf(out, "pair=%d,%d ", ev->fd_pair[0], ev->fd_pair[1]);
	if (ev->has_mmap)
		buf_printf(out, "mmap=%d,%x ", ev->mmap_fd, ev->mmap_flags);
	for (size_t i = 0; i < ev->nsocketcall; i++)
		buf_printf(out, "%s%llx", i ? "," : "sc=",
			(unsigned long long)ev->socketcall[i]);
	if (ev->saddr.p)
		buf_printf(out, "saddr=%zu:%d ", ev->saddr.n, ev->saddr.p[0]);
}

static void test_other_parts(void **state)
{
	struct seen s;

	seen_init(&s, add_rest);
	feed_log(&s, "replay/calls-6.1.log", 4096);
	assert_string_equal(s.events.p, "how=102,640,4 saddr=110:1 saddr=110:1 "
		"saddr=16:2 saddr=28:10 pair=12,13 mmap=7,2 ");
	seen_deinit(&s);
	seen_init(&s, add_rest);
	feed_str(&s, CALL "type=SOCKETCALL msg=audit(100.000:1): nargs=3 a0=5 "
		"a1=bf8f9a40 a2=10\n" TITLE_1);
	assert_string_equal(s.events.p, "sc=5,bf8f9a40,10");
	seen_deinit(&s);
}

/* --------------------------------------------------------- odd records */

static void check_text(const char *text, const char *events, const char *aside)
{
	struct seen s;

	seen_init(&s, NULL);
	feed_str(&s, text);
	assert_int_equal(record_flush(s.reader), 0);
	assert_string_equal(s.events.p, events);
	assert_string_equal(s.aside.p, aside);
	assert_accounts(&s);
	seen_deinit(&s);
}

#define NO_HEAD(line)                                                          \
	check_text(line "\n", "", "not an audit record: " line "\n")

static void test_heads(void **state)
{
	NO_HEAD("x");
	NO_HEAD("type=SYSCALL");
	NO_HEAD("type= msg=audit(1.000:1): x");
	NO_HEAD("type=syscall msg=audit(1.000:1): x");
	NO_HEAD("type=SYSCALL  msg=audit(1.000:1): x");
	NO_HEAD("type=SYSCALL msg=audit(1.00:1): x");
	NO_HEAD("type=SYSCALL msg=audit(1.000:1) : x");
	NO_HEAD("type=SYSCALL msg=audit(1.000:4294967296): x");
	NO_HEAD("type=SYSCALL msg=audit(123456789012.000:1): x");
	NO_HEAD("type=SYSCALL msg=audit(-1.000:1): x");
	NO_HEAD("type=SYSCALL msg=audit(1.000:1):x");
	NO_HEAD("type=SYSCALL msg=audit(.000:1): x");
	NO_HEAD("node= type=SYSCALL msg=audit(1.000:1): x");
	NO_HEAD("node=a  type=SYSCALL msg=audit(1.000:1): x");
	check_text("\n\r\n\n", "", "");
}

static void test_bad_fields(void **state)
{
	check_text("type=SYSCALL msg=audit(1.000:1): arch=zz syscall=1x exit=- "
		"pid=99999999999 uid=-1 comm=41424 exe=\"/x\" uid=0\n",
		"1 ?/0 uid=4294967295\n",
		"a field is malformed: type=SYSCALL msg=audit(1.000:1): "
		"arch=zz syscall=1x exit=- p\n");
}

/* who chooses a label must not choose an id: the first field counts */
static void test_label_of_many_words(void **state)
{
	check_text("type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=1 "
		"uid=7 comm=\"x\" subj=a (enforce) b uid=0 key=\"k\"\n",
		"1 x86_64/1 uid=7 comm=\"x\" key=\"k\"\n", "");
}

/* a type that this libauparse has no name for does not end the event */
static void test_types_of_newer_kernels(void **state)
{
	check_text("type=DM_EVENT msg=audit(100.000:1): module=x\n" CALL
		"type=DM_CTRL msg=audit(100.000:1): module=x\n"
		"type=UNKNOWN[1399] msg=audit(100.000:1): x=1\n"
		"type=UNKNOWN[1307] msg=audit(100.000:1): cwd=\"/c\"\n"
		TITLE_1, "1 x86_64/59 yes exit=0 pid=7 uid=0 comm=\"x\" "
		"cwd=\"/c\" title=\"x\"\n", "");
}

static void test_events_without_a_call(void **state)
{
	const struct record_counts *c;
	struct seen s;

	seen_init(&s, NULL);
	feed_str(&s, "type=USER_LOGIN msg=audit(1.000:1): pid=1 "
		"msg='op=login acct=\"\xc3\xa9\" res=success'\n"
		"type=AVC msg=audit(1.000:2): avc:  denied  { read } for  "
		"pid=1\ntype=EOE msg=audit(1.000:2): \n"
		"type=EOE msg=audit(1.000:3):\n"
		"type=PATH msg=audit(1.000:4): item=0 name=\"late\"\n");
	assert_int_equal(record_flush(s.reader), 0);
	c = record_counts(s.reader);
	assert_int_equal(c->records, 5);
	assert_int_equal(c->other, 3);
	assert_int_equal(c->events, 0);
	assert_string_equal(s.aside.p, "");
	assert_accounts(&s);
	seen_deinit(&s);
}

/* --------------------------------------------------------------- limits */

static void test_too_many_parts(void **state)
{
	const struct record_counts *c;
	struct buf text = {0};
	struct seen s;

	for (int i = 0; i < 70; i++)
		buf_lit(&text, "type=URINGOP msg=audit(100.000:1): uring_op=9 "
			"pid=1\n");
	buf_lit(&text, CALL);
	for (int i = 0; i < 70; i++)
		buf_printf(&text, "type=PATH msg=audit(100.000:1): item=%d "
			"name=\"x\" nametype=NORMAL\n", i);
	seen_init(&s, NULL);
	feed_str(&s, text.p);
	assert_int_equal(record_flush(s.reader), 0);
	c = record_counts(s.reader);
	assert_int_equal(c->events, 1);
	assert_int_equal(c->calls_lost, 7);
	assert_int_equal(c->paths_lost, 6);
	seen_deinit(&s);
	buf_deinit(&text);
}

static void add_serial(struct buf *out, const struct event *ev)
{
	buf_printf(out, "%llu:%zu\n", (unsigned long long)ev->serial,
		ev->npaths);
}

/* events that nothing ends, all in one second */
static void test_memory_is_bounded(void **state)
{
	const struct record_counts *c;
	struct seen s;

	seen_init(&s, add_serial);
	for (int i = 0; i < 3 * RECORD_PENDING_MAX; i++) {
		struct buf text = {0};

		buf_printf(&text, "type=SYSCALL msg=audit(100.000:%d): "
			"arch=c000003e syscall=1 pid=1\n"
			"type=PATH msg=audit(100.000:%d): item=0 name=\"x\" "
			"nametype=NORMAL\n", i, i);
		feed_str(&s, text.p);
		buf_deinit(&text);
	}
	c = record_counts(s.reader);
	assert_int_equal(c->ended_early, 2 * RECORD_PENDING_MAX);
	assert_int_equal(c->events, 2 * RECORD_PENDING_MAX);
	assert_int_equal(strncmp(s.events.p, "0:1\n1:1\n2:1\n", 12), 0);
	assert_int_equal(record_flush(s.reader), 0);
	assert_int_equal(c->events, 3 * RECORD_PENDING_MAX);
	assert_accounts(&s);
	seen_deinit(&s);
}

/* one event without an end, more of it than is kept */
static void test_event_is_bounded(void **state)
{
	static char hex[8001];
	struct buf text = {0};
	const struct record_counts *c;
	struct seen s;

	memset(hex, '6', 8000);
	buf_printf(&text, "type=PROCTITLE msg=audit(100.000:1): x=%s\n", hex);
	buf_printf(&text, "type=AVC msg=audit(100.000:1): x=%s\n", hex);
	seen_init(&s, add_serial);
	feed_str(&s, CALL);
	for (int i = 0; i < 1500; i++)
		feed(&s, text.p, text.n, SIZE_MAX);
	assert_int_equal(record_flush(s.reader), 0);
	c = record_counts(s.reader);
	assert_int_equal(c->records, 3001);
	assert_int_equal(c->events, 1);
	assert_accounts(&s);
	seen_deinit(&s);
	buf_deinit(&text);
}

/* the longest names that there are, in the longest records */
static void test_longest_names(void **state)
{
	static char hex[8191], text[14000];
	struct seen s;

	memset(hex, 'F', 8190);
	seen_init(&s, NULL);
	snprintf(text, sizeof(text), "type=SYSCALL msg=audit(100.000:1): "
		"arch=c000003e syscall=87 pid=7 uid=0 exe=%s key=%.512s"
		"\x1dUID=\"%.32s\" EUID=\"%.32s\"\n", hex, hex, hex, hex);
	feed_str(&s, text);
	snprintf(text, sizeof(text), "type=PATH msg=audit(100.000:1): item=1 "
		"name=%s inode=5 dev=00:01 mode=0100644 ouid=0 ogid=0 "
		"rdev=00:00 nametype=DELETE\x1dOUID=\"root\"\n", hex);
	feed_str(&s, text);
	assert_int_equal(record_flush(s.reader), 0);
	assert_int_equal(record_counts(s.reader)->events, 1);
	assert_string_equal(s.aside.p, "");
	assert_int_equal(s.events.n, strlen("1 x86_64/87 pid=7 uid=0 key=\"\""
		" [1 DELETE name=\"\" inode=5]\n") + 4 * (256 + 4095));
	seen_deinit(&s);
}

/* ------------------------------------------------------------- mutation */

struct dice {
	uint64_t seed, x;
};

static size_t roll(struct dice *d, size_t n)
{
	d->x ^= d->x << 13;
	d->x ^= d->x >> 7;
	d->x ^= d->x << 17;
	return (size_t)(d->x % n);
}

/* one wrong thing in a text of *np bytes, with room for 100 more */
static void mutate(struct dice *d, char *text, size_t *np)
{
	static const char odd[] = "\0\n\r\x1d\"'=() ,[]{}:.-09aAfF\xff\x80";
	size_t at = roll(d, *np), n = roll(d, min_size(100, *np - at)) + 1;

	switch (roll(d, 5)) {
	case 0:
		text[at] = (char)roll(d, 256);
		break;
	case 1:
		text[at] = odd[roll(d, sizeof(odd) - 1)];
		break;
	case 2:
		memmove(text + at, text + at + n, *np - at - n);
		*np -= n < *np ? n : 0;
		break;
	case 3:
		memmove(text + at + n, text + at, *np - at);
		*np += n;
		break;
	default:
		memmove(text + at, text + roll(d, *np - n), n);
		break;
	}
}

static void feed_mutated(struct dice *d, const char *log, size_t n)
{
	static char text[32768];
	struct seen s;

	assert_true(n + 3000 < sizeof(text));
	memcpy(text, log, n);
	for (size_t i = roll(d, 30) + 1; i > 0; i--)
		mutate(d, text, &n);
	seen_init(&s, NULL);
	for (size_t at = 0, step; at < n; at += step) {
		step = min_size(roll(d, 4000) + 1, n - at);
		assert_int_equal(record_feed(s.reader, text + at, step), 0);
	}
	assert_int_equal(record_flush(s.reader), 0);
	assert_accounts(&s);
	seen_deinit(&s);
}

static void test_mutated_logs(void **state)
{
	static const char *const logs[] = {"data/audit-6.1-enriched.log",
		"data/uring-6.1.log", "replay/execve.log", "replay/hex.log"};
	const char *seed = getenv("SCT_SEED");
	struct dice d = {.seed = seed ? strtoull(seed, NULL, 0) : 20031121};

	d.x = d.seed | 1;
	for (size_t i = 0; i < ARRAY_SIZE(logs); i++) {
		size_t n;
		char *log = read_log(logs[i], &n);

		for (int k = 0; k < 500; k++)
			feed_mutated(&d, log, n);
		free(log);
	}
}

static bool want_unlink(void *arg, int abi, bool uring, uint32_t nr)
{
	assert_ptr_equal(*(void **)arg, arg);
	return abi == ABI_X86_64 && !uring && nr == 87;
}

static void count_event(void *arg, const struct event *ev)
{
	assert_int_equal(ev->call[0].nr, 87);
}

static void test_wanted(void **state)
{
	void *self = &self;
	struct record_ops ops = {.arg = &self, .event = count_event,
		.wanted = want_unlink};
	struct record_reader *r;
	const struct record_counts *c;
	size_t n;
	char *text = read_log("replay/calls-6.1.log", &n);

	assert_int_equal(record_new(&r, &ops), 0);
	assert_int_equal(record_feed(r, text, n), 0);
	assert_int_equal(record_flush(r), 0);
	c = record_counts(r);
	assert_int_equal(c->events, 9);
	assert_int_equal(c->events + c->unwanted, 65);
	record_free(r);
	free(text);
}

/* ----------------------------------------------------------- live input */

static void message(struct seen *s, unsigned type, const char *text)
{
	assert_int_equal(record_feed_message(s->reader, type,
		(struct span){text, strlen(text) + 1}), 0);
	assert_int_equal(record_settle(s->reader), 0);
}

static void test_messages(void **state)
{
	struct seen s;

	seen_init(&s, NULL);
	message(&s, 1300, "audit(100.000:1): arch=c000003e syscall=87 "
		"success=yes exit=0 pid=7 comm=\"rm\"");
	message(&s, 1307, "audit(100.000:1): cwd=\"/c\"");
	message(&s, 1399, "audit(100.000:1): something=new");
	assert_string_equal(s.events.p, "");
	message(&s, 1327, "audit(100.000:1): proctitle=\"rm\"");
	/* at once: not held back until the next event */
	assert_string_equal(s.events.p, "1 x86_64/87 yes exit=0 pid=7 "
		"comm=\"rm\" cwd=\"/c\" title=\"rm\"\n");
	message(&s, 1320, "audit(100.000:1): ");
	message(&s, 1300, "nonsense");
	assert_string_equal(s.aside.p,
		"not an audit record: type=SYSCALL msg=nonsense\n");
	seen_deinit(&s);
}

static void test_age(void **state)
{
	struct seen s;

	seen_init(&s, NULL);
	assert_int_equal(record_age(s.reader), 0);
	message(&s, 1300, "audit(100.000:1): arch=c000003e syscall=87 pid=7");
	assert_string_equal(s.events.p, "");
	assert_int_equal(record_age(s.reader), 0);
	assert_string_equal(s.events.p, "1 x86_64/87 pid=7\n");
	seen_deinit(&s);
}

static void test_end_record_is_enough(void **state)
{
	struct seen s;

	seen_init(&s, NULL);
	message(&s, 1300, "audit(100.000:1): arch=c000003e syscall=87 pid=7");
	message(&s, 1320, "audit(100.000:1): ");
	assert_string_equal(s.events.p, "1 x86_64/87 pid=7\n");
	seen_deinit(&s);
}

/* ------------------------------------------------------------------ tags */

static void on_done(void *arg, uint64_t tag)
{
	struct seen *s = arg;

	buf_printf(&s->events, "(%llu)", (unsigned long long)tag);
}

static void tagged(struct seen *s, uint64_t tag, unsigned type,
	const char *text)
{
	record_tag(s->reader, tag);
	assert_int_equal(record_feed_message(s->reader, type,
		(struct span){text, strlen(text)}), 0);
}

/* a record is done with when its event is, after that came out */
static void test_tags(void **state)
{
	struct record_ops ops = {.event = on_seen, .aside = on_aside,
		.done = on_done};
	struct seen s;

	seen_init(&s, NULL);
	record_free(s.reader);
	ops.arg = &s;
	assert_int_equal(record_new(&s.reader, &ops), 0);
	tagged(&s, 10, 1300, "audit(100.000:1): arch=c000003e syscall=87 pid=7");
	tagged(&s, 11, 1300, "audit(100.000:2): arch=c000003e syscall=87 pid=8");
	tagged(&s, 12, 1300, "no record");
	tagged(&s, 13, 1307, "audit(100.000:1): cwd=\"/c\"");
	assert_string_equal(s.events.p, "(12)");
	tagged(&s, 14, 1320, "audit(100.000:2): ");
	assert_int_equal(record_settle(s.reader), 0);
	assert_string_equal(s.events.p, "(12)(14)");	/* behind the first */
	tagged(&s, 15, 1327, "audit(100.000:1): proctitle=\"rm\"");
	assert_int_equal(record_settle(s.reader), 0);
	tagged(&s, 16, 1300, "audit(100.000:3): arch=c000003e syscall=87 pid=9");
	assert_int_equal(record_flush(s.reader), 0);
	assert_string_equal(s.events.p, "(12)(14)"
		"1 x86_64/87 pid=7 cwd=\"/c\" title=\"rm\"\n(10)(13)(15)"
		"2 x86_64/87 pid=8\n(11)"
		"3 x86_64/87 pid=9\n(16)");
	seen_deinit(&s);
}

/* lines of a log, the last one in two parts */
static void test_tags_of_lines(void **state)
{
	struct record_ops ops = {.event = on_seen, .aside = on_aside,
		.done = on_done};
	struct seen s;

	seen_init(&s, NULL);
	record_free(s.reader);
	ops.arg = &s;
	assert_int_equal(record_new(&s.reader, &ops), 0);
	record_tag(s.reader, 1);
	feed_str(&s, "type=SYSCALL msg=audit(1.000:1): arch=c000003e "
		"syscall=87 pid=7\n");
	record_tag(s.reader, 2);
	feed_str(&s, "\n");
	record_tag(s.reader, 3);
	feed_str(&s, "type=CWD msg=audit(1.000:1): ");
	record_tag(s.reader, 4);
	feed_str(&s, "cwd=\"/\"\n");
	assert_string_equal(s.events.p, "(2)(3)");
	assert_int_equal(record_flush(s.reader), 0);
	assert_string_equal(s.events.p, "(2)(3)1 x86_64/87 pid=7 cwd=\"/\"\n"
		"(1)(4)");
	seen_deinit(&s);
}

/* the end of the input is not the end of the reader */
static void test_feed_after_flush(void **state)
{
	struct seen s;

	seen_init(&s, NULL);
	feed_str(&s, "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=87 "
		"pid=7 uid=1");
	assert_int_equal(record_flush(s.reader), 0);
	feed_str(&s, "type=SYSCALL msg=audit(2.000:2): arch=c000003e syscall=87 "
		"pid=7\n");
	assert_int_equal(record_flush(s.reader), 0);
	assert_string_equal(s.events.p, "1 x86_64/87 pid=7\n"
		"2 x86_64/87 pid=7\n");
	seen_deinit(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interleaved),
		cmocka_unit_test(test_no_end_record),
		cmocka_unit_test(test_end_record_alone),
		cmocka_unit_test(test_neither_end),
		cmocka_unit_test(test_nodes),
		cmocka_unit_test(test_out_of_order),
		cmocka_unit_test(test_crlf),
		cmocka_unit_test(test_hex_strings),
		cmocka_unit_test(test_several_keys),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_endless_line),
		cmocka_unit_test(test_endless_line_is_whole),
		cmocka_unit_test(test_enriched),
		cmocka_unit_test(test_split_arguments),
		cmocka_unit_test(test_arguments_missing),
		cmocka_unit_test(test_arguments_without_end),
		cmocka_unit_test(test_i386),
		cmocka_unit_test(test_login_beside_a_call),
		cmocka_unit_test(test_uring),
		cmocka_unit_test(test_uring_op_by_op),
		cmocka_unit_test(test_other_parts),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_bad_fields),
		cmocka_unit_test(test_label_of_many_words),
		cmocka_unit_test(test_types_of_newer_kernels),
		cmocka_unit_test(test_events_without_a_call),
		cmocka_unit_test(test_too_many_parts),
		cmocka_unit_test(test_memory_is_bounded),
		cmocka_unit_test(test_event_is_bounded),
		cmocka_unit_test(test_longest_names),
		cmocka_unit_test(test_mutated_logs),
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_end_record_is_enough),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_tags_of_lines),
		cmocka_unit_test(test_feed_after_flush),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
