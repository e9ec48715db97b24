# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# At rest a call has its line within 1.5 s, 99 of 100 times: also when nothing but
# an EOE record ends its event. The guest's clock counts instructions here, so
# that a busy machine is no excuse.
# boot: own
# clock: instructions
# timeout: 900
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

CALLS=100

# latencies NAME: of $CALLS calls, each made when the line of the last one is
# there and then nothing happened for a while; in ms, sorted
latencies() {
	/usr/bin/perl -we '
		use strict;
		my ($file, $gid, $name, $calls) = @ARGV;
		my @took;
		# CLOCK_MONOTONIC, s
		sub now {
			my $ts = "\0" x 16;
			syscall(228, 1, $ts);
			my ($s, $ns) = unpack "qq", $ts;
			return $s + $ns / 1e9;
		}
		$( = $) = $gid;
		open my $f, "<", $file or die "$file: $!";
		for my $i (1 .. $calls) {
			my $object = "$name-$i";
			# out of step with whatever beats once a second
			select undef, undef, undef, 0.1 + $i % 10 / 9;
			open my $new, ">", $object or die;
			close $new;
			seek $f, 0, 2;
			my $start = now();
			unlink $object or die;
			my $text = "";
			while ($text !~ /^"\Q$object\E"$/m) {
				last if now() - $start > 10;
				select undef, undef, undef, 0.005;
				seek $f, 0, 1;
				$text .= join "", <$f>;
			}
			push @took, 1000 * (now() - $start);
		}
		printf "%d\n", $_ for sort { $a <=> $b } @took;
	' "$EVENTS" $LOAD_GID "$1" $CALLS
}

# prompt NAME WORD
prompt() {
	latencies "$2" >"$OUT/$2"
	say "$1: $(sed -n "$((CALLS / 2))p" "$OUT/$2") ms in the middle," \
		"$(sed -n "$((CALLS * 99 / 100))p" "$OUT/$2") ms for 99 of 100," \
		"$(sed -n "${CALLS}p" "$OUT/$2") ms at most"
	is "$1: calls" "$(wc -l <"$OUT/$2")" $CALLS
	check "$1: 99 of 100 within 1.5 s" \
		test "$(sed -n "$((CALLS * 99 / 100))p" "$OUT/$2")" -le 1500
}

conf_file </dev/null
daemon_run
load_rule >load.rules
upload load.rules
prompt "a call to its line" usual
auditctl -a always,exclude -F msgtype=PROCTITLE >/dev/null
prompt "an event that ends by EOE" eoe
daemon_stop
auditctl -D >/dev/null
finish
