# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# Where records come from: as the audit daemon, also after one that was killed;
# beside auditd; as its plugin. And what a full queue does: events are dropped
# whole and counted, or audited processes wait and nothing is lost.
# timeout: 400
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

R=/tests/records
P=

setting() { auditctl -s | sed -n "s/^$1 //p"; }

# load NAME COUNT: so many rmdir calls
load() {
	/usr/bin/perl -e '
		for my $i (1 .. $ARGV[1]) {
			mkdir "$ARGV[0]$i" and rmdir "$ARGV[0]$i" or die;
		}' "$1" "$2"
}

# records OVERFLOW BYTES KIND: reads into $OUT/got, says in $OUT/said
records() {
	rm -f "$OUT/got"
	$R "$3" "$1" "$2" "$OUT/got" 2>"$OUT/said" &
	P=$!
	if ! wait_text "$OUT/said" 'records: reads '; then
		fail "$3: records are read" "$(cat "$OUT/said")"
		finish
	fi
}

records_stop() {
	kill -TERM $P
	wait $P
	tail -n 1 "$OUT/said" >"$OUT/counts"
}

# count WORDS: the number before these in what was said at the end
count() { sed -n "s/.*[ :]\([0-9][0-9]*\) $1.*/\1/p" "$OUT/counts"; }

# calls PATTERN: SYSCALL records of our rule
calls() { grep -c 'syscall=84 .*key="try"' "$1"; }

auditctl -a always,exit -F arch=b64 -S rmdir -k try >/dev/null

# --- one that was killed -----------------------------------------------------

records wait 67108864 auto
is "auto, nobody else there" "$(head -n 1 "$OUT/said")" 'records: reads netlink'
is "it is the audit daemon" "$(setting pid)" $P
is "the first settings are kept" "$(cat /run/sctaudit/kernel-settings)" \
	'enabled 0 1
backlog_limit 64 8192'
is "for root alone" "$(stat -c %a /run/sctaudit/kernel-settings)" 600
kill -KILL $P
wait $P 2>/dev/null
is "killed, it stays registered" "$(setting pid)" $P
is "and the settings stay" "$(setting backlog_limit)" 8192
records wait 67108864 auto
is "the next one is not beside it" "$(head -n 1 "$OUT/said")" \
	'records: reads netlink'
is "but takes over" "$(setting pid)" $P
kill -KILL $P
wait $P 2>/dev/null
mkdir a
/usr/bin/rmdir a
check "the kernel notices at its next record" \
	wait_for 5 sh -c 'auditctl -s | grep -qx "pid 0"'
records wait 67108864 auto
records_stop
is "at the end there is no audit daemon" "$(setting pid)" 0
is "auditing is off as before the first" "$(setting enabled)" 0
is "and the limit is that from before the first" "$(setting backlog_limit)" 64
is "nothing is left to put back" "$(cat /run/sctaudit/kernel-settings)" ''

# --- a full queue ------------------------------------------------------------

auditctl -e 1 >/dev/null
records drop 1000000 netlink
auditctl --reset-lost >/dev/null
kill -USR1 $P
load a 3000
kill -USR2 $P
load b 100
records_stop
say "$(cat "$OUT/counts")"
is "drop: the kernel lost nothing" "$(setting lost)" 0
is "nothing is missing" "$(count missing)" 0
check "events were dropped" test "$(count 'events dropped')" -gt 1000
# those of auditctl and of our own start and end, too
serials=$(sed 's/^[0-9]* audit([^:]*:\([0-9]*\)).*/\1/' "$OUT/got" | sort -nu |
	wc -l)
first=$(head -n 1 "$OUT/got" | sed 's/.*audit([^:]*:\([0-9]*\)).*/\1/')
last=$(tail -n 1 "$OUT/got" | sed 's/.*audit([^:]*:\([0-9]*\)).*/\1/')
is "lines and dropped events are all events" \
	$((serials + $(count 'events dropped'))) $((last - first + 1))

# A processor of ours may be away for the 100 ms that the kernel gives us: that
# is another one's fault once, and not three times.
stalled() {
	export RECORDS_RCVBUF=500000
	records wait 8000000 netlink
	unset RECORDS_RCVBUF
	auditctl -b 500 --reset-lost >/dev/null
	kill -USR1 $P
	rm -f over
	(load c 8000; : >over) &
	load=$!
	sleep 40
	[ ! -e over ] || say "nobody had to wait"
	[ -e over ] && waited=no || waited=yes
	say "backlog $(setting backlog), lost $(setting lost)"
	kill -USR2 $P
	wait $load
	records_stop
	say "$(cat "$OUT/counts")"
	[ $waited = yes ] && [ "$(setting lost)" = 0 ] &&
		[ "$(count missing)" = 0 ] && [ "$(calls "$OUT/got")" = 8000 ]
}
for try in 1 2 3; do
	stalled && break
	[ $try != 3 ] || try=4
done
check "wait: processes wait 40 s, and each call has its record" test $try -le 3
auditctl -b 64 >/dev/null

# --- beside auditd -----------------------------------------------------------

auditctl -l >"$OUT/rules"
mkdir -p /etc/audit/plugins.d /etc/sctaudit/rules.d
sed 's/^active = no/active = yes/' /etc/audit/plugins.d/sctauditd.conf >on
cat on >/etc/audit/plugins.d/sctauditd.conf
chmod 640 /etc/audit/plugins.d/sctauditd.conf
cp /etc/audit/auditd.conf .
echo 'plugin_dir = /etc/audit/plugins.d' >>/etc/audit/auditd.conf
cat >/etc/sctaudit/rules.d/rmdir.rules <<'END'
rule {
	syscall_name = rmdir
	rule_name = rmdir
	filter_expression { COMM == "perl" }
	action { type = LOG log_format { rmdir %params } }
}
END
LINES=/var/log/sctaudit/events.log
rm -f $LINES
syslogd -O "$OUT/syslog"
auditd -s nochange
check "auditd starts" wait_for $WAIT test -s /run/auditd.pid
A=$(cat /run/auditd.pid)
running() {
	sct status 2>/dev/null | grep -q '^source  *plugin$'
}
check "auditd starts sctauditd" wait_for $WAIT running
is "auditd stays the audit daemon" "$(setting pid)" "$A"
is "its settings are left alone" "$(setting backlog_limit)" 64
load p 50
check "records come as lines" wait_line $LINES 'rmdir "p50"'
kill -HUP "$A"
sleep 2
load q 50
check "also after auditd's SIGHUP" wait_line $LINES 'rmdir "q50"'

records wait 67108864 auto
is "auto, beside auditd" "$(grep reads "$OUT/said")" 'records: reads multicast'
load r 200
check "plugin" wait_line $LINES 'rmdir "r200"'
records_stop
is "multicast" "$(grep -c 'syscall=84 .*comm="perl"' "$OUT/got")" 200
is "nothing is missing" "$(count missing)" 0
is "plugin: each call has one line" "$(grep -c '^rmdir ' $LINES)" 300
is "auditd has them, too" \
	"$(grep -c 'syscall=84 .*comm="perl"' /var/log/audit/audit.log)" 300
is "auditd stays the audit daemon" "$(setting pid)" "$A"
load s 5
check "the last ones" wait_line $LINES 'rmdir "s5"'
kill -TERM "$A"
check "auditd ends" wait_for $WAIT _gone "$A"
no_sctauditd() { ! running; }
check "and sctauditd with it" wait_for $WAIT no_sctauditd
auditctl -l | grep -v sct: >"$OUT/rules.after"
same "rules of others are as they were" "$OUT/rules.after" "$OUT/rules"
cp auditd.conf /etc/audit/auditd.conf
rm /etc/audit/plugins.d/sctauditd.conf
finish
