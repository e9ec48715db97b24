/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/peer.h"

#include "base/vec.h"

#include <dirent.h>
#include <linux/netlink.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* audit sockets in the network namespace of a process */
struct sockets {
	VEC(unsigned long) inode;
	bool is_named;	/* one has the pid for its address, as the kernel
			 * gives to the first of each process */
};

static int list(struct sockets *s, uint32_t pid)
{
	char line[256];
	FILE *f;
	int r = 0;

	snprintf(line, sizeof(line), "/proc/%u/net/netlink", pid);
	f = fopen(line, "re");
	if (!f)
		return -errno;
	/* sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode */
	while (!r && fgets(line, sizeof(line), f)) {
		unsigned long inode;
		unsigned proto, address;

		if (sscanf(line, "%*s %u %u %*s %*s %*s %*s %*s %*s %lu",
			&proto, &address, &inode) != 3 ||
			proto != NETLINK_AUDIT || !address)
			continue;
		s->is_named |= address == pid;
		r = vec_add(&s->inode, inode);
	}
	fclose(f);
	return r;
}

static bool has(const struct sockets *s, const char *link)
{
	unsigned long inode;

	if (sscanf(link, "socket:[%lu]", &inode) != 1)
		return false;
	vec_foreach(it, &s->inode)
		if (*it == inode)
			return true;
	return false;
}

/* whether one of the sockets is the process's; true when it cannot be seen */
static bool holds(uint32_t pid, const struct sockets *s)
{
	const struct dirent *e;
	char path[32], link[64];
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%u/fd", pid);
	dir = opendir(path);
	if (!dir)
		return errno == EACCES || errno == EPERM;
	while (!found && (e = readdir(dir))) {
		ssize_t n = readlinkat(dirfd(dir), e->d_name, link,
			sizeof(link) - 1);

		if (n <= 0)
			continue;
		link[n] = '\0';
		found = has(s, link);
	}
	closedir(dir);
	return found;
}

bool peer_is_daemon(uint32_t pid)
{
	struct sockets s = {0};
	bool is_one;
	int r;

	if (!pid || pid == (uint32_t)getpid() ||
		(kill((pid_t)pid, 0) && errno != EPERM))
		return false;
	r = list(&s, pid);
	if (r)
		is_one = r != -ENOENT && r != -ESRCH && r != -EINVAL;
	else
		is_one = s.is_named || (s.inode.n && holds(pid, &s));
	vec_deinit(&s.inode);
	return is_one;
}
