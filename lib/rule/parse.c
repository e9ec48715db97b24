/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/parse.h"

#include "rule/parser.h"
#include "rule/rules.h"

enum block { BLOCK_RULE, BLOCK_ACTION };
enum shape { VALUE_NAMES, VALUE_WORD, VALUE_EXPR, VALUE_TEXT, VALUE_BLOCK };

static const struct entry_info {
	const char *name;
	enum block block;
	enum shape value;
	const char *what;	/* the value in words */
} entries[] = {
#define ENTRY(id, block, value, what) {#id, BLOCK_##block, VALUE_##value, what},
#include "rule/entry.tbl.h"
#undef ENTRY
};

const char *entry_name(enum entry entry)
{
	return entries[entry].name;
}

const char *entry_what(enum entry entry)
{
	return entries[entry].what;
}

static unsigned line_of(const struct parser *p, struct span at)
{
	return diag_line(p->diag, p->src, at);
}

void parser_expected(struct parser *p, const char *what, const char *tail)
{
	struct span at = p->tok->at;

	if (parser_at(p, TOK_BAD))
		return;		/* the lexer has reported it */
	if (parser_at(p, TOK_END))
		parser_error(p, at, "expected %s, found the end of the file",
			what);
	else if (parser_at(p, TOK_MINUS))
		parser_error(p, at, "found %s; write '-'", lookalike_name(at));
	else
		parser_error(p, at, "expected %s, found '%.*s'%s", what,
			(int)min_size(at.n, 40), at.p, tail);
}

bool parser_starts_rule(const struct parser *p)
{
	return parser_at(p, TOK_WORD) && span_is(p->tok->at, "rule") &&
	       p->tok[1].type == TOK_LBRACE;
}

static int find_entry(struct span word)
{
	for (int i = 0; i < ENTRY_COUNT; i++)
		if (span_is(word, entries[i].name))
			return i;
	return -1;
}

/* a word with a value behind it */
static bool looks_like_entry(const struct parser *p)
{
	return parser_at(p, TOK_WORD) &&
	       (p->tok[1].type == TOK_ASSIGN ||
		       p->tok[1].type == TOK_LBRACE);
}

bool parser_starts_entry(const struct parser *p)
{
	return looks_like_entry(p) && find_entry(p->tok->at) >= 0;
}

/* ------------------------------------------------------------- entries */

/* past the '}' that closes the block the parser is in, or to a rule, for none
 * stands in a block */
static void skip_block(struct parser *p)
{
	unsigned depth = 1;

	for (; depth && !parser_at(p, TOK_END) && !parser_starts_rule(p);
		p->tok++) {
		depth += parser_at(p, TOK_LBRACE);
		depth -= parser_at(p, TOK_RBRACE);
	}
}

/* to the next thing that looks like an entry, a rule, or the block's end */
static void skip_entry(struct parser *p)
{
	while (!parser_at(p, TOK_END) && !parser_at(p, TOK_RBRACE) &&
		!looks_like_entry(p)) {
		if (parser_accept(p, TOK_LBRACE))
			skip_block(p);
		else
			p->tok++;
	}
}

/* past the '}' of a filter; an entry or a rule says that it is missing */
static void skip_filter(struct parser *p, struct span open)
{
	while (!parser_at(p, TOK_END) && !parser_at(p, TOK_RBRACE)) {
		if (parser_starts_entry(p) || parser_starts_rule(p)) {
			parser_error(p, open, "filter_expression opened on line "
				"%u is never closed: write '}'",
				line_of(p, open));
			return;
		}
		if (parser_accept(p, TOK_LBRACE))
			skip_block(p);
		else
			p->tok++;
	}
	parser_accept(p, TOK_RBRACE);
}

static void parse_filter(struct parser *p, struct ast_entry *en)
{
	struct span open = p->tok->at;

	if (!parser_accept(p, TOK_LBRACE)) {
		parser_expected(p, entries[ENTRY_filter_expression].what, "");
		skip_entry(p);
		return;
	}
	p->depth = p->nodes = 0;
	if (parser_at(p, TOK_RBRACE)) {
		parser_error(p, span_join(open, p->tok->at), "empty filter_expression; "
			"leave it out, or write {1}");
		p->tok++;
		return;
	}
	en->expr = parse_expr(p, 1);
	if (parser_at(p, TOK_RBRACE)) {
		en->value = span_join(open, p->tok->at);
		p->tok++;
		return;
	}
	if (en->expr && !parser_starts_entry(p) && !parser_starts_rule(p))
		parser_expected(p, "an operator or '}'", parser_advice(p));
	en->expr = NULL;
	skip_filter(p, open);
}

static void parse_text(struct parser *p, struct ast_entry *en)
{
	if (!parser_accept(p, TOK_LBRACE)) {
		parser_expected(p, entries[ENTRY_log_format].what, "");
		skip_entry(p);
		return;
	}
	if (!parser_at(p, TOK_TEXT)) {	/* the lexer said that it has no end */
		p->swallowed = true;
		return;
	}
	en->value = p->tok->at;
	p->tok += 2;	/* the lexer made TEXT and RBRACE */
}

static bool parse_word(struct parser *p, struct span *out, enum entry id)
{
	if (parser_at(p, TOK_WORD) && !parser_starts_entry(p)) {
		*out = p->tok++->at;
		return true;
	}
	parser_expected(p, entries[id].what, "");
	if (parser_accept(p, TOK_LBRACE))
		skip_block(p);
	return false;
}

static void parse_value_word(struct parser *p, enum entry id,
	struct ast_entry *en)
{
	struct span s;

	if (!parse_word(p, &s, id))
		return;
	/* a minus may stand apart from its number */
	if (minus_len(s) == s.n && parser_at(p, TOK_WORD) && !looks_like_entry(p))
		s = span_join(s, p->tok++->at);
	en->value = s;
}

static void parse_names(struct parser *p, struct ast_entry *en)
{
	struct span first = p->tok->at;
	const struct token *t = p->tok;
	struct span s;

	while (t->type == TOK_WORD || t->type == TOK_COMMA)
		t++;
	en->names = arena_calloc(p->arena, (size_t)(t - p->tok) + 1, sizeof(s));
	if (!en->names) {
		p->err = -ENOMEM;
		return;
	}
	do {
		if (!parse_word(p, &s, ENTRY_syscall_name))
			return;
		en->names[en->nnames++] = s;
		en->value = span_join(first, s);
	} while (parser_accept(p, TOK_COMMA));
	p->after_names = true;
}

static void parse_entries(struct parser *p, struct ast_rule *rule,
	enum block block, const struct token *open);

static void parse_value(struct parser *p, struct ast_rule *rule, enum entry id,
	struct ast_entry *en)
{
	bool assigned = parser_accept(p, TOK_ASSIGN);
	enum shape value = entries[id].value;
	bool braced = value >= VALUE_EXPR;
	const struct token *open = p->tok;

	if (braced == assigned) {
		if (braced)
			parser_error(p, p->tok[-1].at, "write '%s { ... }', "
				"without '='", entries[id].name);
		else if (!parser_at(p, TOK_BAD))
			parser_error(p, p->tok->at, "expected '=' after '%s'",
				entries[id].name);
		en->unread = true;
		skip_entry(p);
		return;
	}
	switch (value) {
	case VALUE_NAMES:
		parse_names(p, en);
		return;
	case VALUE_WORD:
		parse_value_word(p, id, en);
		return;
	case VALUE_EXPR:
		parse_filter(p, en);
		return;
	case VALUE_TEXT:
		parse_text(p, en);
		return;
	case VALUE_BLOCK:
		if (parser_accept(p, TOK_LBRACE)) {
			parse_entries(p, rule, BLOCK_ACTION, open);
			return;
		}
		parser_expected(p, entries[id].what, "");
		en->unread = true;
		skip_entry(p);
		return;
	}
}

static const char *next_entry_name(void *arg)
{
	int *i = arg;

	return *i < ENTRY_COUNT ? entries[(*i)++].name : NULL;
}

/* the entry that an unknown word was meant to be, if there can be no doubt;
 * -1: it is skipped */
static int unknown_entry(struct parser *p, const struct ast_rule *rule,
	enum block block)
{
	struct span at = p->tok->at;
	const char *guess;
	int i = 0, id;

	if (!looks_like_entry(p)) {
		parser_expected(p, "an entry or '}'", p->after_names ?
			"; names in a list have ',' between them" : "");
		p->tok++;
		skip_entry(p);
		return -1;
	}
	guess = diag_guess(p->diag, at, next_entry_name, &i);
	parser_error(p, at, "unknown entry '%.*s'%s%s%s", SPAN_ARG(at),
		guess ? "; did you mean '" : "", guess ? guess : "",
		guess ? "'?" : "");
	id = guess ? find_entry(span_of(guess)) : -1;
	if (id >= 0 && entries[id].block == block && !rule->entry[id].key.p)
		return id;
	p->tok++;
	parser_accept(p, TOK_ASSIGN);
	skip_entry(p);
	return -1;
}

/* an entry at the parser's place; what stands twice is read and forgotten */
static void parse_entry(struct parser *p, struct ast_rule *rule,
	enum block block)
{
	static const char *const block_name[] = {"the rule", "the action"};
	struct span at = p->tok->at;
	int id = find_entry(at);

	if (id < 0)
		id = unknown_entry(p, rule, block);
	p->after_names = false;
	if (id < 0)
		return;
	p->tok++;
	if (entries[id].block != block)
		parser_error(p, at, "'%s' belongs in %s, not in %s",
			entries[id].name, block_name[entries[id].block],
			block_name[block]);
	else if (rule->entry[id].key.p)
		parser_error(p, at, "'%s' stands twice; the first one is on line "
			"%u", entries[id].name,
			line_of(p, rule->entry[id].key));
	if (rule->entry[id].key.p) {
		p->spare = (struct ast_rule){0};
		rule = &p->spare;
	}
	rule->entry[id].key = at;
	parse_value(p, rule, (enum entry)id, &rule->entry[id]);
}

static void unclosed(struct parser *p, const struct ast_rule *rule,
	enum block block, struct span open)
{
	struct span text = rule->entry[ENTRY_log_format].value;
	const char *end = text.p ? strchr(text.p + text.n, '}') : NULL;

	if (p->swallowed)
		return;
	parser_error(p, open, "%s opened on line %u is never closed: write '}'",
		block == BLOCK_RULE ? "rule" : "action", line_of(p, open));
	if (end && memchr(text.p, '\n', (size_t)(end - text.p)) &&
		memchr(text.p, '{', text.n))
		diag_add(p->diag, DIAG_NOTE, p->src, text,
			"this text ends on line %u only; each '{' in it needs "
			"its own '}'", line_of(p, (struct span){end, 0}));
}

static void parse_entries(struct parser *p, struct ast_rule *rule,
	enum block block, const struct token *open)
{
	p->after_names = false;
	while (!p->err && !parser_accept(p, TOK_RBRACE)) {
		if (parser_at(p, TOK_END) || parser_starts_rule(p)) {
			unclosed(p, rule, block, open->at);
			return;
		}
		if (parser_at(p, TOK_WORD)) {
			parse_entry(p, rule, block);
			continue;
		}
		parser_expected(p, "an entry or '}'", "");
		p->tok++;
		skip_entry(p);
	}
}

/* rule = "rule" "{" { entry } "}" */
static struct ast_rule *parse_rule(struct parser *p)
{
	struct ast_rule *rule = arena_new(p->arena, struct ast_rule);
	const struct token *open = p->tok;

	if (!rule) {
		p->err = -ENOMEM;
		return NULL;
	}
	rule->at = open->at;
	p->tok += 2;
	parse_entries(p, rule, BLOCK_RULE, open);
	rule->text = span_join(rule->at, p->tok[-1].at);
	return rule;
}

/* "log_format" "{" text "}" between the rules */
static void parse_default_format(struct parser *p, struct ast *out)
{
	struct ast_entry en = {.key = p->tok->at};

	p->tok++;
	if (parser_accept(p, TOK_ASSIGN))
		parser_error(p, p->tok[-1].at, "write 'log_format { ... }', "
			"without '='");
	parse_text(p, &en);
	if (out->format_key.p)
		parser_error(p, en.key, "a second default log_format; the first "
			"one is on line %u", line_of(p, out->format_key));
	out->format_key = en.key;
	out->format = en.value;
}

/* neither a rule nor a log_format */
static void skip_top(struct parser *p)
{
	if (parser_at(p, TOK_WORD) && span_is(p->tok->at, "rule")) {
		p->tok++;
		parser_expected(p, "'{' after 'rule'", "");
	} else if (parser_at(p, TOK_RBRACE)) {
		parser_error(p, p->tok->at, "this '}' closes nothing");
	} else {
		parser_expected(p, "'rule {' or 'log_format {'", "");
	}
	while (!parser_at(p, TOK_END) && !parser_starts_rule(p)) {
		bool block = parser_at(p, TOK_LBRACE);

		p->tok++;
		if (!block)
			continue;
		skip_block(p);
		return;
	}
}

int parse(struct ast *out, struct arena *arena, const struct source *src,
	const struct tokens *toks, struct diag *diag)
{
	struct parser p = {.src = src, .arena = arena, .diag = diag,
		.tok = toks->tok.v};
	struct ast_rule **tail = &out->rules;
	size_t n = 0;

	*out = (struct ast){.src = src};
	while (!p.err && !parser_at(&p, TOK_END) && n <= RULES_MAX) {
		if (parser_starts_rule(&p)) {
			*tail = parse_rule(&p);
			if (*tail)
				tail = &(*tail)->next;
			n++;
		} else if (parser_at(&p, TOK_WORD) &&
			span_is(p.tok->at, "log_format")) {
			parse_default_format(&p, out);
		} else {
			skip_top(&p);
		}
	}
	return p.err;
}
