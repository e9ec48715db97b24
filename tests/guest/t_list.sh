# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# What auditctl -l shows is what sct compile printed.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

# auditctl of Debian 12 has no words for the io_uring list
no_uring() { grep -vE '^-[aA] (always|never),(\(null\)|io_uring) ' "$1"; }
uring() { grep -cE '^-[aA] (always|never),(\(null\)|io_uring) ' "$1"; }

for file in /tests/rules/examples/*.rules /tests/data/*.rules; do
	[ -e "$file" ] || continue
	name=$(basename "$file" .rules)
	sct compile "$file" >"$OUT/$name.compile" 2>"$OUT/$name.err" ||
		fail "$name: compile" "$(cat "$OUT/$name.err")"
	upload "$file"
	auditctl -l >"$OUT/$name.list"
	no_uring "$OUT/$name.compile" >wanted
	no_uring "$OUT/$name.list" >got
	same "$name: auditctl -l is sct compile" got wanted
	is "$name: as many io_uring rules" "$(uring "$OUT/$name.list")" \
		"$(uring "$OUT/$name.compile")"
	sct_config delete >/dev/null
	is "$name: deleted" "$(auditctl -l)" "No rules"
done

# loading what is loaded changes nothing; loading the text of what is loaded
# gives the same rules
for file in /tests/rules/examples/*.rules; do
	name=$(basename "$file" .rules)
	upload "$file"
	/usr/bin/perl /tests/data/rules.pl list ours >first
	check "$name: download" sct_config download
	sct_config download >text.rules
	sct_config delete >/dev/null
	upload text.rules
	/usr/bin/perl /tests/data/rules.pl list ours >second
	same "$name: download and upload give the same rules" second first
	sct_config download >again.rules
	same "$name: and the same text" again.rules text.rules
	sct_config delete >/dev/null
done
finish
