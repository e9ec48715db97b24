/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/rulekit.h - rule text in; rules, messages and dumps out. Users and
 * groups are those of a made-up host. */
#ifndef TESTS_UNIT_RULEKIT_H
#define TESTS_UNIT_RULEKIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/diag.h"
#include "rule/check.h"
#include "rule/dump.h"
#include "rule/parse.h"
#include "rule/print.h"
#include "rule/resolve.h"
#include "rule/rules.h"

/* a rule on CALL with that filter */
#define RULE_ON(call, filter)                                                  \
	"rule { syscall_name = " call " rule_name = r filter_expression { "    \
	filter " } action { type = LOG } }"
#define RULE(filter) RULE_ON("unlink", filter)
/* a rule with that action */
#define ACTION(action)                                                         \
	"rule { syscall_name = unlink rule_name = r action { " action " } }"

static inline int kit_id(void *arg, const char *name, uint32_t *id)
{
	if (strcmp(name, "broken") == 0)
		return -EIO;
	if (strcmp(name, "root") != 0 && strcmp(name, "alice") != 0)
		return -ENOENT;
	*id = *name == 'r' ? 0 : 1000;
	return 0;
}

static const struct name_service kit_names = {kit_id, kit_id, NULL};

struct kit {
	struct rules *rs;
	struct diag diag;
	struct buf out;
};

/* read text of n bytes as a file of that name */
static inline void kit_add(struct kit *k, const char *name, struct span text)
{
	if (!k->rs)
		k->rs = rules_new();
	assert_non_null(k->rs);
	assert_int_equal(rules_add(k->rs, name, text, &kit_names, &k->diag), 0);
}

static inline void kit_free(struct kit *k)
{
	diag_deinit(&k->diag);
	buf_deinit(&k->out);
	rules_free(k->rs);
	*k = (struct kit){0};
}

/* read text and check it */
static inline void kit_load(struct kit *k, const char *text)
{
	kit_free(k);
	kit_add(k, "t", span_of(text));
	assert_int_equal(check(k->rs, &k->diag), 0);
}

/* the same, without any error or warning */
static inline void kit_good(struct kit *k, const char *text)
{
	kit_load(k, text);
	if (k->diag.items.n) {
		diag_print(&k->diag, &k->out);
		print_error("%s\n%s", text, k->out.p);
	}
	assert_int_equal(k->diag.items.n, 0);
}

static inline const char *kit_out(struct kit *k)
{
	buf_lit(&k->out, "");
	assert_int_equal(k->out.err, 0);
	return k->out.p;
}

/* message number i: its words, and the source text that it points at */
static inline void kit_message(const struct kit *k, size_t i,
	enum diag_level level, const char *at, const char *words)
{
	const struct diag_item *it = &k->diag.items.v[i];

	assert_true(i < k->diag.items.n);
	assert_string_equal(it->text, words);
	assert_int_equal(it->level, level);
	assert_non_null(it->at.p);
	assert_true(it->at.n >= strlen(at));
	assert_memory_equal(it->at.p, at, strlen(at));
	assert_int_equal(it->at.n, strlen(at));
}

/* text has just one mistake: this one */
static inline void kit_error(const char *text, const char *at,
	const char *words)
{
	struct kit k = {0};

	kit_load(&k, text);
	if (k.diag.items.n != 1) {
		diag_print(&k.diag, &k.out);
		print_error("%s", kit_out(&k));
	}
	assert_int_equal(k.diag.items.n, 1);
	kit_message(&k, 0, DIAG_ERROR, at, words);
	kit_free(&k);
}

#endif
