/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters as ORs of ANDs, and what of them the kernel is asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rule/cover.h"
#include "rule/dnf.h"
#include "rule/krule.h"
#include "rule/split.h"

/* ---------------------------------------------------------------- rules */

static struct rules *rules_of(const char *text)
{
	struct rules *rs = rules_new();
	struct diag diag = {0};

	assert_non_null(rs);
	assert_int_equal(rules_add(rs, "t", span_of(text), NULL, &diag), 0);
	if (diag.errors) {
		struct buf b = {0};

		diag_print(&diag, &b);
		fail_msg("%s", b.p);
	}
	diag_deinit(&diag);
	return rs;
}

/* "CALL [ENTRY = WORD]... | FILTER" as a rule; rules that ask for a result are
 * after-rules */
static void add_rule(struct buf *out, const char *rule, unsigned index)
{
	const char *bar = strstr(rule, " | ");
	const char *end = rule + strcspn(rule, " ");

	buf_lit(out, "rule { syscall_name = ");
	buf_add(out, rule, (size_t)(end - rule));
	buf_printf(out, " rule_name = r%u ", index);
	buf_add(out, end, (size_t)(bar - end));
	if (strcmp(bar + 3, "1"))
		buf_printf(out, " filter_expression { %s }", bar + 3);
	if (strstr(rule, "RETVAL") || strstr(rule, "SUCCESS") ||
		strstr(rule, "ERRNO"))
		buf_lit(out, " when = after");
	buf_lit(out, " action { type = LOG } }\n");
}

/* ------------------------------------------------------ kernel parts */

/* every part as auditctl would have it, without what all have in common */
static void show_part(struct buf *out, const struct part *p)
{
	struct audit_rule_data *r = krule_encode(p);
	struct buf b = {0};
	char *s, *end;

	assert_non_null(r);
	krule_print(&b, r);
	free(r);
	s = strstr(b.p, "-S ");
	end = strstr(s, " -F key=");
	buf_printf(out, "%s%s%.*s%s\n", p->exact ? "exact " : "",
		p->uring ? "uring " : "", (int)(end - s - 3), s + 3,
		p->covered_by ? " (covered)" : "");
	buf_deinit(&b);
}

static void check_parts(const char *text, unsigned abis, const char *want)
{
	struct rules *rs = rules_of(text);
	struct split *sp;
	struct buf out = {0};

	assert_int_equal(split_new(&sp, rs, abis), 0);
	buf_lit(&out, "\n");
	vec_foreach(it, &sp->part)
		show_part(&out, it);
	assert_string_equal(out.p, want);
	buf_deinit(&out);
	split_free(sp);
	rules_free(rs);
}

static void is_split(unsigned abis, const char *rule, const char *want)
{
	struct buf text = {0};

	add_rule(&text, rule, 0);
	check_parts(text.p, abis, want);
	buf_deinit(&text);
}

#define B64 (1u << ABI_X86_64)
#define B32 (1u << ABI_I386)

static void test_numbers(void **state)
{
	is_split(B64, "kill | PARAMS[2] == SIGKILL", "\nexact kill -F a1=0x9\n");
	is_split(B64, "kill | PARAMS[1] < 0", "\nexact kill -F a0>=0x80000000\n");
	is_split(B64, "kill | PARAMS[1] != -1", "\nexact kill -F a0!=0xFFFFFFFF\n");
	is_split(B64, "kill | PARAMS[1] >= 0", "\nexact kill -F a0<=0x7FFFFFFF\n");
	is_split(B64, "kill | PARAMS[1] > -3 && PARAMS[1] < 3",
		"\nexact kill -F a0<=0x2\nexact kill -F a0>=0xFFFFFFFE\n");
	is_split(B64, "kill | PID != 1 && PID != 7",
		"\nexact kill -F pid!=1 -F pid!=7\n");
	is_split(B64, "kill | 5 >= PPID", "\nexact kill -F ppid<=5\n"
		"exact kill -F ppid>=-2147483648\n");
	is_split(B64, "kill | PARAMS[1] + 1 == 5", "\nkill\n");
	is_split(B64, "kill | PARAMS[1] == PID", "\nkill\n");
	is_split(B64, "kill | SES == -1", "\nexact kill -F sessionid=-1\n");
}

/* the kernel sees the low half of a register only */
static void test_wide_numbers(void **state)
{
	is_split(B64, "lseek | PARAMS[2] == 0x100000005", "\nlseek -F a1=0x5\n");
	is_split(B64, "lseek | PARAMS[2] < 0x100000000", "\nlseek\n");
	is_split(B64, "lseek | PARAMS[2] == -1", "\nlseek -F a1=0xFFFFFFFF\n");
	is_split(B64, "lseek | RETVAL == -22", "\nlseek -F exit=-EINVAL\n");
	is_split(B64, "lseek | RETVAL < 0", "\nlseek\n");
	is_split(B32, "lseek variants = no | PARAMS[2] == -1",
		"\nexact lseek -F a1=0xFFFFFFFF\n");
}

/* 16 bits: the bits above are not the call's, but the filter sees them */
static void test_narrow_numbers(void **state)
{
	is_split(B64, "chmod variants = no | PARAMS[2] == 04755",
		"\nchmod -F a1&=0x9ED\n");
	is_split(B64, "chmod variants = no | PARAMS[2] != 04755", "\nchmod\n");
	is_split(B64, "chmod variants = no | PARAMS[2] < 8", "\nchmod\n");
	is_split(B64, "chmod variants = no | PARAMS[2] & 07000",
		"\nexact chmod -F a1&0xE00\n");
	is_split(B64, "chmod variants = no | PARAMS[2] == 0x10000", "\n");
}

static void test_bits(void **state)
{
	is_split(B64, "open variants = no | PARAMS[2] & O_CREAT",
		"\nexact open -F a1&0x40\n");
	is_split(B64, "open variants = no | (PARAMS[2] & 3) == 3",
		"\nexact open -F a1&=0x3\n");
	is_split(B64, "open variants = no | (PARAMS[2] & 3) == O_WRONLY",
		"\nopen -F a1&=0x1\n");
	is_split(B64, "open variants = no | !(PARAMS[2] & 3)", "\nopen\n");
	is_split(B64, "open variants = no | (PARAMS[2] & 3) != 1", "\nopen\n");
	is_split(B64, "open variants = no | (PARAMS[2] & 3) == 4", "\n");
	is_split(B64, "kill | UID & 1", "\nkill\n");
	/* a value that no 32 bits hold is not what its low bits are */
	is_split(B64, "kill | (PARAMS[1] & 1) != 0x200000000", "\nkill\n");
	is_split(B64, "kill | (PARAMS[1] & 1) == 0x200000000", "\nkill\n");
	/* numbers past every type */
	is_split(B64, "kill | UID > ipaddr(\"8000::\")", "\nexact kill\n");
	is_split(B64, "kill | UID < ipaddr(\"8000::\")", "\n");
	is_split(B64, "kill | UID <= ipaddr(\"7fff:ffff:ffff:ffff:ffff:ffff:"
		"ffff:ffff\")", "\nexact kill\n");
}

/* no id is -1, but an auid may be unset; groups have supplementary ones */
static void test_ids(void **state)
{
	is_split(B64, "kill | UID == 0", "\nexact kill -F uid=0\n");
	is_split(B64, "kill | UID == -1", "\nkill\n");
	is_split(B64, "kill | UID != -1", "\nexact kill\n");
	is_split(B64, "kill | AUID == -1", "\nexact kill -F auid=-1\n");
	is_split(B64, "kill | AUID != -1 && AUID >= 1000",
		"\nexact kill -F auid!=-1 -F auid>=1000\n");
	is_split(B64, "kill | GID == 5", "\nkill -F gid=5\n");
	is_split(B64, "kill | GID != 5",
		"\nexact kill -F gid<=4\nexact kill -F gid>=6\n");
	is_split(B64, "kill | EGID != 0", "\nexact kill -F egid>=1\n");
	is_split(B64, "kill | SGID != 5", "\nexact kill -F sgid!=5\n");
}

/* the kernel takes families that it knows */
static void test_family(void **state)
{
	is_split(B64, "connect | FAMILY == AF_INET",
		"\nexact connect -F saddr_fam=2\nexact uring connect "
		"-F saddr_fam=2\n");
	is_split(B64, "connect variants = no | FAMILY != AF_INET6",
		"\nexact connect -F saddr_fam!=10\n"
		"exact uring connect -F saddr_fam!=10\n");
	is_split(B64, "connect | FAMILY == 46", "\nconnect\nuring connect\n");
	is_split(B64, "connect | FAMILY > 5 && FAMILY < 100",
		"\nconnect -F saddr_fam>=6\nuring connect -F saddr_fam>=6\n");
}

static void test_results(void **state)
{
	is_split(B64, "kill | SUCCESS == 1", "\nexact kill -F success=1\n");
	is_split(B64, "kill | SUCCESS != 1", "\nexact kill -F success=0\n");
	is_split(B64, "kill | SUCCESS == 2", "\n");
	is_split(B64, "kill | ERRNO == EPERM", "\nkill -F exit=-EPERM\n");
	is_split(B64, "kill | ERRNO == 0", "\nexact kill -F success=1\n");
	is_split(B64, "kill | ERRNO != 0", "\nexact kill -F success=0\n");
	is_split(B64, "kill | ERRNO == 0 || ERRNO == ESRCH",
		"\nexact kill -F success=1\nkill -F exit=-ESRCH\n");
	is_split(B64, "kill | ERRNO == 5000", "\n");
}

static void test_names(void **state)
{
	is_split(B64, "chdir | PATH == \"/etc\"", "\nchdir -F path=/etc\n");
	is_split(B64, "chdir | under(PATH, \"/etc\")", "\nchdir -F dir=/etc\n");
	is_split(B64, "chdir | under(PATH, \"/\")", "\nchdir\n");
	is_split(B64, "chdir | PATH != \"/etc\"", "\nchdir\n");
	is_split(B64, "chdir | raw(PARAMS[1]) == \"/etc\"", "\nchdir\n");
	is_split(B64, "chdir | PARAMS[1] == \"etc\"", "\nchdir\n");
	is_split(B64, "chdir | under(PATH, \"/etc/ssh\") && PATH == \"/etc\"",
		"\nchdir -F path=/etc\n");
	is_split(B64, "chdir | INODE == 5", "\nchdir -F inode=5\n");
	is_split(B64, "chdir | INODE == 5 && PATH == \"/etc\"",
		"\nchdir -F path=/etc\n");
	/* a watch may be met before there is a result */
	is_split(B64, "chdir | PATH == \"/etc\" && SUCCESS == 1",
		"\nchdir -F path=/etc\n");
	is_split(B64, "chdir | under(PATH, \"/etc\") && SUCCESS == 1",
		"\nchdir -F success=1 -F dir=/etc\n");
	is_split(B64, "chdir attempts = all | PATH == \"/etc\" && UID == 0",
		"\nchdir -F uid=0 -F path=/etc\nchdir -F uid=0 -F success=0\n");
	is_split(B64, "chdir attempts = all | UID == 0",
		"\nexact chdir -F uid=0\n");
}

/* the kernel takes no name as long as PATH_MAX */
static void test_long_names(void **state)
{
	struct buf rule = {0}, want = {0};

	for (int n = 4095; n <= 4096; n++) {
		buf_reset(&rule);
		buf_reset(&want);
		buf_lit(&rule, "chdir | PATH == \"/");
		for (int i = 1; i < n; i++)
			buf_chr(&rule, 'x');
		if (n < 4096)	/* PATH_MAX */
			buf_printf(&want, "\nchdir -F path=%s\n",
				strchr(rule.p, '"') + 1);
		else
			buf_lit(&want, "\nchdir\n");
		buf_chr(&rule, '"');
		is_split(B64, rule.p, want.p);
	}
	buf_deinit(&rule);
	buf_deinit(&want);
}

/* parameters of variants, and those that a variant fixes */
static void test_variants(void **state)
{
	is_split(B64, "unlink | UID == 0",
		"\nunlink,unlinkat -F uid=0\nuring unlinkat -F uid=0\n");
	is_split(B64, "rmdir | 1", "\nexact rmdir\nexact unlinkat -F a2&=0x200\n"
		"uring unlinkat\n");
	is_split(B64, "creat | 1", "\nexact creat\nopen -F a1&=0x241\n"
		"openat -F a2&=0x241\nuring openat\n");
	is_split(B64, "open | PARAMS[2] == O_RDONLY",
		"\nexact open -F a1=0x0\nexact openat -F a2=0x0\n"
		"uring openat,openat2\nopenat2\n");
	is_split(B64, "open | (PARAMS[2] & O_CREAT) && PARAMS[3] == 0777",
		"\nopen -F a1&0x40 -F a2&=0x1FF\ncreat -F a1&=0x1FF\n"
		"openat -F a2&0x40 -F a3&=0x1FF\nuring openat,openat2\nopenat2\n");
	is_split(B32, "connect | PARAMS[1] == 4",
		"\nexact connect -F a0=0x4\nsocketcall -F a0=0x3\n");
	is_split(B64, "openat2 | PARAMS[1] == AT_FDCWD",
		"\nexact openat2 -F a0=0xFFFFFF9C\nuring openat2\n");
	is_split(B32, "chown variants = no | PARAMS[2] == 0x10001", "\n");
}

/* where an ABI has the call with another prototype, PARAMS still count the
 * parameters of the common one; a number found in another type's register
 * keeps its own */
static void test_prototypes(void **state)
{
	is_split(B32, "mmap | PARAMS[3] == PROT_EXEC",
		"\nmmap\nexact mmap2 -F a2=0x4\n");
	is_split(B32, "mmap variants = no | PARAMS[3] == PROT_EXEC", "\nmmap\n");
	is_split(B32, "pread64 | PARAMS[4] == 1", "\npread64\n");
	is_split(B32, "semget | PARAMS[2] < 0",
		"\nexact semget -F a1>=0x80000000\nipc -F a0&=0x2 "
		"-F a2>=0x80000000\n");
	is_split(B32, "chown | PARAMS[2] == 65537",
		"\nexact chown32 -F a1=0x10001\nfchownat -F a2=0x10001\n");
}

/* ------------------------------------------------- the disjunctive form */

static void is_dnf(const char *filter, size_t n, bool exact, size_t lits)
{
	struct buf text = {0}, rule = {0};
	struct arena arena = {0};
	struct rules *rs;
	struct dnf d;

	buf_printf(&rule, "kill | %s", filter);
	add_rule(&text, rule.p, 0);
	rs = rules_of(text.p);
	assert_int_equal(dnf_build(&d, &arena, rs->rule.v[0]->filter,
		&rs->rule.v[0]->target[0]), 0);
	assert_int_equal(d.n, n);
	assert_int_equal(d.exact, exact);
	for (size_t i = 0; i < d.n; i++)
		assert_int_equal(d.conj[i].n, lits);
	arena_deinit(&arena);
	buf_deinit(&text);
	buf_deinit(&rule);
	rules_free(rs);
}

static void test_forms(void **state)
{
	is_dnf("UID == 0", 1, true, 1);
	is_dnf("UID == 0 && GID == 0", 1, true, 2);
	is_dnf("!(UID != 0 || GID != 0)", 1, true, 2);
	is_dnf("(UID == 0 || GID == 0) && (PID == 1 || PPID == 1)", 4, true, 2);
	/* two questions about one value are one */
	is_dnf("UID >= 5 && UID <= 9 && UID != 7", 1, true, 1);
	is_dnf("UID >= 5 && UID < 5", 0, true, 0);
	is_dnf("UID == 0 && (COMM == \"a\" && COMM == \"a\")", 1, true, 2);
}

/* "UID == 0 || UID == 2 || ..." */
static void chain(struct buf *out, const char *left, unsigned n, const char *op)
{
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "%s%s %u", i ? op : "", left, 2 * i);
}

static void test_form_bounds(void **state)
{
	struct buf b = {0};

	chain(&b, "UID ==", DNF_MAX, " || ");
	is_dnf(b.p, DNF_MAX, true, 1);
	buf_lit(&b, " || UID == 999");		/* then one set of them all */
	is_dnf(b.p, 1, false, 1);
	buf_lit(&b, " || GID == 1");
	is_dnf(b.p, 2, false, 1);
	buf_reset(&b);
	for (int i = 0; i < 7; i++)
		buf_printf(&b, "%s(COMM == \"%d\" || EXE == \"%d\")",
			i ? " && " : "", i, i);
	is_dnf(b.p, 128, true, 7);
	buf_lit(&b, " && (COMM == \"7\" || EXE == \"7\")");
	is_dnf(b.p, 2, false, 1);		/* the last two alone */
	buf_reset(&b);
	chain(&b, "UID !=", INTS_MAX + 4, " && ");
	is_dnf(b.p, 1, false, 1);		/* a set with fewer holes */
	buf_deinit(&b);
}

/* pieces are bounded together, not each for itself */
static void test_pieces(void **state)
{
	is_split(B64, "ptrace | PARAMS[1] > -2 && PARAMS[1] < 2 && "
		"GID != 5 && EGID != 6 && SGID > 2 && PID < 9",
		"\n"
		"ptrace -F gid<=4 -F egid<=5 -F sgid>=3 -F a0<=0x1\n"
		"ptrace -F gid<=4 -F egid<=5 -F sgid>=3 -F a0=0xFFFFFFFF\n"
		"ptrace -F gid>=6 -F egid<=5 -F sgid>=3 -F a0<=0x1\n"
		"ptrace -F gid>=6 -F egid<=5 -F sgid>=3 -F a0=0xFFFFFFFF\n"
		"ptrace -F gid<=4 -F egid>=7 -F sgid>=3 -F a0<=0x1\n"
		"ptrace -F gid<=4 -F egid>=7 -F sgid>=3 -F a0=0xFFFFFFFF\n"
		"ptrace -F gid>=6 -F egid>=7 -F sgid>=3 -F a0<=0x1\n"
		"ptrace -F gid>=6 -F egid>=7 -F sgid>=3 -F a0=0xFFFFFFFF\n");
}

static void check_set(const char *const *rules, size_t n, const char *want)
{
	struct buf text = {0};

	for (size_t i = 0; i < n; i++)
		add_rule(&text, rules[i], (unsigned)i);
	check_parts(text.p, B64, want);
	buf_deinit(&text);
}

#define is_split_set(want, ...)                                                \
	check_set((const char *const[]){__VA_ARGS__},                          \
		ARRAY_SIZE(((const char *const[]){__VA_ARGS__})), want)

static void test_covered(void **state)
{
	is_split_set("\nexact kill -F uid=0\nexact kill -F pid=5 -F uid=0 "
		"(covered)\n", "kill | UID == 0", "kill | UID == 0 && PID == 5");
	/* whichever stands first */
	is_split_set("\nexact kill -F uid=0 (covered)\nexact kill\n",
		"kill | UID == 0", "kill | 1");
	/* numbers are taken out one by one */
	is_split_set("\nexact kill\nexact tkill -F uid=0\n", "kill | 1",
		"kill,tkill | UID == 0");
	/* of equal ones the first is sent */
	is_split_set("\nexact kill -F uid=0\nexact kill -F uid=0 (covered)\n",
		"kill | UID == 0", "kill | UID == 0");
	is_split_set("\nexact kill -F uid>=5\nexact kill -F uid=7 (covered)\n",
		"kill | UID >= 5", "kill | UID == 7");
	/* gid=7 holds for members of 7 whose gid is another one */
	is_split_set("\nexact kill -F gid>=5\nkill -F gid=7\n", "kill | GID >= 5",
		"kill | GID == 7");
	is_split_set("\nexact open -F a1&0x41\nopen -F a1&=0x40 (covered)\n",
		"open variants = no | PARAMS[2] & 0x41",
		"open variants = no | (PARAMS[2] & 0x43) == 0x40");
	/* a call that takes a name away meets path= before its end */
	is_split_set("\nrmdir -F success=0 -F dir=/d\nrmdir -F path=/d/e\n",
		"rmdir variants = no | under(PATH, \"/d\") && SUCCESS == 0",
		"rmdir variants = no | PATH == \"/d/e\" && SUCCESS == 0");
}

/* a kernel that cannot audit io_uring would refuse the whole load */
static void test_no_uring(void **state)
{
	const struct span x86 = SPAN_LIT("x86_64"), arm = SPAN_LIT("aarch64");

	is_split(B64, "unlink | 1", "\nunlink,unlinkat\n"
		"uring unlinkat\n");
	is_split(B64 | SPLIT_NO_URING, "unlink | 1",
		"\nunlink,unlinkat\n");
	assert_int_equal(abis_of_release(x86, SPAN_LIT("6.1.0-56-amd64")),
		B64 | B32);
	assert_int_equal(abis_of_release(x86, SPAN_LIT("5.16.0")), B64 | B32);
	assert_int_equal(abis_of_release(x86, SPAN_LIT("5.15.0-91-generic")),
		B64 | B32 | SPLIT_NO_URING);
	assert_int_equal(abis_of_release(arm, SPAN_LIT("4.19")),
		1u << ABI_AARCH64 | SPLIT_NO_URING);
	assert_int_equal(abis_of_release(x86, SPAN_LIT("unknown")), B64 | B32);
	assert_int_equal(abis_of_release(SPAN_LIT("vax"), SPAN_LIT("4.3")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_wide_numbers),
		cmocka_unit_test(test_narrow_numbers),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_family),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_prototypes),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_form_bounds),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_covered),
		cmocka_unit_test(test_no_uring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
