# SPDX-License-Identifier: GPL-2.0-or-later
sbin_PROGRAMS += daemon/sctauditd
daemon_sctauditd_SOURCES = daemon/main.c daemon/exit.h \
	daemon/background.c daemon/background.h daemon/clock.h \
	daemon/say.c daemon/say.h daemon/notify.c daemon/notify.h
daemon_sctauditd_LDADD = libconf.la libcore.la

# the supervisor, from source to sinks
daemon_sctauditd_SOURCES += \
	daemon/supervisor.c daemon/supervisor.h \
	daemon/queue.c daemon/queue.h \
	daemon/keeper.c daemon/keeper.h \
	daemon/quarantine.c daemon/quarantine.h \
	daemon/loader.c daemon/loader.h \
	daemon/fanout.c daemon/fanout.h \
	daemon/loss.c daemon/loss.h \
	daemon/loss_line.c daemon/loss_line.h \
	daemon/account.c daemon/account.h

# the worker, and what both know
daemon_sctauditd_SOURCES += \
	daemon/work.c daemon/work.h daemon/work.tbl.h daemon/count.tbl.h \
	daemon/live.c daemon/live.h \
	daemon/places.c daemon/places.h \
	daemon/look.c daemon/look.h daemon/look_types.h daemon/look_server.c \
	daemon/worker.c daemon/worker.h

# the worker's cage
daemon_sctauditd_SOURCES += daemon/sandbox.c daemon/sandbox.h
daemon_sctauditd_LDADD += $(SECCOMP_LIBS) $(CAPNG_LIBS)
if ATTACK_TESTS
daemon_sctauditd_SOURCES += daemon/attack.c daemon/attack.h
endif

# what it is told to do
noinst_LTLIBRARIES += libconf.la
libconf_la_SOURCES = daemon/config.c daemon/config.h daemon/config.tbl.h \
	daemon/config_key.c daemon/config_key.h \
	daemon/config_load.c daemon/config_print.c daemon/config_sink.c \
	daemon/yamltree.c daemon/yamltree.h
libconf_la_LIBADD = $(YAML_LIBS)
daemon_sctauditd_SOURCES += daemon/config_check.c

# where the lines go
sink_sources = \
	daemon/sink.c daemon/sink.h daemon/sink_driver.h \
	daemon/sink_queue.c daemon/sink_queue.h \
	daemon/sink_file.c daemon/sink_journal.c \
	daemon/sink_syslog.c daemon/sink_stdout.c
daemon_sctauditd_SOURCES += $(sink_sources)
daemon_sctauditd_CFLAGS = $(AM_CFLAGS) -pthread
daemon_sctauditd_LDADD += $(SYSTEMD_LIBS) -lpthread

# control: clients, what they ask for, what the daemon says of itself
daemon_sctauditd_SOURCES += \
	daemon/control.c daemon/control.h \
	daemon/client.c daemon/client.h \
	daemon/listen.c daemon/listen.h \
	daemon/recent.c daemon/recent.h \
	daemon/status.c daemon/status.h \
	daemon/metrics.c daemon/metrics.h

# where records come from, and who reads them
daemon_sources = daemon/config.h \
	daemon/settings.c daemon/settings.h \
	daemon/lines.c daemon/lines.h \
	daemon/rotation.c daemon/rotation.h \
	daemon/source.c daemon/source.h daemon/source_driver.h \
	daemon/source_netlink.c daemon/source_plugin.c daemon/source_file.c
daemon_reader = daemon/reader.c daemon/reader.h daemon/admit.c daemon/admit.h
daemon_sctauditd_SOURCES += $(daemon_sources) $(daemon_reader)
