/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/keeper.h - records of the queue in; lines that a worker makes of them
 * out. Starts the worker, gives it what it has to know, starts another when it
 * dies, and sets aside the event that two of them died of. */
#ifndef DAEMON_KEEPER_H
#define DAEMON_KEEPER_H

#include "daemon/config.h"
#include "daemon/live.h"
#include "daemon/look.h"
#include "daemon/queue.h"
#include "daemon/sink.h"
#include "daemon/work.h"

#include <poll.h>

#define KEEPER_BATCH (64u << 10)	/* bytes of records in a message */
#define KEEPER_KEY_MAX 64	/* "SEC.MS:SERIAL" */

struct keeper_ops {
	void *arg;
	void (*say)(void *arg, int level, const char *words);
	/* line() - dies on return */
	void (*line)(void *arg, const struct line *line);
	/* taken() - what became of the rules of that generation; err 0: they
	 * act from here on */
	void (*taken)(void *arg, uint32_t generation, int err,
		struct span words);
	/* dropped() - the kernel has dropped a rule of ours */
	void (*dropped)(void *arg);
	/* quarantined() - an event was set aside; path NULL: it is gone */
	void (*quarantined)(void *arg, const char *key, const char *path);
};

struct keeper_conf {
	const struct config *config;
	const char *host;
	bool records_only;
	const char *exe;	/* what to run as worker */
	const char *run;	/* run directory */
	struct look_server *look;
	struct auditnl *nl;	/* NULL: the kernel's records are not ours */
};

struct keeper {
	struct keeper_conf conf;
	struct keeper_ops ops;
	struct queue *queue;

	pid_t pid;			/* 0: none runs */
	struct stream ch;
	struct work_mark *mark;		/* shared with it */
	int mark_fd;

	const struct live *live;	/* NULL: no rules yet */
	uint32_t generation;
	unsigned formats, patience;

	size_t out;			/* records it has and is not done with */
	bool flushing, flush_told, flushed;
	bool locked;			/* who calls has store_lock() */
	bool hung;			/* it made no progress */
	bool ended;			/* by us, for that or what it sent */
	int64_t started, progress, last_age;	/* CLOCK_MONOTONIC, ms */
	int64_t start_at;		/* -1: not to be started */
	unsigned wait_ms;		/* before the next start */
	char key[KEEPER_KEY_MAX];	/* event that the last one died of */
	unsigned times;			/* ... and how many in a row did */

	uint64_t counts[COUNTS];	/* of workers that are gone */
	uint64_t now[COUNTS];		/* of this one */
	uint64_t restarts, quarantined;
};

/* keeper_init() - 0 or negative errno; nothing is started yet */
int keeper_init(struct keeper *k, const struct keeper_conf *conf,
	struct queue *queue, const struct keeper_ops *ops);
void keeper_deinit(struct keeper *k);	/* ends the worker, at once */

/* keeper_rules() - from the next record on these; they must live until others
 * take their place. Return: their generation. */
uint32_t keeper_rules(struct keeper *k, const struct live *live);
void keeper_formats(struct keeper *k, unsigned mask);

/* keeper_patience() - with events that have no end, in s */
void keeper_patience(struct keeper *k, unsigned seconds);

/* keeper_seen() - about when the event was that the worker is at; s, as records
 * have it */
static inline uint64_t keeper_seen(const struct keeper *k)
{
	return k->mark->sec;
}

/* keeper_poll() - what to wait for; hold: nothing more is to come out (POLLIN
 * is left out). fd -1: nothing */
struct pollfd keeper_poll(struct keeper *k, bool hold);

/**
 * keeper_work() - read, feed, restart
 * @revents: what poll(2) said of keeper_poll()
 * @idle:    no record has come for a while, and none is queued
 * Return: 0; negative errno, said, when it is not worth going on.
 */
int keeper_work(struct keeper *k, short revents, bool idle);

/* keeper_flush() - let the worker finish all that it was sent; keeper_work()
 * until keeper_is_flushed() */
void keeper_flush(struct keeper *k);
static inline bool keeper_is_flushed(const struct keeper *k)
{
	return k->flushed;
}

/* keeper_next_ms() - when keeper_work() wants to be called, ms; -1: whenever */
int keeper_next_ms(const struct keeper *k);

/* keeper_count() - of all workers together */
uint64_t keeper_count(const struct keeper *k, enum count which);

#endif
