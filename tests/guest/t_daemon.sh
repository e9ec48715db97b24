# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# sctauditd: drop-in rules, what it refuses, SIGHUP, and what it leaves behind.
# timeout: 120
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

etc=/etc/sctaudit/rules.d
lib=/usr/lib/sctaudit/rules.d

# rule NAME WORD FILE: logs unlink of what has NAME in its name; each has audit
# rules of its own, for the uid
uid=40000
rule() {
	uid=$((uid + 1))
	printf '%s\n' 'rule {' 'syscall_name = unlink' "rule_name = $1" \
		"filter_expression { UID != $uid &&" \
		'glob(PARAMS[1], "**'"$1"'**") }' \
		"action { type = LOG log_format { $2 %params } }" '}' >"$3"
}

gone() { : >"$1"; /usr/bin/rm "$1"; }
setting() { auditctl -s | sed -n "s/^$1 //p"; }

# --- settings are put back ---------------------------------------------------

daemon_start text
wait_text "$OUT/daemon.err" 'in force'
is "auditing is switched on" "$(setting enabled)" 1
is "room for a slow reader" "$(setting backlog_limit)" 8192
is "the wait of audited processes is left alone" \
	"$(setting backlog_wait_time)" 15000
if words=$(sctauditd --foreground </dev/null 2>&1); then
	fail "a second sctauditd is refused"
else
	is "a second sctauditd ends with status 1" $? 1
	matches "and says who is in its way" "$words" \
		"error: sctauditd is running already as process $DAEMON, with its sockets in '/run/sctaudit'"
fi
is "the first one goes on" "$(setting pid)" "$DAEMON"
daemon_stop
is "auditing is off again" "$(setting enabled)" 0
is "the backlog limit is the old one" "$(setting backlog_limit)" 64
is "no audit daemon is registered" "$(setting pid)" 0

auditctl -e 1 -b 300 >/dev/null
daemon_start text
auditctl -b 500 >/dev/null
daemon_stop
is "auditing stays on where it was on" "$(setting enabled)" 1
is "what somebody set meanwhile stays" "$(setting backlog_limit)" 500

# --- drop-ins ----------------------------------------------------------------

mkdir -p $etc $lib
rule settle settle $lib/90-settle.rules
rule alpha lib-alpha $lib/10-alpha.rules
rule beta lib-beta $lib/20-beta.rules
rule gamma lib-gamma $lib/30-gamma.rules
rule alpha etc-alpha $etc/10-alpha.rules
ln -s /dev/null $etc/20-beta.rules
: >"$OUT/daemon.err"
daemon_start text
wait_text "$OUT/daemon.err" 'in force'
matches "it says what it watches" "$(grep force "$OUT/daemon.err")" \
	'sctauditd: 3 rules in force, 9 audit rules in the kernel'
gone alpha
gone beta
gone gamma
expect_only "drop-ins: overriding, masking" \
	'etc-alpha "alpha"
lib-gamma "gamma"'

rm $etc/20-beta.rules
rule alpha new-alpha $etc/10-alpha.rules
ln -s /dev/null $etc/30-gamma.rules
gone alpha
expect_only "nothing changes before SIGHUP" 'etc-alpha "alpha"'
kill -HUP "$DAEMON"
wait_text "$OUT/daemon.err" 'sctauditd: reloaded'
is "SIGHUP changes what differs only" \
	"$(grep reloaded "$OUT/daemon.err")" \
	'sctauditd: reloaded: 3 rules, 6 audit rules added, 6 removed'
gone alpha
gone beta
gone gamma
expect_only "and is in force" \
	'new-alpha "alpha"
lib-beta "beta"'

echo 'rule { nonsense }' >$etc/50-bad.rules
kill -HUP "$DAEMON"
wait_text "$OUT/daemon.err" 'not reloaded'
matches "a mistake is told at its place" \
	"$(grep -F 50-bad "$OUT/daemon.err")" "$etc/50-bad.rules:1:8: error: .*"
gone beta
expect_only "and changes nothing" 'lib-beta "beta"'
rule delta delta delta.rules
if sct upload delta.rules >said 2>&1; then
	fail "nor can anything be uploaded"
else
	matches "nor can anything be uploaded" "$(cat said)" \
		"$etc/50-bad.rules:1:8: error: .*"
fi
daemon_stop

# --- what it does not start with ----------------------------------------------

sctauditd --foreground >said 2>&1 </dev/null
is "mistakes in rules: status 6" $? 6
matches "and their place" "$(cat said)" "$etc/50-bad.rules:1:8: error: .*"
is "no audit daemon is registered then" "$(setting pid)" 0
rm $etc/50-bad.rules
chmod 666 $etc/10-alpha.rules
sctauditd --foreground >said 2>&1 </dev/null
is "rules that anybody can write: status 4" $? 4
is "are not trusted" "$(cat said)" \
	"error: '$etc/10-alpha.rules' can be written by others than root; nothing from there is taken (chmod go-w)"
chmod 644 $etc/10-alpha.rules
mkdir -p /run/sctaudit
/usr/bin/perl -e '$) = $( = 1000; $< = $> = 1000;
	exec "sctauditd", "--foreground", "--run-dir=/tmp/alice"' \
	>said 2>&1 </dev/null
is "not for everybody: status 4" $? 4
matches "and why" "$(cat said)" \
	'.*no permission; run as root in the host.s own pid namespace \(CAP_AUDIT_CONTROL\)'
sctauditd -x >said 2>&1
is "unknown option: status 2" $? 2
sctauditd --version >said 2>&1
matches "version" "$(cat said)" 'sctauditd \(sctaudit\) [0-9.]+'

# --- other ways to run it -----------------------------------------------------

auditctl -D >/dev/null
: >"$OUT/daemon.err"
sctauditd -f text --no-load >/dev/null 2>"$OUT/daemon.err" &
DAEMON=$!
wait_text "$OUT/daemon.err" 'in force'
is "--no-load loads nothing" "$(auditctl -l)" 'No rules'
daemon_stop

auditctl -a never,task >/dev/null
auditctl -a always,exclude -F msgtype=CWD >/dev/null
auditctl -a never,exit -F arch=b64 -S unlink,unlinkat >/dev/null
: >"$OUT/daemon.err"
daemon_start text
wait_text "$OUT/daemon.err" 'in force'
grep '^warning: ' "$OUT/daemon.err" >"$OUT/warnings"
is "rules of others that hide ours are told" "$(cat "$OUT/warnings")" \
"warning: '-a never,task', a rule of others, switches call auditing off for all new processes: no call of theirs is seen
warning: '-a never,exit -F arch=b64 -S unlink,unlinkat', a rule of others, comes first and hides calls from 3 of ours: sct:alpha, sct:beta, ...
warning: '-a always,exclude -F msgtype=CWD', a rule of others, drops CWD records: relative names stay unresolved"
daemon_stop
auditctl -D >/dev/null

# stdout is closed by its reader
sctauditd -f text 2>"$OUT/daemon.err" </dev/null | /usr/bin/head -n 1 >first &
wait_text "$OUT/daemon.err" 'in force'
gone alpha
wait_for $WAIT test -s first
gone alpha
gone alpha
check "it ends when nobody reads its lines" wait_text "$OUT/daemon.err" \
	'sctauditd: cannot write to standard output: Broken pipe'
rm -r $lib/*
finish
