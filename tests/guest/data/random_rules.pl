# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/data/random_rules.pl - random rules on the calls that
# tests/guest/calls makes.
#
# usage: random_rules.pl SEED SET COUNT
# The same numbers give the same rules. Rules of an even SET are on different
# families of calls, so that none can profit from another's kernel rules;
# those of an odd one may be on the same.
use strict;
use warnings;

# families that share a system call; kinds of their parameters:
# P path, O open flags, M mode, I id, F descriptor, L length, N small number,
# D pid, G signal, R request, A socket address, T directory, S string, - none
my @families = (
	{ open => 'POM', creat => 'PM', openat => 'TPOM' },
	{ unlink => 'P', unlinkat => 'TPN' },
	{ rename => 'PP', renameat2 => 'TPTPN' },
	{ mkdir => 'PM' }, { rmdir => 'P' }, { link => 'PP' },
	{ symlink => 'SP' }, { chmod => 'PM', fchmodat => 'TPM' },
	{ chown => 'PII' }, { truncate => 'PL' }, { ftruncate => 'FL' },
	{ access => 'PN' }, { readlink => 'P-L' }, { stat => 'P-' },
	{ mknod => 'PM' }, { chdir => 'P' }, { umask => 'M' }, { dup => 'F' },
	{ dup2 => 'FF' }, { close => 'F' }, { lseek => 'FLN' },
	{ fcntl => 'FN' }, { kill => 'DG' }, { ptrace => 'RDLL' },
	{ setresuid => 'III' }, { setresgid => 'III' },
	{ connect => 'FA', bind => 'FA', socket => 'NNN' },
	{ prctl => 'N' }, { getuid => '' },
);
my %numbers = (
	O => [qw(O_WRONLY O_RDWR O_CREAT O_TRUNC O_EXCL O_CLOEXEC 0)],
	M => [qw(0 0600 0644 0111 04000 0777)], I => [qw(0 1000 1001 65534)],
	F => [qw(0 1 3 4 20)], L => [qw(0 1 24 4096 0x7fffffff)],
	N => [qw(0 1 2 3)], D => [qw(999999 888888 1)],
	G => [qw(SIGKILL SIGTERM 0)], R => [qw(3 24 PTRACE_ATTACH 0x4206)],
);
my @names = ('f0', 'f1', './f2', 'keep', '/w', 'd0', 'a b', 'new\nline');
my @lasting = ('/w/keep', '/w/kept/inner');
# in a directory that stays: the kernel drops the rule of a path whose directory
# is removed
my @volatile = ('/w/f0', '/w/f1', '/w/f2', '/w/d0');

my ($seed, $set, $count) = @ARGV;
my $state = ($seed * 7919 + $set * 104729 + 1) & 0x7fffffff;
my $attempts;		# the rule needs attempts = all

sub random {
	$state = ($state * 1103515245 + 12345) & 0x7fffffff;
	return int(($state >> 8) % $_[0]);
}
sub pick { return $_[random(scalar @_)]; }

# one of several strings, as a literal
sub literal { return '"' . pick(@_) . '"'; }

sub path_test {
	my ($name) = @_;
	my $form = random(9);

	return "$name == " . literal(@names) if $form == 0;
	return "$name != " . literal(@names) if $form == 1;
	return "$name ~= " . literal('f', 'keep', '/w', 'd0') if $form == 2;
	return "glob($name, " . literal('*f?', 'f*', '/w/*', '*/keep') . ')'
		if $form == 3;
	return "regex($name, " . literal('^/w', 'f[01]$', 'e+p') . ')'
		if $form == 4;
	return "$name == " . literal(@lasting) if $form <= 6;
	$attempts = 1;
	return "$name == " . literal(@volatile) if $form == 7;
	return "under($name, " . literal('/w/kept', '/w') . ')';
}

sub number_test {
	my ($name, @numbers) = @_;
	my $n = pick(@numbers);
	my $form = random(8);

	return "($name & $n) != 0" if $form == 0;
	return "($name & $n) == $n" if $form == 1;
	return "!($name & $n)" if $form == 2;
	return "$name + 1 > $n" if $form == 3;
	return "$name " . pick(qw(== == != < <= > >=)) . " $n";
}

sub parameter_test {
	my ($kinds) = @_;
	my $i = random(length $kinds);
	my $kind = substr($kinds, $i, 1);
	my $name = 'PARAMS[' . ($i + 1) . ']';

	return path_test($name) if $kind eq 'P';
	return "$name " . pick('==', '!=', '~=') . ' ' . literal(@names)
		if $kind eq 'S';
	return "$name == AT_FDCWD" if $kind eq 'T';
	return pick('PORT == 443', 'FAMILY == AF_INET',
		'ADDR == ipaddr("127.0.0.1")', 'PORT != 9') if $kind eq 'A';
	return number_test($name, @{$numbers{$kind}}) if $numbers{$kind};
	return user_test();
}

sub user_test {
	return number_test(pick(qw(UID EUID SUID FSUID GID EGID FSGID AUID)),
		@{$numbers{I}});
}

sub other_test {
	my ($kinds) = @_;
	my $form = random(6);

	return 'COMM == "calls"' if $form == 0;
	return 'EXE ~= "tests"' if $form == 1;
	return 'CWD ' . pick('== "/w"', '~= "kept"', '!= "/w/kept"') if $form == 2;
	return user_test() if $form < 5 || $kinds !~ /P/;
	return path_test('PATH');
}

sub result_test {
	return pick('SUCCESS == 0', 'SUCCESS != 0', 'RETVAL < 0', 'RETVAL >= 0',
		'RETVAL == -2', 'RETVAL == 0', 'ERRNO == ENOENT',
		'ERRNO == EACCES', 'ERRNO != EBADF', 'RETVAL > 2');
}

sub test {
	my ($kinds, $after, $depth) = @_;
	my $form = random(10);

	if ($depth > 0 && $form < 6) {
		my $left = test($kinds, $after, $depth - 1);
		return "!($left)" if $form == 0;
		return "($left " . pick('&&', '&&', '||') . ' ' .
			test($kinds, $after, $depth - 1) . ')';
	}
	return result_test() if $after && $form < 8;
	return other_test($kinds) if $form == 9 || $kinds !~ /[^-]/;
	return parameter_test($kinds);
}

my @order = (0 .. $#families);
for my $i (reverse 1 .. $#order) {
	my $j = random($i + 1);
	@order[$i, $j] = @order[$j, $i];
}
for my $k (1 .. $count) {
	my $family = $families[$set % 2 ? random(scalar @families) :
		$order[($k - 1) % @order]];
	my $call = pick(sort keys %$family);
	my $after = random(3) == 0;

	$attempts = 0;
	my $test = test($family->{$call}, $after, 2);
	print "rule {\n\tsyscall_name = $call\n\trule_name = r${set}_$k\n";
	print "\tfilter_expression { $test }\n" unless random(20) == 0;
	print "\twhen = after\n" if $after;
	print "\tattempts = all\n" if $attempts;
	print "\tvariants = no\n" if random(8) == 0;
	print "\taction { type = LOG log_format { %comm %ruleid %arch " .
		"%sname(%params) %uid %euid %egid %cwd",
		$after ? ' = %retval %errno' : '', " } }\n}\n";
}
