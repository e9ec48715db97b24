/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cli/ask.h - a request in; the daemon's answer, or what was done here when no
 * daemon runs, printed. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "cli/cli.h"
#include "control/client.h"

/* ask() - fill in what every request has, send or run it, print the reply.
 * Return: an exit code; all is said. */
int ask(const struct cli *cli, const struct options *o, struct request *rq);

/* ask_files() - read the files into the request; "-" is standard input. 0 or a
 * negative errno, said. Release with ask_release() in both cases. */
int ask_files(const struct cli *cli, struct request *rq, char **paths);
/* ask_names() - the same for names of rules */
int ask_names(const struct cli *cli, struct request *rq, char **names);
void ask_release(struct request *rq);

#define ASK_GO -1
#define ASK_NONE -2	/* no daemon runs; nothing is said */

/**
 * ask_open() - fill in what every request has, and send it to the daemon
 * Return: ASK_GO (read what it answers, then client_close()); ASK_NONE; an exit
 * code, all is said.
 */
int ask_open(const struct cli *cli, const struct options *o,
	struct request *rq, struct client *c);

/**
 * ask_next() - client_next(), that does not wait for a daemon which is stopped
 * Return: as there; -EAGAIN: it is stopped, which is said.
 */
int ask_next(const struct cli *cli, struct client *c, struct message *m);

/* ask_none() - say that no daemon runs; EXIT_FAILED */
int ask_none(const struct cli *cli);
/* ask_denied() - say who may, after CLIENT_DENIED; EXIT_PRIVILEGE */
int ask_denied(const struct cli *cli, const struct client *c);

/* ask_print() - the last message: print it and give its exit code */
int ask_print(const struct cli *cli, struct message *m);

#endif
