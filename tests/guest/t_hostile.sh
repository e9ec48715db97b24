# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names that try to break a line or to forge a field: one line each, in text
# and in json, with nothing of them left unescaped.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

cat >names.pl <<'END'
# prints, for every name, its escaped form; unlinks it (it exists for the short
# ones: those with a slash or too long are attempts)
my @names = (
	["a\nb", 'a\nb'],
	["q\"uote", 'q\"uote'],
	["back\\slash", 'back\\\\slash'],
	["gs\x1dname", 'gs\x1dname'],
	["tab\there", 'tab\there'],
	["cr\rhere", 'cr\rhere'],
	["bell\x07", 'bell\x07'],
	["esc\x1b[31mred", 'esc\x1b[31mred'],
	["del\x7f", 'del\x7f'],
	["bad\xff\xfeutf8", 'bad\xff\xfeutf8'],
	["cut\xc3", 'cut\xc3'],
	["over\xc0\xaf", 'over\xc0\xaf'],
	["c1\xc2\x85next", 'c1\xc2\x85next'],
	["\xe2\x80\xaertl", '\xe2\x80\xaertl'],
	["\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9"],
	["type=SYSCALL msg=audit(1.0:1): uid=0",
	 'type=SYSCALL msg=audit(1.0:1): uid=0'],
	["x\ntype=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=87",
	 'x\ntype=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=87'],
	["\" delete by 0 --> 0\n\"rm\" : \"forged",
	 '\" delete by 0 --> 0\n\"rm\" : \"forged'],
	[" ", ' '],
	["  two  blanks  ", '  two  blanks  '],
	["%s%n%comm", '%s%n%comm'],
	["(null)", '(null)'],
	["\x01", '\x01'],
	["n" x 255, "n" x 255],
	["./" x 2047 . "x", "./" x 2047 . "x"],
	["./" x 2045 . "a b c", "./" x 2045 . "a b c"],
);
open my $want, ">", $ARGV[0];
for (@names) {
	my ($name, $text) = @$_;
	open my $file, ">", $name;
	unlink $name;
	print $want "\"perl\" : \"$text\" delete by 0 --> 0\n";
}
END

daemon_start text
check "upload" upload /tests/rules/examples/unlink.rules
mark
/usr/bin/perl names.pl "$OUT/wanted"
settle
new_lines | grep -vF .settle. >"$OUT/got"
same "text: every name on one line, escaped" "$OUT/got" "$OUT/wanted"
daemon_stop

daemon_start json
mark
/usr/bin/perl names.pl "$OUT/wanted"
settle
new_lines | grep -vF .settle. >"$OUT/got.json"
is "json: one document for every name" "$(wc -l <"$OUT/got.json")" \
	"$(wc -l <"$OUT/wanted")"
check "json: every line is JSON in UTF-8" /usr/bin/perl /tests/data/json.pl \
	<"$OUT/got.json"
is "json: none is of another process" \
	"$(grep -cF '"name":"perl"' "$OUT/got.json")" "$(wc -l <"$OUT/wanted")"
daemon_stop

# the program's own name is hostile too: comm is 15 bytes of it
cp /tests/i386 "$(printf 'r"m\n\\\035\377')"
daemon_start text
mark
: >dummy
"./$(printf 'r"m\n\\\035\377')" unlink ./dummy
expect_line "a hostile comm" \
	'"r\"m\n\\\x1d\xff" : "./dummy" delete by 0 --> 0'
daemon_stop
finish
