/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form of "auditctl -l" (audit 3.0.9), letter for letter, so that both
 * can be compared with diff(1). */
#include "rule/auditrule.h"
#include "rule/krule.h"
#include "tbl/tbl.h"

#include <libaudit.h>

/* AUDIT_COMPARE_* in the order of <linux/audit.h>: the two sides of -C */
static const char *const compare[][2] = {
	[AUDIT_COMPARE_UID_TO_OBJ_UID] = {"uid", "obj_uid"},
	[AUDIT_COMPARE_GID_TO_OBJ_GID] = {"gid", "obj_gid"},
	[AUDIT_COMPARE_EUID_TO_OBJ_UID] = {"euid", "obj_uid"},
	[AUDIT_COMPARE_EGID_TO_OBJ_GID] = {"egid", "obj_gid"},
	[AUDIT_COMPARE_AUID_TO_OBJ_UID] = {"auid", "obj_uid"},
	[AUDIT_COMPARE_SUID_TO_OBJ_UID] = {"suid", "obj_uid"},
	[AUDIT_COMPARE_SGID_TO_OBJ_GID] = {"sgid", "obj_gid"},
	[AUDIT_COMPARE_FSUID_TO_OBJ_UID] = {"fsuid", "obj_uid"},
	[AUDIT_COMPARE_FSGID_TO_OBJ_GID] = {"fsgid", "obj_gid"},
	[AUDIT_COMPARE_UID_TO_AUID] = {"uid", "auid"},
	[AUDIT_COMPARE_UID_TO_EUID] = {"uid", "euid"},
	[AUDIT_COMPARE_UID_TO_FSUID] = {"uid", "fsuid"},
	[AUDIT_COMPARE_UID_TO_SUID] = {"uid", "suid"},
	[AUDIT_COMPARE_AUID_TO_FSUID] = {"auid", "fsuid"},
	[AUDIT_COMPARE_AUID_TO_SUID] = {"auid", "suid"},
	[AUDIT_COMPARE_AUID_TO_EUID] = {"auid", "euid"},
	[AUDIT_COMPARE_EUID_TO_SUID] = {"euid", "suid"},
	[AUDIT_COMPARE_EUID_TO_FSUID] = {"euid", "fsuid"},
	[AUDIT_COMPARE_SUID_TO_FSUID] = {"suid", "fsuid"},
	[AUDIT_COMPARE_GID_TO_EGID] = {"gid", "egid"},
	[AUDIT_COMPARE_GID_TO_FSGID] = {"gid", "fsgid"},
	[AUDIT_COMPARE_GID_TO_SGID] = {"gid", "sgid"},
	[AUDIT_COMPARE_EGID_TO_FSGID] = {"egid", "fsgid"},
	[AUDIT_COMPARE_EGID_TO_SGID] = {"egid", "sgid"},
	[AUDIT_COMPARE_SGID_TO_FSGID] = {"sgid", "fsgid"},
};

/* what "auditctl -w" makes: path or dir, perm, perhaps a key, all calls */
static bool is_watch(const struct audit_rule_data *r)
{
	bool perm = false;

	for (unsigned i = 0; i < r->field_count; i++) {
		uint32_t f = r->fields[i];

		perm |= f == AUDIT_PERM;
		if (f != AUDIT_PERM && f != AUDIT_FILTERKEY &&
			f != AUDIT_DIR && f != AUDIT_WATCH)
			return false;
	}
	return perm && auditrule_list(r) == AUDIT_FILTER_EXIT &&
	       auditrule_is_all(r);
}

static void add_name(struct buf *out, const char *name, unsigned number)
{
	if (name)
		buf_str(out, name);
	else
		buf_dec(out, number);
}

static const char *op_name(uint32_t op)
{
	const char *name = audit_operator_to_symbol((int)op);

	return name ? name : "?";
}

static void add_list(struct buf *out, const struct audit_rule_data *r)
{
	unsigned list = auditrule_list(r);

	buf_lit(out, "-a ");
	add_name(out, audit_action_to_name((int)r->action), r->action);
	buf_chr(out, ',');
	if (list == AUDIT_FILTER_URING_EXIT)	/* 3.0.9 has no words for it;
						 * audit 3.1's, as calls' */
		buf_lit(out, "io_uring");
	else
		add_name(out, audit_flag_to_name((int)list), list);
}

/* returns libaudit's machine, -1: unknown */
static int add_arch(struct buf *out, uint32_t arch, const char *op)
{
	int machine = audit_elf_to_machine(arch);

	if (machine < 0)
		buf_printf(out, " -F arch%s0x%X", op, arch);
	else
		buf_printf(out, " -F arch%s%s", op,
			arch & __AUDIT_ARCH_64BIT ? "b64" : "b32");
	return machine;
}

static const char *call_name(const struct audit_rule_data *r, unsigned nr,
	int machine)
{
	if (auditrule_list(r) == AUDIT_FILTER_URING_EXIT) {
		const struct uring_op *op = uring_by_nr(nr);

		return op ? op->name : NULL;
	}
	return machine < 0 ? NULL : audit_syscall_to_name((int)nr, machine);
}

static void add_calls(struct buf *out, const struct audit_rule_data *r,
	int machine)
{
	const char *before = " -S ";

	if (auditrule_list(r) != AUDIT_FILTER_EXIT &&
		auditrule_list(r) != AUDIT_FILTER_ENTRY &&
		auditrule_list(r) != AUDIT_FILTER_URING_EXIT)
		return;
	if (auditrule_is_all(r)) {
		buf_lit(out, " -S all");
		return;
	}
	for (unsigned nr = 0; nr < AUDIT_BITMASK_SIZE * 32; nr++) {
		if (!r->mask[nr / 32])
			nr |= 31;	/* past the word: most are empty */
		if (!auditrule_has(r, nr))
			continue;
		buf_str(out, before);
		add_name(out, call_name(r, nr, machine), nr);
		before = ",";
	}
}

static void add_text(struct buf *out, uint32_t field, const char *op,
	struct span text, bool watch)
{
	const char *name = audit_field_to_name((int)field);

	if (field == AUDIT_WATCH || field == AUDIT_DIR) {
		buf_str(out, watch ? "-w " :
			field == AUDIT_DIR ? " -F dir=" : " -F path=");
	} else if (field == AUDIT_EXE) {
		buf_lit(out, " -F exe=");
	} else {
		buf_printf(out, " -F %s%s", name ? name : "?", op);
	}
	buf_span(out, text);
}

/* several keys stand in one field, with 0x01 between them */
static void add_keys(struct buf *out, struct span text, bool watch)
{
	while (text.n) {
		const char *sep = memchr(text.p, AUDITRULE_KEY_SEP, text.n);
		size_t n = sep ? (size_t)(sep - text.p) : text.n;

		if (n) {
			buf_str(out, watch ? " -k " : " -F key=");
			buf_add(out, text.p, n);
		}
		n += sep != NULL;
		text = (struct span){text.p + n, text.n - n};
	}
}

static void add_perm(struct buf *out, uint32_t perm, bool watch)
{
	buf_str(out, watch ? " -p " : " -F perm=");
	if (perm & AUDIT_PERM_READ)
		buf_chr(out, 'r');
	if (perm & AUDIT_PERM_WRITE)
		buf_chr(out, 'w');
	if (perm & AUDIT_PERM_EXEC)
		buf_chr(out, 'x');
	if (perm & AUDIT_PERM_ATTR)
		buf_chr(out, 'a');
}

static void add_exit(struct buf *out, const char *op, int32_t v)
{
	const char *err = v < 0 ? audit_errno_to_name((int)(0u - (uint32_t)v))
				: NULL;

	if (err)
		buf_printf(out, " -F exit%s-%s", op, err);
	else
		buf_printf(out, " -F exit%s%d", op, v);
}

static void add_compare(struct buf *out, const char *op, uint32_t v)
{
	if (v && v < ARRAY_SIZE(compare))
		buf_printf(out, " -C %s%s%s", compare[v][0], op, compare[v][1]);
	else
		buf_printf(out, " -C %u", v);
}

static const char *value_name(uint32_t field, uint32_t v)
{
	switch (field) {
	case AUDIT_MSGTYPE:
		return audit_msg_type_to_name((int)v);
	case AUDIT_FSTYPE:
		return audit_fstype_to_name((int)v);
	default:
		return NULL;
	}
}

static void add_number(struct buf *out, uint32_t field, const char *op,
	uint32_t v)
{
	const char *name = audit_field_to_name((int)field);
	const char *word = value_name(field, v);

	if (name)
		buf_printf(out, " -F %s%s", name, op);
	else
		buf_printf(out, " f%u%s", field, op);	/* sic */
	if (word)
		buf_str(out, word);
	else if (field >= AUDIT_ARG0 && field <= AUDIT_ARG3)
		buf_printf(out, "0x%X", v);
	else if (field == AUDIT_INODE)
		buf_dec(out, v);
	else
		buf_sdec(out, (int32_t)v);
}

static void add_field(struct buf *out, const struct audit_rule_data *r,
	unsigned i, bool watch)
{
	uint32_t field = r->fields[i], v = r->values[i];
	const char *op = op_name(r->fieldflags[i]);

	if (field == AUDIT_FILTERKEY)
		add_keys(out, auditrule_text(r, i), watch);
	else if (auditrule_is_text(field))
		add_text(out, field, op, auditrule_text(r, i), watch);
	else if (field == AUDIT_PERM)
		add_perm(out, v, watch);
	else if (field == AUDIT_EXIT)
		add_exit(out, op, (int32_t)v);
	else if (field == AUDIT_FIELD_COMPARE)
		add_compare(out, op, v);
	else
		add_number(out, field, op, v);
}

void krule_print(struct buf *out, const struct audit_rule_data *r)
{
	bool watch = is_watch(r);
	unsigned n = r->field_count;

	n = n < AUDIT_MAX_FIELDS ? n : AUDIT_MAX_FIELDS;
	if (!watch) {
		/* auditctl names the calls of a rule without arch by the arch
		 * of the rule that it printed before: here, the host's */
		int machine = audit_detect_machine();

		add_list(out, r);
		for (unsigned i = 0; i < n; i++)
			if (r->fields[i] == AUDIT_ARCH)
				machine = add_arch(out, r->values[i],
					op_name(r->fieldflags[i]));
		add_calls(out, r, machine);
	}
	for (unsigned i = 0; i < n; i++)
		if (r->fields[i] != AUDIT_ARCH)
			add_field(out, r, i, watch);
}
