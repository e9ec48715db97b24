/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls as a rule sees them: what Linux 6.1 recorded of calls with every kind
 * of name, seen through the call that a rule names. */
#include "tests/unit/record_text.h"

#include "event/view.h"

/* --------------------------------------------------- a view as one line */

static void add_value(struct buf *out, const struct value *v)
{
	char c[2] = "";

	switch (v->type) {
	case V_UNKNOWN:
		buf_chr(out, '?');
		break;
	case V_INT:
		if (v->is_signed && v->bits <= 64)
			buf_sdec(out, (int64_t)((uint64_t)v->u <<
				(64 - v->bits)) >> (64 - v->bits));
		else
			buf_dec(out, (uint64_t)v->u);
		buf_printf(out, "%s%c%u", c, v->is_signed ? 's' : 'u', v->bits);
		break;
	case V_STR:
		buf_chr(out, '"');
		escape_text(out, v->s);
		buf_chr(out, '"');
		break;
	case V_PATH:
		buf_chr(out, '\'');
		escape_text(out, v->s);
		buf_lit(out, "' -> ");
		if (v->abs.p)
			escape_text(out, v->abs);
		else
			buf_chr(out, '?');
		break;
	case V_ADDR:
		buf_printf(out, "address:%zu", v->s.n);
		break;
	}
}

static void add_var(struct buf *out, const struct view *v, enum var var,
	unsigned n)
{
	struct value x;

	v->env.get(&v->env, var, n, &x);
	if (var == VAR_PARAMS && x.type != V_INT && view_param_is_null(v, n))
		buf_lit(out, "NULL");
	else
		add_value(out, &x);
}

/* parameters; PATH, PATH2 when known; the condition when it is not met */
static void add_view(struct buf *out, const struct view *v)
{
	static const char *const truth[] = {"FALSE", "TRUE", "UNKNOWN"};
	struct value x;

	for (unsigned n = 1; n <= v->target->classic->nparams; n++) {
		buf_str(out, n > 1 ? ", " : "");
		add_var(out, v, VAR_PARAMS, n);
	}
	for (int i = VAR_PATH; i <= VAR_INODE; i++) {
		static const char *const name[] = {" | ", " & ", " dev ", " #"};

		v->env.get(&v->env, (enum var)i, 0, &x);
		if (x.type == V_UNKNOWN || (i == VAR_DEV && x.u < 256))
			continue;
		buf_str(out, name[i - VAR_PATH]);
		if (x.type == V_PATH && x.abs.p)
			escape_text(out, x.abs);
		else
			buf_printf(out, "%llu", (unsigned long long)x.u);
	}
	if (view_condition(v) != TRUE)
		buf_printf(out, " %s", truth[view_condition(v)]);
}

static bool find_target(struct target *t, const struct event_call *call,
	const char *classic)
{
	const struct uring_op *op = call->uring ? uring_by_nr(call->nr) : NULL;
	enum abi abi = (enum abi)call->abi;
	const struct variant *rows;
	size_t n;

	*t = (struct target){.abi = abi, .uring = call->uring,
		.nr = (uint16_t)call->nr};
	t->real = !call->uring ? syscall_by_nr(abi, call->nr) :
		  op ? syscall_by_name(abi, span_of(op->syscall)) : NULL;
	if (!t->real)
		return false;
	rows = variants_of(classic, &n);
	for (size_t i = 0; i < n && !t->variant; i++)
		if (strcmp(rows[i].variant, t->real->name) == 0 &&
		    rows[i].abis & 1u << abi)
			t->variant = &rows[i];
	t->classic = t->variant ? syscall_prototype(span_of(classic)) : t->real;
	return t->variant || strcmp(t->real->name, classic) == 0;
}

/* one look at one event of a log */
struct look {
	uint64_t serial;
	const char *classic;
	const char *(*text)(struct buf *out, const struct view *v);
	struct view base;
	struct buf out;
};

static void on_look(void *arg, const struct event *ev)
{
	struct look *look = arg;
	struct target t;

	if (ev->serial != look->serial)
		return;
	for (size_t i = 0; i < ev->ncalls; i++) {
		struct view v = look->base;

		if (!find_target(&t, &ev->call[i], look->classic))
			continue;
		view_init(&v, ev, &ev->call[i], &t);
		if (look->out.n)
			buf_lit(&look->out, "; ");
		add_view(&look->out, &v);
	}
}

static void look_at_text(struct look *look, const char *text, size_t n)
{
	struct record_ops ops = {.arg = look, .event = on_look};
	struct record_reader *r;

	assert_int_equal(record_new(&r, &ops), 0);
	assert_int_equal(record_feed(r, text, n), 0);
	assert_int_equal(record_flush(r), 0);
	record_free(r);
}

static void check_look(struct look *look, const char *text, size_t n,
	const char *expected)
{
	look_at_text(look, text, n);
	if (!look->out.p || strcmp(look->out.p, expected) != 0)
		print_error("event %llu as %s:\n",
			(unsigned long long)look->serial, look->classic);
	assert_string_equal(look->out.p ? look->out.p : "(no such call)",
		expected);
	buf_deinit(&look->out);
}

struct expected {
	uint64_t serial;
	const char *classic, *text;
};

static void check_log(const char *name, const struct expected *e, size_t n)
{
	size_t len;
	char *text = read_log(name, &len);

	for (size_t i = 0; i < n; i++) {
		struct look look = {.serial = e[i].serial,
			.classic = e[i].classic};

		check_look(&look, text, len, e[i].text);
	}
	free(text);
}

#define CHECK(log, rows) check_log((log), (rows), ARRAY_SIZE(rows))
#define CALLS "replay/calls-6.1.log"

/* --------------------------------------------------------- names of files */

static void test_unlink(void **state)
{
	static const struct expected e[] = {
		{15, "unlink", "'dummy' -> /tmp/dummy | /tmp/dummy #5"},
		{17, "unlink", "'./dummy' -> /tmp/dummy | /tmp/dummy #6"},
		{19, "unlink", "'/tmp//d/../dummy' -> /tmp/dummy"
			" | /tmp/dummy #7"},
		/* missing: the record has the directory alone */
		{21, "unlink", "?"},
		{22, "unlink", "'nodir/missing' -> /tmp/nodir/missing"
			" | /tmp/nodir/missing"},
		{24, "unlink", "'d' -> /tmp/d | /tmp/d #3"},
		{26, "unlink", "NULL"},
		{41, "rmdir", "'r1' -> /tmp/r1 | /tmp/r1 #12"},
		/* "r1/": the name is not in the record, the inode is */
		{43, "rmdir", "? #13"},
		{47, "rmdir", "'d' -> /tmp/d | /tmp/d #14"},
		{48, "rmdir", "'d/f' -> /tmp/d/f | /tmp/d/f #15"},
		/* in a changed root: as the process sees it */
		{187, "unlink", "'n' -> /n | /n #40"},
		{190, "unlink", "'/tmp/o2' -> /tmp/o2 | /tmp/o2 #20"},
	};

	static const struct expected odd[] = {
		{156, "unlink", "'nl\\nx' -> /tmp/nl\\nx | /tmp/nl\\nx #34"},
		{160, "unlink", "'\\xff\\xfe' -> /tmp/\\xff\\xfe"
			" | /tmp/\\xff\\xfe #36"},
	};

	CHECK(CALLS, e);
	CHECK("replay/hex.log", odd);
}

/* the PARENT item of a name without a slash shows the working directory, also
 * where the name is relative to a descriptor: it proves nothing */
static void test_relative_to_descriptor(void **state)
{
	static const struct expected e[] = {
		{31, "unlink", "'x' -> ? | 0 #8"},
		{33, "unlink", "'./x' -> ? | 0 #9"},
		{37, "unlink", "'/tmp/d/x' -> /tmp/d/x | /tmp/d/x #11"},
		{38, "unlink", "?"},
		{31, "rmdir", "'x' -> ? | 0 #8 FALSE"},
		{31, "unlinkat", "4s32, 'x' -> ?, 0s32 | 0 #8"},
		{44, "rmdir", "'d' -> /tmp/d | /tmp/d #3"},
		{44, "unlink", "'d' -> /tmp/d | /tmp/d #3 FALSE"},
		{44, "unlinkat", "-100s32, 'd' -> /tmp/d, 512s32"
			" | /tmp/d #3"},
		/* fexecve() and fchownat(AT_EMPTY_PATH) */
		{119, "chown", "'' -> ?, 3u32, 3u32 | 0 #25"},
		{170, "execve", "'' -> ?, \"fx\", 0u64 | 0 #10"},
	};

	CHECK(CALLS, e);
}

static int resolve_d(void *arg, int32_t pid, int32_t fd, struct buf *out)
{
	assert_ptr_equal(arg, resolve_d);
	assert_int_equal(pid, 79);
	if (fd != 4)
		return -ENOENT;
	buf_lit(out, "/tmp/d");
	return 0;
}

static void test_ask_the_process(void **state)
{
	static const struct expected e[] = {
		{31, "unlink", "'x' -> /tmp/d/x | /tmp/d/x #8"},
		{33, "unlink", "'./x' -> /tmp/d/x | /tmp/d/x #9"},
		{37, "unlink", "'/tmp/d/x' -> /tmp/d/x | /tmp/d/x #11"},
		{44, "rmdir", "'d' -> /tmp/d | /tmp/d #3"},
		{119, "chown", "'' -> ?, 3u32, 3u32 | 0 #25"},
	};
	size_t n;
	char *text = read_log(CALLS, &n);

	for (size_t i = 0; i < ARRAY_SIZE(e); i++) {
		struct look look = {.serial = e[i].serial,
			.classic = e[i].classic, .base = {
			.arg = (void *)(uintptr_t)resolve_d,
			.resolve_fd = resolve_d}};

		check_look(&look, text, n, e[i].text);
	}
	free(text);
}

static void test_open(void **state)
{
	static const struct expected e[] = {
		{52, "open", "'dummy' -> /tmp/dummy, 66s32, 384u16"
			" | /tmp/dummy #16"},
		{53, "open", "'dummy' -> /tmp/dummy, 66s32, 384u16"
			" | /tmp/dummy #16"},
		{55, "open", "'missing' -> /tmp/missing, 0s32, 0u16"
			" | /tmp/missing"},
		/* made through a link to nowhere */
		{63, "open", "?, 65s32, 384u16 #19"},
		/* openat2: flags and mode are in a record of their own */
		{66, "open", "'o2' -> /tmp/o2, 66s32, 416u16 | /tmp/o2 #20"},
		{67, "open", "'cr' -> /tmp/cr, 577s32, 384u16 | /tmp/cr #21"},
		{67, "creat", "'cr' -> /tmp/cr, 384u16 | /tmp/cr #21"},
		{52, "creat", "'dummy' -> /tmp/dummy, 384u16"
			" | /tmp/dummy #16 FALSE"},
	};

	CHECK(CALLS, e);
}

/* gcc's kernels fetch the second name first: not the order of the items but
 * their types say which is which */
static void test_rename(void **state)
{
	static const struct expected e[] = {
		{71, "rename", "'a' -> /tmp/a, 'b' -> /tmp/b"
			" | /tmp/a & /tmp/b #23"},
		/* over a file: three items with the new name */
		{73, "rename", "'a' -> /tmp/a, 'b' -> /tmp/b"
			" | /tmp/a & /tmp/b #24"},
		{74, "rename", "'./b' -> /tmp/b, '/tmp/d/bb' -> /tmp/d/bb"
			" | /tmp/b & /tmp/d/bb #24"},
		{75, "rename", "?, ?"},
		{76, "rename", "'/nodir/x' -> /nodir/x, '/tmp/y' -> /tmp/y"
			" | /nodir/x & /tmp/y"},
		{77, "rename", "?, '/nodir/y' -> /nodir/y & /nodir/y"},
		/* RENAME_EXCHANGE */
		{80, "rename", "'p' -> /tmp/p, 'q' -> /tmp/q"
			" | /tmp/p & /tmp/q #25"},
		{82, "rename", "'p' -> /tmp/p, 'd' -> /tmp/d"
			" | /tmp/p & /tmp/d #26"},
		{204, "rename", "'/tmp/cr' -> /tmp/cr, 'cr2' -> /tmp/cr2"
			" | /tmp/cr & /tmp/cr2 #21"},
	};

	CHECK(CALLS, e);
}

static void test_link(void **state)
{
	static const struct expected e[] = {
		{88, "link", "'q' -> /tmp/q, 'lk' -> /tmp/lk"
			" | /tmp/q & /tmp/lk #25"},
		{89, "link", "'q' -> /tmp/q, ? | /tmp/q #25"},
		{90, "link", "'/tmp/q' -> /tmp/q, 'd/lk2' -> /tmp/d/lk2"
			" | /tmp/q & /tmp/d/lk2 #25"},
		{93, "link", "'missing' -> /tmp/missing, 'm2' -> /tmp/m2"
			" | /tmp/missing & /tmp/m2"},
		{94, "link", "'q' -> /tmp/q, '/nodir/l' -> /nodir/l"
			" | /tmp/q & /nodir/l #25"},
	};

	CHECK(CALLS, e);
}

static void test_symlink(void **state)
{
	static const struct expected e[] = {
		{96, "symlink", "\"../target text\", 's2' -> /tmp/s2"
			" | /tmp/s2 #28"},
		{97, "symlink", "\"t\", ?"},
		{98, "symlink", "\"rel\", ?"},
		{99, "symlink", "\"/abs\", '/nodir/s' -> /nodir/s"
			" | /nodir/s"},
	};

	CHECK(CALLS, e);
}

static void test_other_names(void **state)
{
	static const struct expected e[] = {
		{106, "mknod", "'fifo' -> /tmp/fifo, 4480u16, 0u32"
			" | /tmp/fifo #31"},
		{117, "lchown", "'sl' -> /tmp/sl, 2u32, 2u32 | /tmp/sl #17"},
		{117, "chown", "'sl' -> /tmp/sl, 2u32, 2u32"
			" | /tmp/sl #17 FALSE"},
		/* the flag is past the fourth argument: a file fits both */
		{118, "lchown", "'q' -> /tmp/q, 2u32, 2u32 | /tmp/q #25"},
		{118, "chown", "'q' -> /tmp/q, 2u32, 2u32 | /tmp/q #25"},
		{125, "readlink", "'sl' -> /tmp/sl, 140725040797552u64, 99s32"
			" | /tmp/sl #17"},
		{133, "unlink", "?"},
		/* a bind mount has an item for the source, behind the place */
		{137, "mount", "?, '/tmp/m1' -> /tmp/m1, ?, 4096u64, ?"
			" | /tmp/m1 #1"},
		/* by descriptor: the object has no name */
		{112, "fchmod", "7s32, 420u16 #25"},
		{150, "mq_open", "\"mqname\", 66s32, 384u16, 0u64 #10213"},
		{151, "mq_unlink", "\"mqname\" #10213"},
		{145, "pipe", "140725040797400u64"},
		{173, "execve", "'bin/nothere' -> /tmp/bin/nothere, ?, "
			"140725040799608u64 | /tmp/bin/nothere"},
		{174, "execve", "'script' -> /tmp/script, "
			"\"/bin/true x script arg\", 140725040799608u64"
			" | /tmp/script #2"},
		{148, "mmap", "0u64, 4096u64, 1u64, 2u64, 7s32, ?"},
	};

	CHECK(CALLS, e);
}

/* ------------------------------------------------------------- io_uring */

static void test_uring(void **state)
{
	static const struct expected named[] = {
		{264, "unlink", "'/tmp/u1' -> /tmp/u1 | /tmp/u1 #47"},
		{264, "rmdir", "'/tmp/u1' -> /tmp/u1 | /tmp/u1 #47 FALSE"},
		{265, "rename", "'./u2' -> ?, ? | 0 #49"},
		{266, "open", "'u3' -> ?, ?, ? | 0 #44"},
		{269, "unlink", "'in' -> ? | 0 #50"},
		{275, "rmdir", "'ud' -> ? | 0 #48"},
		{275, "unlink", "'ud' -> ? | 0 #48 FALSE"},
		{284, "mkdir", "'newdir' -> ?, ? | 0 #51"},
	};
	static const struct expected nameless[] = {
		{5, "unlink", "? #383"},
		{5, "rmdir", "? #383 FALSE"},
		{7, "unlink", "? UNKNOWN"},
		{10, "rename", "?, ? #384"},
	};

	CHECK("replay/sqpoll-6.1.log", named);
	CHECK("data/uring-6.1.log", nameless);
}

#define OP(op, items, rest)                                                    \
	"type=URINGOP msg=audit(1.000:1): uring_op=" op " success=yes exit=0 "  \
	"items=" items " pid=7 " rest "\n"
#define ITEM(item, name, type)                                                 \
	"type=PATH msg=audit(1.000:1): item=" item " name=\"" name "\" inode="  \
	"1" item " dev=00:16 mode=0100644 ouid=0 ogid=0 nametype=" type "\n"

/* each operation of one event has its own items */
static void test_uring_items(void **state)
{
	static const char text[] = OP("36", "2", "") OP("36", "4", "")
		"type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=426 "
		"a0=3 a1=2 a2=2 a3=1 items=4 pid=7\n"
		"type=CWD msg=audit(1.000:1): cwd=\"/c\"\n"
		ITEM("0", "/c/", "PARENT") ITEM("1", "/c/one", "DELETE")
		ITEM("2", "/c/", "PARENT") ITEM("3", "/c/two", "DELETE");
	struct look look = {.serial = 1, .classic = "unlink"};

	check_look(&look, text, sizeof(text) - 1,
		"'/c/one' -> /c/one | /c/one #11; "
		"'/c/two' -> /c/two | /c/two #13");
}

/* -------------------------------------------------- numbers and variables */

#define SYSCALL(arch, nr, a0, a1, a2, a3)                                      \
	"type=SYSCALL msg=audit(1.000:1): arch=" arch " syscall=" nr           \
	" success=no exit=-13 a0=" a0 " a1=" a1 " a2=" a2 " a3=" a3            \
	" items=0 ppid=1 pid=7 auid=1000 uid=1 gid=2 euid=3 suid=4 fsuid=5"     \
	" egid=6 sgid=7 fsgid=8 tty=pts1 ses=9 comm=\"x\" exe=\"/x\""           \
	" subj=unconfined key=(null)\n"

#define CHECK_TEXT(classic_, text, expected)                                   \
	do {                                                                   \
		struct look look_ = {.serial = 1, .classic = classic_};        \
		check_look(&look_, text, sizeof(text) - 1, expected);          \
	} while (0)

static void test_i386_numbers(void **state)
{
	static const struct expected e[] = {
		{310, "ptrace", "3s32, 2019s32, 24u32, 3221219096u32"},
	};
	size_t n;
	char *text = read_log("replay/i386.log", &n);
	struct look look = {.serial = 310, .classic = "ptrace"};

	look_at_text(&look, text, n);
	assert_string_equal(look.out.p, e[0].text);
	buf_deinit(&look.out);
	free(text);
}

static void test_widths(void **state)
{
	/* the upper half of a register is not the parameter's */
	CHECK_TEXT("kill", SYSCALL("c000003e", "62", "ffffffff00000007",
		"1ffffffff", "0", "0"), "7s32, -1s32");
	CHECK_TEXT("lseek", SYSCALL("c000003e", "8", "3", "fffffffffffffffe",
		"0", "0"), "3s32, -2s64, 0u32");
	/* i386: narrower of its own, low half first */
	CHECK_TEXT("lseek", SYSCALL("40000003", "140", "3", "1", "2", "0"),
		"3s32, 4294967298s64, ?");
	CHECK_TEXT("pread64", SYSCALL("40000003", "180", "3", "0", "5",
		"ffffffff"), "3s32, 0u32, 5u32, ?");
	CHECK_TEXT("ftruncate", SYSCALL("40000003", "194", "3", "ffffffff",
		"ffffffff", "0"), "3s32, -1s64");
}

static void test_socketcall(void **state)
{
	CHECK_TEXT("connect", SYSCALL("40000003", "102", "3", "bf8f9a40", "0",
		"0") "type=SOCKETCALL msg=audit(1.000:1): nargs=3 a0=5 "
		"a1=bf8f9a40 a2=10\n"
		"type=SOCKADDR msg=audit(1.000:1): "
		"saddr=020000357F0000010000000000000000\n",
		"5s32, address:16, 16s32");
	CHECK_TEXT("bind", SYSCALL("40000003", "102", "3", "bf8f9a40", "0",
		"0"), "?, ?, ? FALSE");
}

static const enum var all_vars[] = {
	VAR_PID, VAR_PPID, VAR_UID, VAR_EUID, VAR_SUID, VAR_FSUID, VAR_GID,
	VAR_EGID, VAR_SGID, VAR_FSGID, VAR_AUID, VAR_SES, VAR_ARCH, VAR_COMM,
	VAR_EXE, VAR_CWD, VAR_TTY, VAR_CMDLINE, VAR_HOST, VAR_RETVAL,
	VAR_SUCCESS, VAR_ERRNO, VAR_ADDR, VAR_PORT, VAR_FAMILY,
};

static void add_vars(void *arg, const struct event *ev)
{
	struct target t;
	struct view v = {.host = SPAN_LIT("here")};

	assert_true(find_target(&t, &ev->call[0], "connect"));
	view_init(&v, ev, &ev->call[0], &t);
	for (size_t i = 0; i < ARRAY_SIZE(all_vars); i++) {
		buf_str(arg, i ? " " : "");
		add_var(arg, &v, all_vars[i], 0);
	}
}

static void check_vars(const char *text, const char *expected)
{
	struct buf out = {0};
	struct record_ops ops = {.arg = &out, .event = add_vars};
	struct record_reader *r;

	assert_int_equal(record_new(&r, &ops), 0);
	assert_int_equal(record_feed(r, text, strlen(text)), 0);
	assert_int_equal(record_flush(r), 0);
	assert_string_equal(out.p, expected);
	record_free(r);
	buf_deinit(&out);
}

#define CONNECT SYSCALL("c000003e", "42", "3", "4", "5", "6")
#define SADDR(hex) "type=SOCKADDR msg=audit(1.000:1): saddr=" hex "\n"
#define IDS "7s32 1s32 1u32 3u32 4u32 5u32 2u32 6u32 7u32 8u32 1000u32 9u32 "  \
	"3221225534u32 \"x\" \"/x\" "

static void test_variables(void **state)
{
	check_vars(CONNECT "type=CWD msg=audit(1.000:1): cwd=\"/c\"\n"
		SADDR("020000357F0000010000000000000000")
		"type=PROCTITLE msg=audit(1.000:1): proctitle=6E63002D7600\n",
		IDS "\"/c\" \"pts1\" \"nc -v\" \"here\" -13s64 0s32 13s32 "
		"2130706433u32 53u16 2u16");
}

static void test_unknown_variables(void **state)
{
	check_vars("node=far type=SYSCALL msg=audit(1.000:1): arch=c000003e "
		"syscall=42 tty=(none) comm=(null)\n",
		"? ? ? ? ? ? ? ? ? ? ? ? 3221225534u32 ? ? ? ? ? \"far\" ? ? ? "
		"? ? ?");
}

static void test_addresses(void **state)
{
	static const struct {
		const char *saddr, *vars;
	} rows[] = {
		/* an IPv4 address in IPv6's clothes is one */
		{"0A0000350000000000000000000000000000FFFF0A01020300000000",
			"167838211u32 53u16 10u16"},
		{"0A000035000000000000000000000000000000000000000100000000",
			"1u128 53u16 10u16"},
		{"100000000000000000000000", "? ? 16u16"},
		{"0100736F636B00", "? ? 1u16"},
		{"02", "? ? ?"},
		{"0200", "? ? 2u16"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct buf text = {0}, want = {0};

		buf_printf(&text, "%s" SADDR("%s"), CONNECT, rows[i].saddr);
		buf_printf(&want, IDS "? \"pts1\" ? \"here\" -13s64 0s32 13s32 "
			"%s", rows[i].vars);
		check_vars(text.p, want.p);
		buf_deinit(&text);
		buf_deinit(&want);
	}
}

/* a socket's name is a name in the file system */
static void test_unix_socket(void **state)
{
	static const struct expected e[] = {
		{141, "bind", "8s32, address:110, 110s32 | /tmp/sock #32"},
		{142, "connect", "9s32, address:110, 110s32 | /tmp/sock #32"},
		{143, "connect", "10s32, address:16, 16s32"},
	};

	CHECK(CALLS, e);
}

/* a view asks the same thing twice and gets the same bytes */
static void twice(void *arg, const struct event *ev)
{
	struct target t;
	struct value a, b;

	if (ev->serial != 17)
		return;
	assert_true(find_target(&t, &ev->call[0], "unlink"));
	for (int i = 0; i < 1000; i++) {
		struct view v = {0};

		view_init(&v, ev, &ev->call[0], &t);
		v.env.get(&v.env, VAR_PATH, 0, &a);
		v.env.get(&v.env, VAR_PARAMS, 1, &b);
		assert_ptr_equal(a.abs.p, b.abs.p);
		v.env.get(&v.env, VAR_CMDLINE, 0, &a);
	}
	assert_in_range(ev->arena.used, 0, 4096);
	*(int *)arg += 1;
}

static void test_no_growth(void **state)
{
	int n = 0;
	struct record_ops ops = {.arg = &n, .event = twice};
	struct record_reader *r;
	size_t len;
	char *text = read_log("replay/no-eoe.log", &len);

	assert_int_equal(record_new(&r, &ops), 0);
	assert_int_equal(record_feed(r, text, len), 0);
	assert_int_equal(record_flush(r), 0);
	assert_int_equal(n, 1);
	record_free(r);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unlink),
		cmocka_unit_test(test_relative_to_descriptor),
		cmocka_unit_test(test_ask_the_process),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_rename),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_symlink),
		cmocka_unit_test(test_other_names),
		cmocka_unit_test(test_uring),
		cmocka_unit_test(test_uring_items),
		cmocka_unit_test(test_i386_numbers),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_socketcall),
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_unknown_variables),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_unix_socket),
		cmocka_unit_test(test_no_growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
