/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/worker.h - messages of the supervisor in; what came of its records
 * out. A process of its own, for it reads what the watched programs wrote. */
#ifndef DAEMON_WORKER_H
#define DAEMON_WORKER_H

#include "daemon/sandbox.h"

struct worker_conf {
	const struct sandbox *cage;	/* NULL: none (for tests) */
	bool records_only;	/* know of a call what its records say */
};

/**
 * worker_main() - all of a worker's life, on the descriptors of daemon/work.h
 * Return: its exit status: 0 (told to end, or the supervisor is gone), 1.
 */
int worker_main(const struct worker_conf *conf);

#endif
