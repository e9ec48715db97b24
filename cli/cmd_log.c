/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

#include "base/num.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const char help_text[] =
	"Prints the lines that sctauditd makes, as they come. Without an option: "
	"from now on.\n\n"
	"  -f, --follow          after -n: go on with what comes\n"
	"  -n, --lines=N         the last N lines first; without -f, only those\n"
	"      --rule=NAME       lines of that rule only; may stand several "
	"times\n"
	"      --run-dir=DIR     instead of " RUN_DIR "\n"
	"  -j, --json            JSON documents instead of text\n";

static bool parse_lines(const struct cli *cli, const char *word, uint32_t *out)
{
	uint64_t n;

	if (num_parse(span_of(word), 10, &n) || n > UINT32_MAX) {
		say(cli, "-n %s: N is a number of lines", word);
		return false;
	}
	*out = (uint32_t)n;
	return true;
}

/* who closes our pipe has seen enough, and that is no error to be told */
static bool put_line(const struct cli *cli, struct span line)
{
	while (line.n) {
		ssize_t n = write(STDOUT_FILENO, line.p, line.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			if (errno != EPIPE)
				say(cli, "cannot write to standard output: %s",
					strerror(errno));
			return false;
		}
		line.p += n;
		line.n -= (size_t)n;
	}
	return true;
}

/* what was there before: the daemon does not wait long for who takes it, and a
 * pager may */
struct held {
	bool hold;
	struct buf lines;
};

static int end(const struct cli *cli, const struct held *held,
	struct message *m)
{
	struct span lines = {held->lines.p, held->lines.n};

	return put_line(cli, lines) ? ask_print(cli, m) : EXIT_FAILED;
}

/* an exit code; -1: go on */
static int take(const struct cli *cli, struct held *held, struct message *m)
{
	struct span text;

	if (m->type == CONTROL_REPLY)
		return end(cli, held, m);
	text = message_get_text(m);
	if (m->type == CONTROL_NOTE)
		say(cli, "%.*s", SPAN_ARG(text));
	else if (held->hold)
		buf_span(&held->lines, text);
	else if (!put_line(cli, text))
		return EXIT_FAILED;
	return -1;
}

static int follow(const struct cli *cli, struct client *c, bool hold)
{
	struct held held = {.hold = hold};
	struct message m;
	int r, code = -1;

	while (code < 0 && (r = client_next(c, &m)) > 0)
		code = take(cli, &held, &m);
	buf_deinit(&held.lines);
	if (code >= 0)
		return code;
	say(cli, "sctauditd has ended%s%s", r ? ": " : "",
		r ? strerror(-r) : "");
	return EXIT_FAILED;
}

static int run(const struct cli *cli, const struct options *o,
	struct request *rq)
{
	struct client c;
	int code;

	/* a shell without job control starts what is in the background with
	 * SIGINT ignored, and it is the way to end this */
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	code = ask_open(cli, o, rq, &c);
	if (code == ASK_NONE)
		return ask_none(cli);
	if (code != ASK_GO)
		return code;
	code = follow(cli, &c, !(rq->flags & REQUEST_FOLLOW));
	client_close(&c);
	return code;
}

/* an option of ours; false: it is a common one. *code is set on a mistake */
static bool take_option(const struct cli *cli, struct request *rq, int c,
	int *code)
{
	switch (c) {
	case 'f':
		rq->flags |= REQUEST_FOLLOW;
		return true;
	case 'n':
		if (!parse_lines(cli, optarg, &rq->lines))
			*code = EXIT_USAGE;
		return true;
	case 'r':
		if (ask_names(cli, rq, (char *[]){optarg, NULL}))
			*code = EXIT_FAILED;
		return true;
	default:
		return false;
	}
}

int cmd_log(struct cli *cli, int argc, char **argv)
{
	static const struct option longs[] = {
		{"follow", no_argument, NULL, 'f'},
		{"lines", required_argument, NULL, 'n'},
		{"rule", required_argument, NULL, 'r'},
		{"run-dir", required_argument, NULL, 'S'},
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'}, {0}};
	struct request rq = {.kind = REQUEST_LOG};
	struct options o = OPTIONS_DEFAULT;
	bool lines = false;
	int c, code = -1;

	while (code < 0 &&
		(c = getopt_long(argc, argv, "fn:jh", longs, NULL)) >= 0) {
		lines |= c == 'n';
		if (!take_option(cli, &rq, c, &code))
			code = option(cli, c, &o, help_text);
	}
	if (code < 0 && optind < argc) {
		say(cli, "what is '%s'? there are options only", argv[optind]);
		code = bad_usage(cli);
	}
	if (!lines)
		rq.flags |= REQUEST_FOLLOW;
	if (code < 0)
		code = run(cli, &o, &rq);
	ask_release(&rq);
	return code;
}
