/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/listen.h"

#include "control/request.h"
#include "store/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 128
#define GROUPS_MAX 65536	/* NGROUPS_MAX, <linux/limits.h> */

/* --------------------------------------------------------------------- lock */

static int say_busy(struct diag *diag, int fd, const char *run)
{
	char pid[16] = "";
	ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[n > 0 ? strcspn(pid, "\n") : 0] = '\0';
	diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
		"sctauditd is running already%s%s, with its sockets in '%s'",
		*pid ? " as process " : "", pid, run);
	return -EBUSY;
}

static int write_pid(int fd)
{
	char pid[16];
	int n = snprintf(pid, sizeof(pid), "%d\n", getpid());

	if (ftruncate(fd, 0) || pwrite(fd, pid, (size_t)n, 0) < 0)
		return -errno;
	return 0;
}

int listen_lock(const char *run, struct diag *diag)
{
	cleanup(freep) char *path = file_join(run, CONTROL_LOCK);
	int fd, r = path ? file_make_dirs(run) : -ENOMEM;

	if (r)
		return file_say(diag, "cannot make", run, r);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return file_say(diag, "cannot open", path, -errno);
	if (flock(fd, LOCK_EX | LOCK_NB))
		r = errno == EWOULDBLOCK ? say_busy(diag, fd, run) :
			file_say(diag, "cannot lock", path, -errno);
	else if ((r = write_pid(fd)))
		file_say(diag, "cannot write", path, r);
	if (!r)
		return fd;
	close(fd);
	return r;
}

/* ------------------------------------------------------------------ sockets */

static int set_owner(const char *path, gid_t gid)
{
	bool shared = gid != (gid_t)-1;

	if (chmod(path, 0600) || lchown(path, (uid_t)-1, shared ? gid :
			(gid_t)getegid()) || chmod(path, shared ? 0660 : 0600))
		return -errno;
	return 0;
}

/* bound to RUN/NAME.new, nobody can connect yet */
static int bind_new(int fd, const char *path, gid_t gid)
{
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	int r;

	if (strlen(path) >= sizeof(sa.sun_path))
		return -ENAMETOOLONG;
	strcpy(sa.sun_path, path);
	r = bind(fd, (const struct sockaddr *)&sa, sizeof(sa));
	/* one that was killed just here: not often, so that rules on unlink do
	 * not always tell of us */
	if (r && errno == EADDRINUSE && !unlink(path))
		r = bind(fd, (const struct sockaddr *)&sa, sizeof(sa));
	if (r)
		return -errno;
	r = set_owner(path, gid);
	return r ? r : listen(fd, BACKLOG) ? -errno : 0;
}

int listen_regroup(const char *run, const char *name, gid_t gid,
	struct diag *diag)
{
	cleanup(freep) char *path = file_join(run, name);
	int r = path ? set_owner(path, gid) : -ENOMEM;

	return r ? file_say(diag, "cannot change the owner of", path, r) : 0;
}

int listen_open(const char *run, const char *name, gid_t gid,
	struct diag *diag)
{
	cleanup(freep) char *path = file_join(run, name);
	cleanup(freep) char *new = NULL;
	int fd, r = 0;

	if (!path || asprintf(&new, "%s.new", path) < 0) {
		new = NULL;
		return file_say(diag, "cannot listen in", run, -ENOMEM);
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return file_say(diag, "cannot listen on", path, -errno);
	r = bind_new(fd, new, gid);
	if (!r && rename(new, path))
		r = -errno;
	if (!r)
		return fd;
	close(fd);
	return file_say(diag, "cannot listen on", path, r);
}

void listen_close(const char *run, const char *name, int fd)
{
	cleanup(freep) char *path = fd < 0 ? NULL : file_join(run, name);

	if (path)
		(void)unlink(path);
	if (fd >= 0)
		close(fd);
}

/* --------------------------------------------------------------------- peer */

static bool in_groups(int fd, gid_t gid)
{
	cleanup(freep) gid_t *list = malloc(GROUPS_MAX * sizeof(*list));
	socklen_t size = GROUPS_MAX * sizeof(*list);

	if (!list || getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, list, &size))
		return false;
	for (size_t i = 0; i < size / sizeof(*list); i++)
		if (list[i] == gid)
			return true;
	return false;
}

bool listen_peer_is(int fd, gid_t gid, uid_t *uid)
{
	struct ucred cred;
	socklen_t size = sizeof(cred);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &size))
		return false;
	*uid = cred.uid;
	if (cred.uid == 0 || cred.uid == geteuid())
		return true;
	return gid != (gid_t)-1 && (cred.gid == gid || in_groups(fd, gid));
}
