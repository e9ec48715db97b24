# SPDX-License-Identifier: GPL-2.0-or-later
sbin_PROGRAMS += daemon/sctauditd
daemon_sctauditd_SOURCES = daemon/main.c \
	daemon/loop.c daemon/loop.h \
	daemon/live.c daemon/live.h \
	daemon/loss.c daemon/loss.h \
	daemon/loss_line.c daemon/loss_line.h \
	daemon/places.c daemon/places.h \
	daemon/queue.c daemon/queue.h \
	daemon/out.c daemon/out.h
daemon_sctauditd_LDADD = libcore.la

# where the lines go
sink_sources = \
	daemon/sink.c daemon/sink.h daemon/sink_driver.h \
	daemon/sink_queue.c daemon/sink_queue.h \
	daemon/sink_file.c daemon/sink_journal.c \
	daemon/sink_syslog.c daemon/sink_stdout.c
daemon_sctauditd_SOURCES += $(sink_sources)
daemon_sctauditd_CFLAGS = $(AM_CFLAGS) -pthread
daemon_sctauditd_LDADD += $(SYSTEMD_LIBS) -lpthread
