# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel drops a rule on all below a directory when that directory goes;
# sctauditd says so and loads the rule again when the directory is back.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

said() { grep -q "$1" "$OUT/daemon.err"; }

cat >below.rules <<'END'
rule {
	syscall_name = unlink
	rule_name = below
	filter_expression { under(PATH, "/srv/tree") }
	action { type = LOG log_format { below %path } }
}
rule {
	syscall_name = unlink
	rule_name = settle
	filter_expression { under(PATH, "/tmp") }
	action { type = LOG log_format { %params } }
}
END

mkdir -p /srv/tree
daemon_start text
check "upload" upload below.rules
mark
: >/srv/tree/one
/usr/bin/rm /srv/tree/one
expect_only "a file below it" 'below "/srv/tree/one"'
is "nothing is missing yet" "$(sct diff)" ""

/usr/bin/rm -r /srv/tree
check "the dropped rule is said" wait_for 5 said 'dropped an audit rule'
mkdir /srv/tree
check "and loaded again" wait_for 5 said 'are loaded again'
is "nothing is missing" "$(sct diff)" ""
mark
: >/srv/tree/two
/usr/bin/rm /srv/tree/two
expect_only "so that it counts again" 'below "/srv/tree/two"'
daemon_stop
finish
