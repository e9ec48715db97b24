/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cli/cli.h - what the commands of sct share: exit codes, messages, options. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "base/diag.h"
#include "rule/rules.h"
#include "rule/split.h"

#include <getopt.h>

/* exit codes of sct, in its manual page too */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,	/* mistakes in the input, or the work failed */
	EXIT_USAGE = 2,
	EXIT_DIFFERENT = 3,	/* diff: there are differences */
	EXIT_PRIVILEGE = 4,
};

struct cli {
	const char *prog;	/* "sct check": how messages begin */
	const char *args;	/* of cmd.tbl.h */
	const char *what;
};

#define CMD(name, ...) int cmd_##name(struct cli *cli, int argc, char **argv);
#include "cli/cmd.tbl.h"
#undef CMD

/* say() - "prog: words" on standard error */
void say(const struct cli *cli, const char *fmt, ...) printf_like(2, 3);

/* usage() - how the command is called, its options (lines), and EXIT_DONE */
int usage(const struct cli *cli, const char *options);
/* bad_usage() - where to look, after getopt_long(3) has complained */
int bad_usage(const struct cli *cli);

/* put() - write to standard output; EXIT_DONE, or EXIT_FAILED with a message
 * (a full disk, a closed pipe) */
int put(const struct cli *cli, struct span s);

/* exit_code_of() - EXIT_PRIVILEGE for -EPERM and -EACCES, else EXIT_FAILED */
int exit_code_of(int err);

/* ------------------------------------------------------------- rule files */

struct json_object;

/* where rules come from, when no file is named */
struct dirs {
	const char *etc, *lib;	/* drop-in directories */
	const char *run;	/* uploads */
};

/* options that most commands take */
struct options {
	bool json;
	unsigned abis;		/* bits 1 << enum abi; this machine's */
	struct dirs dirs;
};

#define OPTIONS_DEFAULT                                                        \
	{.dirs = {RULES_ETC_DIR, RULES_LIB_DIR, RUN_DIR},                      \
		.abis = abis_of_host()}
#define OPTIONS_SHORT "jh"
#define OPTIONS_LONG                                                           \
	{"arch", required_argument, NULL, 'a'},                                \
	{"rules-dir", required_argument, NULL, 'R'},                           \
	{"run-dir", required_argument, NULL, 'S'},                             \
	{"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}

#define HELP_ARCH                                                              \
	"      --arch=MACHINE    x86_64 or aarch64; default: this machine\n"
#define HELP_DIRS                                                              \
	"      --rules-dir=DIR   instead of " RULES_ETC_DIR "\n"               \
	"      --run-dir=DIR     instead of " RUN_DIR "\n"
#define HELP_JSON "  -j, --json            as JSON\n"

/* option() - one option that getopt_long(3) found; -1: taken, go on; else the
 * exit code with which the command ends */
int option(const struct cli *cli, int c, struct options *o, const char *help);

/**
 * load_rules() - the named files, or drop-ins and uploads when there are none
 * @outp: set also when there are mistakes, since diag points into it
 * A file that cannot be read is said at once.
 * Return: 0 (look at diag->errors); negative errno, said.
 */
int load_rules(const struct cli *cli, struct rules **outp, char **files,
	const struct dirs *dirs, struct diag *diag);

/* show_diag() - all of diag on standard error */
void show_diag(const struct diag *diag);
/* diag_json() - the same as an array; the caller owns it */
struct json_object *diag_json(const struct diag *diag);

/* load_checked() - load_rules(), check() and show_diag(); NULL: there are
 * errors, all said, and *code is the exit code */
struct rules *load_checked(const struct cli *cli, char **files,
	const struct dirs *dirs, int *code);

#endif
