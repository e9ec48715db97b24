/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/message.h - values in, messages on a stream socket out; and back, with
 * every length and type checked. The only way of speaking between our
 * processes: supervisor and worker, daemon and command line.
 *
 * A message is a head of two 32-bit numbers (type, bytes that follow), then its
 * values in order: 32 and 64-bit numbers, and texts (a 32-bit length, then the
 * bytes). Host byte order: both ends are of one machine. */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include "base/buf.h"

#define MESSAGE_HEAD 8	/* bytes */

/* ---------------------------------------------------------------- writing */

/* message_begin() - where the message starts, for message_end() */
size_t message_begin(struct buf *b, uint32_t type);
void message_end(struct buf *b, size_t start);

static inline void message_u32(struct buf *b, uint32_t v)
{
	buf_add(b, &v, sizeof(v));
}

static inline void message_u64(struct buf *b, uint64_t v)
{
	buf_add(b, &v, sizeof(v));
}

static inline void message_text(struct buf *b, struct span s)
{
	message_u32(b, (uint32_t)s.n);
	buf_span(b, s);
}

/* ---------------------------------------------------------------- reading */

/* a message, and what of it is still to be read. What is not there reads as 0
 * or empty and sets .bad. */
struct message {
	uint32_t type;
	struct span rest;
	bool bad;
};

uint32_t message_get_u32(struct message *m);
uint64_t message_get_u64(struct message *m);
struct span message_get_text(struct message *m);	/* into the inbox */

/* message_done() - all of it was read, and nothing was missing */
static inline bool message_done(const struct message *m)
{
	return !m->bad && m->rest.n == 0;
}

/* ----------------------------------------------------------------- stream */

/* What one end may receive: longest body by type; 0: no such message. */
struct message_types {
	const uint32_t *max;
	uint32_t n;
};

/* One end of a connected stream socket; nonblocking unless the user makes it
 * otherwise. The descriptor is owned. */
struct stream {
	int fd;
	const struct message_types *types;
	struct buf in, out;
	size_t in_at, out_at;	/* what is done with */
	bool eof;
};

void stream_init(struct stream *s, int fd, const struct message_types *types);
void stream_deinit(struct stream *s);	/* closes; .fd < 0 is fine */

/**
 * stream_read() - take what has come (one read(2) of up to 256 KiB)
 * Return: 0 (also when there is nothing, and at the end: .eof); negative errno.
 */
int stream_read(struct stream *s);

/**
 * stream_next() - the next whole message; it lives until the next stream_read()
 * Return: 1; 0 (no whole one yet); -EPROTO (a type or length that @types does
 * not allow: end the connection).
 */
int stream_next(struct stream *s, struct message *m);

/* Messages are written to s->out; stream_flush() sends what can be sent.
 * Return: 0 (look at stream_pending()); -ENOMEM; -EPIPE, ... */
int stream_flush(struct stream *s);

static inline size_t stream_pending(const struct stream *s)
{
	return s->out.n - s->out_at;
}

#endif
