# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# ptrace, with a real strace and with the article's own 32-bit call.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

daemon_start text
check "upload" upload /tests/rules/examples/ptrace.rules
cp /tests/i386 ./strace

./strace ptrace
expect_line "the article's call, i386" \
	'"strace" : 3, 2019, 24, -1073748200 issued ptrace by 0 --> 0'

/usr/bin/strace -o "$OUT/trace" /usr/bin/true
./strace ptrace 3 1 0 0
wait_line "$LINES" '"strace" : 3, 1, 0, 0 issued ptrace by 0 --> 0'
new_lines >seen
is "every line has the article's form" "$(grep -vxE \
	'"strace" : [0-9]+(, (-?[0-9]+|<NULL>)){3} issued ptrace by 0 --> 0' \
	seen)" ""
# PTRACE_SEIZE 0x4206, PTRACE_SETOPTIONS or PTRACE_SYSCALL 24 follow
check "strace attaches with PTRACE_SEIZE" grep -qE \
	'^"strace" : 16902, [0-9]+, 0, ' seen
check "strace goes on with PTRACE_SYSCALL" grep -qE \
	'^"strace" : 24, [0-9]+, 0, 0 ' seen

daemon_stop
finish
