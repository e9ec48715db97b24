# SPDX-License-Identifier: GPL-2.0-or-later

# the record path alone against libauparse alone
EXTRA_PROGRAMS = bench/auparse_loop bench/record_loop
bench_auparse_loop_SOURCES = bench/auparse_loop.c
bench_auparse_loop_LDADD = $(AUPARSE_LIBS) $(AUDIT_LIBS)
bench_record_loop_SOURCES = bench/record_loop.c
bench_record_loop_LDADD = libcore.la
EXTRA_DIST += bench/multiply

# the formats alone
EXTRA_PROGRAMS += bench/format_loop
bench_format_loop_SOURCES = bench/format_loop.c
bench_format_loop_LDADD = libcore.la
