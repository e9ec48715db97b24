/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "rule/check.h"
#include "rule/dump.h"
#include "rule/print.h"
#include "rule/parse.h"

#include <json.h>
#include <stdio.h>

enum dump { DUMP_NONE, DUMP_TOKENS, DUMP_AST, DUMP_TYPED, DUMP_SPLIT,
	DUMP_KERNEL, DUMP_PRINT };

struct check_options {
	struct options common;
	enum dump dump;
};

static const char help_text[] =
	"Without FILE: the drop-in directories and what is uploaded.\n\n"
	"      --dump=PASS       print what a pass made: tokens, ast, typed,\n"
	"                        split, kernel, or print (canonical rule text)\n"
	HELP_ARCH HELP_DIRS
	"  -j, --json            messages as JSON on standard output\n";

static const char *const dump_names[] = {
	"", "tokens", "ast", "typed", "split", "kernel", "print"};

static bool parse_dump(const struct cli *cli, const char *word, enum dump *out)
{
	for (size_t i = 1; i < ARRAY_SIZE(dump_names); i++)
		if (strcmp(word, dump_names[i]) == 0) {
			*out = (enum dump)i;
			return true;
		}
	say(cli, "--dump=%s: PASS is one of tokens, ast, typed, split, kernel, "
		"print", word);
	return false;
}

/* the passes before resolve know one file at a time */
static int dump_source(struct buf *out, const struct source *src,
	enum dump dump, struct diag *diag)
{
	cleanup(tokens_deinit) struct tokens toks = {0};
	cleanup(arena_deinit) struct arena arena = {0};
	struct ast ast;
	int r = lex(&toks, src, diag);

	if (!r && dump == DUMP_TOKENS)
		dump_tokens(out, src, &toks);
	if (r || dump == DUMP_TOKENS)
		return r;
	r = parse(&ast, &arena, src, &toks, diag);
	if (!r && dump == DUMP_AST)
		dump_ast(out, &ast);
	else if (!r)
		print_ast(out, &ast);
	return r;
}

static int dump_sources(struct buf *out, const struct rules *rs, enum dump dump)
{
	vec_foreach(it, &rs->sources) {
		cleanup(diag_deinit) struct diag again = {0};
		int r = dump_source(out, *it, dump, &again);

		if (r)
			return r;
	}
	return 0;
}

static int dump_plan(struct buf *out, const struct rules *rs, unsigned abis,
	enum dump dump)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(plan_deinit) struct plan plan = {0};
	int r = split_new(&sp, rs, abis);

	if (!r && dump == DUMP_SPLIT)
		return dump_split(out, sp);
	if (!r)
		r = plan_init(&plan, sp);
	if (!r)
		dump_kernel(out, &plan);
	return r;
}

static int dump_pass(const struct cli *cli, const struct rules *rs,
	const struct check_options *o, bool broken)
{
	cleanup(buf_deinit) struct buf out = {0};
	bool early = o->dump == DUMP_TOKENS || o->dump == DUMP_AST ||
		     o->dump == DUMP_PRINT;
	int r = 0;

	if (early)
		r = dump_sources(&out, rs, o->dump);
	else if (broken)
		return EXIT_FAILED;	/* there is no plan of broken rules */
	else if (o->dump == DUMP_TYPED)
		dump_typed(&out, rs);
	else
		r = dump_plan(&out, rs, o->common.abis, o->dump);
	if (r || out.err) {
		say(cli, "%s", strerror(r ? -r : -out.err));
		return EXIT_FAILED;
	}
	return put(cli, (struct span){out.p, out.n});
}

static int report(const struct cli *cli, const struct rules *rs,
	const struct diag *diag, const struct check_options *o)
{
	struct json_object *json;

	if (!o->common.json) {
		show_diag(diag);
		if (o->dump == DUMP_NONE)
			printf("%zu rule%s, %u error%s, %u warning%s\n",
				rs->rule.n, rs->rule.n == 1 ? "" : "s",
				diag->errors, diag->errors == 1 ? "" : "s",
				diag->warnings, diag->warnings == 1 ? "" : "s");
		return fflush(stdout) ? EXIT_FAILED : EXIT_DONE;
	}
	json = diag_json(diag);
	printf("%s\n", json_object_to_json_string_ext(json,
			       JSON_C_TO_STRING_PRETTY |
				       JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	return fflush(stdout) ? EXIT_FAILED : EXIT_DONE;
}

static int run(const struct cli *cli, char **files, const struct check_options *o)
{
	cleanup(rules_freep) struct rules *rs = NULL;
	cleanup(diag_deinit) struct diag diag = {0};
	int r = load_rules(cli, &rs, files, &o->common.dirs, &diag);
	int code;

	if (!r)
		r = check(rs, &diag);
	if (r) {
		show_diag(&diag);
		return exit_code_of(r);
	}
	code = report(cli, rs, &diag, o);
	if (!code && o->dump != DUMP_NONE)
		code = dump_pass(cli, rs, o, diag.errors > 0);
	return diag.errors ? EXIT_FAILED : code;
}

int cmd_check(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"dump", required_argument, NULL, 'd'}, OPTIONS_LONG, {0}};
	struct check_options o = {.common = OPTIONS_DEFAULT};
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		if (c == 'd') {
			if (!parse_dump(cli, optarg, &o.dump))
				return EXIT_USAGE;
			continue;
		}
		code = option(cli, c, &o.common, help_text);
		if (code >= 0)
			return code;
	}
	return run(cli, argv + optind, &o);
}
