/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/names.h"

#include <grp.h>
#include <pwd.h>

#define ENTRY_BYTES 65536	/* a group's members stand in there too */

static int find_user(void *arg, const char *name, uint32_t *id)
{
	cleanup(freep) char *p = malloc(ENTRY_BYTES);
	struct passwd pw, *found;
	int r = p ? getpwnam_r(name, &pw, p, ENTRY_BYTES, &found) : ENOMEM;

	if (r)
		return -r;
	if (!found)
		return -ENOENT;
	*id = found->pw_uid;
	return 0;
}

static int find_group(void *arg, const char *name, uint32_t *id)
{
	cleanup(freep) char *p = malloc(ENTRY_BYTES);
	struct group gr, *found;
	int r = p ? getgrnam_r(name, &gr, p, ENTRY_BYTES, &found) : ENOMEM;

	if (r)
		return -r;
	if (!found)
		return -ENOENT;
	*id = found->gr_gid;
	return 0;
}

const struct name_service *names_of_host(void)
{
	static const struct name_service host = {find_user, find_group, NULL};

	return &host;
}
