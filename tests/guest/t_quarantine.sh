# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# An event that two workers died of is set aside, told and counted; all others
# have their lines. The worker of this build dies of what a record names.
# boot: own
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

SCTAUDITD=/tests/sctauditd_attack
dir=/var/lib/sctaudit/quarantine

conf_file </dev/null
daemon_run
load_rule >load.rules
upload load.rules
load_start -r 200 -s 10
sleep 2
: >sct-attack=open_read
/usr/bin/perl -e '$( = $) = 7777; unlink "sct-attack=open_read" or die'
load_wait
_set_aside() { [ -n "$(ls $dir 2>/dev/null)" ]; }
check "it is set aside" wait_for 30 _set_aside
wait_for 60 _all_told
is "every other event has its line" "$(count_lines "$EVENTS")" "$MADE 0"
matches "the output says that one is not there" \
	"$(grep '^sctauditd: ' "$EVENTS")" \
	'sctauditd: lost 1 event between serial [0-9]+ and [0-9]+ \(set aside, for the worker died of them\)'
file=$(ls $dir)
matches "the file is called like the event" "$file" \
	'[0-9]+\.[0-9]{3}:[0-9]+\.log'
is "whose permissions are" "$(stat -c '%a %U' "$dir/$file")" '600 root'
is "two workers died of it" \
	"$(grep -c 'was killed by signal 31' "$OUT/daemon.err")" 2
matches "and that is said" "$(grep 'two died' "$OUT/daemon.err")" \
	"sctauditd: worker: two died of the event .*; it is set aside in '$dir/$file'"
is "and counted" "$(status_value quarantine)" 1
# a sound program makes of it what the rule says
is "it can be replayed" \
	"$(sct replay -f text -r load.rules "$dir/$file" 2>/dev/null)" \
	'"sct-attack=open_read"'
daemon_stop
finish
