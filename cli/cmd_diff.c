/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

static const char help_text[] =
	"Compares the rules of FILEs (without FILE: the drop-in directories and "
	"what is\nuploaded) with our rules in the kernel. '+' the kernel lacks, "
	"'-' it has too many.\nExit code 0: the same, 3: there are differences."
	"\n\n" HELP_ARCH HELP_DIRS HELP_JSON;

int cmd_diff(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	struct request rq = {.kind = REQUEST_DIFF};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	if (o.abis != abis_of_host())
		rq.abis = o.abis;
	code = ask_files(cli, &rq, argv + optind);
	code = code ? exit_code_of(code) : ask(cli, &o, &rq);
	ask_release(&rq);
	return code;
}
