/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/tbl_headers.h - constants as the installed headers define them;
 * two files, since libc's and the kernel's headers do not go together. */
#ifndef TESTS_UNIT_TBL_HEADERS_H
#define TESTS_UNIT_TBL_HEADERS_H

#ifndef NULL
#define NULL ((void *)0)
#endif

struct named {
	const char *name;	/* NULL at the end */
	long long value;
};

extern const struct named libc_names[], kernel_names[];

#endif
