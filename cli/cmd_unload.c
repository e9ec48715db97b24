/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"
#include "cli/service.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define GONE_MS 60000	/* the longest wait for its end */
#define STEP_MS 20

static const char help_text[] =
	"Stops sctauditd, and waits until it is gone. While a rule is loaded or "
	"somebody reads\nits lines (sct log), it stays, but for --force.\n\n"
	"      --force           stop it all the same\n"
	"      --run-dir=DIR     instead of " RUN_DIR "\n";

/* the daemon holds its lock until the kernel has taken all of it down */
static bool is_gone(const char *run)
{
	char path[4096];
	bool gone;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", run, CONTROL_LOCK);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	gone = fd < 0 || flock(fd, LOCK_SH | LOCK_NB) == 0;
	if (fd >= 0)
		close(fd);
	return gone;
}

static int wait_gone(const struct cli *cli, const char *run)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000};

	for (unsigned ms = 0; ms < GONE_MS; ms += STEP_MS) {
		if (is_gone(run))
			return EXIT_DONE;
		nanosleep(&step, NULL);
	}
	say(cli, "sctauditd is still running after %u s", GONE_MS / 1000);
	return EXIT_FAILED;
}

/* one STOP request; ASK_NONE: no daemon runs */
static int stop(const struct cli *cli, const struct options *o, unsigned flags)
{
	struct request rq = {.kind = REQUEST_STOP, .flags = flags};
	struct client c;
	struct message m;
	int code = ask_open(cli, o, &rq, &c), r;

	if (code != ASK_GO)
		return code;
	r = ask_next(cli, &c, &m);
	/* one that stops ends the connection, and says nothing more */
	code = r > 0 ? ask_print(cli, &m) :
	       r == -EAGAIN ? EXIT_FAILED : EXIT_DONE;
	client_close(&c);
	return code;
}

static int stop_service(const struct cli *cli)
{
	char *argv[] = {(char[]){"systemctl"}, (char[]){"stop"},
		(char[]){SERVICE_UNIT}, NULL};

	return service_run(cli, argv) ? EXIT_FAILED : EXIT_DONE;
}

static int unload(const struct cli *cli, const struct options *o,
	unsigned flags)
{
	int code = stop(cli, o, flags | REQUEST_ASK);

	if (code == ASK_NONE)
		return ask_none(cli);
	if (code == EXIT_DONE && service_is_systemd() &&
		!strcmp(o->dirs.run, RUN_DIR))
		code = stop_service(cli);
	/* one that systemd did not start is still there */
	if (code == EXIT_DONE)
		code = stop(cli, o, flags);
	return code == EXIT_DONE || code == ASK_NONE ?
		wait_gone(cli, o->dirs.run) : code;
}

int cmd_unload(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"force", no_argument, NULL, 'F'},
		{"run-dir", required_argument, NULL, 'S'},
		{"help", no_argument, NULL, 'h'}, {0}};
	struct options o = OPTIONS_DEFAULT;
	unsigned flags = 0;
	int c, code;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) >= 0) {
		if (c == 'F') {
			flags |= REQUEST_FORCE;
			continue;
		}
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	return unload(cli, &o, flags);
}
