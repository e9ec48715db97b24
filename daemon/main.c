/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>	/* not daemon/config.h */

#include "base/num.h"
#include "daemon/background.h"
#include "daemon/say.h"
#include "daemon/supervisor.h"
#include "daemon/worker.h"

#include <getopt.h>
#include <stdio.h>
#include <syslog.h>

static const char help_text[] =
	"usage: sctauditd [OPTION...]\n"
	"       sctauditd --check-config [OPTION...] [FILE]\n"
	"Receives audit records, and writes a line for each system call that a "
	"rule matches.\n\n"
	"  -F, --foreground      stay in the foreground, and say everything on "
	"standard error\n"
	"  -f, --format=FORMAT   lines on standard output, instead of the "
	"configuration's sinks:\n"
	"                        text (each rule's log_format), or json (one "
	"ECS document a\n"
	"                        line)\n"
	"      --source=KIND     instead of the configuration's: auto, netlink, "
	"multicast,\n"
	"                        plugin (records on standard input), file\n"
	"      --rules-dir=DIR   instead of " RULES_ETC_DIR "\n"
	"      --run-dir=DIR     instead of " RUN_DIR "\n"
	"      --config=FILE     instead of " CONF_FILE "\n"
	"      --config-dir=DIR  drop-ins of the configuration, instead of\n"
	"                        " CONF_DIR "\n"
	"      --check-config    say all mistakes of the configuration (FILE, "
	"and its\n"
	"                        drop-ins), and end\n"
	"      --dump-config     the same; print what is in force, as YAML\n"
	"      --no-load         leave the kernel's audit rules as they are\n"
	"      --records-only    know of a call what its records say and no more, "
	"as\n"
	"                        'sct replay' does: do not look at this host's "
	"files\n"
	"  -h, --help            this text\n"
	"  -V, --version\n\n"
	"SIGHUP: read configuration and rules again, and open log files anew. "
	"SIGTERM, SIGINT:\nwrite what is on its way, and end; the kernel keeps "
	"the rules.\n"
	"Exit codes: 0 ended by a signal, 1 it failed, 2 wrong usage, 4 not "
	"permitted,\n6 mistakes in the rules or the configuration.\n";

struct options {
	struct supervisor_options supervisor;
	bool foreground, check, dump;
};

static int bad_usage(void)
{
	fputs("'sctauditd --help' says more\n", stderr);
	return DAEMON_USAGE;
}

static int bad_word(const char *what, const char *word, const char *words)
{
	fprintf(stderr, "sctauditd: unknown %s '%s'; it is %s\n", what, word,
		words);
	return bad_usage();
}

/* -1: go on; else the exit code */
static int take_format(struct options *o, const char *word)
{
	if (strcmp(word, "json") == 0)
		o->supervisor.format = PIPELINE_JSON;
	else if (strcmp(word, "text") == 0)
		o->supervisor.format = PIPELINE_TEXT;
	else
		return bad_word("format", word, "text or json");
	o->foreground = true;
	return -1;
}

static int take_source(struct options *o, const char *word)
{
	if (config_source_kind(word, &o->supervisor.source))
		return -1;
	return bad_word("source", word,
		"auto, netlink, multicast, plugin or file");
}

static int take_option(int c, struct options *o)
{
	struct supervisor_options *s = &o->supervisor;

	switch (c) {
	case 'F':
		o->foreground = true;
		return -1;
	case 'f':
		return take_format(o, optarg);
	case 's':
		return take_source(o, optarg);
	case 'R':
		s->dirs.etc = optarg;
		return -1;
	case 'S':
		s->dirs.run = optarg;
		return -1;
	case 'c':
		s->place.file = optarg;
		s->place.required = true;
		return -1;
	case 'd':
		s->place.dir = optarg;
		return -1;
	case 'C':
		o->check = true;
		return -1;
	case 'D':
		o->check = o->dump = true;
		return -1;
	case 'n':
		s->no_load = true;
		return -1;
	case 'o':
		s->records_only = true;
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

static void on_ready(void *arg)
{
	background_ready(arg);
}

static int run(struct options *o)
{
	struct background b = {0};
	/* auditd has an eye on the process that it started, and on its pipe */
	bool plugin = o->supervisor.source == SOURCE_PLUGIN;
	int r = o->foreground || plugin ? 0 : background_begin(&b);

	if (r) {
		say(LOG_ERR, "cannot go into the background: %s", strerror(-r));
		return DAEMON_INIT;
	}
	if (!o->foreground)
		say_syslog();
	o->supervisor.arg = &b;
	o->supervisor.ready = on_ready;
	return supervisor_main(&o->supervisor);
}

/* the supervisor's child: sctauditd --worker USER MEMORY [records-only]; see daemon/work.h */
static int run_worker(char **argv)
{
	struct sandbox cage = {.user = argv[2]};
	struct worker_conf conf = {.cage = &cage};
	uint64_t memory;

	if (!argv[2] || !argv[3] || num_parse(span_of(argv[3]), 10, &memory))
		return bad_usage();
	cage.memory = memory;
	conf.records_only = argv[4] && strcmp(argv[4], "records-only") == 0;
	return worker_main(&conf);
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{"foreground", no_argument, NULL, 'F'},
		{"format", required_argument, NULL, 'f'},
		{"source", required_argument, NULL, 's'},
		{"rules-dir", required_argument, NULL, 'R'},
		{"run-dir", required_argument, NULL, 'S'},
		{"config", required_argument, NULL, 'c'},
		{"config-dir", required_argument, NULL, 'd'},
		{"check-config", no_argument, NULL, 'C'},
		{"dump-config", no_argument, NULL, 'D'},
		{"no-load", no_argument, NULL, 'n'},
		{"records-only", no_argument, NULL, 'o'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{0},
	};
	struct options o = {.supervisor = {
		.dirs = {RULES_ETC_DIR, RULES_LIB_DIR, RUN_DIR},
		.place = {.file = CONF_FILE, .dir = CONF_DIR},
		.format = -1, .source = -1,
	}};
	int c, code;

	if (argc > 1 && strcmp(argv[1], "--worker") == 0)
		return run_worker(argv);
	while ((c = getopt_long(argc, argv, "Ff:hV", longs, NULL)) >= 0) {
		code = take_option(c, &o);
		if (code >= 0)
			return code;
	}
	if (o.check && optind + 1 == argc) {
		o.supervisor.place.file = argv[optind++];
		o.supervisor.place.required = true;
	}
	if (optind < argc) {
		fprintf(stderr, "sctauditd: what is '%s'? there are options "
			"only\n", argv[optind]);
		return bad_usage();
	}
	return o.check ? config_check_main(&o.supervisor.place, o.dump) :
			 run(&o);
}
