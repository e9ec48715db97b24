# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Rules are ordered: the first that matches a call is the one that acts.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

rules=/tests/rules/examples
LINE='"perl" : "/etc/passwd" delete by 0 --> 0'
NEAR='"rm" : "./passwd" delete by 0 --> 0'

# both rules are on unlink, and FAIL is not enforced: put the file back
try() {
	cp -p /etc/passwd /tmp/passwd
	"$@"
	cp -p /tmp/passwd /etc/passwd
}

daemon_start text
check "prevent_delete first" upload $rules/prevent-delete.rules
check "then unlink_rule1" upload $rules/unlink.rules
mark
try /usr/bin/perl -e 'unlink "/etc/passwd"'
settle
is "no unlink_rule1 line for its call" "$(new_lines | grep -F "$LINE")" ""
mark
cd /etc || exit
try /usr/bin/rm ./passwd
cd /tmp || exit
settle
is "nor for the same file by a relative name" \
	"$(new_lines | grep -F "$NEAR")" ""
mark
: >dummy
/usr/bin/rm ./dummy
expect_line "other calls get theirs" '"rm" : "./dummy" delete by 0 --> 0'
mark
try /usr/bin/perl -e 'syscall(117, 1000, 1000, 1000); unlink "/etc/passwd"'
expect_line "and so do other users" \
	'"perl" : "/etc/passwd" delete by 1000 --> 1000'

sct_config delete >/dev/null
check "unlink_rule1 first" upload $rules/unlink.rules
check "then prevent_delete" upload $rules/prevent-delete.rules
mark
try /usr/bin/perl -e 'unlink "/etc/passwd"'
expect_only "the log line and no other" "$LINE"
cd /etc || exit
try /usr/bin/rm ./passwd
cd /tmp || exit
expect_only "also by a relative name" "$NEAR"

cat $rules/unlink.rules $rules/prevent-delete.rules >both.rules
matches "check names the hidden rule" "$(sct check both.rules 2>&1)" \
	'.*prevent_delete.*unlink_rule1.*|.*unlink_rule1.*prevent_delete.*'
daemon_stop
finish
