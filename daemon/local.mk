# SPDX-License-Identifier: GPL-2.0-or-later
sbin_PROGRAMS += daemon/sctauditd
daemon_sctauditd_SOURCES = daemon/main.c \
	daemon/loop.c daemon/loop.h \
	daemon/live.c daemon/live.h \
	daemon/loss.c daemon/loss.h \
	daemon/places.c daemon/places.h \
	daemon/queue.c daemon/queue.h \
	daemon/out.c daemon/out.h
daemon_sctauditd_LDADD = libcore.la

# where records come from, and who reads them
daemon_sources = daemon/config.h \
	daemon/settings.c daemon/settings.h \
	daemon/lines.c daemon/lines.h \
	daemon/rotation.c daemon/rotation.h \
	daemon/source.c daemon/source.h daemon/source_driver.h \
	daemon/source_netlink.c daemon/source_plugin.c daemon/source_file.c
daemon_reader = daemon/reader.c daemon/reader.h daemon/admit.c daemon/admit.h
daemon_sctauditd_SOURCES += $(daemon_sources) $(daemon_reader)
