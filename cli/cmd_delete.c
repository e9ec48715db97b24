/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

static const char help_text[] =
	"Without RULE: all that was uploaded goes. Rules of drop-in files stay: "
	"mask such a\nfile with a link to /dev/null of the same name in "
	RULES_ETC_DIR ".\n\n" HELP_DIRS;

int cmd_delete(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	struct request rq = {.kind = REQUEST_DELETE};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	code = ask_names(cli, &rq, argv + optind);
	code = code ? exit_code_of(code) : ask(cli, &o, &rq);
	ask_release(&rq);
	return code;
}
