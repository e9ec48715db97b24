/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/resolve.h"

#include "base/escape.h"
#include "base/num.h"
#include "rule/expr.h"
#include "rule/format.h"
#include "rule/resolve_expr.h"
#include "tbl/level.h"

#define RULE_NAME_MAX 128

struct resolver {
	struct rules *rs;
	const struct ast *ast;
	const struct name_service *names;
	struct diag *diag;
	const struct ast_rule *from;
	struct rule *rule;
	const char *counted;	/* the text up to here has */
	unsigned line;		/* so many lines */
};

static void error(struct resolver *rv, struct span at, const char *text)
{
	diag_add(rv->diag, DIAG_ERROR, rv->ast->src, at, "%s", text);
}

static const struct ast_entry *entry(const struct resolver *rv, enum entry id)
{
	const struct ast_entry *en = &rv->from->entry[id];

	return en->key.p ? en : NULL;
}

/* --------------------------------------------------------------- words */

/* the index of an entry's word in words[]; -1: absent or reported */
static int choose(struct resolver *rv, enum entry id, const char *const *words)
{
	const struct ast_entry *en = entry(rv, id);

	if (!en || !en->value.p)
		return -1;
	for (int i = 0; words[i]; i++)
		if (span_is(en->value, words[i]))
			return i;
	diag_add(rv->diag, DIAG_ERROR, rv->ast->src, en->value,
		"%s is %s, not '%.*s'", entry_name(id), entry_what(id),
		SPAN_ARG(en->value));
	return -1;
}

static void resolve_words(struct resolver *rv)
{
	static const char *const whens[] = {"before", "after", NULL};
	static const char *const yesno[] = {"no", "yes", NULL};
	static const char *const attempts[] = {"existing", "all", NULL};
	static const char *const guarantees[] = {"best_effort", NULL};

	rv->rule->phase = choose(rv, ENTRY_when, whens) == 1 ? PHASE_AFTER :
							       PHASE_BEFORE;
	rv->rule->variants = choose(rv, ENTRY_variants, yesno) != 0;
	rv->rule->attempts_all = choose(rv, ENTRY_attempts, attempts) == 1;
	rv->rule->best_effort = choose(rv, ENTRY_guarantee, guarantees) == 0;
}

/* what is missing, in one message: it has one place, the rule */
static void check_required(struct resolver *rv)
{
	static const enum entry required[] = {
		ENTRY_syscall_name, ENTRY_rule_name, ENTRY_action};
	const char *missing[ARRAY_SIZE(required)];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(required); i++)
		if (!entry(rv, required[i]))
			missing[n++] = entry_name(required[i]);
	if (n)
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, rv->from->at,
			"the rule has no %s%s%s%s%s", missing[0],
			n > 2 ? ", no " : "", n > 2 ? missing[1] : "",
			n > 1 ? " and no " : "", n > 1 ? missing[n - 1] : "");
}

static void resolve_name(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_rule_name);

	if (!en || !en->value.p)
		return;
	rv->rule->name = en->value;
	/* the name stands in output lines and is the kernel rule's key */
	if (escape_is_needed(en->value) || minus_len(en->value) > 1)
		error(rv, en->value, "a rule_name is made of letters, digits, "
			"'_', '.' and '-'");
	if (en->value.n > RULE_NAME_MAX)
		error(rv, en->value, "a rule_name has at most 128 bytes");
}

/* -------------------------------------------------------- system calls */

static const char *next_syscall(void *arg)
{
	size_t *i = arg, n;
	const struct syscall *row = syscall_rows(&n);

	return *i < n ? row[(*i)++].name : NULL;
}

static bool same_target(const struct target *a, const struct target *b)
{
	return a->abi == b->abi && a->uring == b->uring && a->nr == b->nr &&
	       a->classic == b->classic && a->variant == b->variant;
}

struct targets {
	VEC(struct target) v;
};

static int add_target(struct targets *ts, struct target t)
{
	vec_foreach(it, &ts->v)
		if (same_target(it, &t))
			return 0;
	return vec_add(&ts->v, t);
}

/* the io_uring operations that do what real does */
static int add_uring(struct targets *ts, struct target t)
{
	const struct uring_op *op;

	if (abi_info(t.abi)->bits != 64)
		return 0;	/* a record does not say which ABI asked */
	for (size_t i = 0; (op = uring_by_syscall(t.real->name, i)); i++) {
		t.uring = true;
		t.nr = (uint16_t)op->nr;
		if (add_target(ts, t))
			return -ENOMEM;
	}
	return 0;
}

static int add_call(struct targets *ts, enum abi abi,
	const struct syscall *classic, const char *name,
	const struct variant *variant)
{
	const struct syscall *real = syscall_by_name(abi, span_of(name));
	struct target t = {.abi = abi, .classic = classic, .real = real,
		.variant = variant};

	if (!real)
		return 0;
	t.nr = (uint16_t)real->nr[abi];
	return add_target(ts, t) || add_uring(ts, t) ? -ENOMEM : 0;
}

/* the row that stands for the plain call, where the ABI has it with another
 * prototype than the one that the rule's PARAMS count */
static const struct variant *plain_row(const struct variant *row, size_t n,
	enum abi abi)
{
	for (size_t i = 0; i < n; i++)
		if (row[i].abis & 1 << abi &&
			strcmp(row[i].variant, row[i].classic) == 0)
			return &row[i];
	return NULL;
}

/* any: the prototype that the rule's PARAMS count */
static int add_name(struct targets *ts, const struct syscall *any,
	enum abi abi, bool variants)
{
	const struct syscall *own = syscall_by_name(abi, span_of(any->name));
	size_t n;
	const struct variant *row = variants_of(any->name, &n);
	const struct variant *plain = plain_row(row, n, abi);
	int r = add_call(ts, abi, plain || !own ? any : own, any->name, plain);

	for (size_t i = 0; variants && !r && i < n; i++)
		if (row[i].abis & 1 << abi && &row[i] != plain)
			r = add_call(ts, abi, any, row[i].variant, &row[i]);
	return r;
}

/* how other interfaces call it, or its number */
static const char *meant_syscall(struct span name)
{
	static const char *const prefixes[] = {"sys_", "SYS_", "__NR_"};
	const struct syscall *sc = NULL;
	uint64_t nr;

	for (size_t i = 0; i < ARRAY_SIZE(prefixes) && !sc; i++) {
		struct span p = span_of(prefixes[i]);

		if (span_starts(name, p))
			sc = syscall_prototype((struct span){name.p + p.n,
				name.n - p.n});
	}
	if (!sc && num_parse(name, 10, &nr) == 0 && nr <= SYSCALL_NR_MAX)
		sc = syscall_by_nr(ABI_X86_64, (unsigned)nr);
	return sc ? sc->name : NULL;
}

static void unknown_syscall(struct resolver *rv, struct span name)
{
	const char *guess = meant_syscall(name);
	size_t i = minus_len(name);

	for (; i < name.n; i++)
		if (lookalike_name((struct span){name.p + i, name.n - i}))
			return;		/* the lexer has reported it */
	i = 0;

	if (!guess)
		guess = diag_guess(rv->diag, name, next_syscall, &i);
	if (guess)
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, name,
			"unknown system call '%.*s'; did you mean '%s'?",
			SPAN_ARG(name), guess);
	else
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, name,
			"unknown system call '%.*s'; 'sct syscalls' lists them",
			SPAN_ARG(name));
}

static int resolve_targets(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_syscall_name);
	struct targets ts = {0};
	struct target *copy;
	int r = 0;

	for (size_t i = 0; en && !r && i < en->nnames; i++) {
		const struct syscall *any = syscall_prototype(en->names[i]);

		if (!any)
			unknown_syscall(rv, en->names[i]);
		for (int abi = 0; any && !r && abi < ABI_COUNT; abi++)
			r = add_name(&ts, any, (enum abi)abi,
				rv->rule->variants);
	}
	copy = r ? NULL : arena_calloc(&rv->rs->arena, ts.v.n + 1,
		sizeof(*copy));
	if (copy && ts.v.n)
		memcpy(copy, ts.v.v, ts.v.n * sizeof(*copy));
	rv->rule->target = copy;
	rv->rule->ntargets = ts.v.n;
	rv->rule->names = en ? en->names : NULL;
	rv->rule->nnames = en ? en->nnames : 0;
	vec_deinit(&ts.v);
	return copy ? 0 : -ENOMEM;
}

/* -------------------------------------------------------------- action */

static const char *next_errno(void *arg)
{
	int *i = arg;

	while (*i < ERROR_CODE_MAX) {
		const char *name = errno_name(++*i);

		if (name)
			return name;
	}
	return NULL;
}

static void bad_error_code(struct resolver *rv, struct span value,
	struct span word)
{
	int i = 0;
	const char *guess = word.n && (*word.p | 32) == 'e' ?
		diag_guess(rv->diag, word, next_errno, &i) : NULL;

	if (guess)
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, value,
			"unknown errno '%.*s'; did you mean '-%s'?",
			SPAN_ARG(word), guess);
	else
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, value,
			"error_code is %s, not '%.*s'",
			entry_what(ENTRY_error_code), SPAN_ARG(value));
}

/* error_code = [ "-" ] ( number | ERRNO ) */
static void resolve_error_code(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_error_code);
	struct span s = en ? en->value : (struct span){0};
	size_t minus = minus_len(s);
	uint64_t v = 0;
	int r;

	if (!s.p)
		return;
	s = (struct span){s.p + minus, s.n - minus};
	while (minus && s.n && (unsigned char)*s.p <= ' ')
		s = (struct span){s.p + 1, s.n - 1};
	rv->rule->error_code = errno_by_name(s);
	if (rv->rule->error_code)
		return;
	r = num_parse(s, 0, &v);
	if (r == -EINVAL)
		bad_error_code(rv, en->value, s);
	else if (r == 0 && v == 0)
		error(rv, en->value, "0 is no error; error_code is a negative "
			"errno: write -1 (EPERM) or another one");
	else if (r < 0 || v > ERROR_CODE_MAX)
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, en->value,
			"no such errno; the largest is -%d (%s)",
			ERROR_CODE_MAX, errno_name(ERROR_CODE_MAX));
	else if (!minus)
		diag_add(rv->diag, DIAG_ERROR, rv->ast->src, en->value,
			"error_code is a negative errno: write -%u",
			(unsigned)v);
	else
		rv->rule->error_code = (int)v;
}

static void check_error_code(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_error_code);
	bool fail = rv->rule->action == ACTION_FAIL;

	if (fail && !en)
		error(rv, rv->from->entry[ENTRY_action].key,
			"a FAIL action needs an error_code: write "
			"error_code = -EPERM");
	else if (!fail && en)
		error(rv, en->key, "error_code belongs to a FAIL action");
	if (rv->rule->action != ACTION_LOG && rv->rule->phase == PHASE_AFTER) {
		const struct ast_entry *when = entry(rv, ENTRY_when);

		error(rv, when->value, "only a LOG action can be "
			"when = after: the call has been made by then");
	}
}

static const char *next_level(void *arg)
{
	int *i = arg;

	return level_name((*i)++);
}

/* error: err, emergency: emerg */
static const char *short_level(struct span word)
{
	const char *name;

	for (int i = 0; (name = level_name(i)); i++)
		if (span_starts(word, span_of(name)))
			return name;
	return NULL;
}

static void resolve_level(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_level);
	const char *guess;
	int i = 0, level;

	rv->rule->level = rules_default_level(rv->rule->action);
	if (!en || !en->value.p)
		return;
	level = level_by_name(en->value);
	if (level >= 0) {
		rv->rule->level = level;
		return;
	}
	guess = short_level(en->value);
	if (!guess)
		guess = diag_guess(rv->diag, en->value, next_level, &i);
	diag_add(rv->diag, DIAG_ERROR, rv->ast->src, en->value,
		"level is %s, not '%.*s'%s%s%s", entry_what(ENTRY_level),
		SPAN_ARG(en->value), guess ? "; did you mean '" : "",
		guess ? guess : "", guess ? "'?" : "");
}

static int resolve_format(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_log_format);
	struct span text = SPAN_LIT(FORMAT_DEFAULT);
	bool logs = rv->rule->action == ACTION_LOG ||
		    rv->rule->action == ACTION_FAIL;
	int r;

	if (en && !logs)
		error(rv, en->key, "log_format belongs to a LOG or FAIL action");
	if (en)
		text = en->value;
	else if (rv->ast->format.p)
		text = rv->ast->format;
	if (!text.p)
		return 0;	/* the parser has reported it */
	r = format_parse(&rv->rule->format, &rv->rs->arena, rv->ast->src, text,
		rv->rule, rv->diag);
	return r == -ENOMEM ? r : 0;
}

/* a default that no rule uses is looked at all the same */
static int check_default_format(struct resolver *rv)
{
	const struct format *unused;
	int r = 0;

	if (rv->ast->format.p)
		r = format_parse(&unused, &rv->rs->arena, rv->ast->src,
			rv->ast->format, NULL, rv->diag);
	return r == -ENOMEM ? r : 0;
}

static int resolve_action(struct resolver *rv)
{
	static const char *const types[] = {
		"LOG", "FAIL", "KILL", "SUSPEND", NULL};
	int type = choose(rv, ENTRY_type, types);

	if (!entry(rv, ENTRY_action) || entry(rv, ENTRY_action)->unread)
		return 0;
	if (!entry(rv, ENTRY_type)) {
		error(rv, rv->from->entry[ENTRY_action].key,
			"the action has no type: write type = LOG");
		return 0;
	}
	if (type < 0)
		return 0;
	rv->rule->action = (enum action)type;
	resolve_error_code(rv);
	check_error_code(rv);
	resolve_level(rv);
	return resolve_format(rv);
}

/* -------------------------------------------------------------- filter */

static int resolve_filter(struct resolver *rv)
{
	const struct ast_entry *en = entry(rv, ENTRY_filter_expression);
	struct expr_scope sc = {.arena = &rv->rs->arena, .src = rv->ast->src,
		.diag = rv->diag, .names = rv->names, .rule = rv->rule,
		.rs = rv->rs};

	if (!en || !en->expr)
		return 0;
	rv->rule->filter = resolve_expr(&sc, en->expr);
	return sc.err;
}

/* {1} is no filter at all */
static void simplify(struct rule *rule)
{
	if (rule->filter && rule->filter->kind == EXPR_NUM && rule->filter->num)
		rule->filter = NULL;
}

/* lines up to at, counted on from the rule before */
static unsigned count_lines(struct resolver *rv, struct span at)
{
	for (; rv->counted < at.p; rv->counted++)
		rv->line += *rv->counted == '\n';
	return rv->line;
}

static int resolve_rule(struct resolver *rv)
{
	struct rule *rule = arena_new(&rv->rs->arena, struct rule);
	int r;

	if (!rule)
		return -ENOMEM;
	if (rv->rs->rule.n >= RULES_MAX)
		return -E2BIG;
	rv->rule = rule;
	rule->src = rv->ast->src;
	rule->at = rv->from->at;
	rule->text = rv->from->text;
	rule->index = (unsigned)rv->rs->rule.n;
	rule->line = count_lines(rv, rule->at);
	check_required(rv);
	resolve_words(rv);
	resolve_name(rv);
	r = resolve_targets(rv);
	if (!r)
		r = resolve_action(rv);
	if (!r)
		r = resolve_filter(rv);
	if (!r)
		simplify(rule);
	return r ? r : vec_add(&rv->rs->rule, rule);
}

int resolve(struct rules *rs, const struct ast *ast,
	const struct name_service *names, struct diag *diag)
{
	struct resolver rv = {
		.rs = rs, .ast = ast, .names = names, .diag = diag,
		.counted = ast->src->text.p, .line = 1};
	int r = check_default_format(&rv);

	for (rv.from = ast->rules; rv.from && !r; rv.from = rv.from->next)
		r = resolve_rule(&rv);
	return r;
}
