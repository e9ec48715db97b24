/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/config_key.h - a key of the configuration and the text of its value
 * in; the value in its struct out, or why not; and back again. */
#ifndef DAEMON_CONFIG_KEY_H
#define DAEMON_CONFIG_KEY_H

#include "base/buf.h"
#include "daemon/config.h"

enum key_type {
	KEY_BOOL, KEY_UINT, KEY_SIZE, KEY_SECONDS, KEY_MODE, KEY_WORD,
	KEY_STRING, KEY_PATH, KEY_LIST,
};

struct key_word {
	const char *name;	/* NULL: the end of the list */
	int value;
};

struct config_key {
	const char *section;	/* NULL: none; "sink": of a sink */
	const char *name;
	enum key_type type;
	size_t at, size;	/* where it goes in struct config, config_sink */
	uint64_t min, max;
	const char *zero;	/* what 0 means, below min; NULL: no such value */
	const struct key_word *words;
	const char *preset;	/* the default, as in a file */
	unsigned only;		/* bits: kinds of source or sink; 0: all */
	const char *what;
};

#define CONFIG_SINK "sink"	/* section of the keys of a sink */
#define CONFIG_SINKS "sinks"	/* the word in the file */

/* config_keys() - all rows; those of a section stand together */
const struct config_key *config_keys(size_t *n);

/* key_is_sink() - whether it goes into a struct config_sink */
bool key_is_sink(const struct config_key *key);

/* key_kinds() - the words for the bits of .only: kinds of source or of sink */
const struct key_word *key_kinds(const struct config_key *key);

/**
 * key_set() - read a value
 * @base: struct config or config_sink, as key_is_sink() says
 * @text: no LIST
 * @why:  on -EINVAL what is wrong, and the fix
 * Return: 0; -EINVAL; -ENOMEM.
 */
int key_set(void *base, const struct config_key *key, struct span text,
	struct buf *why);

/* key_add() - one more item of a LIST; as key_set() */
int key_add(void *base, const struct config_key *key, struct span text,
	struct buf *why);

/* key_clear() - release what the key holds; a LIST is empty then, a STRING or
 * PATH not set */
void key_clear(void *base, const struct config_key *key);

/* key_print() - the value, as it may stand in a file */
void key_print(struct buf *out, const void *base,
	const struct config_key *key);

/* key_print_words() - "a, b or c": those with a bit in the mask */
void key_print_words(struct buf *out, const struct key_word *words, unsigned mask);

/* key_guess() - "; did you mean 'X'?" for a word of none of the names */
void key_guess(struct buf *out, struct span word,
	const char *(*next)(void *arg), void *arg);

#endif
