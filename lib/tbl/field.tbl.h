/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FIELD(id, constant, its value, kind, operators, lists): fields of kernel audit
 * rules, <linux/audit.h>. id is auditctl's name. Operators: ALL; CMP all but
 * bit tests; EQNE; EQ. Lists: those where the kernel takes the field and has
 * the value; TASK: no system call is known yet; URING: no arch, no arguments.
 * Facts of the kernel's audit_field_valid(), audit_filter_rules():
 * - gid and egid with = hold for supplementary groups too, with != only if the
 *   group is none of those either; the other operators compare the id alone.
 * - uids and gids of -1 are refused, but auid=-1 (which means unset).
 * - dev*, inode, obj_* hold if any file of the call fits (rdev counts too).
 * - all values are compared as unsigned 32 bits. */
FIELD(pid,          AUDIT_PID,          0,   FIELD_IS_UINT,   CMP,  T | E | X | U)
FIELD(uid,          AUDIT_UID,          1,   FIELD_IS_ID,     CMP,  T | E | X | U)
FIELD(euid,         AUDIT_EUID,         2,   FIELD_IS_ID,     CMP,  T | E | U)
FIELD(suid,         AUDIT_SUID,         3,   FIELD_IS_ID,     CMP,  T | E | U)
FIELD(fsuid,        AUDIT_FSUID,        4,   FIELD_IS_ID,     CMP,  T | E | U)
FIELD(gid,          AUDIT_GID,          5,   FIELD_IS_ID,     CMP,  T | E | X | U)
FIELD(egid,         AUDIT_EGID,         6,   FIELD_IS_ID,     CMP,  T | E | U)
FIELD(sgid,         AUDIT_SGID,         7,   FIELD_IS_ID,     CMP,  T | E | U)
FIELD(fsgid,        AUDIT_FSGID,        8,   FIELD_IS_ID,     CMP,  T | E | U)
FIELD(auid,         AUDIT_LOGINUID,     9,   FIELD_IS_ID,     CMP,  T | E | X | U)
FIELD(pers,         AUDIT_PERS,         10,  FIELD_IS_UINT,   ALL,  T | E | U)
FIELD(arch,         AUDIT_ARCH,         11,  FIELD_IS_UINT,   EQNE, E)
FIELD(msgtype,      AUDIT_MSGTYPE,      12,  FIELD_IS_UINT,   CMP,  X)
FIELD(subj_user,    AUDIT_SUBJ_USER,    13,  FIELD_IS_STRING, EQNE, T | E | X | U)
FIELD(subj_role,    AUDIT_SUBJ_ROLE,    14,  FIELD_IS_STRING, EQNE, T | E | X | U)
FIELD(subj_type,    AUDIT_SUBJ_TYPE,    15,  FIELD_IS_STRING, EQNE, T | E | X | U)
FIELD(subj_sen,     AUDIT_SUBJ_SEN,     16,  FIELD_IS_STRING, CMP,  T | E | X | U)
FIELD(subj_clr,     AUDIT_SUBJ_CLR,     17,  FIELD_IS_STRING, CMP,  T | E | X | U)
FIELD(ppid,         AUDIT_PPID,         18,  FIELD_IS_UINT,   CMP,  E | U)
FIELD(obj_user,     AUDIT_OBJ_USER,     19,  FIELD_IS_STRING, EQNE, E | U)
FIELD(obj_role,     AUDIT_OBJ_ROLE,     20,  FIELD_IS_STRING, EQNE, E | U)
FIELD(obj_type,     AUDIT_OBJ_TYPE,     21,  FIELD_IS_STRING, EQNE, E | U)
FIELD(obj_lev_low,  AUDIT_OBJ_LEV_LOW,  22,  FIELD_IS_STRING, CMP,  E | U)
FIELD(obj_lev_high, AUDIT_OBJ_LEV_HIGH, 23,  FIELD_IS_STRING, CMP,  E | U)
FIELD(loginuid_set, AUDIT_LOGINUID_SET, 24,  FIELD_IS_UINT,   EQNE, T | E | X | U)
FIELD(sessionid,    AUDIT_SESSIONID,    25,  FIELD_IS_UINT,   CMP,  T | E | U)
FIELD(fstype,       AUDIT_FSTYPE,       26,  FIELD_IS_UINT,   EQNE, F)
FIELD(devmajor,     AUDIT_DEVMAJOR,     100, FIELD_IS_UINT,   CMP,  E | U)
FIELD(devminor,     AUDIT_DEVMINOR,     101, FIELD_IS_UINT,   ALL,  E | U)
FIELD(inode,        AUDIT_INODE,        102, FIELD_IS_UINT,   EQNE, E | U)	/* audit_to_inode() */
FIELD(exit,         AUDIT_EXIT,         103, FIELD_IS_UINT,   CMP,  E | U)
FIELD(success,      AUDIT_SUCCESS,      104, FIELD_IS_UINT,   CMP,  E | U)
FIELD(path,         AUDIT_WATCH,        105, FIELD_IS_STRING, EQ,   E | U)	/* audit_to_watch() */
FIELD(perm,         AUDIT_PERM,         106, FIELD_IS_UINT,   EQNE, E)
FIELD(dir,          AUDIT_DIR,          107, FIELD_IS_STRING, EQ,   E | U)	/* audit_make_tree() */
FIELD(filetype,     AUDIT_FILETYPE,     108, FIELD_IS_UINT,   EQNE, E | U)
FIELD(obj_uid,      AUDIT_OBJ_UID,      109, FIELD_IS_ID,     CMP,  E | U)
FIELD(obj_gid,      AUDIT_OBJ_GID,      110, FIELD_IS_ID,     CMP,  E | U)
FIELD(field_compare, AUDIT_FIELD_COMPARE, 111, FIELD_IS_UINT, EQNE, E | U)	/* auditctl -C */
FIELD(exe,          AUDIT_EXE,          112, FIELD_IS_STRING, EQNE, T | E | X | U)
FIELD(saddr_fam,    AUDIT_SADDR_FAM,    113, FIELD_IS_UINT,   CMP,  E | U)
FIELD(a0,           AUDIT_ARG0,         200, FIELD_IS_UINT,   ALL,  E)
FIELD(a1,           AUDIT_ARG1,         201, FIELD_IS_UINT,   ALL,  E)
FIELD(a2,           AUDIT_ARG2,         202, FIELD_IS_UINT,   ALL,  E)
FIELD(a3,           AUDIT_ARG3,         203, FIELD_IS_UINT,   ALL,  E)
FIELD(key,          AUDIT_FILTERKEY,    210, FIELD_IS_STRING, EQNE, T | E | F | U)
