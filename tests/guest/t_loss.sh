# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# What is lost is told; lines come within 1.5 s; SIGTERM drains.
# timeout: 120
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

cat >rmdir.rules <<'END'
rule {
	syscall_name = rmdir
	rule_name = rmdir
	action { type = LOG log_format { %params } }
}
END

daemon_start text
upload rmdir.rules

# from the call to the line, in ms; one in ten may be the fault of a machine
# that has other things to do
worst=0
late=0
for i in 1 2 3 4 5 6 7 8 9 10; do
	took=$(/usr/bin/perl -e '
		my ($file, $name) = @ARGV;
		sub now { open my $f, "<", "/proc/uptime"; (<$f> =~ /[\d.]+/g)[0] }
		mkdir $name and rmdir $name or die;
		my $start = now();
		while (now() - $start < 10) {
			open my $f, "<", $file or die;
			last if grep { $_ eq "\"$name\"\n" } <$f>;
			select undef, undef, undef, 0.01;
		}
		printf "%d\n", (now() - $start) * 1000;' "$LINES" "slow$i")
	[ "$took" -le $worst ] || worst=$took
	[ "$took" -lt 1500 ] || late=$((late + 1))
done
say "worst of 10: $worst ms"
check "a line comes within 1.5 s" test $late -le 1

# more records than the kernel keeps for a reader that does not read
auditctl -b 100 --backlog_wait_time 0 >/dev/null
kill -STOP "$DAEMON"
/usr/bin/perl -e 'for my $i (1 .. 30000) { mkdir "d"; rmdir "d"; }'
lost=$(auditctl -s | sed -n 's/^lost //p')
say "the kernel lost $lost records"
check "the kernel lost records" test "$lost" -gt 0
kill -CONT "$DAEMON"
check "sctauditd says so, with the number of records" \
	wait_for 30 grep -qE 'lost [0-9]+ records \(the kernel had no room' \
	"$OUT/daemon.err"
_all_told() {
	[ "$(sed -n 's/.*lost \([0-9]*\) records* (the kernel .*/\1/p' \
		"$OUT/daemon.err" | awk '{ n += $1 } END { print n }')" = \
		"$(auditctl -s | sed -n 's/^lost //p')" ]
}
# while the kernel still sends what it kept, it drops what is new
_next() {
	next=$((${next:-0} + 1))
	mkdir "on$next"
	/usr/bin/rmdir "on$next"
	wait_line "$LINES" "\"on$next\"" 1
}
check "all of them" wait_for 30 _all_told
check "and goes on" wait_for 30 _next

# what was called before SIGTERM has its line
auditctl -b 8192 --backlog_wait_time 15000 >/dev/null
/usr/bin/perl -e 'for my $i (1 .. 500) { mkdir "t$i"; rmdir "t$i"; }'
daemon_stop
is "SIGTERM: nothing on its way is lost" "$(grep -c '^"t[0-9]' "$LINES")" 500

# and what the kernel keeps while nobody is there is told by nobody: but the
# next sctauditd gets what comes after its start
daemon_start text
mkdir again
/usr/bin/rmdir again
check "after a restart" wait_line "$LINES" '"again"'
daemon_stop
finish
