# SPDX-License-Identifier: GPL-2.0-or-later

# for auditd, which starts us where this says so
EXTRA_DIST += packaging/sctauditd.conf.in
auditplugindir = $(sysconfdir)/audit/plugins.d
nodist_auditplugin_DATA = packaging/sctauditd.conf
packaging/sctauditd.conf: $(srcdir)/packaging/sctauditd.conf.in Makefile
	$(AM_V_GEN)$(MKDIR_P) packaging && \
		sed 's|@sbindir@|$(sbindir)|' $(srcdir)/packaging/sctauditd.conf.in > $@
CLEANFILES += packaging/sctauditd.conf
