/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/loaded.h"

#include "rule/parse.h"
#include "rule/print.h"

#include <stdio.h>

static const char help_text[] =
	"Without RULE: all that was uploaded goes. Rules of drop-in files stay: "
	"mask such a\nfile with a link to /dev/null of the same name in "
	RULES_ETC_DIR ".\n\n" HELP_DIRS;

/* names that are still to be found; found ones become NULL */
static bool take_name(char **names, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] && span_is(name, names[i])) {
			names[i] = NULL;
			return true;
		}
	return false;
}

/* what remains of one upload */
static int remains(struct buf *out, const struct store_file *f, char **names,
	size_t n)
{
	cleanup(tokens_deinit) struct tokens toks = {0};
	cleanup(arena_deinit) struct arena arena = {0};
	cleanup(diag_deinit) struct diag diag = {0};
	const struct source src = {f->path, f->text};
	struct ast ast;
	int r = lex(&toks, &src, &diag);

	if (!r)
		r = parse(&ast, &arena, &src, &toks, &diag);
	for (const struct ast_rule *p = r ? NULL : ast.rules; p; p = p->next)
		if (!take_name(names, n, p->entry[ENTRY_rule_name].value))
			print_rule(out, p, ast.format);
	return r ? r : out->err;
}

static int keep_others(struct store_files *wanted, const struct loaded *l,
	char **names, size_t n)
{
	vec_foreach(f, &l->files.file) {
		cleanup(buf_deinit) struct buf text = {0};
		int r;

		if (!f->uploaded)
			continue;
		r = remains(&text, f, names, n);
		if (!r && text.n)
			r = store_files_add(wanted, f->name,
				(struct span){text.p, text.n});
		if (r)
			return r;
	}
	return 0;
}

static const struct store_file *dropin_with(const struct loaded *l,
	const char *name)
{
	vec_foreach(f, &l->files.file) {
		cleanup(buf_deinit) struct buf text = {0};
		char *names[] = {NULL};
		char copy[256];

		snprintf(copy, sizeof(copy), "%s", name);
		names[0] = copy;
		if (!f->uploaded && !remains(&text, f, names, 1) && !names[0])
			return f;
	}
	return NULL;
}

static int say_missing(const struct loaded *l, char *const *names, size_t n)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < n; i++) {
		const struct store_file *f;

		if (!names[i])
			continue;
		f = dropin_with(l, names[i]);
		if (f)
			say(l->cli, "rule '%s' comes from '%s', not from an "
				"upload; take it out there", names[i], f->path);
		else
			say(l->cli, "no rule '%s' is uploaded", names[i]);
		code = EXIT_FAILED;
	}
	return code;
}

static int delete(struct loaded *l, char **names, size_t n)
{
	struct store_files wanted = {0};
	const struct options *o = l->o;
	int code, r = store_dropins(&wanted, o->dirs.etc, o->dirs.lib,
		&l->diag);

	if (!r && n)
		r = keep_others(&wanted, l, names, n);
	if (r)
		say(l->cli, "%s", strerror(-r));
	code = r ? exit_code_of(r) : say_missing(l, names, n);
	if (!code)
		code = loaded_change(l, &wanted);
	store_files_deinit(&wanted);
	return code;
}

int cmd_delete(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	struct options o = OPTIONS_DEFAULT;
	struct loaded l;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	code = loaded_open(&l, cli, &o);
	if (code < 0)
		code = delete(&l, argv + optind, (size_t)(argc - optind));
	loaded_close(&l);
	return code;
}
