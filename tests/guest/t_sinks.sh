# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# Each kind of sink, its filters, and that one that stalls holds up no other.
# timeout: 180
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

# gone NAME: an unlink call of that name that rules see
gone() {
	: >"$1"
	/usr/bin/perl -e '$( = $) = $ARGV[0]; unlink $ARGV[1] or die' \
		$LOAD_GID "$1"
}

cat >rules <<'END_OF_RULES'
rule {
	syscall_name = unlink
	rule_name = secret
	filter_expression { GID == 7777 && glob(PARAMS[1], "secret*") }
	action { type = LOG log_format { %params secret } }
}
END_OF_RULES
load_rule >>rules

/usr/bin/perl /tests/data/receive.pl /tmp/log.socket >syslog &
receiver=$!
journal='{ type: journal }'
if command -v systemd-journald >/dev/null; then
	mkdir -p /run/systemd/journal /run/log/journal
	mount -t cgroup2 cgroup /sys/fs/cgroup
	systemd-journald 2>"$OUT/journald" &
	wait_for $WAIT journalctl -q -n 1 >/dev/null
else
	journal='{ enabled: no, type: journal }'
fi
mkfifo pipe
sleep 100000 <pipe &	# it is open, and nobody reads
conf <<END_OF_CONF
sinks:
  events: { enabled: no }
  all: { type: file, path: /tmp/all.log }
  json: { type: file, path: /tmp/json.log, format: json, mode: 0600, group: root }
  some: { type: file, path: /tmp/some.log, rules: [ "sec*" ] }
  small: { type: file, path: /tmp/small.log, rotate_size: 4k, rotate_count: 2 }
  journal: $journal
  syslog: { type: syslog, path: /tmp/log.socket, facility: local3 }
  syslog-json: { type: syslog, path: /tmp/log.socket, format: json, rules: [ secret ] }
  stuck: { type: stdout, queue_bytes: 64k }
END_OF_CONF
# its standard output is the pipe
rm -f /run/sctaudit/control
sctauditd --foreground >pipe 2>>"$OUT/daemon.err" </dev/null &
DAEMON=$!
wait_for $WAIT _answers
upload rules

# --- what comes where ------------------------------------------------------------

gone plain
gone secret1
check "file" wait_line all.log '"secret1" secret'
is "all lines" "$(cat all.log)" '"plain"
"secret1" secret'
is "of the group that reads logs" "$(stat -c '%a %U %G' all.log)" \
	'640 root adm'
wait_for $WAIT test -s json.log
is "JSON is a document a line" "$(grep -c '^{.*}$' json.log)" 2
is "with permissions as configured" "$(stat -c '%a %U %G' json.log)" \
	'600 root root'
is "of some rules only" "$(cat some.log)" '"secret1" secret'

wait_text syslog 'secret1'
# 19 (local3) * 8 + level; the first two fields of RFC 5424
matches "syslog, RFC 5424" "$(grep -F '"plain"' syslog)" \
	'<15[0-9]>1 [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+) guest sctauditd [0-9]+ load - "plain"'
matches "syslog with JSON, of one rule" "$(grep -F '{' syslog)" \
	'<8[0-9]>1 .* guest sctauditd [0-9]+ secret - \{.*"secret1".*\}'

# field NAME: of the entry of secret1
field() {
	journalctl -q -o export SCT_RULE=secret | sed -n "s/^$1=//p"
}
_in_journal() { [ -n "$(field MESSAGE)" ]; }
if [ "$journal" = '{ type: journal }' ]; then
	wait_for $WAIT _in_journal
	is "journal: MESSAGE" "$(field MESSAGE)" '"secret1" secret'
	is "journal: SCT_RULE, SCT_ACTION" \
		"$(field SCT_RULE) $(field SCT_ACTION)" 'secret LOG'
	is "journal: SYSCALL" "$(field SYSCALL)" unlink
	is "journal: SCT_COMM, SCT_EXE" "$(field SCT_COMM) $(field SCT_EXE)" \
		'perl /usr/bin/perl'
	is "journal: SCT_UID, SCT_GID" "$(field SCT_UID) $(field SCT_GID)" \
		'0 7777'
	is "journal: SCT_PATH" "$(field SCT_PATH)" /tmp/secret1
	matches "journal: SCT_PID, SCT_SERIAL" \
		"$(field SCT_PID) $(field SCT_SERIAL)" '[0-9]+ [0-9]+'
	is "journal: SYSLOG_IDENTIFIER" "$(field SYSLOG_IDENTIFIER)" sctauditd
	matches "journal: the subject is none of the journal's own fields" \
		"$(field _PID) $(field _COMM)" "$DAEMON sctauditd"
	is "journal: one entry a line" \
		"$(journalctl -q -o cat SYSLOG_IDENTIFIER=sctauditd \
			SYSCALL=unlink)" '"plain"
"secret1" secret'
else
	skip "journal" "no package with systemd-journald here"
fi

# --- files that move -----------------------------------------------------------------

mv all.log old.log
i=0
_new_file() {
	i=$((i + 1))
	gone "renamed-$i"
	wait_for 1 test -s all.log
}
check "renamed: lines go to a new file" wait_for $WAIT _new_file
wait_for $WAIT _has_text all.log renamed
renamed=$(cat old.log all.log | grep renamed | sort | uniq -c |
	awk '{ print $1 }' | sort -u)
is "each to one of both" "$renamed" 1
mv all.log older.log
kill -HUP "$DAEMON"
check "SIGHUP: it is opened again" wait_for $WAIT test -e all.log
gone after-hup
check "and written" wait_line all.log '"after-hup"'
is "and only there" "$(cat old.log older.log | grep -c after-hup)" 0

# --- one is stuck, others go on, rotation ---------------------------------------------

load_start -c 10000
load_wait
EVENTS=/tmp/all.log
MADE=$((MADE + 1))
wait_for 60 _all_told
is "beside a sink that is stuck: a line for each call" \
	"$(count_lines all.log)" "$MADE 0"
wait_for 60 eval '[ $(grep -c load-1- json.log) -ge 10000 ]'
is "JSON too" "$(grep -c '"load-1-' json.log)" 10000
stuck() {
	sct status --json | tr '{' '\n' | sed -n \
		's/.*"name":"stuck".*"dropped":\([0-9]*\).*"queued":\([0-9]*\).*/\1 \2/p'
}
is "rotated: so many files, no more" "$(ls small.log* | tr '\n' ' ')" \
	'small.log small.log.1 small.log.2 '
for file in small.log.1 small.log.2; do
	check "$file is as large as it may be" \
		test "$(stat -c %s $file)" -le 4096
done
same_end() { [ "$(tail -n 1 small.log)" = "$(tail -n 1 all.log)" ]; }
check "the last line is in the new one" wait_for 30 same_end

# what the stuck one has got, and what it has lost, is all
gone last
wait_line all.log '"last"'
say "stuck: dropped and queued: $(stuck)"
check "the stuck one has lost lines of its own, counted" \
	test "$(stuck | cut -d ' ' -f 1)" -gt 0
cat pipe >piped &
_piped() { [ $(($(grep -c '^"' piped) + $(count_lost piped))) -ge "$(count_all)" ]; }
count_all() { cat old.log older.log all.log | grep -c '^"'; }
check "let go, it writes what it kept, and says what it lost" \
	wait_for 30 _piped
n=$(count_lines piped)
is "both are all lines" "$((${n% *} + $(count_lost piped))) ${n#* }" "$(count_all) 0"

# --- one that comes back ---------------------------------------------------------------

kill $receiver
gone while-away
check "a socket that is away is told" \
	wait_text "$OUT/daemon.err" "sink syslog: cannot write"
/usr/bin/perl /tests/data/receive.pl /tmp/log.socket >>syslog &
check "what was held is written when it is back" \
	wait_text syslog '"while-away"' 30
sct delete >/dev/null
daemon_stop
finish
