/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/guest/calls.c - makes random system calls, the same for the same seed,
 * of both x86 ABIs (64-bit and int 0x80). Calls and arguments come from small
 * sets, so that rules match often; nothing outside the working directory is
 * changed. Built static and at fixed addresses: pointers are the same in every
 * run, and below 4 GiB.
 *
 * usage: calls prepare		makes the names that are always there
 *	  calls SEED COUNT	in a directory that was so prepared
 * The working directory is writable by everybody. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* what an argument is drawn from */
enum arg {
	NONE, ZERO, PATH, KEEP, DIR, OFLAGS, MODE, ID, FD, AT, RMFLAG, LEN,
	PID, SIG, SMALL, REQUEST, ADDR, ADDRLEN, DOMAIN, TYPE, DEVICE, OPTION,
	BUF, HOW, HOWLEN, SOCKETCALL, ARGS,
};

/* numbers: arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl; -1: not
 * made by this ABI */
static const struct {
	int nr64, nr32;
	enum arg arg[5];
} calls[] = {
	{ 2, 5, { KEEP, OFLAGS, MODE } },		/* open */
	{ 257, 295, { AT, KEEP, OFLAGS, MODE } },	/* openat */
	{ 437, 437, { AT, KEEP, HOW, HOWLEN } },	/* openat2 */
	{ 85, 8, { PATH, MODE } },			/* creat */
	{ 87, 10, { PATH } },				/* unlink */
	{ 263, 301, { AT, PATH, RMFLAG } },		/* unlinkat */
	{ 82, 38, { PATH, PATH } },			/* rename */
	{ 264, 302, { AT, PATH, AT, PATH } },		/* renameat */
	{ 316, 353, { AT, PATH, AT, PATH, ZERO } },	/* renameat2 */
	{ 83, 39, { PATH, MODE } },			/* mkdir */
	{ 258, 296, { AT, PATH, MODE } },		/* mkdirat */
	{ 84, 40, { PATH } },				/* rmdir */
	{ 86, 9, { KEEP, PATH } },			/* link */
	{ 265, 303, { AT, KEEP, AT, PATH, ZERO } },	/* linkat */
	{ 88, 83, { KEEP, PATH } },			/* symlink */
	{ 266, 304, { KEEP, AT, PATH } },		/* symlinkat */
	{ 90, 15, { KEEP, MODE } },			/* chmod */
	{ 268, 306, { AT, KEEP, MODE } },		/* fchmodat */
	{ 92, 212, { KEEP, ID, ID } },			/* chown, chown32 */
	{ 260, 298, { AT, KEEP, ID, ID, ZERO } },	/* fchownat */
	{ 76, 92, { KEEP, LEN } },			/* truncate */
	{ 77, 93, { FD, LEN } },			/* ftruncate */
	{ 21, 33, { KEEP, SMALL } },			/* access */
	{ 269, 307, { AT, KEEP, SMALL } },		/* faccessat */
	{ 89, 85, { KEEP, BUF, LEN } },			/* readlink */
	{ 4, 195, { KEEP, BUF } },			/* stat, stat64 */
	{ 133, 14, { PATH, DEVICE, ZERO } },		/* mknod */
	{ 80, 12, { DIR } },				/* chdir */
	{ 95, 60, { MODE } },				/* umask */
	{ 32, 41, { FD } },				/* dup */
	{ 33, 63, { FD, FD } },				/* dup2 */
	{ 3, 6, { FD } },				/* close */
	{ 8, 19, { FD, LEN, SMALL } },			/* lseek */
	{ 72, 55, { FD, SMALL, ZERO } },		/* fcntl */
	{ 62, 37, { PID, SIG } },			/* kill */
	{ 101, 26, { REQUEST, PID, LEN, LEN } },	/* ptrace */
	{ 117, 208, { ID, ID, ZERO } },			/* setresuid(32) */
	{ 119, 210, { ID, ID, ZERO } },			/* setresgid(32) */
	{ 41, 359, { DOMAIN, TYPE, ZERO } },		/* socket */
	{ 42, 362, { FD, ADDR, ADDRLEN } },		/* connect */
	{ 49, 361, { FD, ADDR, ADDRLEN } },		/* bind */
	{ -1, 102, { SOCKETCALL, ARGS } },		/* socketcall */
	{ 157, 172, { OPTION, ZERO, ZERO } },		/* prctl */
	{ 102, 199, { NONE } },				/* getuid, getuid32 */
};

static const char *const paths[] = {
	"f0", "f1", "./f2", "/w/f0", "/w/f1", "../w/f2", "d0/f3", "d0", "d2",
	"/w/d0/f3", "no/such", "a b", "new\nline", "f0/under",
};
static const char *const kept[] = {
	"keep", "./keep", "/w/keep", "d1/../keep", "/w/link", "kept/inner",
	"/w/kept/inner", "/w//kept/./inner",
};
static const char *const dirs[] = { "/w", "/w", "/w/kept", "kept", "f0" };

static char buffer[8192];
static struct { uint64_t flags, mode, resolve; } how;
static uint32_t socket_args[6];
static struct sockaddr_in inet;
static struct sockaddr_un local;

static uint32_t random_next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

#define PICK(set, r) ((set)[(r) % (sizeof(set) / sizeof(*(set)))])

static const int64_t oflags[] = {
	O_RDONLY, O_WRONLY, O_RDWR, O_WRONLY | O_CREAT, O_RDWR | O_CREAT | O_EXCL,
	O_WRONLY | O_CREAT | O_TRUNC, O_RDONLY | O_CLOEXEC, O_RDONLY | O_DIRECTORY,
};
static const int64_t modes[] = { 0, 0600, 0644, 0666, 0755, 0777, 04755 };
static const int64_t ids[] = { 0, 0, 1000, 1001, 65534, -1 };
static const int64_t fds[] = { 0, 1, 3, 4, 5, 20, 77, -1 };
static const int64_t lengths[] = {
	0, 1, 24, 4096, 0x7fffffff, -1, -4096, 0xbfffe718, 0x100000000, 0x100000018,
};
static const int64_t requests[] = { 1, 3, 4, 24, 16, 0x4206 };
static const int64_t options[] = { 3, 21, 39, 999 };
/* no FIFO: opening one would block */
static const int64_t devices[] = { S_IFREG | 0644, S_IFREG | 0600, S_IFSOCK };

static int64_t address(const void *p)
{
	return (int64_t)(uintptr_t)p;
}

static void draw_socket_args(uint32_t r)
{
	socket_args[0] = r % 3;
	socket_args[1] = r % 2 ? (uint32_t)address(&inet) : 1 + r % 2;
	socket_args[2] = r % 2 ? sizeof(inet) : 0;
}

static int64_t draw_socket(enum arg arg, uint32_t r)
{
	switch (arg) {
	case ADDR:
		inet.sin_family = AF_INET;
		inet.sin_port = htons(r & 1 ? 9 : 443);
		inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return r & 2 ? address(&local) : address(&inet);
	case ADDRLEN: return r & 1 ? sizeof(inet) : 10;
	case DOMAIN: return r % 3;
	case TYPE: return 1 + r % 3;
	case SOCKETCALL: return 1 + r % 3;
	default:
		draw_socket_args(r);
		return address(socket_args);
	}
}

static int64_t draw(enum arg arg, uint32_t r)
{
	switch (arg) {
	case PATH: return address(PICK(paths, r));
	case KEEP: return address(r & 1 ? PICK(paths, r >> 1) : PICK(kept, r >> 1));
	case DIR: return address(PICK(dirs, r));
	case OFLAGS: return PICK(oflags, r);
	case MODE: return PICK(modes, r);
	case ID: return PICK(ids, r);
	case FD: return PICK(fds, r);
	case AT: return r % 8 ? AT_FDCWD : 99;	/* never open */
	case RMFLAG: return r % 3 ? 0 : AT_REMOVEDIR;
	case LEN: return PICK(lengths, r);
	case PID: return r & 1 ? 999999 : 888888;
	case SIG: return r % 3 ? 15 : r % 2 ? 9 : 0;
	case SMALL: return r % 5;
	case REQUEST: return PICK(requests, r);
	case DEVICE: return PICK(devices, r);
	case OPTION: return PICK(options, r);
	case BUF: return address(buffer);
	case HOW:
		how.flags = (uint64_t)PICK(oflags, r);
		how.mode = how.flags & O_CREAT ? 0644 : 0;
		return address(&how);
	case HOWLEN: return sizeof(how);
	case ADDR: case ADDRLEN: case DOMAIN: case TYPE: case SOCKETCALL: case ARGS:
		return draw_socket(arg, r);
	default: return 0;
	}
}

static void call32(int nr, const int64_t a[5])
{
	long ret;

	__asm__ volatile("int $0x80" : "=a"(ret)
			 : "0"((long)nr), "b"(a[0]), "c"(a[1]), "d"(a[2]),
			   "S"(a[3]), "D"(a[4])
			 : "memory", "r8", "r9", "r10", "r11");
}

static void make_call(uint32_t *state)
{
	uint32_t r = random_next(state);
	size_t i = r % (sizeof(calls) / sizeof(*calls));
	int64_t a[5];

	for (int k = 0; k < 5; k++)
		a[k] = draw(calls[i].arg[k], random_next(state) >> 3);
	if (calls[i].nr64 < 0 || random_next(state) % 3 == 0)
		call32(calls[i].nr32, a);
	else
		syscall(calls[i].nr64, a[0], a[1], a[2], a[3], a[4]);
}

/* names that are always there */
static int prepare(void)
{
	int fd = open("keep", O_WRONLY | O_CREAT, 0644);

	if (fd < 0 || close(fd) < 0)
		return -errno;
	if (mkdir("kept", 0755) < 0 || mkdir("d1", 0755) < 0 ||
	    symlink("keep", "link") < 0)
		return -errno;
	fd = open("kept/inner", O_WRONLY | O_CREAT, 0644);
	if (fd < 0 || close(fd) < 0)
		return -errno;
	return 0;
}

int main(int argc, char **argv)
{
	uint32_t state;
	long count;

	if (argc == 2 && !strcmp(argv[1], "prepare")) {
		int r = prepare();

		if (r < 0)
			fprintf(stderr, "calls: cannot prepare: %s\n",
				strerror(-r));
		return r < 0;
	}
	if (argc != 3) {
		fprintf(stderr, "usage: calls prepare | SEED COUNT\n");
		return 2;
	}
	state = (uint32_t)strtoul(argv[1], NULL, 10) * 2654435761U | 1;
	count = strtol(argv[2], NULL, 10);
	local.sun_family = AF_UNIX;
	memcpy(local.sun_path, "sock", 5);
	for (long i = 0; i < count; i++)
		make_call(&state);
	return 0;
}
