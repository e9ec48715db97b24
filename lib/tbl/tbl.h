/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tbl/tbl.h - names and numbers of the kernel in, rows with their facts out.
 * Every fact stands once, as a row of a *.tbl.h file beside this one. */
#ifndef TBL_TBL_H
#define TBL_TBL_H

#include "base/span.h"

/* ------------------------------------------------------------------- ABI */

/* the ABIs a call can be made in; rows in abi.tbl.h */
enum abi {
#define ABI(id, ...) ABI_##id,
#include "tbl/abi.tbl.h"
#undef ABI
	ABI_COUNT
};

struct abi_info {
	const char *name;	/* "x86_64" */
	uint32_t audit_arch;	/* AUDIT_ARCH_*, <linux/audit.h> */
	unsigned bits;		/* width of long and of pointers: 32 or 64 */
	const char *auditctl;	/* "b64" or "b32": auditctl's arch= */
};

const struct abi_info *abi_info(enum abi abi);
/* abi_from_arch() - ABI of an audit record's arch=; -1: none of ours */
int abi_from_arch(uint32_t audit_arch);
/* abi_from_name() - by .name; -1: unknown */
int abi_from_name(struct span name);

/* -------------------------------------------------------- system calls */

/* what a parameter means; rows in kind.tbl.h */
enum kind {
#define KIND(id, ...) KIND_##id,
#include "tbl/kind.tbl.h"
#undef KIND
	KIND_COUNT
};

enum kind_class {
	CLASS_INT,	/* the register holds the value */
	CLASS_POINTER,	/* an address; only null or not null means something */
	CLASS_STRING,	/* address of a string that names no file */
	CLASS_PATH,	/* address of a file name that the kernel looks up */
	CLASS_SOCKADDR,
	CLASS_ARGV,	/* address of a vector of strings */
};

/* how %args shows a value of CLASS_INT */
enum kind_show { SHOW_DEC, SHOW_HEX, SHOW_OCT, SHOW_FLAGS, SHOW_ENUM };

struct kind_info {
	const char *name;
	enum kind_class class;
	enum kind_show show;
	const char *group;	/* constants that name its values, or NULL */
};

const struct kind_info *kind_info(enum kind kind);

/* C type of a parameter as the kernel declares it */
struct ctype {
	uint8_t bits;	/* 8, 16, 32, 64; 0: as wide as the ABI's long */
	bool is_signed;
};

/* ctype_bits() - width in an ABI: 8, 16, 32 or 64 */
static inline unsigned ctype_bits(struct ctype t, enum abi abi)
{
	return t.bits ? t.bits : abi_info(abi)->bits;
}

#define PARAMS_MAX 6

struct param {
	const char *name;	/* as <linux/syscalls.h> has it */
	enum kind kind;
	struct ctype type;
};

/* one system call with one prototype. A name may have several rows where the
 * ABIs' prototypes differ (i386 chown takes 16-bit ids, i386 mmap a struct). */
struct syscall {
	const char *name;
	int16_t nr[ABI_COUNT];	/* -1: not in this ABI with this prototype */
	uint8_t nparams;
	struct param param[PARAMS_MAX];
};

#define SYSCALL_NR_MAX 2047	/* AUDIT_BITMASK_SIZE * 32 - 1 */

/* syscall_by_nr() - NULL: no such number */
const struct syscall *syscall_by_nr(enum abi abi, unsigned nr);
/* syscall_by_name() - the row of that name in that ABI; NULL: none */
const struct syscall *syscall_by_name(enum abi abi, struct span name);
/* syscall_prototype() - the row whose parameters a rule on that name counts:
 * x86_64's, else aarch64's, else i386's; NULL: no such call in any ABI */
const struct syscall *syscall_prototype(struct span name);
/* syscall_rows() - all rows, sorted by name (strcmp order) */
const struct syscall *syscall_rows(size_t *np);

/* ------------------------------------------------------------ families */

/* where a parameter of the classic call is found in a call of the variant */
struct map_src {
	enum map_from {
		MAP_UNKNOWN,	/* nowhere */
		MAP_PARAM,	/* parameter .value (1..6) of the variant */
		MAP_CONST,	/* always .value */
		MAP_HOW,	/* OPENAT2 record: 0 flags, 1 mode, 2 resolve */
		MAP_SOCKETCALL,	/* SOCKETCALL record's a0.. : .value 0..5 */
		MAP_LOHI,	/* 64 bits, signed: parameter .value has the low
				 * 32 bits, .value + 1 the high ones */
		MAP_HILO,	/* the same, high bits first */
	} from;
	int64_t value;
};

/* (parameter & mask) == want, on the variant's own parameter 1..6, 32 bits. A
 * condition on a parameter that cannot be known counts as met (audit records
 * end with the fourth, so that fchownat counts as chown and as lchown). */
struct map_cond {
	uint8_t param;		/* 0: no condition */
	uint32_t mask, want;
};

/* a row of family.tbl.h: calls of .variant count as calls of .classic. The
 * parameters are those of syscall_prototype(.classic). Where both names are
 * the same, the ABI has that call with another prototype (i386 mmap takes one
 * pointer, clone's order differs): the row stands for the plain call. */
struct variant {
	const char *classic, *variant;
	uint8_t abis;		/* bit 1 << enum abi */
	uint8_t nparams;	/* of .map */
	struct map_src map[PARAMS_MAX];
	struct map_cond cond[2];	/* all that are set must hold */
};

/* variant_rows() - all rows; those of one classic call stand together */
const struct variant *variant_rows(size_t *np);
/* variants_of() - the rows of one classic call: first row and count (0..) */
const struct variant *variants_of(const char *classic, size_t *np);

/* ------------------------------------------------------------ io_uring */

/* an io_uring operation that the kernel audits (<linux/io_uring.h>,
 * audit_skip in io_uring's operation table) */
struct uring_op {
	const char *name;	/* "unlinkat": IORING_OP_UNLINKAT in small */
	int nr;
	const char *syscall;	/* the system call that does the same */
};

const struct uring_op *uring_rows(size_t *np);
const struct uring_op *uring_by_nr(unsigned nr);
/* uring_by_syscall() - operations that do what the call does, index from 0; NULL
 * at the end */
const struct uring_op *uring_by_syscall(const char *syscall, size_t index);

/* ----------------------------------------------------------- constants */

struct constant {
	const char *name;	/* "O_WRONLY" */
	const char *group;	/* "O": which kind of value it is one of */
	int64_t value[ABI_COUNT];	/* CONST_NONE: not in that ABI */
};

#define CONST_NONE INT64_MIN

/* constant_by_name() - NULL: none; errnos are in here too, group "errno". A
 * name that stands in several groups has the same value in all. */
const struct constant *constant_by_name(struct span name);
const struct constant *constant_rows(size_t *np);	/* group after group */
/* constant_group() - the constants of one group in table order; index from 0;
 * NULL at the end */
const struct constant *constant_group(const char *group, size_t index);

/* errno_name() - "EPERM" for 1; NULL: no such errno (1..133) */
const char *errno_name(int err);
/* errno_by_name() - 1..133 for "EPERM"; 0: unknown */
int errno_by_name(struct span name);

/* -------------------------------------------------- kernel audit fields */

enum field_ops { OPS_EQ = 1, OPS_NE = 2, OPS_ORDER = 4, OPS_BITS = 8 };
enum field_lists {	/* 1 << AUDIT_FILTER_* */
	LIST_TASK = 1 << 1, LIST_EXIT = 1 << 4, LIST_EXCLUDE = 1 << 5,
	LIST_FS = 1 << 6, LIST_URING = 1 << 7,
};

/* rows in field.tbl.h; ids are FIELD_uid etc. */
enum field {
#define FIELD(id, ...) FIELD_##id,
#include "tbl/field.tbl.h"
#undef FIELD
	FIELD_COUNT
};

enum field_kind { FIELD_IS_UINT, FIELD_IS_ID, FIELD_IS_STRING };

struct field_info {
	const char *name;	/* auditctl's: "uid" */
	uint32_t konst;		/* AUDIT_UID */
	enum field_kind kind;
	unsigned ops, lists;	/* or of enum field_ops, enum field_lists */
};

const struct field_info *field_info(enum field field);
/* field_by_konst() - -1: unknown */
int field_by_konst(uint32_t konst);

#endif
