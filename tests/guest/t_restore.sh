# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# Starts and ends: what SIGKILL left behind is taken over and put back; exit
# codes; --check-config.
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

setting() { auditctl -s | sed -n "s/^$1 //p"; }
settings() {
	echo "$(setting enabled) $(setting pid) $(setting backlog_limit)" \
		"$(setting backlog_wait_time)"
}
# ends NAME STATUS WORDS [OPTION]...: it does not start, and says why
ends() {
	local name=$1 status=$2 words=$3 got

	shift 3
	timeout 20 sctauditd --foreground "$@" >said 2>&1 </dev/null
	got=$?
	is "$name: status" $got "$status"
	matches "$name" "$(cat said)" "$words"
}
gone() { : >"$1"; /usr/bin/perl -e '$( = $) = 7777;
	unlink $ARGV[0] or die' "$1"; }

auditctl -b 320 --backlog_wait_time 1000 >/dev/null
load_rule >load.rules

# --- SIGKILL -------------------------------------------------------------------

conf_file <<'END_OF_CONF'
kernel:
  backlog_limit: 9000
  backlog_wait_time: 2000
END_OF_CONF
daemon_run
upload load.rules
gone one
check "a line" wait_line "$EVENTS" '"one"'
is "settings are those of the configuration" "$(settings)" \
	"1 $DAEMON 9000 2000"
old=$(worker)
kill -KILL "$DAEMON"
wait_for $WAIT _gone "$DAEMON"
check "the worker goes with its supervisor" wait_for $WAIT _gone "$old"
sct status >said 2>&1
is "sct status without it: status" $? 0
matches "says so" "$(cat said)" 'sctauditd +not running'
gone two
daemon_run
is "the next one takes over" "$(settings)" "1 $DAEMON 9000 2000"
gone three
check "its rules act" wait_line "$EVENTS" '"three"'
kill -KILL "$DAEMON"
wait_for $WAIT _gone "$DAEMON"
daemon_run
gone four
wait_line "$EVENTS" '"four"'
daemon_stop
is "the last one puts back what the first one found" "$(settings)" \
	'0 0 320 1000'
is "no call came twice" "$(count_lines "$EVENTS")" \
	"$(sort -u "$EVENTS" | grep -c '^"') 0"

# somebody else's wish stays
daemon_run
auditctl -b 7000 >/dev/null
kill -KILL "$DAEMON"
wait_for $WAIT _gone "$DAEMON"
daemon_run
daemon_stop
is "what somebody set meanwhile is left alone" "$(setting backlog_limit)" 7000
auditctl -b 320 >/dev/null

# --- SIGTERM drains --------------------------------------------------------------

daemon_run
load_start -c 2000
load_wait
daemon_stop
MADE=$((MADE + 3))
lines_exact "SIGTERM right behind 2,000 calls"

# --- what it does not start with ---------------------------------------------------

daemon_run
ends "beside another one" 1 '.*is running already as process [0-9]+.*'
daemon_stop
ends "an unknown option" 2 '.*unrecognized option.*' --nonsense
ends "a file that is none" 6 '.*--source=file: .*\(source.path\)' --source=file
ends "a word too many" 2 ".*what is 'word'\?.*" word

conf <<'END_OF_CONF'
queue:
  records: many
sinks:
  events:
    typ: file
END_OF_CONF
ends "mistakes in the configuration" 6 "$CONF:2:12: error: .*"
matches "each at its place" "$(cat said)" \
	"$CONF:5:5: error: unknown key 'typ'; did you mean 'type'\?"
sctauditd --check-config >said 2>&1
is "--check-config finds them: status" $? 6
matches "and says where" "$(cat said)" "$CONF:2:12: error: .*"
conf_file </dev/null
sctauditd --check-config >said 2>&1
is "--check-config of a good one: status" $? 0
is "does not start anything" "$(setting pid)" 0
mkdir -p /etc/sctaudit/conf.d
echo 'queue: { records: 1 }' >/etc/sctaudit/conf.d/50-mine.yaml
ends "a mistake in a drop-in" 6 '/etc/sctaudit/conf.d/50-mine.yaml:1:.*'
rm -r /etc/sctaudit/conf.d
mkdir -p /etc/sctaudit/rules.d
echo 'rule { nonsense }' >/etc/sctaudit/rules.d/50-bad.rules
ends "mistakes in rules" 6 '/etc/sctaudit/rules.d/50-bad.rules:1:8: error: .*'
rm /etc/sctaudit/rules.d/50-bad.rules
/usr/bin/perl -e '$) = $( = 1000; $< = $> = 1000;
	exec "sctauditd", "--foreground"' >said 2>&1 </dev/null
is "not root: status" $? 4
matches "not root" "$(cat said)" '.*(root|permi).*'
echo 'worker: { user: nobody-at-all }' >>"$CONF"
ends "no such user" 6 ".*there is no user 'nobody-at-all' for the process.*"
is "nothing of all that stays" "$(settings)" '0 0 320 1000'

# --- a new configuration while it runs ---------------------------------------------

conf_file </dev/null
daemon_run
EVENTS=/tmp/other.log
conf_file </dev/null
kill -HUP "$DAEMON"
check "SIGHUP: the new sink is there" wait_for $WAIT test -e /tmp/other.log
gone five
check "and takes the lines" wait_line /tmp/other.log '"five"'
echo 'nonsense: 1' >>"$CONF"
: >"$OUT/daemon.err"
sct reload >said 2>&1
is "sct reload with a mistake: status" $? 1
matches "says where" "$(cat said)" "$CONF:[0-9]+:1: error: .*nonsense.*"
gone six
check "and all goes on as before" wait_line /tmp/other.log '"six"'
daemon_stop
finish
