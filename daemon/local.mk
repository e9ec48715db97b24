# SPDX-License-Identifier: GPL-2.0-or-later
sbin_PROGRAMS += daemon/sctauditd
daemon_sctauditd_SOURCES = daemon/main.c \
	daemon/loop.c daemon/loop.h \
	daemon/live.c daemon/live.h \
	daemon/loss.c daemon/loss.h \
	daemon/places.c daemon/places.h \
	daemon/queue.c daemon/queue.h \
	daemon/out.c daemon/out.h
# control: clients, what they ask for, what the daemon says of itself
daemon_sctauditd_SOURCES += \
	daemon/control.c daemon/control.h \
	daemon/client.c daemon/client.h \
	daemon/listen.c daemon/listen.h \
	daemon/recent.c daemon/recent.h \
	daemon/status.c daemon/status.h \
	daemon/metrics.c daemon/metrics.h
daemon_sctauditd_LDADD = libcore.la
