/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config_key.h"

#include "base/escape.h"
#include "base/num.h"

#include <limits.h>
#include <syslog.h>

#define WORD_MAX 255	/* bytes of a STRING or an item of a LIST */

static const struct key_word kinds[] = {
	{"auto", SOURCE_AUTO}, {"netlink", SOURCE_NETLINK},
	{"multicast", SOURCE_MULTICAST}, {"plugin", SOURCE_PLUGIN},
	{"file", SOURCE_FILE}, {0},
};
static const struct key_word overflows[] = {
	{"wait", OVERFLOW_WAIT}, {"drop", OVERFLOW_DROP}, {0},
};
static const struct key_word types[] = {
	{"file", SINK_FILE}, {"journal", SINK_JOURNAL},
	{"syslog", SINK_SYSLOG}, {"stdout", SINK_STDOUT}, {0},
};
static const struct key_word formats[] = {
	{"text", PIPELINE_TEXT}, {"json", PIPELINE_JSON}, {0},
};
static const struct key_word fsyncs[] = {
	{"no", FSYNC_NO}, {"interval", FSYNC_INTERVAL},
	{"always", FSYNC_ALWAYS}, {0},
};
static const struct key_word levels[] = {
#define LEVEL(name, value) {#name, value},
#include "tbl/level.tbl.h"
#undef LEVEL
	{0},
};
static const struct key_word facilities[] = {
	{"kern", LOG_KERN}, {"user", LOG_USER}, {"mail", LOG_MAIL},
	{"daemon", LOG_DAEMON}, {"auth", LOG_AUTH}, {"syslog", LOG_SYSLOG},
	{"lpr", LOG_LPR}, {"news", LOG_NEWS}, {"uucp", LOG_UUCP},
	{"cron", LOG_CRON}, {"authpriv", LOG_AUTHPRIV}, {"ftp", LOG_FTP},
	{"local0", LOG_LOCAL0}, {"local1", LOG_LOCAL1},
	{"local2", LOG_LOCAL2}, {"local3", LOG_LOCAL3},
	{"local4", LOG_LOCAL4}, {"local5", LOG_LOCAL5},
	{"local6", LOG_LOCAL6}, {"local7", LOG_LOCAL7}, {0},
};
static const struct key_word booleans[] = {
	{"yes", true}, {"no", false}, {"true", true}, {"false", false},
	{"on", true}, {"off", false}, {0},
};

/* a member of struct config, or of struct config_sink */
#define AT_source(name) AT_CONFIG(source.name)
#define AT_kernel(name) AT_CONFIG(kernel.name)
#define AT_queue(name) AT_CONFIG(queue.name)
#define AT_rules(name) AT_CONFIG(rules.name)
#define AT_worker(name) AT_CONFIG(worker.name)
#define AT_control(name) AT_CONFIG(control.name)
#define AT_metrics(name) AT_CONFIG(metrics.name)
#define AT_CONFIG(member)                                                      \
	.at = offsetof(struct config, member),                                 \
	.size = sizeof(((struct config *)NULL)->member)
#define AT_sink(name)                                                          \
	.at = offsetof(struct config_sink, name),                              \
	.size = sizeof(((struct config_sink *)NULL)->name)

#define NONE .min = 0
#define RANGE(from, to) .min = (from), .max = (to)
#define RANGE_OR_0(from, to, meaning)                                          \
	.min = (from), .max = (to), .zero = (meaning)
#define OF(list) .words = (list)
#define ANY 0
#define SOURCES(kind) (1u << SOURCE_##kind)
#define SINKS(kind) (1u << SINK_##kind)

static const struct config_key keys[] = {
#define KEY(part, id, type_, extra, preset_, only_, what_)                     \
	{.section = #part, AT_##part(id), .name = #id,                         \
		.type = KEY_##type_, extra, .preset = preset_,                 \
		.only = only_, .what = what_},
#define TOP(id, type_, extra, preset_, only_, what_)                           \
	{AT_CONFIG(id), .name = #id, .type = KEY_##type_, extra,               \
		.preset = preset_, .only = only_, .what = what_},
#include "daemon/config.tbl.h"
#undef KEY
#undef TOP
};

const struct config_key *config_keys(size_t *n)
{
	*n = ARRAY_SIZE(keys);
	return keys;
}

bool key_is_sink(const struct config_key *key)
{
	return key->section && strcmp(key->section, CONFIG_SINK) == 0;
}

const struct key_word *key_kinds(const struct config_key *key)
{
	return key_is_sink(key) ? types : kinds;
}

/* ------------------------------------------------------------------- text */

void key_guess(struct buf *out, struct span word,
	const char *(*next)(void *arg), void *arg)
{
	const char *guess = diag_guess(NULL, word, next, arg);

	if (guess)
		buf_printf(out, "; did you mean '%s'?", guess);
}

/* error: err, emergency: emerg */
static const char *shorter_word(struct span text, const struct key_word *words)
{
	for (; words->name; words++)
		if (strlen(words->name) > 2 &&
			span_starts(text, span_of(words->name)))
			return words->name;
	return NULL;
}

static const char *next_word(void *arg)
{
	const struct key_word **w = arg;

	return (*w)->name ? (*w)++->name : NULL;
}

/* "a, b or c": the first n words */
static void print_words(struct buf *out, const struct key_word *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i == 0 ? "" :
			i + 1 == n ? " or " : ", ", words[i].name);
}

static size_t count_words(const struct key_word *words)
{
	size_t n = 0;

	if (words == booleans)
		return 2;
	while (words[n].name)
		n++;
	return n;
}

void key_print_words(struct buf *out, const struct key_word *words, unsigned mask)
{
	struct key_word some[32];
	size_t n = 0;

	for (; words->name; words++)
		if (mask & 1u << words->value && n < ARRAY_SIZE(some))
			some[n++] = *words;
	print_words(out, some, n);
}

static void print_size(struct buf *out, uint64_t v)
{
	static const char suffix[] = {'G', 'M', 'k'};

	for (unsigned i = 0; i < ARRAY_SIZE(suffix); i++) {
		unsigned shift = 30 - 10 * i;

		if (v && !(v & ((1ull << shift) - 1))) {
			buf_dec(out, v >> shift);
			buf_chr(out, suffix[i]);
			return;
		}
	}
	buf_dec(out, v);
}

static void print_number(struct buf *out, const struct config_key *key,
	uint64_t v)
{
	if (key->type == KEY_SIZE)
		print_size(out, v);
	else
		buf_dec(out, v);
}

static int out_of_range(const struct config_key *key, struct span text,
	struct buf *why)
{
	buf_printf(why, "'%s' is ", key->name);
	print_number(why, key, key->min);
	buf_lit(why, " to ");
	print_number(why, key, key->max);
	if (key->type == KEY_SECONDS)
		buf_lit(why, " seconds");
	if (key->zero)
		buf_printf(why, ", or 0 (%s)", key->zero);
	buf_printf(why, ", not %.*s", SPAN_ARG(text));
	return -EINVAL;
}

static int is_not(const struct config_key *key, const char *what,
	struct span text, struct buf *why)
{
	buf_printf(why, "'%s' is %s, not '%.*s'", key->name, what,
		(int)min_size(text.n, 60), text.p);
	return -EINVAL;
}

/* ----------------------------------------------------------------- values */

static void store(void *base, const struct config_key *key, uint64_t v)
{
	char *to = (char *)base + key->at;

	switch (key->size) {
	case sizeof(bool):
		*(bool *)to = v;
		break;
	case sizeof(uint32_t):
		memcpy(to, &(uint32_t){(uint32_t)v}, sizeof(uint32_t));
		break;
	default:
		memcpy(to, &v, sizeof(v));
	}
}

static uint64_t load(const void *base, const struct config_key *key)
{
	const char *from = (const char *)base + key->at;
	uint64_t wide = 0;
	uint32_t v;

	switch (key->size) {
	case sizeof(bool):
		return *(const bool *)from;
	case sizeof(uint32_t):
		memcpy(&v, from, sizeof(v));
		return v;
	default:
		memcpy(&wide, from, sizeof(wide));
		return wide;
	}
}

static int set_word(void *base, const struct config_key *key, struct span text,
	struct buf *why)
{
	const struct key_word *words = key->words ? key->words : booleans;
	const struct key_word *next = words;
	const char *shorter = shorter_word(text, words);

	for (const struct key_word *w = words; w->name; w++)
		if (span_is(text, w->name)) {
			store(base, key, (uint64_t)w->value);
			return 0;
		}
	buf_printf(why, "'%s' is ", key->name);
	print_words(why, words, count_words(words));
	buf_printf(why, ", not '%.*s'", (int)min_size(text.n, 60), text.p);
	if (shorter)
		buf_printf(why, "; did you mean '%s'?", shorter);
	else
		key_guess(why, text, next_word, &next);
	return -EINVAL;
}

/* the power of two that k, M or G stands for; it is cut off */
static unsigned take_suffix(struct span *text)
{
	unsigned shift = 0;

	if (!text->n)
		return 0;
	switch (text->p[text->n - 1]) {
	case 'k':
	case 'K':
		shift = 10;
		break;
	case 'M':
		shift = 20;
		break;
	case 'G':
		shift = 30;
		break;
	}
	text->n -= shift != 0;
	return shift;
}

static int set_number(void *base, const struct config_key *key,
	struct span text, struct buf *why)
{
	static const char *const what[] = {
		[KEY_UINT] = "a number",
		[KEY_SIZE] = "a size in bytes, such as 512k, 64M or 1G",
		[KEY_SECONDS] = "a number of seconds",
	};
	struct span digits = text;
	unsigned shift = key->type == KEY_SIZE ? take_suffix(&digits) : 0;
	uint64_t v = 0;
	int r = num_parse_signed(digits, 10, (int64_t *)&v);

	if (r == -EINVAL)
		return is_not(key, what[key->type], text, why);
	if (r || (int64_t)v < 0 || v > UINT64_MAX >> (shift + 1))
		return out_of_range(key, text, why);
	v <<= shift;
	if ((v < key->min || v > key->max) && !(v == 0 && key->zero))
		return out_of_range(key, text, why);
	store(base, key, v);
	return 0;
}

static int set_mode(void *base, const struct config_key *key, struct span text,
	struct buf *why)
{
	uint64_t v;

	if (num_parse(text, 8, &v) || v > 07777)
		return is_not(key, "an octal mode, such as 0640", text, why);
	if (v & 07000 || v & 0111)
		return is_not(key, "for a file that nobody runs, such as 0640",
			text, why);
	if (v & 0002)
		return is_not(key, "one that does not let everybody write, "
			"such as 0640", text, why);
	if ((v & 0600) != 0600)
		return is_not(key, "one with which its owner can read and "
			"write, such as 0640", text, why);
	store(base, key, v);
	return 0;
}

/* malloc() and not strdup(): tests make it fail */
static char *copy(struct span text)
{
	char *p = malloc(text.n + 1);

	if (!p)
		return NULL;
	memcpy(p, text.p, text.n);
	p[text.n] = '\0';
	return p;
}

static int check_string(const struct config_key *key, struct span text,
	struct buf *why)
{
	bool path = key->type == KEY_PATH;
	size_t max = path ? PATH_MAX - 1 : WORD_MAX;
	const char *item = key->type == KEY_LIST ? "an item of " : "";

	if (!text.n) {
		buf_printf(why, "%s'%s' is empty", item, key->name);
		return -EINVAL;
	}
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < 32 || text.p[i] == 127) {
			buf_printf(why, "%s'%s' has a control character in it",
				item, key->name);
			return -EINVAL;
		}
	if (text.n > max) {
		buf_printf(why, "%s'%s' has %zu bytes; it can have %zu at most",
			item, key->name, text.n, max);
		return -EINVAL;
	}
	if (path && text.p[0] != '/')
		return is_not(key, "an absolute name, one that begins with '/'",
			text, why);
	if (path && text.p[text.n - 1] == '/') {
		buf_printf(why, "'%s' ends in '/'; write the name without it",
			key->name);
		return -EINVAL;
	}
	return 0;
}

static char **string_of(void *base, const struct config_key *key)
{
	return (char **)((char *)base + key->at);
}

static struct config_list *list_of(void *base, const struct config_key *key)
{
	return (struct config_list *)((char *)base + key->at);
}

/* whether "none" is a value: where nothing is the default, or has a meaning */
static bool may_be_none(const struct config_key *key)
{
	return key->type == KEY_PATH ? strcmp(key->preset, "none") == 0 :
	       strcmp(key->name, "group") == 0;
}

static int set_string(void *base, const struct config_key *key,
	struct span text, struct buf *why)
{
	char *value = NULL;

	if (!may_be_none(key) || !span_is(text, "none")) {
		int r = check_string(key, text, why);

		if (r)
			return r;
		value = copy(text);
		if (!value)
			return -ENOMEM;
	}
	free(*string_of(base, key));
	*string_of(base, key) = value;
	return 0;
}

int key_set(void *base, const struct config_key *key, struct span text,
	struct buf *why)
{
	switch (key->type) {
	case KEY_BOOL:
	case KEY_WORD:
		return set_word(base, key, text, why);
	case KEY_UINT:
	case KEY_SIZE:
	case KEY_SECONDS:
		return set_number(base, key, text, why);
	case KEY_MODE:
		return set_mode(base, key, text, why);
	default:
		return set_string(base, key, text, why);
	}
}

int key_add(void *base, const struct config_key *key, struct span text,
	struct buf *why)
{
	int r = check_string(key, text, why);
	char *item = r ? NULL : copy(text);

	if (r)
		return r;
	if (!item)
		return -ENOMEM;
	if (vec_add(list_of(base, key), item)) {
		free(item);
		return -ENOMEM;
	}
	return 0;
}

void key_clear(void *base, const struct config_key *key)
{
	if (key->type == KEY_STRING || key->type == KEY_PATH) {
		free(*string_of(base, key));
		*string_of(base, key) = NULL;
	} else if (key->type == KEY_LIST) {
		vec_foreach(it, list_of(base, key))
			free(*it);
		vec_deinit(list_of(base, key));
	}
}

/* --------------------------------------------------------------- printing */

/* a string that reads back as it is; JSON's are YAML's, too */
static void print_string(struct buf *out, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";

	if (s[0] != '-' && s[strspn(s, plain)] == '\0' &&
		strcmp(s, "none") != 0 && strcmp(s, "null") != 0) {
		buf_str(out, s);
		return;
	}
	buf_chr(out, '"');
	escape_json(out, span_of(s));
	buf_chr(out, '"');
}

static void print_word(struct buf *out, const struct key_word *words, int value)
{
	while (words->name && words->value != value)
		words++;
	buf_str(out, words->name ? words->name : "?");
}

static void print_list(struct buf *out, const struct config_list *list)
{
	buf_chr(out, '[');
	vec_foreach(it, list) {
		if (it != list->v)
			buf_lit(out, ", ");
		print_string(out, *it);
	}
	buf_chr(out, ']');
}

void key_print(struct buf *out, const void *base,
	const struct config_key *key)
{
	const char *p = (const char *)base + key->at;

	switch (key->type) {
	case KEY_BOOL:
		print_word(out, booleans, load(base, key) != 0);
		return;
	case KEY_WORD:
		print_word(out, key->words, (int)load(base, key));
		return;
	case KEY_MODE:
		buf_printf(out, "%04o", (unsigned)load(base, key));
		return;
	case KEY_STRING:
	case KEY_PATH:
		if (*(char *const *)p)
			print_string(out, *(char *const *)p);
		else
			buf_lit(out, "none");
		return;
	case KEY_LIST:
		print_list(out, (const struct config_list *)p);
		return;
	default:
		print_number(out, key, load(base, key));
	}
}
