/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include "base/path.h"
#include "daemon/config_key.h"
#include "daemon/yamltree.h"

#include <stdarg.h>
#include <stdio.h>

#define SINK_NAME_MAX 64
#define NO_SINK ((size_t)-1)

/* where a value was said last; .src NULL: it is the default */
struct origin {
	const struct source *src;
	struct span at;
};

/* parallel to config.sink */
struct sink_origin {
	struct origin name;
	struct origin *key;	/* of each row */
};

struct loader {
	struct config c;
	struct diag diag;
	struct arena arena;		/* trees and origins */
	const struct source *src;	/* that is being read */
	struct origin *key;		/* of each row that is of no sink */
	VEC(struct sink_origin) sink;
	int err;			/* -ENOMEM */
};

/* what a map of keys is about */
struct holder {
	void *base;		/* struct config, config_sink */
	const char *section;	/* NULL: the keys of none */
	struct origin *key;
};

#define error(l, at, ...)                                                      \
	diag_add(&(l)->diag, DIAG_ERROR, (l)->src, (at), __VA_ARGS__)

/* ----------------------------------------------------------------- defaults */

static bool in_section(const struct config_key *key, const char *section)
{
	if (!key->section || !section)
		return key->section == section;
	return strcmp(key->section, section) == 0;
}

/* the rows of struct config, or those of a sink, as the table has them */
static int preset(void *base, bool sink)
{
	struct buf why = {0};
	size_t n;
	const struct config_key *keys = config_keys(&n);
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		if (key_is_sink(&keys[i]) == sink && keys[i].type != KEY_LIST)
			r = key_set(base, &keys[i], span_of(keys[i].preset),
				&why);
	buf_deinit(&why);
	return r;
}

static void clear(void *base, bool sink)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (key_is_sink(&keys[i]) == sink)
			key_clear(base, &keys[i]);
}

static void sink_deinit(struct config_sink *s)
{
	free(s->name);
	clear(s, true);
}

static char *copy(struct span s)
{
	struct buf b = {0};

	buf_span(&b, s);
	return buf_steal(&b);
}

/* a sink as it is when nothing is said of it; NULL: no memory */
static struct config_sink *add_sink(struct config *c, struct span name)
{
	struct config_sink s = {.name = copy(name)};

	if (!s.name || preset(&s, true) || vec_add(&c->sink, s)) {
		sink_deinit(&s);
		return NULL;
	}
	return &c->sink.v[c->sink.n - 1];
}

static int begin(struct config *c)
{
	int r;

	*c = (struct config){0};
	r = preset(c, false);
	if (!r && !add_sink(c, SPAN_LIT("events")))
		r = -ENOMEM;
	if (r)
		config_deinit(c);
	return r;
}

void config_deinit(struct config *c)
{
	vec_foreach(it, &c->sink)
		sink_deinit(it);
	vec_deinit(&c->sink);
	clear(c, false);
}

/* ---------------------------------------------------------------- guessing */

/* names of rows of a section, and of sections at the top */
struct names {
	const char *section;
	size_t i;
};

static const char *next_name(void *arg)
{
	struct names *it = arg;
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (; it->i < n; it->i++) {
		const struct config_key *key = &keys[it->i];

		if (in_section(key, it->section)) {
			it->i++;
			return key->name;
		}
		if (it->section || (it->i && in_section(key, key[-1].section)))
			continue;
		it->i++;
		return key_is_sink(key) ? CONFIG_SINKS : key->section;
	}
	return NULL;
}

static const char *next_sink(void *arg)
{
	struct config_sink **s = arg;

	return (*s)->name ? (*s)++->name : NULL;
}

/* sections that have a key of that name; "" when none has */
static void add_homes(struct buf *out, struct span name)
{
	size_t n, found = 0;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++) {
		const struct config_key *key = &keys[i];

		if (!span_is(name, key->name))
			continue;
		buf_str(out, found++ ? " or " : "; it belongs ");
		if (key_is_sink(key))
			buf_lit(out, "in a sink");
		else if (key->section)
			buf_printf(out, "in '%s'", key->section);
		else
			buf_lit(out, "at the top, not indented");
	}
}

static void unknown_key(struct loader *l, const struct holder *t,
	const struct node *key)
{
	struct names it = {.section = t->section};
	struct buf tail = {0};

	key_guess(&tail, key->text, next_name, &it);
	if (!tail.n)
		add_homes(&tail, key->text);
	if (tail.err)
		l->err = tail.err;
	error(l, key->at, "unknown key '%.*s'%s", (int)min_size(key->text.n, 60),
		key->text.p, tail.p ? tail.p : "");
	buf_deinit(&tail);
}

/* -------------------------------------------------------------------- keys */

/* the word before the ':', if it is one and stands there once */
static bool check_key(struct loader *l, const struct node *map,
	const struct node *item)
{
	const struct node *key = item->key;

	if (key->kind != NODE_TEXT) {
		error(l, key->at, "a key is a word");
		return false;
	}
	for (const struct node *n = map->first; n != item; n = n->next)
		if (n->key->kind == NODE_TEXT &&
			span_eq(n->key->text, key->text)) {
			error(l, key->at, "'%.*s' stands twice; the first one "
				"is on line %u", SPAN_ARG(key->text),
				diag_line(&l->diag, l->src, n->key->at));
			return false;
		}
	return true;
}

static void set_error(struct loader *l, int r, struct span at, struct buf *why)
{
	if (r == -ENOMEM || why->err)
		l->err = -ENOMEM;
	else if (r)
		error(l, at, "%s", why->p);
	buf_deinit(why);
}

static void read_list(struct loader *l, void *base, const struct config_key *key,
	const struct node *item)
{
	struct buf why = {0};

	if (item->kind == NODE_MAP) {
		error(l, item->at, "'%s' is a list: write [a, b]", key->name);
		return;
	}
	key_clear(base, key);
	if (item->kind == NODE_TEXT)
		set_error(l, key_add(base, key, item->text, &why), item->at,
			&why);
	if (item->kind != NODE_LIST)
		return;
	for (const struct node *n = item->first; n; n = n->next)
		if (n->kind != NODE_TEXT)
			error(l, n->at.n ? n->at : item->key->at, "an item of "
				"'%s' is a word", key->name);
		else
			set_error(l, key_add(base, key, n->text, &why), n->at,
				&why);
}

static void read_value(struct loader *l, const struct holder *t,
	const struct config_key *key, const struct node *item)
{
	struct span said = item->key ? item->key->at : item->at;
	struct buf why = {0};
	size_t n;

	t->key[key - config_keys(&n)] = (struct origin){l->src,
		item->kind == NODE_TEXT ? item->at : said};
	if (item->kind == NODE_NULL)
		error(l, said, "'%s' has no value; the default is %s",
			key->name, key->preset);
	else if (key->type == KEY_LIST)
		read_list(l, t->base, key, item);
	else if (item->kind != NODE_TEXT)
		error(l, item->at, "'%s' is one value, not a %s", key->name,
			item->kind == NODE_LIST ? "list" : "group of keys");
	else
		set_error(l, key_set(t->base, key, item->text, &why), item->at,
			&why);
}

static const struct config_key *find_key(const char *section, struct span name)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (in_section(&keys[i], section) && span_is(name, keys[i].name))
			return &keys[i];
	return NULL;
}

static void read_keys(struct loader *l, const struct holder *t,
	const struct node *map)
{
	for (const struct node *n = map->first; n && !l->err; n = n->next) {
		const struct config_key *key;

		if (!check_key(l, map, n))
			continue;
		key = find_key(t->section, n->key->text);
		if (key)
			read_value(l, t, key, n);
		else
			unknown_key(l, t, n->key);
	}
}

/* ------------------------------------------------------------------- sinks */

static size_t find_sink(const struct config *c, struct span name)
{
	for (size_t i = 0; i < c->sink.n; i++)
		if (span_is(name, c->sink.v[i].name))
			return i;
	return NO_SINK;
}

/* it becomes the name of a file, and of a counter */
static bool check_sink_name(struct loader *l, const struct node *key)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	struct span name = key->text;
	bool good = name.n && name.p[0] != '.' && name.p[0] != '-';

	for (size_t i = 0; i < name.n && good; i++)
		good = name.p[i] && strchr(letters, name.p[i]);
	if (!good)
		error(l, key->at, "the name of a sink is made of letters, "
			"digits, '_', '-' and '.'");
	else if (name.n > SINK_NAME_MAX)
		error(l, key->at, "the name of a sink has at most %d bytes",
			SINK_NAME_MAX);
	return good && name.n <= SINK_NAME_MAX;
}

static bool has_type(const struct node *item)
{
	if (item->kind == NODE_MAP)
		for (const struct node *n = item->first; n; n = n->next)
			if (n->key->kind == NODE_TEXT &&
				span_is(n->key->text, "type"))
				return true;
	return false;
}

/* more often a name that is not spelled right than a new sink */
static void no_type(struct loader *l, const struct node *key)
{
	struct config_sink end = {0}, *next;
	struct buf tail = {0};

	if (vec_add(&l->c.sink, end)) {
		l->err = -ENOMEM;
		return;
	}
	next = l->c.sink.v;
	key_guess(&tail, key->text, next_sink, &next);
	l->c.sink.n--;
	if (tail.err)
		l->err = tail.err;
	error(l, key->at, "the new sink '%.*s' has no type: write type: file, "
		"journal, syslog or stdout%s", SPAN_ARG(key->text),
		tail.p ? tail.p : "");
	buf_deinit(&tail);
}

static int add_origin(struct loader *l, const struct origin *name)
{
	struct sink_origin o = {.name = *name};
	size_t n;

	config_keys(&n);
	o.key = arena_calloc(&l->arena, n, sizeof(*o.key));
	return !o.key || vec_add(&l->sink, o) ? -ENOMEM : 0;
}

static size_t new_sink(struct loader *l, const struct node *item)
{
	const struct origin name = {l->src, item->key->at};

	if (!has_type(item)) {
		no_type(l, item->key);
		return NO_SINK;
	}
	if (l->c.sink.n == CONFIG_SINKS_MAX) {
		error(l, item->key->at, "more than %d sinks", CONFIG_SINKS_MAX);
		return NO_SINK;
	}
	if (add_origin(l, &name) || !add_sink(&l->c, item->key->text)) {
		l->err = -ENOMEM;
		return NO_SINK;
	}
	return l->c.sink.n - 1;
}

static void read_sink(struct loader *l, const struct node *item)
{
	size_t i = find_sink(&l->c, item->key->text);
	struct holder t = {.section = CONFIG_SINK};

	if (i == NO_SINK)
		i = new_sink(l, item);
	if (i == NO_SINK)
		return;
	t.base = &l->c.sink.v[i];
	t.key = l->sink.v[i].key;
	if (item->kind == NODE_MAP)
		read_keys(l, &t, item);
	else if (item->kind != NODE_NULL)
		error(l, item->at, "'%.*s' is a group of keys: write them "
			"below it, indented", SPAN_ARG(item->key->text));
}

static void read_sinks(struct loader *l, const struct node *map)
{
	if (map->kind == NODE_NULL)
		return;
	if (map->kind != NODE_MAP) {
		error(l, map->at, "sinks stand by name, without '-': write "
			"NAME: {type: file}");
		return;
	}
	for (const struct node *n = map->first; n && !l->err; n = n->next)
		if (check_key(l, map, n) && check_sink_name(l, n->key))
			read_sink(l, n);
}

/* ---------------------------------------------------------------- sections */

static bool is_section(struct span name)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (keys[i].section && !key_is_sink(&keys[i]) &&
			span_is(name, keys[i].section))
			return true;
	return false;
}

static void read_section(struct loader *l, const struct node *item)
{
	const struct holder t = {&l->c, item->key->text.p, l->key};
	const struct config_key *kind = find_key(t.section, SPAN_LIT("kind"));

	if (item->kind == NODE_MAP)
		read_keys(l, &t, item);
	else if (item->kind == NODE_TEXT && kind)
		read_value(l, &t, kind, item);	/* source: netlink */
	else if (item->kind != NODE_NULL)
		error(l, item->at, "'%s' is a group of keys: write them below "
			"it, indented", t.section);
}

static void read_top(struct loader *l, const struct node *map,
	const struct node *item)
{
	const struct holder t = {&l->c, NULL, l->key};
	const struct config_key *key;

	if (!check_key(l, map, item))
		return;
	key = find_key(NULL, item->key->text);
	if (key)
		read_value(l, &t, key, item);
	else if (span_is(item->key->text, CONFIG_SINKS))
		read_sinks(l, item);
	else if (is_section(item->key->text))
		read_section(l, item);
	else
		unknown_key(l, &t, item->key);
}

static void read_text(struct loader *l)
{
	struct node *root;

	if (l->src->text.n > CONFIG_FILE_MAX) {
		error(l, ((struct span){0}), "longer than %u KiB",
			CONFIG_FILE_MAX >> 10);
		return;
	}
	l->err = yamltree_read(&root, &l->arena, l->src, &l->diag);
	if (l->err || !root || root->kind == NODE_NULL)
		return;
	if (root->kind != NODE_MAP) {
		error(l, root->at, "expected keys with values, such as "
			"'source: auto'");
		return;
	}
	for (const struct node *n = root->first; n && !l->err; n = n->next)
		read_top(l, root, n);
}

/* ------------------------------------------------------- what must fit well */

static void say_at(struct loader *l, const struct origin *o, const char *fmt,
	...) printf_like(3, 4);

static void say_at(struct loader *l, const struct origin *o, const char *fmt,
	...)
{
	char *words;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&words, fmt, ap);
	va_end(ap);
	if (n < 0) {
		l->err = -ENOMEM;
		return;
	}
	diag_add(&l->diag, DIAG_ERROR, o->src, o->at, "%s", words);
	free(words);
}

static const char *kind_name(const struct key_word *words, int value)
{
	while (words->name && words->value != value)
		words++;
	return words->name;
}

static bool is_preset(struct loader *l, const void *base,
	const struct config_key *key)
{
	cleanup(buf_deinit) struct buf value = {0};

	key_print(&value, base, key);
	if (value.err)
		l->err = value.err;
	return !value.err && strcmp(value.p, key->preset) == 0;
}

static void no_use(struct loader *l, const struct origin *o,
	const struct config_key *key, int kind)
{
	const char *name = kind_name(key_kinds(key), kind);
	cleanup(buf_deinit) struct buf ok = {0};

	key_print_words(&ok, key_kinds(key), key->only);
	if (ok.err)
		l->err = ok.err;
	else if (key_is_sink(key))
		say_at(l, o, "'%s' is for sinks of type %s; this one is of "
			"type %s", key->name, ok.p, name);
	else
		say_at(l, o, "'%s' is for a source of kind %s; this one is %s",
			key->name, ok.p, name);
}

/* keys that were said, and that this kind of source or sink has no use for; a
 * default does no harm */
static void check_only(struct loader *l, const void *base,
	const struct origin *origin, int kind)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (origin[i].src && keys[i].only &&
			!(keys[i].only & 1u << kind) &&
			!is_preset(l, base, &keys[i]))
			no_use(l, &origin[i], &keys[i], kind);
}

static const struct origin *origin_of(const struct origin *origin,
	const char *section, const char *name)
{
	size_t n;

	return &origin[find_key(section, span_of(name)) - config_keys(&n)];
}

static void check_source(struct loader *l)
{
	const struct origin *kind = origin_of(l->key, "source", "kind");
	const struct origin *path = origin_of(l->key, "source", "path");

	check_only(l, &l->c, l->key, (int)l->c.source.kind);
	if (l->c.source.kind == SOURCE_FILE && !l->c.source.path &&
		(!path->src || !l->diag.errors))	/* no path: reported */
		say_at(l, kind, "a source of kind file needs a path: write "
			"path: /var/log/audit/audit.log");
}

/* what follows from the type, where nothing is said */
static int complete_sink(struct config_sink *s)
{
	struct buf path = {0};

	if (s->type == SINK_JOURNAL)
		s->format = PIPELINE_JOURNAL;
	if (s->path || (s->type != SINK_FILE && s->type != SINK_SYSLOG))
		return 0;
	if (s->type == SINK_SYSLOG)
		buf_lit(&path, "/dev/log");
	else
		buf_printf(&path, "%s/%s.log", LOG_DIR, s->name);
	s->path = buf_steal(&path);
	return s->path ? 0 : -ENOMEM;
}

static bool same_file(struct loader *l, const char *a, const char *b)
{
	struct span x = path_join(&l->arena, SPAN_LIT("/"), span_of(a));
	struct span y = path_join(&l->arena, SPAN_LIT("/"), span_of(b));

	if (!x.p || !y.p)
		l->err = -ENOMEM;
	return x.p && y.p && span_eq(x, y);
}

/* a file has one writer, and is not what is read */
static void check_path(struct loader *l, size_t i)
{
	const struct config_sink *s = &l->c.sink.v[i];
	const struct origin *o = origin_of(l->sink.v[i].key, CONFIG_SINK,
		"path");

	if (!o->src)
		o = &l->sink.v[i].name;
	if (l->c.source.kind == SOURCE_FILE && l->c.source.path &&
		same_file(l, s->path, l->c.source.path))
		say_at(l, o, "sink '%s' would write into the file that is read",
			s->name);
	if (l->c.metrics.path && same_file(l, s->path, l->c.metrics.path))
		say_at(l, o, "sink '%s' would write into the file of metrics",
			s->name);
	for (size_t j = 0; j < i; j++)
		if (l->c.sink.v[j].enabled && l->c.sink.v[j].type == SINK_FILE &&
			same_file(l, s->path, l->c.sink.v[j].path))
			say_at(l, o, "sinks '%s' and '%s' would write into the "
				"same file", l->c.sink.v[j].name, s->name);
}

static void check_sinks(struct loader *l)
{
	for (size_t i = 0; i < l->c.sink.n && !l->err; i++) {
		struct config_sink *s = &l->c.sink.v[i];

		if (!s->enabled)
			continue;
		check_only(l, s, l->sink.v[i].key, (int)s->type);
		if (complete_sink(s))
			l->err = -ENOMEM;
		else if (s->type == SINK_FILE)
			check_path(l, i);
	}
}

static void check_some_sink(struct loader *l)
{
	vec_foreach(it, &l->c.sink)
		if (it->enabled)
			return;
	diag_add(&l->diag, DIAG_WARNING, NULL, (struct span){0}, "no sink is "
		"left; lines are kept for 'sct log' only");
}

static void drop_disabled(struct config *c)
{
	size_t kept = 0;

	vec_foreach(it, &c->sink)
		if (it->enabled)
			c->sink.v[kept++] = *it;
		else
			sink_deinit(it);
	c->sink.n = kept;
}

/* ---------------------------------------------------------------- the whole */

int config_default(struct config *c)
{
	int r = begin(c);

	if (!r && complete_sink(&c->sink.v[0])) {
		config_deinit(c);
		r = -ENOMEM;
	}
	return r;
}

static int loader_init(struct loader *l)
{
	static const struct origin nowhere;
	size_t n;
	int r = begin(&l->c);

	if (r)
		return r;
	config_keys(&n);
	l->key = arena_calloc(&l->arena, n, sizeof(*l->key));
	return l->key && !add_origin(l, &nowhere) ? 0 : -ENOMEM;
}

static void loader_deinit(struct loader *l)
{
	config_deinit(&l->c);
	diag_deinit(&l->diag);
	vec_deinit(&l->sink);
	arena_deinit(&l->arena);
}

static void read_all(struct loader *l, const struct config_text *text, size_t n)
{
	struct source *src = arena_calloc(&l->arena, n + 1, sizeof(*src));

	if (!src)
		l->err = -ENOMEM;
	for (size_t i = 0; i < n && !l->err; i++) {
		src[i].name = text[i].name;
		src[i].text = text[i].text.p ? text[i].text : SPAN_LIT("");
		src[i].index = (unsigned)i;
		l->src = &src[i];
		read_text(l);
	}
	if (l->err)
		return;
	check_source(l);
	check_sinks(l);
	check_some_sink(l);
}

int config_read(struct config *out, const struct config_text *text, size_t n,
	struct buf *words)
{
	cleanup(loader_deinit) struct loader l = {0};
	int r = loader_init(&l);

	if (!r) {
		read_all(&l, text, n);
		r = l.err ? l.err : l.diag.err;
	}
	if (!r)
		diag_print(&l.diag, words);
	if (!r && words->err)
		r = words->err;
	if (r || l.diag.errors)
		return r ? r : -EINVAL;
	drop_disabled(&l.c);
	*out = l.c;
	l.c = (struct config){0};
	return 0;
}
