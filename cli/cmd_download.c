/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

static const char help_text[] =
	"Prints what was uploaded in a form that 'upload' takes.\n\n"
	"      --all             the drop-in files' rules too\n"
	HELP_DIRS;

int cmd_download(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"all", no_argument, NULL, 'A'}, OPTIONS_LONG, {0}};
	struct request rq = {.kind = REQUEST_DOWNLOAD};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		if (c == 'A') {
			rq.flags |= REQUEST_ALL;
			continue;
		}
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	return ask(cli, &o, &rq);
}
