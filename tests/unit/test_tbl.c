/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of names and numbers: each is whole, fits the others, and is found
 * by its lookups. */
#include <linux/io_uring.h>
#include <linux/version.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <libaudit.h>

#include <cmocka.h>

#include "tbl/tbl.h"

/* operations younger than the oldest headers that the project builds with */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)	/* Ubuntu 22.04: 5.15 */
enum { IORING_OP_MSG_RING = 40, IORING_OP_FSETXATTR, IORING_OP_SETXATTR,
       IORING_OP_FGETXATTR, IORING_OP_GETXATTR, IORING_OP_URING_CMD = 46,
       IORING_OP_SENDMSG_ZC = 48 };
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
enum { IORING_OP_WAITID = 50, IORING_OP_FUTEX_WAIT, IORING_OP_FUTEX_WAKE,
       IORING_OP_FUTEX_WAITV };
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
enum { IORING_OP_FIXED_FD_INSTALL = 54 };
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
enum { IORING_OP_FTRUNCATE = 55 };
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
enum { IORING_OP_BIND = 56, IORING_OP_LISTEN };
#endif
#define URING(name, konst, value, syscall) _Static_assert((konst) == (value), #konst);
#include "tbl/uring.tbl.h"
#undef URING

static bool has(const struct syscall *row, enum abi abi)
{
	return row->nr[abi] >= 0;
}

/* ------------------------------------------------------------- ABIs */

static void test_abis(void **state)
{
	assert_int_equal(abi_from_arch(AUDIT_ARCH_X86_64), ABI_X86_64);
	assert_int_equal(abi_from_arch(AUDIT_ARCH_I386), ABI_I386);
	assert_int_equal(abi_from_arch(AUDIT_ARCH_AARCH64), ABI_AARCH64);
	assert_int_equal(abi_from_arch(AUDIT_ARCH_PPC64), -1);
	assert_int_equal(abi_from_name(SPAN_LIT("i386")), ABI_I386);
	assert_int_equal(abi_from_name(SPAN_LIT("i38")), -1);
	assert_int_equal(abi_from_name(SPAN_LIT("")), -1);
	assert_int_equal(abi_info(ABI_I386)->bits, 32);
	assert_string_equal(abi_info(ABI_AARCH64)->auditctl, "b64");
	for (int abi = 0; abi < ABI_COUNT; abi++)
		assert_int_equal(abi_from_name(span_of(abi_info(abi)->name)),
				 abi);
}

/* ------------------------------------------------------ system calls */

static void test_rows_sorted(void **state)
{
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	assert_true(n > 470);
	for (size_t i = 1; i < n; i++)
		if (strcmp(row[i - 1].name, row[i].name) > 0)
			fail_msg("%s stands before %s", row[i - 1].name,
				 row[i].name);
}

static void test_rows_found(void **state)
{
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++) {
		unsigned abis = 0;

		for (int abi = 0; abi < ABI_COUNT; abi++) {
			if (!has(&row[i], abi))
				continue;
			abis++;
			assert_ptr_equal(syscall_by_nr(abi, row[i].nr[abi]),
					 &row[i]);
			assert_ptr_equal(
				syscall_by_name(abi, span_of(row[i].name)),
				&row[i]);
		}
		if (!abis)
			fail_msg("%s has no number", row[i].name);
	}
}

static void test_unknown_calls(void **state)
{
	assert_null(syscall_by_nr(ABI_X86_64, 334 + 2));
	assert_null(syscall_by_nr(ABI_X86_64, SYSCALL_NR_MAX));
	assert_null(syscall_by_nr(ABI_X86_64, SYSCALL_NR_MAX + 1));
	assert_null(syscall_by_nr(ABI_I386, UINT32_MAX));
	assert_null(syscall_by_name(ABI_AARCH64, SPAN_LIT("open")));
	assert_null(syscall_by_name(ABI_X86_64, SPAN_LIT("unlnik")));
	assert_null(syscall_by_name(ABI_X86_64, SPAN_LIT("")));
	assert_null(syscall_by_name(ABI_X86_64, SPAN_LIT("ope")));
	assert_null(syscall_by_name(ABI_X86_64, SPAN_LIT("zzz")));
	assert_null(syscall_prototype(SPAN_LIT("unlnik")));
	assert_null(syscall_by_name(ABI_X86_64, ((struct span){"open\0", 5})));
}

static bool is_address(enum kind_class class)
{
	return class != CLASS_INT;
}

static void check_params(const struct syscall *row)
{
	assert_true(row->nparams <= PARAMS_MAX);
	for (unsigned i = 0; i < row->nparams; i++) {
		const struct param *p = &row->param[i];

		if (!p->name || !*p->name)
			fail_msg("%s: parameter %u has no name", row->name, i);
		for (unsigned j = 0; j < i; j++)
			if (strcmp(row->param[j].name, p->name) == 0)
				fail_msg("%s: two parameters %s", row->name,
					 p->name);
		if (is_address(kind_info(p->kind)->class) &&
		    (p->type.bits || p->type.is_signed))
			fail_msg("%s: %s is no pointer", row->name, p->name);
		for (int abi = 0; abi < ABI_COUNT; abi++)
			if (has(row, abi) &&
			    ctype_bits(p->type, abi) > abi_info(abi)->bits)
				fail_msg("%s: %s is wider than a register",
					 row->name, p->name);
	}
	for (unsigned i = row->nparams; i < PARAMS_MAX; i++)
		assert_null(row->param[i].name);
}

/* a directory's descriptor is of use to a path that follows */
static void check_dirfds(const struct syscall *row)
{
	for (unsigned i = 0; i < row->nparams; i++)
		if (row->param[i].kind == KIND_dirfd &&
		    (i + 1 == row->nparams ||
		     row->param[i + 1].kind != KIND_path))
			fail_msg("%s: no path after %s", row->name,
				 row->param[i].name);
}

static void test_params(void **state)
{
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++) {
		check_params(&row[i]);
		check_dirfds(&row[i]);
	}
}

/* text of a prototype: "openat(dfd dirfd s32, filename path ul, ...)" */
static const char *prototype(enum abi abi, const char *name, char *s, size_t n)
{
	const struct syscall *row = syscall_by_name(abi, span_of(name));
	size_t at = 0;

	if (!row)
		return "none";
	at += snprintf(s, n, "%d(", row->nr[abi]);
	for (unsigned i = 0; i < row->nparams; i++) {
		const struct param *p = &row->param[i];

		at += snprintf(s + at, n - at, "%s%s %s %c%u", i ? ", " : "",
			       p->name, kind_info(p->kind)->name,
			       p->type.is_signed ? 's' : 'u',
			       ctype_bits(p->type, abi));
	}
	snprintf(s + at, n - at, ")");
	return s;
}

static void test_prototypes(void **state)
{
	static const struct {
		enum abi abi;
		const char *name, *text;
	} want[] = {
		/* man 2 and the kernel's SYSCALL_DEFINE, written by hand */
		{ABI_X86_64, "unlink", "87(pathname path u64)"},
		{ABI_I386, "unlink", "10(pathname path u32)"},
		{ABI_AARCH64, "unlink", "none"},
		{ABI_AARCH64, "unlinkat",
		 "35(dfd dirfd s32, pathname path u64, flag at_flags s32)"},
		{ABI_X86_64, "open", "2(filename path u64, flags open_flags s32, mode mode u16)"},
		{ABI_X86_64, "openat2",
		 "437(dfd dirfd s32, filename path u64, how pointer u64, usize size u64)"},
		{ABI_I386, "ptrace",
		 "26(request ptrace_request s32, pid pid s32, addr address u32, data address u32)"},
		{ABI_X86_64, "kill", "62(pid pid s32, sig signal s32)"},
		{ABI_X86_64, "chown", "92(filename path u64, user uid u32, group gid u32)"},
		{ABI_I386, "chown", "182(filename path u32, user uid u16, group gid u16)"},
		{ABI_I386, "chown32", "212(filename path u32, user uid u32, group gid u32)"},
		{ABI_I386, "setresuid", "164(ruid uid u16, euid uid u16, suid uid u16)"},
		{ABI_X86_64, "symlink", "88(oldname string u64, newname path u64)"},
		{ABI_X86_64, "mount",
		 "165(dev_name string u64, dir_name path u64, type string u64, "
		 "flags mount_flags u64, data pointer u64)"},
		{ABI_X86_64, "clone",
		 "56(clone_flags clone_flags u64, newsp address u64, parent_tidptr pointer u64, "
		 "child_tidptr pointer u64, tls address u64)"},
		{ABI_I386, "clone",
		 "120(clone_flags clone_flags u32, newsp address u32, parent_tidptr pointer u32, "
		 "tls address u32, child_tidptr pointer u32)"},
		{ABI_AARCH64, "clone",
		 "220(clone_flags clone_flags u64, newsp address u64, parent_tidptr pointer u64, "
		 "tls address u64, child_tidptr pointer u64)"},
		{ABI_I386, "mmap", "90(arg pointer u32)"},
		{ABI_I386, "select", "82(arg pointer u32)"},
		{ABI_X86_64, "pread64",
		 "17(fd fd s32, buf pointer u64, count size u64, pos offset s64)"},
		{ABI_I386, "pread64",
		 "180(fd fd s32, ubuf pointer u32, count size u32, poslo offset u32, "
		 "poshi offset u32)"},
		{ABI_I386, "truncate64",
		 "193(filename path u32, offset_low offset u32, offset_high offset u32)"},
		{ABI_X86_64, "execve",
		 "59(filename path u64, argv argv u64, envp pointer u64)"},
		{ABI_I386, "execveat",
		 "358(fd dirfd s32, filename path u32, argv argv u32, envp pointer u32, "
		 "flags at_flags s32)"},
		{ABI_X86_64, "connect",
		 "42(fd fd s32, uservaddr sockaddr u64, addrlen size s32)"},
		{ABI_I386, "socketcall", "102(call socketcall s32, args pointer u32)"},
		{ABI_X86_64, "fork", "57()"},
		{ABI_I386, "rt_sigreturn", "173()"},
		{ABI_I386, "sigsuspend", "72(unused1 int s32, unused2 int s32, mask int u32)"},
		{ABI_X86_64, "mseal", "462(start address u64, len size u64, flags flags u64)"},
		{ABI_X86_64, "getrandom",
		 "318(ubuf pointer u64, len size u64, flags random_flags u32)"},
	};
	char text[512];

	for (size_t i = 0; i < ARRAY_SIZE(want); i++)
		assert_string_equal(prototype(want[i].abi, want[i].name, text,
					      sizeof(text)),
				    want[i].text);
}

static void test_prototype_of_name(void **state)
{
	assert_int_equal(syscall_prototype(SPAN_LIT("mmap"))->nparams, 6);
	assert_int_equal(syscall_prototype(SPAN_LIT("mmap2"))->nr[ABI_I386], 192);
	assert_int_equal(syscall_prototype(SPAN_LIT("open"))->nparams, 3);
	assert_int_equal(syscall_prototype(SPAN_LIT("clone"))->nr[ABI_X86_64],
			 56);
}

/* ------------------------------------------------------------- kinds */

static void test_kinds(void **state)
{
	for (int i = 0; i < KIND_COUNT; i++) {
		const struct kind_info *k = kind_info(i);

		for (int j = 0; j < i; j++)
			assert_string_not_equal(kind_info(j)->name, k->name);
		if (k->group && !constant_group(k->group, 0))
			fail_msg("kind %s: no group %s", k->name, k->group);
		if (k->group && k->class != CLASS_INT)
			fail_msg("kind %s: names for what is no number",
				 k->name);
		if ((k->show == SHOW_FLAGS || k->show == SHOW_ENUM) && !k->group)
			fail_msg("kind %s: no names to show", k->name);
	}
}

static void test_kinds_in_use(void **state)
{
	bool used[KIND_COUNT] = {false};
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++)
		for (unsigned j = 0; j < row[i].nparams; j++)
			used[row[i].param[j].kind] = true;
	for (int i = 0; i < KIND_COUNT; i++)
		if (!used[i])
			fail_msg("no parameter is of kind %s",
				 kind_info(i)->name);
}

/* ---------------------------------------------------------- families */

/* the variant's parameter that a source reads, 0: none */
static unsigned source_param(const struct map_src *src)
{
	switch (src->from) {
	case MAP_PARAM:
	case MAP_LOHI:
	case MAP_HILO:
		return (unsigned)src->value;
	case MAP_UNKNOWN:
	case MAP_CONST:
	case MAP_HOW:
	case MAP_SOCKETCALL:
		break;
	}
	return 0;
}

static unsigned source_width(const struct map_src *src)
{
	return src->from == MAP_LOHI || src->from == MAP_HILO ? 2 : 1;
}

static void check_source(const struct variant *v, unsigned i,
			 const struct syscall *classic,
			 const struct syscall *real)
{
	const struct map_src *src = &v->map[i];
	unsigned at = source_param(src);
	enum kind_class want = kind_info(classic->param[i].kind)->class, got;

	if (src->from == MAP_HOW)
		assert_in_range(src->value, 0, 2);
	if (src->from == MAP_SOCKETCALL)
		assert_in_range(src->value, 0, 5);
	if (!at)
		return;
	if (at + source_width(src) - 1 > real->nparams)
		fail_msg("%s <- %s: parameter %u does not exist", v->classic,
			 v->variant, at);
	got = kind_info(real->param[at - 1].kind)->class;
	if (want != got)
		fail_msg("%s <- %s: parameter %u is of another class",
			 v->classic, v->variant, i + 1);
	if (source_width(src) == 2)
		for (unsigned k = at - 1; k <= at; k++)
			assert_int_equal(ctype_bits(real->param[k].type,
						    ABI_I386), 32);
}

static void check_conditions(const struct variant *v,
			     const struct syscall *real)
{
	for (unsigned i = 0; i < ARRAY_SIZE(v->cond); i++) {
		const struct map_cond *c = &v->cond[i];

		if (!c->param) {
			assert_int_equal(c->mask, 0);
			assert_int_equal(c->want, 0);
			continue;
		}
		if (c->param > real->nparams || !c->mask || c->want & ~c->mask)
			fail_msg("%s <- %s: condition %u cannot hold",
				 v->classic, v->variant, i);
	}
}

static void check_variant(const struct variant *v)
{
	const struct syscall *classic = syscall_prototype(span_of(v->classic));

	if (!classic)
		fail_msg("no call %s", v->classic);
	if (v->nparams != classic->nparams)
		fail_msg("%s <- %s: %u parameters for %u", v->classic,
			 v->variant, v->nparams, classic->nparams);
	assert_true(v->abis && v->abis < 1 << ABI_COUNT);
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		const struct syscall *real;

		if (!(v->abis & 1 << abi))
			continue;
		real = syscall_by_name(abi, span_of(v->variant));
		if (!real)
			fail_msg("%s has no %s", abi_info(abi)->name,
				 v->variant);
		if (real == classic)
			fail_msg("%s <- %s: the same prototype", v->classic,
				 v->variant);
		for (unsigned i = 0; i < v->nparams; i++)
			check_source(v, i, classic, real);
		check_conditions(v, real);
	}
}

static void test_variants(void **state)
{
	size_t n;
	const struct variant *v = variant_rows(&n);

	assert_true(n > 180);
	for (size_t i = 0; i < n; i++)
		check_variant(&v[i]);
}

static void test_variants_found(void **state)
{
	size_t n, total = 0, count;
	const struct variant *v = variant_rows(&n);

	for (size_t i = 0; i < n; i += count) {
		assert_ptr_equal(variants_of(v[i].classic, &count), &v[i]);
		assert_true(count > 0);
		total += count;
		if (i && strcmp(v[i - 1].classic, v[i].classic) >= 0)
			fail_msg("%s stands before %s", v[i - 1].classic,
				 v[i].classic);
	}
	assert_int_equal(total, n);
	assert_null(variants_of("read", &count));
	assert_int_equal(count, 0);
	assert_null(variants_of("", &count));
	assert_null(variants_of("zzz", &count));
}

static bool has_variant(const char *classic, enum abi abi)
{
	size_t n;
	const struct variant *v = variants_of(classic, &n);

	for (size_t i = 0; i < n; i++)
		if (v[i].abis & 1 << abi)
			return true;
	return false;
}

/* no rule on a common call is without meaning in an ABI */
static void test_classics_everywhere(void **state)
{
	static const char *const nowhere[] = {
		/* x86 alone, or gone everywhere */
		"_sysctl", "afs_syscall", "arch_prctl", "create_module",
		"epoll_ctl_old", "epoll_wait_old", "get_kernel_syms",
		"get_thread_area", "getpmsg", "ioperm", "iopl", "modify_ldt",
		"putpmsg", "query_module", "security", "set_thread_area",
		"sysfs", "tuxcall", "uretprobe", "uselib", "ustat", "vserver",
		/* libc has it without a call of its own */
		"pause", "time",
		/* not for 32 bits */
		"kexec_file_load", "newfstatat"};
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++)
		for (int abi = 0; abi < ABI_COUNT; abi++) {
			bool listed = false, found;

			if (!has(&row[i], ABI_X86_64))
				continue;
			found = syscall_by_name(abi, span_of(row[i].name)) ||
				has_variant(row[i].name, abi);
			for (size_t k = 0; k < ARRAY_SIZE(nowhere); k++)
				listed |= strcmp(nowhere[k], row[i].name) == 0;
			if (!found && !listed)
				fail_msg("%s: nothing stands for %s",
					 abi_info(abi)->name, row[i].name);
		}
}

/* an ABI whose prototype is another one must say where the parameters are,
 * unless only their widths differ */
static void test_prototypes_mapped(void **state)
{
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++) {
		const struct syscall *p = syscall_prototype(span_of(row[i].name));
		bool differs = p->nparams != row[i].nparams;
		bool mapped = false;
		size_t count;
		const struct variant *v = variants_of(row[i].name, &count);

		for (unsigned k = 0; k < p->nparams && !differs; k++)
			differs = p->param[k].kind != row[i].param[k].kind;
		for (size_t k = 0; k < count; k++)
			mapped |= strcmp(v[k].variant, row[i].name) == 0;
		if (differs && !mapped)
			fail_msg("%s: two prototypes, no map", row[i].name);
	}
}

static void test_unlink_family(void **state)
{
	size_t n;
	const struct variant *v = variants_of("unlink", &n);

	assert_int_equal(n, 1);
	assert_string_equal(v->variant, "unlinkat");
	assert_int_equal(v->abis, 7);
	assert_int_equal(v->nparams, 1);
	assert_int_equal(v->map[0].from, MAP_PARAM);
	assert_int_equal(v->map[0].value, 2);
	assert_int_equal(v->cond[0].param, 3);
	assert_int_equal(v->cond[0].mask, 0x200);
	assert_int_equal(v->cond[0].want, 0);
	assert_int_equal(v->cond[1].param, 0);
	v = variants_of("rmdir", &n);
	assert_int_equal(n, 1);
	assert_int_equal(v->cond[0].want, 0x200);
	v = variants_of("lseek", &n);
	assert_int_equal(v->map[1].from, MAP_HILO);
	assert_int_equal(v->map[1].value, 2);
}

/* ---------------------------------------------------------- io_uring */

static void test_uring(void **state)
{
	size_t n;
	const struct uring_op *op = uring_rows(&n);

	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(uring_by_nr(op[i].nr), &op[i]);
		if (i)
			assert_true(op[i - 1].nr < op[i].nr);
		if (op[i].syscall &&
		    !syscall_by_name(ABI_X86_64, span_of(op[i].syscall)))
			fail_msg("%s: no call %s", op[i].name, op[i].syscall);
	}
	assert_null(uring_by_nr(22));	/* READ: not audited */
	assert_null(uring_by_nr(21));	/* STATX: neither */
	assert_null(uring_by_nr(UINT32_MAX));
	assert_int_equal(uring_by_syscall("unlinkat", 0)->nr, 36);
	assert_null(uring_by_syscall("unlinkat", 1));
	assert_int_equal(uring_by_syscall("sendmsg", 0)->nr, 9);
	assert_int_equal(uring_by_syscall("sendmsg", 1)->nr, 48);
	assert_null(uring_by_syscall("sendmsg", 2));
	assert_null(uring_by_syscall("read", 0));
}

/* --------------------------------------------------------- constants */

static void test_constants(void **state)
{
	size_t n;
	const struct constant *row = constant_rows(&n);

	assert_true(n > 1500);
	for (size_t i = 0; i < n; i++) {
		const struct constant *c =
			constant_by_name(span_of(row[i].name));

		if (!c)
			fail_msg("%s is not found", row[i].name);
		assert_string_equal(c->name, row[i].name);
		if (memcmp(c->value, row[i].value, sizeof(c->value)))
			fail_msg("%s has two values", c->name);
	}
	assert_null(constant_by_name(SPAN_LIT("O_WRONL")));
	assert_null(constant_by_name(SPAN_LIT("o_wronly")));
	assert_null(constant_by_name(SPAN_LIT("")));
	assert_null(constant_by_name(SPAN_LIT("X_")));
}

static void test_constant_groups(void **state)
{
	size_t n, i = 0;
	const struct constant *row = constant_rows(&n);

	while (i < n) {		/* a group after the other */
		const char *group = row[i].group;
		const struct constant *c;
		size_t k = 0;

		for (; (c = constant_group(group, k)); k++) {
			assert_ptr_equal(c, &row[i + k]);
			assert_string_equal(c->group, group);
		}
		assert_true(k > 0);
		i += k;
	}
	assert_int_equal(i, n);
	assert_null(constant_group("none", 0));
	assert_string_equal(constant_group("RENAME", 2)->name,
			    "RENAME_WHITEOUT");
	assert_null(constant_group("RENAME", 3));
}

static void test_constant_values(void **state)
{
	static const struct {
		const char *name, *group;
		int64_t value[ABI_COUNT];
	} want[] = {
		{"O_WRONLY", "O", {1, 1, 1}},
		{"O_CREAT", "O", {0100, 0100, 0100}},
		{"O_DIRECT", "O", {040000, 040000, 0200000}},
		{"O_LARGEFILE", "O", {0100000, 0100000, 0400000}},
		{"O_DIRECTORY", "O", {0200000, 0200000, 040000}},
		{"O_NOFOLLOW", "O", {0400000, 0400000, 0100000}},
		{"O_TMPFILE", "O", {020200000, 020200000, 020040000}},
		{"AT_FDCWD", "AT_FDCWD", {-100, -100, -100}},
		{"AT_REMOVEDIR", "AT", {0x200, 0x200, 0x200}},
		{"MAP_32BIT", "MAP", {0x40, 0x40, CONST_NONE}},
		{"PROT_MTE", "PROT", {CONST_NONE, CONST_NONE, 0x20}},
		{"SIGKILL", "SIG", {9, 9, 9}},
		{"PTRACE_ATTACH", "PTRACE", {16, 16, 16}},
		{"PTRACE_GETREGS", "PTRACE", {12, 12, CONST_NONE}},
		{"F_SETLK64", "F", {CONST_NONE, 13, CONST_NONE}},
		{"AUDIT_ARCH_X86_64", "AUDIT_ARCH",
		 {0xc000003e, 0xc000003e, 0xc000003e}},
		{"CLONE_INTO_CGROUP", "CLONE",
		 {0x200000000, 0x200000000, 0x200000000}},
		{"EPERM", "errno", {1, 1, 1}},
		{"R_OK", "ACCESS", {4, 4, 4}},
		{"MNT_DETACH", "UMOUNT", {2, 2, 2}},
		{"CAP_SYS_ADMIN", "CAP", {21, 21, 21}},
		{"S_ISUID", "S", {04000, 04000, 04000}},
	};

	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const struct constant *c =
			constant_by_name(span_of(want[i].name));

		assert_non_null(c);
		assert_string_equal(c->group, want[i].group);
		assert_memory_equal(c->value, want[i].value, sizeof(c->value));
	}
}

/* ------------------------------------------------------------ errnos */

static void test_errnos(void **state)
{
	for (int e = -1; e < 200; e++) {
		const char *ours = errno_name(e);
		const char *libc = e > 0 && e <= 133 ? strerrorname_np(e) : NULL;
		const char *audit = e > 0 && e <= 133 ? audit_errno_to_name(e)
						      : NULL;

		if (!ours) {
			assert_null(libc);
			continue;
		}
		if (e != 95)	/* libc says ENOTSUP, which is the same */
			assert_string_equal(ours, libc);
		assert_string_equal(ours, audit);
		assert_int_equal(errno_by_name(span_of(ours)), e);
		assert_int_equal(audit_name_to_errno(ours), e);
	}
	assert_null(errno_name(0));
	assert_null(errno_name(41));
	assert_null(errno_name(58));
	assert_string_equal(errno_name(133), "EHWPOISON");
	assert_null(errno_name(134));
	assert_int_equal(errno_by_name(SPAN_LIT("EWOULDBLOCK")), 11);
	assert_int_equal(errno_by_name(SPAN_LIT("EDEADLOCK")), 35);
	assert_int_equal(errno_by_name(SPAN_LIT("ENOTSUP")), 95);
	assert_int_equal(errno_by_name(SPAN_LIT("EPER")), 0);
	assert_int_equal(errno_by_name(SPAN_LIT("")), 0);
	assert_int_equal(errno_by_name(SPAN_LIT("EPOLL_CLOEXEC")), 0);
}

/* ------------------------------------------------------------ fields */

static void test_fields(void **state)
{
	/* auditctl writes auid=unset */
	static const char *const unnamed[] = {"loginuid_set"};

	for (int i = 0; i < FIELD_COUNT; i++) {
		const struct field_info *f = field_info(i);
		int konst = audit_name_to_field(f->name);
		bool has_name = true;

		for (size_t k = 0; k < ARRAY_SIZE(unnamed); k++)
			has_name &= strcmp(unnamed[k], f->name) != 0;
		if (has_name ? konst != (int)f->konst : konst != -1)
			fail_msg("%s is %u, libaudit's %d", f->name, f->konst,
				 konst);
		assert_int_equal(field_by_konst(f->konst), i);
		assert_true(f->ops & OPS_EQ);
		assert_true(f->lists);
	}
	/* and back: libaudit knows no field that we lack */
	for (uint32_t konst = 0; konst < 256; konst++) {
		const char *name = audit_field_to_name(konst);

		if (name && field_by_konst(konst) < 0)
			fail_msg("no field %s (%u)", name, konst);
	}
	assert_int_equal(field_by_konst(27), -1);
}

/* operators and lists: see audit_field_valid() of the kernel */
static void test_field_rules(void **state)
{
	const unsigned cmp = OPS_EQ | OPS_NE | OPS_ORDER;

	assert_int_equal(field_info(FIELD_a0)->ops, cmp | OPS_BITS);
	assert_int_equal(field_info(FIELD_a0)->lists, LIST_EXIT);
	assert_int_equal(field_info(FIELD_uid)->ops, cmp);
	assert_int_equal(field_info(FIELD_path)->ops, OPS_EQ);
	assert_int_equal(field_info(FIELD_dir)->ops, OPS_EQ);
	assert_int_equal(field_info(FIELD_inode)->ops, OPS_EQ | OPS_NE);
	assert_int_equal(field_info(FIELD_devmajor)->ops, cmp);
	assert_int_equal(field_info(FIELD_devminor)->ops, cmp | OPS_BITS);
	assert_int_equal(field_info(FIELD_arch)->lists, LIST_EXIT);
	assert_int_equal(field_info(FIELD_msgtype)->lists, LIST_EXCLUDE);
	assert_int_equal(field_info(FIELD_exit)->lists, LIST_EXIT | LIST_URING);
	assert_int_equal(field_info(FIELD_exe)->ops, OPS_EQ | OPS_NE);
	assert_int_equal(field_info(FIELD_exe)->kind, FIELD_IS_STRING);
	assert_int_equal(field_info(FIELD_auid)->kind, FIELD_IS_ID);
	assert_int_equal(field_info(FIELD_fstype)->lists, LIST_FS);
}

/* our sets of operators are the kernel's */
static void test_operators(void **state)
{
	static const struct {
		const char *text;
		uint32_t op;
		unsigned ops;
	} op[] = {
		{"=", AUDIT_EQUAL, OPS_EQ},
		{"!=", AUDIT_NOT_EQUAL, OPS_NE},
		{"<", AUDIT_LESS_THAN, OPS_ORDER},
		{"<=", AUDIT_LESS_THAN_OR_EQUAL, OPS_ORDER},
		{">", AUDIT_GREATER_THAN, OPS_ORDER},
		{">=", AUDIT_GREATER_THAN_OR_EQUAL, OPS_ORDER},
		{"&", AUDIT_BIT_MASK, OPS_BITS},
		{"&=", AUDIT_BIT_TEST, OPS_BITS},
	};
	unsigned all = 0;

	for (size_t i = 0; i < ARRAY_SIZE(op); i++) {
		assert_string_equal(audit_operator_to_symbol(op[i].op),
				    op[i].text);
		all |= op[i].ops;
	}
	assert_int_equal(all, field_info(FIELD_a1)->ops);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_abis),
		cmocka_unit_test(test_rows_sorted),
		cmocka_unit_test(test_rows_found),
		cmocka_unit_test(test_unknown_calls),
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_prototypes),
		cmocka_unit_test(test_prototype_of_name),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_kinds_in_use),
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_variants_found),
		cmocka_unit_test(test_classics_everywhere),
		cmocka_unit_test(test_prototypes_mapped),
		cmocka_unit_test(test_unlink_family),
		cmocka_unit_test(test_uring),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_constant_groups),
		cmocka_unit_test(test_constant_values),
		cmocka_unit_test(test_errnos),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_field_rules),
		cmocka_unit_test(test_operators),
	};

	return cmocka_run_group_tests_name("tbl", tests, NULL, NULL);
}
