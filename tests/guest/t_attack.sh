# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# A worker that is taken over can do nothing: a build whose worker runs the attack
# that a record names (daemon/attack.h). Each attempt ends it, the supervisor
# starts another, and other events have their lines.
# boot: own
# timeout: 300
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

SCTAUDITD=/tests/sctauditd_attack

gone() {
	: >"$1"
	/usr/bin/perl -e '$( = $) = $ARGV[0]; unlink $ARGV[1] or die' \
		$LOAD_GID "$1"
}

conf_file </dev/null
daemon_run
load_rule >load.rules
upload load.rules
gone before
check "a worker" wait_line "$EVENTS" '"before"'
supervisor=$DAEMON
pid=$(worker)
is "runs as sctaudit, without capabilities, under a filter" \
	"$(sed -n 's/^\(Uid\|Gid\|Groups\|CapEff\|CapPrm\|CapBnd\|NoNewPrivs\|Seccomp\):[[:space:]]*//p' \
		"/proc/$pid/status" | tr -s '\t ' ' ' | tr '\n' '|')" \
	'990 990 990 990|990 990 990 990||0000000000000000|0000000000000000|0000000000000000|1|2|'
is "with no file but its channels" \
	"$(for f in "/proc/$pid/fd"/*; do readlink "$f"; done |
		sed 's/[0-9]*\]$/]/' | sort | uniq -c | tr -s ' ' |
		tr '\n' ',')" \
	" 3 /dev/null, 1 /memfd:sctauditd-mark (deleted), 2 socket:[],"

for attack in open_read open_write open_create socket_unix socket_inet \
	socket_audit kill_parent pidfd_open_parent ptrace_parent execve_sh \
	clone_child io_uring setuid_root; do
	: >"$OUT/daemon.err"
	gone "sct-attack=$attack"
	gone "after-$attack"
	if ! wait_line "$EVENTS" "\"after-$attack\"" 30; then
		fail "$attack: the next event has its line" \
			"$(cat "$OUT/daemon.err")"
		continue
	fi
	is "$attack: the kernel ends the worker, twice" \
		"$(grep -c 'was killed by signal 31' "$OUT/daemon.err")" 2
	is "$attack: and no worker ends otherwise" \
		"$(grep -c 'exited with status' "$OUT/daemon.err")" 0
done
check "the supervisor is still the same" _registered "$supervisor"
is "all other events have their lines" \
	"$(grep -c '^"after-' "$EVENTS")" 13
is "no file was made" "$(ls /tmp/sct-attack 2>&1)" \
	"ls: /tmp/sct-attack: No such file or directory"
daemon_stop
finish
