# SPDX-License-Identifier: GPL-2.0-or-later

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
