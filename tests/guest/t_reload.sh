# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# Rules change under load: only what differs goes to the kernel, and no line is
# lost.
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

# a call of one ABI only, so that a rule is one kernel rule
rules() {
	local i=0

	while [ $i -lt 500 ]; do
		echo "rule { syscall_name = semtimedop rule_name = r$i"
		echo "variants = no filter_expression { UID == $((i + $1)) }"
		echo 'action { type = LOG } }'
		i=$((i + 1))
	done
}

# the kernel prints so many lines in 5 s
changes() {
	sleep 6
	dmesg >printed
	dmesg -c >/dev/null
	echo "$(grep -c 'op=add_rule key="sct:' printed) $(grep -c \
		'op=remove_rule key="sct:' printed)"
}

# auditctl -l may leave rules out when it does not read as fast as the kernel
# writes
list() {
	auditctl -l >"$1"
	[ "$(wc -l <"$1")" = 500 ]
}

auditctl -e 1 >/dev/null
rules 1000 >500.rules
sct upload 500.rules >/dev/null
check "500 rules are 500 audit rules" wait_for $WAIT list "$OUT/before"
changes >/dev/null
sed 's/UID == 1250 /UID == 99 /' 500.rules >changed.rules
sct upload --replace changed.rules >/dev/null
is "one of 500 changed: one add, one delete" "$(changes)" "1 1"
check "500 as before" wait_for $WAIT list "$OUT/after"
is "and it is that one" "$(diff "$OUT/before" "$OUT/after" | grep '^[-+]-a ')" \
'--a always,exit -F arch=b64 -S semtimedop -F uid=1250 -F key=sct:r250
+-a always,exit -F arch=b64 -S semtimedop -F uid=99 -F key=sct:r250'
sct upload --replace changed.rules >/dev/null
is "the same again: no add, no delete" "$(changes)" "0 0"
sct delete >/dev/null
is "all gone" "$(auditctl -l)" 'No rules'
auditctl -e 0 >/dev/null

# --- the kernel refuses in the middle ----------------------------------------

rule() {
	echo "rule { syscall_name = $1 rule_name = $2"
	echo "filter_expression { $3 } action { type = LOG log_format { $4 } } }"
}

{
	rule mkdir one 'UID == 1' one
	rule mkdir two 'under(PATH, "/no/such/place")' two
	rule mkdir three 'UID == 3' three
} >bad.rules
if sct upload bad.rules >said 2>&1; then
	fail "a rule on a directory that is not there is refused"
else
	matches "a rule on a directory that is not there is refused" \
		"$(cat said)" "bad.rules:3:1: error: the kernel did not take audit rule '-a always,exit -F arch=b64 -S .* -F dir=/no/such/place -F key=sct:two': the directory '/no/such/place' does not exist; create it, or say 'attempts = all' in the rule"
fi
is "and nothing of that upload stays in the kernel" "$(auditctl -l)" 'No rules'
is "nor in the store" "$(sct download)" ''

# --- under load --------------------------------------------------------------

rule rmdir keep 'glob(PARAMS[1], "k*")' 'keep %params' >keep.rules
rule rmdir brief 'glob(PARAMS[1], "b*")' 'brief %params' >brief.rules
daemon_start text
sct upload keep.rules >/dev/null
# each round: a directory before the upload, one with it, one after the delete
cat >load.pl <<'END'
$| = 1;
for my $i (1 .. 2000) {
	mkdir "k$i" and rmdir "k$i" or die;
	last if -e "stop";
	$n = $i;
}
open my $f, ">", "made" or die;
print $f "$n\n";
END
/usr/bin/perl load.pl &
load=$!
i=0
while [ $i -lt 10 ]; do
	sct upload brief.rules >/dev/null 2>&1 || fail "upload $i"
	mkdir "b$i"
	/usr/bin/rmdir "b$i"
	sct delete brief >/dev/null || fail "delete $i"
	mkdir "b-not-$i"
	/usr/bin/rmdir "b-not-$i"
	i=$((i + 1))
done
: >stop
wait $load
made=$(cat made)
/usr/bin/mkdir klast
/usr/bin/rmdir klast
check "the last line comes" wait_line "$LINES" 'keep "klast"'
is "every call of an upload has its line, and none of after its delete" \
	"$(grep '^brief' "$LINES")" \
	"$(seq 0 9 | sed 's/.*/brief "b&"/')"
check "there was load" test "$made" -ge 50
grep '^keep "k[0-9]' "$LINES" | head -n "$made" >"$OUT/keep"
seq 1 "$made" | sed 's/.*/keep "k&"/' >"$OUT/wanted"
same "a rule that stays loses no line" "$OUT/keep" "$OUT/wanted"
is "nothing was lost" "$(grep lost "$OUT/daemon.err")" ''

# calls right in front of the delete, from which sctauditd is held off
kill -STOP "$DAEMON"
i=0
while [ $i -lt 20 ]; do
	mkdir "kk$i"
	/usr/bin/rmdir "kk$i"
	i=$((i + 1))
done
sct delete >/dev/null
kill -CONT "$DAEMON"
check "lines of before a delete come after it" \
	wait_line "$LINES" 'keep "kk19"'
is "all of them" "$(grep -c '^keep "kk' "$LINES")" 20
daemon_stop
finish
