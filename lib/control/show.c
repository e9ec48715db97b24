/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* download, diff: what only reads rules */
#include "control/work.h"

#include "base/json.h"
#include "rule/auditrule.h"
#include "rule/check.h"
#include "rule/parse.h"
#include "rule/print.h"
#include "store/links.h"
#include "store/names.h"

/* ---------------------------------------------------------------- download */

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

int work_download(struct work *w)
{
	bool all = w->rq->flags & REQUEST_ALL;
	int r = work_files(w);

	if (r)
		return request_code_of(r);
	for (size_t i = 0; !r && i < w->files.file.n; i++)
		if (all || w->files.file.v[i].uploaded)
			r = print_file(&w->reply->out, &w->files.file.v[i]);
	if (r)
		return work_failed(w, r);
	if (!w->reply->out.n)
		work_say(w, "nothing is uploaded");
	return CODE_DONE;
}

/* -------------------------------------------------------------------- diff */

/* canonical rules of one side */
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

/* what one has and the other lacks; how many */
static size_t put_changes(struct work *w, const struct side *one,
	const struct side *other, char sign)
{
	struct buf *out = &w->reply->out;
	size_t n = 0;

	vec_foreach(it, &one->rule) {
		cleanup(buf_deinit) struct buf rule = {0};

		if (side_has(other, *it))
			continue;
		n++;
		krule_print(&rule, *it);
		if (w->rq->flags & REQUEST_JSON) {
			buf_printf(out, "\n  {\"change\":\"%s\",\"rule\":",
				sign == '+' ? "add" : "remove");
			json_string(out, (struct span){rule.p, rule.n});
			out->n -= !out->err;	/* the comma */
			buf_lit(out, "},");
		} else {
			buf_printf(out, "%c %s\n", sign, rule.p ? rule.p : "");
		}
	}
	return n;
}

static int compare(struct work *w, const struct side *wanted,
	const struct side *kernel)
{
	bool json = w->rq->flags & REQUEST_JSON;
	struct buf *out = &w->reply->out;
	size_t n;

	if (json)
		buf_chr(out, '[');
	n = put_changes(w, wanted, kernel, '+');
	n += put_changes(w, kernel, wanted, '-');
	if (json) {
		out->n -= n && !out->err;
		buf_str(out, n ? "\n]\n" : "]\n");
	}
	return n ? CODE_DIFFERENT : CODE_DONE;
}

static int list_kernel(struct work *w, struct auditnl *nl, struct side *out)
{
	struct auditnl_rules rules = {0};
	int r = auditnl_list(nl, &rules);

	if (r) {
		work_say(w, "cannot list the kernel's rules: %s",
			auditnl_words(r));
		return request_code_of(r);
	}
	for (size_t i = 0; !r && i < rules.rule.n; i++)
		if (rules.rule.v[i].ours)
			r = side_add(out, rules.rule.v[i].data);
	auditnl_rules_deinit(&rules);
	return r ? work_failed(w, r) : CODE_DONE;
}

static int plan_side(struct side *out, const struct rules *rs, unsigned abis)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(plan_deinit) struct plan plan = {0};
	int r = split_new(&sp, rs, abis);

	if (!r)
		r = plan_init(&plan, sp);
	if (!r)
		r = links_follow(&plan);
	for (size_t i = 0; !r && i < plan.krule.n; i++)
		if (!side_has(out, plan.krule.v[i].data))
			r = side_add(out, plan.krule.v[i].data);
	return r;
}

static int add_named(struct work *w, struct rules *rs,
	const struct request_file *f)
{
	cleanup(freep) char *name = span_is(f->name, "-") ? strdup("<stdin>") :
		strndup(f->name.p, f->name.n);
	int r = name ? rules_add(rs, name, f->text, names_of_host(), &w->diag) :
		       -ENOMEM;

	if (r == -E2BIG)
		work_say(w, "%s: more than %u rules", name, RULES_MAX);
	return r;
}

/* the named files, or what is loaded; 0 or a negative errno */
static int read_rules(struct work *w, struct rules *rs)
{
	int r = 0;

	vec_foreach(f, &w->rq->files)
		if (!r)
			r = add_named(w, rs, f);
	if (w->rq->files.n)
		return r;
	r = work_files(w);
	for (size_t i = 0; !r && i < w->files.file.n; i++)
		r = rules_add(rs, w->files.file.v[i].path,
			w->files.file.v[i].text, names_of_host(), &w->diag);
	return r;
}

int work_diff(struct work *w)
{
	cleanup(side_deinit) struct side wanted = {0}, kernel = {0};
	cleanup(rules_freep) struct rules *rs = rules_new();
	unsigned abis = w->rq->abis ? w->rq->abis : w->env->abis;
	struct auditnl *nl;
	int code = CODE_FAILED;
	int r = rs ? read_rules(w, rs) : -ENOMEM;
	bool wrong;

	if (!r)
		r = check(rs, &w->diag);
	wrong = w->diag.errors > 0;
	work_diag(w);
	if (r && r != -ENOMEM)
		return request_code_of(r);	/* said */
	if (!r && !wrong && !rs->rule.n)
		work_say(w, "there are no rules");
	if (!r && !wrong)
		r = plan_side(&wanted, rs, abis);
	if (r)
		return work_failed(w, r);
	nl = wrong ? NULL : work_kernel(w, &code);
	if (nl)
		code = list_kernel(w, nl, &kernel);
	return !nl || code ? code : compare(w, &wanted, &kernel);
}
