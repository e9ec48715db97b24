# SPDX-License-Identifier: GPL-2.0-or-later
# everything behind the command line, the daemon and the public library
noinst_LTLIBRARIES += libcore.la
libcore_la_LIBADD = $(AUDIT_LIBS) $(AUPARSE_LIBS) $(PCRE2_LIBS)
libcore_la_SOURCES = \
	lib/base/base.h lib/base/span.h lib/base/vec.h \
	lib/base/arena.c lib/base/arena.h \
	lib/base/buf.c lib/base/buf.h \
	lib/base/diag.c lib/base/diag.h \
	lib/base/escape.c lib/base/escape.h \
	lib/base/num.c lib/base/num.h \
	lib/base/source.c lib/base/source.h


# names and numbers of the kernel
libcore_la_SOURCES += lib/tbl/tbl.h \
	lib/tbl/abi.tbl.h lib/tbl/kind.tbl.h \
	lib/tbl/syscall.c lib/tbl/syscall.tbl.h \
	lib/tbl/family.c lib/tbl/family.tbl.h \
	lib/tbl/uring.c lib/tbl/uring.tbl.h \
	lib/tbl/constant.c lib/tbl/const.tbl.h lib/tbl/errno.tbl.h \
	lib/tbl/field.c lib/tbl/field.tbl.h

# event: the formats
libcore_la_SOURCES += \
	lib/base/json.c lib/base/json.h \
	lib/event/action.c lib/event/action.h lib/event/action.tbl.h \
	lib/event/format.c lib/event/format.h \
	lib/event/format_json.c lib/event/format_json.h \
	lib/event/format_text.c lib/event/format_text.h \
	lib/event/ids.c lib/event/ids.h \
	lib/event/param.c lib/event/param.h \
	lib/event/saddr.c lib/event/saddr.h \
	lib/event/stamp.c lib/event/stamp.h
