/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Constants against the installed headers of libc and of the kernel, for the
 * ABI that this program is built for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "tbl/tbl.h"
#include "tests/unit/tbl_headers.h"

#if defined(__x86_64__)
#define OWN ABI_X86_64
#elif defined(__aarch64__)
#define OWN ABI_AARCH64
#else
#error "no table of this machine's constants, or 32 bits"
#endif

/* names that libc has with another value than the kernel, and why */
static const struct {
	const char *name, *why;
} differences[] = {
	{"O_LARGEFILE", "64 bits: libc has no need of it, the kernel sets it"},
	{"F_GETLK64", "64 bits: F_GETLK to libc, no command to the kernel"},
	{"F_SETLK64", "64 bits: F_SETLK to libc"},
	{"F_SETLKW64", "64 bits: F_SETLKW to libc"},
};

static bool listed(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(differences); i++)
		if (strcmp(differences[i].name, name) == 0)
			return true;
	return false;
}

/* compare() - the differences that are not listed, or listed and none */
static void compare(const struct named *theirs, bool libc, unsigned least)
{
	unsigned errors = 0, n = 0;

	for (; theirs->name; theirs++, n++) {
		const struct constant *c =
			constant_by_name(span_of(theirs->name));

		assert_non_null(c);
		if ((c->value[OWN] != theirs->value) ==
		    (libc && listed(c->name)))
			continue;
		print_error("%s is %lld, the header's %lld\n", c->name,
			    (long long)c->value[OWN], theirs->value);
		errors++;
	}
	assert_int_equal(errors, 0);
	if (n < least)	/* nothing compared proves nothing */
		fail_msg("only %u names were compared", n);
}

static void test_libc(void **state)
{
	compare(libc_names, true, 750);
}

static void test_kernel(void **state)
{
	compare(kernel_names, false, 1100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libc),
		cmocka_unit_test(test_kernel),
	};

	return cmocka_run_group_tests_name("tbl_const", tests, NULL, NULL);
}
