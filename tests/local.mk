# SPDX-License-Identifier: GPL-2.0-or-later

# programs for the guest (x86_64): no sanitizer, and no 32-bit libc
guest_programs = tests/guest/i386 tests/guest/uring tests/guest/calls \
	tests/guest/records tests/guest/load
guest-programs: $(guest_programs)
tests/guest/i386: $(srcdir)/tests/guest/i386.c
	$(AM_V_CC)$(MKDIR_P) tests/guest && $(CC) $(WARN) -std=gnu11 -O1 -m32 \
		-nostdlib -static -ffreestanding -fno-stack-protector \
		-fno-pie -no-pie -o $@ $(srcdir)/tests/guest/i386.c
guest_build = $(MKDIR_P) tests/guest && $(CC) $(WARN) -std=gnu11 \
	-D_GNU_SOURCE -O2 -fno-pie -static -o $@
tests/guest/uring: $(srcdir)/tests/guest/uring.c
	$(AM_V_CC)$(guest_build) $(srcdir)/tests/guest/uring.c
tests/guest/calls: $(srcdir)/tests/guest/calls.c
	$(AM_V_CC)$(guest_build) $(srcdir)/tests/guest/calls.c
tests/guest/load: $(srcdir)/tests/guest/load.c
	$(AM_V_CC)$(guest_build) $(srcdir)/tests/guest/load.c
# with parts of the library
EXTRA_PROGRAMS += tests/guest/unaudited
guest-programs: tests/guest/unaudited$(EXEEXT)
tests_guest_unaudited_SOURCES = tests/guest/unaudited.c
tests_guest_unaudited_LDADD = libcore.la
# a daemon whose worker attacks when a record tells it to: never installed
EXTRA_PROGRAMS += tests/guest/sctauditd_attack
guest-programs: tests/guest/sctauditd_attack$(EXEEXT)
tests_guest_sctauditd_attack_SOURCES = $(daemon_sctauditd_SOURCES)
if !ATTACK_TESTS
tests_guest_sctauditd_attack_SOURCES += daemon/attack.c daemon/attack.h
endif
tests_guest_sctauditd_attack_CPPFLAGS = $(AM_CPPFLAGS) -DATTACK_TESTS=1
tests_guest_sctauditd_attack_CFLAGS = $(daemon_sctauditd_CFLAGS)
tests_guest_sctauditd_attack_LDADD = $(daemon_sctauditd_LDADD)
.PHONY: guest-programs
CLEANFILES += $(guest_programs)
EXTRA_DIST += tests/guest
# the directory is copied from where programs are built, too
dist-hook:
	cd $(distdir)/tests/guest && rm -rf *.o .deps .dirstamp \
		$(notdir $(guest_programs)) unaudited sctauditd_attack

# the counting of results for bootstrap
dist_check_SCRIPTS += tests/tally tests/tally_test.sh
TESTS += tests/tally_test.sh

# io_uring operations as both kernels record them, for the replay tests

# golden files: every pass as text; `make update-golden` writes them anew
dist_check_SCRIPTS += tests/golden/run
TESTS += tests/golden/run
EXTRA_DIST += tests/golden/cases
.PHONY: update-golden
update-golden: cli/sct
	SCT=cli/sct $(srcdir)/tests/golden/run --update

# base/message
check_PROGRAMS += tests/unit/test_message
tests_unit_test_message_SOURCES = tests/unit/test_message.c
tests_unit_test_message_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_message

# base/escape
check_PROGRAMS += tests/unit/test_escape
tests_unit_test_escape_SOURCES = tests/unit/test_escape.c
tests_unit_test_escape_LDADD = libcore.la $(CMOCKA_LIBS) $(JSONC_LIBS)
TESTS += tests/unit/test_escape

# event: the formats
EXTRA_DIST += tests/unit/call.h
check_PROGRAMS += tests/unit/test_format_text tests/unit/test_format_json
tests_unit_test_format_text_SOURCES = tests/unit/test_format_text.c
tests_unit_test_format_text_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_format_json_SOURCES = tests/unit/test_format_json.c
tests_unit_test_format_json_LDADD = libcore.la $(CMOCKA_LIBS) $(JSONC_LIBS)
TESTS += tests/unit/test_format_text tests/unit/test_format_json

# base/json
check_PROGRAMS += tests/unit/test_json
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_json
# the kernel's side, with a faked kernel
check_PROGRAMS += tests/unit/test_kernel tests/unit/test_krule_print \
	tests/unit/test_events
tests_unit_test_kernel_SOURCES = tests/unit/test_kernel.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h
tests_unit_test_kernel_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_krule_print_SOURCES = tests/unit/test_krule_print.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h
tests_unit_test_krule_print_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_events_SOURCES = tests/unit/test_events.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h
tests_unit_test_events_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_kernel tests/unit/test_krule_print \
	tests/unit/test_events

check_PROGRAMS += tests/unit/test_store
tests_unit_test_store_SOURCES = tests/unit/test_store.c
tests_unit_test_store_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_store


# the kernel's tables against libseccomp, libaudit and the installed headers,
# whose names gen-headers lists when the tests are built
if TESTS_BUILD
check_PROGRAMS += tests/unit/test_tbl tests/unit/test_tbl_nr \
	tests/unit/test_tbl_const
TESTS += tests/unit/test_tbl tests/unit/test_tbl_nr tests/unit/test_tbl_const
check_PROGRAMS += tests/unit/test_tbl tests/unit/test_tbl_nr
TESTS += tests/unit/test_tbl tests/unit/test_tbl_nr
tests_unit_test_tbl_SOURCES = tests/unit/test_tbl.c
tests_unit_test_tbl_LDADD = libcore.la $(CMOCKA_LIBS) $(AUDIT_LIBS)
tests_unit_test_tbl_nr_SOURCES = tests/unit/test_tbl_nr.c
tests_unit_test_tbl_nr_LDADD = libcore.la $(CMOCKA_LIBS) $(SECCOMP_LIBS) \
	$(AUDIT_LIBS)
tests/unit/test_tbl_nr.$(OBJEXT): tests/unit/header-nr.inc \
	tests/unit/versions.inc
tests_unit_test_tbl_const_SOURCES = tests/unit/test_tbl_const.c \
	tests/unit/tbl_headers.h tests/unit/tbl_kernel.c tests/unit/tbl_libc.c
tests_unit_test_tbl_const_LDADD = libcore.la $(CMOCKA_LIBS)
tests/unit/tbl_kernel.$(OBJEXT) tests/unit/tbl_libc.$(OBJEXT): \
	tests/unit/constants.inc
endif
gen_headers = $(srcdir)/tests/unit/gen-headers
tests/unit/header-nr.inc: $(gen_headers)
	$(AM_V_GEN)$(MKDIR_P) tests/unit && CC='$(CC)' $(gen_headers) nr > $@
tests/unit/versions.inc: $(gen_headers)
	$(AM_V_GEN)$(MKDIR_P) tests/unit && \
		CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' $(gen_headers) versions > $@
tests/unit/constants.inc: $(gen_headers) lib/tbl/const.tbl.h
	$(AM_V_GEN)$(MKDIR_P) tests/unit && \
		$(gen_headers) constants $(srcdir)/lib/tbl/const.tbl.h > $@
CLEANFILES += tests/unit/header-nr.inc tests/unit/versions.inc \
	tests/unit/constants.inc
dist_check_SCRIPTS += tests/unit/gen-headers
EXTRA_DIST += tools/gen-syscalls tools/gen-constants

# sim: random rules and calls through a simulated kernel filter
check_PROGRAMS += tests/sim/sim
tests_sim_sim_SOURCES = tests/sim/sim.c tests/sim/rng.h \
	tests/sim/world.c tests/sim/world.h tests/sim/gen.c tests/sim/gen.h \
	tests/sim/event.c tests/sim/event.h tests/sim/filter.c tests/sim/filter.h
tests_sim_sim_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_sim_sim_LDADD = libcore.la
TESTS += tests/sim/sim
# records to events, and events seen through rules
EXTRA_DIST += tests/replay tests/unit/record_text.h \
	tests/data/audit-6.1-enriched.log
check_PROGRAMS += tests/unit/test_record tests/unit/test_view
tests_unit_test_record_SOURCES = tests/unit/test_record.c
tests_unit_test_record_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_view_SOURCES = tests/unit/test_view.c
tests_unit_test_view_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_record tests/unit/test_view
# the public library
check_PROGRAMS += tests/unit/test_api
tests_unit_test_api_SOURCES = tests/unit/test_api.c
tests_unit_test_api_LDADD = libsctaudit.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_api

# libFuzzer targets; tests/fuzz/seeds holds what each starts from
EXTRA_DIST += tests/fuzz/seeds
if FUZZERS
noinst_PROGRAMS += tests/fuzz/fuzz_record tests/fuzz/fuzz_rules \
	tests/fuzz/fuzz_config
noinst_DATA += tests/fuzz/fuzz_rules.dict tests/fuzz/fuzz_config.dict
noinst_PROGRAMS += tests/fuzz/fuzz_record tests/fuzz/fuzz_rules
noinst_PROGRAMS += tests/fuzz/fuzz_control
noinst_DATA += tests/fuzz/fuzz_rules.dict
endif
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz_record.c
tests_fuzz_fuzz_record_LDADD = libcore.la
tests_fuzz_fuzz_record_LDFLAGS = -fsanitize=fuzzer
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz_rules.c
tests_fuzz_fuzz_rules_LDADD = libcore.la
tests_fuzz_fuzz_rules_LDFLAGS = -fsanitize=fuzzer
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c
tests_fuzz_fuzz_config_LDADD = libconf.la libcore.la
tests_fuzz_fuzz_config_LDFLAGS = -fsanitize=fuzzer
tests_fuzz_fuzz_control_SOURCES = tests/fuzz/fuzz_control.c $(control_sources)
tests_fuzz_fuzz_control_LDADD = libcore.la
tests_fuzz_fuzz_control_LDFLAGS = -fsanitize=fuzzer
dist_check_SCRIPTS += tests/fuzz/gen-dict
tests/fuzz/fuzz_rules.dict: $(srcdir)/tests/fuzz/gen-dict
	$(AM_V_GEN)$(MKDIR_P) tests/fuzz && \
		$(srcdir)/tests/fuzz/gen-dict $(srcdir) > $@
tests/fuzz/fuzz_config.dict: $(srcdir)/tests/fuzz/gen-dict
	$(AM_V_GEN)$(MKDIR_P) tests/fuzz && \
		$(srcdir)/tests/fuzz/gen-dict --config $(srcdir) > $@
CLEANFILES += tests/fuzz/fuzz_rules.dict tests/fuzz/fuzz_config.dict
# the tree keeps its own rules
dist_check_SCRIPTS += tools/check-tree
TESTS += tools/check-tree
EXTRA_DIST += tests/data

# rule: ranges, C's integers, the kernel part
check_PROGRAMS += tests/unit/test_ints tests/unit/test_typed tests/unit/test_split
tests_unit_test_ints_SOURCES = tests/unit/test_ints.c
tests_unit_test_ints_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_typed_SOURCES = tests/unit/test_typed.c
tests_unit_test_typed_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_split_SOURCES = tests/unit/test_split.c
tests_unit_test_split_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_ints tests/unit/test_typed tests/unit/test_split
# parts of the daemon
check_PROGRAMS += tests/unit/test_loss tests/unit/test_live \
	tests/unit/test_queue
tests_unit_test_queue_SOURCES = tests/unit/test_queue.c \
	daemon/queue.c daemon/queue.h
tests_unit_test_queue_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_loss_SOURCES = tests/unit/test_loss.c \
	daemon/loss.c daemon/loss.h daemon/loss_line.c daemon/loss_line.h
tests_unit_test_loss_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_live_SOURCES = tests/unit/test_live.c \
	daemon/live.c daemon/live.h
tests_unit_test_live_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_loss tests/unit/test_live tests/unit/test_queue
# the rule language: text to typed rules
EXTRA_DIST += tests/unit/rulekit.h
rule_tests = tests/unit/test_base tests/unit/test_diag \
	tests/unit/test_lex tests/unit/test_parse tests/unit/test_resolve \
	tests/unit/test_format tests/unit/test_pattern tests/unit/test_eval \
	tests/unit/test_order
check_PROGRAMS += $(rule_tests)
TESTS += $(rule_tests)
tests_unit_test_lex_SOURCES = tests/unit/test_lex.c
tests_unit_test_lex_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_parse_SOURCES = tests/unit/test_parse.c
tests_unit_test_parse_LDADD = libcore.la $(CMOCKA_LIBS)
# the documentation against the programs
dist_check_SCRIPTS += tests/doc_test.sh
TESTS += tests/doc_test.sh
tests_unit_test_resolve_SOURCES = tests/unit/test_resolve.c
tests_unit_test_resolve_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_diag_SOURCES = tests/unit/test_diag.c
tests_unit_test_diag_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_format_SOURCES = tests/unit/test_format.c
tests_unit_test_format_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_pattern_SOURCES = tests/unit/test_pattern.c
tests_unit_test_pattern_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_order_SOURCES = tests/unit/test_order.c
tests_unit_test_order_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_eval_SOURCES = tests/unit/test_eval.c
tests_unit_test_eval_LDADD = libcore.la $(CMOCKA_LIBS)

# the front end without memory
EXTRA_DIST += tests/unit/front.h
check_PROGRAMS += tests/unit/test_nomem
TESTS += tests/unit/test_nomem
tests_unit_test_nomem_SOURCES = tests/unit/test_nomem.c
tests_unit_test_nomem_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_nomem_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc \
	-Wl,--wrap=calloc -Wl,--wrap=realloc -Wl,--wrap=free \
	-Wl,--wrap=vasprintf

# rule files and logs with something gone wrong
check_PROGRAMS += tests/unit/test_mutate tests/unit/test_mutate_logs
TESTS += tests/unit/test_mutate tests/unit/test_mutate_logs
tests_unit_test_mutate_logs_SOURCES = tests/unit/test_mutate_logs.c
tests_unit_test_mutate_logs_LDADD = libcore.la $(CMOCKA_LIBS) $(JSONC_LIBS)
tests_unit_test_mutate_SOURCES = tests/unit/test_mutate.c
tests_unit_test_mutate_LDADD = libcore.la $(CMOCKA_LIBS)

# store: symbolic links
check_PROGRAMS += tests/unit/test_links
tests_unit_test_links_SOURCES = tests/unit/test_links.c
tests_unit_test_links_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_links

# where the lines go
EXTRA_DIST += tests/unit/sinkkit.h
check_PROGRAMS += tests/unit/test_sink
tests_unit_test_sink_SOURCES = tests/unit/test_sink.c $(sink_sources) \
	daemon/loss_line.c daemon/loss_line.h
tests_unit_test_sink_CFLAGS = $(AM_CFLAGS) -pthread
tests_unit_test_sink_LDADD = libconf.la libcore.la $(CMOCKA_LIBS) $(SYSTEMD_LIBS) -lpthread
tests_unit_test_sink_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=fdatasync
TESTS += tests/unit/test_sink
check_PROGRAMS += tests/unit/test_sink_datagram
tests_unit_test_sink_datagram_SOURCES = tests/unit/test_sink_datagram.c \
	$(sink_sources) daemon/loss_line.c daemon/loss_line.h
tests_unit_test_sink_datagram_CFLAGS = $(AM_CFLAGS) -pthread
tests_unit_test_sink_datagram_LDADD = $(tests_unit_test_sink_LDADD)
tests_unit_test_sink_datagram_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=sd_journal_sendv -Wl,--wrap=access
TESTS += tests/unit/test_sink_datagram

# the journal's fields of a call
check_PROGRAMS += tests/unit/test_format_journal
tests_unit_test_format_journal_SOURCES = tests/unit/test_format_journal.c
tests_unit_test_format_journal_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_format_journal
# the configuration: its mistakes, without memory, with something gone wrong
EXTRA_DIST += tests/unit/conf.h tests/unit/nomem.h
check_PROGRAMS += tests/unit/test_config tests/unit/test_config_nomem \
	tests/unit/test_config_mutate
TESTS += tests/unit/test_config tests/unit/test_config_nomem \
	tests/unit/test_config_mutate
tests_unit_test_config_SOURCES = tests/unit/test_config.c
tests_unit_test_config_LDADD = libconf.la libcore.la $(CMOCKA_LIBS)
tests_unit_test_config_mutate_SOURCES = tests/unit/test_config_mutate.c
tests_unit_test_config_mutate_LDADD = libconf.la libcore.la $(CMOCKA_LIBS)
tests_unit_test_config_nomem_SOURCES = tests/unit/test_config_nomem.c
tests_unit_test_config_nomem_LDADD = libconf.la libcore.la $(CMOCKA_LIBS)
tests_unit_test_config_nomem_LDFLAGS = $(tests_unit_test_nomem_LDFLAGS)
# control: the sockets with a server in a thread, what is asked on them
check_PROGRAMS += tests/unit/test_control
tests_unit_test_control_SOURCES = tests/unit/test_control.c $(control_sources)
tests_unit_test_control_LDADD = libcore.la $(CMOCKA_LIBS) -lpthread
tests_unit_test_sct_SOURCES = tests/unit/test_sct.c $(control_sources)
tests_unit_test_sct_LDADD = libcore.la $(CMOCKA_LIBS) -lpthread
check_PROGRAMS += tests/unit/test_sct
TESTS += tests/unit/test_control tests/unit/test_sct
EXTRA_DIST += tests/unit/control_server.h
control_sources = daemon/control.c daemon/control.h daemon/client.c \
	daemon/client.h daemon/listen.c daemon/listen.h \
	daemon/recent.c daemon/recent.h
check_PROGRAMS += tests/unit/test_recent tests/unit/test_request
tests_unit_test_recent_SOURCES = tests/unit/test_recent.c \
	daemon/recent.c daemon/recent.h
tests_unit_test_recent_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_request_SOURCES = tests/unit/test_request.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h
tests_unit_test_request_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_recent tests/unit/test_request
check_PROGRAMS += tests/unit/test_status
tests_unit_test_status_SOURCES = tests/unit/test_status.c \
	daemon/status.c daemon/status.h daemon/metrics.c daemon/metrics.h \
	daemon/loss_line.c daemon/loss_line.h
tests_unit_test_status_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_status
# make check-long: half an hour of load in the guest; MINUTES=, GUEST_OPTIONS=
MINUTES = 30
GUEST_OPTIONS = --kernel 6.1
.PHONY: check-long
check-long: all guest-programs
	$(srcdir)/tests/guest/run --build . --tests $(srcdir)/tests/guest/long \
		--out guest-long --env MINUTES=$(MINUTES) $(GUEST_OPTIONS)
# the worker's cage, and what is tried against it
check_PROGRAMS += tests/unit/test_sandbox
tests_unit_test_sandbox_SOURCES = tests/unit/test_sandbox.c \
	daemon/sandbox.c daemon/sandbox.h daemon/attack.c daemon/attack.h
tests_unit_test_sandbox_LDADD = libcore.la $(CMOCKA_LIBS) $(SECCOMP_LIBS) \
	$(CAPNG_LIBS)
TESTS += tests/unit/test_sandbox

# a fork that the kernel does not audit
check_PROGRAMS += tests/unit/test_unaudited
tests_unit_test_unaudited_SOURCES = tests/unit/test_unaudited.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h
tests_unit_test_unaudited_LDADD = libcore.la $(CMOCKA_LIBS)
TESTS += tests/unit/test_unaudited

# the worker's questions
check_PROGRAMS += tests/unit/test_look
tests_unit_test_look_SOURCES = tests/unit/test_look.c \
	daemon/look.c daemon/look.h daemon/look_types.h daemon/look_server.c \
	daemon/places.c daemon/places.h daemon/sandbox.c daemon/sandbox.h
tests_unit_test_look_LDADD = libcore.la -lpthread $(CMOCKA_LIBS) $(SECCOMP_LIBS) \
	$(CAPNG_LIBS)
tests_unit_test_look_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getpwuid_r
TESTS += tests/unit/test_look

# readiness and watchdog
check_PROGRAMS += tests/unit/test_notify
tests_unit_test_notify_SOURCES = tests/unit/test_notify.c \
	daemon/notify.c daemon/notify.h
tests_unit_test_notify_LDADD = $(CMOCKA_LIBS) $(SYSTEMD_LIBS)
TESTS += tests/unit/test_notify
# the daemon's sources and its reader
source_tests = tests/unit/test_admit tests/unit/test_settings \
	tests/unit/test_source tests/unit/test_source_file \
	tests/unit/test_reader
check_PROGRAMS += $(source_tests)
TESTS += $(source_tests)
tests_unit_test_admit_SOURCES = tests/unit/test_admit.c \
	daemon/admit.c daemon/admit.h
tests_unit_test_admit_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_settings_SOURCES = tests/unit/test_settings.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h \
	daemon/settings.c daemon/settings.h
tests_unit_test_settings_LDADD = libcore.la $(CMOCKA_LIBS)
tests_unit_test_source_SOURCES = tests/unit/test_source.c \
	tests/unit/fakekernel.c tests/unit/fakekernel.h $(daemon_sources)
tests_unit_test_source_LDADD = libcore.la $(CMOCKA_LIBS) -lpthread
tests_unit_test_reader_SOURCES = tests/unit/test_reader.c \
	daemon/queue.c daemon/queue.h daemon/loss.c daemon/loss.h \
	$(daemon_reader)
tests_unit_test_reader_LDADD = libcore.la $(CMOCKA_LIBS) -lpthread
tests_unit_test_source_file_SOURCES = tests/unit/test_source_file.c \
	$(daemon_sources)
tests_unit_test_source_file_LDADD = libcore.la $(CMOCKA_LIBS) -lpthread
check_PROGRAMS += tests/guest/records
tests_guest_records_SOURCES = tests/guest/records.c $(daemon_sources) \
	$(daemon_reader) daemon/queue.c daemon/loss.c
tests_guest_records_LDADD = libcore.la -lpthread

# supervisor and worker together, on a recorded log
dist_check_SCRIPTS += tests/daemon_test.sh
TESTS += tests/daemon_test.sh
