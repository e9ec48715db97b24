/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/work.h"

static const uint32_t max_to[] = {
	[WORK_TO_NONE] = 0,
#define WORK_TO(id, max) [WORK_##id] = (max),
#include "daemon/work.tbl.h"
};

static const uint32_t max_from[] = {
	[WORK_FROM_NONE] = 0,
#define WORK_FROM(id, max) [WORK_##id] = (max),
#include "daemon/work.tbl.h"
};

const struct message_types work_to = {max_to, ARRAY_SIZE(max_to)};
const struct message_types work_from = {max_from, ARRAY_SIZE(max_from)};
