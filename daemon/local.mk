# SPDX-License-Identifier: GPL-2.0-or-later
sbin_PROGRAMS += daemon/sctauditd
daemon_sctauditd_SOURCES = daemon/main.c \
	daemon/loop.c daemon/loop.h \
	daemon/live.c daemon/live.h \
	daemon/loss.c daemon/loss.h \
	daemon/places.c daemon/places.h \
	daemon/look.c daemon/look.h daemon/look_types.h daemon/look_server.c \
	daemon/queue.c daemon/queue.h \
	daemon/out.c daemon/out.h
daemon_sctauditd_LDADD = libcore.la -lpthread

# the worker's cage
daemon_sctauditd_SOURCES += daemon/sandbox.c daemon/sandbox.h
daemon_sctauditd_LDADD += $(SECCOMP_LIBS) $(CAPNG_LIBS)
if ATTACK_TESTS
daemon_sctauditd_SOURCES += daemon/attack.c daemon/attack.h
endif

# readiness and watchdog
daemon_sctauditd_SOURCES += daemon/notify.c daemon/notify.h
daemon_sctauditd_LDADD += $(SYSTEMD_LIBS)
