#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sctauditd, both of its processes, on a recorded log: the lines are those of
# 'sct replay'. Touches nothing of this machine's kernel: its source is a file.
set -u
here=$(cd "$(dirname "$0")" && pwd)
sct=$PWD/${SCT:-cli/sct}
sctauditd=$PWD/${SCTAUDITD:-daemon/sctauditd}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

result() {
	n=$((n + 1))
	echo "$1 $n - daemon: $2"
}

if [ "$(id -u)" != 0 ]; then
	echo "ok 1 - daemon: on a log # SKIP needs root, to become another user"
	echo 1..1
	exit 0
fi

chmod 755 "$tmp"
mkdir -m 755 "$tmp/rules"
echo 'rule { syscall_name = unlink rule_name = u
	action { type = LOG log_format { %serial %params } } }' \
	>"$tmp/rules/u.rules"
cp "$here/replay/calls-6.1.log" "$tmp/log"
cat >"$tmp/conf.yaml" <<END
source: { kind: file, path: $tmp/log }
rules: { load: no }
worker: { user: nobody }
control: { group: none }
state_dir: $tmp/state
END
chmod 644 "$tmp/conf.yaml" "$tmp/rules/u.rules"
"$sct" replay -r "$tmp/rules/u.rules" "$tmp/log" >"$tmp/wanted" 2>/dev/null

# again and again: the worker starts while records come already
bad=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	timeout 60 "$sctauditd" -f text --config="$tmp/conf.yaml" \
		--config-dir="$tmp/none" --rules-dir="$tmp/rules" \
		--run-dir="$tmp/run" >"$tmp/all" 2>"$tmp/err"
	status=$?
	grep -v '^sctauditd: ' "$tmp/all" >"$tmp/got"
	if [ $status != 0 ] || ! cmp -s "$tmp/got" "$tmp/wanted"; then
		bad=$((bad + 1))
		echo "# run $i: status $status"
		diff "$tmp/wanted" "$tmp/got" | head -n 5 | sed 's/^/# /'
		sed 's/^/# /' "$tmp/err" | head -n 5
	fi
done
if [ $bad = 0 ] && [ -s "$tmp/wanted" ]; then
	result ok "20 times the lines of sct replay"
else
	result 'not ok' "20 times the lines of sct replay"
fi
echo "1..$n"
[ $bad = 0 ]
