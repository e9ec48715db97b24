/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_control - any bytes on a control socket, in pieces: what is taken for a
 * request packs to the same again, no other client is harmed, and nothing is
 * kept of who has gone. The first byte says in how large pieces, and whether
 * the client goes away in between. */
#include "control/client.h"
#include "daemon/client.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(what)                                                             \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(stderr, "not so: %s\n", #what);                \
			abort();                                               \
		}                                                              \
	} while (0)

static void check_request(const struct request *rq)
{
	struct buf one = {0}, two = {0};
	struct request again;
	struct message m;

	request_pack(&one, rq);
	m = (struct message){CONTROL_REQUEST,
		{one.p + MESSAGE_HEAD, one.n - MESSAGE_HEAD}, false};
	MUST(request_unpack(&again, &m) == 0);
	request_pack(&two, &again);
	MUST(one.n == two.n && memcmp(one.p, two.p, one.n) == 0);
	request_deinit(&again);
	buf_deinit(&one);
	buf_deinit(&two);
}

static int on_run(void *arg, uint64_t id, const struct request *rq,
	struct reply *reply)
{
	check_request(rq);
	buf_lit(&reply->out, "done\n");
	return 0;
}

static void on_stop(void *arg)
{
}

static size_t on_rules(void *arg)
{
	return 1;
}

static char dir[] = "/tmp/fuzz_control.XXXXXX";

static void clean_up(void)
{
	static const char *const left[] = {CONTROL_SOCKET, CONTROL_READ,
		CONTROL_LOCK};
	char path[64];

	for (size_t i = 0; i < ARRAY_SIZE(left); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, left[i]);
		unlink(path);
	}
	rmdir(dir);
}

/* lives as long as the fuzzer does */
static struct control *server(const char **run)
{
	static struct control *c;
	static const struct control_ops ops = {.run = on_run, .stop = on_stop,
		.rules = on_rules};
	struct control_config conf = {.run = dir, .recent = 10};
	struct diag diag = {0};

	*run = dir;
	if (c)
		return c;
	signal(SIGPIPE, SIG_IGN);
	MUST(mkdtemp(dir));
	MUST(control_new(&c, &conf, &ops, &diag) == 0);
	atexit(clean_up);
	return c;
}

static int connect_to(const char *run, const char *name)
{
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	snprintf(sa.sun_path, sizeof(sa.sun_path), "%s/%s", run, name);
	MUST(connect(fd, (const struct sockaddr *)&sa, sizeof(sa)) == 0);
	return fd;
}

/* what the server sent so far, which the client takes */
static void drain(int fd, struct stream *s)
{
	struct message m;
	int r = stream_read(s);

	MUST(r == 0 || r == -ECONNRESET);
	while ((r = stream_next(s, &m)) > 0)
		MUST(m.type >= CONTROL_REPLY && m.type < CONTROL_TYPES);
	MUST(r == 0);
}

static void serve_one(struct control *c, const char *run, uint8_t how,
	struct span data)
{
	const struct line line = {.format = PIPELINE_TEXT,
		.rule = SPAN_LIT("r"), .text = SPAN_LIT("a line\n")};
	size_t step = (how & 63u) * 7 + 1;
	struct stream s;
	int fd = connect_to(run, how & 64 ? CONTROL_READ : CONTROL_SOCKET);

	stream_init(&s, fd, &request_types);
	control_work(c);
	while (data.n) {
		size_t n = min_size(step, data.n);
		ssize_t sent = send(fd, data.p, n, MSG_NOSIGNAL);

		if (sent < 0)
			break;
		data.p += sent;
		data.n -= (size_t)sent;
		control_work(c);
		control_line(c, &line);
	}
	if (!(how & 128))
		drain(fd, &s);
	stream_deinit(&s);
	control_work(c);
	control_work(c);
	MUST(control_readers(c) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *run;
	struct control *c = server(&run);

	if (size)
		serve_one(c, run, data[0],
			(struct span){(const char *)data + 1, size - 1});
	return 0;
}
