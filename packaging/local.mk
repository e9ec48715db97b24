# SPDX-License-Identifier: GPL-2.0-or-later

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
