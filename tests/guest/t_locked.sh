# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Rules that are locked until the next boot (auditctl -e 2).
# boot: own
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

rule() {
	echo "rule { syscall_name = $1 rule_name = $2"
	echo 'action { type = LOG log_format { %params } } }'
}

rule rmdir one >one.rules
rule mkdir two >two.rules
sct upload one.rules >/dev/null 2>&1
auditctl -l >"$OUT/before"
have=$(wc -l <"$OUT/before")
more=$(sct compile two.rules | wc -l)
auditctl -e 2 >/dev/null

if sct upload two.rules >said 2>&1; then
	fail "an upload is refused"
else
	is "an upload is refused: status 4" $? 4
	matches "and why" "$(cat said)" \
		"error: the kernel's audit rules are locked until the next boot \(enabled 2\); nothing was changed, $more to add and 0 to remove; load these rules before 'auditctl -e 2', and reboot"
fi
is "what is uploaded is as before" "$(sct download | grep -c '^rule')" 1
daemon_start text
is "sctauditd runs with the rules that are there" \
	"$(cat "$OUT/daemon.err")" \
	"sctauditd: 1 rules in force, $have audit rules in the kernel"
mkdir dir
/usr/bin/rmdir dir
expect_line "and prints their lines" '"dir"'
if sct delete >said 2>&1; then
	fail "a delete is refused"
else
	matches "a delete is refused" "$(cat said)" \
		"error: .* nothing was changed, 0 to add and $have to remove; .*"
fi
daemon_stop
mkdir -p /etc/sctaudit/rules.d
cp two.rules /etc/sctaudit/rules.d/
daemon_start text
wait_text "$OUT/daemon.err" 'going on'
matches "rules that cannot be loaded are told" "$(cat "$OUT/daemon.err")" \
	"error: .* $more to add and 0 to remove; .*"
mkdir dir
/usr/bin/rmdir dir
expect_line "and it goes on with those that are" '"dir"'
daemon_stop
auditctl -l >"$OUT/after"
same "the kernel has what it had" "$OUT/after" "$OUT/before"
finish
