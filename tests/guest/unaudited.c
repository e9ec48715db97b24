/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two children that read and write, each after execve(): the first is forked
 * with kernel/unaudited, the second as any. Their process ids go to standard
 * output, on a line each. "leave": only begins, and is killed. */
#include "kernel/unaudited.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 200

static int work(void)
{
	int pipes[2];
	char c = 'x';

	if (pipe(pipes))
		return 1;
	for (unsigned i = 0; i < CALLS; i++)
		if (write(pipes[1], &c, 1) != 1 || read(pipes[0], &c, 1) != 1)
			return 1;
	return 0;
}

static pid_t start(void)
{
	pid_t pid = fork();

	if (!pid) {
		execl("/proc/self/exe", "unaudited", "work", NULL);
		_exit(1);
	}
	return pid;
}

static int finish(pid_t pid)
{
	int status;

	return pid < 0 || waitpid(pid, &status, 0) != pid || status;
}

int main(int argc, char **argv)
{
	struct auditnl nl = {0};
	struct unaudited u;
	pid_t with, without;
	int r, end;

	if (argc > 1 && strcmp(argv[1], "work") == 0)
		return work();
	r = auditnl_open(&nl);
	if (!r)
		r = unaudited_begin(&u, &nl);
	fprintf(stderr, "begin: %d\n", r);
	if (r < 0)
		return 1;
	if (argc > 1)
		raise(SIGKILL);
	with = start();
	end = unaudited_end(&u);
	fprintf(stderr, "end: %d\n", end);
	without = start();
	printf("%d\n%d\n", with, without);
	auditnl_close(&nl);
	return finish(with) | finish(without) | (end != 0);
}
