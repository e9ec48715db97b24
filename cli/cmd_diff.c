/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/loaded.h"

#include "rule/auditrule.h"
#include "store/links.h"

#include <json.h>

static const char help_text[] =
	"Compares the rules of FILEs (without FILE: the drop-in directories and "
	"what is\nuploaded) with our rules in the kernel. '+' the kernel lacks, "
	"'-' it has too many.\nExit code 0: the same, 3: there are differences."
	"\n\n" HELP_ARCH HELP_DIRS HELP_JSON;

/* canonical rules of both sides */
struct side {
	VEC(struct audit_rule_data *) rule;
};

static void side_deinit(struct side *s)
{
	vec_foreach(it, &s->rule)
		free(*it);
	vec_deinit(&s->rule);
}

static int side_add(struct side *s, const struct audit_rule_data *r)
{
	struct audit_rule_data *copy;
	int err = auditrule_canon(&copy, r, auditrule_size(r));

	if (!err && vec_add(&s->rule, copy)) {
		free(copy);
		err = -ENOMEM;
	}
	return err;
}

static bool side_has(const struct side *s, const struct audit_rule_data *r)
{
	vec_foreach(it, &s->rule)
		if (auditrule_cmp(*it, r) == 0)
			return true;
	return false;
}

struct report {
	bool json;
	struct json_object *all;
	struct buf text;
	size_t n;
};

static void report_add(struct report *rep, char sign,
	const struct audit_rule_data *r)
{
	cleanup(buf_deinit) struct buf rule = {0};
	struct json_object *o;

	rep->n++;
	krule_print(&rule, r);
	buf_printf(&rep->text, "%c %s\n", sign, rule.p ? rule.p : "");
	if (!rep->json)
		return;
	o = json_object_new_object();
	json_object_object_add(o, "change",
		json_object_new_string(sign == '+' ? "add" : "remove"));
	json_object_object_add(o, "rule",
		json_object_new_string(rule.p ? rule.p : ""));
	json_object_array_add(rep->all, o);
}

static int compare(const struct cli *cli, const struct side *wanted,
	const struct side *kernel, bool json)
{
	struct report rep = {.json = json, .all = json_object_new_array()};
	struct span out;
	int code;

	vec_foreach(it, &wanted->rule)
		if (!side_has(kernel, *it))
			report_add(&rep, '+', *it);
	vec_foreach(it, &kernel->rule)
		if (!side_has(wanted, *it))
			report_add(&rep, '-', *it);
	out = (struct span){rep.text.p, rep.text.n};
	if (json) {
		out = span_of(json_object_to_json_string_ext(rep.all,
			JSON_C_TO_STRING_PRETTY));
	}
	code = put(cli, out);
	if (!code && json)
		code = put(cli, SPAN_LIT("\n"));
	json_object_put(rep.all);
	buf_deinit(&rep.text);
	return code ? code : rep.n ? EXIT_DIFFERENT : EXIT_DONE;
}

static int read_kernel(const struct cli *cli, struct side *out, int *code)
{
	struct auditnl_rules rules = {0};
	struct auditnl nl = {0};
	int r;

	if (!loaded_kernel(cli, &nl, code))
		return -1;
	r = auditnl_list(&nl, &rules);
	if (r) {
		say(cli, "cannot list the kernel's rules: %s",
			auditnl_words(r));
		*code = exit_code_of(r);
	}
	for (size_t i = 0; !r && i < rules.rule.n; i++)
		if (rules.rule.v[i].ours)
			r = side_add(out, rules.rule.v[i].data);
	auditnl_rules_deinit(&rules);
	auditnl_close(&nl);
	return r;
}

static int diff(const struct cli *cli, const struct rules *rs,
	const struct options *o)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(plan_deinit) struct plan plan = {0};
	cleanup(side_deinit) struct side wanted = {0}, kernel = {0};
	int code = EXIT_FAILED;
	int r = split_new(&sp, rs, o->abis);

	if (!r)
		r = plan_init(&plan, sp);
	if (!r)
		r = links_follow(&plan);
	for (size_t i = 0; !r && i < plan.krule.n; i++)
		if (!side_has(&wanted, plan.krule.v[i].data))
			r = side_add(&wanted, plan.krule.v[i].data);
	if (r) {
		say(cli, "%s", strerror(-r));
		return EXIT_FAILED;
	}
	if (read_kernel(cli, &kernel, &code))
		return code;
	return compare(cli, &wanted, &kernel, o->json);
}

int cmd_diff(struct cli *cli, int argc, char **argv)
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
	return rs ? diff(cli, rs, &o) : code;
}
