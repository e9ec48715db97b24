/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The supervisor's side: a thread for each worker, one question at a time. What
 * may take long (a file system, a name service) is done without the lock. */
#include "daemon/look.h"

#include "daemon/look_types.h"
#include "store/names.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct look_server {
	pthread_mutex_t lock;
	struct place_names places;	/* under the lock */
	struct look_counts counts;	/* under the lock */
	struct worker *worker;		/* that is answered; main thread only */
};

struct worker {
	struct look_server *srv;
	struct stream s;
	pthread_t thread;
	/* under the server's lock: who comes second releases it */
	bool ended;	/* the thread has, or is about to */
	bool left;	/* it was left behind */
};

/* ------------------------------------------------------------------ answers */

/* a descriptor of a process; text is written to room */
static int answer_fd(struct message *m, struct look_answer *a,
	char room[LOOK_NAME_MAX])
{
	int32_t pid = (int32_t)message_get_u32(m);
	int32_t fd = (int32_t)message_get_u32(m);
	struct statx st;
	char link[64];
	ssize_t n;

	if (pid <= 0 || fd < 0)
		return -ENOENT;
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", pid, fd);
	n = readlink(link, room, LOOK_NAME_MAX);
	if (n < 0)
		return -errno;
	/* DONT_SYNC: ask no file server, least of all a watched program's */
	if (n == LOOK_NAME_MAX || room[0] != '/' ||
		statx(AT_FDCWD, link, AT_STATX_DONT_SYNC, STATX_INO, &st))
		return -ENOENT;
	a->ino = st.stx_ino;
	a->text = (struct span){room, (size_t)n};
	return 0;
}

static int refuse(struct look_server *srv, int err)
{
	pthread_mutex_lock(&srv->lock);
	srv->counts.refused++;
	pthread_mutex_unlock(&srv->lock);
	return err;
}

/* *id: what it was when last seen */
static bool known_place(struct look_server *srv, struct span name,
	struct place_id *id)
{
	const struct place_name *p;

	pthread_mutex_lock(&srv->lock);
	p = place_names_find(&srv->places, name);
	if (p)
		*id = p->is;
	pthread_mutex_unlock(&srv->lock);
	return p;
}

/* other rules may be in force by now */
static void remember_place(struct look_server *srv, struct span name,
	struct place_id id)
{
	struct place_name *p;

	pthread_mutex_lock(&srv->lock);
	p = place_names_find(&srv->places, name);
	if (p)
		p->is = id;
	pthread_mutex_unlock(&srv->lock);
}

static int answer_place(struct look_server *srv, struct message *m,
	struct look_answer *a)
{
	struct span name = message_get_text(m);
	struct place_id id;

	if (!known_place(srv, name, &id))
		return refuse(srv, -EACCES);
	if (!place_look(name, &id))
		remember_place(srv, name, id);
	a->dev = id.dev;
	a->ino = id.ino;
	return id.known ? 0 : -ENOENT;
}

static int answer_name(struct message *m, struct look_answer *a,
	char room[LOOK_NAME_MAX])
{
	cleanup(buf_deinit) struct buf name = {0};
	enum id_kind kind = m->type == LOOK_USER ? ID_USER : ID_GROUP;
	int r = ids_find_system(NULL, kind, message_get_u32(m), &name);

	if (r)
		return r;
	if (name.n > LOOK_NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(room, name.p, name.n);
	a->text = (struct span){room, name.n};
	return 0;
}

/* Letters that names of users have, those of directory services included; what
 * is said to such a service must not have a meaning there. */
static bool is_id_name(struct span name)
{
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c < 0x80 && !(c >= 'a' && c <= 'z') &&
			!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			!(c && strchr("._-+@$\\", c)))
			return false;
	}
	return name.n && name.n <= LOOK_ID_NAME_MAX;
}

static int answer_id(struct look_server *srv, struct message *m,
	struct look_answer *a)
{
	const struct name_service *host = names_of_host();
	struct span name = message_get_text(m);
	char text[LOOK_ID_NAME_MAX + 1];

	if (!is_id_name(name))
		return refuse(srv, -ENOENT);
	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	return m->type == LOOK_USER_ID ? host->user(host->arg, text, &a->id) :
					 host->group(host->arg, text, &a->id);
}

static int answer(struct look_server *srv, struct message *m,
	struct look_answer *a, char room[LOOK_NAME_MAX])
{
	switch (m->type) {
	case LOOK_FD:
		return answer_fd(m, a, room);
	case LOOK_PLACE:
		return answer_place(srv, m, a);
	case LOOK_USER:
	case LOOK_GROUP:
		return answer_name(m, a, room);
	default:
		return answer_id(srv, m, a);
	}
}

/* ------------------------------------------------------------------- thread */

static void write_answer(struct buf *b, int err, const struct look_answer *a)
{
	size_t start = message_begin(b, LOOK_ANSWER);

	message_u32(b, (uint32_t)-err);
	message_u64(b, a->dev);
	message_u64(b, a->ino);
	message_u32(b, a->id);
	message_text(b, err ? SPAN_LIT("") : a->text);
	message_end(b, start);
}

/* 0 or a negative errno: end the connection */
static int answer_all(struct worker *w)
{
	char room[LOOK_NAME_MAX];
	struct message m;
	int r;

	while ((r = stream_next(&w->s, &m)) > 0) {
		struct look_answer a = {.text = SPAN_LIT("")};
		int err;

		pthread_mutex_lock(&w->srv->lock);
		w->srv->counts.asked[m.type]++;
		pthread_mutex_unlock(&w->srv->lock);
		err = answer(w->srv, &m, &a, room);
		if (!message_done(&m))
			return -EPROTO;
		write_answer(&w->s.out, err, &a);
		r = stream_flush(&w->s);
		if (r)
			return r;
	}
	return r;
}

static void worker_free(struct worker *w)
{
	stream_deinit(&w->s);
	free(w);
}

static void *serve(void *arg)
{
	struct worker *w = arg;
	bool left;
	int r = 0;

	while (!r && !w->s.eof) {
		r = stream_read(&w->s);
		if (!r)
			r = answer_all(w);
	}
	/* it must not wait for an answer that will not come */
	shutdown(w->s.fd, SHUT_RDWR);
	pthread_mutex_lock(&w->srv->lock);
	w->srv->counts.broken += r == -EPROTO;
	w->ended = true;
	left = w->left;
	w->srv->counts.stuck -= left;
	pthread_mutex_unlock(&w->srv->lock);
	if (left)
		worker_free(w);
	return NULL;
}

/* ------------------------------------------------------------------- server */

int look_server_new(struct look_server **outp)
{
	struct look_server *srv = calloc(1, sizeof(*srv));

	if (!srv)
		return -ENOMEM;
	pthread_mutex_init(&srv->lock, NULL);
	*outp = srv;
	return 0;
}

int look_server_rules(struct look_server *srv, const struct rules *rs)
{
	struct place_names new, old;
	int r = place_names_learn(&new, rs);

	if (r)
		return r;
	pthread_mutex_lock(&srv->lock);
	old = srv->places;
	place_names_remember(&new, &old);
	srv->places = new;
	pthread_mutex_unlock(&srv->lock);
	place_names_deinit(&old);
	return 0;
}

/* signals are for the main thread */
static int start_thread(struct worker *w)
{
	sigset_t all, before;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r = pthread_create(&w->thread, NULL, serve, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -r;
}

int look_server_start(struct look_server *srv, int fd)
{
	static const struct message_types types = {look_question_max,
		LOOK_TYPES};
	struct worker *w = calloc(1, sizeof(*w));
	int flags = fcntl(fd, F_GETFL), r;

	look_server_stop(srv);
	if (!w || flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK)) {
		r = w ? -errno : -ENOMEM;
		close(fd);
		free(w);
		return r;
	}
	w->srv = srv;
	stream_init(&w->s, fd, &types);
	r = start_thread(w);
	if (r)
		worker_free(w);
	else
		srv->worker = w;
	return r;
}

/* false: it ended after all */
static bool leave_behind(struct look_server *srv, struct worker *w)
{
	bool left;

	pthread_mutex_lock(&srv->lock);
	left = w->left = !w->ended;
	srv->counts.stuck += left;
	if (left)
		pthread_detach(w->thread);
	pthread_mutex_unlock(&srv->lock);
	return left;	/* then it may be gone by now */
}

void look_server_stop(struct look_server *srv)
{
	struct worker *w = steal(srv->worker);
	struct timespec until;

	if (!w)
		return;
	shutdown(w->s.fd, SHUT_RDWR);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LOOK_STOP_MS / 1000;
	until.tv_nsec += LOOK_STOP_MS % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	if (pthread_timedjoin_np(w->thread, NULL, &until)) {
		if (leave_behind(srv, w))
			return;
		pthread_join(w->thread, NULL);
	}
	worker_free(w);
}

struct look_counts look_server_counts(struct look_server *srv)
{
	struct look_counts c;

	pthread_mutex_lock(&srv->lock);
	c = srv->counts;
	pthread_mutex_unlock(&srv->lock);
	return c;
}

void look_server_free(struct look_server *srv)
{
	if (!srv)
		return;
	look_server_stop(srv);
	/* a thread that was left behind still uses it, until the process ends */
	if (look_server_counts(srv).stuck)
		return;
	place_names_deinit(&srv->places);
	pthread_mutex_destroy(&srv->lock);
	free(srv);
}
