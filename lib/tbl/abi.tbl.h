/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ABI(id, name, AUDIT_ARCH_* value, bits, auditctl's word); <linux/audit.h>,
 * <linux/elf-em.h> */
ABI(X86_64, "x86_64", 0xc000003eu, 64, "b64")
ABI(I386, "i386", 0x40000003u, 32, "b32")
ABI(AARCH64, "aarch64", 0xc00000b7u, 64, "b64")
