# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# $MINUTES minutes of load: memory stays flat. After the first tenth (two of 30
# minutes at most) neither process grows by more than a tenth, and every call has
# its line. Readers come and go, rules are reloaded, files are rotated meanwhile.
#
# $OUT/memory: SECONDS SUPERVISOR WORKER, in KiB, every 5 s.
# boot: own
# timeout: 60 * MINUTES + 300
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

SETTLE_S=$((MINUTES * 6 < 120 ? MINUTES * 6 : 120))
seconds=$((MINUTES * 60))

# rss PID: KiB
rss() {
	sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status"
}

# the highest of column $1 before and after the settling
highest() {
	awk -v column="$1" -v settle="$SETTLE_S" '
		{ i = $1 > settle }
		$column > max[i] { max[i] = $column }
		END { print max[0] + 0, max[1] + 0 }' "$OUT/memory"
}

flat() {
	local early late

	early=$(highest "$2" | cut -d ' ' -f 1)
	late=$(highest "$2" | cut -d ' ' -f 2)
	say "$1: $early KiB in the first $SETTLE_S s, $late KiB after that"
	check "$1: it was measured" test "$early" -gt 0
	check "$1: memory is flat" test $((late * 10)) -le $((early * 11))
}

conf_file 'rotate_size: 1M' 'rotate_count: 1' <<'END_OF_CONF'
END_OF_CONF
cat >>"$CONF" <<'END_OF_CONF'
  json: { type: file, path: /tmp/json.log, format: json, rotate_size: 4M, rotate_count: 1 }
END_OF_CONF
daemon_run
load_rule >load.rules
upload load.rules
printf '%s\n' 'rule {' 'syscall_name = rmdir' 'rule_name = other' \
	'action { type = LOG } }' >other.rules
auditctl -a always,exclude -F msgtype=CONFIG_CHANGE >/dev/null
load_start -s $((seconds))
began=$(date +%s)
: >"$OUT/memory"
turn=0
while [ $(($(date +%s) - began)) -lt $seconds ]; do
	echo "$(($(date +%s) - began)) $(rss "$DAEMON") $(rss "$(worker)")" \
		>>"$OUT/memory"
	turn=$((turn + 1))
	case $((turn % 4)) in
	1) timeout 4 sct log >/dev/null 2>&1 & ;;
	2) sct upload other.rules >/dev/null 2>&1 ;;
	3) sct delete other >/dev/null 2>&1 ;;
	0) kill -HUP "$DAEMON" ;;
	esac
	sleep 5
done
load_wait
_all_made() { [ "$(status_value lines)" -ge "$MADE" ]; }
check "$MADE calls have their lines" wait_for 120 _all_made
is "no more lines than calls" "$(status_value lines)" "$MADE"
is "nothing was lost" "$(cat /tmp/events.log* | grep '^sctauditd: ')" ''
is "the kernel lost nothing" "$(auditctl -s | grep '^lost')" 'lost 0'
is "no worker ended" "$(status_value restarts)" 0
flat supervisor 2
flat worker 3
daemon_stop
auditctl -D >/dev/null
finish
