# SPDX-License-Identifier: GPL-2.0-or-later
bin_PROGRAMS += cli/sct
cli_sct_SOURCES = cli/main.c cli/cli.h cli/cmd.tbl.h cli/load.c \
	cli/cmd_check.c cli/cmd_compile.c cli/cmd_explain.c \
	cli/cmd_syscalls.c
cli_sct_LDADD = libcore.la $(JSONC_LIBS)
