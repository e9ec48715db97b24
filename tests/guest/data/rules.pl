# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/data/rules.pl - the kernel's audit rules, by raw netlink; perl-base.
#
# usage: rules.pl list ours|foreign	each rule in hex, in the kernel's order
#        rules.pl count ours|foreign
#        rules.pl uring KEY OPERATION...	adds a rule of the io_uring list
# Ours are those whose only key begins with "sct:".
use strict;
use warnings;

my ($AUDIT_ADD_RULE, $AUDIT_LIST_RULES) = (1011, 1013);
my ($KEY_FIELD, $EQUAL, $FIELDS) = (210, 0x40000000, 64);

socket(my $socket, 16, 3, 9) or die "socket: $!\n";	# AF_NETLINK, audit

sub request {
	my ($type, $data) = @_;

	my $message = pack("L S S L L", 16 + length $data, $type, 5, 1, 0) .
		$data;
	send($socket, $message, 0, pack("S S L L", 16, 0, 0, 0)) or
		die "send: $!\n";
}

sub answer {
	defined recv($socket, my $bytes, 65536, 0) or die "recv: $!\n";
	my ($length, $type) = unpack("L S", $bytes);
	return ($type, substr($bytes, 16, $length - 16));
}

sub key_of {
	my ($rule) = @_;
	my (undef, undef, $count, @words) = unpack("L3 L64 L64 L64 L64 L",
		$rule);
	my @fields = @words[64 .. 127];
	my @values = @words[128 .. 191];
	# lengths of strings in the order of their fields, <linux/audit.h>
	my %text = map { $_ => 1 } 13 .. 17, 19 .. 23, 105, 107, 112, 210;
	my $at = 4 * (3 + 4 * 64 + 1);

	for my $i (0 .. $count - 1) {
		next unless $text{$fields[$i]};
		return substr($rule, $at, $values[$i])
			if $fields[$i] == $KEY_FIELD;
		$at += $values[$i];
	}
	return '';
}

sub rules {
	my ($whose) = @_;
	my @rules;

	request($AUDIT_LIST_RULES, '');
	while (1) {
		my ($type, $data) = answer();
		last if $type == 3;				# done
		next if $type != $AUDIT_LIST_RULES;
		my $ours = key_of($data) =~ /\Asct:[^\x01]*\z/s;
		push @rules, unpack("H*", $data)
			if $whose eq ($ours ? 'ours' : 'foreign');
	}
	return @rules;
}

sub add_uring {
	my ($key, @operations) = @_;
	my @mask = (0) x 64;
	my @rest = (0) x ($FIELDS - 1);

	$mask[$_ >> 5] |= 1 << ($_ & 31) for @operations;
	request($AUDIT_ADD_RULE, pack("L3 L64 L64 L64 L64 L", 7, 2, 1, @mask,
		$KEY_FIELD, @rest, length $key, @rest, $EQUAL, @rest,
		length $key) . $key);
	my ($type, $data) = answer();
	my $error = unpack("l", $data);
	die "refused: $error\n" if $type == 2 && $error;
}

my ($verb, @words) = @ARGV;
if ($verb eq 'list') {
	print "$_\n" for rules(@words);
} elsif ($verb eq 'count') {
	my @rules = rules(@words);
	print scalar @rules, "\n";
} elsif ($verb eq 'uring') {
	add_uring(@words);
} else {
	die "usage: rules.pl list|count ours|foreign; uring KEY OPERATION...\n";
}
