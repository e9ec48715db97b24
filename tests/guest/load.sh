# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/load.sh - what is done to sctauditd while calls come as fast as two
# processes can make them. Sourced by tests that say what has to come of it:
# $HOLDS is lines_exact or lines_told.
#
# $LOAD_SECONDS, $RELOADS, $KILLS, $FULL_SECONDS: more of it in the long tests.

: "${LOAD_SECONDS:=5}" "${RELOADS:=50}" "${KILLS:=20}" "${FULL_SECONDS:=10}"

# begin KEY...: of the sink; the sections before it are standard input. A record
# of a change of rules is no call, but would be lost and counted like one.
begin() {
	rm -f "$EVENTS"
	MADE=0
	conf_file "$@"
	daemon_run
	auditctl -a always,exclude -F msgtype=CONFIG_CHANGE >/dev/null
	load_rule >load.rules
	upload load.rules
}

# end NAME: the load is over
end() {
	load_wait
	$HOLDS "$1"
}

# cease: all of this sctauditd
cease() {
	is "the kernel lost nothing" "$(auditctl -s | grep '^lost')" 'lost 0'
	daemon_stop
	sct delete >/dev/null 2>&1
	auditctl -D >/dev/null
}

# 50 times, by turns: a rule more, the same rule gone
while_reloading() {
	local i=0 gid=$((LOAD_GID + 1))

	printf '%s\n' 'rule {' 'syscall_name = unlink' 'rule_name = other' \
		"filter_expression { GID == $gid }" \
		'action { type = LOG log_format { %params } } }' >other.rules
	load_start -s 600
	while [ $i -lt "$RELOADS" ]; do
		i=$((i + 1))
		if [ $((i % 2)) = 1 ]; then
			sct upload other.rules
			: >"other-$i"
			/usr/bin/perl -e '$( = $) = $ARGV[0];
				unlink $ARGV[1] or die' $gid "other-$i"
			MADE=$((MADE + 1))
		else
			sct delete other
		fi >said 2>&1 || fail "reload $i" "$(cat said)"
	done
	kill -TERM "$LOAD"
}

while_killing() {
	local i=0

	load_start -s 600
	while [ $i -lt "$KILLS" ]; do
		i=$((i + 1))
		usleep 100000
		worker_kill || fail "there is a worker to be killed, $i"
	done
	kill -TERM "$LOAD"
	check "another worker follows" wait_for 60 _other_worker "$WORKER"
}

# $EVENTS is in /tmp/disk, which is small
while_full() {
	load_start -s 600
	sleep 1
	dd if=/dev/zero of=/tmp/disk/filler bs=4k 2>/dev/null
	sleep "$FULL_SECONDS"
	check "the full disk is told" \
		wait_text "$OUT/daemon.err" 'No space left on device'
	rm /tmp/disk/filler
	sleep 1
	kill -TERM "$LOAD"
}

small_disk() {
	mkdir -p /tmp/disk
	mount -t tmpfs -o size=16m tmpfs /tmp/disk
	EVENTS=/tmp/disk/events.log
}
