/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/places.h"

#include "base/path.h"
#include "rule/expr.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* names stand in the rules: where one stands says which it is */
static struct place_slot *slot_of(const struct places *ps, struct span name)
{
	size_t i = ((uintptr_t)name.p * 31 + name.n) * 0x9e3779b97f4a7c15u >> 20;

	for (;; i++) {
		struct place_slot *p = &ps->slot[i & (ps->size - 1)];

		if (!p->name.p ||
			(p->name.p == name.p && p->name.n == name.n))
			return p;
	}
}

int place_look(struct span name, struct place_id *out)
{
	char path[PATH_MAX];
	struct statx st;

	if (name.n >= sizeof(path))
		return -ENAMETOOLONG;
	memcpy(path, name.p, name.n);
	path[name.n] = '\0';
	if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT,
		    STATX_INO, &st))
		return -errno;
	*out = (struct place_id){true, makedev(st.stx_dev_major, st.stx_dev_minor),
		st.stx_ino};
	return 0;
}

/* ------------------------------------------------------- names in the rules */

typedef int each_fn(void *arg, struct span name);

static bool is_name(const struct expr *e)
{
	return e->kind == EXPR_PATH_IS || e->kind == EXPR_UNDER;
}

/* a name that is compared, and the directory in which it is looked for */
static int each_in(const struct expr *e, each_fn *each, void *arg)
{
	int r = 0;

	if (!e)
		return 0;
	if (is_name(e))
		r = each(arg, e->str);
	if (!r && e->kind == EXPR_PATH_IS)
		r = each(arg, path_dir(e->str));
	if (!r)
		r = each_in(e->arg[0], each, arg);
	return r ? r : each_in(e->arg[1], each, arg);
}

static int each_name(const struct rules *rs, each_fn *each, void *arg)
{
	int r = 0;

	for (size_t i = 0; !r && i < rs->rule.n; i++)
		r = each_in(rs->rule.v[i]->filter, each, arg);
	return r;
}

/* -------------------------------------------------------- in front: a cache */

static void look(struct places *ps, struct place_slot *p, int64_t now)
{
	p->looked = now;
	if (ps->look)
		(void)ps->look(ps->arg, p->name, &p->is);
	else
		(void)place_look(p->name, &p->is);
}

static int count(void *arg, struct span name)
{
	++*(size_t *)arg;
	return 0;
}

static int learn(void *arg, struct span name)
{
	struct places *ps = arg;
	struct place_slot *p = slot_of(ps, name);

	if (p->name.p)
		return 0;
	p->name = name;
	ps->used++;
	p->looked = -PLACES_FRESH_MS - 1;
	if (!ps->look)
		look(ps, p, now_ms());
	return 0;
}

int places_learn(struct places *ps, const struct rules *rs)
{
	size_t names = 0, size = 16;

	places_deinit(ps);
	(void)each_name(rs, count, &names);
	if (!names)
		return 0;
	while (size < names * 2)	/* half of it free */
		size *= 2;
	ps->slot = calloc(size, sizeof(*ps->slot));
	if (!ps->slot)
		return -ENOMEM;
	ps->size = size;
	return each_name(rs, learn, ps);
}

void places_deinit(struct places *ps)
{
	free(ps->slot);
	ps->slot = NULL;
	ps->size = ps->used = 0;
}

bool places_is(struct places *ps, struct span name,
	const struct path_item *item)
{
	struct place_slot *p = ps->size ? slot_of(ps, name) : NULL;
	int64_t now;

	if (!p || !p->name.p)
		return false;
	now = now_ms();
	if (now - p->looked > PLACES_FRESH_MS)
		look(ps, p, now);
	return p->is.known && p->is.ino == item->inode &&
	       p->is.dev == makedev(item->dev_major, item->dev_minor);
}

/* ------------------------------------------------ behind: the names themselves */

static int by_name(const void *a, const void *b)
{
	const struct place_name *x = a, *y = b;

	return span_cmp(x->name, y->name);
}

static int collect(void *arg, struct span name)
{
	struct place_names *pn = arg;
	struct place_name n = {.name = arena_dup(&pn->arena, name)};

	return n.name.p ? vec_add(&pn->name, n) : -ENOMEM;
}

int place_names_learn(struct place_names *out, const struct rules *rs)
{
	struct place_names pn = {0};
	size_t n = 0;
	int r = each_name(rs, collect, &pn);

	if (r) {
		place_names_deinit(&pn);
		return r;
	}
	if (pn.name.n)
		qsort(pn.name.v, pn.name.n, sizeof(*pn.name.v), by_name);
	vec_foreach(it, &pn.name) {
		if (n && span_eq(pn.name.v[n - 1].name, it->name))
			continue;
		(void)place_look(it->name, &it->is);
		pn.name.v[n++] = *it;
	}
	pn.name.n = n;
	*out = pn;
	return 0;
}

void place_names_deinit(struct place_names *pn)
{
	vec_deinit(&pn->name);
	arena_deinit(&pn->arena);
}

struct place_name *place_names_find(const struct place_names *pn,
	struct span name)
{
	const struct place_name key = {.name = name};

	return pn->name.n ? bsearch(&key, pn->name.v, pn->name.n,
				    sizeof(*pn->name.v), by_name) :
			    NULL;
}

void place_names_remember(struct place_names *pn,
	const struct place_names *old)
{
	vec_foreach(it, &pn->name) {
		const struct place_name *was = place_names_find(old, it->name);

		if (!it->is.known && was)
			it->is = was->is;
	}
}
