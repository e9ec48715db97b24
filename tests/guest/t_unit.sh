# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# sctauditd within the bounds of its unit, as far as they can be had without
# systemd: its capabilities and no_new_privs here; its system calls are recorded
# and compared with the unit's filter by t_unit.host.
# boot: own
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

unit=/tests/sctauditd.service
bounds=-all
for cap in $(sed -n 's/^CapabilityBoundingSet=//p' $unit); do
	bounds=$bounds,+$(echo "${cap#CAP_}" | tr 'A-Z' 'a-z')
done
private=/home/alice/private
mkdir $private
: >$private/kept
ln $private/kept /tmp/kept
chown -R 1000:1000 $private
chmod 700 $private

# the tracer is not its parent
cat >bounded <<END
#!/bin/sh
exec /usr/bin/setpriv --no-new-privs --bounding-set=$bounds \
	strace -D -f -q -y -o $OUT/strace -- sctauditd "\$@"
END
chmod 755 bounded
SCTAUDITD=/tmp/bounded
WAIT=60

{
	echo 'rule { syscall_name = unlink rule_name = gone'
	echo 'filter_expression { UID == 1000 }'
	echo 'action { type = LOG log_format { %path %user } } }'
	echo 'rule { syscall_name = chmod rule_name = kept'
	echo "filter_expression { PATH == \"$private/kept\" }"
	echo 'action { type = LOG log_format { kept %path } } }'
} >unit.rules
conf_file 'group: adm' 'mode: "0640"' </dev/null
daemon_run
upload unit.rules
is "it has the unit's capabilities" \
	"$(sed -n 's/^CapBnd:[[:space:]]*//p' "/proc/$DAEMON/status")" \
	"$(sed -n 's/^CapEff:[[:space:]]*//p' "/proc/$DAEMON/status")"
is "and not all" "$(grep -c '^CapEff:.*1ffffffffff' "/proc/$DAEMON/status")" 0

# SYS_PTRACE: a descriptor of another user's process
cat >gone.pl <<'END'
$( = 1000; $) = "1000 1000"; $< = 1000; $> = 1000;
opendir(my $d, "/home/alice/private") or die;
open(my $f, ">", "/home/alice/private/x") or die;
my $name = "x";
syscall(263, fileno($d), $name, 0) == 0 or die;
sleep 10;
END
/usr/bin/perl gone.pl &
check "a descriptor of another user is looked up" \
	wait_line "$EVENTS" "\"$private/x\" alice"
# DAC_READ_SEARCH: an object in a directory of another user
/usr/bin/chmod 600 /tmp/kept
check "so is a name in another user's directory" \
	wait_text "$EVENTS" 'kept "/tmp/kept"'
# CHOWN
is "the file has its group" "$(stat -c '%a %U %G' "$EVENTS")" '640 root adm'
# KILL, SETUID, SETGID, SETPCAP
WORKER=$(worker)
is "the worker is who it should be" \
	"$(sed -n 's/^\(Uid\|CapBnd\):[[:space:]]*//p' "/proc/$WORKER/status" |
		tr -s '\t\n' '  ')" '990 990 990 990 0000000000000000 '
kill -STOP "$WORKER"	# so it makes no progress
kill -KILL "$WORKER"
check "another worker is started" wait_for $WAIT _other_worker "$WORKER"
kill -HUP "$DAEMON"
check "it is reloaded" wait_text "$OUT/daemon.err" 'reloaded'
check "status" sct status
sct log -n 1 >/dev/null
daemon_stop
cp $unit "$OUT/unit"
finish
