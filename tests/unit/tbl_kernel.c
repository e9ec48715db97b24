/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel's headers say of our constants' names. */
#include <stddef.h>	/* before headers of Linux 5.15 that use size_t */

#include <asm/fcntl.h>
#include <asm/ioctls.h>
#include <asm/ptrace.h>
#include <asm/resource.h>
#include <asm/signal.h>
#include <asm/socket.h>
#include <asm/termbits.h>
#include <linux/audit.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/eventpoll.h>
#include <linux/fadvise.h>
#include <linux/falloc.h>
#include <linux/fanotify.h>
#include <linux/fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/inotify.h>
#include <linux/io_uring.h>
#include <linux/ipc.h>
#include <linux/kcmp.h>
#include <linux/kexec.h>
#include <linux/keyctl.h>
#include <linux/landlock.h>
#include <linux/membarrier.h>
#include <linux/memfd.h>
#include <linux/mempolicy.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/perf_event.h>
#include <linux/prctl.h>
#include <linux/personality.h>
#include <linux/pidfd.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/sem.h>
#include <linux/signalfd.h>
#include <linux/stat.h>
#include <linux/tcp.h>
#include <linux/time.h>
#include <linux/timerfd.h>
#include <linux/userfaultfd.h>
#include <linux/wait.h>
#include <linux/xattr.h>
#ifdef __x86_64__
#include <asm/prctl.h>
#endif

#include "tests/unit/tbl_headers.h"

const struct named kernel_names[] = {
#include "tests/unit/constants.inc"
	{NULL, 0}
};
