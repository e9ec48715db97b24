/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* KIND(id, class, show, group): what a parameter means. group: constants of
 * const.tbl.h that name its values. */
KIND(int,        CLASS_INT, SHOW_DEC, NULL)
KIND(fd,         CLASS_INT, SHOW_DEC, NULL)
KIND(dirfd,      CLASS_INT, SHOW_ENUM, "AT_FDCWD")	/* of the next path */
KIND(pid,        CLASS_INT, SHOW_DEC, NULL)
KIND(uid,        CLASS_INT, SHOW_DEC, NULL)
KIND(gid,        CLASS_INT, SHOW_DEC, NULL)
KIND(size,       CLASS_INT, SHOW_DEC, NULL)
KIND(offset,     CLASS_INT, SHOW_DEC, NULL)
KIND(dev,        CLASS_INT, SHOW_HEX, NULL)
KIND(address,    CLASS_INT, SHOW_HEX, NULL)	/* integer of pointer width */
KIND(mode,       CLASS_INT, SHOW_OCT, NULL)
KIND(flags,      CLASS_INT, SHOW_HEX, NULL)	/* no names known */
KIND(signal,     CLASS_INT, SHOW_ENUM, "SIG")
KIND(open_flags, CLASS_INT, SHOW_FLAGS, "O")
KIND(at_flags,   CLASS_INT, SHOW_FLAGS, "AT")
KIND(access,     CLASS_INT, SHOW_FLAGS, "ACCESS")	/* R_OK, W_OK, X_OK */
KIND(prot,       CLASS_INT, SHOW_FLAGS, "PROT")
KIND(map_flags,  CLASS_INT, SHOW_FLAGS, "MAP")
KIND(clone_flags, CLASS_INT, SHOW_FLAGS, "CLONE")
KIND(mount_flags, CLASS_INT, SHOW_FLAGS, "MS")
KIND(umount_flags, CLASS_INT, SHOW_FLAGS, "UMOUNT")
KIND(rename_flags, CLASS_INT, SHOW_FLAGS, "RENAME")
KIND(socket_family, CLASS_INT, SHOW_ENUM, "AF")
KIND(socket_type, CLASS_INT, SHOW_FLAGS, "SOCK")
KIND(msg_flags,  CLASS_INT, SHOW_FLAGS, "MSG")
KIND(whence,     CLASS_INT, SHOW_ENUM, "SEEK")
KIND(ptrace_request, CLASS_INT, SHOW_ENUM, "PTRACE")
KIND(fcntl_cmd,  CLASS_INT, SHOW_ENUM, "F")
KIND(prctl_op,   CLASS_INT, SHOW_ENUM, "PR")
KIND(bpf_cmd,    CLASS_INT, SHOW_ENUM, "BPF")
KIND(clock,      CLASS_INT, SHOW_ENUM, "CLOCK")
KIND(pointer,    CLASS_POINTER, SHOW_DEC, NULL)
KIND(string,     CLASS_STRING, SHOW_DEC, NULL)
KIND(path,       CLASS_PATH, SHOW_DEC, NULL)
KIND(sockaddr,   CLASS_SOCKADDR, SHOW_DEC, NULL)
KIND(argv,       CLASS_ARGV, SHOW_DEC, NULL)
