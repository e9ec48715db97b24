/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/refuse.h"

#include "base/escape.h"
#include "kernel/auditnl.h"
#include "rule/auditrule.h"
#include "rule/rules.h"

#include <sys/utsname.h>
#include <unistd.h>

/* what a refusal means; those that need the rule's own words are made below */
static const struct {
	int err;
	const char *cause;
} causes[] = {
	{-EEXIST, "it has the same rule already; somebody else is loading "
		  "rules at the same time: try again"},
	{-ENOMEM, "it has no memory for it"},
	{-E2BIG, "it is too long; shorten its paths or split the rule"},
	{-ENAMETOOLONG, "its path is too long"},
	{-ENOTDIR, "a part of its path is not a directory"},
	{-ELOOP, "its path has too many symbolic links"},
	{-ENOSPC, "there is no room for another watch; raise "
		  "fs.inotify.max_user_watches"},
};

static const char *fault(const struct audit_rule_data *r)
{
	unsigned list = auditrule_list(r), conditions = r->field_count, calls = 0;

	for (unsigned i = 0; i < AUDIT_BITMASK_SIZE; i++)
		calls |= r->mask[i];
	if (r->field_count > AUDIT_MAX_FIELDS)
		return "it has more than 64 fields";
	if (!auditrule_is_ours(r))
		return "its key does not begin with '" AUDITRULE_KEY
		       "': it could not be told from the rules of others";
	if (list != AUDIT_FILTER_EXIT && list != AUDIT_FILTER_URING_EXIT)
		return "it is on a list that watches no calls";
	if (r->action != AUDIT_ALWAYS)
		return "it would hide calls from the rules behind it";
	if (!calls)
		return "it names no system call";
	for (unsigned i = 0; i < r->field_count; i++)
		conditions -= r->fields[i] == AUDIT_FILTERKEY ||
			      r->fields[i] == AUDIT_ARCH;
	if (auditrule_is_all(r) && !conditions)
		return "it would log every call";
	return NULL;
}

static void say(struct diag *diag, const struct krule *k, const char *what,
	const char *cause)
{
	const struct rule *rule = k->rule;
	struct buf text = {0}, shown = {0};

	krule_print(&text, k->data);
	escape_text(&shown, (struct span){text.p, text.n});
	diag_add(diag, DIAG_ERROR, rule ? rule->src : NULL,
		rule ? rule->at : (struct span){0}, "%s '%s': %s", what,
		shown.p ? shown.p : "", cause);
	buf_deinit(&text);
	buf_deinit(&shown);
}

int refuse_check(struct diag *diag, const struct krule *k)
{
	struct audit_rule_data *canon;
	const char *cause = fault(k->data);
	int rc;

	if (!cause) {
		rc = auditrule_canon(&canon, k->data, auditrule_size(k->data));
		if (!rc)
			free(canon);
		else
			cause = rc == -ENOMEM ? "out of memory" :
				"its lengths do not add up";
	}
	if (!cause)
		return 0;
	say(diag, k, "not sent to the kernel: audit rule", cause);
	return -EINVAL;
}

/* the directory that has to exist for field number i, which names a path */
static struct span needs_dir(const struct audit_rule_data *r, unsigned i)
{
	struct span path = auditrule_text(r, i);
	const char *slash;

	if (r->fields[i] == AUDIT_DIR || !path.n)
		return path;
	slash = memrchr(path.p, '/', path.n);
	path.n = slash && slash > path.p ? (size_t)(slash - path.p) : 1;
	return path;
}

static bool exists(struct span path)
{
	cleanup(freep) char *s = strndup(path.p, path.n);

	return s && access(s, F_OK) == 0;
}

static void missing_dir(struct buf *out, const struct audit_rule_data *r)
{
	struct span dir = {0};

	for (unsigned i = 0; i < r->field_count; i++) {
		if (r->fields[i] != AUDIT_WATCH && r->fields[i] != AUDIT_DIR &&
			r->fields[i] != AUDIT_EXE)
			continue;
		dir = needs_dir(r, i);
		if (dir.n && !exists(dir))
			break;
	}
	if (!dir.n) {
		buf_lit(out, "it does not have that rule (any more)");
		return;
	}
	buf_lit(out, "the directory '");
	escape_text(out, dir);
	buf_lit(out, "' does not exist; create it, or say 'attempts = all' "
		     "in the rule");
}

static void unknown_part(struct buf *out, const struct audit_rule_data *r)
{
	struct utsname u = {0};

	uname(&u);
	buf_printf(out, auditrule_list(r) == AUDIT_FILTER_URING_EXIT ?
		"this kernel (%s) has no audit of io_uring, which came with "
		"Linux 5.16" :
		"this kernel (%s) does not know a field, a value or an "
		"operator in it", u.release);
}

void refuse_say(struct diag *diag, const struct krule *k, const char *doing,
	int err)
{
	struct buf cause = {0}, what = {0};

	for (size_t i = 0; i < ARRAY_SIZE(causes); i++)
		if (causes[i].err == err)
			buf_str(&cause, causes[i].cause);
	if (err == -ENOENT)
		missing_dir(&cause, k->data);
	else if (err == -EINVAL)
		unknown_part(&cause, k->data);
	else if (!cause.n)
		buf_str(&cause, auditnl_words(err));
	buf_printf(&what, "the kernel did not %s audit rule", doing);
	if (!cause.err && !what.err)
		say(diag, k, what.p, cause.p);
	else
		diag->err = -ENOMEM;
	buf_deinit(&cause);
	buf_deinit(&what);
}
