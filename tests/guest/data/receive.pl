# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/data/receive.pl - a datagram socket at PATH, until it is killed;
# each datagram is a paragraph on standard output: its lines, then an empty one.
# Fields of the journal's protocol whose value may have line ends come as
# NAME=VALUE too.
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
	# NAME\n, 64-bit length, value, \n
	while ($all =~ /^([A-Z_0-9]+)\n/mg) {
		my ($name, $at) = ($1, $-[0]);
		my $n = unpack "Q<", substr $all, $+[0], 8;
		my $value = substr $all, $+[0] + 8, $n;
		substr $all, $at, length($name) + 1 + 8 + $n, "$name=$value";
	}
	chomp $all;
	print "$all\n\n";
}
