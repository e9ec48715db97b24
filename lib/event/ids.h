/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/ids.h - numbers of users and groups in; their names out, remembered. */
#ifndef EVENT_IDS_H
#define EVENT_IDS_H

#include "base/buf.h"

#define IDS_SLOTS 256	/* names remembered at most; a power of two */

enum id_kind { ID_USER, ID_GROUP };

struct ids_slot {
	bool used;
	enum id_kind kind;
	uint32_t id;
	struct buf name;	/* empty: it has none */
};

struct ids {
	/* asks somebody for a name; it is added to name, which is empty.
	 * 0; -ENOENT: the id has none; other negative errno: cannot say now
	 * (not remembered). NULL: nobody is asked. */
	int (*find)(void *arg, enum id_kind kind, uint32_t id,
		struct buf *name);
	void *arg;
	struct ids_slot slot[IDS_SLOTS];
};

/* ids_find_system() - a .find: getpwuid_r(3), getgrgid_r(3). May block on the
 * network where the host's users live there. */
int ids_find_system(void *arg, enum id_kind kind, uint32_t id,
	struct buf *name);

void ids_deinit(struct ids *ids);

/* ids_flush() - forget all. Names change seldom and this cache has no clock:
 * a program that runs long calls it from a timer and when it is reloaded. */
void ids_flush(struct ids *ids);

/* ids_name() - .p NULL: none. Valid until the next call. */
struct span ids_name(struct ids *ids, enum id_kind kind, uint32_t id);

#endif
