/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RFC 5424, a datagram a line. The rule's name is the MSGID. STRUCTURED-DATA is
 * none: a name of ours there would need a private enterprise number. */
#include "daemon/sink_driver.h"

#include "base/escape.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATH_DEFAULT "/dev/log"
#define MESSAGE_MAX 8192	/* what rsyslog takes unless told otherwise; RFC
				 * 5424 asks for 2048 at least */
#define MSGID_MAX 32		/* RFC 5424, section 6 */
#define HOSTNAME_MAX 255
#define CUT_MARK "[...]"
#define SLICE 64		/* lines, before counts are looked at again */

struct syslog {
	struct sink_medium m;
	int fd;			/* -1: none */
	struct buf message;
};

static struct syslog *syslog_of(struct sink_medium *m)
{
	return (struct syslog *)m;
}

static const char *path_of(const struct sink_medium *m)
{
	return m->conf->path && *m->conf->path ? m->conf->path : PATH_DEFAULT;
}

/* ------------------------------------------------------------- the message */

/* PRINTUSASCII, at most max of it; "-" when there is none */
static void add_name(struct buf *out, struct span name, size_t max)
{
	if (!name.n)
		buf_chr(out, '-');
	for (size_t i = 0; i < name.n && i < max; i++)
		buf_chr(out, name.p[i] > ' ' && name.p[i] < 0x7f ? name.p[i] :
			'?');
}

static void add_head(struct syslog *s, const struct sink_batch *b)
{
	const struct sink_item *it = &b->item[b->i];
	uint64_t ms = it->ms ? it->ms : sink_real();
	struct span rule = {b->rules + b->rule_at, it->rule_n};

	buf_printf(&s->message, "<%d>1 ", s->m.conf->facility | it->level);
	stamp_utc(&s->message, ms / 1000, (unsigned)(ms % 1000));
	buf_chr(&s->message, ' ');
	add_name(&s->message, span_of(s->m.host), HOSTNAME_MAX);
	buf_printf(&s->message, " sctauditd %d ", (int)getpid());
	add_name(&s->message, rule.n ? rule : SPAN_LIT("lost"), MSGID_MAX);
	buf_lit(&s->message, " - ");
}

/* the start of text that ends with a whole character; its bytes at most max */
static size_t cut(struct span text, size_t max)
{
	size_t n = max;

	for (size_t back = 1; back <= 4 && back <= n; back++) {
		struct span tail = {text.p + n - back, text.n - (n - back)};
		size_t len = utf8_len(tail);

		if (len > back)
			return n - back;
		if (len)
			break;
	}
	return n;
}

/* true: not all of it */
static bool add_text(struct buf *out, struct span text)
{
	size_t room = MESSAGE_MAX - out->n;

	if (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	if (text.n <= room) {
		buf_span(out, text);
		return false;
	}
	buf_add(out, text.p, cut(text, room - (sizeof(CUT_MARK) - 1)));
	buf_lit(out, CUT_MARK);
	return true;
}

/* -------------------------------------------------------------- the socket */

static void disconnect(struct syslog *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static int reach(struct syslog *s)
{
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	int r;

	if (s->fd >= 0)
		return 0;
	memcpy(sa.sun_path, path_of(&s->m), strlen(path_of(&s->m)));
	s->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s->fd < 0)
		return -errno;
	if (!connect(s->fd, (const struct sockaddr *)&sa, sizeof(sa)))
		return 0;
	r = -errno;
	disconnect(s);
	return r;
}

static int send_now(struct syslog *s)
{
	int r = reach(s);

	if (r)
		return r;
	if (send(s->fd, s->message.p, s->message.n, MSG_NOSIGNAL) >= 0)
		return 0;
	return -errno;
}

static bool is_away(int err)
{
	return err == -ECONNREFUSED || err == -ECONNRESET || err == -ENOTCONN ||
	       err == -EPIPE || err == -ENOENT;
}

/* one that was started anew listens at another socket of that name; one that
 * is slow is waited for */
static int send_message(struct syslog *s)
{
	struct pollfd p = {.events = POLLOUT};
	int r = send_now(s);

	if (is_away(r)) {
		disconnect(s);
		r = send_now(s);
	} else if (r == -EAGAIN) {
		p.fd = s->fd;
		(void)poll(&p, 1, SINK_STEP_MS);
		r = send_now(s);
	}
	if (is_away(r))
		disconnect(s);
	return r;
}

/* ------------------------------------------------------------------ driver */

static int write_line(struct syslog *s, struct sink_batch *b)
{
	bool is_cut;
	int r;

	buf_reset(&s->message);
	add_head(s, b);
	is_cut = add_text(&s->message, sink_batch_text(b));
	r = s->message.err ? s->message.err : send_message(s);
	if (r == -EMSGSIZE) {
		sink_batch_give_up(b);
		return 0;
	}
	if (r)
		return r;
	b->cut += is_cut;
	sink_batch_next(b);
	return 0;
}

static int syslog_write(struct sink_medium *m, struct sink_batch *b)
{
	int r = 0;

	for (int i = 0; !r && i < SLICE && !sink_batch_done(b); i++)
		r = write_line(syslog_of(m), b);
	return r;
}

/* who listens there may come later */
static int syslog_open(struct sink_medium *m, struct diag *diag)
{
	struct sockaddr_un sa;

	syslog_of(m)->fd = -1;
	if (strlen(path_of(m)) < sizeof(sa.sun_path))
		return 0;
	diag_add(diag, DIAG_ERROR, NULL, (struct span){NULL, 0},
		"sink %s: '%s': a socket's name has at most %zu bytes",
		m->conf->name, path_of(m), sizeof(sa.sun_path) - 1);
	return -ENAMETOOLONG;
}

static void syslog_reopen(struct sink_medium *m, struct sink_batch *b)
{
	disconnect(syslog_of(m));
}

static void syslog_close(struct sink_medium *m)
{
	disconnect(syslog_of(m));
	buf_deinit(&syslog_of(m)->message);
}

static void syslog_place(const struct sink_medium *m, struct buf *out)
{
	buf_printf(out, "'%s'", path_of(m));
}

const struct sink_driver sink_syslog = {
	.word = "syslog", .size = sizeof(struct syslog), .open = syslog_open,
	.write = syslog_write, .reopen = syslog_reopen, .close = syslog_close,
	.place = syslog_place,
};
