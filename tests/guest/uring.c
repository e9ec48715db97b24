/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/guest/uring.c - makes one file operation through io_uring, by raw
 * system calls, and says what it returned.
 *
 * usage: uring unlinkat PATH [FLAGS] | openat PATH [FLAGS [MODE]] |
 *	  renameat OLD NEW
 * Prints "NAME = RESULT". Exit status 0 when the operation succeeded, 1 when
 * it failed, 2 usage, 3 no io_uring. */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ring {
	int fd;
	struct io_uring_params p;
	char *sq, *cq;
	struct io_uring_sqe *sqes;
};

static int ring_map(struct ring *r)
{
	const struct io_uring_params *p = &r->p;
	size_t sq = p->sq_off.array + p->sq_entries * sizeof(uint32_t);
	size_t cq = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
	const int prot = PROT_READ | PROT_WRITE, how = MAP_SHARED | MAP_POPULATE;

	r->sq = mmap(NULL, sq, prot, how, r->fd, IORING_OFF_SQ_RING);
	r->cq = mmap(NULL, cq, prot, how, r->fd, IORING_OFF_CQ_RING);
	r->sqes = mmap(NULL, p->sq_entries * sizeof(*r->sqes), prot, how, r->fd,
		       IORING_OFF_SQES);
	if (r->sq == MAP_FAILED || r->cq == MAP_FAILED || r->sqes == MAP_FAILED)
		return -errno;
	return 0;
}

static int ring_open(struct ring *r)
{
	memset(r, 0, sizeof(*r));
	r->fd = (int)syscall(SYS_io_uring_setup, 4, &r->p);
	if (r->fd < 0)
		return -errno;
	return ring_map(r);
}

static uint32_t *ring_word(char *ring, uint32_t offset)
{
	return (uint32_t *)(void *)(ring + offset);
}

/* one operation in, its result out */
static int ring_run(struct ring *r, const struct io_uring_sqe *sqe, int *res)
{
	uint32_t *tail = ring_word(r->sq, r->p.sq_off.tail);
	uint32_t *array = ring_word(r->sq, r->p.sq_off.array);
	uint32_t *head = ring_word(r->cq, r->p.cq_off.head);
	const struct io_uring_cqe *cqes =
		(const void *)(r->cq + r->p.cq_off.cqes);
	uint32_t at = *tail & *ring_word(r->sq, r->p.sq_off.ring_mask);
	long n;

	r->sqes[at] = *sqe;
	array[at] = at;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	n = syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS,
		    NULL, 0);
	if (n < 0)
		return -errno;
	*res = cqes[*head & *ring_word(r->cq, r->p.cq_off.ring_mask)].res;
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return 0;
}

static uint64_t address(const char *s)
{
	return (uint64_t)(uintptr_t)s;
}

static uint32_t number(int argc, char **argv, int i)
{
	return i < argc ? (uint32_t)strtoul(argv[i], NULL, 0) : 0;
}

static int fill(struct io_uring_sqe *sqe, int argc, char **argv)
{
	memset(sqe, 0, sizeof(*sqe));
	if (argc < 3)
		return -EINVAL;
	sqe->fd = AT_FDCWD;
	sqe->addr = address(argv[2]);
	if (!strcmp(argv[1], "unlinkat")) {
		sqe->opcode = IORING_OP_UNLINKAT;
		sqe->unlink_flags = number(argc, argv, 3);
	} else if (!strcmp(argv[1], "openat")) {
		sqe->opcode = IORING_OP_OPENAT;
		sqe->open_flags = number(argc, argv, 3);
		sqe->len = number(argc, argv, 4);
	} else if (!strcmp(argv[1], "renameat") && argc == 4) {
		sqe->opcode = IORING_OP_RENAMEAT;
		sqe->len = (uint32_t)AT_FDCWD;
		sqe->addr2 = address(argv[3]);
	} else {
		return -EINVAL;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct io_uring_sqe sqe;
	struct ring ring;
	int res = 0, r;

	if (fill(&sqe, argc, argv) < 0) {
		fprintf(stderr, "usage: uring unlinkat PATH [FLAGS] | "
			"openat PATH [FLAGS [MODE]] | renameat OLD NEW\n");
		return 2;
	}
	r = ring_open(&ring);
	if (r == 0)
		r = ring_run(&ring, &sqe, &res);
	if (r < 0) {
		fprintf(stderr, "uring: no io_uring: %s\n", strerror(-r));
		return 3;
	}
	printf("%s = %d\n", argv[1], res);
	return res < 0;
}
