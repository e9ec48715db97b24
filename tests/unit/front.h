/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/front.h - rule files in; each pass over them, and each text that
 * they make, out. What a user of the rule language can reach is reached. */
#ifndef TESTS_UNIT_FRONT_H
#define TESTS_UNIT_FRONT_H

#include "base/escape.h"
#include "rule/check.h"
#include "rule/dump.h"
#include "rule/explain.h"
#include "rule/parse.h"
#include "rule/print.h"
#include "rule/resolve.h"

struct front {
	struct rules *rs;
	struct diag diag;
	struct buf messages, typed, printed, rest;
};

/* users and groups of a made-up host: root, alice, wheel */
static inline int front_id(void *arg, const char *name, uint32_t *id)
{
	*id = strcmp(name, "root") == 0 ? 0 : 1000;
	return strcmp(name, "root") == 0 || strcmp(name, "alice") == 0 ||
		strcmp(name, "wheel") == 0 ? 0 : -ENOENT;
}

static const struct name_service front_names = {front_id, front_id, NULL};

static inline void front_free(struct front *f)
{
	rules_free(f->rs);
	diag_deinit(&f->diag);
	buf_deinit(&f->messages);
	buf_deinit(&f->typed);
	buf_deinit(&f->printed);
	buf_deinit(&f->rest);
	*f = (struct front){0};
}

/* the passes before resolve, over each file */
static inline int front_texts(struct front *f)
{
	vec_foreach(it, &f->rs->sources) {
		cleanup(tokens_deinit) struct tokens toks = {0};
		cleanup(arena_deinit) struct arena arena = {0};
		cleanup(diag_deinit) struct diag diag = {0};
		struct ast ast;
		int r = lex(&toks, *it, &diag);

		if (!r)
			r = parse(&ast, &arena, *it, &toks, &diag);
		if (r || diag.err)
			return r ? r : diag.err;
		dump_tokens(&f->rest, *it, &toks);
		dump_ast(&f->rest, &ast);
		print_ast(&f->printed, &ast);
	}
	return 0;
}

/* what good rules become */
static inline int front_plan(struct front *f)
{
	cleanup(split_freep) struct split *sp = NULL;
	cleanup(plan_deinit) struct plan plan = {0};
	cleanup(order_deinit) struct order order = {0};
	int r = split_new(&sp, f->rs, (1u << ABI_COUNT) - 1);

	if (!r)
		r = plan_init(&plan, sp);
	if (!r)
		r = order_find(&order, f->rs);
	if (!r)
		r = explain_text(&f->rest, f->rs, sp, &order);
	if (!r)
		r = dump_split(&f->rest, sp);
	if (!r)
		dump_kernel(&f->rest, &plan);
	dump_typed(&f->typed, f->rs);
	return r;
}

/**
 * front_run() - all of it
 * @f: zeroed; release with front_free() in all cases
 * Return: 0, with the mistakes in f->diag; -ENOMEM; -E2BIG.
 */
static inline int front_run(struct front *f, const struct span *text, size_t n)
{
	int r = 0;

	f->rs = rules_new();
	if (!f->rs)
		return -ENOMEM;
	for (size_t i = 0; i < n && !r; i++)
		r = rules_add(f->rs, "t", text[i], &front_names, &f->diag);
	if (!r)
		r = check(f->rs, &f->diag);
	if (!r)
		r = front_texts(f);
	if (!r && !f->diag.errors)
		r = front_plan(f);
	if (!r)
		diag_print(&f->diag, &f->messages);
	if (!r && (f->messages.err || f->typed.err || f->printed.err ||
		f->rest.err))
		r = -ENOMEM;
	return r;
}

/* ------------------------------------------------ what holds of any text */

static inline bool front_is_shown(struct span s)
{
	cleanup(buf_deinit) struct buf out = {0};

	escape_show(&out, s);
	return out.n == s.n && memcmp(out.p, s.p, s.n) == 0;
}

/* each message has words, and a place in the text if any */
static inline const char *front_wrong_message(const struct diag_item *it)
{
	if (!strlen(it->text))
		return "a message without words";
	if (!front_is_shown(span_of(it->text)))
		return "a message that a terminal would not show";
	if (it->src && (!source_has(it->src, it->at) ||
		it->at.n > (size_t)(it->src->text.p + it->src->text.n -
			it->at.p)))
		return it->text;	/* not at a place in its text */
	return NULL;
}

static inline bool front_same(const struct buf *a, const struct buf *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

/* what was accepted is the same after print and parse */
static inline const char *front_wrong_trip(const struct front *f)
{
	struct span text = {f->printed.p ? f->printed.p : "", f->printed.n};
	struct front again = {0};
	const char *wrong = NULL;

	if (front_run(&again, &text, 1))
		wrong = "the printed text cannot be read";
	else if (again.diag.errors)
		wrong = "the printed text has mistakes";
	else if (!front_same(&f->printed, &again.printed))
		wrong = "the printed text is printed in another way";
	else if (!front_same(&f->typed, &again.typed))
		wrong = "the printed text means something else";
	front_free(&again);
	return wrong;
}

/* front_wrong() - after a run that returned 0: what does not hold; NULL: all
 * holds */
static inline const char *front_wrong(const struct front *f)
{
	const char *wrong = NULL;
	unsigned kept = 0;

	vec_foreach(it, &f->diag.items) {
		wrong = wrong ? wrong : front_wrong_message(it);
		kept += it->level == DIAG_ERROR;
	}
	if (wrong)
		return wrong;
	if (kept != (f->diag.errors < DIAG_ERRORS_MAX ? f->diag.errors :
			DIAG_ERRORS_MAX))
		return "an error without a message";
	return f->diag.errors ? NULL : front_wrong_trip(f);
}

#endif
