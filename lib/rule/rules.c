/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/rules.h"

#include "rule/parse.h"
#include "rule/pattern.h"
#include "rule/resolve.h"

#include <syslog.h>

struct rules *rules_new(void)
{
	return calloc(1, sizeof(struct rules));
}

void rules_free(struct rules *rs)
{
	if (!rs)
		return;
	vec_foreach(it, &rs->patterns)
		pattern_free(*it);
	vec_foreach(it, &rs->sources)
		free(*it);
	vec_deinit(&rs->patterns);
	vec_deinit(&rs->sources);
	vec_deinit(&rs->rule);
	arena_deinit(&rs->arena);
	free(rs);
}

int rules_default_level(enum action action)
{
	return action == ACTION_LOG ? LOG_INFO : LOG_WARNING;
}

/* source, name and text in one allocation */
static struct source *source_copy(const char *name, struct span text,
	size_t index)
{
	size_t n = strlen(name) + 1;
	struct source *src = malloc(sizeof(*src) + n + text.n + 1);
	char *p = (char *)(src + 1);

	if (!src)
		return NULL;
	memcpy(p, name, n);
	if (text.n)
		memcpy(p + n, text.p, text.n);
	p[n + text.n] = '\0';
	*src = (struct source){.name = p, .text = {p + n, text.n},
		.index = (unsigned)index};
	return src;
}

static int add_source(struct rules *rs, const struct source *src,
	const struct name_service *names, struct diag *diag)
{
	cleanup(tokens_deinit) struct tokens toks = {0};
	struct ast ast;
	int r = lex(&toks, src, diag);

	if (!r)
		r = parse(&ast, &rs->arena, src, &toks, diag);
	if (!r)
		r = resolve(rs, &ast, names, diag);
	return r ? r : diag->err;
}

int rules_add(struct rules *rs, const char *name, struct span text,
	const struct name_service *names, struct diag *diag)
{
	struct source *src;

	if (text.n > RULES_TEXT_MAX) {
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"%s: a rule file has at most %u MiB", name,
			RULES_TEXT_MAX >> 20);
		return 0;
	}
	src = source_copy(name, text, rs->sources.n);
	if (!src || vec_add(&rs->sources, src)) {
		free(src);
		return -ENOMEM;
	}
	return add_source(rs, src, names, diag);
}
