# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# At the highest rate of calls the kernel loses nothing, though it may not make
# the callers wait: the reader alone has to be fast enough.
# boot: own
# clock: instructions
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

conf_file </dev/null
daemon_run
load_rule >load.rules
upload load.rules
auditctl --backlog_wait_time 0 >/dev/null
load_start -p 4 -s 10
load_wait
say "$(tail -n 1 "$OUT/load")"
is "the kernel lost nothing" "$(auditctl -s | grep '^lost')" 'lost 0'
lines_exact "at the highest rate"
daemon_stop
finish
