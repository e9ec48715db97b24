# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# A process that the kernel does not audit, whatever the rules are.
# boot: own
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

# calls PID: its reads and writes that became lines
calls() { grep -c "^(call) $1 " "$LINES"; }

{
	settle_rule
	echo 'rule { syscall_name = read,write rule_name = all'
	echo 'action { type = LOG log_format { (call) %pid %ppid %sname } } }'
} >all.rules

daemon_start text
upload all.rules
auditctl -l >before
/tests/unaudited >pids 2>said
is "it ends well" "$?" 0
is "rules are taken" "$(cat said)" "begin: 0
end: 0"
auditctl -l >after
same "the kernel's rules are as before" after before
# a settled line, so all lines before it are there
settle
is "there are two processes" "$(wc -l <pids)" 2
is "no call of the first is seen" "$(calls "$(head -n 1 pids)")" 0
if [ "$(calls "$(tail -n 1 pids)")" -ge 400 ]; then
	ok "those of the second are"
else
	fail "those of the second are" "$(calls "$(tail -n 1 pids)")"
fi

# sctauditd's own worker, which has read all of that
pid=$(worker)
if [ "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -d ' ' -f 2)" = --worker ]; then
	is "no call of the worker is seen" "$(calls "$pid")" 0
else
	fail "a worker" "$pid"
fi
kill -KILL "$pid"
another() { [ -n "$(worker)" ] && [ "$(worker)" != "$pid" ]; }
check "another worker" wait_for $WAIT another
/tests/unaudited >pids 2>said
settle
is "no call of that one is, either" "$(calls "$(worker)")" 0
auditctl -l >after
same "and no rule is left" after before

# killed between the two: the next one cleans up
/tests/unaudited leave >/dev/null 2>&1
matches "a killed one leaves its rule" "$(auditctl -l)" \
	'-a never,task -F pid=[0-9]+ -F key=sct:\(fork\)'
/tests/unaudited >pids 2>said
auditctl -l >after
same "which the next one removes" after before
/tests/unaudited leave >/dev/null 2>&1
matches "sct diff shows it" "$(sct diff)" \
	'- -a never,task -F pid=[0-9]+ -F key=sct:\(fork\)'
sct_config delete >/dev/null 2>&1
is "or sct delete does" "$(auditctl -l)" "No rules"

# a rule that comes first does not matter: ours is put in front
auditctl -a always,task -F 'pid>0' -k others >/dev/null
upload all.rules
/tests/unaudited >pids 2>said
settle
is "nor with other rules on tasks" "$(calls "$(head -n 1 pids)")" 0
sct_config delete >/dev/null 2>&1

# locked: it goes on, audited
upload all.rules
auditctl -e 2 >/dev/null
/tests/unaudited >pids 2>said
is "a locked kernel: it still ends well" "$?" 0
is "and says that it is refused" "$(cat said)" "begin: 1
end: 0"
settle
if [ "$(calls "$(head -n 1 pids)")" -ge 400 ]; then
	ok "then the first is audited, too"
else
	fail "then the first is audited, too"
fi
daemon_stop
finish
