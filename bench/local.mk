# SPDX-License-Identifier: GPL-2.0-or-later

# make bench: ratios, never part of check; ROUNDS=, EVENTS=, BENCH_OPTIONS=
EXTRA_PROGRAMS += bench/cpu
bench_cpu_SOURCES = bench/cpu.c
EXTRA_DIST += bench/run bench/multiply bench/gen-rules bench/baseline \
	bench/guest
.PHONY: bench bench-programs
bench-programs: all bench/cpu$(EXEEXT) bench/auparse_loop$(EXEEXT)
bench: bench-programs
	ROUNDS='$(ROUNDS)' EVENTS='$(EVENTS)' \
		$(srcdir)/bench/run --build=. $(BENCH_OPTIONS)
clean-local:
	rm -rf bench-cache
CLEANFILES += $(EXTRA_PROGRAMS)

# the record path alone against libauparse alone
EXTRA_PROGRAMS += bench/auparse_loop bench/record_loop
bench_auparse_loop_SOURCES = bench/auparse_loop.c
bench_auparse_loop_LDADD = $(AUPARSE_LIBS) $(AUDIT_LIBS)
bench_record_loop_SOURCES = bench/record_loop.c
bench_record_loop_LDADD = libcore.la

# the formats alone
EXTRA_PROGRAMS += bench/format_loop
bench_format_loop_SOURCES = bench/format_loop.c
bench_format_loop_LDADD = libcore.la
