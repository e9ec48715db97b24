/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "control/request.h"

#include "tbl/tbl.h"

#include <stdarg.h>
#include <stdio.h>

/* what a request begins with: a word that is ours, and a version of the rest */
#define VERSION 0x53435401u
#define VERSION_BITS 0xffu

static const struct {
	const char *word;
	bool only_reads;
} kinds[] = {
#define REQUEST(id, word, reads) {word, reads},
	REQUESTS
#undef REQUEST
};

static const uint32_t answers[CONTROL_TYPES] = {
	[CONTROL_REPLY] = CONTROL_REPLY_MAX,
	[CONTROL_LINE] = CONTROL_LINE_MAX,
	[CONTROL_NOTE] = CONTROL_LINE_MAX,
};

const struct message_types request_types = {answers, CONTROL_TYPES};

void request_deinit(struct request *rq)
{
	vec_deinit(&rq->files);
	vec_deinit(&rq->names);
}

const char *request_word(enum request_kind kind)
{
	return kinds[kind].word;
}

bool request_only_reads(const struct request *rq)
{
	return kinds[rq->kind].only_reads;
}

int request_code_of(int err)
{
	return err == -EPERM || err == -EACCES ? CODE_PRIVILEGE : CODE_FAILED;
}

void reply_deinit(struct reply *reply)
{
	buf_deinit(&reply->out);
	buf_deinit(&reply->err);
}

void reply_say(struct reply *reply, const struct request *rq, const char *fmt,
	...)
{
	cleanup(freep) char *words = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&words, fmt, ap) < 0) {
		words = NULL;
		reply->err.err = -ENOMEM;
	}
	va_end(ap);
	if (!words)
		return;
	buf_span(&reply->err, rq->prog);
	buf_lit(&reply->err, ": ");
	buf_str(&reply->err, words);
	buf_chr(&reply->err, '\n');
}

/* ----------------------------------------------------------------- messages */

void request_pack(struct buf *out, const struct request *rq)
{
	size_t start = message_begin(out, CONTROL_REQUEST);

	message_u32(out, VERSION);
	message_u32(out, rq->kind);
	message_u32(out, rq->flags);
	message_u32(out, rq->abis);
	message_u32(out, rq->lines);
	message_text(out, rq->prog);
	message_text(out, rq->etc);
	message_u32(out, (uint32_t)rq->files.n);
	vec_foreach(f, &rq->files) {
		message_text(out, f->name);
		message_text(out, f->text);
	}
	message_u32(out, (uint32_t)rq->names.n);
	vec_foreach(name, &rq->names)
		message_text(out, *name);
	message_end(out, start);
}

/* a text that becomes a C string */
static struct span take_name(struct message *m, size_t max)
{
	struct span s = message_get_text(m);

	if (s.n > max || (s.n && memchr(s.p, 0, s.n)))
		m->bad = true;
	return s;
}

static int take_files(struct request *rq, struct message *m)
{
	uint32_t n = message_get_u32(m);
	int r = n > STORE_FILES_MAX ? -EPROTO : 0;

	while (!r && !m->bad && n--) {
		struct request_file f;

		f.name = take_name(m, REQUEST_NAME_MAX);
		f.text = message_get_text(m);
		r = vec_add(&rq->files, f);
	}
	return r;
}

static int take_names(struct request *rq, struct message *m)
{
	uint32_t n = message_get_u32(m);
	int r = n > REQUEST_NAMES_MAX ? -EPROTO : 0;

	while (!r && !m->bad && n--)
		r = vec_add(&rq->names, take_name(m, REQUEST_NAME_MAX));
	return r;
}

static int take_request(struct request *rq, struct message *m)
{
	uint32_t version = message_get_u32(m), kind;
	int r;

	if (version != VERSION)
		return (version ^ VERSION) & ~VERSION_BITS ? -EPROTO :
							      -EPROTONOSUPPORT;
	kind = message_get_u32(m);
	rq->flags = message_get_u32(m);
	rq->abis = message_get_u32(m);
	rq->lines = message_get_u32(m);
	rq->prog = take_name(m, REQUEST_PROG_MAX);
	rq->etc = take_name(m, REQUEST_NAME_MAX);
	if (kind >= REQUEST_KINDS || rq->flags & ~REQUEST_FLAGS ||
		rq->abis >> ABI_COUNT)
		return -EPROTO;
	rq->kind = (enum request_kind)kind;
	r = take_files(rq, m);
	if (!r)
		r = take_names(rq, m);
	return r ? r : message_done(m) ? 0 : -EPROTO;
}

int request_unpack(struct request *out, struct message *m)
{
	struct request rq = {0};
	int r = take_request(&rq, m);

	if (r)
		request_deinit(&rq);
	else
		*out = rq;
	return r;
}

void reply_pack(struct buf *out, const struct reply *reply)
{
	size_t start = message_begin(out, CONTROL_REPLY);

	message_u32(out, (uint32_t)reply->code);
	message_text(out, (struct span){reply->out.p, reply->out.n});
	message_text(out, (struct span){reply->err.p, reply->err.n});
	message_end(out, start);
}

int reply_unpack(struct reply *out, struct message *m)
{
	struct reply reply = {.code = (int)message_get_u32(m)};

	buf_span(&reply.out, message_get_text(m));
	buf_span(&reply.err, message_get_text(m));
	if (message_done(m) && !reply.out.err && !reply.err.err) {
		*out = reply;
		return 0;
	}
	reply_deinit(&reply);
	return message_done(m) ? -ENOMEM : -EPROTO;
}
