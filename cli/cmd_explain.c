/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "rule/dump.h"
#include "rule/explain.h"

#include <json.h>

static const char help_text[] =
	"Without FILE: the drop-in directories and what is uploaded. For each "
	"rule: the calls\nit covers in each ABI, what the kernel filters, what "
	"is left to the daemon, which\nrule hides it, and what it misses.\n\n"
	HELP_ARCH HELP_DIRS HELP_JSON;

static struct json_object *string(struct span s)
{
	return json_object_new_string_len(s.p, (int)s.n);
}

static struct json_object *part_json(const struct part *p)
{
	struct json_object *o = json_object_new_object();
	cleanup(freep) struct audit_rule_data *r = krule_encode(p);
	cleanup(buf_deinit) struct buf text = {0};

	if (r)
		krule_print(&text, r);
	json_object_object_add(o, "rule", string((struct span){
		text.p ? text.p : "", text.n}));
	json_object_object_add(o, "exact", json_object_new_boolean(p->exact));
	if (p->covered_by)
		json_object_object_add(o, "covered_by",
			string(p->covered_by->name));
	return o;
}

static struct json_object *call_json(const struct target *t)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, "abi",
		json_object_new_string(abi_info(t->abi)->name));
	json_object_object_add(o, "io_uring", json_object_new_boolean(t->uring));
	json_object_object_add(o, "name", json_object_new_string(t->real->name));
	json_object_object_add(o, "number", json_object_new_int(t->nr));
	return o;
}

static struct json_object *rule_json(const struct rule *rule,
	const struct split *sp, const struct order *order)
{
	struct json_object *o = json_object_new_object();
	struct json_object *calls = json_object_new_array();
	struct json_object *parts = json_object_new_array();
	struct json_object *notes = json_object_new_array();
	uint64_t found = explain_caveats(rule, sp);
	size_t n;
	const struct part *part = split_parts(sp, rule, &n);

	for (size_t i = 0; i < rule->ntargets; i++)
		json_object_array_add(calls, call_json(&rule->target[i]));
	for (size_t i = 0; i < n; i++)
		json_object_array_add(parts, part_json(&part[i]));
	for (int c = 0; c < CAVEAT_COUNT; c++)
		if (found & (uint64_t)1 << c)
			json_object_array_add(notes, json_object_new_string(
				caveat_text((enum caveat)c)));
	json_object_object_add(o, "name", string(rule->name));
	json_object_object_add(o, "action",
		json_object_new_string(action_name(rule->action)));
	json_object_object_add(o, "when", json_object_new_string(
		rule->phase == PHASE_AFTER ? "after" : "before"));
	json_object_object_add(o, "calls", calls);
	json_object_object_add(o, "kernel", parts);
	vec_foreach(it, &order->hidden)
		if (it->rule == rule && it->by)
			json_object_object_add(o, "hidden_by",
				string(it->by->name));
	json_object_object_add(o, "notes", notes);
	return o;
}

static void explain_json(struct buf *out, const struct rules *rs,
	const struct split *sp, const struct order *order)
{
	struct json_object *all = json_object_new_array();

	vec_foreach(it, &rs->rule)
		json_object_array_add(all, rule_json(*it, sp, order));
	buf_printf(out, "%s\n", json_object_to_json_string_ext(all,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(all);
}

static int explain(const struct cli *cli, const struct rules *rs,
	const struct options *o)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(order_deinit) struct order order = {0};
	cleanup(buf_deinit) struct buf out = {0};
	int r = split_new(&sp, rs, o->abis);

	if (!r)
		r = order_find(&order, rs);
	if (!r && o->json)
		explain_json(&out, rs, sp, &order);
	else if (!r)
		r = explain_text(&out, rs, sp, &order);
	if (r) {
		say(cli, "%s", strerror(-r));
		return EXIT_FAILED;
	}
	return put(cli, (struct span){out.p, out.n});
}

int cmd_explain(struct cli *cli, int argc, char **argv)
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
	return rs ? explain(cli, rs, &o) : code;
}
