/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

static const char help_text[] =
	"sctauditd reads its configuration and all rules again: what is new is "
	"in force then,\nor, with a mistake anywhere, all stays as it was. When "
	"it does not run, the rules\nare loaded into the kernel.\n\n"
	HELP_DIRS;

int cmd_reload(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	struct request rq = {.kind = REQUEST_RELOAD};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	return ask(cli, &o, &rq);
}
