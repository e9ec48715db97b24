# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# A running sctauditd takes up every upload and delete at once; one that is
# started later finds what is loaded.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

# rule NAME WORD: logs unlink with that word
rule() {
	printf '%s\n' 'rule {' 'syscall_name = unlink' "rule_name = $1" \
		"filter_expression { PARAMS[1] == \"$1\" }" \
		"action { type = LOG log_format { $2 %params } }" '}' \
		>"$1.rules"
}

gone() { : >"$1"; /usr/bin/rm "$1"; }

printf '%s\n' 'rule { syscall_name = unlink rule_name = settle' \
	'filter_expression { PARAMS[1] ~= ".settle." }' \
	'action { type = LOG } }' >settle.rules

daemon_start text
gone one
check "upload to a running sctauditd" upload settle.rules
expect_only "nothing of before" ""
for i in 1 2 3 4 5; do
	rule "live$i" "word$i"
	upload "live$i.rules"
	gone "live$i"
	expect_only "upload $i is taken up at once" "word$i \"live$i\""
done
gone live3
expect_only "the earlier ones still act" 'word3 "live3"'

sct_config delete >/dev/null
gone live1
upload settle.rules
expect_only "a delete is taken up at once" ""

rule late before
upload late.rules
daemon_stop
daemon_start text
gone late
expect_only "one started later finds what is loaded" 'before "late"'
daemon_stop

sct_config delete >/dev/null
rule quiet while-down
upload settle.rules
upload quiet.rules
daemon_start text
gone quiet
gone late
expect_only "also what changed in between" 'while-down "quiet"'

rule quiet other
if sct_config upload quiet.rules >said 2>&1; then
	fail "a name that is loaded is refused"
else
	matches "a name that is loaded is refused" "$(cat said)" '.*quiet.*'
fi
gone quiet
expect_only "and the loaded one stays" 'while-down "quiet"'
kill -KILL "$DAEMON"
wait_for $WAIT _gone "$DAEMON"
daemon_start text
gone quiet
expect_only "after sctauditd was killed" 'while-down "quiet"'

daemon_stop
finish
