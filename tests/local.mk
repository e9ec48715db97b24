# SPDX-License-Identifier: GPL-2.0-or-later

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

