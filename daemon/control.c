/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/control.h"

#include "daemon/client.h"
#include "daemon/listen.h"

#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define SLOTS (CONTROL_CLIENTS + CONTROL_RESERVE)
#define TICK_MS 1000
#define ACCEPTS 64	/* in one turn */
#define END_MS 1000	/* for readers to take their last lines */
#define RECENT_LINE 2048	/* bytes that are kept for a line, on average */
#define RECENT_MAX (4u << 20)

/* what epoll tells: these, or the number of a client */
enum { ID_ROOT, ID_READ, ID_TIMER, ID_CLIENTS };

static const uint32_t root_max[CONTROL_TYPES] = {
	[CONTROL_REQUEST] = CONTROL_REQUEST_MAX,
};
static const uint32_t read_max[CONTROL_TYPES] = {
	[CONTROL_REQUEST] = CONTROL_READER_MAX,
};
/* as far as the first message: a second one is nobody's business */
static const struct message_types root_types = {root_max, CONTROL_REPLY};
static const struct message_types read_types = {read_max, CONTROL_REPLY};

struct control {
	struct control_ops ops;
	char *run;
	gid_t gid;		/* -1: none */
	int64_t wait_ms;
	int lock, epoll, timer;
	int listener[2];	/* by ID_ROOT, ID_READ */
	bool ticking, paused;	/* paused: no descriptor was left */
	bool text, json;	/* wanted, as ops.want was told */
	struct conn *conn[SLOTS];	/* the first .n */
	size_t n;
	uint64_t next_id;
	struct recent recent[2];	/* PIPELINE_TEXT, PIPELINE_JSON */
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int watch(struct control *c, int fd, uint64_t id, uint32_t events)
{
	struct epoll_event ev = {.events = events, .data.u64 = id};

	return epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &ev) ? -errno : 0;
}

static void rewatch(struct control *c, int fd, uint64_t id, uint32_t events)
{
	struct epoll_event ev = {.events = events, .data.u64 = id};

	(void)epoll_ctl(c->epoll, EPOLL_CTL_MOD, fd, &ev);
}

static void look_for(struct control *c, struct conn *k, uint32_t events)
{
	if (k->events == events || k->gone)
		return;
	rewatch(c, k->s.fd, k->id, events);
	k->events = events;
}

/* -------------------------------------------------------------------- timer */

static bool has_deadline(const struct conn *k)
{
	return k->state == CLIENT_WAIT || k->state == CLIENT_REPLY;
}

static void set_timer(struct control *c)
{
	const struct timespec each = {.tv_sec = TICK_MS / 1000};
	struct itimerspec t = {0};
	bool need = c->paused;

	for (size_t i = 0; i < c->n; i++)
		need |= has_deadline(c->conn[i]);
	if (need == c->ticking)
		return;
	if (need)
		t = (struct itimerspec){each, each};
	(void)timerfd_settime(c->timer, 0, &t, NULL);
	c->ticking = need;
}

/* ------------------------------------------------------------------ clients */

size_t control_readers(const struct control *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->conn[i]->state == CLIENT_FOLLOW;
	return n;
}

static void tell_wanted(struct control *c)
{
	bool text = false, json = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct conn *k = c->conn[i];

		if (k->state == CLIENT_FOLLOW)
			*(k->rq.flags & REQUEST_JSON ? &json : &text) = true;
	}
	if (text == c->text && json == c->json)
		return;
	c->text = text;
	c->json = json;
	if (c->ops.want)
		c->ops.want(c->ops.arg, text, json);
}

static void drop(struct control *c, struct conn *k)
{
	size_t i = 0;

	while (c->conn[i] != k)
		i++;
	c->conn[i] = c->conn[--c->n];
	stream_deinit(&k->s);
	request_deinit(&k->rq);
	free(k);
	tell_wanted(c);
}

/* its end has come from the other side; the request still stands */
static void hang_up(struct control *c, struct conn *k)
{
	if (k->state != CLIENT_RUN || k->rq.kind == REQUEST_STOP) {
		drop(c, k);
		return;
	}
	(void)epoll_ctl(c->epoll, EPOLL_CTL_DEL, k->s.fd, NULL);
	k->gone = true;
}

/* what can be sent now; false: the client is no more */
static bool send_some(struct control *c, struct conn *k)
{
	size_t before = stream_pending(&k->s);
	int r = stream_flush(&k->s);

	if (!r && stream_pending(&k->s) < before)
		k->since = now_ms();
	if (!r && k->state == CLIENT_FOLLOW && k->lost) {
		conn_caught_up(k);
		r = stream_flush(&k->s);
	}
	if (r || (k->state == CLIENT_REPLY && !stream_pending(&k->s))) {
		drop(c, k);
		return false;
	}
	look_for(c, k, EPOLLRDHUP | (stream_pending(&k->s) ? EPOLLOUT : 0));
	return true;
}

/* ----------------------------------------------------------------- requests */

static void add_count(struct buf *out, size_t n, const char *one,
	const char *many)
{
	if (n)
		buf_printf(out, "%s%zu %s", out->n ? ", " : "", n,
			n == 1 ? one : many);
}

static bool is_busy(struct control *c, struct conn *k)
{
	cleanup(buf_deinit) struct buf use = {0};

	if (k->rq.flags & REQUEST_FORCE)
		return false;
	add_count(&use, c->ops.rules(c->ops.arg), "rule is loaded",
		"rules are loaded");
	add_count(&use, control_readers(c), "reader follows the lines (sct log)",
		"readers follow the lines (sct log)");
	if (use.n)
		conn_refuse(k, CODE_FAILED, "Device or resource busy: %s; "
			"--force stops sctauditd all the same", use.p);
	return use.n;
}

static void stop(struct control *c, struct conn *k)
{
	const struct reply ok = {0};

	if (is_busy(c, k))
		return;
	if (k->rq.flags & REQUEST_ASK) {
		conn_reply(k, &ok);
		return;
	}
	k->state = CLIENT_RUN;	/* until control_free() */
	c->ops.stop(c->ops.arg);
}

static void start_log(struct control *c, struct conn *k)
{
	const bool json = k->rq.flags & REQUEST_JSON;
	const struct recent *r = &c->recent[json ? PIPELINE_JSON :
						   PIPELINE_TEXT];
	const struct reply ok = {0};

	conn_recent(k, r);
	if (k->rq.flags & REQUEST_FOLLOW) {
		k->state = CLIENT_FOLLOW;
		tell_wanted(c);
	} else if (k->rq.lines && !r->lines && json) {
		conn_refuse(k, CODE_DONE, "no JSON lines are kept: they are made "
			"while a sink or a reader asks for them");
	} else {
		conn_reply(k, &ok);
	}
}

static void run(struct control *c, struct conn *k)
{
	struct reply reply = {0};
	int later;

	k->state = CLIENT_RUN;
	look_for(c, k, EPOLLRDHUP);
	later = c->ops.run(c->ops.arg, k->id, &k->rq, &reply);
	if (!later)
		conn_reply(k, &reply);
	reply_deinit(&reply);
}

static void start(struct control *c, struct conn *k)
{
	if (!k->root && !request_only_reads(&k->rq))
		conn_refuse(k, CODE_PRIVILEGE, "you are not root");
	else if (!k->root && k->rq.files.n)
		conn_refuse(k, CODE_PRIVILEGE, "you are not root: only what is "
			"loaded can be looked at");
	else if (k->rq.kind == REQUEST_STOP)
		stop(c, k);
	else if (k->rq.kind == REQUEST_LOG)
		start_log(c, k);
	else
		run(c, k);
}

static void take_message(struct control *c, struct conn *k, struct message *m)
{
	int r = request_unpack(&k->rq, m);

	if (!r)
		start(c, k);
	else if (r == -EPROTONOSUPPORT)
		conn_refuse(k, CODE_FAILED, "this is another version of the "
			"program; start the daemon again");
	else if (r == -ENOMEM)
		conn_refuse(k, CODE_FAILED, "%s", strerror(ENOMEM));
	else
		conn_refuse(k, CODE_FAILED, "that was not a request");
}

/* its request, or a part of it */
static void read_some(struct control *c, struct conn *k)
{
	struct message m;
	int r = stream_read(&k->s);

	if (!r && k->root)
		k->since = now_ms();	/* a large upload */
	if (!r)
		r = stream_next(&k->s, &m);
	if (r == -EPROTO)
		conn_refuse(k, CODE_FAILED, k->root ? "that was not a request" :
			"that was not a request, or it was too long");
	else if (r > 0)
		take_message(c, k, &m);
	else if (r < 0 || k->s.eof) {
		drop(c, k);
		return;
	}
	if (k->state != CLIENT_WAIT && k->state != CLIENT_RUN) {
		k->since = now_ms();
		(void)send_some(c, k);
	}
}

void control_reply(struct control *c, uint64_t id, const struct reply *reply)
{
	for (size_t i = 0; i < c->n; i++) {
		struct conn *k = c->conn[i];

		if (k->id != id || k->state != CLIENT_RUN)
			continue;
		conn_reply(k, reply);
		k->since = now_ms();
		if (k->gone)
			drop(c, k);
		else
			(void)send_some(c, k);
		break;
	}
	set_timer(c);
}

/* ---------------------------------------------------------------- accepting */

static size_t count_of(const struct control *c, uid_t uid)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->conn[i]->uid == uid;
	return n;
}

/* who has waited longest, with its request still to come, of that user or of
 * any; never root's for the sake of others. NULL: nobody */
static struct conn *oldest(const struct control *c, bool any, bool root,
	uid_t uid)
{
	struct conn *found = NULL;

	for (size_t i = 0; i < c->n; i++) {
		struct conn *k = c->conn[i];

		if (k->state == CLIENT_WAIT && (any || k->uid == uid) &&
			(root || !k->root) && (!found || k->id < found->id))
			found = k;
	}
	return found;
}

/* a place for a client of that user; false: there is none */
static bool has_place(struct control *c, uid_t uid, bool root)
{
	bool many = !root && count_of(c, uid) >= CONTROL_PER_USER;
	struct conn *k;

	if (!many && c->n < (root ? SLOTS : CONTROL_CLIENTS))
		return true;
	k = oldest(c, !many, root, uid);
	if (k)
		drop(c, k);
	return k != NULL;
}

/* the descriptor is taken */
static void refuse(struct control *c, int fd, int code, const char *words)
{
	struct conn k = {0};

	stream_init(&k.s, fd, &read_types);
	conn_refuse(&k, code, "%s", words);
	(void)stream_flush(&k.s);	/* a new socket takes that much */
	stream_deinit(&k.s);
}

static void add(struct control *c, int fd, uid_t uid, bool root)
{
	struct conn *k = calloc(1, sizeof(*k));

	if (!k) {
		close(fd);
		return;
	}
	stream_init(&k->s, fd, root ? &root_types : &read_types);
	k->id = c->next_id++;
	k->uid = uid;
	k->root = root;
	k->since = now_ms();
	k->events = EPOLLIN;
	if (watch(c, fd, k->id, k->events)) {
		stream_deinit(&k->s);
		free(k);
		return;
	}
	c->conn[c->n++] = k;
	read_some(c, k);	/* mostly all of it is there already */
}

static void pause_listening(struct control *c, bool paused)
{
	for (unsigned i = 0; i < ARRAY_SIZE(c->listener); i++)
		rewatch(c, c->listener[i], i, paused ? 0 : EPOLLIN);
	c->paused = paused;
}

static void accept_some(struct control *c, unsigned which)
{
	for (unsigned i = 0; i < ACCEPTS; i++) {
		gid_t gid = which == ID_READ ? c->gid : (gid_t)-1;
		uid_t uid = (uid_t)-1;
		int fd = accept4(c->listener[which], NULL, NULL,
			SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0 && (errno == EMFILE || errno == ENFILE ||
				      errno == ENOMEM || errno == ENOBUFS))
			pause_listening(c, true);
		if (fd < 0)
			return;
		if (!listen_peer_is(fd, gid, &uid))
			refuse(c, fd, CODE_PRIVILEGE, "you may not do that");
		else if (!has_place(c, uid, !uid || which == ID_ROOT))
			refuse(c, fd, CODE_FAILED,
				"too many clients are connected");
		else
			add(c, fd, uid, which == ID_ROOT);
	}
}

/* --------------------------------------------------------------------- work */

static void on_tick(struct control *c)
{
	int64_t now = now_ms();
	uint64_t ticks;

	(void)!read(c->timer, &ticks, sizeof(ticks));
	if (c->paused)
		pause_listening(c, false);
	for (size_t i = c->n; i-- > 0;)
		if (has_deadline(c->conn[i]) &&
			now - c->conn[i]->since >= c->wait_ms)
			drop(c, c->conn[i]);
}

static void on_client(struct control *c, uint64_t id, uint32_t events)
{
	struct conn *k = NULL;

	for (size_t i = 0; i < c->n; i++)
		if (c->conn[i]->id == id)
			k = c->conn[i];
	if (!k)
		return;		/* sent away in this very turn */
	if (k->state == CLIENT_WAIT)
		read_some(c, k);
	else if (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP))
		hang_up(c, k);
	else
		(void)send_some(c, k);
}

int control_fd(const struct control *c)
{
	return c->epoll;
}

void control_work(struct control *c)
{
	struct epoll_event ev[SLOTS + ID_CLIENTS];
	int n = epoll_wait(c->epoll, ev, ARRAY_SIZE(ev), 0);

	for (int i = 0; i < n; i++) {
		uint64_t id = ev[i].data.u64;

		if (id == ID_TIMER)
			on_tick(c);
		else if (id < ID_CLIENTS)
			accept_some(c, (unsigned)id);
		else
			on_client(c, id, ev[i].events);
	}
	set_timer(c);
}

void control_line(struct control *c, const struct line *line)
{
	bool json = line->format == PIPELINE_JSON;

	if (!json && line->format != PIPELINE_TEXT)
		return;
	recent_add(&c->recent[line->format], line->rule, line->text);
	if (json ? !c->json : !c->text)
		return;
	for (size_t i = 0; i < c->n; i++) {
		struct conn *k = c->conn[i];

		if (k->state != CLIENT_FOLLOW ||
			!(k->rq.flags & REQUEST_JSON) == json ||
			!conn_takes(k, line->rule))
			continue;
		conn_line(k, line->text);
		look_for(c, k, EPOLLRDHUP | EPOLLOUT);
	}
}

/* ------------------------------------------------------------ start and end */

static gid_t find_group(const char *name, struct diag *diag)
{
	struct group *gr;

	if (!name || !*name)
		return (gid_t)-1;
	gr = getgrnam(name);
	if (!gr)
		diag_add(diag, DIAG_WARNING, NULL, (struct span){0},
			"there is no group '%s'; root alone may read", name);
	return gr ? gr->gr_gid : (gid_t)-1;
}

static int init_recent(struct control *c, unsigned lines)
{
	size_t bytes = min_size((size_t)lines * RECENT_LINE, RECENT_MAX);
	int r = recent_init(&c->recent[PIPELINE_TEXT], lines, bytes);

	return r ? r : recent_init(&c->recent[PIPELINE_JSON], lines, bytes);
}

static int open_listener(struct control *c, unsigned which, const char *name,
	struct diag *diag)
{
	gid_t gid = which == ID_READ ? c->gid : (gid_t)-1;
	int fd = listen_open(c->run, name, gid, diag);

	c->listener[which] = fd;
	return fd < 0 ? fd : watch(c, fd, which, EPOLLIN);
}

static int open_all(struct control *c, struct diag *diag)
{
	int r = c->lock = listen_lock(c->run, diag);

	if (r < 0)
		return r;
	c->epoll = epoll_create1(EPOLL_CLOEXEC);
	c->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (c->epoll < 0 || c->timer < 0)
		return -errno;
	r = watch(c, c->timer, ID_TIMER, EPOLLIN);
	if (!r)
		r = open_listener(c, ID_ROOT, CONTROL_SOCKET, diag);
	return r ? r : open_listener(c, ID_READ, CONTROL_READ, diag);
}

int control_new(struct control **outp, const struct control_config *conf,
	const struct control_ops *ops, struct diag *diag)
{
	struct control *c = calloc(1, sizeof(*c));
	unsigned errors = diag->errors;
	int r = -ENOMEM;

	if (c) {
		*c = (struct control){.ops = *ops, .next_id = ID_CLIENTS,
			.run = strdup(conf->run), .lock = -1, .epoll = -1,
			.timer = -1, .listener = {-1, -1},
			.wait_ms = conf->wait_ms ? conf->wait_ms :
						   CONTROL_WAIT_MS};
		c->gid = find_group(conf->group, diag);
		r = c->run ? init_recent(c, conf->recent) : -ENOMEM;
	}
	if (!r)
		r = open_all(c, diag);
	if (!r) {
		*outp = c;
		return 0;
	}
	if (diag->errors == errors)
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"cannot listen in '%s': %s", conf->run, strerror(-r));
	control_free(c);
	return r;
}

/* the lines that are kept move to a ring of another size */
static int resize(struct control *c, unsigned lines)
{
	struct recent old[] = {c->recent[0], c->recent[1]};
	int r;

	if (old[0].max == lines)
		return 0;
	r = init_recent(c, lines);
	for (size_t i = 0; i < ARRAY_SIZE(old); i++) {
		struct recent_pos pos = recent_begin(&old[i]);
		struct recent_line line;

		if (r) {
			recent_deinit(&c->recent[i]);
			c->recent[i] = old[i];
			continue;
		}
		while (recent_next(&old[i], &pos, &line))
			recent_add(&c->recent[i], line.rule, line.text);
		recent_deinit(&old[i]);
	}
	return r;
}

int control_reconfigure(struct control *c, const struct control_config *conf,
	struct diag *diag)
{
	gid_t gid = find_group(conf->group, diag);
	int r = gid == c->gid ? 0 :
		listen_regroup(c->run, CONTROL_READ, gid, diag);

	if (r)
		return r;
	c->gid = gid;
	r = resize(c, conf->recent);
	if (r)
		diag_add(diag, DIAG_ERROR, NULL, (struct span){0},
			"cannot keep %u lines: %s", conf->recent, strerror(-r));
	return r;
}

/* readers that are there get their last lines */
static void send_last(struct control *c)
{
	int64_t end = now_ms() + END_MS;
	bool left = true;

	while (left && now_ms() < end) {
		struct pollfd p[SLOTS];
		size_t n = 0;

		for (size_t i = c->n; i-- > 0;)
			(void)send_some(c, c->conn[i]);
		for (size_t i = 0; i < c->n; i++)
			if (stream_pending(&c->conn[i]->s))
				p[n++] = (struct pollfd){c->conn[i]->s.fd,
					POLLOUT, 0};
		left = n > 0;
		if (left)
			(void)poll(p, n, (int)(end - now_ms()));
	}
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void control_free(struct control *c)
{
	if (!c)
		return;
	/* from here on we do not run */
	listen_close(c->run, CONTROL_SOCKET, c->listener[ID_ROOT]);
	listen_close(c->run, CONTROL_READ, c->listener[ID_READ]);
	send_last(c);
	c->ops.want = NULL;
	while (c->n)
		drop(c, c->conn[0]);
	close_fd(c->timer);
	close_fd(c->epoll);
	recent_deinit(&c->recent[PIPELINE_TEXT]);
	recent_deinit(&c->recent[PIPELINE_JSON]);
	close_fd(c->lock);
	free(c->run);
	free(c);
}
