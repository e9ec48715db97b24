# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the kernel reports by path= and dir= of calls on names: symbolic links,
# names that go away on the way, and calls that fail before they find the file.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

mkdir -p /srv/real/sub /srv/closed
echo one >/srv/real/file
echo two >/srv/closed/file
chmod 700 /srv/closed
ln -s real/file /srv/link
ln -s link /srv/link2
ln -s real /srv/dirlink

rule() {
	printf 'rule {\n\tsyscall_name = %s\n\trule_name = %s\n' "$1" "$2"
	printf '\tfilter_expression { %s }\n\t%s\n' "$3" "$4"
	printf '\taction { type = LOG log_format { %s %%params%s } }\n}\n' \
		"$2" "$5"
}
{
	rule open by_link 'PATH == "/srv/link2"'
	rule open by_dirlink 'under(PATH, "/srv/dirlink/sub")'
	rule chown under_link 'under(PATH, "/srv/dirlink")'
	rule rmdir gone 'PATH == "/srv/real/sub/d"' 'when = after' ' %retval'
	rule mkdir taken 'PATH == "/srv/real/sub"'
	rule chmod closed 'PATH == "/srv/closed/file"'
	rule mknod taken_all 'PATH == "/srv/real/sub"' 'attempts = all'
	rule truncate closed_all 'PATH == "/srv/closed/file"' 'attempts = all'
	cat <<-'END'
		rule {
			syscall_name = unlink
			rule_name = settle
			action { type = LOG log_format { %params } }
		}
	END
} >names.rules

daemon_start text
check "upload" upload names.rules
# the link is watched, and what it stands for
is "rules on links" "$(auditctl -l | grep -F 'sct:by_link' |
	grep -o 'path=[^ ]*' | sort -u | tr '\n' ' ')" \
	'path=/srv/link2 path=/srv/real/file '

mark
/usr/bin/cat /srv/link2 >/dev/null
expect_only "a link is followed" 'by_link "/srv/link2", 0, 0'
/usr/bin/cat /srv/real/file >/dev/null
expect_only "the file behind the link" 'by_link "/srv/real/file", 0, 0'
/usr/bin/touch /srv/real/sub/x
/usr/bin/cat /srv/dirlink/sub/x >/dev/null
expect_line "below a link" 'by_dirlink "/srv/dirlink/sub/x", 0, 0'
settle
mark
/usr/bin/perl -e 'chown 0, 0, "/srv/dirlink/file"'
expect_only "a directory that is a link" 'under_link "/srv/dirlink/file", 0, 0'

/usr/bin/perl -e 'mkdir "/srv/real/sub/d"; rmdir "/srv/real/sub/d"'
expect_only "a name that goes away has its result" \
	'gone "/srv/real/sub/d" 0'

# what fails before it finds the file: missed, unless attempts = all
/usr/bin/perl -e 'mkdir "/srv/real/sub"'
expect_only "a name that is taken" ''
/usr/bin/mkfifo /srv/real/sub
expect_only "a name that is taken: the record does not have it" ''
as_alice() { /usr/bin/perl -e '$> = 1000; '"$1"; }
as_alice 'chmod 0644, "/srv/closed/file"'
expect_only "no right to search" ''
as_alice 'truncate "/srv/closed/file", 0'
expect_only "no right to search, attempts = all" \
	'closed_all "/srv/closed/file", 0'
daemon_stop
rm -rf /srv
finish
