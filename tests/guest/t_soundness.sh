# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel part of a rule never misses a call that the rule matches: random
# rules and random calls, once with everything audited and filtered in user
# space (t_soundness.host does that, on the host), once through the kernel's
# filter, must give the same lines.
# timeout: 1200
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

SEED=$(cat /tests/seed)
SETS=30			# of RULES each
RULES=10
CALLS=2000

# /w anew, as the calls expect it; before rules are loaded: the kernel drops the
# rule of a path whose directory is removed
fresh() {
	umask 0
	rm -rf /w
	mkdir /w
	(cd /w && exec /tests/calls prepare)
}

make_calls() {
	(cd /w && exec timeout 90 /tests/calls "$SEED" $CALLS) >/dev/null 2>&1
}

say "seed $SEED: tests/guest/run --seed $SEED soundness repeats this"
fresh
auditctl -e 1 -b 8192 >/dev/null
auditctl -a always,exit -F arch=b64 -S all -F exe=/tests/calls -k all
auditctl -a always,exit -F arch=b32 -S all -F exe=/tests/calls -k all
auditd -f -s nochange >"$OUT/auditd.out" 2>&1 &
AUDITD=$!
wait_text "$OUT/auditd.out" 'listening for events' ||
	fail "auditd starts" "$(cat "$OUT/auditd.out")"
check "the calls are made" make_calls
auditctl -m 'the last record' >/dev/null
wait_text "$OUT/auditd.out" 'the last record' || fail "auditd gets all records"
kill -TERM $AUDITD
wait_for $WAIT _gone $AUDITD
auditctl -D >/dev/null
grep -a '^type=' "$OUT/auditd.out" >"$OUT/all.log"
rm "$OUT/auditd.out"
is "the kernel lost no record" "$(auditctl -s | grep '^lost')" "lost 0"
calls=$(grep -ac '^type=SYSCALL.* exe="/tests/calls"' "$OUT/all.log")
check "all calls are recorded" test "$calls" -ge $CALLS

# both passes know the same of a call
daemon_start text --records-only
set=0
while [ $set -lt $SETS ]; do
	rules=$OUT/$set.rules
	{
		/usr/bin/perl /tests/data/random_rules.pl "$SEED" $set $RULES
		settle_rule
	} >"$rules"
	SETTLE='alarm'
	# rules on a directory that is made anew would stay with the old one
	sct delete >"$OUT/$set.upload" 2>&1
	fresh
	sct upload "$rules" >"$OUT/$set.upload" 2>&1 ||
		fail "set $set is taken" "$(cat "$OUT/$set.upload")"
	mark
	make_calls
	settle || fail "set $set: all lines come"
	# the start of a static program reads its own name, to the stack
	new_lines | grep -a '^"calls" ' | grep -av '/proc/self/exe' >"$OUT/$set.lines"
	set=$((set + 1))
done
is "the kernel lost no record of the filtered calls" \
	"$(auditctl -s | grep '^lost')" "lost 0"
daemon_stop
finish
