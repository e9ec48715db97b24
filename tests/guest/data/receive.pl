# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/data/receive.pl - a datagram socket at PATH, until it is killed;
# each datagram is a paragraph on standard output: its lines, then an empty one.
#
# usage: receive.pl PATH
use strict;
use warnings;

my ($path) = @ARGV;

$| = 1;
unlink $path;
socket my $s, 1, 2, 0 or die "socket: $!\n";	# AF_UNIX, SOCK_DGRAM
bind $s, pack "S a108", 1, $path or die "bind $path: $!\n";
chmod 0666, $path;
while (defined recv $s, my $all, 1 << 20, 0) {
	chomp $all;
	print "$all\n\n";
}
