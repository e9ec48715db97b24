/* SPDX-License-Identifier: GPL-2.0-or-later */
/* the control sockets: a server in a thread, good and bad clients of it */
#include "tests/unit/control_server.h"

#include <dirent.h>
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#define NOBODY 65534

/* ------------------------------------------------------------------ clients */

static struct request request_of(enum request_kind kind, unsigned flags)
{
	return (struct request){.kind = kind, .flags = flags,
		.prog = SPAN_LIT("sct test")};
}

static void open_ok(struct server *s, struct client *c)
{
	assert_int_equal(client_open(c, s->run, true), 0);
}

static void expect_reply(struct client *c, int code, const char *out,
	const char *err)
{
	struct reply reply;
	struct message m;

	assert_int_equal(client_next(c, &m), 1);
	assert_int_equal(m.type, CONTROL_REPLY);
	assert_int_equal(reply_unpack(&reply, &m), 0);
	assert_string_equal(reply.err.p ? reply.err.p : "", err);
	assert_string_equal(reply.out.p ? reply.out.p : "", out);
	assert_int_equal(reply.code, code);
	reply_deinit(&reply);
	assert_int_equal(client_next(c, &m), 0);
}

/* that the others are served all the while */
static void assert_serves(struct server *s)
{
	struct request rq = request_of(REQUEST_STATUS, 0);
	struct client c;

	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_reply(&c, CODE_DIFFERENT, "status was run\n",
		"sct test: some words\n");
	client_close(&c);
}

static void follow(struct server *s, struct client *c, struct request *rq,
	size_t readers)
{
	open_ok(s, c);
	assert_int_equal(client_send(c, rq), 0);
	WAIT_FOR(s, control_readers(s->c) == readers);
}

static void expect_text(struct client *c, uint32_t type, const char *text)
{
	struct message m;
	struct span got;

	assert_int_equal(client_next(c, &m), 1);
	assert_int_equal(m.type, type);
	got = message_get_text(&m);
	assert_true(message_done(&m));
	assert_int_equal(got.n, strlen(text));
	assert_memory_equal(got.p, text, got.n);
}

static int raw_connect(const struct server *s, const char *name)
{
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(sa.sun_path, sizeof(sa.sun_path), "%s/%s", s->run, name);
	if (connect(fd, (const struct sockaddr *)&sa, sizeof(sa))) {
		close(fd);
		return -1;
	}
	return fd;
}

/* ------------------------------------------------------------------ requests */

static void test_request_and_reply(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_UPLOAD, REQUEST_REPLACE);
	struct client c;

	assert_int_equal(vec_add(&rq.files, (struct request_file){
		SPAN_LIT("a.rules"), SPAN_LIT("one\0two")}), 0);
	assert_int_equal(vec_add(&rq.files, (struct request_file){
		SPAN_LIT("b.rules"), SPAN_LIT("")}), 0);
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_reply(&c, CODE_DIFFERENT, "upload was run\n",
		"sct test: some words\n");
	client_close(&c);
	request_deinit(&rq);
	assert_string_equal(s->asked.p, "upload a.rules=7 b.rules=0\n");
}

static void test_large_upload(void **state)
{
	struct server *s = *state;
	const size_t size = 20u << 20;
	struct request rq = request_of(REQUEST_UPLOAD, 0);
	char *text = malloc(size);
	struct client c;

	memset(text, 'x', size);
	assert_int_equal(vec_add(&rq.files, (struct request_file){
		SPAN_LIT("big"), {text, size}}), 0);
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_reply(&c, CODE_DIFFERENT, "upload was run\n",
		"sct test: some words\n");
	client_close(&c);
	request_deinit(&rq);
	free(text);
	assert_string_equal(s->asked.p, "upload big=20971520\n");
}

static void test_later(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_RELOAD, 0);
	struct reply reply = {.code = CODE_FAILED};
	struct client c;

	buf_lit(&reply.out, "at last\n");
	s->later = true;
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	WAIT_FOR(s, s->ran == 1);
	usleep(600000);		/* longer than a client may be idle */
	s->later = false;
	assert_serves(s);
	pthread_mutex_lock(&s->lock);
	control_reply(s->c, s->id - 1, &reply);	/* the first client's */
	pthread_mutex_unlock(&s->lock);
	expect_reply(&c, CODE_FAILED, "at last\n", "");
	client_close(&c);
	reply_deinit(&reply);
}

static void test_hang_up_before_the_reply(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_RELOAD, 0);
	const struct reply reply = {0};
	struct client c;

	s->later = true;
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	WAIT_FOR(s, s->ran == 1);
	client_close(&c);
	s->later = false;
	assert_serves(s);
	pthread_mutex_lock(&s->lock);
	control_reply(s->c, s->id - 1, &reply);
	control_reply(s->c, s->id - 1, &reply);	/* twice: nobody */
	pthread_mutex_unlock(&s->lock);
	assert_serves(s);
}

/* --------------------------------------------------------------- bad clients */

static const struct {
	uint32_t type, n;
	const char *body;
} wrong[] = {
	{0, 0, ""}, {0, 4, "abcd"}, {99, 4, "abcd"},
	{CONTROL_REPLY, 4, "abcd"}, {CONTROL_LINE, 0, ""},
	{UINT32_MAX, UINT32_MAX, "x"}, {CONTROL_REQUEST, UINT32_MAX, "x"},
	{CONTROL_REQUEST, 0x80000000u, ""}, {CONTROL_REQUEST, 0, ""},
	{CONTROL_REQUEST, 4, "\1\0\0\0"},
	{CONTROL_REQUEST, 8, "\1\0\0\0\377\0\0\0"},
};

static void test_wrong_lengths(void **state)
{
	struct server *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		const uint32_t head[2] = {wrong[i].type, wrong[i].n};
		size_t n = min_size(wrong[i].n, i == 9 ? 4 : i == 10 ? 8 :
				strlen(wrong[i].body));
		struct client c = {0};

		stream_init(&c.s, raw_connect(s, CONTROL_SOCKET),
			&request_types);
		assert_int_equal(send(c.s.fd, head, 8, MSG_NOSIGNAL), 8);
		if (n)
			(void)send(c.s.fd, wrong[i].body, n, MSG_NOSIGNAL);
		expect_reply(&c, CODE_FAILED, "",
			"sctauditd: that was not a request\n");
		client_close(&c);
		assert_serves(s);
	}
	assert_int_equal(s->ran, ARRAY_SIZE(wrong));
}

static void test_another_version(void **state)
{
	struct server *s = *state;
	const uint32_t m[3] = {CONTROL_REQUEST, 4, 0x53435402};
	struct client c = {0};

	stream_init(&c.s, raw_connect(s, CONTROL_SOCKET), &request_types);
	assert_int_equal(send(c.s.fd, m, 12, MSG_NOSIGNAL), 12);
	expect_reply(&c, CODE_FAILED, "", "sctauditd: this is another version "
		"of the program; start the daemon again\n");
	client_close(&c);
}

/* whether the other side ends it within so many ms */
static bool is_ended(int fd, int ms)
{
	struct pollfd p = {fd, POLLIN, 0};
	char c;

	return poll(&p, 1, ms) == 1 && recv(fd, &c, 1, 0) <= 0;
}

static void test_half_messages(void **state)
{
	struct server *s = *state;
	const uint32_t head[2] = {CONTROL_REQUEST, 1000};
	int fd[5];

	for (size_t i = 0; i < ARRAY_SIZE(fd); i++) {
		fd[i] = raw_connect(s, i % 2 ? CONTROL_READ : CONTROL_SOCKET);
		assert_true(fd[i] >= 0);
		assert_int_equal(send(fd[i], head, i * 2, MSG_NOSIGNAL), i * 2);
	}
	assert_serves(s);
	for (size_t i = 0; i < ARRAY_SIZE(fd); i++) {
		assert_true(is_ended(fd[i], 4000));
		close(fd[i]);
	}
	assert_serves(s);
}

/* bytes that drip do not keep a reader's place for ever */
static void test_slow_request(void **state)
{
	struct server *s = *state;
	const uint32_t head[2] = {CONTROL_REQUEST, 1000};
	int fd = raw_connect(s, CONTROL_READ);
	unsigned i = 0;

	assert_int_equal(send(fd, head, 8, MSG_NOSIGNAL), 8);
	while (i < 100 && send(fd, "x", 1, MSG_NOSIGNAL) == 1) {
		usleep(50000);
		i++;
	}
	assert_true(i < 60);
	close(fd);
	assert_serves(s);
}

static size_t count_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void test_1000_connections(void **state)
{
	struct server *s = *state;
	struct rlimit rl = {4096, 4096};
	size_t before = count_descriptors(), after;
	int fd[1000];

	(void)setrlimit(RLIMIT_NOFILE, &rl);
	for (size_t i = 0; i < ARRAY_SIZE(fd); i++) {
		fd[i] = raw_connect(s, i % 3 ? CONTROL_SOCKET : CONTROL_READ);
		assert_true(fd[i] >= 0);
		if (i % 100 == 99)
			assert_serves(s);
	}
	assert_serves(s);
	after = count_descriptors();	/* of both sides */
	assert_in_range(after, before + ARRAY_SIZE(fd),
		before + ARRAY_SIZE(fd) + CONTROL_CLIENTS + CONTROL_RESERVE);
	for (size_t i = 0; i < ARRAY_SIZE(fd); i++)
		close(fd[i]);
	assert_serves(s);
}

/* no place, and nobody who could be sent away for it */
static void test_all_places_taken(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	struct client c[CONTROL_CLIENTS + CONTROL_RESERVE], more;

	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		follow(s, &c[i], &rq, i + 1);
	open_ok(s, &more);
	(void)client_send(&more, &rq);
	expect_reply(&more, CODE_FAILED, "",
		"sctauditd: too many clients are connected\n");
	client_close(&more);
	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		client_close(&c[i]);
	WAIT_FOR(s, control_readers(s->c) == 0);
	assert_serves(s);
}

/* ------------------------------------------------------------------- readers */

static void test_two_filters(void **state)
{
	struct server *s = *state;
	struct request all = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	struct request one = all, json = request_of(REQUEST_LOG,
		REQUEST_FOLLOW | REQUEST_JSON);
	struct client a, b, j;

	assert_int_equal(vec_add(&one.names, SPAN_LIT("beta")), 0);
	assert_int_equal(vec_add(&one.names, SPAN_LIT("gamma")), 0);
	follow(s, &a, &all, 1);
	assert_true(s->text && !s->json);
	follow(s, &b, &one, 2);
	assert_int_equal(s->wants, 1);
	follow(s, &j, &json, 3);
	assert_true(s->text && s->json);
	send_line(s, PIPELINE_TEXT, "alpha", "1 alpha\n");
	send_line(s, PIPELINE_JSON, "alpha", "{\"n\":1}\n");
	send_line(s, PIPELINE_TEXT, "beta", "2 beta\n");
	send_line(s, PIPELINE_TEXT, NULL, "3 lost\n");
	send_line(s, PIPELINE_TEXT, "gamma", "4 gamma\n");
	expect_text(&a, CONTROL_LINE, "1 alpha\n");
	expect_text(&a, CONTROL_LINE, "2 beta\n");
	expect_text(&a, CONTROL_LINE, "3 lost\n");
	expect_text(&a, CONTROL_LINE, "4 gamma\n");
	expect_text(&b, CONTROL_LINE, "2 beta\n");
	expect_text(&b, CONTROL_LINE, "3 lost\n");
	expect_text(&b, CONTROL_LINE, "4 gamma\n");
	expect_text(&j, CONTROL_LINE, "{\"n\":1}\n");
	client_close(&j);
	WAIT_FOR(s, s->text && !s->json);
	client_close(&a);
	client_close(&b);
	WAIT_FOR(s, !s->text && !s->json);
	assert_int_equal(s->wants, 4);
	request_deinit(&one);
}

static void test_recent(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_LOG, 0);
	struct client c;
	char text[32];

	for (unsigned i = 0; i < 250; i++) {
		snprintf(text, sizeof(text), "line %u\n", i);
		send_line(s, PIPELINE_TEXT, i % 2 ? "odd" : "even", text);
	}
	rq.lines = 2;
	assert_int_equal(vec_add(&rq.names, SPAN_LIT("even")), 0);
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_text(&c, CONTROL_LINE, "line 246\n");
	expect_text(&c, CONTROL_LINE, "line 248\n");
	expect_reply(&c, CODE_DONE, "", "");
	client_close(&c);

	rq.lines = 1000;	/* 100 are kept */
	rq.flags = REQUEST_FOLLOW;
	follow(s, &c, &rq, 1);
	send_line(s, PIPELINE_TEXT, "odd", "not this\n");
	send_line(s, PIPELINE_TEXT, "even", "live\n");
	for (unsigned i = 150; i < 250; i += 2) {
		snprintf(text, sizeof(text), "line %u\n", i);
		expect_text(&c, CONTROL_LINE, text);
	}
	expect_text(&c, CONTROL_LINE, "live\n");
	client_close(&c);

	rq.flags = REQUEST_JSON;
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_reply(&c, CODE_DONE, "", "sct test: no JSON lines are kept: "
		"they are made while a sink or a reader asks for them\n");
	client_close(&c);
	request_deinit(&rq);
}

/* lines that a client got, and the lost ones that it was told of */
static void read_all(struct client *c, unsigned *got, unsigned *lost)
{
	struct message m;
	struct span text;

	*got = *lost = 0;
	while (client_next(c, &m) == 1) {
		text = message_get_text(&m);
		if (m.type == CONTROL_NOTE) {
			char words[128];
			unsigned n;

			snprintf(words, sizeof(words), "%.*s", SPAN_ARG(text));
			assert_int_equal(sscanf(words, "%u lines are missing "
				"here: they were not read fast enough", &n), 1);
			*lost += n;
		} else if (span_is(text, "last\n")) {
			return;
		} else {
			++*got;
		}
	}
	fail();
}

static void test_reader_that_never_reads(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	const unsigned lines = 6000;
	char text[1001];
	struct client slow, quick;
	unsigned got, lost;

	memset(text, 'x', sizeof(text) - 2);
	strcpy(text + sizeof(text) - 2, "\n");
	follow(s, &slow, &rq, 1);
	follow(s, &quick, &rq, 2);
	for (unsigned i = 0; i < lines; i++) {
		send_line(s, PIPELINE_TEXT, "r", text);
		expect_text(&quick, CONTROL_LINE, text);
	}
	assert_serves(s);
	/* room again, and what is lost is told without another line */
	got = 0;
	for (struct message m; client_next(&slow, &m) == 1; got++)
		if (m.type == CONTROL_NOTE) {
			struct span note = message_get_text(&m);
			char want[128];

			snprintf(want, sizeof(want), "%u lines are missing "
				"here: they were not read fast enough",
				lines - got);
			assert_int_equal(note.n, strlen(want));
			assert_memory_equal(note.p, want, note.n);
			break;
		}
	assert_in_range(got, CONTROL_BEHIND / 1100, 2 * CONTROL_BEHIND / 1000);
	send_line(s, PIPELINE_TEXT, "r", text);
	send_line(s, PIPELINE_TEXT, "r", "last\n");
	read_all(&slow, &got, &lost);
	assert_int_equal(got, 1);
	assert_int_equal(lost, 0);
	read_all(&quick, &got, &lost);
	assert_int_equal(got, 1);
	assert_int_equal(lost, 0);
	client_close(&slow);
	client_close(&quick);
}

/* who reads slowly: each line is there or counted */
static void test_slow_reader(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	const unsigned lines = 20000;
	char text[1001];
	struct client slow;
	unsigned got, lost;
	pid_t pid;

	memset(text, 'x', sizeof(text) - 2);
	strcpy(text + sizeof(text) - 2, "\n");
	follow(s, &slow, &rq, 1);
	pid = fork();
	if (!pid) {
		usleep(300000);
		read_all(&slow, &got, &lost);
		_exit(got + lost == lines && lost ? 0 : 1);
	}
	for (unsigned i = 0; i < lines; i++) {
		send_line(s, PIPELINE_TEXT, "r", text);
		if (i % 1000 == 0)
			usleep(20000);
	}
	/* until it is there, for it may be lost as well */
	usleep(500000);
	send_line(s, PIPELINE_TEXT, "r", "last\n");
	client_close(&slow);
	assert_int_equal(waitpid(pid, (int *)&got, 0), pid);
	assert_int_equal(got, 0);
}

static void test_end_of_the_daemon(void **state)
{
	struct server *s = *state;
	struct request rq = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	struct client c;
	struct message m;
	char path[64];

	follow(s, &c, &rq, 1);
	send_line(s, PIPELINE_TEXT, "r", "the last line\n");
	end_server(s);
	expect_text(&c, CONTROL_LINE, "the last line\n");
	assert_int_equal(client_next(&c, &m), 0);
	client_close(&c);
	assert_int_equal(client_open(&c, s->run, true), CLIENT_NONE);
	snprintf(path, sizeof(path), "%s/%s", s->run, CONTROL_READ);
	assert_int_equal(access(path, F_OK), -1);
}

/* ---------------------------------------------------------------------- stop */

static void ask_to_stop(struct server *s, unsigned flags, int code,
	const char *err)
{
	struct request rq = request_of(REQUEST_STOP, flags);
	struct client c;

	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_reply(&c, code, "", err);
	client_close(&c);
	assert_false(s->stopped);
}

static void test_stop(void **state)
{
	struct server *s = *state;
	struct request log = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	struct request rq = request_of(REQUEST_STOP, REQUEST_FORCE);
	struct client reader, c;
	struct message m;

	ask_to_stop(s, REQUEST_ASK, CODE_DONE, "");
	s->rules = 1;
	ask_to_stop(s, 0, CODE_FAILED, "sct test: Device or resource busy: 1 "
		"rule is loaded; --force stops sctauditd all the same\n");
	ask_to_stop(s, REQUEST_ASK | REQUEST_FORCE, CODE_DONE, "");
	follow(s, &reader, &log, 1);
	s->rules = 2;
	ask_to_stop(s, REQUEST_ASK, CODE_FAILED, "sct test: Device or resource "
		"busy: 2 rules are loaded, 1 reader follows the lines (sct "
		"log); --force stops sctauditd all the same\n");
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	WAIT_FOR(s, s->stopped);
	end_server(s);
	assert_int_equal(client_next(&c, &m), 0);
	client_close(&c);
	client_close(&reader);
}

/* ------------------------------------------------------------------- sockets */

static mode_t mode_of(const struct server *s, const char *name)
{
	struct stat st;
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", s->run, name);
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode;
}

static void test_modes(void **state)
{
	struct server *s = *state;

	assert_int_equal(mode_of(s, CONTROL_SOCKET), S_IFSOCK | 0600);
	assert_int_equal(mode_of(s, CONTROL_READ), S_IFSOCK | 0600);
	assert_int_equal(mode_of(s, CONTROL_LOCK), S_IFREG | 0600);
}

static void test_only_one_daemon(void **state)
{
	struct server *s = *state;
	struct control_config conf = conf_of(s);
	struct control *second = NULL;
	struct diag diag = {0};
	struct buf words = {0};
	char want[128];

	assert_int_equal(control_new(&second, &conf, &ops, &diag), -EBUSY);
	assert_null(second);
	diag_print(&diag, &words);
	snprintf(want, sizeof(want), "error: sctauditd is running already as "
		"process %d, with its sockets in '%s'\n", getpid(), s->run);
	assert_string_equal(words.p, want);
	diag_deinit(&diag);
	buf_deinit(&words);
	assert_serves(s);
}

/* what a killed daemon left is no hindrance, and connects nobody */
static void test_killed_daemon(void **state)
{
	struct server *s = *state;
	struct control_ops mine = ops;
	struct control_config conf = conf_of(s);
	struct diag diag = {0};
	struct client c;
	int status;
	pid_t pid;

	end_server(s);
	pid = fork();
	if (!pid) {
		char path[64];

		/* as one leaves it that is killed right at the start */
		snprintf(path, sizeof(path), "%s/control.new", s->run);
		if (mknod(path, S_IFSOCK | 0600, 0))
			_exit(2);
		_exit(control_new(&s->c, &conf, &ops, &diag) ? 1 :
			raise(SIGKILL));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(client_open(&c, s->run, true), CLIENT_NONE);
	mine.arg = s;
	s->end = false;
	assert_int_equal(control_new(&s->c, &conf, &mine, &diag), 0);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
	assert_serves(s);
}

static void test_no_such_group(void **state)
{
	struct server *s = *state;
	struct control_config conf = conf_of(s);
	struct diag diag = {0};

	conf.group = "no-such-group-here";
	pthread_mutex_lock(&s->lock);
	assert_int_equal(control_reconfigure(s->c, &conf, &diag), 0);
	pthread_mutex_unlock(&s->lock);
	assert_int_equal(diag.errors, 0);
	assert_int_equal(diag.items.n, 1);
	assert_string_equal(diag.items.v[0].text, "there is no group "
		"'no-such-group-here'; root alone may read");
	diag_deinit(&diag);
}

static void test_reconfigure(void **state)
{
	struct server *s = *state;
	struct control_config conf = conf_of(s);
	struct request rq = request_of(REQUEST_LOG, 0);
	struct diag diag = {0};
	struct client c;

	send_line(s, PIPELINE_TEXT, "r", "one\n");
	send_line(s, PIPELINE_TEXT, "r", "two\n");
	send_line(s, PIPELINE_TEXT, "r", "three\n");
	conf.recent = 2;
	pthread_mutex_lock(&s->lock);
	assert_int_equal(control_reconfigure(s->c, &conf, &diag), 0);
	pthread_mutex_unlock(&s->lock);
	rq.lines = 9;
	open_ok(s, &c);
	assert_int_equal(client_send(&c, &rq), 0);
	expect_text(&c, CONTROL_LINE, "two\n");
	expect_text(&c, CONTROL_LINE, "three\n");
	expect_reply(&c, CODE_DONE, "", "");
	client_close(&c);
}

/* -------------------------------------------------------------------- rights */

/* run in a child that is nobody, in that group or in none; its exit status */
static int as_nobody(struct server *s, gid_t group,
	int (*run)(struct server *s))
{
	gid_t none = NOBODY;
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (setgroups(1, group ? &group : &none) ||
			setresgid(NOBODY, NOBODY, NOBODY) ||
			setresuid(NOBODY, NOBODY, NOBODY))
			_exit(99);
		_exit(run(s));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int reply_is(struct client *c, int code, const char *err)
{
	struct reply reply;
	struct message m;

	if (client_next(c, &m) != 1 || reply_unpack(&reply, &m))
		return 10;
	if (strcmp(reply.err.p ? reply.err.p : "", err))
		fprintf(stderr, "got: %s", reply.err.p);
	return reply.code == code &&
			!strcmp(reply.err.p ? reply.err.p : "", err) ? 0 : 11;
}

static int try_denied(struct server *s)
{
	struct client c;

	if (client_open(&c, s->run, false) != CLIENT_DENIED || *c.group)
		return 1;
	if (client_open(&c, s->run, true) != CLIENT_DENIED)
		return 2;
	return strcmp(c.group, "daemon") ? 3 : 0;
}

static int try_wrong_socket(struct server *s)
{
	struct request rq = request_of(REQUEST_DELETE, 0);
	struct client c;

	return client_open(&c, s->run, false) ? 1 : client_send(&c, &rq) ? 2 :
		reply_is(&c, CODE_PRIVILEGE, "sctauditd: you may not do that\n");
}

static int try_reader(struct server *s)
{
	struct request rq = request_of(REQUEST_STATUS, 0);
	struct client c;
	int r;

	if (client_open(&c, s->run, true) || client_send(&c, &rq))
		return 1;
	r = reply_is(&c, CODE_DIFFERENT, "sct test: some words\n");
	if (r)
		return r;
	client_close(&c);
	rq.kind = REQUEST_DIFF;
	(void)!vec_add(&rq.files, (struct request_file){SPAN_LIT("f"),
		SPAN_LIT("")});
	if (client_open(&c, s->run, true) || client_send(&c, &rq))
		return 2;
	r = reply_is(&c, CODE_PRIVILEGE, "sct test: you are not root: only "
		"what is loaded can be looked at\n");
	if (r)
		return r;
	client_close(&c);
	rq = request_of(REQUEST_STOP, REQUEST_FORCE);
	if (client_open(&c, s->run, true) || client_send(&c, &rq))
		return 3;
	return reply_is(&c, CODE_PRIVILEGE, "sct test: you are not root\n");
}

static int try_long(struct server *s)
{
	const uint32_t head[2] = {CONTROL_REQUEST, CONTROL_READER_MAX + 1};
	struct client c;

	if (client_open(&c, s->run, true) ||
		send(c.s.fd, head, 8, MSG_NOSIGNAL) != 8)
		return 1;
	return reply_is(&c, CODE_FAILED, "sctauditd: that was not a request, "
		"or it was too long\n");
}

static int try_many(struct server *s)
{
	struct request rq = request_of(REQUEST_LOG, REQUEST_FOLLOW);
	struct client c[CONTROL_PER_USER], more;

	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		if (client_open(&c[i], s->run, true) || client_send(&c[i], &rq))
			return 1;
	if (client_open(&more, s->run, true) || client_send(&more, &rq))
		return 2;
	return reply_is(&more, CODE_FAILED,
		"sctauditd: too many clients are connected\n");
}

static void test_rights(void **state)
{
	struct server *s = *state;
	char path[64];

	if (geteuid()) {
		print_message("needs root: nobody else can become another\n");
		skip();
	}
	set_group(s, "daemon");		/* group 1, everywhere */
	assert_int_equal(mode_of(s, CONTROL_READ), S_IFSOCK | 0660);
	assert_int_equal(as_nobody(s, 0, try_denied), 0);
	assert_int_equal(as_nobody(s, 1, try_reader), 0);
	assert_int_equal(as_nobody(s, 1, try_long), 0);
	assert_int_equal(as_nobody(s, 1, try_many), 0);
	WAIT_FOR(s, control_readers(s->c) == 0);
	/* the socket's mode is not all that stands in the way */
	snprintf(path, sizeof(path), "%s/%s", s->run, CONTROL_SOCKET);
	assert_int_equal(chmod(path, 0666), 0);
	assert_int_equal(as_nobody(s, 1, try_wrong_socket), 0);
	assert_serves(s);
	set_group(s, "");
	assert_int_equal(mode_of(s, CONTROL_READ), S_IFSOCK | 0600);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_request_and_reply),
		TEST(test_large_upload),
		TEST(test_later),
		TEST(test_hang_up_before_the_reply),
		TEST(test_wrong_lengths),
		TEST(test_another_version),
		TEST(test_half_messages),
		TEST(test_slow_request),
		TEST(test_1000_connections),
		TEST(test_all_places_taken),
		TEST(test_two_filters),
		TEST(test_recent),
		TEST(test_reader_that_never_reads),
		TEST(test_slow_reader),
		TEST(test_end_of_the_daemon),
		TEST(test_stop),
		TEST(test_modes),
		TEST(test_only_one_daemon),
		TEST(test_killed_daemon),
		TEST(test_no_such_group),
		TEST(test_reconfigure),
		TEST(test_rights),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
