/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>

struct command {
	const char *name, *args, *what;
	int (*run)(struct cli *cli, int argc, char **argv);
};

static const struct command commands[] = {
#define CMD(name, args, what) {#name, args, what, cmd_##name},
#include "cli/cmd.tbl.h"
#undef CMD
};

/* links that call commands as syscalltrack's programs did */
static const struct {
	const char *link;
	const char *commands;	/* those it offers; without a blank: it is
				 * that command */
} links[] = {
	{"sct_config", " upload download delete "},
	{"sctlog", "log"},
	{"sct_load", "load"},
	{"sct_unload", "unload"},
};

void say(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "%s: ", cli->prog);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

int usage(const struct cli *cli, const char *options)
{
	printf("usage: %s [OPTION...] %s\n%s.\n\n%s"
	       "  -h, --help            this text\n",
		cli->prog, cli->args, cli->what, options);
	return EXIT_DONE;
}

int bad_usage(const struct cli *cli)
{
	fprintf(stderr, "'%s --help' says more\n", cli->prog);
	return EXIT_USAGE;
}

int put(const struct cli *cli, struct span s)
{
	if (fwrite(s.p ? s.p : "", 1, s.n, stdout) == s.n && !fflush(stdout))
		return EXIT_DONE;
	say(cli, "cannot write to standard output: %s", strerror(errno));
	return EXIT_FAILED;
}

int exit_code_of(int err)
{
	return err == -EPERM || err == -EACCES ? EXIT_PRIVILEGE : EXIT_FAILED;
}

/* whether the link offers the command; NULL: all are offered */
static bool is_offered(const char *offered, const char *name)
{
	char word[32];

	snprintf(word, sizeof(word), " %s ", name);
	return !offered || strstr(offered, word);
}

static int help(FILE *to, const char *prog, const char *offered)
{
	fprintf(to, "usage: %s COMMAND [OPTION...] [ARGUMENT...]\n\n", prog);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!is_offered(offered, commands[i].name))
			continue;
		fprintf(to, "  %-10s %-20s %s\n", commands[i].name,
			commands[i].args, commands[i].what);
	}
	fprintf(to, "\n'%s COMMAND --help' lists a command's options. Rules "
		"are described in sct-rules(5).\nExit codes: 0 done, 1 mistakes "
		"in the input or the work failed, 2 wrong usage,\n3 differences "
		"found (diff), 4 not permitted.\n", prog);
	return to == stdout ? EXIT_DONE : EXIT_USAGE;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static const char *next_command(void *arg)
{
	size_t *i = arg;

	return *i < ARRAY_SIZE(commands) ? commands[(*i)++].name : NULL;
}

static int unknown(const char *prog, const char *word)
{
	size_t i = 0;
	const char *guess = diag_guess(NULL, span_of(word), next_command, &i);

	fprintf(stderr, "%s: unknown command '%s'", prog, word);
	if (find(word))		/* that the link does not offer */
		fprintf(stderr, "; write 'sct %s'", word);
	else if (guess)
		fprintf(stderr, "; did you mean '%s'?", guess);
	fprintf(stderr, "\n'%s --help' lists the commands\n", prog);
	return EXIT_USAGE;
}

/* alone: the program's name is all, as with sctlog */
static int run(const struct command *c, const char *prog, int argc, char **argv,
	bool alone)
{
	char name[64];
	struct cli cli = {.prog = name, .args = c->args, .what = c->what};

	snprintf(name, sizeof(name), "%s%s%s", prog, alone ? "" : " ",
		alone ? "" : c->name);
	argv[0] = name;
	return c->run(&cli, argc, argv);
}

static int version(void)
{
	printf("sct (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
	return EXIT_DONE;
}

static bool is_version(const char *word)
{
	return word && (!strcmp(word, "--version") || !strcmp(word, "-V"));
}

int main(int argc, char **argv)
{
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;
	const char *prog = slash ? slash + 1 : argc ? argv[0] : "sct";
	const char *offered = NULL;
	const struct command *c;

	if (strncmp(prog, "lt-", 3) == 0)
		prog += 3;
	for (size_t i = 0; i < ARRAY_SIZE(links); i++)
		if (strcmp(prog, links[i].link) == 0)
			offered = links[i].commands;
	if (is_version(argc > 1 ? argv[1] : NULL))
		return version();
	if (offered && *offered != ' ')
		return run(find(offered), prog, argc, argv, true);
	if (argc < 2)
		return help(stderr, prog, offered);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
		!strcmp(argv[1], "help"))
		return help(stdout, prog, offered);
	c = find(argv[1]);
	if (c && is_offered(offered, c->name))
		return run(c, prog, argc - 1, argv + 1, false);
	return unknown(prog, argv[1]);
}
