/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

static const char help_text[] =
	"Says whether the kernel audits, who reads its records, what was lost, "
	"how many rules\nof ours and of others it has, and what keeps ours from "
	"working.\n\n" HELP_DIRS HELP_JSON;

int cmd_status(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	struct request rq = {.kind = REQUEST_STATUS};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	return ask(cli, &o, &rq);
}
