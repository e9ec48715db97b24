/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

static const char help_text[] =
	"Adds the rules of FILE ('-': standard input) behind those that are "
	"loaded, and loads\nall of them into the kernel. One mistake anywhere, "
	"and nothing is changed.\n\n"
	"      --replace         take all that was uploaded before away\n"
	HELP_DIRS;

int cmd_upload(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"replace", no_argument, NULL, 'p'}, OPTIONS_LONG, {0}};
	struct request rq = {.kind = REQUEST_UPLOAD};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		if (c == 'p') {
			rq.flags |= REQUEST_REPLACE;
			continue;
		}
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	if (optind == argc) {
		say(cli, "which FILE?");
		return bad_usage(cli);
	}
	code = ask_files(cli, &rq, argv + optind);
	code = code ? exit_code_of(code) : ask(cli, &o, &rq);
	ask_release(&rq);
	return code;
}
