/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tbl/audit.h - <linux/audit.h>, with the constants that headers older than
 * Linux 5.16 (Ubuntu 22.04) lack. */
#ifndef TBL_AUDIT_H
#define TBL_AUDIT_H

#include <linux/audit.h>

#ifndef AUDIT_URINGOP
#define AUDIT_URINGOP 1336
#endif
#ifndef AUDIT_OPENAT2
#define AUDIT_OPENAT2 1337
#endif
#ifndef AUDIT_FILTER_URING_EXIT
#define AUDIT_FILTER_URING_EXIT 0x07
#endif

#endif
