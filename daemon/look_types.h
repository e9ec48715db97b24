/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/look_types.h - what both sides of daemon/look.h know of the messages. */
#ifndef DAEMON_LOOK_TYPES_H
#define DAEMON_LOOK_TYPES_H

#include "daemon/look.h"

extern const uint32_t look_question_max[LOOK_TYPES];

struct look_answer {
	uint32_t err;		/* errno; 0: found */
	uint64_t dev, ino;
	uint32_t id;
	struct span text;	/* until the next question */
};

#endif
