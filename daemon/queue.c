/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/queue.h"

#include "base/message.h"

#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define CHUNK_BYTES (64u << 10)
#define SIZE_MIN 1024

/* texts of records that came one after the other; goes with the last of them */
struct queue_chunk {
	size_t live;	/* records in it, and 1 while it is being filled */
	size_t used;
	char text[CHUNK_BYTES];
};

int queue_init(struct queue *q, size_t bytes_max, size_t records_max)
{
	pthread_condattr_t attr;

	*q = (struct queue){
		.bytes_max = bytes_max, .records_max = records_max};
	q->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (q->fd < 0)
		return -errno;
	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&q->room, &attr);
	pthread_condattr_destroy(&attr);
	return 0;
}

static void drop_chunk(struct queue_chunk *c)
{
	if (c && --c->live == 0)
		free(c);
}

static struct queue_item *item_of(const struct queue *q, uint64_t tag)
{
	return &q->item[tag & (q->size - 1)];
}

void queue_deinit(struct queue *q)
{
	for (uint64_t t = q->head; t < q->next; t++)
		drop_chunk(item_of(q, t)->chunk);
	drop_chunk(q->last);
	free(q->item);
	if (q->fd >= 0)
		close(q->fd);
	pthread_mutex_destroy(&q->lock);
	pthread_cond_destroy(&q->room);
	*q = (struct queue){.fd = -1};
}

static bool has_room(const struct queue *q)
{
	return q->bytes < q->bytes_max && q->next - q->head < q->records_max;
}

static bool is_high(const struct queue *q)
{
	return q->bytes >= q->bytes_max - q->bytes_max / 8 ||
	       q->next - q->head >= q->records_max - q->records_max / 8;
}

void queue_bounds(struct queue *q, size_t bytes_max, size_t records_max)
{
	pthread_mutex_lock(&q->lock);
	q->bytes_max = bytes_max;
	q->records_max = records_max;
	pthread_cond_broadcast(&q->room);
	pthread_mutex_unlock(&q->lock);
}

/* ----------------------------------------------------------------- putting */

static int grow(struct queue *q)
{
	size_t size = q->size ? q->size * 2 : SIZE_MIN;
	struct queue_item *item = calloc(size, sizeof(*item));

	if (!item)
		return -ENOMEM;
	for (uint64_t t = q->head; t < q->next; t++)
		item[t & (size - 1)] = *item_of(q, t);
	free(q->item);
	q->item = item;
	q->size = size;
	return 0;
}

static char *room_for(struct queue *q, size_t n)
{
	struct queue_chunk *c = q->last;

	if (!c || CHUNK_BYTES - c->used < n) {
		c = malloc(sizeof(*c));
		if (!c)
			return NULL;
		c->live = 1;
		c->used = 0;
		drop_chunk(q->last);
		q->last = c;
	}
	c->used += n;
	return c->text + c->used - n;
}

static int put(struct queue *q, unsigned type, struct span text)
{
	size_t n = min_size(text.n, QUEUE_TEXT_MAX);
	char *to;

	if (q->next - q->head == q->size && grow(q))
		return -ENOMEM;
	to = room_for(q, n);
	if (!to)
		return -ENOMEM;
	if (n)
		memcpy(to, text.p, n);
	q->last->live++;
	*item_of(q, q->next++) = (struct queue_item){.chunk = q->last,
		.at = (uint32_t)(to - q->last->text), .n = (uint32_t)n,
		.type = type};
	q->bytes += n + sizeof(struct queue_item);
	q->live++;
	return 0;
}

static void signal_fd(struct queue *q)
{
	uint64_t one = 1;

	/* full: it is readable already */
	(void)!write(q->fd, &one, sizeof(one));
}

static int add(struct queue *q, unsigned type, struct span text, bool always)
{
	bool first;
	int r = QUEUE_FULL;

	pthread_mutex_lock(&q->lock);
	first = q->sent == q->next;
	if (always || has_room(q))
		r = put(q, type, text);
	pthread_mutex_unlock(&q->lock);
	if (!r && first)
		signal_fd(q);
	return r;
}

int queue_put(struct queue *q, unsigned type, struct span text)
{
	return add(q, type, text, false);
}

int queue_put_last(struct queue *q, unsigned type, struct span text)
{
	return add(q, type, text, true);
}

void queue_wait_room(struct queue *q, unsigned ms)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += ms / 1000;
	end.tv_nsec += (long)(ms % 1000) * 1000000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&q->lock);
	q->waiting = true;
	while (q->waiting && is_high(q))
		if (pthread_cond_timedwait(&q->room, &q->lock, &end))
			break;
	q->waiting = false;
	pthread_mutex_unlock(&q->lock);
}

void queue_wake(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->waiting = false;
	pthread_cond_broadcast(&q->room);
	pthread_mutex_unlock(&q->lock);
}

bool queue_is_high(struct queue *q)
{
	bool high;

	pthread_mutex_lock(&q->lock);
	high = is_high(q);
	pthread_mutex_unlock(&q->lock);
	return high;
}

/* ------------------------------------------------------------------ taking */

void queue_clear(struct queue *q)
{
	uint64_t n;

	(void)!read(q->fd, &n, sizeof(n));
}

size_t queue_send(struct queue *q, struct buf *out, size_t bytes)
{
	size_t start = out->n, n = 0;

	pthread_mutex_lock(&q->lock);
	for (; q->sent < q->next && out->n - start < bytes; q->sent++) {
		const struct queue_item *it = item_of(q, q->sent);

		if (!it->chunk)
			continue;
		message_u64(out, q->sent);
		message_u32(out, it->type);
		message_text(out, (struct span){it->chunk->text + it->at,
			it->n});
		n++;
	}
	pthread_mutex_unlock(&q->lock);
	return n;
}

static void release(struct queue *q, struct queue_item *it)
{
	q->bytes -= it->n + sizeof(*it);
	q->live--;
	drop_chunk(it->chunk);
	it->chunk = NULL;
}

/* what is done at the front goes; who waits for room hears of it late enough to
 * put more than one record */
static void advance(struct queue *q)
{
	while (q->head < q->next && !item_of(q, q->head)->chunk)
		q->head++;
	if (q->sent < q->head)
		q->sent = q->head;
	if (q->waiting && q->bytes < q->bytes_max - q->bytes_max / 4 &&
		q->next - q->head < q->records_max - q->records_max / 4)
		pthread_cond_signal(&q->room);
}

bool queue_done(struct queue *q, uint64_t tag)
{
	bool ours;

	pthread_mutex_lock(&q->lock);
	ours = tag >= q->head && tag < q->sent && item_of(q, tag)->chunk;
	if (ours) {
		release(q, item_of(q, tag));
		advance(q);
	}
	pthread_mutex_unlock(&q->lock);
	return ours;
}

void queue_unsend(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->sent = q->head;
	pthread_mutex_unlock(&q->lock);
	signal_fd(q);
}

size_t queue_remove(struct queue *q,
	bool (*take)(void *arg, unsigned type, struct span text), void *arg)
{
	size_t n = 0;

	pthread_mutex_lock(&q->lock);
	for (uint64_t t = q->head; t < q->next; t++) {
		struct queue_item *it = item_of(q, t);

		if (!it->chunk || !take(arg, it->type, (struct span){
				it->chunk->text + it->at, it->n}))
			continue;
		release(q, it);
		n++;
	}
	advance(q);
	pthread_mutex_unlock(&q->lock);
	return n;
}

void queue_look(struct queue *q, uint64_t tag,
	void (*look)(void *arg, struct span text), void *arg)
{
	const struct queue_item *it;

	pthread_mutex_lock(&q->lock);
	it = tag >= q->head && tag < q->next ? item_of(q, tag) : NULL;
	if (it && it->chunk)
		look(arg, (struct span){it->chunk->text + it->at, it->n});
	pthread_mutex_unlock(&q->lock);
}

struct queue_depth queue_depth(struct queue *q)
{
	struct queue_depth d;

	pthread_mutex_lock(&q->lock);
	d = (struct queue_depth){
		.bytes = q->bytes, .records = q->live,
		.bytes_max = q->bytes_max, .records_max = q->records_max,
		.unsent = q->next - q->sent,
	};
	pthread_mutex_unlock(&q->lock);
	return d;
}
