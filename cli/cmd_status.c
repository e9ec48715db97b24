/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/loaded.h"

#include "base/escape.h"

#include <json.h>
#include <stdio.h>

static const char help_text[] =
	"Says whether the kernel audits, who reads its records, what was lost, "
	"how many rules\nof ours and of others it has, and what keeps ours from "
	"working.\n\n" HELP_DIRS HELP_JSON;

struct state {
	struct auditnl_status status;
	struct auditnl_rules rules;
	struct store_files files;
	struct diag diag;
	size_t uploads;
};

static void state_deinit(struct state *s)
{
	auditnl_rules_deinit(&s->rules);
	store_files_deinit(&s->files);
	diag_deinit(&s->diag);
}

static int state_read(const struct cli *cli, const struct options *o,
	struct state *s)
{
	struct auditnl nl = {0};
	int code = EXIT_FAILED, r;

	if (!loaded_kernel(cli, &nl, &code))
		return code;
	r = auditnl_status(&nl, &s->status);
	if (!r)
		r = auditnl_list(&nl, &s->rules);
	auditnl_close(&nl);
	if (r) {
		say(cli, "cannot ask the kernel: %s", auditnl_words(r));
		return exit_code_of(r);
	}
	auditnl_hidden(&s->rules, &s->diag);
	r = ruleset_files(&s->files, o->dirs.etc, o->dirs.lib, o->dirs.run,
		&s->diag);
	vec_foreach(f, &s->files.file)
		s->uploads += f->uploaded;
	return r ? exit_code_of(r) : EXIT_DONE;
}

static const char *enabled_word(uint32_t enabled)
{
	switch (enabled) {
	case AUDITNL_ENABLED_OFF:
		return "off";
	case AUDITNL_ENABLED_LOCKED:
		return "on, locked until the next boot";
	default:
		return "on";
	}
}

static int print_text(const struct cli *cli, const struct state *s)
{
	const struct audit_status *k = &s->status.k;
	cleanup(buf_deinit) struct buf out = {0};

	buf_printf(&out, "auditing        %s\n", enabled_word(k->enabled));
	buf_lit(&out, "audit daemon    ");
	if (k->pid) {
		escape_text(&out, span_of(*s->status.comm ? s->status.comm :
							    "process"));
		buf_printf(&out, " (pid %u)\n", k->pid);
	} else {
		buf_lit(&out, "none\n");
	}
	buf_printf(&out, "rules           %zu of ours, %zu of others\n",
		s->rules.ours, s->rules.foreign);
	buf_printf(&out, "rule files      %zu drop-ins, %zu uploads\n",
		s->files.file.n - s->uploads, s->uploads);
	buf_printf(&out, "lost records    %u since the boot\n", k->lost);
	buf_printf(&out, "backlog         %u of %u records\n", k->backlog,
		k->backlog_limit);
	return put(cli, (struct span){out.p, out.n});
}

static void add_number(struct json_object *o, const char *key, int64_t v)
{
	json_object_object_add(o, key, json_object_new_int64(v));
}

static int print_json(const struct cli *cli, const struct state *s)
{
	const struct audit_status *k = &s->status.k;
	struct json_object *o = json_object_new_object();
	cleanup(buf_deinit) struct buf comm = {0};
	int code;

	escape_text(&comm, span_of(s->status.comm));
	add_number(o, "enabled", k->enabled);
	add_number(o, "pid", k->pid);
	json_object_object_add(o, "daemon",
		json_object_new_string(comm.p ? comm.p : ""));
	add_number(o, "rules", (int64_t)s->rules.ours);
	add_number(o, "foreign_rules", (int64_t)s->rules.foreign);
	add_number(o, "dropins", (int64_t)(s->files.file.n - s->uploads));
	add_number(o, "uploads", (int64_t)s->uploads);
	add_number(o, "lost", k->lost);
	add_number(o, "backlog", k->backlog);
	add_number(o, "backlog_limit", k->backlog_limit);
	json_object_object_add(o, "messages", diag_json(&s->diag));
	code = put(cli, span_of(json_object_to_json_string_ext(o,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE)));
	json_object_put(o);
	return code ? code : put(cli, SPAN_LIT("\n"));
}

int cmd_status(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	cleanup(state_deinit) struct state s = {0};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	code = state_read(cli, &o, &s);
	if (!o.json || code)
		show_diag(&s.diag);
	if (code)
		return code;
	return o.json ? print_json(cli, &s) : print_text(cli, &s);
}
