/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/attack.h - the name of an attack in; a process that tries it, as one
 * would that a hostile record has taken over, out. For tests of the sandbox:
 * built into the daemon by configure --enable-attack-tests only. */
#ifndef DAEMON_ATTACK_H
#define DAEMON_ATTACK_H

#include "base/span.h"

#include <sys/types.h>

/* what is attacked; made before the sandbox is entered */
struct attack_aim {
	pid_t parent;		/* the supervisor */
	const char *file;	/* readable and writable before */
	int fd;			/* a descriptor that stays: the channel */
};

struct attack {
	const char *name;	/* letters, digits, '_' */
	const char *words;
	/* 0: it worked; negative errno: it was refused. Does not return when
	 * the kernel kills. */
	int (*run)(const struct attack_aim *aim);
};

/* attack_get() - the n-th, NULL behind the last */
const struct attack *attack_get(size_t n);
const struct attack *attack_find(struct span name);

/* exit statuses of a process whose attack was not stopped */
#define ATTACK_WORKED 77
#define ATTACK_REFUSED 78	/* it failed, but the process was not killed */

/**
 * attack_in() - run the attack that a record asks for: "sct-attack=NAME"
 * Returns when there is none. Otherwise the kernel should kill; where it does
 * not, the process ends with one of the statuses above.
 */
void attack_in(struct span text, const struct attack_aim *aim);

#endif
