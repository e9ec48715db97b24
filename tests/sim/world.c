/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/world.h"

/* the first three share low bits, and the fourth the low 32 */
static const struct file files[] = {
	{"/etc/passwd", 11},
	{"/etc/shadow", 11 | UINT64_C(1) << 32},
	{"/etc/ssh/sshd_config", 13},
	{"/etc", 2},
	{"/etc/ssh", 3},
	{"/tmp", 4},
	{"/tmp/a", 21},
	{"/tmp/ab", 22},
	{"/tmp/a/b", 23},
	{"/srv/data", 5},
	{"/srv/data/x", UINT64_C(0x1ffffffff)},
	{"/usr/bin/rm", UINT64_C(0x80000001)},
	{"/etc/gone", 0},
	{"/tmp/a/gone", 0},
	{"/gone", 0},
};

const struct file *world_files(size_t *np)
{
	*np = ARRAY_SIZE(files);
	return files;
}

uint64_t world_inode(struct span name)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (span_is(name, files[i].name))
			return files[i].inode;
	return 0;
}

bool world_is_under(struct span name, struct span dir)
{
	return span_starts(name, dir) &&
	       (name.n == dir.n || name.p[dir.n] == '/');
}
