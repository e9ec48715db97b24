/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worker's side. Used within the sandbox: read(2) and write(2) only. */
#include "daemon/look.h"

#include "daemon/look_types.h"

/* --------------------------------------------------------------- connection */

const uint32_t look_question_max[LOOK_TYPES] = {
	[LOOK_FD] = 8,
	[LOOK_PLACE] = 4 + LOOK_NAME_MAX,
	[LOOK_USER] = 4,
	[LOOK_GROUP] = 4,
	[LOOK_USER_ID] = 4 + LOOK_ID_NAME_MAX,
	[LOOK_GROUP_ID] = 4 + LOOK_ID_NAME_MAX,
};

static const uint32_t answer_max[LOOK_TYPES] = {
	[LOOK_ANSWER] = 4 + 8 + 8 + 4 + 4 + LOOK_NAME_MAX,
};

static const struct message_types answer_types = {answer_max, LOOK_TYPES};

void look_client_init(struct look_client *c, int fd)
{
	*c = (struct look_client){0};
	stream_init(&c->s, fd, &answer_types);
}

void look_client_deinit(struct look_client *c)
{
	stream_deinit(&c->s);
	c->broken = true;
}

static int receive(struct look_client *c, struct look_answer *a)
{
	struct message m;
	int r;

	while (!(r = stream_next(&c->s, &m))) {
		r = stream_read(&c->s);
		if (r || c->s.eof)
			return r ? r : -EPIPE;
	}
	if (r < 0)
		return r;
	a->err = message_get_u32(&m);
	a->dev = message_get_u64(&m);
	a->ino = message_get_u64(&m);
	a->id = message_get_u32(&m);
	a->text = message_get_text(&m);
	return message_done(&m) ? 0 : -EPROTO;
}

/* the question is in s.out; 0 or what the answer says */
static int ask(struct look_client *c, struct look_answer *a)
{
	int r = c->broken ? -EPIPE : stream_flush(&c->s);

	if (!r)
		r = receive(c, a);
	if (r) {
		c->broken = true;
		return -EPIPE;
	}
	return -(int)a->err;
}

static int ask_text(struct look_client *c, enum look_type type,
	struct span text, struct look_answer *a)
{
	size_t start = message_begin(&c->s.out, type);

	message_text(&c->s.out, text);
	message_end(&c->s.out, start);
	return ask(c, a);
}

/* ---------------------------------------------------------------- questions */

int look_client_place(void *client, struct span name, struct place_id *out)
{
	struct look_answer a;
	int r;

	if (name.n >= LOOK_NAME_MAX)
		return -ENAMETOOLONG;
	r = ask_text(client, LOOK_PLACE, name, &a);
	if (!r)
		*out = (struct place_id){true, a.dev, a.ino};
	return r;
}

int look_client_id(void *client, enum id_kind kind, uint32_t id,
	struct buf *name)
{
	struct look_client *c = client;
	struct look_answer a;
	size_t start = message_begin(&c->s.out,
		kind == ID_USER ? LOOK_USER : LOOK_GROUP);
	int r;

	message_u32(&c->s.out, id);
	message_end(&c->s.out, start);
	r = ask(c, &a);
	if (!r)
		buf_span(name, a.text);
	return r ? r : name->err;
}

static int name_to_id(struct look_client *c, enum look_type type,
	const char *name, uint32_t *id)
{
	struct look_answer a;
	int r;

	if (strlen(name) > LOOK_ID_NAME_MAX)
		return -ENOENT;
	r = ask_text(c, type, span_of(name), &a);
	if (!r)
		*id = a.id;
	return r;
}

static int user_to_id(void *client, const char *name, uint32_t *id)
{
	return name_to_id(client, LOOK_USER_ID, name, id);
}

static int group_to_id(void *client, const char *name, uint32_t *id)
{
	return name_to_id(client, LOOK_GROUP_ID, name, id);
}

struct name_service look_client_names(struct look_client *c)
{
	return (struct name_service){user_to_id, group_to_id, c};
}

/* the inode alone counts: st_dev is not always what records have */
static bool is_parent(const struct event *ev, uint64_t ino)
{
	bool told = false;

	for (size_t i = 0; i < ev->npaths; i++) {
		const struct path_item *p = &ev->path[i];

		if (p->nametype != NAME_PARENT || !p->has_inode)
			continue;
		if (p->inode == ino)
			return true;
		told = true;
	}
	return !told;
}

int look_client_fd(struct look_client *c, const struct event *ev, int32_t pid,
	int32_t fd, struct buf *out)
{
	struct look_answer a;
	size_t start = message_begin(&c->s.out, LOOK_FD);
	int r;

	message_u32(&c->s.out, (uint32_t)pid);
	message_u32(&c->s.out, (uint32_t)fd);
	message_end(&c->s.out, start);
	r = ask(c, &a);
	if (!r && !is_parent(ev, a.ino))
		r = -ENOENT;
	if (!r)
		buf_span(out, a.text);
	return r ? r : out->err;
}
