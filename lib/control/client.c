/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "control/client.h"

#include <grp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int set_address(struct sockaddr_un *sa, const char *run,
	const char *name)
{
	int n;

	*sa = (struct sockaddr_un){.sun_family = AF_UNIX};
	n = snprintf(sa->sun_path, sizeof(sa->sun_path), "%s/%s", run, name);
	return n < 0 || (size_t)n >= sizeof(sa->sun_path) ? -ENAMETOOLONG : 0;
}

static int outcome(int err)
{
	switch (err) {
	case ENOENT:
	case ECONNREFUSED:	/* left behind by one that was killed */
		return CLIENT_NONE;
	case EACCES:
	case EPERM:
		return CLIENT_DENIED;
	default:
		return -err;
	}
}

/* the descriptor is in c->s on success only */
static int try(struct client *c, const struct sockaddr_un *sa)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int r;

	if (fd < 0)
		return -errno;
	do
		r = connect(fd, (const struct sockaddr *)sa, sizeof(*sa));
	while (r && errno == EINTR);
	if (r) {
		r = outcome(errno);
		close(fd);
		return r;
	}
	stream_init(&c->s, fd, &request_types);
	return 0;
}

static void find_group(struct client *c, const char *path)
{
	struct group gr, *found = NULL;
	struct stat st;
	char buf[4096];

	if (!stat(path, &st) && st.st_gid &&
		!getgrgid_r(st.st_gid, &gr, buf, sizeof(buf), &found) && found)
		snprintf(c->group, sizeof(c->group), "%s", gr.gr_name);
}

int client_open(struct client *c, const char *run, bool reads)
{
	struct sockaddr_un sa;
	int r;

	*c = (struct client){.s.fd = -1};
	r = set_address(&sa, run, CONTROL_SOCKET);
	if (!r)
		r = try(c, &sa);
	if (r != CLIENT_DENIED || !reads)
		return r;
	r = set_address(&sa, run, CONTROL_READ);
	if (!r)
		r = try(c, &sa);
	if (r == CLIENT_DENIED)
		find_group(c, sa.sun_path);
	return r;
}

void client_close(struct client *c)
{
	stream_deinit(&c->s);
}

int client_send(struct client *c, const struct request *rq)
{
	struct buf out = {0};
	int r = 0;

	request_pack(&out, rq);
	if (out.err)
		r = out.err;
	for (size_t at = 0; !r && at < out.n;) {
		ssize_t n = send(c->s.fd, out.p + at, out.n - at, MSG_NOSIGNAL);

		if (n >= 0)
			at += (size_t)n;
		else if (errno != EINTR)
			r = -errno;
	}
	buf_deinit(&out);
	return r == -EPIPE || r == -ECONNRESET ? 0 : r;	/* it has said why */
}

int client_next(struct client *c, struct message *m)
{
	for (;;) {
		int r = stream_next(&c->s, m);

		if (r)
			return r;
		if (c->s.eof)
			return 0;
		r = stream_read(&c->s);
		if (r)
			return r == -ECONNRESET ? 0 : r;
	}
}

pid_t client_stopped(const struct client *c)
{
	struct ucred cred;
	socklen_t size = sizeof(cred);
	char path[64], stat[512];
	const char *state;
	size_t n;
	FILE *f;

	if (getsockopt(c->s.fd, SOL_SOCKET, SO_PEERCRED, &cred, &size))
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/stat", cred.pid);
	f = fopen(path, "re");
	n = f ? fread(stat, 1, sizeof(stat) - 1, f) : 0;
	if (f)
		fclose(f);
	stat[n] = '\0';
	state = strrchr(stat, ')');	/* behind the name; proc(5) */
	return state && (!strncmp(state, ") T", 3) ||
				!strncmp(state, ") t", 3)) ? cred.pid : 0;
}
