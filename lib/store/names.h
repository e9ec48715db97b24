/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store/names.h - names of users and groups in, this host's numbers out. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include "rule/resolve.h"

/* names_of_host() - asks getpwnam_r(3) and getgrnam_r(3), so may block where
 * users live on the network */
const struct name_service *names_of_host(void);

#endif
