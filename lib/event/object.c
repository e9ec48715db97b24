/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/object.h"

#define BIT(nametype) (1u << NAME_##nametype)
#define OBJECTS (BIT(NORMAL) | BIT(DELETE) | BIT(CREATE))

/* what a name that is passed to a call is to the call; it decides what type of
 * item the kernel makes of it (kernel/auditsc.c: __audit_inode(),
 * __audit_inode_child(), and the callers of them in fs/namei.c) */
enum role {
	ROLE_OBJECT,	/* the one file of the call */
	ROLE_SECOND,	/* the second of two that both exist */
	ROLE_OLD,	/* goes away */
	ROLE_SOURCE,	/* gets one more name */
	ROLE_NEW,	/* the name that is made, beside another one */
	ROLE_TEXT,	/* the text of a symbolic link */
	ROLE_NONE,
};

/* calls with more than one name, and calls whose strings become items: the role
 * of the first and of the second one */
static const struct names_row {
	const char *call;
	enum role role[2];
} names_rows[] = {
	{"rename", {ROLE_OLD, ROLE_NEW}},
	{"renameat", {ROLE_OLD, ROLE_NEW}},
	{"renameat2", {ROLE_OLD, ROLE_NEW}},
	{"link", {ROLE_SOURCE, ROLE_NEW}},
	{"linkat", {ROLE_SOURCE, ROLE_NEW}},
	{"symlink", {ROLE_TEXT, ROLE_NEW}},
	{"symlinkat", {ROLE_TEXT, ROLE_NEW}},
	{"pivot_root", {ROLE_OBJECT, ROLE_SECOND}},
	{"move_mount", {ROLE_OBJECT, ROLE_SECOND}},
	{"mq_open", {ROLE_OBJECT, ROLE_NONE}},
	{"mq_unlink", {ROLE_OBJECT, ROLE_NONE}},
};

struct items items_of(const struct event *ev, const struct event_call *call)
{
	bool limited = call->uring && call->known & KNOWN_ITEMS;
	struct items in = {.v = ev->path, .uring = call->uring};
	const struct path_item *end = ev->path + ev->npaths;

	while (in.v < end && in.v->item >= 0 &&
	       (uint32_t)in.v->item < call->items_before)
		in.v++;
	while (in.v + in.n < end && !(limited && in.v[in.n].item >= 0 &&
			(uint32_t)in.v[in.n].item >= call->items))
		in.n++;
	return in;
}

static const struct path_item *nth(struct items in, unsigned types, size_t n)
{
	for (size_t i = 0; i < in.n; i++)
		if (types & 1u << in.v[i].nametype && n-- == 0)
			return &in.v[i];
	return NULL;
}

static size_t count(struct items in, unsigned types)
{
	size_t n = 0;

	while (nth(in, types, n))
		n++;
	return n;
}

/* a name that ends in a slash, or that is a link to nowhere, makes two items:
 * the second one has the inode */
static const struct path_item *first_real(struct items in, unsigned types)
{
	const struct path_item *p;

	for (size_t i = 0; (p = nth(in, types, i)); i++)
		if (p->has_inode)
			return p;
	return nth(in, types, 0);
}

static const struct path_item *object(struct items in)
{
	const struct path_item *p = first_real(in, OBJECTS);

	if (!p && count(in, BIT(UNKNOWN)) == 1)
		p = nth(in, BIT(UNKNOWN), 0);
	return p;
}

/* Neither name was looked up. A system call fetches the second one first, for
 * gcc evaluates arguments from the right; io_uring is not known to. */
static const struct path_item *unseen(struct items in, bool second)
{
	if (in.uring || count(in, BIT(UNKNOWN)) != 2)
		return NULL;
	return nth(in, BIT(UNKNOWN), second ? 0 : 1);
}

static const struct path_item *new_name(struct items in, enum role other)
{
	const struct path_item *p = first_real(in, BIT(CREATE));

	if (!p && other == ROLE_OLD)	/* what was to be replaced */
		p = nth(in, BIT(DELETE), 1);
	if (p || other == ROLE_TEXT)
		return p ? p : unseen(in, true);
	/* the old name was found: then the one that was not is the new one */
	if (count(in, BIT(PARENT) | BIT(NORMAL)) &&
	    count(in, BIT(UNKNOWN)) == 1)
		return nth(in, BIT(UNKNOWN), 0);
	return unseen(in, true);
}

static const struct path_item *link_text(struct items in)
{
	if (count(in, BIT(PARENT)) && count(in, BIT(UNKNOWN)) == 1)
		return nth(in, BIT(UNKNOWN), 0);
	return unseen(in, false);
}

static const struct path_item *with_role(struct items in, enum role role,
	enum role other)
{
	const struct path_item *p = NULL;

	switch (role) {
	case ROLE_OBJECT:
		return object(in);
	case ROLE_SECOND:
		return nth(in, OBJECTS, 1);
	case ROLE_OLD:
		p = first_real(in, BIT(DELETE));
		return p ? p : unseen(in, false);
	case ROLE_SOURCE:
		p = first_real(in, BIT(NORMAL));
		return p ? p : unseen(in, false);
	case ROLE_NEW:
		return new_name(in, other);
	case ROLE_TEXT:
		return link_text(in);
	case ROLE_NONE:
		break;
	}
	return NULL;
}

static bool is_name(const struct param *p)
{
	enum kind_class class = kind_info(p->kind)->class;

	return class == CLASS_PATH || class == CLASS_STRING;
}

const struct path_item *object_of_param(struct items in,
	const struct syscall *real, unsigned param)
{
	bool is_path = kind_info(real->param[param].kind)->class == CLASS_PATH;
	size_t place = 0, before = 0;

	for (unsigned i = 0; i < param; i++) {
		place += is_name(&real->param[i]);
		before += kind_info(real->param[i].kind)->class == CLASS_PATH;
	}
	for (size_t i = 0; i < ARRAY_SIZE(names_rows); i++) {
		const struct names_row *row = &names_rows[i];

		if (strcmp(row->call, real->name) == 0)
			return place < 2 ? with_role(in, row->role[place],
				row->role[!place]) : NULL;
	}
	return is_path && before == 0 ? object(in) : NULL;
}

const struct path_item *object_of_call(struct items in)
{
	return first_real(in, OBJECTS);
}

static bool same_inode(const struct path_item *a, const struct path_item *b)
{
	return a->has_inode && b->has_inode && a->inode == b->inode &&
	       a->dev_major == b->dev_major && a->dev_minor == b->dev_minor;
}

/* what stands before an entry's name: "./" of "./dummy" */
static struct span head_of(struct span name)
{
	const char *slash = name.n ? memrchr(name.p, '/', name.n) : NULL;

	return (struct span){name.p,
		slash ? (size_t)(slash + 1 - name.p) : 0};
}

/* Of two directories (rename) the one that the name begins with; else they
 * must be one. Their order says nothing. */
const struct path_item *object_parent(struct items in,
	const struct path_item *object)
{
	struct span head = head_of(object->name);
	const struct path_item *any = NULL, *named = NULL;
	bool one = true, one_named = true;

	for (const struct path_item *it = in.v; it < object; it++) {
		if (it->nametype != NAME_PARENT)
			continue;
		one &= !any || same_inode(any, it);
		any = it;
		if (!head.n || !span_eq(it->name, head))
			continue;
		one_named &= !named || same_inode(named, it);
		named = it;
	}
	if (named)
		return one_named ? named : NULL;
	return one ? any : NULL;
}
