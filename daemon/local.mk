# SPDX-License-Identifier: GPL-2.0-or-later
sbin_PROGRAMS += daemon/sctauditd
daemon_sctauditd_SOURCES = daemon/main.c \
	daemon/loop.c daemon/loop.h \
	daemon/live.c daemon/live.h \
	daemon/loss.c daemon/loss.h \
	daemon/places.c daemon/places.h \
	daemon/queue.c daemon/queue.h \
	daemon/out.c daemon/out.h
daemon_sctauditd_LDADD = libconf.la libcore.la

# what it is told to do
noinst_LTLIBRARIES += libconf.la
libconf_la_SOURCES = daemon/config.c daemon/config.h daemon/config.tbl.h \
	daemon/config_key.c daemon/config_key.h \
	daemon/config_load.c daemon/config_print.c \
	daemon/yamltree.c daemon/yamltree.h
libconf_la_LIBADD = $(YAML_LIBS)
daemon_sctauditd_SOURCES += daemon/config_check.c
