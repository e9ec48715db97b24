/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit/control_server.h - a control server in a thread, for tests of its
 * clients. */
#ifndef UNIT_CONTROL_SERVER_H
#define UNIT_CONTROL_SERVER_H

#include "control/client.h"
#include "daemon/control.h"

#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct server {
	char run[32];
	struct control *c;
	pthread_t thread;
	pthread_mutex_t lock;	/* of all below, and of c */
	bool end, stopped, later;
	bool text, json;	/* wanted */
	unsigned wants;
	size_t rules;
	uint64_t id;		/* of the request put off last */
	unsigned ran;
	struct buf asked;	/* the requests that ran */
};

static inline int on_run(void *arg, uint64_t id, const struct request *rq,
	struct reply *reply)
{
	struct server *s = arg;

	s->ran++;
	buf_printf(&s->asked, "%s", request_word(rq->kind));
	vec_foreach(name, &rq->names)
		buf_printf(&s->asked, " %.*s", SPAN_ARG(*name));
	vec_foreach(f, &rq->files)
		buf_printf(&s->asked, " %.*s=%zu", SPAN_ARG(f->name),
			f->text.n);
	buf_chr(&s->asked, '\n');
	s->id = id;
	if (s->later)
		return 1;
	reply->code = CODE_DIFFERENT;
	buf_printf(&reply->out, "%s was run\n", request_word(rq->kind));
	reply_say(reply, rq, "some words");
	return 0;
}

static inline void on_stop(void *arg)
{
	struct server *s = arg;

	s->stopped = true;
}

static inline size_t on_rules(void *arg)
{
	struct server *s = arg;

	return s->rules;
}

static inline void on_want(void *arg, bool text, bool json)
{
	struct server *s = arg;

	s->text = text;
	s->json = json;
	s->wants++;
}

static const struct control_ops ops = {.run = on_run, .stop = on_stop,
	.rules = on_rules, .want = on_want};

static inline void *serve(void *arg)
{
	struct server *s = arg;
	struct pollfd p = {control_fd(s->c), POLLIN, 0};
	bool end = false;

	while (!end) {
		(void)poll(&p, 1, 10);
		pthread_mutex_lock(&s->lock);
		control_work(s->c);
		end = s->end;
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

static inline struct control_config conf_of(const struct server *s)
{
	return (struct control_config){.run = s->run, .recent = 100,
		.wait_ms = 300};
}

static inline int setup(void **state)
{
	struct server *s = calloc(1, sizeof(*s));
	struct control_ops mine = ops;
	struct control_config conf;
	struct diag diag = {0};

	strcpy(s->run, "/tmp/test_control.XXXXXX");
	if (!mkdtemp(s->run) || chmod(s->run, 0755))
		return -1;
	mine.arg = s;
	conf = conf_of(s);
	pthread_mutex_init(&s->lock, NULL);
	if (control_new(&s->c, &conf, &mine, &diag))
		return -1;
	*state = s;
	return pthread_create(&s->thread, NULL, serve, s);
}

static inline void end_server(struct server *s)
{
	if (!s->c)
		return;
	pthread_mutex_lock(&s->lock);
	s->end = true;
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	control_free(s->c);
	s->c = NULL;
}

static inline int teardown(void **state)
{
	static const char *const left[] = {CONTROL_SOCKET, CONTROL_READ,
		CONTROL_LOCK};
	struct server *s = *state;
	char path[64];

	end_server(s);
	for (size_t i = 0; i < ARRAY_SIZE(left); i++) {
		snprintf(path, sizeof(path), "%s/%s", s->run, left[i]);
		unlink(path);
	}
	rmdir(s->run);
	buf_deinit(&s->asked);
	free(s);
	return 0;
}

/* until it is so, for 5 s at most */
#define WAIT_FOR(s, what)                                                      \
	do {                                                                   \
		bool so_ = false;                                              \
		for (unsigned i_ = 0; i_ < 500 && !so_; i_++) {                \
			pthread_mutex_lock(&(s)->lock);                        \
			so_ = (what);                                          \
			pthread_mutex_unlock(&(s)->lock);                      \
			if (!so_)                                              \
				usleep(10000);                                 \
		}                                                              \
		assert_true(so_);                                              \
	} while (0)

static inline void send_line(struct server *s, enum pipeline_format format,
	const char *rule, const char *text)
{
	const struct line line = {.format = format, .rule = span_of(rule),
		.text = span_of(text)};

	pthread_mutex_lock(&s->lock);
	control_line(s->c, &line);
	pthread_mutex_unlock(&s->lock);
}

static inline void set_group(struct server *s, const char *name)
{
	struct control_config conf = conf_of(s);
	struct diag diag = {0};

	conf.group = name;
	pthread_mutex_lock(&s->lock);
	assert_int_equal(control_reconfigure(s->c, &conf, &diag), 0);
	pthread_mutex_unlock(&s->lock);
}

#endif
