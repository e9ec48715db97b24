# SPDX-License-Identifier: GPL-2.0-or-later

# base/escape
check_PROGRAMS += tests/unit/test_escape
tests_unit_test_escape_SOURCES = tests/unit/test_escape.c
tests_unit_test_escape_LDADD = libcore.la $(CMOCKA_LIBS) $(JSONC_LIBS)
TESTS += tests/unit/test_escape
