/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cpu FILE COMMAND... - run a command; append to FILE one line: the seconds of
 * CPU time that it used (user, system) and the most memory it had (KiB).
 * Exit status: the command's; 128 + the signal that ended it; 125 ours. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_OURS 125

static int fail(const char *what)
{
	fprintf(stderr, "cpu: %s: %s\n", what, strerror(errno));
	return EXIT_OURS;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status;
	pid_t pid;
	FILE *out;

	if (argc < 3) {
		fprintf(stderr, "usage: cpu FILE COMMAND...\n");
		return EXIT_OURS;
	}
	out = fopen(argv[1], "ae");
	if (!out)
		return fail(argv[1]);
	pid = fork();
	if (pid < 0)
		return fail("fork");
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(fail(argv[2]));
	}
	while (wait4(pid, &status, 0, &used) < 0)
		if (errno != EINTR)
			return fail("wait4");
	fprintf(out, "%.6f %.6f %ld\n", seconds(used.ru_utime),
		seconds(used.ru_stime), used.ru_maxrss);
	if (fclose(out))
		return fail(argv[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}
