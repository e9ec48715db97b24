/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ask.h"

#include "store/textfile.h"

#include <poll.h>
#include <stdio.h>

#define LOCK_WAIT_MS 10000
#define LOOK_MS 1000	/* without an answer: look what the daemon does */

static int print(const struct cli *cli, const struct reply *reply)
{
	int code;

	fflush(stdout);
	fwrite(reply->err.p ? reply->err.p : "", 1, reply->err.n, stderr);
	code = put(cli, (struct span){reply->out.p, reply->out.n});
	return reply->code ? reply->code : code;
}

int ask_print(const struct cli *cli, struct message *m)
{
	struct reply reply;
	int code, r = m->type == CONTROL_REPLY ? reply_unpack(&reply, m) :
						 -EPROTO;

	if (r) {
		say(cli, "cannot understand sctauditd: %s", strerror(-r));
		return EXIT_FAILED;
	}
	code = print(cli, &reply);
	reply_deinit(&reply);
	return code;
}

int ask_none(const struct cli *cli)
{
	say(cli, "sctauditd is not running");
	return EXIT_FAILED;
}

int ask_denied(const struct cli *cli, const struct client *c)
{
	if (*c->group)
		say(cli, "you are not root, nor in group %s", c->group);
	else
		say(cli, "you are not root");
	return EXIT_PRIVILEGE;
}

int ask_open(const struct cli *cli, const struct options *o,
	struct request *rq, struct client *c)
{
	int r = client_open(c, o->dirs.run, request_only_reads(rq));

	rq->prog = span_of(cli->prog);
	if (strcmp(o->dirs.etc, RULES_ETC_DIR))
		rq->etc = span_of(o->dirs.etc);
	if (o->json)
		rq->flags |= REQUEST_JSON;
	if (r == CLIENT_DENIED && rq->kind == REQUEST_DOWNLOAD)
		return ASK_NONE;	/* anybody may read these files */
	if (r == CLIENT_DENIED)
		return ask_denied(cli, c);
	if (r == CLIENT_NONE)
		return ASK_NONE;
	if (!r)
		r = client_send(c, rq);
	if (!r)
		return ASK_GO;
	client_close(c);
	say(cli, "cannot talk to sctauditd in '%s': %s", o->dirs.run,
		strerror(-r));
	return EXIT_FAILED;
}

int ask_next(const struct cli *cli, struct client *c, struct message *m)
{
	struct pollfd p = {c->s.fd, POLLIN, 0};

	while (poll(&p, 1, LOOK_MS) == 0) {
		pid_t pid = client_stopped(c);

		if (!pid)
			continue;
		say(cli, "sctauditd (process %d) is stopped; it does this when "
			"it goes on", pid);
		return -EAGAIN;
	}
	return client_next(c, m);
}

static int listen_to(const struct cli *cli, struct client *c)
{
	struct message m;
	int r = ask_next(cli, c, &m);

	if (r > 0)
		return ask_print(cli, &m);
	if (r == -EAGAIN)
		return EXIT_FAILED;
	say(cli, "sctauditd has not answered: %s",
		r ? strerror(-r) : "it has ended");
	return EXIT_FAILED;
}

static int run_here(const struct cli *cli, const struct options *o,
	const struct request *rq)
{
	const struct request_env env = {
		.etc = o->dirs.etc,
		.lib = o->dirs.lib,
		.run = o->dirs.run,
		.abis = o->abis,
		.lock_ms = LOCK_WAIT_MS,
	};
	struct reply reply = {0};
	int code;

	request_run(rq, &env, &reply);
	code = print(cli, &reply);
	reply_deinit(&reply);
	return code;
}

int ask(const struct cli *cli, const struct options *o, struct request *rq)
{
	struct client c;
	int code = ask_open(cli, o, rq, &c);

	if (code == ASK_NONE)
		return run_here(cli, o, rq);
	if (code != ASK_GO)
		return code;
	code = listen_to(cli, &c);
	client_close(&c);
	return code;
}

/* -------------------------------------------------------------------- files */

static int add_file(struct request *rq, const char *path)
{
	struct buf text = {0};
	int r = textfile_read(&text, path, STORE_FILE_MAX);
	struct request_file f = {span_of(path), {NULL, text.n}};

	if (!r) {
		f.text.p = buf_steal(&text);
		r = f.text.p ? vec_add(&rq->files, f) : -ENOMEM;
	}
	if (r)
		free((char *)(uintptr_t)f.text.p);
	buf_deinit(&text);
	return r;
}

int ask_files(const struct cli *cli, struct request *rq, char **paths)
{
	for (; *paths; paths++) {
		int r = add_file(rq, *paths);

		if (!r)
			continue;
		say(cli, "cannot read '%s': %s", *paths,
			r == -EFBIG ? "too large" : strerror(-r));
		return r;
	}
	return 0;
}

int ask_names(const struct cli *cli, struct request *rq, char **names)
{
	int r = 0;

	for (; !r && *names; names++)
		r = strlen(*names) > REQUEST_NAME_MAX ? -ENAMETOOLONG :
			vec_add(&rq->names, span_of(*names));
	if (r)
		say(cli, "%s", strerror(-r));
	return r;
}

void ask_release(struct request *rq)
{
	vec_foreach(f, &rq->files)
		free((char *)(uintptr_t)f->text.p);
	request_deinit(rq);
}
