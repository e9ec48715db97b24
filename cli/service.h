/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cli/service.h - start or stop in; the daemon started or stopped by systemd,
 * or by its own program, out. */
#ifndef CLI_SERVICE_H
#define CLI_SERVICE_H

#include "cli/cli.h"

#define SERVICE_UNIT "sctauditd.service"

/* service_is_systemd() - whether systemd runs this machine */
bool service_is_systemd(void);

/**
 * service_run() - run a program and wait for its end
 * @argv: [0] is looked for in PATH when it has no slash; what it says goes to
 *        our standard error
 * Return: its exit status; -1: it could not be run, or was killed, said.
 */
int service_run(const struct cli *cli, char *const *argv);

/**
 * service_daemon() - path of sctauditd: beside us (a build tree), where it is
 * installed with us, or the name alone
 * Return: owned by the caller; NULL: no memory.
 */
char *service_daemon(void);

#endif
