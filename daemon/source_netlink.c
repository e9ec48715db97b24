/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both ways to have the records from the kernel: as the audit daemon, or
 * listening beside it. */
#include "daemon/settings.h"
#include "daemon/source_driver.h"
#include "kernel/peer.h"

struct netlink {
	struct events *ev;
	struct settings settings;
};

static void netlink_release(void *ctx)
{
	struct netlink *n = ctx;

	settings_put_back(&n->settings);
	events_release(n->ev);
}

static void netlink_free(void *ctx)
{
	struct netlink *n = ctx;

	if (!n)
		return;
	settings_put_back(&n->settings);
	events_free(n->ev);
	free(n);
}
DEFINE_FREEP(void, netlink_free)

static void warn_of_no_wait(const struct source_env *env, struct diag *diag)
{
	struct audit_status st = {0};

	if (env->conf->queue.overflow != OVERFLOW_WAIT ||
		env->nl->ops->status(env->nl->ctx, &st) ||
		st.backlog_wait_time)
		return;
	diag_add(diag, DIAG_WARNING, NULL, (struct span){0},
		"overflow is 'wait', but the kernel's backlog_wait_time is 0: "
		"it drops records instead of waiting; set "
		"kernel.backlog_wait_time (%d)", SOURCE_WAIT_TIME);
}

static int settle(struct netlink *n, const struct source_env *env,
	struct diag *diag)
{
	const uint32_t wanted[SETTINGS] = {
		[SETTING_ENABLED] = 1,
		[SETTING_BACKLOG_LIMIT] = env->conf->kernel.backlog_limit,
		[SETTING_BACKLOG_WAIT_TIME] =
			env->conf->kernel.backlog_wait_time,
	};

	return settings_take(&n->settings, env->nl, env->run, wanted, diag);
}

static int netlink_open(void **ctx, const struct source_env *env,
	struct diag *diag)
{
	cleanup(netlink_freep) void *p = calloc(1, sizeof(struct netlink));
	struct netlink *n = p;
	int r;

	if (!n)
		return -ENOMEM;
	r = events_open(&n->ev, env->ops, env->ctx, env->nl, diag);
	if (!r)
		r = settle(n, env, diag);
	if (r)
		return r;
	warn_of_no_wait(env, diag);
	*ctx = steal(p);
	return 0;
}

static int multicast_open(void **ctx, const struct source_env *env,
	struct diag *diag)
{
	cleanup(netlink_freep) void *p = calloc(1, sizeof(struct netlink));
	struct netlink *n = p;
	struct audit_status st = {0};
	int r;

	if (!n)
		return -ENOMEM;
	r = events_listen(&n->ev, env->ops, env->ctx, diag);
	/* where there is an audit daemon, the settings are its own */
	if (!r && !env->nl->ops->status(env->nl->ctx, &st) &&
		!peer_is_daemon(st.pid))
		r = settle(n, env, diag);
	if (r)
		return r;
	if (env->conf->queue.overflow == OVERFLOW_WAIT)
		diag_add(diag, DIAG_WARNING, NULL, (struct span){0},
			"listening beside the audit daemon: the kernel does "
			"not wait for who listens; what comes faster than it "
			"is read is lost, and told");
	*ctx = steal(p);
	return 0;
}

static int netlink_read(void *ctx, struct source_record *rec)
{
	struct netlink *n = ctx;
	struct events_message msg;
	int r = events_read(n->ev, &msg);

	if (r > 0)
		*rec = (struct source_record){msg.type, msg.text};
	return r;
}

static int netlink_fd(const void *ctx)
{
	const struct netlink *n = ctx;

	return events_fd(n->ev);
}

static bool netlink_presses(void *ctx)
{
	struct netlink *n = ctx;

	return events_presses(n->ev);
}

static int netlink_keep(void *ctx, const struct audit_status *st,
	struct diag *diag)
{
	struct netlink *n = ctx;

	return events_keep(n->ev, st->pid, diag);
}

static struct source_counts netlink_counts(const void *ctx)
{
	const struct netlink *n = ctx;
	struct events_lost lost = events_lost(n->ev);

	return (struct source_counts){
		.overruns = lost.overruns, .bad = lost.bad,
	};
}

const struct source_driver source_netlink = {
	.name = "netlink",
	.open = netlink_open,
	.read = netlink_read,
	.fd = netlink_fd,
	.counts = netlink_counts,
	.free = netlink_free,
	.presses = netlink_presses,
	.keep = netlink_keep,
	.release = netlink_release,
};

const struct source_driver source_multicast = {
	.name = "multicast",
	.open = multicast_open,
	.read = netlink_read,
	.fd = netlink_fd,
	.counts = netlink_counts,
	.free = netlink_free,
	.release = netlink_release,
};
