/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim/world.h - a small file system: absolute name in, inode out. */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "base/span.h"

struct file {
	const char *name;	/* absolute, normalised */
	uint64_t inode;		/* 0: no such file, though its parent is there */
};

const struct file *world_files(size_t *np);
/* world_inode() - 0: no such file */
uint64_t world_inode(struct span name);
/* world_is_under() - name is dir or below it */
bool world_is_under(struct span name, struct span dir);

#endif
