# SPDX-License-Identifier: GPL-2.0-or-later
# everything behind the command line, the daemon and the public library
noinst_LTLIBRARIES += libcore.la
libcore_la_LIBADD = $(AUDIT_LIBS) $(AUPARSE_LIBS) $(PCRE2_LIBS)
libcore_la_SOURCES = \
	lib/base/base.h lib/base/span.h lib/base/vec.h lib/base/hash.h \
	lib/base/arena.c lib/base/arena.h \
	lib/base/buf.c lib/base/buf.h \
	lib/base/diag.c lib/base/diag.h \
	lib/base/escape.c lib/base/escape.h \
	lib/base/message.c lib/base/message.h \
	lib/base/num.c lib/base/num.h \
	lib/base/path.c lib/base/path.h \
	lib/base/source.c lib/base/source.h

# names and numbers of the kernel
libcore_la_SOURCES += lib/tbl/audit.h lib/tbl/tbl.h \
	lib/tbl/abi.tbl.h lib/tbl/kind.tbl.h \
	lib/tbl/syscall.c lib/tbl/syscall.tbl.h \
	lib/tbl/family.c lib/tbl/family.tbl.h \
	lib/tbl/uring.c lib/tbl/uring.tbl.h \
	lib/tbl/constant.c lib/tbl/const.tbl.h lib/tbl/errno.tbl.h \
	lib/tbl/field.c lib/tbl/field.tbl.h \
	lib/tbl/level.c lib/tbl/level.h lib/tbl/level.tbl.h

# rule text to kernel rules, in the order of the flow
libcore_la_SOURCES += \
	lib/rule/op.tbl.h lib/rule/lex.c lib/rule/lex.h \
	lib/rule/entry.tbl.h lib/rule/ast.h lib/rule/parse.c lib/rule/parse.h \
	lib/rule/parser.h lib/rule/parse_expr.c \
	lib/rule/print.c lib/rule/print.h \
	lib/rule/var.tbl.h lib/rule/macro.tbl.h lib/rule/func.tbl.h \
	lib/rule/value.h lib/rule/rules.c lib/rule/rules.h \
	lib/rule/resolve.c lib/rule/resolve.h \
	lib/rule/resolve_expr.c lib/rule/resolve_expr.h \
	lib/rule/format.c lib/rule/format.h \
	lib/rule/pattern.c lib/rule/pattern.h \
	lib/rule/typed.c lib/rule/typed.h \
	lib/rule/expr.c lib/rule/expr.h lib/rule/eval.c lib/rule/eval.h \
	lib/rule/target.c lib/rule/target.h lib/rule/ints.c lib/rule/ints.h \
	lib/rule/dnf.c lib/rule/dnf.h lib/rule/order.c lib/rule/order.h \
	lib/rule/check.c lib/rule/check.h lib/rule/split.c lib/rule/split.h \
	lib/rule/cover.c lib/rule/cover.h \
	lib/rule/krule.c lib/rule/dump.c lib/rule/dump.h \
	lib/rule/caveat.tbl.h lib/rule/explain.c lib/rule/explain.h

# audit rules as the kernel has them
libcore_la_SOURCES += \
	lib/rule/auditrule.c lib/rule/auditrule.h \
	lib/rule/krule.h lib/rule/krule_print.c

# what is on disk
libcore_la_SOURCES += \
	lib/store/names.c lib/store/names.h \
	lib/store/links.c lib/store/links.h \
	lib/store/textfile.c lib/store/textfile.h

# event: the formats
libcore_la_SOURCES += \
	lib/base/json.c lib/base/json.h \
	lib/event/action.c lib/event/action.h lib/event/action.tbl.h \
	lib/event/format.c lib/event/format.h \
	lib/event/format_json.c lib/event/format_json.h \
	lib/event/format_journal.c lib/event/format_journal.h \
	lib/event/format_text.c lib/event/format_text.h \
	lib/event/ids.c lib/event/ids.h \
	lib/event/param.c lib/event/param.h \
	lib/event/saddr.c lib/event/saddr.h \
	lib/event/stamp.c lib/event/stamp.h
# the kernel: the only code that talks audit netlink
libcore_la_SOURCES += \
	lib/kernel/auditnl.c lib/kernel/auditnl.h lib/kernel/netlink.c \
	lib/kernel/apply.c lib/kernel/hide.c \
	lib/kernel/refuse.c lib/kernel/refuse.h \
	lib/kernel/events.c lib/kernel/events.h \
	lib/kernel/unaudited.c lib/kernel/unaudited.h \
	lib/kernel/peer.c lib/kernel/peer.h

# rule files on disk and what was uploaded
libcore_la_SOURCES += \
	lib/store/store.h lib/store/file.c lib/store/file.h \
	lib/store/dropins.c lib/store/uploads.c

# records to events
libcore_la_SOURCES += \
	lib/event/event.h \
	lib/event/head.c lib/event/head.h \
	lib/event/scan.c lib/event/scan.h \
	lib/event/fields.c lib/event/fields.h \
	lib/event/record.c lib/event/record.h \
	lib/event/object.c lib/event/object.h \
	lib/event/view.c lib/event/view.h

# records to lines
libcore_la_SOURCES += \
	lib/event/match.c lib/event/match.h \
	lib/event/pipeline.c lib/event/pipeline.h

# rule files to the kernel
libcore_la_SOURCES += lib/kernel/ruleset.c lib/kernel/ruleset.h

# requests of the command line, done here or by the daemon
libcore_la_SOURCES += lib/control/request.c lib/control/request.h \
	lib/control/rows.c lib/control/rows.h \
	lib/control/work.c lib/control/work.h lib/control/change.c \
	lib/control/show.c lib/control/status.c \
	lib/control/client.c lib/control/client.h

# the public library: api.c is all that others see of it
lib_LTLIBRARIES += libsctaudit.la
include_HEADERS = lib/sctaudit.h
libsctaudit_la_SOURCES = lib/api.c
libsctaudit_la_LIBADD = libcore.la
libsctaudit_la_LDFLAGS = $(AM_LDFLAGS) -version-info 1:0:0 $(SYMBOL_MAP_FLAG)
EXTRA_libsctaudit_la_DEPENDENCIES = $(srcdir)/lib/libsctaudit.map
EXTRA_DIST += lib/libsctaudit.map
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = lib/sctaudit.pc
