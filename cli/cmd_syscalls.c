/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "base/num.h"
#include "rule/pattern.h"

#include <json.h>
#include <stdio.h>

static const char help_text[] =
	"NAME may be a pattern ('unlink*'), NUMBER is that of any ABI. Each "
	"line has the\nnumbers in x86_64, i386 and aarch64 ('-': none), the "
	"name with its parameters, and\nthe calls that a rule on this name "
	"covers too. Numbers have their type beside what\nthey mean: s32 is "
	"signed, 32 bits wide; ulong unsigned, as wide as an address.\n\n"
	HELP_JSON;

static bool is_wanted(const struct syscall *row, char **words)
{
	bool any = *words != NULL;

	for (; *words; words++) {
		struct span w = span_of(*words);
		uint64_t nr;

		if (glob_match(w, span_of(row->name)))
			return true;
		for (int abi = 0; abi < ABI_COUNT; abi++)
			if (!num_parse(w, 10, &nr) && row->nr[abi] >= 0 &&
				nr == (uint64_t)row->nr[abi])
				return true;
	}
	return !any;
}

static void add_type(struct buf *out, const struct param *p)
{
	const struct kind_info *kind = kind_info(p->kind);

	buf_printf(out, "%s:%s", p->name, kind->name);
	if (kind->class != CLASS_INT)
		return;
	buf_str(out, p->type.is_signed ? "/s" : "/u");
	if (p->type.bits)
		buf_dec(out, p->type.bits);
	else
		buf_lit(out, "long");
}

static void add_variants(struct buf *out, const struct syscall *row)
{
	size_t n;
	const struct variant *v = variants_of(row->name, &n);

	for (size_t i = 0; i < n; i++) {
		if (i && strcmp(v[i].variant, v[i - 1].variant) == 0)
			continue;
		buf_str(out, i ? ", " : "  <- ");
		buf_str(out, v[i].variant);
	}
}

static void add_row(struct buf *out, const struct syscall *row)
{
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		if (row->nr[abi] >= 0)
			buf_printf(out, "%4d ", row->nr[abi]);
		else
			buf_lit(out, "   - ");
	}
	buf_printf(out, " %s(", row->name);
	for (unsigned i = 0; i < row->nparams; i++) {
		if (i)
			buf_lit(out, ", ");
		add_type(out, &row->param[i]);
	}
	buf_chr(out, ')');
	add_variants(out, row);
	buf_chr(out, '\n');
}

static struct json_object *param_json(const struct param *p)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, "name", json_object_new_string(p->name));
	json_object_object_add(o, "kind",
		json_object_new_string(kind_info(p->kind)->name));
	json_object_object_add(o, "bits", p->type.bits ?
		json_object_new_int(p->type.bits) :
		json_object_new_string("long"));
	json_object_object_add(o, "signed",
		json_object_new_boolean(p->type.is_signed));
	return o;
}

static struct json_object *row_json(const struct syscall *row)
{
	struct json_object *o = json_object_new_object();
	struct json_object *nr = json_object_new_object();
	struct json_object *params = json_object_new_array();
	struct json_object *variants = json_object_new_array();
	size_t n;
	const struct variant *v = variants_of(row->name, &n);

	for (int abi = 0; abi < ABI_COUNT; abi++)
		if (row->nr[abi] >= 0)
			json_object_object_add(nr, abi_info((enum abi)abi)->name,
				json_object_new_int(row->nr[abi]));
	for (unsigned i = 0; i < row->nparams; i++)
		json_object_array_add(params, param_json(&row->param[i]));
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(v[i].variant, v[i - 1].variant))
			json_object_array_add(variants,
				json_object_new_string(v[i].variant));
	json_object_object_add(o, "name", json_object_new_string(row->name));
	json_object_object_add(o, "number", nr);
	json_object_object_add(o, "params", params);
	json_object_object_add(o, "variants", variants);
	return o;
}

static int list(const struct cli *cli, char **words, bool json)
{
	cleanup(buf_deinit) struct buf out = {0};
	struct json_object *all = json_object_new_array();
	size_t n, found = 0;
	const struct syscall *rows = syscall_rows(&n);
	int code;

	for (size_t i = 0; i < n; i++) {
		if (!is_wanted(&rows[i], words))
			continue;
		found++;
		if (json)
			json_object_array_add(all, row_json(&rows[i]));
		else
			add_row(&out, &rows[i]);
	}
	if (json)
		buf_printf(&out, "%s\n", json_object_to_json_string_ext(all,
			JSON_C_TO_STRING_PRETTY));
	json_object_put(all);
	code = put(cli, (struct span){out.p, out.n});
	if (!found)
		say(cli, "no system call '%s'", *words);
	return found ? code : EXIT_FAILED;
}

int cmd_syscalls(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {OPTIONS_LONG, {0}};
	struct options o = OPTIONS_DEFAULT;
	int c, code;

	while ((c = getopt_long(argc, argv, OPTIONS_SHORT, longs, NULL)) >= 0) {
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	return list(cli, argv + optind, o.json);
}
