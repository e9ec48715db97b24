/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/diag.h"
#include "daemon/look.h"
#include "daemon/sandbox.h"
#include "rule/expr.h"

#include <fcntl.h>
#include <pthread.h>
#include <pwd.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define SLOW_ID 4242	/* getpwuid_r() of that one takes its time */

static int slow[2];	/* a pipe that it waits on */

int __real_getpwuid_r(uid_t uid, struct passwd *pw, char *p, size_t n,
	struct passwd **found);
int __wrap_getpwuid_r(uid_t uid, struct passwd *pw, char *p, size_t n,
	struct passwd **found);

int __wrap_getpwuid_r(uid_t uid, struct passwd *pw, char *p, size_t n,
	struct passwd **found)
{
	char c;

	if (uid == SLOW_ID)
		(void)!read(slow[0], &c, 1);
	return __real_getpwuid_r(uid, pw, p, n, found);
}

/* a directory with files, rules on them, and both sides */
struct host {
	char dir[32], file[64], other[64];
	struct look_server *srv;
	struct look_client client;
	struct rules *rs;
	const struct expr *is;	/* PATH == file */
};

static struct rules *make_rules(const struct host *h)
{
	struct rules *rs = rules_new();
	struct buf text = {0};
	struct diag diag = {0};

	buf_printf(&text, "rule { syscall_name = unlink rule_name = a\n"
		"filter_expression { PATH == \"%s\" }\n"
		"action { type = LOG } }\n"
		"rule { syscall_name = unlink rule_name = b\n"
		"filter_expression { under(PATH, \"%s\") || PATH == \"%s\" }\n"
		"action { type = LOG } }\n", h->file, h->dir, h->file);
	assert_int_equal(rules_add(rs, "x", (struct span){text.p, text.n}, NULL,
		&diag), 0);
	assert_int_equal(diag.errors, 0);
	buf_deinit(&text);
	diag_deinit(&diag);
	return rs;
}

static void make_file(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_EXCL, 0644);

	assert_true(fd >= 0);
	close(fd);
}

/* a new worker's connection */
static void join(struct host *h)
{
	int pair[2];

	look_client_deinit(&h->client);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	/* the server makes its end wait */
	assert_int_equal(fcntl(pair[0], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(look_server_start(h->srv, pair[0]), 0);
	look_client_init(&h->client, pair[1]);
}

static int setup(void **state)
{
	struct host *h = calloc(1, sizeof(*h));

	h->client.s.fd = -1;
	strcpy(h->dir, "/tmp/sct-look.XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	snprintf(h->file, sizeof(h->file), "%s/file", h->dir);
	snprintf(h->other, sizeof(h->other), "%s/other", h->dir);
	make_file(h->file);
	make_file(h->other);
	h->rs = make_rules(h);
	assert_int_equal(look_server_new(&h->srv), 0);
	assert_int_equal(look_server_rules(h->srv, h->rs), 0);
	join(h);
	*state = h;
	return 0;
}

static int teardown(void **state)
{
	struct host *h = *state;

	look_client_deinit(&h->client);
	look_server_free(h->srv);
	rules_free(h->rs);
	unlink(h->file);
	unlink(h->other);
	rmdir(h->dir);
	free(h);
	return 0;
}

static int ask_place(struct host *h, const char *name, struct place_id *id)
{
	return look_client_place(&h->client, span_of(name), id);
}

static void assert_is(const struct place_id *id, const char *file)
{
	struct stat st;

	assert_int_equal(stat(file, &st), 0);
	assert_true(id->known);
	assert_int_equal(id->ino, st.st_ino);
	assert_int_equal(id->dev, st.st_dev);
}

/* ------------------------------------------------------------------- places */

static void test_place(void **state)
{
	struct host *h = *state;
	struct place_id id = {0}, was;

	assert_int_equal(ask_place(h, h->file, &id), 0);
	assert_is(&id, h->file);
	assert_int_equal(ask_place(h, h->dir, &id), 0);
	assert_is(&id, h->dir);
	/* gone: what it was */
	assert_int_equal(ask_place(h, h->file, &was), 0);
	unlink(h->file);
	assert_int_equal(ask_place(h, h->file, &id), 0);
	assert_int_equal(id.ino, was.ino);
	/* another file takes its place; it cannot have the number of one that
	 * is there */
	assert_int_equal(rename(h->other, h->file), 0);
	assert_int_equal(ask_place(h, h->file, &id), 0);
	assert_is(&id, h->file);
}

/* what no rule names is not looked at, be it there or not */
static void test_place_refused(void **state)
{
	struct host *h = *state;
	struct place_id id = {true, 7, 8};
	char name[LOOK_NAME_MAX + 2];

	assert_int_equal(ask_place(h, h->other, &id), -EACCES);
	assert_int_equal(ask_place(h, "/etc/passwd", &id), -EACCES);
	assert_int_equal(ask_place(h, "/no/such/file", &id), -EACCES);
	assert_int_equal(ask_place(h, "", &id), -EACCES);
	assert_int_equal(look_server_counts(h->srv).refused, 4);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(ask_place(h, name, &id), -ENAMETOOLONG);
	assert_int_equal(id.ino, 8);
	assert_int_equal(ask_place(h, h->file, &id), 0);
}

/* other rules: new names are known from then on, gone files remembered */
static void test_place_rules(void **state)
{
	struct host *h = *state, later = *h;
	struct place_id id = {0}, was = {0};
	struct rules *rs, *none = rules_new();

	assert_int_equal(ask_place(h, h->file, &was), 0);
	unlink(h->file);
	rs = make_rules(h);
	assert_int_equal(look_server_rules(h->srv, rs), 0);
	assert_int_equal(ask_place(h, h->file, &id), 0);
	assert_int_equal(id.ino, was.ino);
	rules_free(rs);

	strcpy(later.file, h->other);
	rs = make_rules(&later);
	assert_int_equal(look_server_rules(h->srv, rs), 0);
	assert_int_equal(ask_place(h, h->file, &id), -EACCES);
	assert_int_equal(ask_place(h, h->other, &id), 0);
	assert_is(&id, h->other);
	rules_free(rs);

	assert_int_equal(look_server_rules(h->srv, none), 0);
	assert_int_equal(ask_place(h, h->other, &id), -EACCES);
	rules_free(none);
}

/* a rule on what never was there */
static void test_place_missing(void **state)
{
	struct host *h = *state, later = *h;
	struct place_id id = {0};
	struct rules *rs;

	snprintf(later.file, sizeof(later.file), "%s/missing", h->dir);
	rs = make_rules(&later);
	assert_int_equal(look_server_rules(h->srv, rs), 0);
	assert_int_equal(ask_place(h, later.file, &id), -ENOENT);
	assert_false(id.known);
	make_file(later.file);
	assert_int_equal(ask_place(h, later.file, &id), 0);
	assert_is(&id, later.file);
	unlink(later.file);
	rules_free(rs);
}

static struct path_item item_of(const char *file)
{
	struct path_item item = {.has_inode = true};
	struct stat st;

	assert_int_equal(stat(file, &st), 0);
	item.inode = st.st_ino;
	item.dev_major = major(st.st_dev);
	item.dev_minor = minor(st.st_dev);
	return item;
}

/* the worker's cache in front */
static void test_places(void **state)
{
	struct host *h = *state;
	struct places ps = {.look = look_client_place, .arg = &h->client};
	struct path_item file = item_of(h->file), other = item_of(h->other);
	struct span name = h->rs->rule.v[0]->filter->str;
	uint64_t asked;

	assert_true(span_is(name, h->file));
	assert_int_equal(places_learn(&ps, h->rs), 0);
	assert_int_equal(look_server_counts(h->srv).asked[LOOK_PLACE], 0);
	for (unsigned i = 0; i < 1000; i++) {
		assert_true(places_is(&ps, name, &file));
		assert_false(places_is(&ps, name, &other));
	}
	asked = look_server_counts(h->srv).asked[LOOK_PLACE];
	assert_in_range(asked, 1, 5);
	/* letters that are not those of the rules are not asked for */
	assert_false(places_is(&ps, span_of(h->file), &file));

	assert_int_equal(rename(h->other, h->file), 0);
	usleep((PLACES_FRESH_MS + 20) * 1000);
	assert_true(places_is(&ps, name, &other));
	assert_false(places_is(&ps, name, &file));
	assert_true(look_server_counts(h->srv).asked[LOOK_PLACE] > asked);

	/* nobody answers: what was known stays */
	look_server_stop(h->srv);
	usleep((PLACES_FRESH_MS + 20) * 1000);
	assert_true(places_is(&ps, name, &other));
	places_deinit(&ps);
}

/* without a server: sctauditd's own eyes */
static void test_places_alone(void **state)
{
	struct host *h = *state;
	struct places ps = {0};
	struct path_item file = item_of(h->file);
	struct span name = h->rs->rule.v[0]->filter->str;

	assert_int_equal(places_learn(&ps, h->rs), 0);
	unlink(h->file);
	assert_true(places_is(&ps, name, &file));
	assert_int_equal(places_learn(&ps, h->rs), 0);
	assert_false(places_is(&ps, name, &file));
	places_deinit(&ps);
}

/* -------------------------------------------------------------- descriptors */

static int ask_fd(struct host *h, const char *parent, int pid, int fd,
	struct buf *out)
{
	struct event *ev = calloc(1, sizeof(*ev));
	int r;

	if (parent) {
		ev->path[0] = item_of(parent);
		ev->path[0].nametype = NAME_PARENT;
		ev->npaths = 1;
	}
	buf_reset(out);
	r = look_client_fd(&h->client, ev, pid, fd, out);
	free(ev);
	return r;
}

static void test_fd(void **state)
{
	struct host *h = *state;
	int fd = open(h->dir, O_RDONLY | O_DIRECTORY), pid = getpid();
	struct buf out = {0};

	assert_true(fd >= 0);
	assert_int_equal(ask_fd(h, NULL, pid, fd, &out), 0);
	assert_string_equal(out.p, h->dir);
	assert_int_equal(ask_fd(h, h->dir, pid, fd, &out), 0);
	assert_string_equal(out.p, h->dir);
	/* used for another directory since */
	assert_int_equal(ask_fd(h, "/", pid, fd, &out), -ENOENT);
	assert_int_equal(out.n, 0);

	assert_int_equal(ask_fd(h, NULL, pid, 9999, &out), -ENOENT);
	assert_int_equal(ask_fd(h, NULL, pid, -100, &out), -ENOENT);
	assert_int_equal(ask_fd(h, NULL, 0, 0, &out), -ENOENT);
	assert_int_equal(ask_fd(h, NULL, -1, 0, &out), -ENOENT);
	assert_int_equal(ask_fd(h, NULL, 0x7fffffff, 0, &out), -ENOENT);
	/* sockets have no name */
	assert_int_equal(ask_fd(h, NULL, pid, h->client.s.fd, &out), -ENOENT);
	assert_int_equal(out.n, 0);
	close(fd);
	buf_deinit(&out);
}

/* -------------------------------------------------------------------- users */

static void test_names(void **state)
{
	struct host *h = *state;
	struct buf name = {0};

	assert_int_equal(look_client_id(&h->client, ID_USER, 0, &name), 0);
	assert_string_equal(name.p, "root");
	buf_reset(&name);
	assert_int_equal(look_client_id(&h->client, ID_GROUP, 0, &name), 0);
	assert_string_equal(name.p, "root");
	buf_reset(&name);
	assert_int_equal(look_client_id(&h->client, ID_USER, 4000000000u,
		&name), -ENOENT);
	assert_int_equal(name.n, 0);
	buf_deinit(&name);
}

static void test_ids(void **state)
{
	struct host *h = *state;
	struct name_service ns = look_client_names(&h->client);
	static const char *const bad[] = {"", "ro ot", "root\n", "../root",
		"*", "root)(uid=0", "a:b", "r%s", "root;", "\x7f"};
	char name[LOOK_ID_NAME_MAX + 2];
	uint32_t id = 77;

	assert_int_equal(ns.user(ns.arg, "root", &id), 0);
	assert_int_equal(id, 0);
	id = 77;
	assert_int_equal(ns.group(ns.arg, "root", &id), 0);
	assert_int_equal(id, 0);
	id = 77;
	assert_int_equal(ns.user(ns.arg, "no-such.user_9@x$", &id), -ENOENT);
	assert_int_equal(look_server_counts(h->srv).refused, 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(ns.user(ns.arg, bad[i], &id), -ENOENT);
		assert_int_equal(look_server_counts(h->srv).refused, i + 1);
	}
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(ns.group(ns.arg, name, &id), -ENOENT);
	assert_int_equal(id, 77);
}

/* ------------------------------------------------------------- a bad worker */

static void send_bytes(struct host *h, const void *p, size_t n)
{
	assert_int_equal(write(h->client.s.fd, p, n), (ssize_t)n);
}

static void test_bad_messages(void **state)
{
	static const struct {
		uint32_t head[2];
		size_t n;
		char body[16];
	} bad[] = {
		{{0, 0}, 0, ""},
		{{LOOK_ANSWER, 4}, 4, "abcd"},
		{{LOOK_TYPES, 4}, 4, "abcd"},
		{{0xffffffff, 4}, 4, "abcd"},
		{{LOOK_FD, 9}, 9, "123456789"},
		{{LOOK_FD, 4}, 4, "1234"},
		{{LOOK_USER, 0}, 0, ""},
		{{LOOK_USER, 0xffffffff}, 4, "abcd"},
		{{LOOK_PLACE, 4}, 4, "\xff\xff\xff\xff"},
		{{LOOK_PLACE, 8}, 8, "\2\0\0\0abcd"},
		{{LOOK_PLACE, 4 + LOOK_NAME_MAX + 1}, 8, "abcdefgh"},
	};
	struct host *h = *state;
	struct place_id id;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char c[64];

		send_bytes(h, bad[i].head, sizeof(bad[i].head));
		if (bad[i].n)
			send_bytes(h, bad[i].body, bad[i].n);
		/* the end of it, and no answer */
		assert_int_equal(read(h->client.s.fd, c, sizeof(c)), 0);
		assert_int_equal(ask_place(h, h->file, &id), -EPIPE);
		join(h);
		assert_int_equal(look_server_counts(h->srv).broken, i + 1);
		assert_int_equal(ask_place(h, h->file, &id), 0);
	}
}

/* half a question, and then nothing; a flood, and no answer is read */
static void test_bad_worker(void **state)
{
	struct host *h = *state;
	static const uint32_t half[2] = {LOOK_PLACE, 100};
	static const uint32_t one[3] = {LOOK_USER, 4, 0};
	struct place_id id;

	send_bytes(h, half, sizeof(half));
	join(h);
	assert_int_equal(ask_place(h, h->file, &id), 0);

	assert_int_equal(fcntl(h->client.s.fd, F_SETFL, O_NONBLOCK), 0);
	for (unsigned full = 0; full < 20;)
		if (write(h->client.s.fd, one, sizeof(one)) < 0) {
			full++;
			usleep(1000);
		}
	join(h);
	assert_int_equal(ask_place(h, h->file, &id), 0);
	assert_int_equal(look_server_counts(h->srv).stuck, 0);
}

/* a name service that hangs: the next worker is served all the same */
static void test_stuck(void **state)
{
	static const uint32_t one[3] = {LOOK_USER, 4, SLOW_ID};
	struct host *h = *state;
	struct place_id id;

	assert_int_equal(pipe(slow), 0);
	send_bytes(h, one, sizeof(one));
	while (!look_server_counts(h->srv).asked[LOOK_USER])
		usleep(1000);
	join(h);
	assert_int_equal(look_server_counts(h->srv).stuck, 1);
	assert_int_equal(ask_place(h, h->file, &id), 0);
	assert_int_equal(write(slow[1], "x", 1), 1);
	while (look_server_counts(h->srv).stuck)
		usleep(1000);
	assert_int_equal(ask_place(h, h->file, &id), 0);
	close(slow[0]);
	close(slow[1]);
}

/* the supervisor is gone */
static void test_nobody(void **state)
{
	struct host *h = *state;
	struct name_service ns = look_client_names(&h->client);
	struct buf out = {0};
	struct place_id id;
	uint32_t n;

	look_server_stop(h->srv);
	assert_int_equal(ask_place(h, h->file, &id), -EPIPE);
	assert_int_equal(ask_fd(h, NULL, getpid(), 0, &out), -EPIPE);
	assert_int_equal(look_client_id(&h->client, ID_USER, 0, &out), -EPIPE);
	assert_int_equal(ns.user(ns.arg, "root", &n), -EPIPE);
	assert_int_equal(out.n, 0);
	buf_deinit(&out);
}

/* -------------------------------------------------------- from the sandbox */

/* the server runs in the parent */
static int ask_all(struct host *h)
{
	struct sandbox conf = {.user = geteuid() ? NULL : "nobody"};
	struct name_service ns = look_client_names(&h->client);
	static struct event ev;
	struct buf out = {0};
	const char *what;
	struct place_id id;
	uint32_t n;

	if (sandbox_enter(&conf, &what))
		return 1;
	if (ask_place(h, h->file, &id) || !id.known ||
		look_client_fd(&h->client, &ev, 1, 0, &out) == -EPIPE ||
		look_client_id(&h->client, ID_USER, 0, &out) ||
		ns.user(ns.arg, "root", &n) || ns.group(ns.arg, "root", &n))
		return 2;
	return 0;
}

static void test_sandboxed(void **state)
{
	struct host *h = *state;
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(ask_all(h));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_speed(void **state)
{
	enum { ROUNDS = 20000 };
	struct host *h = *state;
	struct timespec a, b;
	struct place_id id;
	double us;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (unsigned i = 0; i < ROUNDS; i++)
		assert_int_equal(ask_place(h, h->file, &id), 0);
	clock_gettime(CLOCK_MONOTONIC, &b);
	us = ((double)(b.tv_sec - a.tv_sec) * 1e9 +
		     (double)(b.tv_nsec - a.tv_nsec)) / 1e3 / ROUNDS;
	print_message("a question and its answer take %.1f us\n", us);
	assert_int_equal(look_server_counts(h->srv).asked[LOOK_PLACE], ROUNDS);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_place),
		CASE(test_place_refused),
		CASE(test_place_rules),
		CASE(test_place_missing),
		CASE(test_places),
		CASE(test_places_alone),
		CASE(test_fd),
		CASE(test_names),
		CASE(test_ids),
		CASE(test_bad_messages),
		CASE(test_bad_worker),
		CASE(test_stuck),
		CASE(test_nobody),
		CASE(test_sandboxed),
		CASE(test_speed),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
