/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kernel/peer.h - the pid that the kernel's audit status shows in; whether that
 * is an audit daemon other than we are out. */
#ifndef KERNEL_PEER_H
#define KERNEL_PEER_H

#include "base/base.h"

/* peer_is_daemon() - a living process, not this one, that has an audit socket:
 * the pid of one that was killed stays in the kernel's status for a while, and
 * may by then be somebody else's. What cannot be looked into is taken for one. */
bool peer_is_daemon(uint32_t pid);

#endif
