/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CMD(name, arguments, what it does): commands of sct; each is cmd_NAME() in
 * cmd_NAME.c */
CMD(check, "[FILE...]", "read rule files, report every mistake and surprise")
CMD(compile, "[FILE...]", "print the kernel's audit rules in auditctl's syntax")
CMD(explain, "[FILE...]", "say what each rule really does, and what it misses")
CMD(syscalls, "[NAME|NUMBER...]", "list system calls with their parameters")
CMD(replay, "-r FILE LOG...", "run recorded audit logs through rules")
CMD(upload, "FILE...", "add rules to what is loaded")
CMD(download, "", "print what was uploaded, as rule text")
CMD(delete, "[RULE...]", "take uploaded rules away")
CMD(diff, "[FILE...]", "compare rules with what the kernel has")
CMD(status, "", "say what the kernel's audit subsystem and our rules do")
CMD(reload, "", "have rules and configuration read again")
CMD(log, "", "follow the lines that sctauditd makes")
CMD(load, "", "start sctauditd")
CMD(unload, "", "stop sctauditd")
