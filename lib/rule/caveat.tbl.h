/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CAVEAT(id, text): what a rule does not do, or not as one may think. */
CAVEAT(before_is_exit, "the line is written when the call ends: audit reports at exit only")
CAVEAT(not_enforced, "nothing is refused: this version logs only (level N0)")
CAVEAT(existing_only, "calls that fail before they find the file (no such name, no right to search) are missed; attempts = all adds them")
CAVEAT(all_failing, "attempts = all: the kernel reports every failing call, the daemon sorts out")
CAVEAT(letters, "names are compared as text, made absolute by the caller's directory; sctauditd also knows a file by its inode, so symbolic links and descriptors do not hide it; sct replay has the text alone")
CAVEAT(uring_args, "io_uring operations are reported without arguments, and without a result that says what came of them; often without the name of the program and of the file")
CAVEAT(uring_flags, "an io_uring unlinkat does not say whether it is rmdir; a failing one may stay undecided, which is counted")
CAVEAT(socketcall, "i386 programs that use socketcall are seen through its record")
CAVEAT(clone3, "clone3 does not show its flags, so new threads made with it count as fork")
CAVEAT(late_args, "PARAMS[5] and PARAMS[6] are not in audit records")
CAVEAT(exe_text, "EXE is compared by the daemon, as text: the kernel's exe= would compare the file's inode")
CAVEAT(not_compat, "32-bit ARM programs on an aarch64 kernel are not covered: their calls are not in the tables")
