# SPDX-License-Identifier: GPL-2.0-or-later

# the formats alone
EXTRA_PROGRAMS += bench/format_loop
bench_format_loop_SOURCES = bench/format_loop.c
bench_format_loop_LDADD = libcore.la
