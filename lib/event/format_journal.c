/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/format_journal.h"
#include "event/format_text.h"
#include "event/param.h"

/* ------------------------------------------------------------------ fields */

size_t journal_begin(struct buf *out, const char *name)
{
	size_t start = out->n;

	buf_add(out, &(uint32_t){0}, sizeof(uint32_t));
	buf_str(out, name);
	buf_chr(out, '=');
	return start;
}

void journal_end(struct buf *out, size_t start)
{
	uint32_t n;

	if (out->err)
		return;
	n = (uint32_t)(out->n - start - sizeof(n));
	memcpy(out->p + start, &n, sizeof(n));
}

void journal_text(struct buf *out, const char *name, struct span value)
{
	size_t start = journal_begin(out, name);

	buf_span(out, value);
	journal_end(out, start);
}

void journal_int(struct buf *out, const char *name, int64_t value)
{
	size_t start = journal_begin(out, name);

	buf_sdec(out, value);
	journal_end(out, start);
}

int journal_next(struct span *rest, struct span *field)
{
	uint32_t n;

	if (!rest->n)
		return 0;
	if (rest->n < sizeof(n))
		return -EPROTO;
	memcpy(&n, rest->p, sizeof(n));
	if (n > rest->n - sizeof(n))
		return -EPROTO;
	*field = (struct span){rest->p + sizeof(n), n};
	if (!memchr(field->p, '=', n))
		return -EPROTO;
	rest->p += sizeof(n) + n;
	rest->n -= sizeof(n) + n;
	return 1;
}

/* ----------------------------------------------------------------- an entry */

/* one entry in the making */
struct entry {
	struct buf *out;
	struct format_ctx *ctx;
	const struct rule *rule;
	const struct view *view;
};

static struct value get(const struct entry *e, enum var var)
{
	struct value x = {.type = V_UNKNOWN};

	e->view->env.get(&e->view->env, var, 0, &x);
	return x;
}

/* fields that are a variable; .id: all ones is "never set", which is none */
static const struct var_row {
	const char *name;
	enum var var;
	bool id;
} var_rows[] = {
	{"SCT_HOST", VAR_HOST, false},
	{"SCT_PID", VAR_PID, false},
	{"SCT_PPID", VAR_PPID, false},
	{"SCT_UID", VAR_UID, true},
	{"SCT_EUID", VAR_EUID, true},
	{"SCT_SUID", VAR_SUID, true},
	{"SCT_FSUID", VAR_FSUID, true},
	{"SCT_GID", VAR_GID, true},
	{"SCT_EGID", VAR_EGID, true},
	{"SCT_SGID", VAR_SGID, true},
	{"SCT_FSGID", VAR_FSGID, true},
	{"AUDIT_LOGINUID", VAR_AUID, true},
	{"AUDIT_SESSION", VAR_SES, true},
	{"SCT_TTY", VAR_TTY, false},
	{"SCT_COMM", VAR_COMM, false},
	{"SCT_EXE", VAR_EXE, false},
	{"SCT_CMDLINE", VAR_CMDLINE, false},
	{"SCT_CWD", VAR_CWD, false},
	{"SCT_PATH", VAR_PATH, false},
	{"SCT_PATH2", VAR_PATH2, false},
};

static void add_int(const struct entry *e, const struct var_row *row,
	const struct value *x)
{
	if (row->id && (uint32_t)x->u == EVENT_ID_UNSET)
		return;
	journal_int(e->out, row->name, x->is_signed && x->bits == 32 ?
		(int32_t)x->u : (int64_t)x->u);
}

static void add_var(const struct entry *e, const struct var_row *row)
{
	struct value x = get(e, row->var);

	if (x.type == V_INT)
		add_int(e, row, &x);
	else if (x.type == V_STR && x.s.p)
		journal_text(e->out, row->name, x.s);
	else if (x.type == V_PATH && x.abs.p)
		journal_text(e->out, row->name, x.abs);
}

static void add_message(const struct entry *e)
{
	size_t start = journal_begin(e->out, "MESSAGE");

	format_text(e->out, e->ctx, e->rule, e->view);
	if (!e->out->err)
		e->out->n--;	/* its '\n' */
	journal_end(e->out, start);
}

static void add_rule(const struct entry *e)
{
	static const char *const actions[] = {
		[ACTION_LOG] = "LOG", [ACTION_FAIL] = "FAIL",
		[ACTION_KILL] = "KILL", [ACTION_SUSPEND] = "SUSPEND",
	};

	journal_int(e->out, "PRIORITY", format_level(e->rule));
	journal_text(e->out, "SYSLOG_IDENTIFIER", SPAN_LIT("sctauditd"));
	journal_text(e->out, "SCT_RULE", e->rule->name);
	journal_text(e->out, "SCT_ACTION", span_of(actions[e->rule->action]));
	journal_text(e->out, "SCT_PHASE", e->rule->phase == PHASE_AFTER ?
		SPAN_LIT("after") : SPAN_LIT("before"));
}

static void add_event(const struct entry *e)
{
	const struct event *ev = e->view->ev;
	const struct target *t = e->view->target;

	journal_int(e->out, "SCT_SERIAL", (int64_t)ev->serial);
	journal_int(e->out, "SCT_EVENT_TIME",
		(int64_t)((ev->sec * 1000 + ev->ms) * 1000));
	journal_text(e->out, "SYSCALL", span_of(format_call_name(t)));
	journal_text(e->out, "SCT_ARCH", span_of(abi_info(t->abi)->name));
}

static void add_params(const struct entry *e)
{
	unsigned n = e->view->target->classic->nparams;
	size_t start;

	if (!n)
		return;
	start = journal_begin(e->out, "SCT_PARAMS");
	for (unsigned i = 1; i <= n; i++) {
		if (i > 1)
			buf_lit(e->out, ", ");
		param_text(e->out, e->view, i);
	}
	journal_end(e->out, start);
}

static void add_result(const struct entry *e)
{
	struct value x = get(e, VAR_RETVAL);
	const char *name = NULL;

	if (!format_shows_result(e->rule, e->view->call))
		return;
	if (x.type == V_INT)
		journal_int(e->out, "SCT_RETVAL", (int64_t)x.u);
	x = get(e, VAR_ERRNO);
	if (x.type != V_INT || !x.u)
		return;
	if (x.u <= ERROR_CODE_MAX)
		name = errno_name((int)x.u);
	if (name)
		journal_text(e->out, "SCT_ERRNO", span_of(name));
	else
		journal_int(e->out, "SCT_ERRNO", (int64_t)x.u);
}

void format_journal(struct buf *out, struct format_ctx *ctx,
	const struct rule *rule, const struct view *v)
{
	const struct entry e = {out, ctx, rule, v};

	add_message(&e);
	add_rule(&e);
	add_event(&e);
	add_params(&e);
	add_result(&e);
	for (size_t i = 0; i < ARRAY_SIZE(var_rows); i++)
		add_var(&e, &var_rows[i]);
}
