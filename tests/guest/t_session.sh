# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# The article's session, word for word, with the programs' usual places: nothing
# is configured. And when sct_unload is refused.
# timeout: 120
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

rules=/tests/rules/examples
LINE='"rm" : "./dummy" delete by 0 --> 0'
log=/var/log/sctaudit/events.log

# the article's rm and touch are coreutils'
rm() { /usr/bin/rm "$@"; }
touch() { /usr/bin/touch "$@"; }

pid_of() { pidof sctauditd | tr ' ' '\n' | sort -n | head -n 1; }

cp $rules/unlink.rules /tmp/try.conf

# --- word for word -----------------------------------------------------------

sct_load >said 2>&1
is "sct_load" "$? $(cat said)" "0 "
DAEMON=$(pid_of)
check "sctauditd runs" _registered "$DAEMON"
is "sct_config upload" "$(sct_config upload /tmp/try.conf 2>&1)" \
	"Successfully uploaded rules from file '/tmp/try.conf'"
sctlog >lines 2>words &
reader=$!
check "sctlog listens" wait_for $WAIT _status_is readers 1
touch ./dummy; rm ./dummy
check "the line" wait_line lines "$LINE"
is "and no other" "$(cat lines)" "$LINE"
is "the same is in the log" "$(cat $log)" "$LINE"
is "whose permissions are" "$(stat -c '%a %U %G' $log)" '640 root adm'
sct_config download >said
printf '%s\n' rule '{' '	syscall_name = unlink' \
	'	rule_name = unlink_rule1' '	action' '	{' \
	'		type = LOG' \
	'		log_format {%comm : %params delete by %euid --> %suid}' \
	'	}' '	when = before' '}' >wanted
same "sct_config download gives the rule" said wanted

# --- what is in use ----------------------------------------------------------

sct_unload >said 2>&1
is "sct_unload with rules and a reader: status" $? 1
matches "sct_unload with rules and a reader" "$(cat said)" \
	'sct_unload: .*Device or resource busy.*'
say "$(cat said)"
check "sctauditd runs still" _registered "$DAEMON"
sct_config delete >said 2>&1
is "sct_config delete" "$?" 0
is "no audit rule is left" "$(auditctl -l)" 'No rules'
sct_unload >said 2>&1
is "sct_unload with a reader: status" $? 1
matches "sct_unload with a reader" "$(cat said)" \
	'sct_unload: .*Device or resource busy.*'
kill -INT $reader
wait $reader
check "the reader is gone" wait_for $WAIT _status_is readers 0
sct_unload >said 2>&1
is "sct_unload" "$? $(cat said)" '0 '
check "sctauditd is gone" _gone "$DAEMON"
is "no audit daemon is registered" "$(auditctl -s | grep '^pid')" 'pid 0'
is "auditing is off again" "$(auditctl -s | grep '^enabled')" 'enabled 0'

# --- when nothing runs ---------------------------------------------------------

sct_unload >said 2>&1
is "sct_unload without sctauditd" "$? $(cat said)" \
	'1 sct_unload: sctauditd is not running'
sctlog >said 2>&1
is "sctlog without sctauditd" "$? $(cat said)" \
	'1 sctlog: sctauditd is not running'

# --- by force, with rules loaded before the start --------------------------------

sct_config upload /tmp/try.conf >/dev/null
sct_load >said 2>&1
is "sct_load again" "$? $(cat said)" '0 '
sct_load >said 2>&1
is "sct_load when it runs" "$? $(cat said)" \
	'0 sct_load: sctauditd is running already'
DAEMON=$(pid_of)
: >dummy
sctlog >lines 2>words &
reader=$!
wait_for $WAIT _status_is readers 1
rm ./dummy
check "rules of before the start act" wait_line lines "$LINE"
sct_unload --force >said 2>&1
is "sct_unload --force" "$? $(cat said)" '0 '
check "sctauditd is gone" _gone "$DAEMON"
wait $reader
is "the reader is told" "$? $(cat words)" '1 sctlog: sctauditd has ended'

# --- who may ------------------------------------------------------------------

/usr/bin/perl -e '$) = $( = 1000; $< = $> = 1000; exec "sct_load"' >said 2>&1
is "sct_load is not for everybody: status" $? 4
matches "and says so" "$(cat said)" '.*(permi|root).*'
finish
