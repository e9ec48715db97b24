/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/yamltree.h"

#include "base/escape.h"

#include <yaml.h>

/* a list or map that is open */
struct level {
	struct node *node;
	struct node **tail;	/* where its next item goes */
	struct node *key;	/* that waits for its value */
};

struct reader {
	struct arena *arena;
	const struct source *src;
	struct diag *diag;
	yaml_parser_t parser;
	struct level level[YAMLTREE_DEPTH_MAX];
	unsigned depth;
	struct node *root;
	bool ended;		/* a document was read */
	const char *text;	/* behind a byte order mark */
	const char *at;		/* the character */
	size_t index;		/* that libyaml counts so */
};

#define error(r, span, ...)                                                    \
	diag_add((r)->diag, DIAG_ERROR, (r)->src, (span), __VA_ARGS__)

/* ------------------------------------------------------------------ places */

/* libyaml counts characters; text is valid UTF-8 */
static const char *place(struct reader *r, const yaml_mark_t *mark)
{
	const char *end = r->src->text.p + r->src->text.n;

	if (mark->index < r->index) {
		r->at = r->text;
		r->index = 0;
	}
	for (; r->index < mark->index && r->at < end; r->index++)
		do
			r->at++;
		while (r->at < end && ((unsigned char)*r->at & 0xc0) == 0x80);
	return r->at;
}

static struct span span_between(struct reader *r, const yaml_mark_t *from,
	const yaml_mark_t *to)
{
	const char *p = place(r, from);

	return (struct span){p, (size_t)(place(r, to) - p)};
}

/* of what goes over several lines the first one */
static struct span first_line(struct span s)
{
	const char *end = s.n ? memchr(s.p, '\n', s.n) : NULL;

	return (struct span){s.p, end ? (size_t)(end - s.p) : s.n};
}

/* ---------------------------------------------------------------- mistakes */

static bool check_bytes(struct reader *r)
{
	struct span left = {r->text, (size_t)(r->src->text.p + r->src->text.n -
		r->text)};

	while (left.n) {
		unsigned char c = (unsigned char)*left.p;
		size_t n = utf8_len(left);

		if (!n) {
			error(r, ((struct span){left.p, 1}), "byte 0x%02x is "
				"not UTF-8", c);
			return false;
		}
		if ((c < 32 && c != '\t' && c != '\n' && c != '\r') || c == 127) {
			error(r, ((struct span){left.p, 1}), "control character "
				"0x%02x; in quotes it can stand as \"\\x%02x\"",
				c, c);
			return false;
		}
		left = (struct span){left.p + n, left.n - n};
	}
	return true;
}

/* libyaml's words, and what is mostly behind them */
static const struct hint {
	const char *problem, *words;
} hints[] = {
	{"could not find expected ':'",
		"a key and its value need ': ' between them"},
	{"mapping values are not allowed in this context",
		"unexpected ':'; look at the indentation, or write the value "
		"in quotes"},
	{"did not find expected key",
		"this does not go on with what is above; look at the "
		"indentation"},
	{"did not find expected '-' indicator",
		"this does not go on with the list above; look at the "
		"indentation"},
	{"found character that cannot start any token",
		"no value can begin with this character; write the value in "
		"quotes"},
	{"found unexpected end of stream",
		"this quote is never closed"},
	{"did not find expected ',' or ']'",
		"expected ',' or ']'"},
	{"did not find expected ',' or '}'",
		"expected ',' or '}'"},
	{"found unknown escape character",
		"unknown escape; write '\\\\' for a backslash, or use single "
		"quotes"},
	{"found a tab character that violates indentation",
		"a tab cannot indent YAML; write blanks"},
	{"found undefined tag handle",
		"tags (!...) are not taken; write the value without it"},
};

static int syntax_error(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *words = p->problem ? p->problem : "no YAML";
	struct span at = {NULL, 0};

	if (p->error == YAML_MEMORY_ERROR)
		return -ENOMEM;
	if (strcmp(words, "found unexpected end of stream") == 0)
		at.p = place(r, &p->context_mark);
	else if (p->error == YAML_READER_ERROR)
		at.p = r->text + min_size(p->problem_offset,
			(size_t)(r->src->text.p + r->src->text.n - r->text));
	else
		at.p = place(r, &p->problem_mark);
	for (size_t i = 0; i < ARRAY_SIZE(hints); i++)
		if (strcmp(words, hints[i].problem) == 0)
			words = hints[i].words;
	if (at.p < r->src->text.p + r->src->text.n && *at.p == '\t')
		words = "a tab cannot indent YAML; write blanks";
	error(r, at, "%s", words);
	return -EINVAL;
}

/* ------------------------------------------------------------------- nodes */

/* the node goes where the parser is */
static void put(struct reader *r, struct node *node)
{
	struct level *l = r->depth ? &r->level[r->depth - 1] : NULL;

	if (!l) {
		r->root = node;
		return;
	}
	if (l->node->kind == NODE_MAP && !l->key) {
		l->key = node;
		return;
	}
	node->key = l->key;
	l->key = NULL;
	*l->tail = node;
	l->tail = &node->next;
}

static int begin(struct reader *r, enum node_kind kind, struct span at)
{
	struct node *node = arena_new(r->arena, struct node);

	if (!node)
		return -ENOMEM;
	if (r->depth == YAMLTREE_DEPTH_MAX) {
		error(r, at, "nested more than %d deep", YAMLTREE_DEPTH_MAX);
		return -EINVAL;
	}
	node->kind = kind;
	node->at = at;
	put(r, node);
	r->level[r->depth++] = (struct level){node, &node->first, NULL};
	return 0;
}

static bool is_null(const yaml_event_t *ev, struct span text)
{
	return ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       (!text.n || span_is(text, "~") || span_is(text, "null"));
}

static int scalar(struct reader *r, const yaml_event_t *ev, struct span at)
{
	struct span text = {(const char *)ev->data.scalar.value,
		ev->data.scalar.length};
	struct node *node = arena_new(r->arena, struct node);

	if (!node)
		return -ENOMEM;
	node->at = at;
	node->kind = is_null(ev, text) ? NODE_NULL : NODE_TEXT;
	node->text = arena_dup(r->arena, text);
	if (!node->text.p)
		return -ENOMEM;
	put(r, node);
	return 0;
}

static int refuse(struct reader *r, struct span at, const char *words)
{
	error(r, at, "%s", words);
	return -EINVAL;
}

/* anchors and tags of a node that begins */
static int check_marks(struct reader *r, const yaml_event_t *ev, struct span at)
{
	const void *anchor = NULL, *tag = NULL;

	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		anchor = ev->data.scalar.anchor;
		tag = ev->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = ev->data.sequence_start.anchor;
		tag = ev->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = ev->data.mapping_start.anchor;
		tag = ev->data.mapping_start.tag;
		break;
	default:
		return 0;
	}
	if (anchor)
		return refuse(r, at, "anchors (&...) are not taken; write what "
			"is meant in each place");
	if (tag)
		return refuse(r, at, "tags (!...) are not taken; write the "
			"value without it");
	return 0;
}

/* 0; -EINVAL: reported; -ENOMEM */
static int take(struct reader *r, const yaml_event_t *ev)
{
	struct span at = span_between(r, &ev->start_mark, &ev->end_mark);
	int err = check_marks(r, ev, first_line(at));

	if (err)
		return err;
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (r->ended)
			return refuse(r, first_line(at), "a second document; "
				"write all of it in one, without '---'");
		r->ended = true;
		return 0;
	case YAML_ALIAS_EVENT:
		return refuse(r, at, "aliases (*...) are not taken; write what "
			"is meant, in quotes if it begins with '*'");
	case YAML_SCALAR_EVENT:
		return scalar(r, ev, first_line(at));
	case YAML_SEQUENCE_START_EVENT:
		return begin(r, NODE_LIST, first_line(at));
	case YAML_MAPPING_START_EVENT:
		return begin(r, NODE_MAP, first_line(at));
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return 0;
	default:
		return 0;
	}
}

static int read_events(struct reader *r)
{
	bool end = false;
	int err = 0;

	while (!end && !err) {
		yaml_event_t ev;

		if (!yaml_parser_parse(&r->parser, &ev))
			return syntax_error(r);
		end = ev.type == YAML_STREAM_END_EVENT;
		err = take(r, &ev);
		yaml_event_delete(&ev);
	}
	return err;
}

int yamltree_read(struct node **outp, struct arena *arena,
	const struct source *src, struct diag *diag)
{
	bool bom = span_starts(src->text, SPAN_LIT("\xef\xbb\xbf"));
	struct reader r = {.arena = arena, .src = src, .diag = diag};
	int err;

	*outp = NULL;
	r.text = r.at = src->text.p + (bom ? 3 : 0);
	if (!check_bytes(&r))
		return 0;
	if (!yaml_parser_initialize(&r.parser))
		return -ENOMEM;
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.text,
		(size_t)(src->text.p + src->text.n - r.text));
	err = read_events(&r);
	yaml_parser_delete(&r.parser);
	if (err == -ENOMEM || diag->err)
		return -ENOMEM;
	if (!err)
		*outp = r.root;
	return 0;
}
