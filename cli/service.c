/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/service.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

bool service_is_systemd(void)
{
	return access("/run/systemd/system", F_OK) == 0;
}

static void become(const struct cli *cli, char *const *argv)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	/* nothing of it belongs to what we print */
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	execvp(argv[0], argv);
	say(cli, "cannot run '%s': %s", argv[0], strerror(errno));
	_exit(127);
}

int service_run(const struct cli *cli, char *const *argv)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		say(cli, "cannot run '%s': %s", argv[0], strerror(errno));
		return -1;
	}
	if (!pid)
		become(cli, argv);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	say(cli, "'%s' was killed by signal %d", argv[0], WTERMSIG(status));
	return -1;
}

/* dir/of/sct -> DIR/NAME where NAME is there; false: it is not */
static bool beside(char **out, const char *self, int dir, const char *name)
{
	free(*out);
	if (asprintf(out, "%.*s%s", dir, self, name) < 0)
		*out = NULL;
	return *out && access(*out, X_OK) == 0;
}

char *service_daemon(void)
{
	static const char *const places[] = {
		"/../daemon/sctauditd",		/* the build tree */
		"/../../daemon/sctauditd",	/* and libtool's .libs in it */
		"/../sbin/sctauditd",
		"/sctauditd",
	};
	char self[4096], *path = NULL;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	for (size_t i = 0; n > 0 && i < ARRAY_SIZE(places); i++)
		if (beside(&path, self, (int)(strrchr(self, '/') - self),
			    places[i]))
			return path;
	free(path);
	return strdup("sctauditd");
}
