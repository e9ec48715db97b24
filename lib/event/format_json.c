/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/format_json.h"
#include "base/escape.h"
#include "base/json.h"
#include "event/action.h"
#include "event/param.h"
#include "event/saddr.h"
#include "tbl/level.h"

#include <fcntl.h>
#include <sys/socket.h>

#define ESCAPED_MAX 64	/* more than there are string fields */

/* one document in the making */
struct doc {
	struct buf *out;
	struct format_ctx *ctx;
	const struct rule *rule;
	const struct view *view;
	bool refused;		/* by this very rule */
	size_t nescaped;
	const char *escaped[ESCAPED_MAX];	/* names of fields, once each */
};

static void get(const struct doc *d, enum var var, struct value *out)
{
	d->view->env.get(&d->view->env, var, 0, out);
}

static struct span get_string(const struct doc *d, enum var var)
{
	struct value x;

	get(d, var, &x);
	return x.type == V_STR ? x.s : (struct span){NULL, 0};
}

static struct span get_path(const struct doc *d, enum var var)
{
	struct value x;

	get(d, var, &x);
	return x.type == V_PATH ? x.abs : (struct span){NULL, 0};
}

/* ------------------------------------------------------- kinds of members */

static void note_escaped(struct doc *d, const char *field)
{
	for (size_t i = 0; i < d->nescaped; i++)
		if (strcmp(d->escaped[i], field) == 0)
			return;
	if (d->nescaped < ESCAPED_MAX)
		d->escaped[d->nescaped++] = field;
}

/* the value of a string member; field: its dotted name */
static void add_string(struct doc *d, struct span s, const char *field)
{
	if (json_string(d->out, s))
		note_escaped(d, field);
}

/* STRING(d, "process", "name", s) - process.name, when there is one */
#define STRING(d, parent, name, s)                                             \
	do {                                                                   \
		struct span str_ = (s);                                        \
		if (str_.p) {                                                  \
			json_key((d)->out, name);                              \
			add_string((d), str_, parent "." name);                \
		}                                                              \
	} while (0)

/* a text of ours, which needs no escape */
static void add_word(struct buf *out, const char *text)
{
	buf_chr(out, '"');
	buf_str(out, text);
	buf_lit(out, "\",");
}

/* MEMBER(d, "name", json_uint, 5) - a key, and a value by that function */
#define MEMBER(d, name, fn, ...)                                               \
	do {                                                                   \
		json_key((d)->out, name);                                      \
		fn((d)->out, __VA_ARGS__);                                     \
	} while (0)

/* ID(d, "process", "user", VAR_EUID) - process.user: {"id":.., "name":..} */
#define ID(d, parent, name, var)                                               \
	do {                                                                   \
		size_t id_mark_ = json_object((d)->out, name);                 \
		add_id((d), (var), parent "." name ".name");                   \
		json_close((d)->out, id_mark_, '}');                           \
	} while (0)

static void add_id(struct doc *d, enum var var, const char *name_field)
{
	struct span name;
	uint32_t id;

	if (!format_id(d->view->call, var, &id))
		return;
	MEMBER(d, "id", json_uint_word, id);
	name = format_id_name(d->ctx, d->view, var, id);
	if (!name.p)
		return;
	json_key(d->out, "name");
	add_string(d, name, name_field);
}

/* ------------------------------------------------------ event, host, rule */

static void add_timestamp(struct doc *d)
{
	const struct event *ev = d->view->ev;

	buf_lit(d->out, "\"@timestamp\":\"");
	stamp_utc(d->out, ev->sec, ev->ms);
	buf_lit(d->out, "\",");
}

static bool shows_result(const struct doc *d)
{
	return format_shows_result(d->rule, d->view->call);
}

static const char *outcome(const struct doc *d)
{
	const struct event_call *c = d->view->call;

	if (!shows_result(d) || !(c->known & KNOWN_SUCCESS))
		return "unknown";
	return c->success ? "success" : "failure";
}

/* an open may create and may write */
static void add_open_types(struct doc *d)
{
	const struct view *v = d->view;
	struct value flags = {.type = V_UNKNOWN};

	if (v->target->classic->nparams < 2 ||
		v->target->classic->param[1].kind != KIND_open_flags)
		return;
	v->env.get(&v->env, VAR_PARAMS, 2, &flags);
	if (flags.type == V_INT && (flags.u & (O_ACCMODE | O_TRUNC)))
		buf_lit(d->out, "\"change\",");
	for (size_t i = 0; i < v->items.n; i++)
		if (v->items.v[i].nametype == NAME_CREATE) {
			buf_lit(d->out, "\"creation\",");
			return;
		}
}

/* event.action, event.category, event.type */
static void add_action(struct doc *d, const struct action_row *act)
{
	size_t mark;

	if (act) {
		buf_span(d->out, act->json);
		add_open_types(d);
		if (d->refused)
			buf_lit(d->out, "\"denied\",");
		json_close(d->out, 0, ']');
		return;
	}
	MEMBER(d, "action", add_word, d->view->target->classic->name);
	mark = json_array(d->out, "type");
	if (d->refused)
		buf_lit(d->out, "\"denied\",");
	json_close(d->out, mark, ']');
}

static void add_event(struct doc *d, const struct action_row *act)
{
	const struct event *ev = d->view->ev;
	size_t mark = json_object(d->out, "event");

	json_lit(d->out, "kind", "event");
	json_lit(d->out, "module", "sctaudit");
	add_action(d, act);
	MEMBER(d, "outcome", add_word, outcome(d));
	MEMBER(d, "sequence", json_uint, ev->serial);
	buf_lit(d->out, "\"id\":\"");
	stamp_epoch(d->out, ev->sec, ev->ms);
	buf_chr(d->out, ':');
	buf_dec(d->out, ev->serial);
	buf_lit(d->out, "\",");
	json_close(d->out, mark, '}');
}

static void add_host(struct doc *d)
{
	size_t mark = json_object(d->out, "host");

	STRING(d, "host", "name", get_string(d, VAR_HOST));
	MEMBER(d, "architecture", add_word,
		abi_info(d->view->target->abi)->name);
	json_close(d->out, mark, '}');
}

static void add_rule(struct doc *d)
{
	size_t mark = json_object(d->out, "rule");

	STRING(d, "rule", "name", d->rule->name);
	json_close(d->out, mark, '}');
}

static void add_log(struct doc *d)
{
	size_t mark = json_object(d->out, "log");

	MEMBER(d, "level", add_word, level_name(d->rule->level));
	json_close(d->out, mark, '}');
}

static void add_error(struct doc *d)
{
	const char *name = NULL;
	struct value x;
	size_t mark;

	get(d, VAR_ERRNO, &x);
	if (!shows_result(d) || x.type != V_INT || !x.u)
		return;
	mark = json_object(d->out, "error");
	if (x.u <= ERROR_CODE_MAX)
		name = errno_name((int)x.u);
	if (name)
		MEMBER(d, "code", add_word, name);
	else
		MEMBER(d, "code", json_uint_word, (uint32_t)x.u);
	json_close(d->out, mark, '}');
}

/* ---------------------------------------------------------------- auditd */

static void add_data(struct doc *d)
{
	const struct event_call *c = d->view->call;
	size_t mark = json_object(d->out, "data");

	MEMBER(d, "syscall", add_word, format_call_name(d->view->target));
	if (c->uring)
		MEMBER(d, "uring_op", json_uint_word, c->nr);
	if (c->known & KNOWN_ARGS) {
		MEMBER(d, "a0", json_hex_word, c->a[0]);
		MEMBER(d, "a1", json_hex_word, c->a[1]);
		MEMBER(d, "a2", json_hex_word, c->a[2]);
		MEMBER(d, "a3", json_hex_word, c->a[3]);
	}
	if (shows_result(d) && c->known & KNOWN_EXIT)
		MEMBER(d, "exit", json_int_word, c->exit);
	STRING(d, "auditd.data", "tty", get_string(d, VAR_TTY));
	json_close(d->out, mark, '}');
}

static const char *nametype_word(enum nametype t)
{
	static const char *const words[] = {
		[NAME_UNKNOWN] = "UNKNOWN", [NAME_NORMAL] = "NORMAL",
		[NAME_PARENT] = "PARENT", [NAME_DELETE] = "DELETE",
		[NAME_CREATE] = "CREATE",
	};

	return words[t];
}

/* "08:03", as the record and ls have it: two hex digits each at least */
static void add_device(struct buf *out, const struct path_item *p)
{
	if (p->dev_major < 16)
		buf_chr(out, '0');
	buf_hex(out, p->dev_major);
	buf_chr(out, ':');
	if (p->dev_minor < 16)
		buf_chr(out, '0');
	buf_hex(out, p->dev_minor);
}

static void add_octal(struct buf *out, uint32_t mode, size_t digits)
{
	char t[12];
	size_t i = sizeof(t);

	while (mode || sizeof(t) - i < digits) {
		t[--i] = (char)('0' + (mode & 7));
		mode >>= 3;
	}
	buf_add(out, t + i, sizeof(t) - i);
}

static void add_path_item(struct doc *d, const struct path_item *p)
{
	size_t mark = d->out->n;

	buf_chr(d->out, '{');
	if (p->item >= 0)
		MEMBER(d, "item", json_uint_word, (unsigned)p->item);
	STRING(d, "auditd.paths", "name", p->name);
	MEMBER(d, "nametype", add_word, nametype_word(p->nametype));
	if (p->has_inode) {
		MEMBER(d, "inode", json_uint_word, p->inode);
		buf_lit(d->out, "\"dev\":\"");
		add_device(d->out, p);
		buf_lit(d->out, "\",\"mode\":\"0");
		add_octal(d->out, p->mode, 0);
		buf_lit(d->out, "\",");
		MEMBER(d, "ouid", json_uint_word, p->ouid);
		MEMBER(d, "ogid", json_uint_word, p->ogid);
	}
	json_close(d->out, mark, '}');
}

static void add_paths(struct doc *d)
{
	const struct items *in = &d->view->items;
	size_t mark = json_array(d->out, "paths");

	for (size_t i = 0; i < in->n; i++)
		add_path_item(d, &in->v[i]);
	json_close(d->out, mark, ']');
}

static void add_auditd(struct doc *d)
{
	size_t auditd = json_object(d->out, "auditd"), mark;
	const struct event_call *c = d->view->call;

	add_data(d);
	if (c->known & KNOWN_SES && c->ses != EVENT_ID_UNSET)
		MEMBER(d, "session", json_uint_word, c->ses);
	mark = json_object(d->out, "user");
	ID(d, "auditd.user", "filesystem", VAR_FSUID);
	ID(d, "auditd.user", "audit", VAR_AUID);
	json_close(d->out, mark, '}');
	mark = json_object(d->out, "group");
	ID(d, "auditd.group", "filesystem", VAR_FSGID);
	json_close(d->out, mark, '}');
	add_paths(d);
	json_close(d->out, auditd, '}');
}

/* ---------------------------------------------------------- process, user */

static void add_args(struct doc *d)
{
	const struct event *ev = d->view->ev;
	size_t mark;

	if (!ev->has_execve)
		return;
	mark = json_array(d->out, "args");
	for (size_t i = 0; i < ev->nargs; i++)
		if (ev->args[i].p)
			add_string(d, ev->args[i], "process.args");
		else
			buf_lit(d->out, "null,");	/* not recorded */
	json_close(d->out, mark, ']');
	MEMBER(d, "args_count", json_uint, ev->argc);
}

static void add_process(struct doc *d)
{
	const struct event_call *c = d->view->call;
	size_t mark = json_object(d->out, "process");

	if (c->known & KNOWN_PID)
		MEMBER(d, "pid", json_int, c->pid);
	if (c->known & KNOWN_PPID) {
		buf_lit(d->out, "\"parent\":{\"pid\":");
		buf_sdec(d->out, c->ppid);
		buf_lit(d->out, "},");
	}
	STRING(d, "process", "name", get_string(d, VAR_COMM));
	STRING(d, "process", "executable", get_string(d, VAR_EXE));
	STRING(d, "process", "command_line", get_string(d, VAR_CMDLINE));
	add_args(d);
	STRING(d, "process", "working_directory", get_string(d, VAR_CWD));
	ID(d, "process", "real_user", VAR_UID);
	ID(d, "process", "user", VAR_EUID);
	ID(d, "process", "saved_user", VAR_SUID);
	ID(d, "process", "real_group", VAR_GID);
	ID(d, "process", "group", VAR_EGID);
	ID(d, "process", "saved_group", VAR_SGID);
	json_close(d->out, mark, '}');
}

static void add_user(struct doc *d)
{
	size_t mark = json_object(d->out, "user");

	add_id(d, VAR_UID, "user.name");
	ID(d, "user", "effective", VAR_EUID);
	ID(d, "user", "group", VAR_GID);
	json_close(d->out, mark, '}');
}

/* --------------------------------------------------------- file, network */

/* the PATH item of the object; NULL: none was recorded */
static const struct path_item *object_item(const struct doc *d)
{
	return view_path_item(d->view, VAR_PATH);
}

static void add_file_name(struct doc *d, struct span abs)
{
	const char *slash = abs.n > 1 ? memrchr(abs.p, '/', abs.n) : NULL;
	size_t dir;

	STRING(d, "file", "path", abs);
	if (!slash)
		return;
	dir = (size_t)(slash - abs.p);
	STRING(d, "file", "name", ((struct span){slash + 1, abs.n - dir - 1}));
	STRING(d, "file", "directory", ((struct span){abs.p, dir ? dir : 1}));
}

static void add_file_owner(struct doc *d, const struct path_item *p)
{
	MEMBER(d, "inode", json_uint_word, p->inode);
	buf_lit(d->out, "\"device\":\"");
	add_device(d->out, p);
	buf_lit(d->out, "\",\"mode\":\"");
	add_octal(d->out, p->mode & 07777, 4);
	buf_lit(d->out, "\",");
	MEMBER(d, "uid", json_uint_word, p->ouid);
	MEMBER(d, "gid", json_uint_word, p->ogid);
}

static void add_file(struct doc *d)
{
	const struct path_item *item = object_item(d);
	size_t mark = json_object(d->out, "file");
	struct span path = get_path(d, VAR_PATH);

	if (path.p)
		add_file_name(d, path);
	if (item && item->has_inode)
		add_file_owner(d, item);
	STRING(d, "file", "target_path", get_path(d, VAR_PATH2));
	json_close(d->out, mark, '}');
}

static void add_socket(struct doc *d, const struct action_row *act)
{
	struct saddr sa;
	size_t mark;

	if (saddr_parse(&sa, d->view->ev->saddr) < 0 || !sa.ip.p)
		return;
	if (act && act->peer != PEER_NONE) {
		mark = act->peer == PEER_SOURCE ?
			json_object(d->out, "source") :
			json_object(d->out, "destination");
		buf_lit(d->out, "\"ip\":\"");
		saddr_ip(d->out, &sa);
		buf_lit(d->out, "\",");
		MEMBER(d, "port", json_uint, sa.port);
		json_close(d->out, mark, '}');
	}
	mark = json_object(d->out, "network");
	MEMBER(d, "type", add_word, sa.family == AF_INET ? "ipv4" : "ipv6");
	json_close(d->out, mark, '}');
}

/* -------------------------------------------------- sctaudit, the document */

static const char *action_word(enum action action)
{
	static const char *const words[] = {
		[ACTION_LOG] = "log", [ACTION_FAIL] = "fail",
		[ACTION_KILL] = "kill", [ACTION_SUSPEND] = "suspend",
	};

	return words[action];
}

static void add_params(struct doc *d)
{
	struct buf *text = &d->ctx->scratch;
	size_t mark = json_array(d->out, "params");

	for (unsigned n = 1; n <= d->view->target->classic->nparams; n++) {
		buf_reset(text);
		if (param_text(text, d->view, n))
			note_escaped(d, "sctaudit.params");
		if (text->err)
			d->out->err = text->err;
		add_string(d, (struct span){text->p, text->n},
			"sctaudit.params");
	}
	json_close(d->out, mark, ']');
}

/* last, when it is known which fields were escaped */
static void add_sctaudit(struct doc *d)
{
	size_t sctaudit = json_object(d->out, "sctaudit"), mark;

	MEMBER(d, "action", add_word, action_word(d->rule->action));
	MEMBER(d, "phase", add_word,
		d->rule->phase == PHASE_AFTER ? "after" : "before");
	add_params(d);
	mark = json_array(d->out, "escaped");
	for (size_t i = 0; i < d->nescaped; i++)
		add_word(d->out, d->escaped[i]);
	json_close(d->out, mark, ']');
	json_close(d->out, sctaudit, '}');
}

void format_json(struct buf *out, struct format_ctx *ctx,
	const struct rule *rule, const struct view *v)
{
	const struct action_row *act = action_of(v->target->classic->name);
	struct doc d;

	d.out = out;		/* .escaped stays as it is: it is large */
	d.ctx = ctx;
	d.rule = rule;
	d.view = v;
	d.refused = format_was_refused(rule, v->call);
	d.nescaped = 0;
	buf_chr(out, '{');
	add_timestamp(&d);
	add_event(&d, act);
	add_host(&d);
	add_rule(&d);
	add_log(&d);
	add_error(&d);
	add_auditd(&d);
	add_process(&d);
	add_user(&d);
	add_file(&d);
	add_socket(&d, act);
	add_sctaudit(&d);
	if (out->err)
		return;
	out->p[out->n - 1] = '}';	/* for the last comma */
	buf_chr(out, '\n');
}
