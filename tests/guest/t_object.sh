# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# A path in a rule means the object, whatever way a program names it.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

cat >object.rules <<'END'
rule {
	syscall_name = unlink
	rule_name = the_file
	filter_expression { PARAMS[1] == "/srv/data/secret" }
	action { type = LOG log_format { file %params } }
}
rule {
	syscall_name = open
	rule_name = the_open
	filter_expression { PATH == "/srv/data/secret" }
	action { type = LOG log_format { open %params } }
}
rule {
	syscall_name = rename
	rule_name = the_rename
	filter_expression { PATH == "/srv/data/secret" || PATH2 == "/srv/data/secret" }
	action { type = LOG log_format { rename %params } }
}
rule {
	syscall_name = unlink
	rule_name = settle
	filter_expression { under(PATH, "/tmp") }
	action { type = LOG log_format { %params } }
}
END

fresh() {
	mkdir -p /srv/data /srv/other
	echo secret >/srv/data/secret
}

# its own open is a call of the_open: wait for that line
again() {
	fresh
	settle
	mark
}

fresh
ln -s /srv/data /srv/link
ln -s /srv/data/secret /srv/way
daemon_start text
check "upload" upload object.rules
mark

/usr/bin/rm /srv/data/secret
expect_only "by its own name" 'file "/srv/data/secret"'
again
cd /srv/data || exit
/usr/bin/rm secret
cd /tmp || exit
expect_only "from its directory" 'file "secret"'
again
cd /srv/other || exit
/usr/bin/rm ../data/./secret
cd /tmp || exit
expect_only "by a relative name with .." 'file "../data/./secret"'
again
/usr/bin/rm /srv/link/secret
expect_only "through a symbolic link to its directory" \
	'file "/srv/link/secret"'
again
/usr/bin/cat /srv/way >/dev/null
expect_line "through a symbolic link to it" 'open "/srv/way", 0, 0'
settle
mark
again
/usr/bin/mv /srv/data/secret /srv/data/else
expect_line "renamed away" 'rename "/srv/data/secret", "/srv/data/else"'
mark
cd /srv/data || exit
/usr/bin/mv else secret
cd /tmp || exit
expect_line "renamed to it" 'rename "else", "secret"'
settle
mark
# coreutils rm -r opens the directory and names entries relative to it; both
# are gone when the records come
/usr/bin/rm -r /srv/data
settle
matches "through a descriptor, its directory gone as well" "$(new_lines)" \
	'file "secret"'
# the kernel drops rules on names whose directory goes
said() { grep -q "$1" "$OUT/daemon.err"; }
check "the dropped rule is said" wait_for 5 said 'dropped an audit rule'
fresh
check "and loaded again" wait_for 5 said 'are loaded again'
settle
mark
/usr/bin/rm /srv/data/secret
expect_only "so that it counts again" 'file "/srv/data/secret"'
again
echo other >/srv/other/secret
mark
/usr/bin/rm /srv/other/secret
expect_only "not another file of the same name" ''
/usr/bin/perl -e 'mkdir "/srv/jail"; mkdir "/srv/jail/srv";
	mkdir "/srv/jail/srv/else"; chroot "/srv/jail" or die; chdir "/";
	open F, ">/srv/else/secret"; close F; unlink "/srv/else/secret"'
expect_only "nor one of another place inside a chroot" ''
daemon_stop
finish
