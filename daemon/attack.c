/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Raw system calls: what somebody does who has taken a process over, and what
 * libc's wrappers would not. */
#include "daemon/attack.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sys/un.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* calls newer than the headers of Debian 11, the same number everywhere */
#define NR_PIDFD_SEND_SIGNAL 424
#define NR_IO_URING_SETUP 425
#define NR_PIDFD_OPEN 434
#define NR_CLONE3 435
#define NR_OPENAT2 437
#define NR_PIDFD_GETFD 438
#define NR_PROCESS_MADVISE 440

#define MARK "sct-attack="

static int done(long r)
{
	return r < 0 ? -errno : 0;
}

#define ATTACK(id, ...)                                                        \
	static int id(const struct attack_aim *aim)                            \
	{                                                                      \
		return done(syscall(__VA_ARGS__));                             \
	}

static char memory[4096];
static const struct iovec part = {memory, sizeof(memory)};

/* files */
ATTACK(open_read, SYS_openat, AT_FDCWD, aim->file, O_RDONLY)
ATTACK(open_write, SYS_openat, AT_FDCWD, aim->file, O_WRONLY | O_APPEND)
ATTACK(open_proc, SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR)
ATTACK(open_create, SYS_openat, AT_FDCWD, "/tmp/sct-attack", O_CREAT | O_WRONLY,
	0600)
ATTACK(open_tmpfile, SYS_openat, AT_FDCWD, "/tmp", O_TMPFILE | O_RDWR, 0600)

static int openat2_read(const struct attack_aim *aim)
{
	uint64_t how[3] = {O_RDONLY};

	return done(syscall(NR_OPENAT2, AT_FDCWD, aim->file, how, sizeof(how)));
}

ATTACK(stat_file, SYS_statx, AT_FDCWD, aim->file, 0, 0, memory)
ATTACK(unlink_file, SYS_unlinkat, AT_FDCWD, aim->file, 0)
ATTACK(rename_file, SYS_renameat2, AT_FDCWD, aim->file, AT_FDCWD, "/tmp/x", 0)
ATTACK(truncate_file, SYS_truncate, aim->file, 0)
ATTACK(list_fds, SYS_getdents64, aim->fd, memory, sizeof(memory))
ATTACK(dup_fd, SYS_dup, aim->fd)
ATTACK(set_owner, SYS_fcntl, aim->fd, F_SETOWN, aim->parent)
ATTACK(ioctl_fd, SYS_ioctl, aim->fd, FIONREAD, memory)
ATTACK(memfd, SYS_memfd_create, "x", 0)

/* sockets */
ATTACK(socket_unix, SYS_socket, AF_UNIX, SOCK_STREAM, 0)
ATTACK(socket_inet, SYS_socket, AF_INET, SOCK_DGRAM, 0)
ATTACK(socket_audit, SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_AUDIT)

static int connect_away(const struct attack_aim *aim)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};

	return done(syscall(SYS_connect, aim->fd, &to, sizeof(to)));
}

static int send_to(const struct attack_aim *aim)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};

	return done(syscall(SYS_sendto, aim->fd, "x", 1, MSG_DONTWAIT, &to,
		sizeof(to)));
}

/* a descriptor in, past every open() */
static int receive_fd(const struct attack_aim *aim)
{
	char control[64];
	struct msghdr m = {.msg_control = control,
		.msg_controllen = sizeof(control)};

	return done(syscall(SYS_recvmsg, aim->fd, &m, MSG_DONTWAIT));
}

static int send_fd(const struct attack_aim *aim)
{
	struct msghdr m = {0};

	return done(syscall(SYS_sendmsg, aim->fd, &m, MSG_DONTWAIT));
}

/* other processes */
ATTACK(kill_parent, SYS_kill, aim->parent, SIGKILL)
ATTACK(kill_all, SYS_kill, -1, 0)
ATTACK(tgkill_parent, SYS_tgkill, aim->parent, aim->parent, SIGKILL)
ATTACK(tkill_parent, SYS_tkill, aim->parent, SIGKILL)
ATTACK(queue_signal, SYS_rt_sigqueueinfo, aim->parent, SIGTERM, memory)
ATTACK(pidfd_open_parent, NR_PIDFD_OPEN, aim->parent, 0)
ATTACK(pidfd_signal, NR_PIDFD_SEND_SIGNAL, aim->fd, SIGKILL, 0, 0)
ATTACK(pidfd_take, NR_PIDFD_GETFD, aim->fd, 0, 0)
ATTACK(ptrace_parent, SYS_ptrace, PTRACE_ATTACH, aim->parent, 0, 0)
ATTACK(ptrace_me, SYS_ptrace, PTRACE_TRACEME, 0, 0, 0)
ATTACK(read_parent, SYS_process_vm_readv, aim->parent, &part, 1, &part, 1, 0)
ATTACK(write_parent, SYS_process_vm_writev, aim->parent, &part, 1, &part, 1, 0)
ATTACK(advise_parent, NR_PROCESS_MADVISE, aim->fd, &part, 1, MADV_COLD, 0)
ATTACK(limit_parent, SYS_prlimit64, aim->parent, RLIMIT_CPU, memory, 0)
ATTACK(nice_parent, SYS_setpriority, PRIO_PROCESS, aim->parent, 19)

/* code */
ATTACK(mmap_exec, SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC,
	MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
ATTACK(mmap_file, SYS_mmap, 0, 4096, PROT_READ, MAP_SHARED, aim->fd, 0)

static int mprotect_exec(const struct attack_aim *aim)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return done(syscall(SYS_mprotect, p, 4096, PROT_READ | PROT_EXEC));
}

static int execve_sh(const struct attack_aim *aim)
{
	static char *const argv[] = {NULL};

	return done(syscall(SYS_execve, "/bin/true", argv, argv));
}

ATTACK(execveat_fd, SYS_execveat, aim->fd, "", 0, 0, AT_EMPTY_PATH)
ATTACK(clone_child, SYS_clone, SIGCHLD, 0, 0, 0, 0)
ATTACK(clone_thread, SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND,
	memory + sizeof(memory), 0, 0, 0)

static int clone3_child(const struct attack_aim *aim)
{
	uint64_t args[8] = {[4] = SIGCHLD};

	return done(syscall(NR_CLONE3, args, sizeof(args)));
}

/* the kernel's rarer doors */
ATTACK(io_uring, NR_IO_URING_SETUP, 4, memory)
ATTACK(bpf, SYS_bpf, 0, memory, 64)
ATTACK(perf, SYS_perf_event_open, memory, 0, -1, -1, 0)
ATTACK(userfault, SYS_userfaultfd, 0)
ATTACK(unshare_user, SYS_unshare, CLONE_NEWUSER)
ATTACK(setns_fd, SYS_setns, aim->fd, 0)
ATTACK(mount_proc, SYS_mount, "none", "/mnt", "proc", 0, 0)
ATTACK(chroot_tmp, SYS_chroot, "/tmp")
ATTACK(keyring, SYS_keyctl, 0, -3, 1)
ATTACK(shared_memory, SYS_shmget, 0, 4096, 0600)
ATTACK(prctl_dumpable, SYS_prctl, 4 /* PR_SET_DUMPABLE */, 1, 0, 0, 0)
ATTACK(seccomp_more, SYS_seccomp, 0, 0, 0)
ATTACK(personality_exec, SYS_personality, 0x0400000 /* READ_IMPLIES_EXEC */)

/* identity */
ATTACK(setuid_root, SYS_setuid, 0)
ATTACK(setresuid_root, SYS_setresuid, 0, 0, 0)
ATTACK(setgroups_root, SYS_setgroups, 1, memory)

static int capset_all(const struct attack_aim *aim)
{
	uint32_t head[2] = {0x20080522, 0};
	uint32_t data[6] = {~0u, ~0u, 0, ~0u, ~0u, 0};

	return done(syscall(SYS_capset, head, data));
}

#ifdef __x86_64__
/* numbers and addresses of another ABI, past a filter that looks at one */
static int int80_open(const struct attack_aim *aim)
{
	int r;

	/* open(2) of i386 */
	__asm__ volatile("int $0x80"
			 : "=a"(r)
			 : "a"(5), "b"(memory), "c"(0), "d"(0)
			 : "memory", "r8", "r9", "r10", "r11");
	return r < 0 ? r : 0;
}

ATTACK(x32_open, 0x40000000 | SYS_open, aim->file, O_RDONLY)
#endif

static const struct attack attacks[] = {
#define ROW(id, words) {#id, words, id}
	ROW(open_read, "read a file"),
	ROW(open_write, "write to a file"),
	ROW(open_proc, "write to its own memory through /proc"),
	ROW(open_create, "make a file"),
	ROW(open_tmpfile, "make a file without a name"),
	ROW(openat2_read, "read a file by openat2()"),
	ROW(stat_file, "ask whether a file is there"),
	ROW(unlink_file, "remove a file"),
	ROW(rename_file, "rename a file"),
	ROW(truncate_file, "empty a file"),
	ROW(list_fds, "list a directory"),
	ROW(dup_fd, "make another descriptor"),
	ROW(set_owner, "have SIGIO sent to the parent"),
	ROW(ioctl_fd, "ioctl() on the channel"),
	ROW(memfd, "make a file in memory"),
	ROW(socket_unix, "make a local socket"),
	ROW(socket_inet, "make an Internet socket"),
	ROW(socket_audit, "make an audit netlink socket"),
	ROW(connect_away, "connect the channel elsewhere"),
	ROW(send_to, "send to an address"),
	ROW(receive_fd, "receive a descriptor"),
	ROW(send_fd, "send a descriptor"),
	ROW(kill_parent, "kill the parent"),
	ROW(kill_all, "signal everybody"),
	ROW(tgkill_parent, "kill the parent by tgkill()"),
	ROW(tkill_parent, "kill the parent by tkill()"),
	ROW(queue_signal, "queue a signal to the parent"),
	ROW(pidfd_open_parent, "get hold of the parent"),
	ROW(pidfd_signal, "signal through a descriptor"),
	ROW(pidfd_take, "take a descriptor of the parent"),
	ROW(ptrace_parent, "trace the parent"),
	ROW(ptrace_me, "be traced by the parent"),
	ROW(read_parent, "read the parent's memory"),
	ROW(write_parent, "write to the parent's memory"),
	ROW(advise_parent, "advise on the parent's memory"),
	ROW(limit_parent, "change the parent's limits"),
	ROW(nice_parent, "change the parent's priority"),
	ROW(mmap_exec, "map executable memory"),
	ROW(mmap_file, "map a descriptor"),
	ROW(mprotect_exec, "make memory executable"),
	ROW(execve_sh, "run a program"),
	ROW(execveat_fd, "run a descriptor"),
	ROW(clone_child, "make a process"),
	ROW(clone_thread, "make a thread"),
	ROW(clone3_child, "make a process by clone3()"),
	ROW(io_uring, "make an io_uring"),
	ROW(bpf, "make a BPF map"),
	ROW(perf, "open a performance counter"),
	ROW(userfault, "handle page faults"),
	ROW(unshare_user, "make a user namespace"),
	ROW(setns_fd, "enter a namespace"),
	ROW(mount_proc, "mount a file system"),
	ROW(chroot_tmp, "change the root"),
	ROW(keyring, "get a keyring"),
	ROW(shared_memory, "get shared memory"),
	ROW(prctl_dumpable, "become dumpable"),
	ROW(seccomp_more, "change the filter"),
	ROW(personality_exec, "make all readable memory executable"),
	ROW(setuid_root, "become root"),
	ROW(setresuid_root, "become root by setresuid()"),
	ROW(setgroups_root, "join root's group"),
	ROW(capset_all, "get all capabilities"),
#ifdef __x86_64__
	ROW(int80_open, "read a file by int 0x80"),
	ROW(x32_open, "read a file by a number of x32"),
#endif
#undef ROW
};

const struct attack *attack_get(size_t n)
{
	return n < ARRAY_SIZE(attacks) ? &attacks[n] : NULL;
}

const struct attack *attack_find(struct span name)
{
	for (size_t i = 0; i < ARRAY_SIZE(attacks); i++)
		if (span_is(name, attacks[i].name))
			return &attacks[i];
	return NULL;
}

static struct span name_in(struct span text)
{
	const char *end = text.p + text.n, *at;
	struct span name = {NULL, 0};

	at = memmem(text.p, text.n, MARK, sizeof(MARK) - 1);
	if (!at)
		return name;
	name.p = at + sizeof(MARK) - 1;
	while (name.p + name.n < end &&
		strchr("abcdefghijklmnopqrstuvwxyz0123456789_",
			name.p[name.n]) && name.p[name.n])
		name.n++;
	return name;
}

void attack_in(struct span text, const struct attack_aim *aim)
{
	const struct attack *a = attack_find(name_in(text));

	if (a)
		_exit(a->run(aim) ? ATTACK_REFUSED : ATTACK_WORKED);
}
