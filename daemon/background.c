/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/background.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* the parent: until the child is ready, or at its end */
static void wait_for(int fd, pid_t pid)
{
	char c;
	ssize_t n;
	int status = 0;

	do
		n = read(fd, &c, 1);
	while (n < 0 && errno == EINTR);
	if (n == 1)
		_exit(0);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

int background_begin(struct background *b)
{
	int fd[2];
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid > 0) {
		close(fd[1]);
		wait_for(fd[0], pid);
	}
	close(fd[0]);
	b->fd = fd[1];
	if (setsid() < 0 || chdir("/"))
		return -errno;
	return 0;
}

void background_ready(struct background *b)
{
	int null;

	if (!b->fd)
		return;
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		close(null);
	}
	(void)!write(b->fd, "", 1);
	close(b->fd);
	b->fd = 0;
}
