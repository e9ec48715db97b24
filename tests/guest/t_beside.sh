# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# Beside a running auditd: auto chooses rightly, multicast and plugin deliver, and
# auditd's log and its rules are left alone.
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

log=/var/log/audit/audit.log
plugin=/etc/audit/plugins.d/sctauditd.conf
gone() {
	: >"$1"
	/usr/bin/perl -e '$( = $) = $ARGV[0]; unlink $ARGV[1] or die' \
		$LOAD_GID "$1"
}
kind() { status_value kind; }
foreign() { auditctl -l | grep -v key=sct: ; }
setting() { auditctl -s | sed -n "s/^$1 //p"; }
logged() { grep -c "type=PATH.*name=\"$1\".*nametype=DELETE" $log; }

auditd_start() {
	auditd -n -s nochange >"$OUT/auditd.out" 2>&1 </dev/null &
	AUDITD=$!
	wait_for $WAIT _registered $AUDITD || fail "auditd starts"
}

load_rule >load.rules

# --- nobody there ----------------------------------------------------------------

conf_file </dev/null
daemon_run
is "auto, alone: netlink" "$(kind)" netlink
upload load.rules
gone alone
check "delivers" wait_line "$EVENTS" '"alone"'
daemon_stop

# --- multicast ---------------------------------------------------------------------

rm -f "$EVENTS"
auditctl -e 1 -b 500 >/dev/null
auditctl -a always,exit -F arch=b64 -S rmdir -k foreign >/dev/null
auditd_start
before=$(foreign)
daemon_run
is "auto, beside auditd: multicast" "$(kind)" multicast
check "sctauditd says that it may lose" wait_text "$OUT/daemon.err" \
	'listening beside the audit daemon'
is "auditd is still the audit daemon" "$(setting pid)" "$AUDITD"
is "settings are left alone" "$(setting enabled) $(setting backlog_limit)" \
	'1 500'
gone beside
check "multicast delivers" wait_line "$EVENTS" '"beside"'
check "auditd has it too" wait_for $WAIT eval '[ $(logged beside) = 1 ]'
mkdir d
/usr/bin/rmdir d
check "and what its own rules ask for" wait_for $WAIT \
	grep -q 'syscall=84 .*key="foreign"' $log
is "whose rules are as before" "$(foreign)" "$before"
load_start -r 100 -s 5
load_wait
MADE=$((MADE + 1))
lines_exact "multicast, 100 calls a second"
daemon_stop
is "sctauditd has left nothing" \
	"$(setting pid) $(setting enabled) $(setting backlog_limit)" \
	"$AUDITD 1 500"

# --- auditd ends, or begins, meanwhile -------------------------------------------------

conf_file <<'END_OF_CONF'
source: { kind: netlink }
END_OF_CONF
timeout 20 sctauditd --foreground >said 2>&1 </dev/null
is "netlink, beside auditd: status" $? 1
matches "netlink, beside auditd" "$(cat said)" \
	".*another audit daemon is running: 'auditd' \(pid $AUDITD\).*"
is "auditd is not put out" "$(setting pid)" "$AUDITD"

# --- plugin ------------------------------------------------------------------------

rm -f "$EVENTS"
cp $plugin plugin.shipped
MADE=0
kill -TERM $AUDITD
wait $AUDITD
cp /usr/share/sctaudit/sctauditd.conf $plugin 2>/dev/null
[ -e $plugin ] || cp /etc/audit/plugins.d/sctauditd.conf.shipped $plugin
sed -i 's/^active *=.*/active = yes/' $plugin
chmod 640 $plugin
conf_file <<'END_OF_CONF'
source: { kind: plugin }
END_OF_CONF
auditd_start
check "auditd starts sctauditd" wait_for $WAIT _answers
child=$(pidof sctauditd | tr ' ' '\n' | sort -n | head -n 1)
is "whose parent it is" "$(awk '$1 == "PPid:" { print $2 }' \
	"/proc/$child/status")" "$AUDITD"
is "the source" "$(kind)" plugin
gone plugin
check "plugin delivers" wait_line "$EVENTS" '"plugin"'
check "auditd has it too" wait_for $WAIT eval '[ $(logged plugin) = 1 ]'
load_start -r 100 -s 5
load_wait
MADE=$((MADE + 1))
lines_told "plugin, 100 calls a second"	# auditd may drop
is "foreign rules are as before" "$(foreign)" "$before"
kill -TERM $AUDITD
wait $AUDITD
check "sctauditd ends with auditd" wait_for $WAIT _gone "$child"
cp plugin.shipped $plugin
auditctl -e 1 >/dev/null
finish
