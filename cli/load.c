/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "kernel/ruleset.h"
#include "rule/check.h"
#include "store/names.h"
#include "store/textfile.h"

#include <json.h>
#include <stdio.h>

static int add_file(const struct cli *cli, struct rules *rs, const char *path,
	struct diag *diag)
{
	cleanup(buf_deinit) struct buf text = {0};
	int r = textfile_read(&text, path, RULES_TEXT_MAX);
	const char *name = strcmp(path, "-") ? path : "<stdin>";

	if (r == -EFBIG) {
		say(cli, "%s: a rule file has at most %u MiB", name,
			RULES_TEXT_MAX >> 20);
		return r;
	}
	if (r < 0) {
		say(cli, "cannot read '%s': %s", name, strerror(-r));
		return r;
	}
	r = rules_add(rs, name, (struct span){text.p, text.n}, names_of_host(),
		diag);
	if (r == -E2BIG)
		say(cli, "%s: more than %u rules", name, RULES_MAX);
	else if (r < 0)
		say(cli, "%s: %s", name, strerror(-r));
	return r;
}

static int add_loaded(struct rules *rs, const struct dirs *dirs,
	struct diag *diag)
{
	struct store_files files = {0};
	int r = ruleset_files(&files, dirs->etc, dirs->lib, dirs->run, diag);

	for (size_t i = 0; !r && i < files.file.n; i++)
		r = rules_add(rs, files.file.v[i].path, files.file.v[i].text,
			names_of_host(), diag);
	store_files_deinit(&files);
	return r;
}

int load_rules(const struct cli *cli, struct rules **outp, char **files,
	const struct dirs *dirs, struct diag *diag)
{
	struct rules *rs = rules_new();
	int r = rs ? 0 : -ENOMEM;

	*outp = rs;
	if (!r && !*files)
		return add_loaded(rs, dirs, diag);
	for (; !r && *files; files++)
		r = add_file(cli, rs, *files, diag);
	return r;
}

void show_diag(const struct diag *diag)
{
	cleanup(buf_deinit) struct buf out = {0};

	diag_print(diag, &out);
	fflush(stdout);
	fwrite(out.p ? out.p : "", 1, out.n, stderr);
}

static void add_string(struct json_object *to, const char *key,
	const char *p, size_t n)
{
	json_object_object_add(to, key, json_object_new_string_len(p, (int)n));
}

struct json_object *diag_json(const struct diag *diag)
{
	static const char *const word[] = {"error", "warning", "note"};
	struct json_object *all = json_object_new_array();

	vec_foreach(it, &diag->items) {
		struct json_object *o = json_object_new_object();

		add_string(o, "level", word[it->level], strlen(word[it->level]));
		if (it->src)
			add_string(o, "file", it->src->name,
				strlen(it->src->name));
		if (it->src && it->at.p) {
			struct place at = source_place(it->src, it->at);

			json_object_object_add(o, "line",
				json_object_new_int64(at.line));
			json_object_object_add(o, "column",
				json_object_new_int64(at.column));
		}
		add_string(o, "message", it->text, strlen(it->text));
		json_object_array_add(all, o);
	}
	return all;
}

struct rules *load_checked(const struct cli *cli, char **files,
	const struct dirs *dirs, int *code)
{
	cleanup(rules_freep) struct rules *rs = NULL;
	cleanup(diag_deinit) struct diag diag = {0};
	int r = load_rules(cli, &rs, files, dirs, &diag);

	if (!r)
		r = check(rs, &diag);
	show_diag(&diag);
	if (!r && !diag.errors && !rs->rule.n)
		say(cli, "there are no rules");
	*code = r ? exit_code_of(r) : EXIT_FAILED;
	return r || diag.errors ? NULL : steal(rs);
}

static bool parse_abis(const struct cli *cli, const char *word, unsigned *abis)
{
	*abis = abis_of_name(span_of(word));
	if (!*abis)
		say(cli, "--arch=%s: MACHINE is x86_64 or aarch64", word);
	return *abis != 0;
}

int option(const struct cli *cli, int c, struct options *o, const char *help)
{
	switch (c) {
	case 'a':
		return parse_abis(cli, optarg, &o->abis) ? -1 : EXIT_USAGE;
	case 'R':
		o->dirs.etc = optarg;
		return -1;
	case 'S':
		o->dirs.run = optarg;
		return -1;
	case 'j':
		o->json = true;
		return -1;
	case 'h':
		return usage(cli, help);
	default:
		return bad_usage(cli);
	}
}
