# shellcheck shell=dash disable=SC2034
# SPDX-License-Identifier: GPL-2.0-or-later
# overflow: drop, with a tiny queue and a worker that is held up again and again:
# lines and counted losses are the calls, exactly.
# boot: own
# clock: instructions
# timeout: 600
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh
# shellcheck source=tests/guest/load.sh
. /tests/load.sh

HOLDS=lines_told

# hold_up: the worker stops and goes on until /tmp/enough is there
hold_up() {
	rm -f /tmp/enough
	while [ ! -e /tmp/enough ]; do
		for pid in $(worker); do
			kill -STOP "$pid"
			usleep 300000
			kill -CONT "$pid"
		done 2>/dev/null
		usleep 100000
	done &
	HOLDER=$!
}

let_go() {
	: >/tmp/enough
	wait $HOLDER
}

# lost since the last look, of whatever cause
LOST=0
loses() {
	local all

	all=$(count_lost "$EVENTS")
	check "$1: something is lost" test $((all - LOST)) -gt 0
	LOST=$all
}

begin 'overflow: drop' <<'END_OF_CONF'
queue:
  records: 256
  overflow: drop
END_OF_CONF

hold_up
load_start -s "$LOAD_SECONDS"
load_wait
let_go
$HOLDS "under load"
loses "under load"

hold_up
while_reloading
let_go
end "while rules are reloaded $RELOADS times"
loses "while rules are reloaded"

while_killing
end "while the worker is killed $KILLS times"
cease

LOST=0
small_disk
begin 'overflow: drop' 'queue_bytes: 64k' <<'END_OF_CONF'
queue:
  records: 256
  overflow: drop
END_OF_CONF
while_full
end "while the disk is full for $FULL_SECONDS s"
loses "while the disk is full"
cease
umount /tmp/disk
finish
