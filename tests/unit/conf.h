/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/conf.h - any bytes as a file of the configuration in; what is not
 * as it must be, in words, out. */
#ifndef TESTS_UNIT_CONF_H
#define TESTS_UNIT_CONF_H

#include "base/escape.h"
#include "daemon/config.h"

/* each mistake has its place, and a terminal is safe from all of it */
static inline const char *conf_wrong_words(const struct buf *words)
{
	struct span left = {words->p, words->n};

	if (!words->n || !strstr(words->p, "error: "))
		return "a refusal without an error";
	while (left.n) {
		size_t n = utf8_len(left);

		if (!n)
			return "a message that is not UTF-8";
		if (((unsigned char)*left.p < 32 && *left.p != '\n' &&
			    *left.p != '\t') || *left.p == 127)
			return "a control character in a message";
		left = (struct span){left.p + n, left.n - n};
	}
	return NULL;
}

/* what is accepted means the same when it is printed and read again */
static inline const char *conf_wrong_print(const struct config *c)
{
	cleanup(buf_deinit) struct buf one = {0}, two = {0}, words = {0};
	struct config_text text = {.name = "printed"};
	struct config again;

	config_print(&one, c);
	text.text = (struct span){one.p, one.n};
	if (one.err || config_read(&again, &text, 1, &words))
		return "what was printed cannot be read";
	config_print(&two, &again);
	config_deinit(&again);
	return two.err || strcmp(one.p, two.p) ?
		"what was printed reads as something else" : NULL;
}

/* NULL: all is well; *accepted says whether it is a configuration */
static inline const char *conf_wrong(struct span bytes, bool *accepted)
{
	const struct config_text text = {"fuzz.yaml", bytes};
	cleanup(buf_deinit) struct buf words = {0};
	struct config c;
	const char *wrong;
	int r = config_read(&c, &text, 1, &words);

	*accepted = r == 0;
	if (r)
		return r == -EINVAL ? conf_wrong_words(&words) : "no memory";
	wrong = conf_wrong_print(&c);
	config_deinit(&c);
	return wrong;
}

#endif
