/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/loaded.h"

#include "rule/parse.h"
#include "rule/print.h"

static const char help_text[] =
	"Prints what was uploaded in a form that 'upload' takes.\n\n"
	"      --all             the drop-in files' rules too\n"
	HELP_DIRS;

/* one file, each rule with its log_format written out: the file's default
 * would else count for the rules of other files too */
static int print_file(struct buf *out, const struct store_file *f)
{
	cleanup(tokens_deinit) struct tokens toks = {0};
	cleanup(arena_deinit) struct arena arena = {0};
	cleanup(diag_deinit) struct diag diag = {0};
	const struct source src = {f->path, f->text};
	struct ast ast;
	int r = lex(&toks, &src, &diag);

	if (!r)
		r = parse(&ast, &arena, &src, &toks, &diag);
	for (const struct ast_rule *p = r ? NULL : ast.rules; p; p = p->next) {
		if (out->n)
			buf_chr(out, '\n');
		print_rule(out, p, ast.format);
	}
	return r ? r : diag.errors ? -EINVAL : 0;
}

static int download(const struct loaded *l, bool all)
{
	cleanup(buf_deinit) struct buf out = {0};
	int r = 0;

	for (size_t i = 0; !r && i < l->files.file.n; i++)
		if (all || l->files.file.v[i].uploaded)
			r = print_file(&out, &l->files.file.v[i]);
	if (r || out.err) {
		say(l->cli, "%s", strerror(r ? -r : -out.err));
		return EXIT_FAILED;
	}
	if (!out.n)
		say(l->cli, "nothing is uploaded");
	return put(l->cli, (struct span){out.p, out.n});
}

int cmd_download(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"all", no_argument, NULL, 'A'}, OPTIONS_LONG, {0}};
	struct options o = OPTIONS_DEFAULT;
	struct loaded l = {.cli = cli, .o = &o, .lock = -1};
	bool all = false;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		if (c == 'A') {
			all = true;
			continue;
		}
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	c = ruleset_files(&l.files, o.dirs.etc, o.dirs.lib, o.dirs.run,
		&l.diag);
	show_diag(&l.diag);
	code = c ? exit_code_of(c) : download(&l, all);
	loaded_close(&l);
	return code;
}
