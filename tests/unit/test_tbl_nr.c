/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System call numbers against libseccomp, libaudit and the kernel's headers, in
 * both directions. What differs has a row in differences[] or is an error; so
 * is a row there that no longer differs. */
#include <libaudit.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tbl/tbl.h"

enum witness { LIBSECCOMP, LIBAUDIT, HEADERS, WITNESSES };

/* __NR_* of the installed headers, written by tests/unit/gen-headers */
static const struct header_nr {
	enum abi abi;
	const char *name;
	int nr;
} header_nr[] = {
#include "tests/unit/header-nr.inc"
};

/* versions.inc: VERSION_LIBSECCOMP, ... of what is installed */
#include "tests/unit/versions.inc"

static const struct {
	const char *name, *installed;
	const char *reference;	/* with it the differences below are exact;
				 * others may know more and rows be idle */
} witness[] = {
	[LIBSECCOMP] = {"libseccomp", VERSION_LIBSECCOMP, "2.5.4"},
	[LIBAUDIT] = {"libaudit", VERSION_LIBAUDIT, "3.0.9"},
	[HEADERS] = {"headers", VERSION_HEADERS, "6.1"},
};

#define X86_64 (1 << ABI_X86_64)
#define I386 (1 << ABI_I386)
#define AARCH64 (1 << ABI_AARCH64)
#define ALL (X86_64 | I386 | AARCH64)

#define YOUNG_AUDIT(name, since) {LIBAUDIT, ALL, name, NULL, since}
#define YOUNG_HEADER(name, since) {HEADERS, ALL, name, NULL, since}
#define YOUNG(name, since)                                                     \
	{LIBSECCOMP, ALL, name, NULL, since}, YOUNG_AUDIT(name, since),        \
		YOUNG_HEADER(name, since)

static const struct difference {
	enum witness who;
	unsigned abis;
	const char *ours, *theirs;	/* theirs NULL: has none */
	const char *why;
} differences[] = {
	YOUNG("statmount", "Linux 6.8"),
	YOUNG("listmount", "Linux 6.8"),
	YOUNG("lsm_get_self_attr", "Linux 6.8"),
	YOUNG("lsm_set_self_attr", "Linux 6.8"),
	YOUNG("lsm_list_modules", "Linux 6.8"),
	YOUNG("mseal", "Linux 6.10"),
	{LIBSECCOMP, X86_64, "uretprobe", NULL, "Linux 6.11"},
	{LIBAUDIT, X86_64, "uretprobe", NULL, "Linux 6.11"},
	{HEADERS, X86_64, "uretprobe", NULL, "Linux 6.11"},
	/* Debian 12's libseccomp 2.5.4 has these added */
	YOUNG_AUDIT("cachestat", "Linux 6.5"),
	YOUNG_AUDIT("fchmodat2", "Linux 6.6"),
	YOUNG_AUDIT("map_shadow_stack", "Linux 6.6"),
	YOUNG_AUDIT("futex_wake", "Linux 6.7"),
	YOUNG_AUDIT("futex_wait", "Linux 6.7"),
	YOUNG_AUDIT("futex_requeue", "Linux 6.7"),
	YOUNG_HEADER("cachestat", "Linux 6.5"),
	YOUNG_HEADER("fchmodat2", "Linux 6.6"),
	YOUNG_HEADER("map_shadow_stack", "Linux 6.6"),
	YOUNG_HEADER("futex_wake", "Linux 6.7"),
	YOUNG_HEADER("futex_wait", "Linux 6.7"),
	YOUNG_HEADER("futex_requeue", "Linux 6.7"),
	{LIBAUDIT, X86_64 | AARCH64, "pread64", "pread", "libaudit's old name"},
	{LIBAUDIT, X86_64 | AARCH64, "pwrite64", "pwrite",
	 "libaudit's old name"},
	{LIBAUDIT, AARCH64, "getdents64", "getdents", "wrong in libaudit"},
	{LIBAUDIT, AARCH64, "fstat", "newfstat", "name of the kernel's entry"},
	{LIBAUDIT, I386, "kexec_load", "sys_kexec_load",
	 "name of the kernel's entry"},
	{LIBAUDIT, I386, "sched_rr_get_interval_time64",
	 "sched_rr_get_interval64", "wrong in libaudit"},
};

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static const struct difference *difference(enum witness w, enum abi abi,
					   const char *ours, const char *theirs)
{
	for (size_t i = 0; i < ARRAY_SIZE(differences); i++) {
		const struct difference *d = &differences[i];

		if (d->who == w && (d->abis & 1u << abi) &&
		    same(d->ours, ours) && same(d->theirs, theirs))
			return d;
	}
	return NULL;
}

static const uint32_t seccomp_arch[] = {SCMP_ARCH_X86_64, SCMP_ARCH_X86,
					SCMP_ARCH_AARCH64};
static const int machine[] = {MACH_86_64, MACH_X86, MACH_AARCH64};

static char *seccomp_name(enum abi abi, int nr)
{
	return seccomp_syscall_resolve_num_arch(seccomp_arch[abi], nr);
}

static char *audit_name(enum abi abi, int nr)
{
	const char *name = audit_syscall_to_name(nr, machine[abi]);

	return name ? strdup(name) : NULL;
}

static char *headers_name(enum abi abi, int nr)
{
	for (size_t i = 0; i < ARRAY_SIZE(header_nr); i++)
		if (header_nr[i].abi == abi && header_nr[i].nr == nr)
			return strdup(header_nr[i].name);
	return NULL;
}

static char *(*const name_by_nr[])(enum abi, int) = {
	seccomp_name, audit_name, headers_name};

/* the largest number of Linux 6.12 in all ABIs; higher ones are younger */
#define NR_LAST 462

/* compare() - the names of one number; errors */
static unsigned compare(enum witness w, enum abi abi, int nr)
{
	const struct syscall *row = syscall_by_nr(abi, nr);
	const char *ours = row ? row->name : NULL;
	cleanup(freep) char *theirs = name_by_nr[w](abi, nr);

	if (same(ours, theirs) || difference(w, abi, ours, theirs))
		return 0;
	if (!ours && nr > NR_LAST)
		return 0;
	print_error("%s, %s, number %d: ours %s, theirs %s\n", witness[w].name,
		    abi_info(abi)->name, nr, ours ? ours : "none",
		    theirs ? theirs : "none");
	return 1;
}

/* idle() - a difference that is none in one of its ABIs; errors */
static unsigned idle(const struct difference *d)
{
	unsigned errors = 0;

	for (int abi = 0; abi < ABI_COUNT; abi++) {
		const struct syscall *row;
		cleanup(freep) char *theirs = NULL;

		if (!(d->abis & 1u << abi))
			continue;
		row = syscall_by_name(abi, span_of(d->ours));
		assert_non_null(row);
		theirs = name_by_nr[d->who](abi, row->nr[abi]);
		if (same(theirs, d->theirs))
			continue;
		print_error("%s, %s: '%s' (%s) differs no more\n",
			    witness[d->who].name, abi_info(abi)->name, d->ours,
			    d->why);
		errors++;
	}
	return errors;
}

static void test_names(void **state)
{
	enum witness w = *(enum witness *)*state;
	unsigned errors = 0;

	for (int abi = 0; abi < ABI_COUNT; abi++)
		for (int nr = 0; nr <= SYSCALL_NR_MAX; nr++)
			errors += compare(w, abi, nr);
	for (size_t i = 0; i < ARRAY_SIZE(differences); i++)
		if (differences[i].who == w &&
		    strcmp(witness[w].installed, witness[w].reference) == 0)
			errors += idle(&differences[i]);
	assert_int_equal(errors, 0);
}

/* the witness has the tables at all: a comparison with nothing proves nothing */
static void test_coverage(void **state)
{
	static const unsigned least[ABI_COUNT] = {350, 420, 295};
	enum witness w = *(enum witness *)*state;

	for (int abi = 0; abi < ABI_COUNT; abi++) {
		unsigned n = 0;

#ifndef __x86_64__
		if (w == HEADERS && abi != ABI_AARCH64)
			continue;	/* not in this machine's headers */
#endif
		for (int nr = 0; nr <= SYSCALL_NR_MAX; nr++) {
			cleanup(freep) char *name = name_by_nr[w](abi, nr);

			n += name != NULL;
		}
		if (n < least[abi])
			fail_msg("%s, %s: only %u calls", witness[w].name,
				 abi_info(abi)->name, n);
	}
}

/* A multiplexer's call has a number below -100 (socketcall) or -200 (ipc) in
 * libseccomp, whose rest is the multiplexer's first parameter: our families
 * must have a row with that condition. */
static bool multiplexed(const struct syscall *row, int nr)
{
	const char *multiplexer = nr > -200 ? "socketcall" : "ipc";
	uint32_t call = nr > -200 ? -100 - nr : -200 - nr;
	size_t n;
	const struct variant *v = variants_of(row->name, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].variant, multiplexer) == 0 &&
		    v[i].abis == I386 && v[i].cond[0].param == 1 &&
		    v[i].cond[0].want == call)
			return true;
	return false;
}

static unsigned seccomp_number(const struct syscall *row, enum abi abi)
{
	int nr = seccomp_syscall_resolve_name_arch(seccomp_arch[abi], row->name);

	if (nr == row->nr[abi] || difference(LIBSECCOMP, abi, row->name, NULL))
		return 0;
	if (abi == ABI_I386 && nr <= -100 && multiplexed(row, nr))
		return 0;
	print_error("libseccomp, %s: %s is %d, ours %d\n", abi_info(abi)->name,
		    row->name, nr, row->nr[abi]);
	return 1;
}

static unsigned audit_number(const struct syscall *row, enum abi abi)
{
	int nr = audit_name_to_syscall(row->name, machine[abi]);
	cleanup(freep) char *theirs = audit_name(abi, row->nr[abi]);

	if (nr == row->nr[abi] || difference(LIBAUDIT, abi, row->name, theirs))
		return 0;
	print_error("libaudit, %s: %s is %d, ours %d\n", abi_info(abi)->name,
		    row->name, nr, row->nr[abi]);
	return 1;
}

static void test_numbers(void **state)
{
	unsigned (*number)(const struct syscall *, enum abi) =
		*(enum witness *)*state == LIBAUDIT ? audit_number
						    : seccomp_number;
	unsigned errors = 0;
	size_t n;
	const struct syscall *row = syscall_rows(&n);

	for (size_t i = 0; i < n; i++)
		for (int abi = 0; abi < ABI_COUNT; abi++)
			if (row[i].nr[abi] >= 0)
				errors += number(&row[i], abi);
	assert_int_equal(errors, 0);
}

int main(void)
{
	static enum witness w[] = {LIBSECCOMP, LIBAUDIT, HEADERS};
	const struct CMUnitTest tests[] = {
		{"coverage_libseccomp", test_coverage, NULL, NULL, &w[0]},
		{"coverage_libaudit", test_coverage, NULL, NULL, &w[1]},
		{"coverage_headers", test_coverage, NULL, NULL, &w[2]},
		{"names_libseccomp", test_names, NULL, NULL, &w[0]},
		{"names_libaudit", test_names, NULL, NULL, &w[1]},
		{"names_headers", test_names, NULL, NULL, &w[2]},
		{"numbers_libseccomp", test_numbers, NULL, NULL, &w[0]},
		{"numbers_libaudit", test_numbers, NULL, NULL, &w[1]},
	};

	return cmocka_run_group_tests_name("tbl_nr", tests, NULL, NULL);
}
