/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/places.h"

#include "base/path.h"
#include "rule/expr.h"

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

static void look(struct place_slot *p, int64_t now)
{
	char path[PATH_MAX];
	struct stat st;

	p->looked = now;
	if (p->name.n >= sizeof(path))
		return;
	memcpy(path, p->name.p, p->name.n);
	path[p->name.n] = '\0';
	if (stat(path, &st))
		return;
	p->known = true;
	p->dev = st.st_dev;
	p->ino = st.st_ino;
}

static void learn(struct places *ps, struct span name)
{
	struct place_slot *p = slot_of(ps, name);

	if (p->name.p || ps->used + 1 >= ps->size)
		return;
	p->name = name;
	ps->used++;
	look(p, now_ms());
}

static bool is_name(const struct expr *e)
{
	return e->kind == EXPR_PATH_IS || e->kind == EXPR_UNDER;
}

static size_t count(const struct expr *e)
{
	return e ? is_name(e) + count(e->arg[0]) + count(e->arg[1]) : 0;
}

static void learn_expr(struct places *ps, const struct expr *e)
{
	if (!e)
		return;
	if (is_name(e))
		learn(ps, e->str);
	if (e->kind == EXPR_PATH_IS)
		learn(ps, path_dir(e->str));
	learn_expr(ps, e->arg[0]);
	learn_expr(ps, e->arg[1]);
}

int places_learn(struct places *ps, const struct rules *rs)
{
	size_t names = 0, size = 16;

	places_deinit(ps);
	vec_foreach(it, &rs->rule)
		names += count((*it)->filter);
	if (!names)
		return 0;
	while (size < names * 4)	/* two each, half of it free */
		size *= 2;
	ps->slot = calloc(size, sizeof(*ps->slot));
	if (!ps->slot)
		return -ENOMEM;
	ps->size = size;
	vec_foreach(it, &rs->rule)
		learn_expr(ps, (*it)->filter);
	return 0;
}

void places_deinit(struct places *ps)
{
	free(ps->slot);
	*ps = (struct places){0};
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
		look(p, now);
	return p->known && p->ino == item->inode &&
	       p->dev == makedev(item->dev_major, item->dev_minor);
}
