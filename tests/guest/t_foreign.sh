# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Only rules of ours are touched; those of others stay byte for byte.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

rules=/tests/rules/examples
list() { /usr/bin/perl /tests/data/rules.pl list "$1"; }
count() { /usr/bin/perl /tests/data/rules.pl count "$1"; }

# foreign_rules PREFIX: of every list and shape, keys that resemble ours too
foreign_rules() {
	local k=$1

	auditctl -a always,exit -F arch=b64 -S unlink,unlinkat -F auid!=-1 \
		-k "$k"
	auditctl -a always,exit -F arch=b32 -S unlink -F a0=0 -k "$k-sct:"
	auditctl -a always,exit -F arch=b64 -S openat -F exit=-EACCES \
		-k "$k" -k "sct:$k"
	auditctl -a always,exit -F arch=b64 -S "$2"
	auditctl -w "/etc/$3" -p wa -k "sct$k"
	auditctl -a always,exclude -F msgtype="$4"
	auditctl -a never,exit -F arch=b64 -S "$5" -F exe=/usr/bin/true
	/usr/bin/perl /tests/data/rules.pl uring "$k" 18
}

foreign_rules before getpid passwd CRYPTO_KEY_USER sync
list foreign >"$OUT/before"
is "foreign rules are loaded" "$(count foreign)" 8
is "none of ours" "$(count ours)" 0

upload $rules/prevent-delete.rules
upload $rules/ptrace.rules
check "ours are loaded" test "$(count ours)" -gt 0
list foreign >"$OUT/uploaded"
same "foreign rules after an upload" "$OUT/uploaded" "$OUT/before"

foreign_rules after getppid group CRYPTO_SESSION syncfs
list foreign >"$OUT/more"
is "more foreign rules" "$(count foreign)" 16
upload $rules/unlink.rules
list foreign >"$OUT/uploaded"
same "all of them after another upload" "$OUT/uploaded" "$OUT/more"

daemon_start text
daemon_stop
list foreign >"$OUT/daemon"
same "after sctauditd came and went" "$OUT/daemon" "$OUT/more"

sct_config delete >/dev/null
is "none of ours after the delete" "$(count ours)" 0
list foreign >"$OUT/deleted"
same "foreign rules after the delete" "$OUT/deleted" "$OUT/more"

# an upload that is refused leaves everything as it was
upload $rules/unlink.rules
list ours >"$OUT/ours"
printf '%s\n' 'rule { syscall_name = unlink rule_name = twice' \
	'action { type = LOG } }' 'rule { syscall_name = nosuchcall' \
	'rule_name = bad action { type = LOG } }' >bad.rules
if sct_config upload bad.rules >"$OUT/bad" 2>&1; then
	fail "an upload with an error is refused"
else
	matches "an upload with an error is refused" "$(cat "$OUT/bad")" \
		".*unknown system call 'nosuchcall'.*"
fi
list ours >"$OUT/ours2"
same "and changes none of ours" "$OUT/ours2" "$OUT/ours"
list foreign >"$OUT/deleted"
same "and none of theirs" "$OUT/deleted" "$OUT/more"
finish
