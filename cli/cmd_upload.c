/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/loaded.h"

#include "store/textfile.h"

#include <stdio.h>

static const char help_text[] =
	"Adds the rules of FILE ('-': standard input) behind those that are "
	"loaded, and loads\nall of them into the kernel. One mistake anywhere, "
	"and nothing is changed.\n\n"
	"      --replace         take all that was uploaded before away\n"
	HELP_DIRS;

static int add_file(struct store_files *wanted, const struct cli *cli,
	const char *path)
{
	cleanup(buf_deinit) struct buf text = {0};
	int r = textfile_read(&text, path, STORE_FILE_MAX);

	if (!r)
		r = store_files_add(wanted, strcmp(path, "-") ? path : "stdin",
			(struct span){text.p ? text.p : "", text.n});
	if (r)
		say(cli, "cannot read '%s': %s", path,
			r == -EFBIG ? "too large" : strerror(-r));
	return r;
}

static int upload(struct loaded *l, char **paths, bool replace)
{
	struct store_files wanted = {0};
	const struct options *o = l->o;
	int r = replace ? store_dropins(&wanted, o->dirs.etc, o->dirs.lib,
				  &l->diag) :
			  ruleset_files(&wanted, o->dirs.etc, o->dirs.lib,
				  o->dirs.run, &l->diag);
	int code;

	for (size_t i = 0; !r && paths[i]; i++)
		r = add_file(&wanted, l->cli, paths[i]);
	code = r ? exit_code_of(r) : loaded_change(l, &wanted);
	for (size_t i = 0; !code && paths[i]; i++)
		printf("Successfully uploaded rules from file '%s'\n",
			paths[i]);
	store_files_deinit(&wanted);
	return code;
}

int cmd_upload(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"replace", no_argument, NULL, 'p'}, OPTIONS_LONG, {0}};
	struct options o = OPTIONS_DEFAULT;
	bool replace = false;
	struct loaded l;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		if (c == 'p') {
			replace = true;
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
	code = loaded_open(&l, cli, &o);
	if (code < 0)
		code = upload(&l, argv + optind, replace);
	loaded_close(&l);
	return code;
}
