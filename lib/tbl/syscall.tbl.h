/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SYSCALL(name, number in x86_64, i386, aarch64, P(parameter, kind, type)...):
 * -1: not in this ABI, or with another prototype (a row of its own). Types:
 * S signed, U unsigned, then bits, L as wide as long; PTR a pointer. Sorted by
 * name. Linux 6.12; made by tools/gen-syscalls, edits by hand are welcome. */
SYSCALL(_llseek, -1, 140, -1, P(fd, fd, S32), P(offset_high, offset, UL), P(offset_low, offset, UL),
	P(result, pointer, PTR), P(whence, whence, U32))
SYSCALL(_newselect, -1, 142, -1, P(n, int, S32), P(inp, pointer, PTR), P(outp, pointer, PTR),
	P(exp, pointer, PTR), P(tvp, pointer, PTR))
SYSCALL(_sysctl, 156, 149, -1, P(args, pointer, PTR))
SYSCALL(accept, 43, -1, 202, P(fd, fd, S32), P(upeer_sockaddr, sockaddr, PTR),
	P(upeer_addrlen, pointer, PTR))
SYSCALL(accept4, 288, 364, 242, P(fd, fd, S32), P(upeer_sockaddr, sockaddr, PTR),
	P(upeer_addrlen, pointer, PTR), P(flags, socket_type, S32))
SYSCALL(access, 21, 33, -1, P(filename, path, PTR), P(mode, access, S32))
SYSCALL(acct, 163, 51, 89, P(name, path, PTR))
SYSCALL(add_key, 248, 286, 217, P(_type, string, PTR), P(_description, string, PTR),
	P(_payload, pointer, PTR), P(plen, size, UL), P(ringid, int, S32))
SYSCALL(adjtimex, 159, 124, 171, P(txc_p, pointer, PTR))
SYSCALL(afs_syscall, 183, 137, -1)
SYSCALL(alarm, 37, 27, -1, P(seconds, int, U32))
SYSCALL(arch_prctl, 158, 384, -1, P(option, arch_prctl_op, S32), P(arg2, int, UL))
SYSCALL(bdflush, -1, 134, -1, P(func, int, S32), P(data, int, SL))
SYSCALL(bind, 49, 361, 200, P(fd, fd, S32), P(umyaddr, sockaddr, PTR), P(addrlen, size, S32))
SYSCALL(bpf, 321, 357, 280, P(cmd, bpf_cmd, S32), P(uattr, pointer, PTR), P(size, size, U32))
SYSCALL(break, -1, 17, -1)
SYSCALL(brk, 12, 45, 214, P(brk, address, UL))
SYSCALL(cachestat, 451, 451, 451, P(fd, fd, S32), P(cstat_range, pointer, PTR),
	P(cstat, pointer, PTR), P(flags, flags, U32))
SYSCALL(capget, 125, 184, 90, P(header, pointer, PTR), P(dataptr, pointer, PTR))
SYSCALL(capset, 126, 185, 91, P(header, pointer, PTR), P(data, pointer, PTR))
SYSCALL(chdir, 80, 12, 49, P(filename, path, PTR))
SYSCALL(chmod, 90, 15, -1, P(filename, path, PTR), P(mode, mode, U16))
SYSCALL(chown, 92, -1, -1, P(filename, path, PTR), P(user, uid, U32), P(group, gid, U32))
SYSCALL(chown, -1, 182, -1, P(filename, path, PTR), P(user, uid, U16), P(group, gid, U16))
SYSCALL(chown32, -1, 212, -1, P(filename, path, PTR), P(user, uid, U32), P(group, gid, U32))
SYSCALL(chroot, 161, 61, 51, P(filename, path, PTR))
SYSCALL(clock_adjtime, 305, 343, 266, P(which_clock, clock, S32), P(utx, pointer, PTR))
SYSCALL(clock_adjtime64, -1, 405, -1, P(which_clock, clock, S32), P(utx, pointer, PTR))
SYSCALL(clock_getres, 229, 266, 114, P(which_clock, clock, S32), P(tp, pointer, PTR))
SYSCALL(clock_getres_time64, -1, 406, -1, P(which_clock, clock, S32), P(tp, pointer, PTR))
SYSCALL(clock_gettime, 228, 265, 113, P(which_clock, clock, S32), P(tp, pointer, PTR))
SYSCALL(clock_gettime64, -1, 403, -1, P(which_clock, clock, S32), P(tp, pointer, PTR))
SYSCALL(clock_nanosleep, 230, 267, 115, P(which_clock, clock, S32), P(flags, timer_flags, S32),
	P(rqtp, pointer, PTR), P(rmtp, pointer, PTR))
SYSCALL(clock_nanosleep_time64, -1, 407, -1, P(which_clock, clock, S32), P(flags, timer_flags, S32),
	P(rqtp, pointer, PTR), P(rmtp, pointer, PTR))
SYSCALL(clock_settime, 227, 264, 112, P(which_clock, clock, S32), P(tp, pointer, PTR))
SYSCALL(clock_settime64, -1, 404, -1, P(which_clock, clock, S32), P(tp, pointer, PTR))
SYSCALL(clone, 56, -1, -1, P(clone_flags, clone_flags, UL), P(newsp, address, UL),
	P(parent_tidptr, pointer, PTR), P(child_tidptr, pointer, PTR), P(tls, address, UL))
SYSCALL(clone, -1, 120, 220, P(clone_flags, clone_flags, UL), P(newsp, address, UL),
	P(parent_tidptr, pointer, PTR), P(tls, address, UL), P(child_tidptr, pointer, PTR))
SYSCALL(clone3, 435, 435, 435, P(uargs, pointer, PTR), P(size, size, UL))
SYSCALL(close, 3, 6, 57, P(fd, fd, S32))
SYSCALL(close_range, 436, 436, 436, P(fd, fd, S32), P(max_fd, int, U32),
	P(flags, close_range_flags, U32))
SYSCALL(connect, 42, 362, 203, P(fd, fd, S32), P(uservaddr, sockaddr, PTR), P(addrlen, size, S32))
SYSCALL(copy_file_range, 326, 377, 285, P(fd_in, fd, S32), P(off_in, pointer, PTR),
	P(fd_out, fd, S32), P(off_out, pointer, PTR), P(len, size, UL), P(flags, flags, U32))
SYSCALL(creat, 85, 8, -1, P(pathname, path, PTR), P(mode, mode, U16))
SYSCALL(create_module, 174, 127, -1, P(name, string, PTR), P(size, size, UL))
SYSCALL(delete_module, 176, 129, 106, P(name_user, string, PTR), P(flags, flags, U32))
SYSCALL(dup, 32, 41, 23, P(fildes, fd, S32))
SYSCALL(dup2, 33, 63, -1, P(oldfd, fd, S32), P(newfd, fd, S32))
SYSCALL(dup3, 292, 330, 24, P(oldfd, fd, S32), P(newfd, fd, S32), P(flags, open_flags, S32))
SYSCALL(epoll_create, 213, 254, -1, P(size, size, S32))
SYSCALL(epoll_create1, 291, 329, 20, P(flags, epoll_flags, S32))
SYSCALL(epoll_ctl, 233, 255, 21, P(epfd, fd, S32), P(op, epoll_op, S32), P(fd, fd, S32),
	P(event, pointer, PTR))
SYSCALL(epoll_ctl_old, 214, -1, -1)
SYSCALL(epoll_pwait, 281, 319, 22, P(epfd, fd, S32), P(events, pointer, PTR),
	P(maxevents, int, S32), P(timeout, int, S32), P(sigmask, pointer, PTR),
	P(sigsetsize, size, UL))
SYSCALL(epoll_pwait2, 441, 441, 441, P(epfd, fd, S32), P(events, pointer, PTR),
	P(maxevents, int, S32), P(timeout, pointer, PTR), P(sigmask, pointer, PTR),
	P(sigsetsize, size, UL))
SYSCALL(epoll_wait, 232, 256, -1, P(epfd, fd, S32), P(events, pointer, PTR), P(maxevents, int, S32),
	P(timeout, int, S32))
SYSCALL(epoll_wait_old, 215, -1, -1)
SYSCALL(eventfd, 284, 323, -1, P(count, int, U32))
SYSCALL(eventfd2, 290, 328, 19, P(count, int, U32), P(flags, eventfd_flags, S32))
SYSCALL(execve, 59, 11, 221, P(filename, path, PTR), P(argv, argv, PTR), P(envp, pointer, PTR))
SYSCALL(execveat, 322, 358, 281, P(fd, dirfd, S32), P(filename, path, PTR), P(argv, argv, PTR),
	P(envp, pointer, PTR), P(flags, at_flags, S32))
SYSCALL(exit, 60, 1, 93, P(error_code, int, S32))
SYSCALL(exit_group, 231, 252, 94, P(error_code, int, S32))
SYSCALL(faccessat, 269, 307, 48, P(dfd, dirfd, S32), P(filename, path, PTR), P(mode, access, S32))
SYSCALL(faccessat2, 439, 439, 439, P(dfd, dirfd, S32), P(filename, path, PTR), P(mode, access, S32),
	P(flags, faccessat_flags, S32))
SYSCALL(fadvise64, 221, -1, -1, P(fd, fd, S32), P(offset, offset, S64), P(len, size, UL),
	P(advice, fadvice, S32))
SYSCALL(fadvise64, -1, 250, -1, P(fd, fd, S32), P(offset_lo, offset, U32),
	P(offset_hi, offset, U32), P(len, size, UL), P(advice, fadvice, S32))
SYSCALL(fadvise64, -1, -1, 223, P(fd, fd, S32), P(offset, offset, S64), P(len, size, S64),
	P(advice, fadvice, S32))
SYSCALL(fadvise64_64, -1, 272, -1, P(fd, fd, S32), P(offset_low, offset, U32),
	P(offset_high, offset, U32), P(len_low, size, U32), P(len_high, size, U32),
	P(advice, fadvice, S32))
SYSCALL(fallocate, 285, -1, 47, P(fd, fd, S32), P(mode, falloc_mode, S32), P(offset, offset, S64),
	P(len, size, S64))
SYSCALL(fallocate, -1, 324, -1, P(fd, fd, S32), P(mode, falloc_mode, S32),
	P(offset_lo, offset, U32), P(offset_hi, offset, U32), P(len_lo, size, U32),
	P(len_hi, size, U32))
SYSCALL(fanotify_init, 300, 338, 262, P(flags, fanotify_flags, U32),
	P(event_f_flags, open_flags, U32))
SYSCALL(fanotify_mark, 301, -1, 263, P(fanotify_fd, fd, S32), P(flags, fanotify_mark, U32),
	P(mask, fanotify_mask, U64), P(dfd, dirfd, S32), P(pathname, path, PTR))
SYSCALL(fanotify_mark, -1, 339, -1, P(fanotify_fd, fd, S32), P(flags, fanotify_mark, U32),
	P(mask_lo, fanotify_mask, U32), P(mask_hi, int, U32), P(dfd, dirfd, S32),
	P(pathname, path, PTR))
SYSCALL(fchdir, 81, 133, 50, P(fd, fd, S32))
SYSCALL(fchmod, 91, 94, 52, P(fd, fd, S32), P(mode, mode, U16))
SYSCALL(fchmodat, 268, 306, 53, P(dfd, dirfd, S32), P(filename, path, PTR), P(mode, mode, U16))
SYSCALL(fchmodat2, 452, 452, 452, P(dfd, dirfd, S32), P(filename, path, PTR), P(mode, mode, U16),
	P(flags, at_flags, U32))
SYSCALL(fchown, 93, -1, 55, P(fd, fd, S32), P(user, uid, U32), P(group, gid, U32))
SYSCALL(fchown, -1, 95, -1, P(fd, fd, S32), P(user, uid, U16), P(group, gid, U16))
SYSCALL(fchown32, -1, 207, -1, P(fd, fd, S32), P(user, uid, U32), P(group, gid, U32))
SYSCALL(fchownat, 260, 298, 54, P(dfd, dirfd, S32), P(filename, path, PTR), P(user, uid, U32),
	P(group, gid, U32), P(flag, at_flags, S32))
SYSCALL(fcntl, 72, 55, 25, P(fd, fd, S32), P(cmd, fcntl_cmd, U32), P(arg, int, UL))
SYSCALL(fcntl64, -1, 221, -1, P(fd, fd, S32), P(cmd, fcntl_cmd, U32), P(arg, int, UL))
SYSCALL(fdatasync, 75, 148, 83, P(fd, fd, S32))
SYSCALL(fgetxattr, 193, 231, 10, P(fd, fd, S32), P(name, string, PTR), P(value, pointer, PTR),
	P(size, size, UL))
SYSCALL(finit_module, 313, 350, 273, P(fd, fd, S32), P(uargs, string, PTR),
	P(flags, module_flags, S32))
SYSCALL(flistxattr, 196, 234, 13, P(fd, fd, S32), P(list, pointer, PTR), P(size, size, UL))
SYSCALL(flock, 73, 143, 32, P(fd, fd, S32), P(cmd, flock_op, U32))
SYSCALL(fork, 57, 2, -1)
SYSCALL(fremovexattr, 199, 237, 16, P(fd, fd, S32), P(name, string, PTR))
SYSCALL(fsconfig, 431, 431, 431, P(fd, fd, S32), P(cmd, fsconfig_cmd, U32), P(_key, string, PTR),
	P(_value, pointer, PTR), P(aux, int, S32))
SYSCALL(fsetxattr, 190, 228, 7, P(fd, fd, S32), P(name, string, PTR), P(value, pointer, PTR),
	P(size, size, UL), P(flags, xattr_flags, S32))
SYSCALL(fsmount, 432, 432, 432, P(fs_fd, fd, S32), P(flags, fsmount_flags, U32),
	P(attr_flags, mount_attr, U32))
SYSCALL(fsopen, 430, 430, 430, P(_fs_name, string, PTR), P(flags, fsopen_flags, U32))
SYSCALL(fspick, 433, 433, 433, P(dfd, dirfd, S32), P(path, path, PTR), P(flags, fspick_flags, U32))
SYSCALL(fstat, 5, 108, 80, P(fd, fd, S32), P(statbuf, pointer, PTR))
SYSCALL(fstat64, -1, 197, -1, P(fd, fd, S32), P(statbuf, pointer, PTR))
SYSCALL(fstatat64, -1, 300, -1, P(dfd, dirfd, S32), P(filename, path, PTR),
	P(statbuf, pointer, PTR), P(flag, at_flags, S32))
SYSCALL(fstatfs, 138, 100, 44, P(fd, fd, S32), P(buf, pointer, PTR))
SYSCALL(fstatfs64, -1, 269, -1, P(fd, fd, S32), P(sz, size, UL), P(buf, pointer, PTR))
SYSCALL(fsync, 74, 118, 82, P(fd, fd, S32))
SYSCALL(ftime, -1, 35, -1)
SYSCALL(ftruncate, 77, 93, 46, P(fd, fd, S32), P(length, size, SL))
SYSCALL(ftruncate64, -1, 194, -1, P(fd, fd, S32), P(offset_low, offset, UL),
	P(offset_high, offset, UL))
SYSCALL(futex, 202, 240, 98, P(uaddr, pointer, PTR), P(op, futex_op, S32), P(val, int, U32),
	P(utime, pointer, PTR), P(uaddr2, pointer, PTR), P(val3, int, U32))
SYSCALL(futex_requeue, 456, 456, 456, P(waiters, pointer, PTR), P(flags, flags, U32),
	P(nr_wake, int, S32), P(nr_requeue, int, S32))
SYSCALL(futex_time64, -1, 422, -1, P(uaddr, pointer, PTR), P(op, futex_op, S32), P(val, int, U32),
	P(utime, pointer, PTR), P(uaddr2, pointer, PTR), P(val3, int, U32))
SYSCALL(futex_wait, 455, 455, 455, P(uaddr, pointer, PTR), P(val, int, UL), P(mask, int, UL),
	P(flags, flags, U32), P(timeout, pointer, PTR), P(clockid, clock, S32))
SYSCALL(futex_waitv, 449, 449, 449, P(waiters, pointer, PTR), P(nr_futexes, int, U32),
	P(flags, flags, U32), P(timeout, pointer, PTR), P(clockid, clock, S32))
SYSCALL(futex_wake, 454, 454, 454, P(uaddr, pointer, PTR), P(mask, int, UL), P(nr, int, S32),
	P(flags, flags, U32))
SYSCALL(futimesat, 261, 299, -1, P(dfd, dirfd, S32), P(filename, path, PTR),
	P(utimes, pointer, PTR))
SYSCALL(get_kernel_syms, 177, 130, -1, P(table, pointer, PTR))
SYSCALL(get_mempolicy, 239, 275, 236, P(policy, pointer, PTR), P(nmask, pointer, PTR),
	P(maxnode, int, UL), P(addr, address, UL), P(flags, flags, UL))
SYSCALL(get_robust_list, 274, 312, 100, P(pid, pid, S32), P(head_ptr, pointer, PTR),
	P(len_ptr, pointer, PTR))
SYSCALL(get_thread_area, 211, 244, -1, P(u_info, pointer, PTR))
SYSCALL(getcpu, 309, 318, 168, P(cpup, pointer, PTR), P(nodep, pointer, PTR),
	P(unused, pointer, PTR))
SYSCALL(getcwd, 79, 183, 17, P(buf, pointer, PTR), P(size, size, UL))
SYSCALL(getdents, 78, 141, -1, P(fd, fd, S32), P(dirent, pointer, PTR), P(count, size, U32))
SYSCALL(getdents64, 217, 220, 61, P(fd, fd, S32), P(dirent, pointer, PTR), P(count, size, U32))
SYSCALL(getegid, 108, 50, 177)
SYSCALL(getegid32, -1, 202, -1)
SYSCALL(geteuid, 107, 49, 175)
SYSCALL(geteuid32, -1, 201, -1)
SYSCALL(getgid, 104, 47, 176)
SYSCALL(getgid32, -1, 200, -1)
SYSCALL(getgroups, 115, 80, 158, P(gidsetsize, size, S32), P(grouplist, pointer, PTR))
SYSCALL(getgroups32, -1, 205, -1, P(gidsetsize, size, S32), P(grouplist, pointer, PTR))
SYSCALL(getitimer, 36, 105, 102, P(which, itimer, S32), P(value, pointer, PTR))
SYSCALL(getpeername, 52, 368, 205, P(fd, fd, S32), P(usockaddr, sockaddr, PTR),
	P(usockaddr_len, pointer, PTR))
SYSCALL(getpgid, 121, 132, 155, P(pid, pid, S32))
SYSCALL(getpgrp, 111, 65, -1)
SYSCALL(getpid, 39, 20, 172)
SYSCALL(getpmsg, 181, 188, -1)
SYSCALL(getppid, 110, 64, 173)
SYSCALL(getpriority, 140, 96, 141, P(which, priority_which, S32), P(who, int, S32))
SYSCALL(getrandom, 318, 355, 278, P(ubuf, pointer, PTR), P(len, size, UL),
	P(flags, random_flags, U32))
SYSCALL(getresgid, 120, 171, 150, P(rgidp, pointer, PTR), P(egidp, pointer, PTR),
	P(sgidp, pointer, PTR))
SYSCALL(getresgid32, -1, 211, -1, P(rgidp, pointer, PTR), P(egidp, pointer, PTR),
	P(sgidp, pointer, PTR))
SYSCALL(getresuid, 118, 165, 148, P(ruidp, pointer, PTR), P(euidp, pointer, PTR),
	P(suidp, pointer, PTR))
SYSCALL(getresuid32, -1, 209, -1, P(ruidp, pointer, PTR), P(euidp, pointer, PTR),
	P(suidp, pointer, PTR))
SYSCALL(getrlimit, 97, 76, 163, P(resource, rlimit, U32), P(rlim, pointer, PTR))
SYSCALL(getrusage, 98, 77, 165, P(who, rusage_who, S32), P(ru, pointer, PTR))
SYSCALL(getsid, 124, 147, 156, P(pid, pid, S32))
SYSCALL(getsockname, 51, 367, 204, P(fd, fd, S32), P(usockaddr, sockaddr, PTR),
	P(usockaddr_len, pointer, PTR))
SYSCALL(getsockopt, 55, 365, 209, P(fd, fd, S32), P(level, sockopt_level, S32),
	P(optname, int, S32), P(optval, pointer, PTR), P(optlen, pointer, PTR))
SYSCALL(gettid, 186, 224, 178)
SYSCALL(gettimeofday, 96, 78, 169, P(tv, pointer, PTR), P(tz, pointer, PTR))
SYSCALL(getuid, 102, 24, 174)
SYSCALL(getuid32, -1, 199, -1)
SYSCALL(getxattr, 191, 229, 8, P(pathname, path, PTR), P(name, string, PTR), P(value, pointer, PTR),
	P(size, size, UL))
SYSCALL(gtty, -1, 32, -1)
SYSCALL(idle, -1, 112, -1)
SYSCALL(init_module, 175, 128, 105, P(umod, pointer, PTR), P(len, size, UL), P(uargs, string, PTR))
SYSCALL(inotify_add_watch, 254, 292, 27, P(fd, fd, S32), P(pathname, path, PTR),
	P(mask, inotify_mask, U32))
SYSCALL(inotify_init, 253, 291, -1)
SYSCALL(inotify_init1, 294, 332, 26, P(flags, open_flags, S32))
SYSCALL(inotify_rm_watch, 255, 293, 28, P(fd, fd, S32), P(wd, int, S32))
SYSCALL(io_cancel, 210, 249, 3, P(ctx_id, int, UL), P(iocb, pointer, PTR), P(result, pointer, PTR))
SYSCALL(io_destroy, 207, 246, 1, P(ctx, int, UL))
SYSCALL(io_getevents, 208, 247, 4, P(ctx_id, int, UL), P(min_nr, int, SL), P(nr, int, SL),
	P(events, pointer, PTR), P(timeout, pointer, PTR))
SYSCALL(io_pgetevents, 333, 385, 292, P(ctx_id, int, UL), P(min_nr, int, SL), P(nr, int, SL),
	P(events, pointer, PTR), P(timeout, pointer, PTR), P(usig, pointer, PTR))
SYSCALL(io_pgetevents_time64, -1, 416, -1, P(ctx_id, int, UL), P(min_nr, int, SL), P(nr, int, SL),
	P(events, pointer, PTR), P(timeout, pointer, PTR), P(usig, pointer, PTR))
SYSCALL(io_setup, 206, 245, 0, P(nr_events, int, U32), P(ctxp, pointer, PTR))
SYSCALL(io_submit, 209, 248, 2, P(ctx_id, int, UL), P(nr, int, SL), P(iocbpp, pointer, PTR))
SYSCALL(io_uring_enter, 426, 426, 426, P(fd, fd, S32), P(to_submit, int, U32),
	P(min_complete, int, U32), P(flags, uring_enter_flags, U32), P(argp, pointer, PTR),
	P(argsz, size, UL))
SYSCALL(io_uring_register, 427, 427, 427, P(fd, fd, S32), P(opcode, uring_register_op, U32),
	P(arg, pointer, PTR), P(nr_args, int, U32))
SYSCALL(io_uring_setup, 425, 425, 425, P(entries, int, U32), P(params, pointer, PTR))
SYSCALL(ioctl, 16, 54, 29, P(fd, fd, S32), P(cmd, ioctl_cmd, U32), P(arg, int, UL))
SYSCALL(ioperm, 173, 101, -1, P(from, int, UL), P(num, int, UL), P(turn_on, int, S32))
SYSCALL(iopl, 172, 110, -1, P(level, int, U32))
SYSCALL(ioprio_get, 252, 290, 31, P(which, int, S32), P(who, int, S32))
SYSCALL(ioprio_set, 251, 289, 30, P(which, int, S32), P(who, int, S32), P(ioprio, int, S32))
SYSCALL(ipc, -1, 117, -1, P(call, ipc_call, U32), P(first, int, S32), P(second, int, UL),
	P(third, int, UL), P(ptr, pointer, PTR), P(fifth, int, SL))
SYSCALL(kcmp, 312, 349, 272, P(pid1, pid, S32), P(pid2, pid, S32), P(type, kcmp_type, S32),
	P(idx1, int, UL), P(idx2, int, UL))
SYSCALL(kexec_file_load, 320, -1, 294, P(kernel_fd, fd, S32), P(initrd_fd, fd, S32),
	P(cmdline_len, size, UL), P(cmdline_ptr, string, PTR), P(flags, kexec_file_flags, UL))
SYSCALL(kexec_load, 246, 283, 104, P(entry, address, UL), P(nr_segments, int, UL),
	P(segments, pointer, PTR), P(flags, kexec_flags, UL))
SYSCALL(keyctl, 250, 288, 219, P(option, keyctl_op, S32), P(arg2, int, UL), P(arg3, int, UL),
	P(arg4, int, UL), P(arg5, int, UL))
SYSCALL(kill, 62, 37, 129, P(pid, pid, S32), P(sig, signal, S32))
SYSCALL(landlock_add_rule, 445, 445, 445, P(ruleset_fd, fd, S32), P(rule_type, int, U32),
	P(rule_attr, pointer, PTR), P(flags, flags, U32))
SYSCALL(landlock_create_ruleset, 444, 444, 444, P(attr, pointer, PTR), P(size, size, UL),
	P(flags, flags, U32))
SYSCALL(landlock_restrict_self, 446, 446, 446, P(ruleset_fd, fd, S32), P(flags, flags, U32))
SYSCALL(lchown, 94, -1, -1, P(filename, path, PTR), P(user, uid, U32), P(group, gid, U32))
SYSCALL(lchown, -1, 16, -1, P(filename, path, PTR), P(user, uid, U16), P(group, gid, U16))
SYSCALL(lchown32, -1, 198, -1, P(filename, path, PTR), P(user, uid, U32), P(group, gid, U32))
SYSCALL(lgetxattr, 192, 230, 9, P(pathname, path, PTR), P(name, string, PTR),
	P(value, pointer, PTR), P(size, size, UL))
SYSCALL(link, 86, 9, -1, P(oldname, path, PTR), P(newname, path, PTR))
SYSCALL(linkat, 265, 303, 37, P(olddfd, dirfd, S32), P(oldname, path, PTR), P(newdfd, dirfd, S32),
	P(newname, path, PTR), P(flags, at_flags, S32))
SYSCALL(listen, 50, 363, 201, P(fd, fd, S32), P(backlog, int, S32))
SYSCALL(listmount, 458, 458, 458, P(req, pointer, PTR), P(mnt_ids, pointer, PTR),
	P(nr_mnt_ids, int, UL), P(flags, flags, U32))
SYSCALL(listxattr, 194, 232, 11, P(pathname, path, PTR), P(list, pointer, PTR), P(size, size, UL))
SYSCALL(llistxattr, 195, 233, 12, P(pathname, path, PTR), P(list, pointer, PTR), P(size, size, UL))
SYSCALL(lock, -1, 53, -1)
SYSCALL(lookup_dcookie, 212, -1, 18, P(cookie64, int, U64), P(buf, pointer, PTR), P(len, size, UL))
SYSCALL(lookup_dcookie, -1, 253, -1, P(cookie_lo, int, U32), P(cookie_hi, int, U32),
	P(buf, pointer, PTR), P(len, size, UL))
SYSCALL(lremovexattr, 198, 236, 15, P(pathname, path, PTR), P(name, string, PTR))
SYSCALL(lseek, 8, 19, 62, P(fd, fd, S32), P(offset, offset, SL), P(whence, whence, U32))
SYSCALL(lsetxattr, 189, 227, 6, P(pathname, path, PTR), P(name, string, PTR),
	P(value, pointer, PTR), P(size, size, UL), P(flags, xattr_flags, S32))
SYSCALL(lsm_get_self_attr, 459, 459, 459, P(attr, int, U32), P(ctx, pointer, PTR),
	P(size, pointer, PTR), P(flags, flags, U32))
SYSCALL(lsm_list_modules, 461, 461, 461, P(ids, pointer, PTR), P(size, pointer, PTR),
	P(flags, flags, U32))
SYSCALL(lsm_set_self_attr, 460, 460, 460, P(attr, int, U32), P(ctx, pointer, PTR),
	P(size, size, U32), P(flags, flags, U32))
SYSCALL(lstat, 6, 107, -1, P(filename, path, PTR), P(statbuf, pointer, PTR))
SYSCALL(lstat64, -1, 196, -1, P(filename, path, PTR), P(statbuf, pointer, PTR))
SYSCALL(madvise, 28, 219, 233, P(start, address, UL), P(len_in, size, UL),
	P(behavior, madvice, S32))
SYSCALL(map_shadow_stack, 453, 453, 453, P(addr, address, UL), P(size, size, UL),
	P(flags, flags, U32))
SYSCALL(mbind, 237, 274, 235, P(start, address, UL), P(len, size, UL), P(mode, mempolicy, UL),
	P(nmask, pointer, PTR), P(maxnode, int, UL), P(flags, flags, U32))
SYSCALL(membarrier, 324, 375, 283, P(cmd, membarrier_cmd, S32), P(flags, flags, U32),
	P(cpu_id, int, S32))
SYSCALL(memfd_create, 319, 356, 279, P(uname, string, PTR), P(flags, memfd_flags, U32))
SYSCALL(memfd_secret, 447, 447, 447, P(flags, open_flags, U32))
SYSCALL(migrate_pages, 256, 294, 238, P(pid, pid, S32), P(maxnode, int, UL),
	P(old_nodes, pointer, PTR), P(new_nodes, pointer, PTR))
SYSCALL(mincore, 27, 218, 232, P(start, address, UL), P(len, size, UL), P(vec, pointer, PTR))
SYSCALL(mkdir, 83, 39, -1, P(pathname, path, PTR), P(mode, mode, U16))
SYSCALL(mkdirat, 258, 296, 34, P(dfd, dirfd, S32), P(pathname, path, PTR), P(mode, mode, U16))
SYSCALL(mknod, 133, 14, -1, P(filename, path, PTR), P(mode, mode, U16), P(dev, dev, U32))
SYSCALL(mknodat, 259, 297, 33, P(dfd, dirfd, S32), P(filename, path, PTR), P(mode, mode, U16),
	P(dev, dev, U32))
SYSCALL(mlock, 149, 150, 228, P(start, address, UL), P(len, size, UL))
SYSCALL(mlock2, 325, 376, 284, P(start, address, UL), P(len, size, UL), P(flags, mlock_flags, S32))
SYSCALL(mlockall, 151, 152, 230, P(flags, mlockall_flags, S32))
SYSCALL(mmap, 9, -1, 222, P(addr, address, UL), P(len, size, UL), P(prot, prot, UL),
	P(flags, map_flags, UL), P(fd, fd, S32), P(off, offset, UL))
SYSCALL(mmap, -1, 90, -1, P(arg, pointer, PTR))
SYSCALL(mmap2, -1, 192, -1, P(addr, address, UL), P(len, size, UL), P(prot, prot, UL),
	P(flags, map_flags, UL), P(fd, fd, S32), P(pgoff, offset, UL))
SYSCALL(modify_ldt, 154, 123, -1, P(func, int, S32), P(ptr, pointer, PTR), P(bytecount, size, UL))
SYSCALL(mount, 165, 21, 40, P(dev_name, string, PTR), P(dir_name, path, PTR), P(type, string, PTR),
	P(flags, mount_flags, UL), P(data, pointer, PTR))
SYSCALL(mount_setattr, 442, 442, 442, P(dfd, dirfd, S32), P(path, path, PTR),
	P(flags, at_flags, U32), P(uattr, pointer, PTR), P(usize, size, UL))
SYSCALL(move_mount, 429, 429, 429, P(from_dfd, dirfd, S32), P(from_pathname, path, PTR),
	P(to_dfd, dirfd, S32), P(to_pathname, path, PTR), P(flags, move_mount_flags, U32))
SYSCALL(move_pages, 279, 317, 239, P(pid, pid, S32), P(nr_pages, int, UL), P(pages, pointer, PTR),
	P(nodes, pointer, PTR), P(status, pointer, PTR), P(flags, flags, S32))
SYSCALL(mprotect, 10, 125, 226, P(start, address, UL), P(len, size, UL), P(prot, prot, UL))
SYSCALL(mpx, -1, 56, -1)
SYSCALL(mq_getsetattr, 245, 282, 185, P(mqdes, fd, S32), P(u_mqstat, pointer, PTR),
	P(u_omqstat, pointer, PTR))
SYSCALL(mq_notify, 244, 281, 184, P(mqdes, fd, S32), P(u_notification, pointer, PTR))
SYSCALL(mq_open, 240, 277, 180, P(u_name, string, PTR), P(oflag, open_flags, S32),
	P(mode, mode, U16), P(u_attr, pointer, PTR))
SYSCALL(mq_timedreceive, 243, 280, 183, P(mqdes, fd, S32), P(u_msg_ptr, pointer, PTR),
	P(msg_len, size, UL), P(u_msg_prio, pointer, PTR), P(u_abs_timeout, pointer, PTR))
SYSCALL(mq_timedreceive_time64, -1, 419, -1, P(mqdes, fd, S32), P(u_msg_ptr, pointer, PTR),
	P(msg_len, size, UL), P(u_msg_prio, pointer, PTR), P(u_abs_timeout, pointer, PTR))
SYSCALL(mq_timedsend, 242, 279, 182, P(mqdes, fd, S32), P(u_msg_ptr, pointer, PTR),
	P(msg_len, size, UL), P(msg_prio, int, U32), P(u_abs_timeout, pointer, PTR))
SYSCALL(mq_timedsend_time64, -1, 418, -1, P(mqdes, fd, S32), P(u_msg_ptr, pointer, PTR),
	P(msg_len, size, UL), P(msg_prio, int, U32), P(u_abs_timeout, pointer, PTR))
SYSCALL(mq_unlink, 241, 278, 181, P(u_name, string, PTR))
SYSCALL(mremap, 25, 163, 216, P(addr, address, UL), P(old_len, size, UL), P(new_len, size, UL),
	P(flags, mremap_flags, UL), P(new_addr, address, UL))
SYSCALL(mseal, 462, 462, 462, P(start, address, UL), P(len, size, UL), P(flags, flags, UL))
SYSCALL(msgctl, 71, 402, 187, P(msqid, int, S32), P(cmd, ipc_cmd, S32), P(buf, pointer, PTR))
SYSCALL(msgget, 68, 399, 186, P(key, int, S32), P(msgflg, ipc_flags, S32))
SYSCALL(msgrcv, 70, 401, 188, P(msqid, int, S32), P(msgp, pointer, PTR), P(msgsz, size, UL),
	P(msgtyp, int, SL), P(msgflg, ipc_flags, S32))
SYSCALL(msgsnd, 69, 400, 189, P(msqid, int, S32), P(msgp, pointer, PTR), P(msgsz, size, UL),
	P(msgflg, ipc_flags, S32))
SYSCALL(msync, 26, 144, 227, P(start, address, UL), P(len, size, UL), P(flags, msync_flags, S32))
SYSCALL(munlock, 150, 151, 229, P(start, address, UL), P(len, size, UL))
SYSCALL(munlockall, 152, 153, 231)
SYSCALL(munmap, 11, 91, 215, P(addr, address, UL), P(len, size, UL))
SYSCALL(name_to_handle_at, 303, 341, 264, P(dfd, dirfd, S32), P(name, path, PTR),
	P(handle, pointer, PTR), P(mnt_id, pointer, PTR), P(flag, handle_flags, S32))
SYSCALL(nanosleep, 35, 162, 101, P(rqtp, pointer, PTR), P(rmtp, pointer, PTR))
SYSCALL(newfstatat, 262, -1, 79, P(dfd, dirfd, S32), P(filename, path, PTR),
	P(statbuf, pointer, PTR), P(flag, at_flags, S32))
SYSCALL(nfsservctl, 180, 169, 42, P(cmd, int, S32), P(arg, pointer, PTR), P(res, pointer, PTR))
SYSCALL(nice, -1, 34, -1, P(increment, int, S32))
SYSCALL(oldfstat, -1, 28, -1, P(fd, fd, S32), P(statbuf, pointer, PTR))
SYSCALL(oldlstat, -1, 84, -1, P(filename, path, PTR), P(statbuf, pointer, PTR))
SYSCALL(oldolduname, -1, 59, -1, P(name, pointer, PTR))
SYSCALL(oldstat, -1, 18, -1, P(filename, path, PTR), P(statbuf, pointer, PTR))
SYSCALL(olduname, -1, 109, -1, P(name, pointer, PTR))
SYSCALL(open, 2, 5, -1, P(filename, path, PTR), P(flags, open_flags, S32), P(mode, mode, U16))
SYSCALL(open_by_handle_at, 304, 342, 265, P(mountdirfd, fd, S32), P(handle, pointer, PTR),
	P(flags, open_flags, S32))
SYSCALL(open_tree, 428, 428, 428, P(dfd, dirfd, S32), P(filename, path, PTR),
	P(flags, open_tree_flags, U32))
SYSCALL(openat, 257, 295, 56, P(dfd, dirfd, S32), P(filename, path, PTR), P(flags, open_flags, S32),
	P(mode, mode, U16))
SYSCALL(openat2, 437, 437, 437, P(dfd, dirfd, S32), P(filename, path, PTR), P(how, pointer, PTR),
	P(usize, size, UL))
SYSCALL(pause, 34, 29, -1)
SYSCALL(perf_event_open, 298, 336, 241, P(attr_uptr, pointer, PTR), P(pid, pid, S32),
	P(cpu, int, S32), P(group_fd, fd, S32), P(flags, perf_flags, UL))
SYSCALL(personality, 135, 136, 92, P(personality, personality, U32))
SYSCALL(pidfd_getfd, 438, 438, 438, P(pidfd, fd, S32), P(fd, fd, S32), P(flags, flags, U32))
SYSCALL(pidfd_open, 434, 434, 434, P(pid, pid, S32), P(flags, pidfd_flags, U32))
SYSCALL(pidfd_send_signal, 424, 424, 424, P(pidfd, fd, S32), P(sig, signal, S32),
	P(info, pointer, PTR), P(flags, flags, U32))
SYSCALL(pipe, 22, 42, -1, P(fildes, pointer, PTR))
SYSCALL(pipe2, 293, 331, 59, P(fildes, pointer, PTR), P(flags, open_flags, S32))
SYSCALL(pivot_root, 155, 217, 41, P(new_root, path, PTR), P(put_old, path, PTR))
SYSCALL(pkey_alloc, 330, 381, 289, P(flags, flags, UL), P(init_val, pkey_rights, UL))
SYSCALL(pkey_free, 331, 382, 290, P(pkey, int, S32))
SYSCALL(pkey_mprotect, 329, 380, 288, P(start, address, UL), P(len, size, UL), P(prot, prot, UL),
	P(pkey, int, S32))
SYSCALL(poll, 7, 168, -1, P(ufds, pointer, PTR), P(nfds, int, U32), P(timeout_msecs, int, S32))
SYSCALL(ppoll, 271, 309, 73, P(ufds, pointer, PTR), P(nfds, int, U32), P(tsp, pointer, PTR),
	P(sigmask, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(ppoll_time64, -1, 414, -1, P(ufds, pointer, PTR), P(nfds, int, U32), P(tsp, pointer, PTR),
	P(sigmask, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(prctl, 157, 172, 167, P(option, prctl_op, S32), P(arg2, int, UL), P(arg3, int, UL),
	P(arg4, int, UL), P(arg5, int, UL))
SYSCALL(pread64, 17, -1, 67, P(fd, fd, S32), P(buf, pointer, PTR), P(count, size, UL),
	P(pos, offset, S64))
SYSCALL(pread64, -1, 180, -1, P(fd, fd, S32), P(ubuf, pointer, PTR), P(count, size, U32),
	P(poslo, offset, U32), P(poshi, offset, U32))
SYSCALL(preadv, 295, 333, 69, P(fd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL),
	P(pos_l, offset, UL), P(pos_h, offset, UL))
SYSCALL(preadv2, 327, 378, 286, P(fd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL),
	P(pos_l, offset, UL), P(pos_h, offset, UL), P(flags, rw_flags, S32))
SYSCALL(prlimit64, 302, 340, 261, P(pid, pid, S32), P(resource, rlimit, U32),
	P(new_rlim, pointer, PTR), P(old_rlim, pointer, PTR))
SYSCALL(process_madvise, 440, 440, 440, P(pidfd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL),
	P(behavior, madvice, S32), P(flags, flags, U32))
SYSCALL(process_mrelease, 448, 448, 448, P(pidfd, fd, S32), P(flags, flags, U32))
SYSCALL(process_vm_readv, 310, 347, 270, P(pid, pid, S32), P(lvec, pointer, PTR),
	P(liovcnt, int, UL), P(rvec, pointer, PTR), P(riovcnt, int, UL), P(flags, flags, UL))
SYSCALL(process_vm_writev, 311, 348, 271, P(pid, pid, S32), P(lvec, pointer, PTR),
	P(liovcnt, int, UL), P(rvec, pointer, PTR), P(riovcnt, int, UL), P(flags, flags, UL))
SYSCALL(prof, -1, 44, -1)
SYSCALL(profil, -1, 98, -1)
SYSCALL(pselect6, 270, 308, 72, P(n, int, S32), P(inp, pointer, PTR), P(outp, pointer, PTR),
	P(exp, pointer, PTR), P(tsp, pointer, PTR), P(sig, pointer, PTR))
SYSCALL(pselect6_time64, -1, 413, -1, P(n, int, S32), P(inp, pointer, PTR), P(outp, pointer, PTR),
	P(exp, pointer, PTR), P(tsp, pointer, PTR), P(sig, pointer, PTR))
SYSCALL(ptrace, 101, 26, 117, P(request, ptrace_request, SL), P(pid, pid, SL), P(addr, address, UL),
	P(data, address, UL))
SYSCALL(putpmsg, 182, 189, -1)
SYSCALL(pwrite64, 18, -1, 68, P(fd, fd, S32), P(buf, pointer, PTR), P(count, size, UL),
	P(pos, offset, S64))
SYSCALL(pwrite64, -1, 181, -1, P(fd, fd, S32), P(ubuf, pointer, PTR), P(count, size, U32),
	P(poslo, offset, U32), P(poshi, offset, U32))
SYSCALL(pwritev, 296, 334, 70, P(fd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL),
	P(pos_l, offset, UL), P(pos_h, offset, UL))
SYSCALL(pwritev2, 328, 379, 287, P(fd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL),
	P(pos_l, offset, UL), P(pos_h, offset, UL), P(flags, rw_flags, S32))
SYSCALL(query_module, 178, 167, -1, P(name, string, PTR), P(which, int, S32), P(buf, pointer, PTR),
	P(bufsize, size, UL), P(ret, pointer, PTR))
SYSCALL(quotactl, 179, 131, 60, P(cmd, int, U32), P(special, path, PTR), P(id, int, U32),
	P(addr, pointer, PTR))
SYSCALL(quotactl_fd, 443, 443, 443, P(fd, fd, S32), P(cmd, int, U32), P(id, int, U32),
	P(addr, pointer, PTR))
SYSCALL(read, 0, 3, 63, P(fd, fd, S32), P(buf, pointer, PTR), P(count, size, UL))
SYSCALL(readahead, 187, -1, 213, P(fd, fd, S32), P(offset, offset, S64), P(count, size, UL))
SYSCALL(readahead, -1, 225, -1, P(fd, fd, S32), P(off_lo, offset, U32), P(off_hi, offset, U32),
	P(count, size, UL))
SYSCALL(readdir, -1, 89, -1, P(fd, fd, S32), P(dirent, pointer, PTR), P(count, size, U32))
SYSCALL(readlink, 89, 85, -1, P(path, path, PTR), P(buf, pointer, PTR), P(bufsiz, size, S32))
SYSCALL(readlinkat, 267, 305, 78, P(dfd, dirfd, S32), P(pathname, path, PTR), P(buf, pointer, PTR),
	P(bufsiz, size, S32))
SYSCALL(readv, 19, 145, 65, P(fd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL))
SYSCALL(reboot, 169, 88, 142, P(magic1, int, S32), P(magic2, int, S32), P(cmd, reboot_cmd, U32),
	P(arg, pointer, PTR))
SYSCALL(recvfrom, 45, 371, 207, P(fd, fd, S32), P(ubuf, pointer, PTR), P(size, size, UL),
	P(flags, msg_flags, U32), P(addr, sockaddr, PTR), P(addr_len, pointer, PTR))
SYSCALL(recvmmsg, 299, 337, 243, P(fd, fd, S32), P(mmsg, pointer, PTR), P(vlen, int, U32),
	P(flags, msg_flags, U32), P(timeout, pointer, PTR))
SYSCALL(recvmmsg_time64, -1, 417, -1, P(fd, fd, S32), P(mmsg, pointer, PTR), P(vlen, int, U32),
	P(flags, msg_flags, U32), P(timeout, pointer, PTR))
SYSCALL(recvmsg, 47, 372, 212, P(fd, fd, S32), P(msg, pointer, PTR), P(flags, msg_flags, U32))
SYSCALL(remap_file_pages, 216, 257, 234, P(start, address, UL), P(size, size, UL),
	P(prot, prot, UL), P(pgoff, offset, UL), P(flags, flags, UL))
SYSCALL(removexattr, 197, 235, 14, P(pathname, path, PTR), P(name, string, PTR))
SYSCALL(rename, 82, 38, -1, P(oldname, path, PTR), P(newname, path, PTR))
SYSCALL(renameat, 264, 302, 38, P(olddfd, dirfd, S32), P(oldname, path, PTR), P(newdfd, dirfd, S32),
	P(newname, path, PTR))
SYSCALL(renameat2, 316, 353, 276, P(olddfd, dirfd, S32), P(oldname, path, PTR),
	P(newdfd, dirfd, S32), P(newname, path, PTR), P(flags, rename_flags, U32))
SYSCALL(request_key, 249, 287, 218, P(_type, string, PTR), P(_description, string, PTR),
	P(_callout_info, string, PTR), P(destringid, int, S32))
SYSCALL(restart_syscall, 219, 0, 128)
SYSCALL(rmdir, 84, 40, -1, P(pathname, path, PTR))
SYSCALL(rseq, 334, 386, 293, P(rseq, pointer, PTR), P(rseq_len, size, U32), P(flags, flags, S32),
	P(sig, int, U32))
SYSCALL(rt_sigaction, 13, 174, 134, P(sig, signal, S32), P(act, pointer, PTR),
	P(oact, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(rt_sigpending, 127, 176, 136, P(uset, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(rt_sigprocmask, 14, 175, 135, P(how, sigmask_how, S32), P(nset, pointer, PTR),
	P(oset, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(rt_sigqueueinfo, 129, 178, 138, P(pid, pid, S32), P(sig, signal, S32),
	P(uinfo, pointer, PTR))
SYSCALL(rt_sigreturn, 15, 173, 139)
SYSCALL(rt_sigsuspend, 130, 179, 133, P(unewset, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(rt_sigtimedwait, 128, 177, 137, P(uthese, pointer, PTR), P(uinfo, pointer, PTR),
	P(uts, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(rt_sigtimedwait_time64, -1, 421, -1, P(uthese, pointer, PTR), P(uinfo, pointer, PTR),
	P(uts, pointer, PTR), P(sigsetsize, size, UL))
SYSCALL(rt_tgsigqueueinfo, 297, 335, 240, P(tgid, pid, S32), P(pid, pid, S32), P(sig, signal, S32),
	P(uinfo, pointer, PTR))
SYSCALL(sched_get_priority_max, 146, 159, 125, P(policy, sched_policy, S32))
SYSCALL(sched_get_priority_min, 147, 160, 126, P(policy, sched_policy, S32))
SYSCALL(sched_getaffinity, 204, 242, 123, P(pid, pid, S32), P(len, size, U32),
	P(user_mask_ptr, pointer, PTR))
SYSCALL(sched_getattr, 315, 352, 275, P(pid, pid, S32), P(uattr, pointer, PTR), P(usize, size, U32),
	P(flags, flags, U32))
SYSCALL(sched_getparam, 143, 155, 121, P(pid, pid, S32), P(param, pointer, PTR))
SYSCALL(sched_getscheduler, 145, 157, 120, P(pid, pid, S32))
SYSCALL(sched_rr_get_interval, 148, 161, 127, P(pid, pid, S32), P(interval, pointer, PTR))
SYSCALL(sched_rr_get_interval_time64, -1, 423, -1, P(pid, pid, S32), P(interval, pointer, PTR))
SYSCALL(sched_setaffinity, 203, 241, 122, P(pid, pid, S32), P(len, size, U32),
	P(user_mask_ptr, pointer, PTR))
SYSCALL(sched_setattr, 314, 351, 274, P(pid, pid, S32), P(uattr, pointer, PTR),
	P(flags, flags, U32))
SYSCALL(sched_setparam, 142, 154, 118, P(pid, pid, S32), P(param, pointer, PTR))
SYSCALL(sched_setscheduler, 144, 156, 119, P(pid, pid, S32), P(policy, sched_policy, S32),
	P(param, pointer, PTR))
SYSCALL(sched_yield, 24, 158, 124)
SYSCALL(seccomp, 317, 354, 277, P(op, seccomp_op, U32), P(flags, seccomp_flags, U32),
	P(uargs, pointer, PTR))
SYSCALL(security, 185, -1, -1)
SYSCALL(select, 23, -1, -1, P(n, int, S32), P(inp, pointer, PTR), P(outp, pointer, PTR),
	P(exp, pointer, PTR), P(tvp, pointer, PTR))
SYSCALL(select, -1, 82, -1, P(arg, pointer, PTR))
SYSCALL(semctl, 66, 394, 191, P(semid, int, S32), P(semnum, int, S32), P(cmd, int, S32),
	P(arg, int, UL))
SYSCALL(semget, 64, 393, 190, P(key, int, S32), P(nsems, int, S32), P(semflg, ipc_flags, S32))
SYSCALL(semop, 65, -1, 193, P(semid, int, S32), P(tsops, pointer, PTR), P(nsops, int, U32))
SYSCALL(semtimedop, 220, -1, 192, P(semid, int, S32), P(tsops, pointer, PTR), P(nsops, int, U32),
	P(timeout, pointer, PTR))
SYSCALL(semtimedop_time64, -1, 420, -1, P(semid, int, S32), P(tsops, pointer, PTR),
	P(nsops, int, U32), P(timeout, pointer, PTR))
SYSCALL(sendfile, 40, 187, 71, P(out_fd, fd, S32), P(in_fd, fd, S32), P(offset, pointer, PTR),
	P(count, size, UL))
SYSCALL(sendfile64, -1, 239, -1, P(out_fd, fd, S32), P(in_fd, fd, S32), P(offset, pointer, PTR),
	P(count, size, UL))
SYSCALL(sendmmsg, 307, 345, 269, P(fd, fd, S32), P(mmsg, pointer, PTR), P(vlen, int, U32),
	P(flags, msg_flags, U32))
SYSCALL(sendmsg, 46, 370, 211, P(fd, fd, S32), P(msg, pointer, PTR), P(flags, msg_flags, U32))
SYSCALL(sendto, 44, 369, 206, P(fd, fd, S32), P(buff, pointer, PTR), P(len, size, UL),
	P(flags, msg_flags, U32), P(addr, sockaddr, PTR), P(addr_len, size, S32))
SYSCALL(set_mempolicy, 238, 276, 237, P(mode, mempolicy, S32), P(nmask, pointer, PTR),
	P(maxnode, int, UL))
SYSCALL(set_mempolicy_home_node, 450, 450, 450, P(start, address, UL), P(len, size, UL),
	P(home_node, int, UL), P(flags, flags, UL))
SYSCALL(set_robust_list, 273, 311, 99, P(head, pointer, PTR), P(len, size, UL))
SYSCALL(set_thread_area, 205, 243, -1, P(u_info, pointer, PTR))
SYSCALL(set_tid_address, 218, 258, 96, P(tidptr, pointer, PTR))
SYSCALL(setdomainname, 171, 121, 162, P(name, string, PTR), P(len, size, S32))
SYSCALL(setfsgid, 123, -1, 152, P(gid, gid, U32))
SYSCALL(setfsgid, -1, 139, -1, P(gid, gid, U16))
SYSCALL(setfsgid32, -1, 216, -1, P(gid, gid, U32))
SYSCALL(setfsuid, 122, -1, 151, P(uid, uid, U32))
SYSCALL(setfsuid, -1, 138, -1, P(uid, uid, U16))
SYSCALL(setfsuid32, -1, 215, -1, P(uid, uid, U32))
SYSCALL(setgid, 106, -1, 144, P(gid, gid, U32))
SYSCALL(setgid, -1, 46, -1, P(gid, gid, U16))
SYSCALL(setgid32, -1, 214, -1, P(gid, gid, U32))
SYSCALL(setgroups, 116, 81, 159, P(gidsetsize, size, S32), P(grouplist, pointer, PTR))
SYSCALL(setgroups32, -1, 206, -1, P(gidsetsize, size, S32), P(grouplist, pointer, PTR))
SYSCALL(sethostname, 170, 74, 161, P(name, string, PTR), P(len, size, S32))
SYSCALL(setitimer, 38, 104, 103, P(which, itimer, S32), P(value, pointer, PTR),
	P(ovalue, pointer, PTR))
SYSCALL(setns, 308, 346, 268, P(fd, fd, S32), P(flags, clone_flags, S32))
SYSCALL(setpgid, 109, 57, 154, P(pid, pid, S32), P(pgid, pid, S32))
SYSCALL(setpriority, 141, 97, 140, P(which, priority_which, S32), P(who, int, S32),
	P(niceval, int, S32))
SYSCALL(setregid, 114, -1, 143, P(rgid, gid, U32), P(egid, gid, U32))
SYSCALL(setregid, -1, 71, -1, P(rgid, gid, U16), P(egid, gid, U16))
SYSCALL(setregid32, -1, 204, -1, P(rgid, gid, U32), P(egid, gid, U32))
SYSCALL(setresgid, 119, -1, 149, P(rgid, gid, U32), P(egid, gid, U32), P(sgid, gid, U32))
SYSCALL(setresgid, -1, 170, -1, P(rgid, gid, U16), P(egid, gid, U16), P(sgid, gid, U16))
SYSCALL(setresgid32, -1, 210, -1, P(rgid, gid, U32), P(egid, gid, U32), P(sgid, gid, U32))
SYSCALL(setresuid, 117, -1, 147, P(ruid, uid, U32), P(euid, uid, U32), P(suid, uid, U32))
SYSCALL(setresuid, -1, 164, -1, P(ruid, uid, U16), P(euid, uid, U16), P(suid, uid, U16))
SYSCALL(setresuid32, -1, 208, -1, P(ruid, uid, U32), P(euid, uid, U32), P(suid, uid, U32))
SYSCALL(setreuid, 113, -1, 145, P(ruid, uid, U32), P(euid, uid, U32))
SYSCALL(setreuid, -1, 70, -1, P(ruid, uid, U16), P(euid, uid, U16))
SYSCALL(setreuid32, -1, 203, -1, P(ruid, uid, U32), P(euid, uid, U32))
SYSCALL(setrlimit, 160, 75, 164, P(resource, rlimit, U32), P(rlim, pointer, PTR))
SYSCALL(setsid, 112, 66, 157)
SYSCALL(setsockopt, 54, 366, 208, P(fd, fd, S32), P(level, sockopt_level, S32),
	P(optname, int, S32), P(optval, pointer, PTR), P(optlen, size, S32))
SYSCALL(settimeofday, 164, 79, 170, P(tv, pointer, PTR), P(tz, pointer, PTR))
SYSCALL(setuid, 105, -1, 146, P(uid, uid, U32))
SYSCALL(setuid, -1, 23, -1, P(uid, uid, U16))
SYSCALL(setuid32, -1, 213, -1, P(uid, uid, U32))
SYSCALL(setxattr, 188, 226, 5, P(pathname, path, PTR), P(name, string, PTR), P(value, pointer, PTR),
	P(size, size, UL), P(flags, xattr_flags, S32))
SYSCALL(sgetmask, -1, 68, -1)
SYSCALL(shmat, 30, 397, 196, P(shmid, int, S32), P(shmaddr, pointer, PTR),
	P(shmflg, shmat_flags, S32))
SYSCALL(shmctl, 31, 396, 195, P(shmid, int, S32), P(cmd, ipc_cmd, S32), P(buf, pointer, PTR))
SYSCALL(shmdt, 67, 398, 197, P(shmaddr, pointer, PTR))
SYSCALL(shmget, 29, 395, 194, P(key, int, S32), P(size, size, UL), P(shmflg, ipc_flags, S32))
SYSCALL(shutdown, 48, 373, 210, P(fd, fd, S32), P(how, shutdown_how, S32))
SYSCALL(sigaction, -1, 67, -1, P(sig, signal, S32), P(act, pointer, PTR), P(oact, pointer, PTR))
SYSCALL(sigaltstack, 131, 186, 132, P(uss, pointer, PTR), P(uoss, pointer, PTR))
SYSCALL(signal, -1, 48, -1, P(sig, signal, S32), P(handler, pointer, PTR))
SYSCALL(signalfd, 282, 321, -1, P(ufd, fd, S32), P(user_mask, pointer, PTR), P(sizemask, size, UL))
SYSCALL(signalfd4, 289, 327, 74, P(ufd, fd, S32), P(user_mask, pointer, PTR), P(sizemask, size, UL),
	P(flags, signalfd_flags, S32))
SYSCALL(sigpending, -1, 73, -1, P(uset, pointer, PTR))
SYSCALL(sigprocmask, -1, 126, -1, P(how, sigmask_how, S32), P(nset, pointer, PTR),
	P(oset, pointer, PTR))
SYSCALL(sigreturn, -1, 119, -1)
SYSCALL(sigsuspend, -1, 72, -1, P(unused1, int, S32), P(unused2, int, S32), P(mask, int, UL))
SYSCALL(socket, 41, 359, 198, P(family, socket_family, S32), P(type, socket_type, S32),
	P(protocol, socket_protocol, S32))
SYSCALL(socketcall, -1, 102, -1, P(call, socketcall, S32), P(args, pointer, PTR))
SYSCALL(socketpair, 53, 360, 199, P(family, socket_family, S32), P(type, socket_type, S32),
	P(protocol, socket_protocol, S32), P(usockvec, pointer, PTR))
SYSCALL(splice, 275, 313, 76, P(fd_in, fd, S32), P(off_in, pointer, PTR), P(fd_out, fd, S32),
	P(off_out, pointer, PTR), P(len, size, UL), P(flags, splice_flags, U32))
SYSCALL(ssetmask, -1, 69, -1, P(newmask, int, S32))
SYSCALL(stat, 4, 106, -1, P(filename, path, PTR), P(statbuf, pointer, PTR))
SYSCALL(stat64, -1, 195, -1, P(filename, path, PTR), P(statbuf, pointer, PTR))
SYSCALL(statfs, 137, 99, 43, P(pathname, path, PTR), P(buf, pointer, PTR))
SYSCALL(statfs64, -1, 268, -1, P(pathname, path, PTR), P(sz, size, UL), P(buf, pointer, PTR))
SYSCALL(statmount, 457, 457, 457, P(req, pointer, PTR), P(buf, pointer, PTR), P(bufsize, size, UL),
	P(flags, flags, U32))
SYSCALL(statx, 332, 383, 291, P(dfd, dirfd, S32), P(filename, path, PTR), P(flags, at_flags, U32),
	P(mask, statx_mask, U32), P(buffer, pointer, PTR))
SYSCALL(stime, -1, 25, -1, P(tptr, pointer, PTR))
SYSCALL(stty, -1, 31, -1)
SYSCALL(swapoff, 168, 115, 225, P(specialfile, path, PTR))
SYSCALL(swapon, 167, 87, 224, P(specialfile, path, PTR), P(swap_flags, swap_flags, S32))
SYSCALL(symlink, 88, 83, -1, P(oldname, string, PTR), P(newname, path, PTR))
SYSCALL(symlinkat, 266, 304, 36, P(oldname, string, PTR), P(newdfd, dirfd, S32),
	P(newname, path, PTR))
SYSCALL(sync, 162, 36, 81)
SYSCALL(sync_file_range, 277, -1, 84, P(fd, fd, S32), P(offset, offset, S64), P(nbytes, size, S64),
	P(flags, sync_range_flags, U32))
SYSCALL(sync_file_range, -1, 314, -1, P(fd, fd, S32), P(off_low, offset, U32),
	P(off_hi, offset, U32), P(n_low, size, U32), P(n_hi, size, U32),
	P(flags, sync_range_flags, S32))
SYSCALL(syncfs, 306, 344, 267, P(fd, fd, S32))
SYSCALL(sysfs, 139, 135, -1, P(option, int, S32), P(arg1, int, UL), P(arg2, int, UL))
SYSCALL(sysinfo, 99, 116, 179, P(info, pointer, PTR))
SYSCALL(syslog, 103, 103, 116, P(type, syslog_action, S32), P(buf, pointer, PTR), P(len, size, S32))
SYSCALL(tee, 276, 315, 77, P(fdin, fd, S32), P(fdout, fd, S32), P(len, size, UL),
	P(flags, splice_flags, U32))
SYSCALL(tgkill, 234, 270, 131, P(tgid, pid, S32), P(pid, pid, S32), P(sig, signal, S32))
SYSCALL(time, 201, 13, -1, P(tloc, pointer, PTR))
SYSCALL(timer_create, 222, 259, 107, P(which_clock, clock, S32), P(timer_event_spec, pointer, PTR),
	P(created_timer_id, pointer, PTR))
SYSCALL(timer_delete, 226, 263, 111, P(timer_id, int, S32))
SYSCALL(timer_getoverrun, 225, 262, 109, P(timer_id, int, S32))
SYSCALL(timer_gettime, 224, 261, 108, P(timer_id, int, S32), P(setting, pointer, PTR))
SYSCALL(timer_gettime64, -1, 408, -1, P(timer_id, int, S32), P(setting, pointer, PTR))
SYSCALL(timer_settime, 223, 260, 110, P(timer_id, int, S32), P(flags, timer_flags, S32),
	P(new_setting, pointer, PTR), P(old_setting, pointer, PTR))
SYSCALL(timer_settime64, -1, 409, -1, P(timer_id, int, S32), P(flags, timer_flags, S32),
	P(new_setting, pointer, PTR), P(old_setting, pointer, PTR))
SYSCALL(timerfd_create, 283, 322, 85, P(clockid, clock, S32), P(flags, timerfd_flags, S32))
SYSCALL(timerfd_gettime, 287, 326, 87, P(ufd, fd, S32), P(otmr, pointer, PTR))
SYSCALL(timerfd_gettime64, -1, 410, -1, P(ufd, fd, S32), P(otmr, pointer, PTR))
SYSCALL(timerfd_settime, 286, 325, 86, P(ufd, fd, S32), P(flags, timerfd_flags, S32),
	P(utmr, pointer, PTR), P(otmr, pointer, PTR))
SYSCALL(timerfd_settime64, -1, 411, -1, P(ufd, fd, S32), P(flags, timerfd_flags, S32),
	P(utmr, pointer, PTR), P(otmr, pointer, PTR))
SYSCALL(times, 100, 43, 153, P(tbuf, pointer, PTR))
SYSCALL(tkill, 200, 238, 130, P(pid, pid, S32), P(sig, signal, S32))
SYSCALL(truncate, 76, 92, 45, P(path, path, PTR), P(length, size, SL))
SYSCALL(truncate64, -1, 193, -1, P(filename, path, PTR), P(offset_low, offset, UL),
	P(offset_high, offset, UL))
SYSCALL(tuxcall, 184, -1, -1)
SYSCALL(ugetrlimit, -1, 191, -1, P(resource, rlimit, U32), P(rlim, pointer, PTR))
SYSCALL(ulimit, -1, 58, -1)
SYSCALL(umask, 95, 60, 166, P(mask, mode, S32))
SYSCALL(umount, -1, 22, -1, P(name, path, PTR))
SYSCALL(umount2, 166, 52, 39, P(name, path, PTR), P(flags, umount_flags, S32))
SYSCALL(uname, 63, 122, 160, P(name, pointer, PTR))
SYSCALL(unlink, 87, 10, -1, P(pathname, path, PTR))
SYSCALL(unlinkat, 263, 301, 35, P(dfd, dirfd, S32), P(pathname, path, PTR), P(flag, at_flags, S32))
SYSCALL(unshare, 272, 310, 97, P(unshare_flags, clone_flags, UL))
SYSCALL(uretprobe, 335, -1, -1)
SYSCALL(uselib, 134, 86, -1, P(library, path, PTR))
SYSCALL(userfaultfd, 323, 374, 282, P(flags, flags, S32))
SYSCALL(ustat, 136, 62, -1, P(dev, dev, U32), P(ubuf, pointer, PTR))
SYSCALL(utime, 132, 30, -1, P(filename, path, PTR), P(times, pointer, PTR))
SYSCALL(utimensat, 280, 320, 88, P(dfd, dirfd, S32), P(filename, path, PTR),
	P(utimes, pointer, PTR), P(flags, at_flags, S32))
SYSCALL(utimensat_time64, -1, 412, -1, P(dfd, dirfd, S32), P(filename, path, PTR),
	P(utimes, pointer, PTR), P(flags, at_flags, S32))
SYSCALL(utimes, 235, 271, -1, P(filename, path, PTR), P(utimes, pointer, PTR))
SYSCALL(vfork, 58, 190, -1)
SYSCALL(vhangup, 153, 111, 58)
SYSCALL(vm86, -1, 166, -1, P(cmd, int, UL), P(arg, int, UL))
SYSCALL(vm86old, -1, 113, -1, P(user_vm86, pointer, PTR))
SYSCALL(vmsplice, 278, 316, 75, P(fd, fd, S32), P(uiov, pointer, PTR), P(nr_segs, int, UL),
	P(flags, splice_flags, U32))
SYSCALL(vserver, 236, 273, -1)
SYSCALL(wait4, 61, 114, 260, P(upid, pid, S32), P(stat_addr, pointer, PTR),
	P(options, wait_options, S32), P(ru, pointer, PTR))
SYSCALL(waitid, 247, 284, 95, P(which, wait_which, S32), P(upid, pid, S32), P(infop, pointer, PTR),
	P(options, wait_options, S32), P(ru, pointer, PTR))
SYSCALL(waitpid, -1, 7, -1, P(pid, pid, S32), P(stat_addr, pointer, PTR),
	P(options, wait_options, S32))
SYSCALL(write, 1, 4, 64, P(fd, fd, S32), P(buf, pointer, PTR), P(count, size, UL))
SYSCALL(writev, 20, 146, 66, P(fd, fd, S32), P(vec, pointer, PTR), P(vlen, int, UL))
