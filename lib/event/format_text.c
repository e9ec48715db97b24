/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/format_text.h"
#include "base/escape.h"
#include "event/param.h"

/* one line in the making */
struct line {
	struct buf *out;
	struct format_ctx *ctx;
	const struct rule *rule;
	const struct view *view;
};

static void add_unknown(const struct line *l)
{
	buf_chr(l->out, '?');
}

static struct value get(const struct line *l, enum var var)
{
	struct value x = {.type = V_UNKNOWN};

	l->view->env.get(&l->view->env, var, 0, &x);
	return x;
}

static int64_t number(const struct value *x)
{
	return x->is_signed && x->bits == 32 ? (int32_t)x->u : (int64_t)x->u;
}

/* ---------------------------------------------------------------- numbers */

static void add_int(const struct line *l, enum var var)
{
	struct value x = get(l, var);

	if (x.type == V_INT)
		buf_sdec(l->out, number(&x));
	else
		add_unknown(l);
}

/* an id: all ones is the kernel's "not set" */
static void add_id(const struct line *l, enum var var)
{
	struct value x = get(l, var);

	if (x.type != V_INT)
		add_unknown(l);
	else
		buf_sdec(l->out, (int32_t)x.u == -1 ? -1 : (int64_t)x.u);
}

static void add_name(const struct line *l, enum var var)
{
	struct value x = get(l, var);
	struct span name = {NULL, 0};

	if (x.type == V_INT)
		name = format_id_name(l->ctx, l->view, var, (uint32_t)x.u);
	if (name.p)
		escape_text(l->out, name);
	else
		add_id(l, var);
}

static void add_success(const struct line *l, enum var var)
{
	struct value x = get(l, var);

	if (x.type == V_INT)
		buf_str(l->out, x.u ? "yes" : "no");
	else
		add_unknown(l);
}

static void add_errno(const struct line *l, enum var var)
{
	struct value x = get(l, var);
	const char *name = NULL;

	if (x.type == V_INT && x.u <= ERROR_CODE_MAX)
		name = errno_name((int)x.u);
	if (name)
		buf_str(l->out, name);
	else
		add_int(l, var);
}

/* ---------------------------------------------------------------- strings */

static void add_quoted(const struct line *l, struct span s)
{
	if (!s.p) {
		add_unknown(l);
		return;
	}
	buf_chr(l->out, '"');
	escape_text(l->out, s);
	buf_chr(l->out, '"');
}

static void add_string(const struct line *l, enum var var)
{
	struct value x = get(l, var);

	add_quoted(l, x.type == V_STR ? x.s : (struct span){NULL, 0});
}

static void add_path(const struct line *l, enum var var)
{
	struct value x = get(l, var);

	add_quoted(l, x.type == V_PATH ? x.abs : (struct span){NULL, 0});
}

/* without quotes */
static void add_bare(const struct line *l, struct span s)
{
	if (s.p)
		escape_text(l->out, s);
	else
		add_unknown(l);
}

static void add_word(const struct line *l, enum var var)
{
	struct value x = get(l, var);

	add_bare(l, x.type == V_STR ? x.s : (struct span){NULL, 0});
}

/* several keys stand joined by 0x01 in the record */
static void add_key(const struct line *l, enum var var)
{
	struct span key = l->view->call->key;
	const char *end;

	while (key.p && (end = memchr(key.p, 1, key.n))) {
		size_t n = (size_t)(end - key.p);

		escape_text(l->out, (struct span){key.p, n});
		buf_chr(l->out, ',');
		key = (struct span){end + 1, key.n - n - 1};
	}
	add_bare(l, key);
}

/* --------------------------------------------------------------- the call */

static void add_sid(const struct line *l, enum var var)
{
	buf_dec(l->out, l->view->target->nr);
}

static void add_sname(const struct line *l, enum var var)
{
	buf_str(l->out, format_call_name(l->view->target));
}

static void add_arch(const struct line *l, enum var var)
{
	buf_str(l->out, abi_info(l->view->target->abi)->name);
}

static void add_params_by(const struct line *l,
	bool (*add)(struct buf *out, const struct view *v, unsigned n))
{
	for (unsigned n = 1; n <= l->view->target->classic->nparams; n++) {
		if (n > 1)
			buf_lit(l->out, ", ");
		add(l->out, l->view, n);
	}
}

static void add_params(const struct line *l, enum var var)
{
	add_params_by(l, param_text);
}

static void add_args(const struct line *l, enum var var)
{
	add_params_by(l, param_decoded);
}

/* ------------------------------------------------- the event and the rule */

static void add_time(const struct line *l, enum var var)
{
	const struct event *ev = l->view->ev;

	stamp_local(l->out, &l->ctx->zone, ev->sec, ev->ms);
}

static void add_epoch(const struct line *l, enum var var)
{
	stamp_epoch(l->out, l->view->ev->sec, l->view->ev->ms);
}

static void add_serial(const struct line *l, enum var var)
{
	buf_dec(l->out, l->view->ev->serial);
}

static void add_ruleid(const struct line *l, enum var var)
{
	escape_text(l->out, l->rule->name);
}

static void add_action(const struct line *l, enum var var)
{
	static const char *const words[] = {
		[ACTION_LOG] = "LOG",
		[ACTION_FAIL] = "FAIL",
		[ACTION_KILL] = "KILL",
		[ACTION_SUSPEND] = "SUSPEND",
	};

	buf_str(l->out, words[l->rule->action]);
}

/* how each macro of macro.tbl.h is shown; VAR_COUNT: not from a variable */
static const struct {
	void (*add)(const struct line *l, enum var var);
	enum var var;
} macros[MACRO_COUNT] = {
	[MACRO_ruleid] = {add_ruleid, VAR_COUNT},
	[MACRO_sid] = {add_sid, VAR_COUNT},
	[MACRO_sname] = {add_sname, VAR_COUNT},
	[MACRO_params] = {add_params, VAR_COUNT},
	[MACRO_pid] = {add_int, VAR_PID},
	[MACRO_uid] = {add_id, VAR_UID},
	[MACRO_euid] = {add_id, VAR_EUID},
	[MACRO_suid] = {add_id, VAR_SUID},
	[MACRO_gid] = {add_id, VAR_GID},
	[MACRO_egid] = {add_id, VAR_EGID},
	[MACRO_sgid] = {add_id, VAR_SGID},
	[MACRO_comm] = {add_string, VAR_COMM},
	[MACRO_retval] = {add_int, VAR_RETVAL},
	[MACRO_cwd] = {add_word, VAR_CWD},
	[MACRO_time] = {add_time, VAR_COUNT},
	[MACRO_epoch] = {add_epoch, VAR_COUNT},
	[MACRO_serial] = {add_serial, VAR_COUNT},
	[MACRO_host] = {add_word, VAR_HOST},
	[MACRO_arch] = {add_arch, VAR_COUNT},
	[MACRO_ppid] = {add_int, VAR_PPID},
	[MACRO_auid] = {add_id, VAR_AUID},
	[MACRO_ses] = {add_id, VAR_SES},
	[MACRO_fsuid] = {add_id, VAR_FSUID},
	[MACRO_fsgid] = {add_id, VAR_FSGID},
	[MACRO_tty] = {add_word, VAR_TTY},
	[MACRO_exe] = {add_string, VAR_EXE},
	[MACRO_cmdline] = {add_string, VAR_CMDLINE},
	[MACRO_path] = {add_path, VAR_PATH},
	[MACRO_path2] = {add_path, VAR_PATH2},
	[MACRO_success] = {add_success, VAR_SUCCESS},
	[MACRO_errno] = {add_errno, VAR_ERRNO},
	[MACRO_action] = {add_action, VAR_COUNT},
	[MACRO_user] = {add_name, VAR_UID},
	[MACRO_euser] = {add_name, VAR_EUID},
	[MACRO_auser] = {add_name, VAR_AUID},
	[MACRO_group] = {add_name, VAR_GID},
	[MACRO_args] = {add_args, VAR_COUNT},
	[MACRO_key] = {add_key, VAR_COUNT},
};

/* the format's own text; a log_format written over several lines is one line */
static void add_literal(struct buf *out, struct span s)
{
	const size_t start = out->n;

	buf_span(out, s);
	for (size_t i = start; i < out->n; i++)
		if (out->p[i] == '\n' || out->p[i] == '\r')
			out->p[i] = ' ';
}

void format_text(struct buf *out, struct format_ctx *ctx,
	const struct rule *rule, const struct view *v)
{
	const struct line l = {out, ctx, rule, v};

	for (size_t i = 0; i < rule->format->n; i++) {
		const struct format_part *part = &rule->format->part[i];

		if (part->macro < 0)
			add_literal(out, part->text);
		else
			macros[part->macro].add(&l, macros[part->macro].var);
	}
	buf_chr(out, '\n');
}
