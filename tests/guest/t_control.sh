# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# Bad clients on the control sockets harm nobody: wrong lengths, half messages,
# 1,000 connections, a reader that does not read, somebody without the right.
# timeout: 300
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

root=/run/sctaudit/control
read=/run/sctaudit/read
bad() { /usr/bin/perl /tests/data/control.pl "$@"; }

# as WORDS COMMAND...: with these groups, as somebody else
as() {
	/usr/bin/perl -e '$) = shift; $( = 1000; $< = $> = 1000;
		exec @ARGV' "$@"
}

# rss: KiB of the daemon
rss() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$DAEMON/status"; }
open_files() { ls "/proc/$DAEMON/fd" | wc -l; }

# unharmed WHEN: others are served at once
unharmed() {
	local status rules

	timeout 5 sct status >said.status 2>&1
	status=$?
	timeout 5 sct download >said.rules 2>&1
	rules=$?
	grep -q 'rule_name = load' said.rules || rules=none
	if [ "$status $rules" = '0 0' ]; then
		ok "$1: others are served"
	else
		fail "$1: others are served" "status: $status" \
			"$(cat said.status)" "download: $rules" \
			"$(cat said.rules)"
	fi
}

conf_file </dev/null
daemon_run
load_rule >load.rules
upload load.rules
unharmed "at first"
files=$(open_files)
load_start -r 100 -s 600

# --- no requests ---------------------------------------------------------------

no='.*that was not a request.*'
matches "text" "$(bad $root raw "$(echo hello, world | xxd -p)")" "$no"
matches "a type of nobody" "$(bad $root raw 6300000000000000)" "$no"
matches "a length of 4 GiB" "$(bad $root raw 01000000ffffffff)" "$no"
matches "a length over the reader's bound" \
	"$(bad $read raw 0100000001000100)" "$no"
matches "an empty request" "$(bad $root raw 0100000000000000)" "$no"
matches "a short one" "$(bad $root raw 010000000400000000000000)" "$no"
matches "a reply" "$(bad $root raw 0200000000000000)" "$no"
bad $root random 1 200
bad $read random 2 200
unharmed "after 400 clients that send anything"

# --- half messages, and too many clients ------------------------------------------

bad $root hold 0100 200 20 >held &
half=$!
wait_for $WAIT test -s held
unharmed "beside 200 clients with half a head"
bad $root hold 0100000000000100 200 5 >/dev/null
unharmed "beside as many with half a body"
bad $root hold '' 1000 3 >held-root &
bad $read hold '' 1000 3 >held-read &
last=$!
wait_for $WAIT test -s held-root
unharmed "beside 1,000 connections"
check "which are not all kept" test "$(open_files)" -lt $((files + 200))
wait $last
wait $half
check "all of them are gone then" wait_for 30 \
	eval '[ "$(open_files)" -le '$((files + 1))' ]'
unharmed "after that"
say "memory: $(rss) KiB"
check "memory is bounded" test "$(rss)" -lt 65536

# --- who may ---------------------------------------------------------------------

as '1000 1000' sct status >said 2>&1
is "somebody" "$? $(cat said)" \
	'4 sct status: you are not root, nor in group adm'
as '1000 4' sct status >said 2>&1
is "of group adm: status" $? 0
matches "of group adm reads" "$(cat said)" 'sctauditd .*'
as '1000 4' sct log -n 1 >said 2>&1
matches "also the lines" "$(cat said)" '"load-.*"'
as '1000 4' sct upload load.rules >said 2>&1
is "but changes nothing" "$? $(cat said)" \
	'4 sct upload: you are not root'
as '1000 4' sct_unload --force >said 2>&1
is "and stops nothing" $? 4
matches "group adm, by hand, on root's socket" \
	"$(as '1000 4' /usr/bin/perl /tests/data/control.pl $root raw 00 2>&1)" \
	'connect: Permission denied'
as '1000 4' /usr/bin/perl /tests/data/control.pl $read hold '' 100 3 >held &
wait_for $WAIT test -s held
unharmed "beside 100 connections of one user"
wait $!
kill -TERM "$LOAD"
load_wait
lines_exact "all the while"

# --- a reader that does not read ---------------------------------------------------

long=$(printf '%01000d' 0)
sed "s/%params/%params $long/; s/load$/long/; s/$LOAD_GID/9999/" load.rules \
	>long.rules
upload long.rules
sct download >loaded
before=$(rss)
sct log --rule=long >slow 2>slow.words &
slow=$!
sct log --rule=long >fast 2>fast.words &
fast=$!
wait_for $WAIT _status_is readers 2
kill -STOP $slow
mkdir -p long
(cd long && /tests/load -g 9999 -c 3000 -r 300 >/dev/null 2>&1)
all_came() { [ "$(wc -l <fast)" = 3000 ]; }
wait_for 60 all_came
is "a reader beside one that stands still has all lines" \
	"$(cut -d ' ' -f 1 fast | sort -u | wc -l) $(wc -l <fast)" '3000 3000'
say "memory: $before KiB at first, $(rss) KiB now"
check "what waits for it is bounded" test $(($(rss) - before)) -lt 16384
unharmed "beside a reader that stands still"
kill -CONT $slow
missing() {
	sed -n 's/.* \([0-9]*\) lines are missing here.*/\1/p' slow.words |
		awk '{ n += $1 } END { print n + 0 }'
}
_told() { [ $(($(wc -l <slow) + $(missing))) = 3000 ]; }
check "it is told how many lines it has lost" wait_for 30 _told
say "it read $(wc -l <slow) lines and lost $(missing)"
check "it has lost some" test "$(missing)" -gt 0
kill -INT $slow $fast
is "the file has all of them" "$(grep -c "$long" "$EVENTS")" 3000
daemon_stop
finish
