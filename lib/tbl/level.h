/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tbl/level.h - the name of a syslog level in; its number, or the other way
 * round, out. */
#ifndef TBL_LEVEL_H
#define TBL_LEVEL_H

#include "base/span.h"

#define LEVEL_COUNT 8	/* LOG_EMERG is 0, LOG_DEBUG is 7 */

/* level_by_name() - LOG_EMERG..LOG_DEBUG of <syslog.h>; -1: no such level */
int level_by_name(struct span name);

/* level_name() - NULL: no such level */
const char *level_name(int level);

#endif
