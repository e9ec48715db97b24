/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/source.h"

#include "daemon/source_driver.h"
#include "kernel/peer.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct record_source {
	const struct source_driver *drv;
	void *ctx;
	enum source_kind kind;
	int wake;		/* eventfd */
	bool released;
};

static const struct source_driver *const drivers[] = {
	[SOURCE_NETLINK] = &source_netlink,
	[SOURCE_MULTICAST] = &source_multicast,
	[SOURCE_PLUGIN] = &source_plugin,
	[SOURCE_FILE] = &source_file,
};

const char *source_kind_name(enum source_kind kind)
{
	return kind == SOURCE_AUTO ? "auto" : drivers[kind]->name;
}

enum source_kind source_kind(const struct record_source *s)
{
	return s->kind;
}

/* SOURCE_AUTO becomes what it stands for; 0 or a negative errno, said */
static int resolve(enum source_kind *kind, const struct source_env *env,
	struct diag *diag)
{
	struct audit_status st = {0};
	int r;

	*kind = env->conf->source.kind;
	if (*kind != SOURCE_AUTO)
		return 0;
	r = env->nl->ops->status(env->nl->ctx, &st);
	if (r) {
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"cannot find out whether another audit daemon runs: %s",
			auditnl_words(r));
		return r;
	}
	*kind = peer_is_daemon(st.pid) ? SOURCE_MULTICAST : SOURCE_NETLINK;
	return 0;
}

int source_open_env(struct record_source **outp, const struct source_env *env,
	struct diag *diag)
{
	cleanup(source_freep) struct record_source *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	s->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (s->wake < 0) {
		r = -errno;
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"cannot receive records: %s", strerror(-r));
		return r;
	}
	r = resolve(&s->kind, env, diag);
	if (r)
		return r;
	r = drivers[s->kind]->open(&s->ctx, env, diag);
	if (r)
		return r;
	s->drv = drivers[s->kind];
	*outp = steal(s);
	return 0;
}

int source_open(struct record_source **outp, const struct config *conf,
	struct auditnl *nl, const char *run, struct diag *diag)
{
	const struct source_env env = {
		.conf = conf, .nl = nl, .run = run, .ops = &events_netlink,
		.in = STDIN_FILENO,
	};

	return source_open_env(outp, &env, diag);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* until there may be something, for ms at most (-1: for ever); true: woken */
static bool wait_for(struct record_source *s, int ms)
{
	struct pollfd p[] = {
		{.fd = s->wake, .events = POLLIN},
		{.fd = s->drv->fd ? s->drv->fd(s->ctx) : -1, .events = POLLIN},
	};
	uint64_t n;

	if (!s->drv->fd && (ms < 0 || ms > SOURCE_POLL_MS))
		ms = SOURCE_POLL_MS;
	/* an interrupted wait is a short one */
	return poll(p, ARRAY_SIZE(p), ms) > 0 && p[0].revents &&
	       read(s->wake, &n, sizeof(n)) == sizeof(n);
}

int source_read(struct record_source *s, struct source_record *rec, int ms)
{
	int64_t end = 0;

	for (;;) {
		int r = s->drv->read(s->ctx, rec);
		int64_t left = -1;

		if (r || !ms)
			return r;
		if (ms > 0) {
			int64_t now = now_ms();

			end = end ? end : now + ms;
			left = end - now;
			if (left <= 0)
				return 0;
		}
		if (wait_for(s, (int)left))
			return 0;
	}
}

void source_wake(struct record_source *s)
{
	uint64_t one = 1;

	/* full: it is readable already */
	(void)!write(s->wake, &one, sizeof(one));
}

bool source_presses(struct record_source *s)
{
	return s->drv->presses && s->drv->presses(s->ctx);
}

int source_keep(struct record_source *s, const struct audit_status *st,
	struct diag *diag)
{
	return s->drv->keep && !s->released ? s->drv->keep(s->ctx, st, diag) :
					      0;
}

void source_release(struct record_source *s)
{
	if (s->drv->release && !s->released)
		s->drv->release(s->ctx);
	s->released = true;
}

struct source_counts source_counts(const struct record_source *s)
{
	return s->drv->counts(s->ctx);
}

void source_free(struct record_source *s)
{
	if (!s)
		return;
	if (s->drv) {
		source_release(s);
		s->drv->free(s->ctx);
	}
	if (s->wake >= 0)
		close(s->wake);
	free(s);
}
