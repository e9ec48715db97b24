#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The files for systemd: systemd takes them without a word, and its own measure
# says how far the daemon is sandboxed.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
source=$here/../packaging/systemd
made=packaging/systemd
exposure_max=3.9	# systemd-analyze(1): 0 is best, 10 is not sandboxed
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 failed=0

say() { # say ok|"not ok" NAME
	n=$((n + 1))
	echo "$1 $n - systemd: $2"
	[ "$1" = ok ] || failed=$((failed + 1))
}

# quiet NAME COMMAND...: succeeds and has nothing to say
quiet() {
	name=$1
	shift
	if "$@" >"$tmp/said" 2>&1 && [ ! -s "$tmp/said" ]; then
		say ok "$name"
	else
		say 'not ok' "$name"
		sed 's/^/# /' "$tmp/said"
	fi
}

has() { grep -qxF -- "$2" "$made/$1" || echo "no line '$2'"; }

# --- the daemon's own promises ----------------------------------------------

for unit in sctauditd sctaudit-rules; do
	quiet "$unit.service: no place is left open" \
		sh -c "! grep -n '@[a-z]*dir@' $made/$unit.service"
done
quiet "sctauditd.service is as the manual says" has sctauditd.service \
	'RestartPreventExitStatus=2 4 6'
quiet "it waits for READY=1" has sctauditd.service 'Type=notify'
# which systemd takes from the process that it started
quiet "which stays in the foreground" sh -c "grep -qxE \
	'ExecStart=/[^ ]*/sctauditd --foreground' $made/sctauditd.service"
quiet "nothing that rules may name is hidden from it" sh -c "! grep -nE \
	'^(PrivateTmp|ProtectHome|PrivateDevices|ProtectKernel.*|ProtectProc|InaccessiblePaths|TemporaryFileSystem|RootDirectory|PrivateMounts)=' \
	$made/sctauditd.service"
quiet "the loader of rules sees all files" sh -c "! grep -nE \
	'^(Protect|Private|ReadOnly|Inaccessible)' $made/sctaudit-rules.service"

# --- what systemd says --------------------------------------------------------

skip() {
	n=$((n + 1))
	echo "ok $n - systemd: $1 # SKIP $2"
}

# the programs need not be installed
for unit in sctauditd sctaudit-rules; do
	sed 's|^\(Exec[A-Za-z]*=\)/[^ ]*/sct[a-z]*|\1/bin/true|' \
		"$made/$unit.service" >"$tmp/$unit.service"
done
if command -v systemd-analyze >/dev/null; then
	for unit in sctauditd sctaudit-rules; do
		quiet "systemd-analyze verify $unit.service" \
			systemd-analyze verify --man=no "$tmp/$unit.service"
	done
	if systemd-analyze security --offline=yes --threshold=100 \
		"$tmp/sctauditd.service" >"$tmp/exposure" 2>&1; then
		got=$(sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p' \
			"$tmp/exposure")
		if awk "BEGIN { exit !(\"$got\" != \"\" && \
			$got + 0 <= $exposure_max) }"; then
			say ok "exposure $got, at most $exposure_max"
		else
			say 'not ok' "exposure '$got', at most $exposure_max"
		fi
	else
		skip "exposure" "this systemd-analyze has no --offline"
	fi
else
	skip "systemd-analyze verify" "there is no systemd-analyze here"
	skip "exposure" "there is no systemd-analyze here"
fi
if command -v systemd-sysusers >/dev/null; then
	mkdir -p "$tmp/root/etc"
	quiet "systemd-sysusers makes the user" sh -c "systemd-sysusers \
		--root=$tmp/root $source/sctaudit.sysusers.conf \
		2>&1 | grep -v '^Creating '; grep -q \
		'^sctaudit:[^:]*:[0-9]*:[0-9]*:sctaudit worker:/:.*nologin$' \
		$tmp/root/etc/passwd"
else
	skip "systemd-sysusers makes the user" "there is none here"
fi
if command -v systemd-tmpfiles >/dev/null && [ "$(id -u)" = 0 ]; then
	mkdir -p "$tmp/root/etc"
	printf 'root:x:0:0:root:/root:/bin/sh\n' >"$tmp/root/etc/passwd"
	printf 'root:x:0:\nadm:x:4:\n' >"$tmp/root/etc/group"
	quiet "systemd-tmpfiles makes the directories" systemd-tmpfiles \
		--root="$tmp/root" --create "$PWD/$made/sctaudit.tmpfiles.conf"
	got=$(find "$tmp/root" -name sctaudit -type d -printf '%m %U %G\n' |
		sort)
	if [ "$got" = '700 0 0
750 0 4
755 0 0' ]; then
		say ok "of the right owner and mode"
	else
		say 'not ok' "of the right owner and mode: $got"
	fi
else
	skip "systemd-tmpfiles makes the directories" "not root, or it is missing"
fi
echo "1..$n"
[ "$failed" = 0 ]
