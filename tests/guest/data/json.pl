# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/data/json.pl - says of each line of stdin whether it is one JSON
# object in valid UTF-8 (RFC 8259); exit status 1 when one is not.
use strict;
use warnings;

my $json = qr/
(?(DEFINE)
  (?<value>  \s* (?: (?&object) | (?&array) | (?&string) | (?&number) |
             true | false | null ) \s* )
  (?<object> \{ (?: \s* (?&string) \s* : (?&value)
             (?: , \s* (?&string) \s* : (?&value) )* | \s* ) \} )
  (?<array>  \[ (?: (?&value) (?: , (?&value) )* | \s* ) \] )
  (?<string> " (?: [^"\\\x00-\x1f]++ | \\ ["\\\/bfnrt] |
             \\ u [0-9a-fA-F]{4} )*+ " )
  (?<number> -? (?: 0 | [1-9][0-9]* ) (?: \.[0-9]+ )? (?: [eE][-+]?[0-9]+ )? )
)
\A (?&object) \z
/x;
my $bad = 0;

binmode STDIN;
while (my $line = <STDIN>) {
	my $whole = chomp $line;
	my $text = $line;
	next if $whole && utf8::decode($text) && $text =~ $json;
	print "line $.: ", substr($line, 0, 200), "\n";
	$bad = 1;
}
exit $bad;
