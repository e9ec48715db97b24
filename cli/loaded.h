/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cli/loaded.h - the loaded rules and a change to them in; the change done in
 * the store and in the kernel, or nothing. */
#ifndef CLI_LOADED_H
#define CLI_LOADED_H

#include "cli/cli.h"
#include "kernel/auditnl.h"
#include "kernel/ruleset.h"

/* what is loaded now, under the lock of the run directory */
struct loaded {
	const struct cli *cli;
	const struct options *o;
	struct diag diag;
	struct store_files files;	/* drop-ins and uploads */
	int lock;
};

/**
 * loaded_open() - lock and read
 * Return: -1 (go on), or the exit code; all is said. Release with
 * loaded_close() in both cases.
 */
int loaded_open(struct loaded *l, const struct cli *cli,
	const struct options *o);
void loaded_close(struct loaded *l);

/**
 * loaded_change() - make wanted what is loaded
 * First the store: a running daemon knows a rule before its first event comes.
 * Then the kernel; when that refuses, the store is put back.
 * Return: an exit code; all is said.
 */
int loaded_change(struct loaded *l, const struct store_files *wanted);

/* loaded_kernel() - the control socket; false: said, *code is set */
bool loaded_kernel(const struct cli *cli, struct auditnl *nl, int *code);

#endif
