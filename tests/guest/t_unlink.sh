# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# The article's own rule: every way to unlink a file gives its line, with the
# words that the program passed.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

rules=/tests/rules/examples

daemon_start text
cp $rules/unlink.rules try.conf
is "the upload says so" "$(sct_config upload /tmp/try.conf)" \
	"Successfully uploaded rules from file '/tmp/try.conf'"
mkdir work
cd work || exit
mark

# try NAME COMM COMMAND...
try() {
	local name=$1 comm=$2

	shift 2
	: >dummy
	"$@"
	expect_only "$name" "\"$comm\" : \"./dummy\" delete by 0 --> 0"
}

try "coreutils rm (unlinkat)" rm /usr/bin/rm ./dummy
try "busybox rm (unlink)" rm /busybox/rm ./dummy
try "perl (unlink)" perl /usr/bin/perl -e 'unlink "./dummy" or die'
try "i386 unlink" i386 /tests/i386 unlink ./dummy
try "i386 unlinkat" i386 /tests/i386 unlinkat -100 ./dummy 0
try "unlinkat by number" perl /usr/bin/perl -e '$name = "./dummy";
	syscall(263, -100, $name, 0) == 0 or die'

: >dummy
/tests/uring unlinkat ./dummy
if settle; then
	# the kernel's record of the operation has no comm and no name
	got=$(new_lines | grep -vF .settle.)
	is "io_uring gives one line" "$(echo "$got" | wc -l)" 1
	matches "io_uring's line" "$got" \
		'("uring"|\?) : ("./dummy"|\?) delete by 0 --> 0'
fi
mark

/usr/bin/mkdir dir
/usr/bin/rmdir dir
/usr/bin/perl -e '$name = "./nodir"; syscall(263, -100, $name, 0x200)'
expect_only "rmdir and unlinkat with AT_REMOVEDIR are no unlink" ""

# perl's own unlink looks first; the kernel records no name that is not there
/usr/bin/perl -e '$name = "./missing"; syscall(87, $name)'
expect_only "an attempt on a missing name" '"perl" : ? delete by 0 --> 0'

cd ..
: >work/dummy
/usr/bin/perl -e 'opendir(my $h, "work");
	$name = "dummy"; syscall(263, fileno($h), $name, 0) == 0 or die'
expect_only "unlinkat below a directory shows the name as passed" \
	'"perl" : "dummy" delete by 0 --> 0'

# real user, effective user and saved user differ: setresuid (117)
: >/home/alice/dummy
chmod 777 /home/alice
/usr/bin/perl -e 'syscall(117, 0, 1000, 0) == 0 or die;
	unlink "/home/alice/dummy" or die'
expect_only "%euid and %suid" '"perl" : "/home/alice/dummy" delete by 1000 --> 0'

daemon_stop
finish
