/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "rule/dump.h"
#include "store/links.h"

static const char help_text[] =
	"Without FILE: the drop-in directories and what is uploaded. The output "
	"is what\n'auditctl -l' lists once the rules are loaded, and what "
	"'auditctl -R' reads.\n\n"
	HELP_ARCH HELP_DIRS;

static int compile(const struct cli *cli, const struct rules *rs, unsigned abis)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(plan_deinit) struct plan plan = {0};
	cleanup(buf_deinit) struct buf out = {0};
	int r = split_new(&sp, rs, abis);

	if (!r)
		r = plan_init(&plan, sp);
	if (!r)
		r = links_follow(&plan);
	if (!r) {
		dump_kernel(&out, &plan);
		r = out.err;
	}
	if (r) {
		say(cli, "%s", strerror(-r));
		return EXIT_FAILED;
	}
	return put(cli, (struct span){out.p, out.n});
}

int cmd_compile(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	cleanup(rules_freep) struct rules *rs = NULL;
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	rs = load_checked(cli, argv + optind, &o.dirs, &code);
	return rs ? compile(cli, rs, o.abis) : code;
}
