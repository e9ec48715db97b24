/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>	/* not daemon/config.h */

#include "daemon/loop.h"

#include <getopt.h>
#include <stdio.h>

static const char help_text[] =
	"usage: sctauditd [OPTION...]\n"
	"Receives the kernel's audit records and prints a line for each system "
	"call that a\nrule matches, on standard output.\n\n"
	"  -F, --foreground      stay in the foreground (it always does)\n"
	"  -f, --format=FORMAT   text (each rule's log_format), or json (one ECS "
	"document a\n"
	"                        line); default: text\n"
	"      --rules-dir=DIR   instead of " RULES_ETC_DIR "\n"
	"      --run-dir=DIR     instead of " RUN_DIR "\n"
	"      --no-load         leave the kernel's audit rules as they are\n"
	"      --records-only    know of a call what its records say and no more, "
	"as\n"
	"                        'sct replay' does: do not look at this host's "
	"files\n"
	"  -h, --help            this text\n"
	"  -V, --version\n\n"
	"Only one audit daemon can run. SIGHUP: read the rules again. SIGTERM, "
	"SIGINT: print\nwhat is on its way, and end; the kernel keeps the rules.\n"
	"Exit codes: 0 ended by a signal, 1 it failed, 2 wrong usage, 4 not "
	"permitted,\n6 mistakes in the rules.\n";

static int bad_usage(void)
{
	fputs("'sctauditd --help' says more\n", stderr);
	return DAEMON_USAGE;
}

static bool parse_format(const char *word, enum pipeline_format *format)
{
	if (strcmp(word, "json") == 0)
		*format = PIPELINE_JSON;
	else if (strcmp(word, "text") == 0)
		*format = PIPELINE_TEXT;
	else
		return false;
	return true;
}

/* -1: go on; else the exit code */
static int take_option(int c, struct loop_config *conf)
{
	switch (c) {
	case 'F':
		return -1;
	case 'f':
		if (parse_format(optarg, &conf->format))
			return -1;
		fprintf(stderr, "sctauditd: unknown format '%s'; it is text or "
			"json\n", optarg);
		return bad_usage();
	case 'R':
		conf->dirs.etc = optarg;
		return -1;
	case 'S':
		conf->dirs.run = optarg;
		return -1;
	case 'n':
		conf->load = false;
		return -1;
	case 'o':
		conf->records_only = true;
		return -1;
	case 'h':
		fputs(help_text, stdout);
		return DAEMON_OK;
	case 'V':
		printf("sctauditd (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
		return DAEMON_OK;
	default:
		return bad_usage();
	}
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{"foreground", no_argument, NULL, 'F'},
		{"format", required_argument, NULL, 'f'},
		{"rules-dir", required_argument, NULL, 'R'},
		{"run-dir", required_argument, NULL, 'S'},
		{"no-load", no_argument, NULL, 'n'},
		{"records-only", no_argument, NULL, 'o'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{0},
	};
	struct loop_config conf = {
		.dirs = {RULES_ETC_DIR, RULES_LIB_DIR, RUN_DIR}, .load = true,
	};
	int c, code;

	while ((c = getopt_long(argc, argv, "Ff:hV", longs, NULL)) >= 0) {
		code = take_option(c, &conf);
		if (code >= 0)
			return code;
	}
	if (optind < argc) {
		fprintf(stderr, "sctauditd: what is '%s'? there are options "
			"only\n", argv[optind]);
		return bad_usage();
	}
	return loop_main(&conf);
}
