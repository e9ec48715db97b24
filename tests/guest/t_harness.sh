# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# The guest itself: the kernel's audit system works and its records can be
# read, with none of our programs in the way.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

auditctl -D >/dev/null
auditctl -e 1 >/dev/null
auditctl -a always,exit -F arch=b64 -S unlink -S unlinkat -k sct-harness
auditctl -a always,exit -F arch=b32 -S unlink -k sct-harness
LOG=$OUT/audit.log
auditd -f -s nochange >"$LOG" 2>&1 &	# -f: records go to stdout
if ! wait_text "$LOG" 'listening for events'; then
	fail "auditd starts" "$(cat "$LOG")"
	finish
fi

/usr/bin/touch dummy
/usr/bin/rm ./dummy
check "coreutils rm calls unlinkat (263)" wait_for "$WAIT" grep -qsE \
	'type=SYSCALL .* syscall=263 success=yes .* comm="rm"' "$LOG"

/usr/bin/touch dummy
/busybox/rm ./dummy
check "busybox rm calls unlink (87)" wait_for "$WAIT" grep -qsE \
	'type=SYSCALL .* syscall=87 success=yes .* comm="rm"' "$LOG"

/usr/bin/touch dummy
/usr/bin/perl -e 'unlink "./dummy" or exit 1'
check "perl calls unlink (87)" wait_for "$WAIT" grep -qsE \
	'type=SYSCALL .* syscall=87 success=yes .* comm="perl"' "$LOG"

/usr/bin/touch dummy
is "the i386 program runs" "$(/tests/i386 unlink ./dummy)" "unlink = 0"
check "its call is i386's unlink (10)" wait_for "$WAIT" grep -qsE \
	'arch=40000003 syscall=10 success=yes .* comm="i386"' "$LOG"

/usr/bin/touch dummy
is "the io_uring program runs" "$(/tests/uring unlinkat ./dummy)" \
	"unlinkat = 0"
is "io_uring opens" "$(/tests/uring openat made 65)" "openat = 4"
is "io_uring renames" "$(/tests/uring renameat made moved)" "renameat = 0"
check "the renamed file is there" test -e moved
check "strace runs" /usr/bin/strace -o trace /usr/bin/true

finish
