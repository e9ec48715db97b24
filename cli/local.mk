# SPDX-License-Identifier: GPL-2.0-or-later
bin_PROGRAMS += cli/sct
cli_sct_SOURCES = cli/main.c cli/cli.h cli/cmd.tbl.h cli/load.c \
	cli/cmd_check.c cli/cmd_compile.c cli/cmd_explain.c \
	cli/cmd_syscalls.c \
	cli/logfile.c cli/logfile.h cli/cmd_replay.c \
	cli/ask.c cli/ask.h cli/cmd_upload.c cli/cmd_download.c \
	cli/cmd_delete.c cli/cmd_diff.c cli/cmd_status.c cli/cmd_reload.c \
	cli/cmd_log.c cli/service.c cli/service.h cli/cmd_load.c \
	cli/cmd_unload.c
cli_sct_LDADD = libcore.la $(JSONC_LIBS) $(ZLIB_LIBS)

# names that syscalltrack's users know: links to sct
cli_links = sct_config sctlog sct_load sct_unload
install-exec-hook:
	$(MKDIR_P) $(DESTDIR)$(bindir)
	cd $(DESTDIR)$(bindir) && for l in $(cli_links); do \
		ln -sf sct $$l || exit 1; done
uninstall-hook:
	cd $(DESTDIR)$(bindir) && rm -f $(cli_links)
