# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/data/control.pl - bad clients of a control socket. A message is its
# type and the length of its body, 32 bits each, and the body.
#
# usage: control.pl SOCKET raw HEX		send these bytes, print what comes
#	 control.pl SOCKET random SEED COUNT	COUNT clients that send anything
#	 control.pl SOCKET hold HEX COUNT SECONDS
#		COUNT clients that send these bytes and then stay; prints how
#		many could connect
use strict;
use warnings;

my ($path, $what, @args) = @ARGV;

sub client {
	socket my $s, 1, 1, 0 or die "socket: $!\n";	# AF_UNIX, SOCK_STREAM
	connect $s, pack "S a108", 1, $path or return;
	return $s;
}

# what comes until the end, or until nothing came for 5 s
sub answer {
	my ($s) = @_;
	my $all = "";
	for (;;) {
		my $bits = "";
		vec($bits, fileno $s, 1) = 1;
		last unless select $bits, undef, undef, 5;
		sysread $s, my $part, 65536 or last;
		$all .= $part;
	}
	return $all;
}

$SIG{PIPE} = "IGNORE";
if ($what eq "raw") {
	my $s = client() or die "connect: $!\n";
	syswrite $s, pack "H*", $args[0];
	my $got = answer($s);
	$got =~ s/[^ -~\n]+/ /g;
	print $got;
} elsif ($what eq "random") {
	srand $args[0];
	for (1 .. $args[1]) {
		my $s = client() or next;
		# often with a good type, and a length that may fit
		my $n = int rand 300;
		my $body = join "", map { chr int rand 256 } 1 .. $n;
		my $head = rand() < 0.7 ? pack "LL", 1,
			rand() < 0.5 ? $n : int rand 2 * $n + 1 : "";
		syswrite $s, $head . $body;
		shutdown $s, 1;
		answer($s);
	}
} elsif ($what eq "hold") {
	my ($hex, $count, $seconds) = @args;
	my @held;
	for (1 .. $count) {
		my $s = client() or next;
		syswrite $s, pack "H*", $hex if length $hex;
		push @held, $s;
	}
	$| = 1;
	print scalar @held, "\n";
	select undef, undef, undef, $seconds;
}
