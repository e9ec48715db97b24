/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* VAR(id, type, bits, signed, after, what): variables of filter expressions.
 * after: only in rules with when = after. PARAMS has the type of the system
 * call's parameter. ids are 32 bits unsigned as the kernel's (uid_t,
 * <linux/types.h>), pids 32 bits signed. */
VAR(PARAMS,  V_UNKNOWN, 0, false, false,
	"parameter n of the call that the rule names, from 1; its type is that of the parameter")
VAR(PID,     V_INT, 32, true,  false, "process id")
VAR(PPID,    V_INT, 32, true,  false, "process id of the parent")
VAR(UID,     V_INT, 32, false, false, "real user id")
VAR(EUID,    V_INT, 32, false, false, "effective user id")
VAR(SUID,    V_INT, 32, false, false, "saved user id")
VAR(FSUID,   V_INT, 32, false, false, "file system user id")
VAR(GID,     V_INT, 32, false, false, "real group id")
VAR(EGID,    V_INT, 32, false, false, "effective group id")
VAR(SGID,    V_INT, 32, false, false, "saved group id")
VAR(FSGID,   V_INT, 32, false, false, "file system group id")
VAR(AUID,    V_INT, 32, false, false, "login user id, -1 when not set")
VAR(SES,     V_INT, 32, false, false, "login session, -1 when not set")
VAR(ARCH,    V_INT, 32, false, false, "ABI of the call, as AUDIT_ARCH_* of <linux/audit.h>")
VAR(COMM,    V_STR, 0, false, false, "command name, at most 15 bytes")
VAR(EXE,     V_STR, 0, false, false, "file of the running program")
VAR(CWD,     V_STR, 0, false, false, "working directory")
VAR(TTY,     V_STR, 0, false, false, "terminal")
VAR(CMDLINE, V_STR, 0, false, false,
	"command line, arguments with blanks between them; at most 128 bytes but for execve")
VAR(HOST,    V_STR, 0, false, false, "name of the host")
VAR(PATH,    V_PATH, 0, false, false, "the object acted on")
VAR(PATH2,   V_PATH, 0, false, false, "the second object (rename, link)")
VAR(DEV,     V_INT, 64, false, false, "device of the object of PATH; makedev() makes one")
VAR(INODE,   V_INT, 64, false, false, "inode number of the object of PATH")
VAR(ADDR,    V_INT, 128, false, false, "IP address of the socket address; ipaddr() makes one")
VAR(PORT,    V_INT, 16, false, false, "port of the socket address, in host order")
VAR(FAMILY,  V_INT, 16, false, false, "family of the socket address: AF_INET, ...")
VAR(RETVAL,  V_INT, 64, true,  true, "return value, -errno on failure")
VAR(SUCCESS, V_INT, 32, true,  true, "1 when the call succeeded, else 0")
VAR(ERRNO,   V_INT, 32, true,  true, "error number, 0 on success")
