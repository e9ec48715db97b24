# SPDX-License-Identifier: GPL-2.0-or-later

# for auditd, which starts us where this says so
EXTRA_DIST += packaging/sctauditd.conf.in
auditplugindir = $(sysconfdir)/audit/plugins.d
nodist_auditplugin_DATA = packaging/sctauditd.conf
packaging/sctauditd.conf: $(srcdir)/packaging/sctauditd.conf.in Makefile
	$(AM_V_GEN)$(MKDIR_P) packaging && \
		sed 's|[@]sbindir@|$(sbindir)|' $(srcdir)/packaging/sctauditd.conf.in > $@
CLEANFILES += packaging/sctauditd.conf
# systemd: units, the worker's user, directories
systemd_in = packaging/systemd/sctaudit-rules.service.in \
	packaging/systemd/sctauditd.service.in \
	packaging/systemd/sctaudit.tmpfiles.conf.in
systemd_made = $(systemd_in:.in=)
EXTRA_DIST += $(systemd_in) packaging/systemd/sctaudit.sysusers.conf
CLEANFILES += $(systemd_made)
$(systemd_made): %: $(srcdir)/%.in Makefile
	$(AM_V_GEN)$(MKDIR_P) packaging/systemd && \
		sed -e 's|@bindir[@]|$(bindir)|g' -e 's|@sbindir[@]|$(sbindir)|g' \
		-e 's|@runstatedir[@]|$(runstatedir)|g' \
		-e 's|@localstatedir[@]|$(localstatedir)|g' $(srcdir)/$@.in > $@
if SYSTEMD
systemdunit_DATA = packaging/systemd/sctaudit-rules.service \
	packaging/systemd/sctauditd.service
install-systemd: packaging/systemd/sctaudit.tmpfiles.conf
	$(MKDIR_P) $(DESTDIR)$(sysusersdir) $(DESTDIR)$(tmpfilesdir)
	$(INSTALL_DATA) $(srcdir)/packaging/systemd/sctaudit.sysusers.conf \
		$(DESTDIR)$(sysusersdir)/sctaudit.conf
	$(INSTALL_DATA) packaging/systemd/sctaudit.tmpfiles.conf \
		$(DESTDIR)$(tmpfilesdir)/sctaudit.conf
uninstall-systemd:
	rm -f $(DESTDIR)$(sysusersdir)/sctaudit.conf \
		$(DESTDIR)$(tmpfilesdir)/sctaudit.conf
else
install-systemd uninstall-systemd:
endif
.PHONY: install-systemd uninstall-systemd

dist_check_SCRIPTS += tests/systemd_test.sh
TESTS += tests/systemd_test.sh
check_DATA = $(systemd_made)
# the configuration: whoever changed theirs keeps it
EXTRA_DIST += packaging/sctaudit.yaml
noinst_DATA += packaging/configuration
CLEANFILES += packaging/configuration
packaging/configuration: $(srcdir)/packaging/sctaudit.yaml
	$(AM_V_GEN)$(MKDIR_P) packaging && \
		sed 's|/var/l|$(localstatedir)/l|' \
		$(srcdir)/packaging/sctaudit.yaml > $@
configuration = $(DESTDIR)$(sysconfdir)/sctaudit/sctaudit.yaml
install-configuration: packaging/configuration
	$(MKDIR_P) $(DESTDIR)$(sysconfdir)/sctaudit/conf.d
	test -e $(configuration) || \
		$(INSTALL_DATA) packaging/configuration $(configuration)
uninstall-configuration:
	! cmp -s packaging/configuration $(configuration) || \
		rm -f $(configuration)
	-rmdir $(DESTDIR)$(sysconfdir)/sctaudit/conf.d 2>/dev/null
.PHONY: install-configuration uninstall-configuration
