/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/keeper.h"

#include "daemon/clock.h"
#include "daemon/quarantine.h"
#include "kernel/unaudited.h"
#include "store/store.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#define PENDING_MAX (256u << 10)	/* bytes that wait to be sent to it */
#define AGE_MS 250		/* it is told that nothing comes so often */
#define LIVED_MS 10000		/* a worker that lived so long was no failure */
#define WAIT_MIN_MS 100
#ifdef ATTACK_TESTS
#define WAIT_MAX_MS 200		/* many attacks, one after the other */
#else
#define WAIT_MAX_MS 10000
#endif
#define LOCK_MS 1000		/* another one is loading rules */
#define END_TRIES 100	/* ms */
#define TIMES_MAX 2		/* workers that may die of one event */

static void say(const struct keeper *k, int level, const char *fmt, ...)
	printf_like(3, 4);
static void say(const struct keeper *k, int level, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	k->ops.say(k->ops.arg, level, words);
}

/* ----------------------------------------------------------------- telling */

static void tell_setup(struct keeper *k)
{
	size_t at = message_begin(&k->ch.out, WORK_SETUP);

	message_text(&k->ch.out, span_of(k->conf.host));
	message_end(&k->ch.out, at);
}

static void tell_rules(struct keeper *k)
{
	size_t at = message_begin(&k->ch.out, WORK_RULES);

	message_u32(&k->ch.out, k->generation);
	live_pack(k->live, &k->ch.out);
	message_end(&k->ch.out, at);
}

static void tell_u32(struct keeper *k, uint32_t type, uint32_t v)
{
	size_t at = message_begin(&k->ch.out, type);

	message_u32(&k->ch.out, v);
	message_end(&k->ch.out, at);
}

static void tell(struct keeper *k, uint32_t type)
{
	message_end(&k->ch.out, message_begin(&k->ch.out, type));
}

/* records, as long as they leave at once; false: nothing was told */
static bool feed(struct keeper *k)
{
	bool any = false;

	if (!k->live)
		return false;
	while (stream_pending(&k->ch) < PENDING_MAX) {
		size_t start = k->ch.out.n;
		size_t at = message_begin(&k->ch.out, WORK_RECORDS);
		size_t n = queue_send(k->queue, &k->ch.out, KEEPER_BATCH);

		if (!n) {
			k->ch.out.n = start;
			break;
		}
		message_end(&k->ch.out, at);
		if (!k->out)
			k->progress = now_ms();
		k->out += n;
		any = true;
	}
	return any;
}

/* --------------------------------------------------------------- a process */

/* In the child, beside threads that are not there any more: nothing but system
 * calls. A worker has its three descriptors and no other; what it was compiled
 * with to find mistakes may still speak on standard error. */
static void become_worker(const char *exe, char *const *argv, const int *fd,
	int null)
{
	int high[3];

	for (int i = 0; i < 3; i++)	/* out of each other's way first */
		high[i] = fcntl(fd[i], F_DUPFD_CLOEXEC, 10);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
	dup2(null, STDERR_FILENO);
#endif
	for (int i = 0; i < 3; i++)
		if (dup2(high[i], WORK_FD + i) < 0)
			_exit(1);
	if (close_range(WORK_MARK_FD + 1, ~0u, 0))
		_exit(1);
	execv(exe, argv);
	_exit(127);
}

static int steal_fd(int *fd)
{
	int got = *fd;

	*fd = -1;
	return got;
}

static int open_pair(int *ours, int *theirs)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd))
		return -errno;
	*ours = fd[0];
	*theirs = fd[1];
	return 0;
}

/* Its calls are not to be audited: they would beget records without end. Where
 * that cannot be had, by a lock that somebody holds or by a kernel that takes no
 * rules, it is audited as all others are. */
static pid_t fork_unaudited(struct keeper *k)
{
	struct unaudited u = {0};
	struct diag diag = {0};
	int lock = k->conf.nl && !k->locked ?
		store_lock(k->conf.run, LOCK_MS, &diag) : -1;
	bool try = k->conf.nl && (lock >= 0 || k->locked);
	pid_t pid;

	diag_deinit(&diag);
	if (try)
		(void)unaudited_begin(&u, k->conf.nl);
	pid = fork();
	if (pid == 0)
		return 0;
	if (try && unaudited_end(&u))
		say(k, LOG_WARNING, "a rule '-a never,task' of ours could not "
			"be removed: see 'sct diff'");
	if (lock >= 0)
		close(lock);
	return pid;
}

static int spawn(struct keeper *k, int ch, int look)
{
	const int fd[3] = {ch, look, k->mark_fd};
	char name[] = "sctauditd", role[] = "--worker", memory[24];
	char only[] = "records-only";
	char *argv[] = {name, role, k->conf.config->worker.user, memory,
		k->conf.records_only ? only : NULL, NULL};
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;
	pid_t pid;

	if (null < 0)
		return -errno;
	snprintf(memory, sizeof(memory), "%zu", k->conf.config->worker.memory);
	sigemptyset(&none);
	pid = fork_unaudited(k);
	if (pid == 0) {
		sigprocmask(SIG_SETMASK, &none, NULL);
		become_worker(k->conf.exe, argv, fd, null);
	}
	close(null);
	if (pid < 0)
		return -errno;
	k->pid = pid;
	return 0;
}

static int start(struct keeper *k)
{
	int ch = -1, look = -1, ours = -1, asked = -1, r;

	*k->mark = (struct work_mark){0};
	r = open_pair(&ours, &ch);
	if (!r)
		r = open_pair(&asked, &look);
	if (!r && fcntl(ours, F_SETFL, O_NONBLOCK))
		r = -errno;
	if (!r)
		r = spawn(k, ch, look);
	if (ch >= 0)
		close(ch);
	if (look >= 0)
		close(look);
	stream_init(&k->ch, ours, &work_from);
	if (!r)
		r = look_server_start(k->conf.look, steal_fd(&asked));
	if (asked >= 0)
		close(asked);
	if (r)
		return r;
	k->started = k->progress = now_ms();
	k->start_at = -1;
	tell_setup(k);
	tell_u32(k, WORK_FORMATS, k->formats);
	tell_u32(k, WORK_PATIENCE, k->patience);
	if (k->live)
		tell_rules(k);
	queue_unsend(k->queue);
	k->flush_told = false;	/* once more, behind what is sent again */
	return 0;
}

static const char *how_it_ended(int status, char *words, size_t size)
{
	if (WIFSIGNALED(status))
		snprintf(words, size, "was killed by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		snprintf(words, size, "exited with status %d",
			WEXITSTATUS(status));
	return words;
}

static void set_aside(struct keeper *k)
{
	char path[256];
	int r = quarantine(k->queue, k->conf.config->state_dir, k->key, path,
		sizeof(path));

	k->quarantined++;
	if (r)
		say(k, LOG_ERR, "worker: two died of the event %s, and it could "
			"not be kept: %s; it is dropped", k->key, strerror(-r));
	else
		say(k, LOG_ERR, "worker: two died of the event %s; it is set "
			"aside in '%s'", k->key, path);
	k->ops.quarantined(k->ops.arg, k->key, r ? NULL : path);
	k->key[0] = '\0';
	k->times = 0;
}

/* by somebody else, who is nobody to be waited for */
static bool is_killed(const struct keeper *k, int status)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && !k->ended;
}

/* what it was at is to blame, unless somebody else killed it */
static void blame(struct keeper *k, int status)
{
	const struct work_mark mark = *k->mark;
	char key[KEEPER_KEY_MAX];

	if (is_killed(k, status))
		return;
	quarantine_key(k->queue, &mark, key, sizeof(key));
	if (!*key)
		return;
	k->times = strcmp(key, k->key) ? 1 : k->times + 1;
	memcpy(k->key, key, sizeof(key));
	if (k->times >= TIMES_MAX)
		set_aside(k);
}

/* It has closed its socket, so it is at its end; unless we are to end it. */
static int wait_for_end(struct keeper *k)
{
	int status = 0;

	for (unsigned i = 0; i < END_TRIES; i++) {
		if (waitpid(k->pid, &status, WNOHANG) == k->pid)
			return status;
		if (k->ended)
			kill(k->pid, SIGKILL);
		usleep(1000);
	}
	k->ended = true;
	kill(k->pid, SIGKILL);
	while (waitpid(k->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void reap(struct keeper *k)
{
	bool lived = now_ms() - k->started >= LIVED_MS;
	char words[128];
	int status = wait_for_end(k);

	for (size_t i = 0; i < COUNTS; i++)
		k->counts[i] += k->now[i];
	memset(k->now, 0, sizeof(k->now));
	stream_deinit(&k->ch);
	look_server_stop(k->conf.look);
	k->out = 0;
	if (k->flushed) {
		k->pid = 0;
		return;
	}
	blame(k, status);
	k->wait_ms = lived || !k->wait_ms || is_killed(k, status) ? WAIT_MIN_MS :
		     k->wait_ms * 2 < WAIT_MAX_MS ? k->wait_ms * 2 :
						    WAIT_MAX_MS;
	say(k, LOG_ERR, "worker (pid %d) %s%s; starting it again in %u.%u s",
		k->pid, k->hung ? "made no progress and " : "",
		how_it_ended(status, words, sizeof(words)), k->wait_ms / 1000,
		k->wait_ms % 1000 / 100);
	k->pid = 0;
	k->hung = k->ended = false;
	k->restarts++;
	k->start_at = now_ms() + k->wait_ms;
}

/* ---------------------------------------------------------------- listening */

static int take_lines(struct keeper *k, struct message *m)
{
	while (m->rest.n) {
		struct line line;
		uint32_t format;

		line.rule = message_get_text(m);
		line.level = (int)message_get_u32(m);
		line.ms = message_get_u64(m);
		format = message_get_u32(m);
		line.again = format & WORK_AGAIN;
		format &= ~(uint32_t)WORK_AGAIN;
		line.text = message_get_text(m);
		if (m->bad || format >= PIPELINE_FORMATS || line.level < 0 ||
			line.level > LOG_DEBUG)
			return -EPROTO;
		line.format = (enum pipeline_format)format;
		k->ops.line(k->ops.arg, &line);
	}
	return m->bad ? -EPROTO : 0;
}

static int take_events(struct keeper *k, struct message *m)
{
	uint32_t n = message_get_u32(m);

	if (n > m->rest.n / sizeof(uint64_t))
		return -EPROTO;
	for (; n; n--) {
		if (!queue_done(k->queue, message_get_u64(m)))
			continue;
		k->out -= k->out ? 1 : 0;
	}
	k->progress = now_ms();
	return take_lines(k, m);
}

static int take_taken(struct keeper *k, struct message *m)
{
	uint32_t generation = message_get_u32(m), err = message_get_u32(m);
	struct span words = message_get_text(m);

	if (!message_done(m) || err > 4095)
		return -EPROTO;
	k->ops.taken(k->ops.arg, generation, -(int)err, words);
	return 0;
}

static int take_counts(struct keeper *k, struct message *m)
{
	for (size_t i = 0; i < COUNTS; i++)
		k->now[i] = message_get_u64(m);
	return message_done(m) ? 0 : -EPROTO;
}

static int take(struct keeper *k, struct message *m)
{
	struct span words;

	switch (m->type) {
	case WORK_TAKEN:
		return take_taken(k, m);
	case WORK_EVENTS:
		return take_events(k, m);
	case WORK_COUNTS:
		return take_counts(k, m);
	case WORK_DROPPED:
		k->ops.dropped(k->ops.arg);
		return 0;
	case WORK_FLUSHED:
		k->flushed = true;
		return 0;
	case WORK_FAILED:
		words = message_get_text(m);
		say(k, LOG_ERR, "worker (pid %d): %.*s", k->pid,
			SPAN_ARG(words));
		return 0;
	}
	return -EPROTO;
}

/* all whole messages that are there; who has no room for their lines does not poll
 * for more (hold) */
static int listen_to(struct keeper *k)
{
	struct message m;
	int r = stream_read(&k->ch);

	while (!r && (r = stream_next(&k->ch, &m)) == 1)
		r = take(k, &m);
	return r;
}

/* ------------------------------------------------------------------- turns */

static void end(struct keeper *k, int r)
{
	k->ended = k->hung || (r != -EPIPE && r != -ECONNRESET);
	if (r == -EPROTO)
		say(k, LOG_ERR, "worker (pid %d) sent what is no message; it "
			"is ended", k->pid);
	else if (r && r != -EPIPE && r != -ECONNRESET)
		say(k, LOG_ERR, "worker (pid %d): %s; it is ended", k->pid,
			strerror(-r));
	reap(k);
}

static bool is_hung(const struct keeper *k, int64_t now)
{
	return k->out && now - k->progress >
		(int64_t)k->conf.config->worker.timeout * 1000;
}

static int talk(struct keeper *k, bool idle)
{
	int64_t now = now_ms();
	bool fed = feed(k);

	if (k->flushing && !k->flush_told && !queue_depth(k->queue).unsent) {
		tell(k, WORK_FLUSH);
		k->flush_told = true;
	} else if (idle && !fed && now - k->last_age >= AGE_MS) {
		tell(k, WORK_AGE);
		k->last_age = now;
	}
	return stream_flush(&k->ch);
}

int keeper_work(struct keeper *k, short revents, bool idle)
{
	int64_t now = now_ms();
	int r = 0;

	if (!k->pid) {
		if (k->start_at < 0 || now < k->start_at)
			return 0;
		r = start(k);
		if (r) {
			say(k, LOG_ERR, "cannot start a worker: %s",
				strerror(-r));
			stream_deinit(&k->ch);
			k->start_at = now + WAIT_MAX_MS;
			return 0;
		}
	}
	if (revents & (POLLIN | POLLHUP | POLLERR))
		r = listen_to(k);
	if (!r && k->ch.eof)
		r = -EPIPE;
	if (!r)
		r = talk(k, idle);
	if (!r && is_hung(k, now)) {
		k->hung = true;
		r = -EPIPE;
	}
	if (r)
		end(k, r);
	return 0;
}

struct pollfd keeper_poll(struct keeper *k, bool hold)
{
	struct pollfd p = {.fd = k->pid ? k->ch.fd : -1};

	if (hold)
		k->progress = now_ms();	/* we wait, not it */
	else
		p.events |= POLLIN;
	if (k->pid && stream_pending(&k->ch))
		p.events |= POLLOUT;
	return p;
}

int keeper_next_ms(const struct keeper *k)
{
	int64_t left;

	if (k->pid || k->start_at < 0)
		return -1;
	left = k->start_at - now_ms();
	return left > 0 ? (int)left : 0;
}

uint32_t keeper_rules(struct keeper *k, const struct live *live)
{
	k->live = live;
	k->generation++;
	if (k->pid)
		tell_rules(k);
	return k->generation;
}

void keeper_formats(struct keeper *k, unsigned mask)
{
	if (mask == k->formats)
		return;
	k->formats = mask;
	if (k->pid)
		tell_u32(k, WORK_FORMATS, mask);
}

void keeper_patience(struct keeper *k, unsigned seconds)
{
	if (seconds == k->patience)
		return;
	k->patience = seconds;
	if (k->pid)
		tell_u32(k, WORK_PATIENCE, seconds);
}

void keeper_flush(struct keeper *k)
{
	k->flushing = true;
}

uint64_t keeper_count(const struct keeper *k, enum count which)
{
	return k->counts[which] + k->now[which];
}

int keeper_init(struct keeper *k, const struct keeper_conf *conf,
	struct queue *queue, const struct keeper_ops *ops)
{
	void *page;

	*k = (struct keeper){.conf = *conf, .ops = *ops, .queue = queue,
		.patience = RECORD_EVENT_SECONDS, .ch.fd = -1};
	k->mark_fd = memfd_create("sctauditd-mark", MFD_CLOEXEC);
	if (k->mark_fd < 0 || ftruncate(k->mark_fd, sizeof(*k->mark)))
		return -errno;
	page = mmap(NULL, sizeof(*k->mark), PROT_READ | PROT_WRITE, MAP_SHARED,
		k->mark_fd, 0);
	if (page == MAP_FAILED)
		return -errno;
	k->mark = page;
	return 0;
}

void keeper_deinit(struct keeper *k)
{
	if (k->pid) {
		kill(k->pid, SIGKILL);
		waitpid(k->pid, NULL, 0);
	}
	stream_deinit(&k->ch);
	if (k->mark)
		munmap(k->mark, sizeof(*k->mark));
	if (k->mark_fd >= 0)
		close(k->mark_fd);
	*k = (struct keeper){.ch.fd = -1, .mark_fd = -1};
}
