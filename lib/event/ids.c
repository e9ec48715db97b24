/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/ids.h"

#include <grp.h>
#include <pwd.h>

#define ENTRY_MAX (1 << 20)	/* bytes of a passwd or group entry */

void ids_deinit(struct ids *ids)
{
	for (size_t i = 0; i < IDS_SLOTS; i++)
		buf_deinit(&ids->slot[i].name);
}

void ids_flush(struct ids *ids)
{
	for (size_t i = 0; i < IDS_SLOTS; i++)
		ids->slot[i].used = false;
}

/* 0, -ENOENT, -ERANGE: entry is too small, other negative errno */
static int find_user(uint32_t id, struct buf *name, struct buf *entry)
{
	struct passwd pw, *found = NULL;
	int r = getpwuid_r(id, &pw, entry->p, entry->cap, &found);

	if (!found)
		return r ? -r : -ENOENT;
	buf_str(name, pw.pw_name);
	return name->err;
}

static int find_group(uint32_t id, struct buf *name, struct buf *entry)
{
	struct group gr, *found = NULL;
	int r = getgrgid_r(id, &gr, entry->p, entry->cap, &found);

	if (!found)
		return r ? -r : -ENOENT;
	buf_str(name, gr.gr_name);
	return name->err;
}

int ids_find_system(void *arg, enum id_kind kind, uint32_t id,
	struct buf *name)
{
	cleanup(buf_deinit) struct buf entry = {0};
	int r = -ERANGE;

	for (size_t n = 1024; r == -ERANGE && n <= ENTRY_MAX; n *= 4) {
		if (!buf_reserve(&entry, n - 1))
			return -ENOMEM;
		r = kind == ID_USER ? find_user(id, name, &entry) :
				      find_group(id, name, &entry);
	}
	/* what getpwuid(3) names as ways to say "there is none" */
	return r == -ESRCH || r == -EBADF || r == -EPERM ? -ENOENT : r;
}

struct span ids_name(struct ids *ids, enum id_kind kind, uint32_t id)
{
	size_t i = (id * 2654435761u >> 8 ^ (unsigned)kind) % IDS_SLOTS;
	struct ids_slot *s = &ids->slot[i];

	if (!s->used || s->id != id || s->kind != kind) {
		int r = -ENOENT;

		buf_reset(&s->name);
		if (ids->find)
			r = ids->find(ids->arg, kind, id, &s->name);
		if (r < 0)
			buf_reset(&s->name);
		s->used = r == 0 || r == -ENOENT;
		s->kind = kind;
		s->id = id;
	}
	return s->name.n ? (struct span){s->name.p, s->name.n} :
			   (struct span){NULL, 0};
}
