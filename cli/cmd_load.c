/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"
#include "cli/service.h"

static const char help_text[] =
	"Starts sctauditd: its service where systemd runs, else the daemon "
	"itself, which goes\ninto the background when it is ready.\n\n"
	"      --rules-dir=DIR   instead of " RULES_ETC_DIR "; for a daemon of "
	"its own\n"
	"      --run-dir=DIR     instead of " RUN_DIR "; the same\n";

/* an exit code; ASK_NONE: it does not run */
static int look(const struct cli *cli, const struct options *o)
{
	struct client c;
	int r = client_open(&c, o->dirs.run, false);

	client_close(&c);
	if (r == CLIENT_DENIED)
		return ask_denied(cli, &c);
	if (r)
		return ASK_NONE;
	say(cli, "sctauditd is running already");
	return EXIT_DONE;
}

static int start_service(const struct cli *cli)
{
	char *argv[] = {(char[]){"systemctl"}, (char[]){"start"},
		(char[]){SERVICE_UNIT}, NULL};

	if (!service_run(cli, argv))
		return EXIT_DONE;
	say(cli, "not started; 'systemctl status " SERVICE_UNIT "' and "
		"'journalctl -u " SERVICE_UNIT "' say more");
	return EXIT_FAILED;
}

static int start_daemon(const struct cli *cli, const struct options *o)
{
	cleanup(freep) char *path = service_daemon();
	cleanup(buf_deinit) struct buf etc = {0}, run = {0};
	char *argv[4] = {path};
	size_t n = 1;
	int status;

	buf_printf(&etc, "--rules-dir=%s", o->dirs.etc);
	buf_printf(&run, "--run-dir=%s", o->dirs.run);
	if (!path || etc.err || run.err) {
		say(cli, "%s", strerror(ENOMEM));
		return EXIT_FAILED;
	}
	if (strcmp(o->dirs.etc, RULES_ETC_DIR))
		argv[n++] = etc.p;
	if (strcmp(o->dirs.run, RUN_DIR))
		argv[n++] = run.p;
	status = service_run(cli, argv);
	if (status)
		say(cli, "sctauditd is not started");
	return status == EXIT_PRIVILEGE ? EXIT_PRIVILEGE :
	       status ? EXIT_FAILED : EXIT_DONE;
}

int cmd_load(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"rules-dir", required_argument, NULL, 'R'},
		{"run-dir", required_argument, NULL, 'S'},
		{"help", no_argument, NULL, 'h'}, {0}};
	struct options o = OPTIONS_DEFAULT;
	bool own = false;
	int c, code;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) >= 0) {
		own |= c == 'R' || c == 'S';
		code = option(cli, c, &o, help_text);
		if (code >= 0)
			return code;
	}
	code = look(cli, &o);
	if (code != ASK_NONE)
		return code;
	return service_is_systemd() && !own ? start_service(cli) :
					      start_daemon(cli, &o);
}
