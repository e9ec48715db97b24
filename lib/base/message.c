/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/message.h"

#include <unistd.h>

#define READ_MAX (256u << 10)
#define KEPT_BYTES (1u << 20)	/* more memory is given back */

/* ---------------------------------------------------------------- writing */

size_t message_begin(struct buf *b, uint32_t type)
{
	size_t start = b->n;

	message_u32(b, type);
	message_u32(b, 0);
	return start;
}

void message_end(struct buf *b, size_t start)
{
	uint32_t n;

	if (b->err)
		return;
	n = (uint32_t)(b->n - start - MESSAGE_HEAD);
	memcpy(b->p + start + sizeof(n), &n, sizeof(n));
}

/* ---------------------------------------------------------------- reading */

static void take(struct message *m, void *to, size_t n)
{
	if (m->rest.n < n) {
		m->bad = true;
		m->rest.n = 0;
		memset(to, 0, n);
		return;
	}
	memcpy(to, m->rest.p, n);
	m->rest.p += n;
	m->rest.n -= n;
}

uint32_t message_get_u32(struct message *m)
{
	uint32_t v;

	take(m, &v, sizeof(v));
	return v;
}

uint64_t message_get_u64(struct message *m)
{
	uint64_t v;

	take(m, &v, sizeof(v));
	return v;
}

struct span message_get_text(struct message *m)
{
	uint32_t n = message_get_u32(m);
	struct span s = {m->rest.p, n};

	if (n > m->rest.n) {
		m->bad = true;
		m->rest.n = 0;
		return SPAN_LIT("");
	}
	m->rest.p += s.n;
	m->rest.n -= s.n;
	return s;
}

/* ----------------------------------------------------------------- stream */

void stream_init(struct stream *s, int fd, const struct message_types *types)
{
	*s = (struct stream){.fd = fd, .types = types};
}

void stream_deinit(struct stream *s)
{
	if (s->fd >= 0)
		close(s->fd);
	buf_deinit(&s->in);
	buf_deinit(&s->out);
	*s = (struct stream){.fd = -1};
}

/* forget the first *at bytes; memory that one large message took is given
 * back */
static void forget(struct buf *b, size_t *at)
{
	if (*at == b->n && b->cap > KEPT_BYTES)
		buf_deinit(b);
	else if (*at)
		memmove(b->p, b->p + *at, b->n - *at);
	b->n -= b->n ? *at : 0;
	*at = 0;
}

int stream_read(struct stream *s)
{
	char *to;
	ssize_t n;

	forget(&s->in, &s->in_at);
	to = buf_reserve(&s->in, READ_MAX);
	if (!to)
		return -ENOMEM;
	n = read(s->fd, to, READ_MAX);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	s->eof = n == 0;
	buf_end(&s->in, to + n);
	return 0;
}

int stream_next(struct stream *s, struct message *m)
{
	size_t left = s->in.n - s->in_at;
	const char *p = s->in.p + s->in_at;
	uint32_t head[2];

	if (left < MESSAGE_HEAD)
		return 0;
	memcpy(head, p, sizeof(head));
	if (head[0] >= s->types->n || head[1] > s->types->max[head[0]] ||
		!s->types->max[head[0]])
		return -EPROTO;
	if (left - MESSAGE_HEAD < head[1])
		return 0;
	*m = (struct message){.type = head[0],
		.rest = {p + MESSAGE_HEAD, head[1]}};
	s->in_at += MESSAGE_HEAD + head[1];
	return 1;
}

int stream_flush(struct stream *s)
{
	if (s->out.err)
		return s->out.err;
	while (stream_pending(s)) {
		/* MSG_NOSIGNAL would do, but the worker may only write(2) */
		ssize_t n = write(s->fd, s->out.p + s->out_at,
			stream_pending(s));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0)
			return -errno;
		s->out_at += (size_t)n;
	}
	if (s->out_at * 2 >= s->out.n)	/* so each byte moves once at most */
		forget(&s->out, &s->out_at);
	return 0;
}
