# shellcheck shell=dash disable=SC3043
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/lib.sh - what the guest's tests are written with.
#
# The shell is busybox with its applets built in: `rm` is busybox inside the
# shell. Name programs whose calls matter by path: /usr/bin/rm (coreutils),
# /busybox/rm, /usr/bin/perl, /tests/i386, /tests/uring.
#
# $OUT is a directory whose files are handed out to the host; $TEST the name of
# the test. /tmp is the working directory, empty at the start.
# Header lines: "# timeout: SECONDS" (60; may name what run --env sets), "# boot:
# own" (a boot for itself); with that, "# clock: instructions" (run --help) and
# "# cpus: N" (1).

WAIT=15			# bound of every wait, in s: emulation is slow
LINES=$OUT/lines	# what the running sctauditd printed

# --- results ---------------------------------------------------------------

# a result is one line, whatever the name
_report() {
	printf '%s' "$*" | tr '\n\r\t' '   ' | sed 's/$/\n/' >"$REPORT"
}

say() {
	printf '%s\n' "$*" | sed 's/^/# /' >"$REPORT"
}

ok() {
	_report "ok $TEST: $1"
}

# fail NAME [WORDS]...: each of WORDS is shown on lines of its own, 20 at most
fail() {
	_report "not ok $TEST: $1"
	shift
	while [ $# -gt 0 ]; do
		say "$(printf '%s\n' "$1" | head -n 20)"
		shift
	done
}

skip() {
	_report "skip $TEST: $1 # SKIP $2"
}

# the last command of every test: a script that stopped half way has failed
finish() {
	: >"$OUT/.finished"
	exit 0
}

# is NAME GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		fail "$1" "wanted: $3" "got:    $2"
	fi
}

# same NAME GOT-FILE WANTED-FILE: byte for byte, and not empty
same() {
	if [ ! -s "$3" ]; then
		fail "$1" "nothing to compare with"
	elif cmp -s "$2" "$3"; then
		ok "$1"
	else
		fail "$1" "$(diff -u "$3" "$2")"
	fi
}

# check NAME COMMAND...: the command succeeds
check() {
	local name=$1 words

	shift
	if words=$("$@" 2>&1); then
		ok "$name"
	else
		fail "$name" "$* exited with status $?" "$words"
	fi
}

# matches NAME TEXT PATTERN: one line of the text matches the whole pattern
matches() {
	if printf '%s\n' "$2" | grep -qxE -- "$3"; then
		ok "$1"
	else
		fail "$1" "wanted a line like: $3" "got: $2"
	fi
}

# --- waiting ---------------------------------------------------------------

# wait_for SECONDS COMMAND...: until the command succeeds
wait_for() {
	local end=$(($(date +%s) + $1))

	shift
	until "$@"; do
		[ "$(date +%s)" -le "$end" ] || return 1
		usleep 50000
	done
}

_has_line() { grep -qxF -- "$2" "$1" 2>/dev/null; }
_has_text() { grep -qF -- "$2" "$1" 2>/dev/null; }

# not there, or dead and not yet waited for
_gone() { ! grep -qs '^State:[[:space:]]*[^Z]' "/proc/$1/status"; }

# wait_line FILE LINE [SECONDS]
wait_line() { wait_for "${3:-$WAIT}" _has_line "$1" "$2"; }
wait_text() { wait_for "${3:-$WAIT}" _has_text "$1" "$2"; }

# --- sctauditd -------------------------------------------------------------

# the kernel sends its records to this process
_registered() {
	_gone "$1" || auditctl -s | grep -qx "pid $1"
}

# daemon_start text|json [OPTION]...: its lines go to $LINES, its words to
# daemon.err
daemon_start() {
	: >"$LINES"
	sctauditd --foreground -f "$@" >"$LINES" 2>>"$OUT/daemon.err" </dev/null &
	DAEMON=$!
	mark
	if ! wait_for $WAIT _registered $DAEMON || _gone $DAEMON; then
		fail "sctauditd is started" "$(cat "$OUT/daemon.err")"
		finish
	fi
}

# daemon_stop: it ends by itself after SIGTERM, with status 0
daemon_stop() {
	local status

	kill -TERM "$DAEMON"
	if ! wait_for $WAIT _gone "$DAEMON"; then
		fail "sctauditd ends after SIGTERM"
		kill -KILL "$DAEMON"
		return
	fi
	wait "$DAEMON"
	status=$?
	[ $status = 0 ] || fail "sctauditd ends with status 0" \
		"status $status" "$(cat "$OUT/daemon.err")"
}

# --- lines -----------------------------------------------------------------

# the lines printed from here on are the ones that new_lines shows
mark() {
	MARK=$(wc -l <"$LINES")
}

new_lines() {
	tail -n +$((MARK + 1)) "$LINES"
}

# settle: records come in the order of the calls, so once the line of a last
# call is there all lines before it are. Needs a rule that logs that call: one
# on unlink (SETTLE=unlink), or that of settle_rule (SETTLE=alarm).
SETTLE='unlink'
SETTLED=0
settle() {
	SETTLED=$((SETTLED + 1))
	case $SETTLE in
	unlink)
		/usr/bin/touch "/tmp/.settle.$SETTLED."
		/usr/bin/rm "/tmp/.settle.$SETTLED." ;;
	alarm)
		/usr/bin/perl -e 'syscall(37, $ARGV[0] + 0)' $SETTLED ;;
	esac
	if ! wait_text "$LINES" ".settle.$SETTLED."; then
		say "the last line, of .settle.$SETTLED., did not come"
		return 1
	fi
}

# settle_rule: text of a rule for rules that do not log unlink
settle_rule() {
	SETTLE='alarm'
	printf '%s\n' 'rule {' 'syscall_name = alarm' 'rule_name = settle' \
		'action { type = LOG log_format { .settle.%params. } }' '}'
}

# expect_line NAME LINE: comes within the bound, exactly so
expect_line() {
	if wait_line "$LINES" "$2"; then
		ok "$1"
	else
		fail "$1" "wanted: $2" "got:" "$(new_lines)"
	fi
}

# expect_only NAME LINES: since mark() these lines and no other came
expect_only() {
	local got

	settle || { fail "$1"; return; }
	got=$(new_lines | grep -vF '.settle.')
	if [ "$got" = "$2" ]; then
		ok "$1"
	else
		fail "$1" "wanted only:" "$2" "got:" "$got"
	fi
	mark
}

# upload FILE: must be taken, in the documented words; warnings may stand beside
upload() {
	local words

	words=$(sct_config upload "$1" 2>"$OUT/upload.err")
	[ "$words" = "Successfully uploaded rules from file '$1'" ] && return
	fail "upload of $1" "$words" "$(cat "$OUT/upload.err")"
	return 1
}

# --- sctauditd with a configuration ------------------------------------------

CONF=/etc/sctaudit/sctaudit.yaml
EVENTS=/tmp/events.log	# lines of the sink that conf_file makes

# conf: standard input is the whole configuration from the next start on
conf() {
	mkdir -p "${CONF%/*}"
	cat >"$CONF"
	chmod 644 "$CONF"
}

# conf_file [LINE]...: one sink that writes text to $EVENTS; each LINE is a key of
# it. Standard input: sections before that.
conf_file() {
	{
		cat
		printf '%s\n' 'sinks:' '  events:' '    type: file' \
			"    path: $EVENTS"
		[ $# = 0 ] || printf '    %s\n' "$@"
	} | conf
}

_answers() { _gone "$DAEMON" || [ -S /run/sctaudit/control ]; }

# daemon_run [OPTION]...: as $CONF says, in the foreground, until it answers
daemon_run() {
	local program=${SCTAUDITD:-sctauditd}

	rm -f /run/sctaudit/control
	"$program" --foreground "$@" >>"$OUT/daemon.out" \
		2>>"$OUT/daemon.err" </dev/null &
	DAEMON=$!
	if ! wait_for $WAIT _answers || _gone "$DAEMON"; then
		fail "sctauditd is started" "$(cat "$OUT/daemon.err")"
		finish
	fi
}

# status_value KEY: the first of that name in 'sct status --json'
status_value() {
	sct status --json | tr '{,}' '\n\n\n' | sed -n \
		's/^"'"$1"'":"\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' | head -n 1
}
_status_is() { [ "$(status_value "$1")" = "$2" ]; }

# worker: its process, nothing while none runs
worker() {
	local pid

	# shellcheck disable=SC2013	# numbers
	for pid in $(cat "/proc/$DAEMON/task"/*/children 2>/dev/null); do
		_gone "$pid" || echo "$pid"
	done
}

_other_worker() {
	WORKER=$(worker)
	[ -n "$WORKER" ] && [ "$WORKER" != "$1" ]
}

# worker_kill: SIGKILL, once; $WORKER is the one that was killed
worker_kill() {
	wait_for 60 _other_worker "${WORKER:-0}" &&
		kill -KILL "$WORKER" 2>/dev/null
}

# --- load ----------------------------------------------------------------------

LOAD_GID=7777
MADE=0		# calls since load_reset
LOADS=0

# load_rule: text of the rule whose lines the functions below count; the kernel
# sends no other event for it
load_rule() {
	printf '%s\n' 'rule {' 'syscall_name = unlink' 'rule_name = load' \
		"filter_expression { GID == $LOAD_GID }" \
		'action { type = LOG log_format { %params } } }'
}

# load_start [OPTION]...: of /tests/load, in the background
load_start() {
	LOADS=$((LOADS + 1))
	mkdir -p /tmp/load
	(cd /tmp/load && exec /tests/load -g $LOAD_GID -n "load-$LOADS" "$@" \
		>/tmp/made 2>>"$OUT/load") &
	LOAD=$!
}

# load_wait: its calls are added to $MADE
load_wait() {
	wait "$LOAD" || fail "the load runs to its end" "$(cat "$OUT/load")"
	MADE=$((MADE + $(cat /tmp/made)))
}

# count_lines FILE: lines of calls, and how many of these had come before
count_lines() {
	awk '/^"/ { n++; if (seen[$0]++) twice++ }
		END { print n + 0, twice + 0 }' "$1"
}

# what FILE says that was lost: events and lines
count_lost() {
	awk '/^sctauditd: lost [0-9]+ (event|line)/ { n += $3 }
		END { print n + 0 }' "$1"
}

_all_told() {
	[ $(($(grep -c '^"' "$EVENTS") + $(count_lost "$EVENTS"))) -ge $MADE ]
}

# lines_exact NAME: each call has one line in $EVENTS, and nothing was lost
lines_exact() {
	wait_for 60 _all_told
	is "$1: $MADE calls, a line each" "$(count_lines "$EVENTS")" "$MADE 0"
	is "$1: nothing lost" "$(grep '^sctauditd: ' "$EVENTS")" ''
}

# serials that never came: of calls, or of records that nobody was to see, for
# Linux 6.12 takes one now and then for what is then filtered out
count_gaps() {
	awk '/^sctauditd: lost [0-9]+ event.*nothing of them came/ { n += $3 }
		END { print n + 0 }' "$1"
}

# lines_told NAME: each call has one line, or is counted as lost
lines_told() {
	local n lost gaps made=$MADE

	wait_for 60 _all_told
	sleep 2
	n=$(count_lines "$EVENTS")
	lost=$(count_lost "$EVENTS")
	gaps=$(count_gaps "$EVENTS")
	say "$1: $MADE calls, ${n% *} lines, $lost lost, $gaps of them gaps"
	[ $((${n% *} + lost)) = $((MADE + gaps)) ] && made=$((MADE + gaps))
	is "$1: lines and losses are the calls" \
		"$((${n% *} + lost)) ${n#* }" "$made 0"
}
