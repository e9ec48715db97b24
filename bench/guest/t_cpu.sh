# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# CPU time of three consumers of the same load, by turns in one boot: sctauditd
# that writes lines of text to a file; auditd with laurel as its plugin; auditd
# that writes its log. Packages are configured as they come.
# The kernel rules are the same, and the room in the kernel: it keeps 8192
# records and makes the load wait, so nobody loses anything, which is checked.
#
# $OUT/used: ROUND CONSUMER PROCESS THREAD USER SYSTEM CHILDREN, in 1/100 s;
# THREAD "-" is the process as a whole. kauditd is consumer and process.
# timeout: 120 + ROUNDS * 3 * (30 + CALLS / 500)
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

cat >load.rules <<'END_OF_RULES'
rule {
	syscall_name = unlink
	rule_name = load
	action { type = LOG }
}
END_OF_RULES

# used PID...: what these and their threads used so far, a line each
used() {
	/usr/bin/perl -we '
		use strict;
		sub line {
			my ($process, $thread, $file) = @_;
			open my $f, "<", $file or return;
			my ($comm, $rest) = <$f> =~ /\((.*)\) (.*)/ or return;
			my @f = split " ", $rest;
			# utime stime cutime+cstime: fields 14 to 17 of proc(5)
			my $reaped = $thread ? 0 : $f[13] + $f[14];
			printf "%s %s %d %d %d\n", $process || $comm,
				$thread || "-", $f[11], $f[12], $reaped;
			return $comm;
		}
		for my $pid (@ARGV) {
			my $comm = line("", "", "/proc/$pid/stat") or next;
			opendir my $tasks, "/proc/$pid/task" or next;
			for my $tid (grep /\d/, readdir $tasks) {
				my $task = "/proc/$pid/task/$tid";
				open my $f, "<", "$task/comm" or next;
				chomp(my $name = <$f>);
				line($comm, "$name/$tid", "$task/stat");
			}
		}' "$@"
}

kauditd() { pidof kauditd || ps | awk '$4 ~ /kauditd/ { print $1; exit }'; }
children() {
	local pid

	for pid; do
		echo "$pid"
		# shellcheck disable=SC2046	# pids
		children $(cat "/proc/$pid/task/"*"/children" 2>/dev/null)
	done
}

# --- consumers: start_NAME sets $CONSUMER; calls_NAME prints how many calls the
# output has; done_NAME: the last call is in it ------------------------------

kernel_rules() {
	# auditctl 3.0.9 does not know the list io_uring
	sct compile load.rules | grep -v io_uring >audit.rules
	auditctl -R audit.rules >/dev/null
	auditctl -b 8192 --backlog_wait_time 15000 -e 1 >/dev/null
}

start_sctauditd() {
	rm -f "$EVENTS"
	conf_file </dev/null
	daemon_run
	CONSUMER=$DAEMON
	upload load.rules
}
calls_sctauditd() { grep -c load- "$EVENTS"; }
done_sctauditd() { _has_text "$EVENTS" /tmp/load/last; }

start_auditd() {
	rm -rf /var/log/audit/*
	cp /usr/share/auditd/auditd.conf /etc/audit/auditd.conf
	chmod 640 /etc/audit/auditd.conf
	kernel_rules
	auditd -n -s nochange >"$OUT/auditd.out" 2>&1 </dev/null &
	CONSUMER=$!
	wait_for $WAIT _registered "$CONSUMER"
}
calls_auditd() {
	cat /var/log/audit/audit.log* | grep -c 'type=PATH.*load-.*DELETE'
}
done_auditd() {
	grep -q 'type=PATH.*"/tmp/load/last".*DELETE' /var/log/audit/audit.log
}

start_laurel() {
	rm -rf /var/log/laurel
	mkdir -p /etc/laurel /var/log/laurel
	cp /usr/share/laurel/config.toml /etc/laurel/
	chown _laurel /var/log/laurel
	cp /usr/share/laurel/laurel.conf /etc/audit/plugins.d/
	chmod 640 /etc/audit/plugins.d/laurel.conf
	start_auditd
	wait_for $WAIT pidof laurel >/dev/null
}
calls_laurel() { cat /var/log/laurel/audit.log* | grep -c '"unlink".*load-'; }
done_laurel() {
	done_auditd && grep -q '"/tmp/load/last"' /var/log/laurel/audit.log
}

stop() {
	kill -TERM "$CONSUMER"
	wait_for 60 _gone "$CONSUMER" || kill -KILL "$CONSUMER"
	wait "$CONSUMER" 2>/dev/null
	rm -f /etc/audit/plugins.d/laurel.conf
	sct delete >/dev/null 2>&1
	auditctl -D >/dev/null 2>&1
}

# --- one turn ----------------------------------------------------------------

lost() { auditctl -s | sed -n 's/^lost //p'; }

# what came between two looks
difference() {
	awk -v head="$1" '
		{ key = $1 " " $2 }
		NR == FNR { u[key] = $3; s[key] = $4; c[key] = $5; next }
		{ print head, key, $3 - u[key], $4 - s[key], $5 - c[key] }' \
		before after
}

_has_calls() { [ "$("calls_$1")" = "$CALLS" ]; }

# turn ROUND NAME
turn() {
	local name=$2 got lost_before

	mkdir -p load
	"start_$name" || { fail "$name: starts"; return; }
	lost_before=$(lost)
	# shellcheck disable=SC2046	# pids
	used $(children "$CONSUMER") $(kauditd) >before
	(cd load && /tests/load -p 2 -c "$CALLS" >/dev/null) 2>>"$OUT/load"
	: >load/last
	/usr/bin/perl -e 'unlink "/tmp/load/last" or exit 1'
	check "$name, round $1: comes to an end" wait_for 120 "done_$name"
	# shellcheck disable=SC2046	# pids
	used $(children "$CONSUMER") $(kauditd) >after
	difference "$1 $name" >>"$OUT/used"
	wait_for 10 _has_calls "$name"
	got=$("calls_$name")
	if [ "$name" = laurel ]; then
		# now and then it leaves one out; that makes it no slower
		check "$name, round $1: $got of $CALLS calls in its output" \
			test "$got" -ge $((CALLS - CALLS / 100))
	else
		is "$name, round $1: calls in its output" "$got" "$CALLS"
	fi
	is "$name, round $1: the kernel lost" "$(($(lost) - lost_before))" 0
	stop
}

syslogd -n -O "$OUT/syslog" &
round=1
while [ "$round" -le "$ROUNDS" ]; do
	for name in sctauditd laurel auditd; do
		turn "$round" "$name"
	done
	round=$((round + 1))
done
finish
