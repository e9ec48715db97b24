/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "cli/logfile.h"
#include "event/pipeline.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char help_text[] =
	"LOG is an audit log, gzip or plain; '-' is standard input. Several "
	"are read one after\nthe other, as one (oldest first).\n\n"
	"  -r, --rules=FILE      the rules; may stand more than once\n"
	"  -f, --format=FORMAT   text (default) or json\n"
	"  -o, --aside=FILE      append lines that are no audit records to FILE\n"
	"  -s, --summary         counts at the end, on standard error\n"
	"      --local           records without node= are of this host: use its "
	"name and\n"
	"                        its users' names\n"
	"      --no-progress     no progress bar on a terminal\n";

#define PROGRESS_AFTER 2	/* seconds: shorter runs show none */
#define RULES_FILES_MAX 64
#define OUTPUT_CHUNK (64u << 10)

struct replay {
	const struct cli *cli;
	enum pipeline_format format;
	bool summary, local, progress;
	const char *aside_path;
	FILE *aside;
	struct pipeline *pipeline;
	struct timespec start;
	int shown;		/* per cent on the terminal; -1: none */
	int err;		/* of the output */
};

/* -------------------------------------------------------------- progress */

static double elapsed(const struct replay *rp)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - rp->start.tv_sec) +
	       (double)(now.tv_nsec - rp->start.tv_nsec) / 1e9;
}

static void show_progress(struct replay *rp, const struct logfile *f)
{
	static const char bar[] = "##############################";
	double done = rp->progress ? logfile_progress(f) : -1;
	int percent = (int)(done * 100), width = sizeof(bar) - 1;
	double t;

	if (done < 0 || percent == rp->shown)
		return;
	t = elapsed(rp);
	if (t < PROGRESS_AFTER)
		return;
	rp->shown = percent;
	fprintf(stderr, "\r[%-*.*s] %3d %%  %.0f s left ", width,
		(int)(done * width), bar, percent,
		done > 0 ? t / done - t : 0.0);
}

static void end_progress(struct replay *rp)
{
	if (rp->shown >= 0)
		fputs("\r\033[K", stderr);
	rp->shown = -1;
}

/* ---------------------------------------------------------------- output */

static void on_line(void *arg, const struct rule *rule, const struct view *v,
	enum pipeline_format format, struct span line)
{
	struct replay *rp = arg;

	if (!rp->err && fwrite(line.p, 1, line.n, stdout) != line.n)
		rp->err = errno ? errno : EIO;
}

static void on_aside(void *arg, enum record_fault fault, struct span text,
	bool end)
{
	struct replay *rp = arg;

	if (!rp->aside)
		return;
	fwrite(text.p ? text.p : "", 1, text.n, rp->aside);
	if (end)
		fputc('\n', rp->aside);
}

/* what did not become an event, in any case; all counts with --summary */
static void report(struct replay *rp)
{
	const struct record_counts *c =
		record_counts(pipeline_reader(rp->pipeline));
	const struct pipeline_counts *p = pipeline_counts(rp->pipeline);

	for (int i = 0; i < RECORD_FAULTS; i++)
		if (c->aside[i])
			say(rp->cli, "%llu line%s kept aside: %s",
				(unsigned long long)c->aside[i],
				c->aside[i] == 1 ? "" : "s",
				record_fault_text((enum record_fault)i));
	if (c->calls_lost + c->paths_lost + c->args_lost + c->ended_early)
		say(rp->cli, "too much for one event: %llu calls, %llu paths, "
			"%llu arguments not kept; %llu events ended early",
			(unsigned long long)c->calls_lost,
			(unsigned long long)c->paths_lost,
			(unsigned long long)c->args_lost,
			(unsigned long long)c->ended_early);
	if (p->undecided)
		say(rp->cli, "%llu times a rule asked for a value that the "
			"record does not have, and did not match",
			(unsigned long long)p->undecided);
	if (p->unenforced)
		say(rp->cli, "%llu calls matched a rule that would have "
			"refused them", (unsigned long long)p->unenforced);
	if (rp->summary)
		say(rp->cli, "%llu lines of log, %llu records, %llu events "
			"(%llu of other kinds, %llu that no rule is about), "
			"%llu lines written",
			(unsigned long long)c->lines,
			(unsigned long long)c->records,
			(unsigned long long)(c->events + c->other + c->unwanted),
			(unsigned long long)c->other,
			(unsigned long long)c->unwanted,
			(unsigned long long)p->lines);
}

/* ----------------------------------------------------------------- input */

static int replay_log(struct replay *rp, const char *path)
{
	struct logfile *f;
	struct span s;
	int r = logfile_open(&f, path);

	if (r) {
		say(rp->cli, "cannot read '%s': %s", path, strerror(-r));
		return exit_code_of(r);
	}
	while (!(r = logfile_read(f, &s)) && s.n && !rp->err) {
		r = record_feed(pipeline_reader(rp->pipeline), s.p, s.n);
		if (r)
			break;
		show_progress(rp, f);
	}
	end_progress(rp);
	logfile_close(f);
	if (r)
		say(rp->cli, "reading '%s': %s", path, r == -EBADMSG ?
			"damaged gzip data; what came before is used" :
			strerror(-r));
	return r ? EXIT_FAILED : EXIT_DONE;
}

static int replay_all(struct replay *rp, char **logs)
{
	int code = EXIT_DONE, r;

	clock_gettime(CLOCK_MONOTONIC, &rp->start);
	for (; *logs && !rp->err; logs++) {
		r = replay_log(rp, *logs);
		code = r ? r : code;
	}
	r = record_flush(pipeline_reader(rp->pipeline));
	if (!r)
		r = pipeline_counts(rp->pipeline)->err;
	if (r) {
		say(rp->cli, "%s", strerror(-r));
		code = EXIT_FAILED;
	}
	if (!rp->err && fflush(stdout))
		rp->err = errno;
	if (rp->err) {
		say(rp->cli, "cannot write: %s", strerror(rp->err));
		code = EXIT_FAILED;
	}
	report(rp);
	return code;
}

static bool open_aside(struct replay *rp)
{
	if (!rp->aside_path)
		return true;
	rp->aside = fopen(rp->aside_path, "ae");
	if (!rp->aside)
		say(rp->cli, "cannot write '%s': %s", rp->aside_path,
			strerror(errno));
	return rp->aside != NULL;
}

static int close_aside(struct replay *rp, int code)
{
	if (!rp->aside || fclose(rp->aside) == 0)
		return code;
	say(rp->cli, "cannot write '%s': %s", rp->aside_path, strerror(errno));
	return EXIT_FAILED;
}

static int run(struct replay *rp, const struct rules *rs, char **logs)
{
	struct pipeline_ops ops = {
		.arg = rp, .line = on_line, .aside = on_aside};
	char host[256] = "";
	int code, r = pipeline_new(&rp->pipeline, rs, &ops);

	if (!r)
		pipeline_formats(rp->pipeline, PIPELINE_BIT(rp->format));
	if (!r && rp->local) {
		gethostname(host, sizeof(host) - 1);
		r = pipeline_host(rp->pipeline, host);
	}
	if (r) {
		say(rp->cli, "%s", strerror(-r));
		pipeline_free(rp->pipeline);
		return EXIT_FAILED;
	}
	if (!isatty(STDOUT_FILENO))	/* stdout keeps it to the end */
		setvbuf(stdout, malloc(OUTPUT_CHUNK), _IOFBF, OUTPUT_CHUNK);
	code = open_aside(rp) ? replay_all(rp, logs) : EXIT_FAILED;
	pipeline_free(rp->pipeline);
	return close_aside(rp, code);
}

static bool parse_format(struct replay *rp, const char *word)
{
	bool json = strcmp(word, "json") == 0;

	rp->format = json ? PIPELINE_JSON : PIPELINE_TEXT;
	if (json || strcmp(word, "text") == 0)
		return true;
	say(rp->cli, "--format=%s: FORMAT is text or json", word);
	return false;
}

static const struct option longs[] = {
	{"rules", required_argument, NULL, 'r'},
	{"format", required_argument, NULL, 'f'},
	{"aside", required_argument, NULL, 'o'},
	{"summary", no_argument, NULL, 's'}, {"local", no_argument, NULL, 'l'},
	{"no-progress", no_argument, NULL, 'P'},
	{"help", no_argument, NULL, 'h'}, {0}};

/* -1: go on; else the exit code */
static int parse_options(struct replay *rp, int argc, char **argv, char **files)
{
	size_t n = 0;
	int c;

	while ((c = getopt_long(argc, argv, "r:f:o:sh", longs, NULL)) >= 0)
		switch (c) {
		case 'r':
			if (n == RULES_FILES_MAX) {
				say(rp->cli, "at most %u rule files",
					RULES_FILES_MAX);
				return EXIT_USAGE;
			}
			files[n++] = optarg;
			break;
		case 'f':
			if (!parse_format(rp, optarg))
				return EXIT_USAGE;
			break;
		case 'o':
			rp->aside_path = optarg;
			break;
		case 's':
			rp->summary = true;
			break;
		case 'l':
			rp->local = true;
			break;
		case 'P':
			rp->progress = false;
			break;
		case 'h':
			return usage(rp->cli, help_text);
		default:
			return bad_usage(rp->cli);
		}
	if (n && optind < argc)
		return -1;
	say(rp->cli, n ? "which LOG?" : "which rules? write -r FILE");
	return bad_usage(rp->cli);
}

int cmd_replay(struct cli *cli, int argc, char **argv)
{
	struct replay rp = {.cli = cli, .shown = -1,
		.progress = isatty(STDERR_FILENO)};
	cleanup(rules_freep) struct rules *rs = NULL;
	char *files[RULES_FILES_MAX + 1] = {NULL};
	const struct options o = OPTIONS_DEFAULT;
	int code = parse_options(&rp, argc, argv, files);

	if (code >= 0)
		return code;
	rs = load_checked(cli, files, &o.dirs, &code);
	return rs ? run(&rp, rs, argv + optind) : code;
}
