#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The manual pages, README, HACKING and NEWS say what is so: their tables are
# those of the rows, their options those of the programs, their examples are
# run, what they point at exists. SCT and SCTAUDITD name the programs.
set -u
export LC_ALL=C TZ=UTC0
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
absolute() { echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"; }
sct=$(absolute "${SCT:-cli/sct}")
sctauditd=$(absolute "${SCTAUDITD:-daemon/sctauditd}")
pages="$top/doc/sct.1 $top/doc/sct-rules.5 $top/doc/sctaudit.yaml.5
$top/doc/sctauditd.8 $top/doc/sctlog.1 $top/doc/sct_load.1"
rules5=$top/doc/sct-rules.5
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 failed=0

say() { # say ok|"not ok" NAME
	n=$((n + 1))
	echo "$1 $n - doc: $2"
	[ "$1" = ok ] || failed=$((failed + 1))
}

# same NAME WANTED-FILE GOT-FILE
same() {
	if [ -s "$2" ] && diff -u "$2" "$3" >"$tmp/diff" 2>&1; then
		say ok "$1"
	else
		say 'not ok' "$1"
		sed 's/^/# /' "$tmp/diff"
	fi
}

# none NAME FILE: the file lists what is wrong, and is empty
none() {
	if [ ! -s "$2" ]; then
		say ok "$1"
	else
		say 'not ok' "$1"
		sed 's/^/# /' "$2"
	fi
}

# --- tables ----------------------------------------------------------------

for table in $("$top/tools/doc-tables" --list); do
	"$top/tools/doc-tables" "$table" >"$tmp/want"
	sed -n "/^\.\\\\\" table $table:/,/^\.\\\\\" end of table $table\$/p" \
		$pages | sed '1d; $d' >"$tmp/got"
	same "the table of $table is up to date (make update-doc)" \
		"$tmp/want" "$tmp/got"
done

# rows KIND FILE MACRO BEFORE AFTER: each row's name is an item of the page
rows() {
	sed -n "s/^$3(\([A-Za-z0-9_]*\),.*/\1/p" "$top/$2" >"$tmp/names"
	[ -s "$tmp/names" ] || echo "no rows in $2" >"$tmp/names"
	while read -r name; do
		grep -qF ".It Ic \"$4$name$5" "$rules5" || echo "$name"
	done <"$tmp/names" >"$tmp/missing"
	none "every $1 is in sct-rules(5)" "$tmp/missing"
}
rows macro lib/rule/macro.tbl.h MACRO % '"'
rows variable lib/rule/var.tbl.h VAR '' ''
rows function lib/rule/func.tbl.h FUNC '' '('

# an entry is more than a row of the table: the page says what it means
sed -n 's/^ENTRY(\([a-z_]*\),.*/\1/p' "$top/lib/rule/entry.tbl.h" |
	while read -r name; do
		grep -qE "^\.It Ic $name No [={]" "$rules5" || echo "$name"
	done >"$tmp/missing"
none "every entry of a rule is explained in sct-rules(5)" "$tmp/missing"

# --- commands and options --------------------------------------------------

# section PAGE KIND NAME: its lines
section() {
	awk -v begin=".$2 $3" -v kind="$2" '
	index($0, begin) == 1 { inside = 1; next }
	inside && (/^\.Sh/ || (kind == "Ss" && /^\.Ss/)) { exit }
	inside' "$1"
}

# options of help text, and of items of a page: one a line, sorted
help_options() {
	grep -E '^ +-' | sed 's/  *[A-Za-z0-9].*//; s/=[A-Z]*//g' |
		grep -oE -- '--?[A-Za-z-]+' | sort -u
}
page_options() {
	grep '^\.It Fl ' | sed 's/^\.It //; s/ Ns = Ns/ /g; s/ Ar [a-z]*//g' |
		grep -oE 'Fl [A-Za-z-]+' | sed 's/^Fl /-/' | sort -u
}

"$sct" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort >"$tmp/want"
sed -n 's/^\.Ss \([a-z]*\)\( .*\)*$/\1/p' "$top/doc/sct.1" | sort >"$tmp/got"
same "sct(1) has the commands of sct --help" "$tmp/want" "$tmp/got"

for command in $(cat "$tmp/want"); do
	"$sct" "$command" --help | help_options >"$tmp/options"
	{
		printf '%s\n' -h --help
		case $command in
		syscalls | replay) ;;
		log | unload) printf '%s\n' --run-dir ;;
		*) printf '%s\n' --rules-dir --run-dir ;;
		esac
		section "$top/doc/sct.1" Ss "$command" | page_options
	} | sort -u >"$tmp/got"
	same "sct(1) has the options of sct $command --help" "$tmp/options" \
		"$tmp/got"
done

printf '%s\n' --help --rules-dir --run-dir -h >"$tmp/options"
section "$top/doc/sct.1" Sh 'COMMON OPTIONS' | page_options >"$tmp/got"
same "sct(1) explains the options of all commands" "$tmp/options" "$tmp/got"

"$sctauditd" --help | help_options >"$tmp/options"
page_options <"$top/doc/sctauditd.8" >"$tmp/got"
same "sctauditd(8) has the options of sctauditd --help" "$tmp/options" \
	"$tmp/got"

ln -s "$sct" "$tmp/sct_config"
"$tmp/sct_config" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort >"$tmp/want"
sed -n '/^\.Nm sct_config$/{n;s/^\.Cm //p;}' "$top/doc/sct.1" | tr -s ' |' '\n' |
	sort >"$tmp/got"
same "sct(1) has the commands of sct_config" "$tmp/want" "$tmp/got"

# links that are one command, and the pages of their own
for link in sctlog sct_load sct_unload; do
	ln -s "$sct" "$tmp/$link"
	"$tmp/$link" --help
done >"$tmp/help"
help_options <"$tmp/help" >"$tmp/options"
cat "$top/doc/sctlog.1" "$top/doc/sct_load.1" | page_options >"$tmp/got"
same "sctlog(1) and sct_load(1) have the options of these" "$tmp/options" \
	"$tmp/got"

# the numbers behind "Exit codes:"
exit_codes() {
	sed -n '/^Exit codes:/,$p' | grep -oE '[0-9]+' | sort -u
}
for page in sct.1 sctauditd.8; do
	case $page in
	sct.1) "$sct" --help ;;
	*) "$sctauditd" --help ;;
	esac | exit_codes >"$tmp/want"
	section "$top/doc/$page" Sh 'EXIT STATUS' | sed -n 's/^\.It //p' |
		sort -u >"$tmp/got"
	same "$page has the exit codes of the help text" "$tmp/want" "$tmp/got"
done

# the page has each form of a line of losses, and what systemd is told
sed -n '/^#define LOSS_CAUSE_ROWS/,/^$/p' "$top/daemon/loss_line.h" |
	tr -d '\\\t\n' | sed 's/LOSS(/\n&/g' | sed -n \
	's/^LOSS([A-Z]*, *"\([a-z]*\)".*"\([^"]*\)") *$/\1=\2/p' >"$tmp/causes"
[ -s "$tmp/causes" ] || echo "=no rows in loss_line.h" >"$tmp/causes"
while IFS='=' read -r name why; do
	{ grep -q "^\.It Li sctauditd: lost .*($why)\$" "$top/doc/sctauditd.8" &&
		grep -q "Ql $name " "$top/doc/sctauditd.8"; } || echo "$name: $why"
done <"$tmp/causes" >"$tmp/missing"
none "sctauditd(8) has a line of each cause of loss" "$tmp/missing"

# --- README ----------------------------------------------------------------

# each "$ command" with what stands below it
awk -v dir="$tmp" '
/^    \$ / { i++; print substr($0, 7) >(dir "/command." i); out = 1; next }
/^    / && out { print substr($0, 5) >(dir "/output." i); next }
{ out = 0 }' "$top/README"
i=1
while [ -e "$tmp/command.$i" ]; do
	command=$(cat "$tmp/command.$i")
	run=$(printf '%s' "$command" | sed "s|build/cli/sct|'$sct'|g")
	(cd "$top" && sh -c "$run") >"$tmp/got" 2>&1
	same "README: $command" "$tmp/output.$i" "$tmp/got"
	i=$((i + 1))
done

# configurations: blocks that begin with a section
awk -v dir="$tmp" '
/^    (sinks|source|queue|metrics):/ && !inside {
	file = dir "/readme." ++i ".yaml"; inside = 1 }
!/^    / { inside = 0 }
inside { print substr($0, 5) >file }' "$top/README"
echo 'configuration is fine' >"$tmp/want"
i=1
while [ -e "$tmp/readme.$i.yaml" ]; do
	"$sctauditd" --check-config --config-dir="$tmp/none" \
		"$tmp/readme.$i.yaml" >"$tmp/got" 2>&1
	same "README: its configuration $i is one" "$tmp/want" "$tmp/got"
	i=$((i + 1))
done

# the live session is the demonstration's
sed -n 's/^type_in //p; s/^printf .\\n# \(.*\)\\n.$/\1/p' \
	"$top/tests/guest/demo.sh" | tr -d "'" >"$tmp/want"
sed -n '/"\.\/bootstrap demo" shows it/,/^---/s/^    # //p' "$top/README" \
	>"$tmp/got"
same "README: the session is that of ./bootstrap demo" "$tmp/want" "$tmp/got"
sed -n "s/^LINE='\(.*\)'/    \1/p" "$top/tests/guest/demo.sh" >"$tmp/want"
grep -xF -f "$tmp/want" "$top/README" | sort -u >"$tmp/got"
same "README: and so is its line" "$tmp/want" "$tmp/got"

for word in $(grep -ohE '(^    |")\./bootstrap [a-z]+' "$top/README" \
	"$top/HACKING" "$top/NEWS" | awk '{ print $NF }' | sort -u); do
	"$top/bootstrap" --help | grep -q "^  $word " || echo "$word"
done >"$tmp/missing"
none "README, HACKING, NEWS: ./bootstrap has these commands" "$tmp/missing"

version=$("$sct" --version | awk '{ print $NF }')
echo "sctaudit $version" >"$tmp/want"
sed -n 1p "$top/NEWS" | cut -d' ' -f 1,2 >"$tmp/got"
same "NEWS begins with this version" "$tmp/want" "$tmp/got"

# --- references ------------------------------------------------------------

# pages of others that exist in Debian's manpages-dev, coreutils, auditd
others='audit.rules.7 auditctl.8 auditd.8 chmod.1 chroot.2 clone3.2 creat.2 execve.2
exit.2 fchmod.2 fchownat.2 open.2 openat.2 openat2.2 rm.1 unlink.2 unlinkat.2
write.2'
cat $pages | awk '$1 == ".Xr" { print $2 "." $3 } / Xr / {
	for (i = 2; i < NF; i++) if ($i == "Xr") print $(i + 1) "." $(i + 2) }' |
	sort -u | while read -r page; do
	[ -e "$top/doc/$page" ] && continue
	case " $(echo $others) " in
	*" $page "*) ;;
	*) echo "$page" ;;
	esac
done >"$tmp/missing"
none "no page points at a page that is not there" "$tmp/missing"

for page in $pages; do
	sed -n 's/^\.Sx //p' "$page" | sed 's/ [.,)].*//' | while read -r name; do
		grep -qxE "\.S[hs] $name" "$page" ||
			echo "$(basename "$page"): $name"
	done
done >"$tmp/missing"
none "no page points at a section that is not there" "$tmp/missing"

for page in sct_config sct_unload; do
	target=$(sed -n 's/^\.so man1\///p' "$top/doc/$page.1")
	[ -n "$target" ] && [ -e "$top/doc/$target" ] || echo "'$target'"
done >"$tmp/so"
none "sct_config(1) and sct_unload(1) are pages that are there" "$tmp/so"

# files of the tree that are named; patterns (*, NAME, X) name several
for text in README HACKING NEWS; do
	grep -oE '(^|[ (`"])(lib|cli|daemon|tests|tools|doc|rules|bench|packaging)/[A-Za-z0-9_./*{},-]*' \
		"$top/$text" | sed 's/^[ (`"]//; s/[.,]*$//' | sort -u |
		while read -r path; do
			case $path in
			*[*{]* | *NAME* | *_X*) continue ;;
			esac
			[ -e "$top/$path" ] || echo "$text: $path"
		done
done >"$tmp/missing"
none "README, HACKING, NEWS name files that are there" "$tmp/missing"

# functions and files that HACKING names without a folder
{
	grep -oE '[a-z_]+\(\)' "$top/HACKING" | tr -d '()' | sort -u |
		while read -r name; do
			grep -rqw -- "$name" "$top/lib" "$top/cli" \
				"$top/daemon" || echo "$name()"
		done
	grep -oE '(^|[ (])[a-z_0-9]+\.([ch]|tbl\.h|sh)\>' "$top/HACKING" |
		tr -d ' (' | sort -u |
		while read -r name; do
			[ -n "$(find "$top/lib" "$top/cli" "$top/daemon" \
				"$top/tests" -name "$name")" ] || echo "$name"
		done
} | grep -v '^cmd_' >"$tmp/missing"
none "HACKING names functions and files of the source" "$tmp/missing"

# the tree of sctauditd has each of its files
sed -n '/^daemon\/ /,/^lib\/api/p' "$top/HACKING" >"$tmp/tree"
for file in "$top"/daemon/*.[ch]; do
	name=$(basename "$file")
	grep -qw -- "${name%%.*}" "$tmp/tree" || echo "$name"
done >"$tmp/missing"
none "HACKING has each file of daemon/" "$tmp/missing"

# --- examples and form -----------------------------------------------------

# literal blocks of the page that hold rules
awk -v dir="$tmp" '
/^\.Bd -literal/ { block = ""; inside = 1; next }
/^\.Ed/ {
	if (inside && ("\n" block) ~ /\nrule \{/)
		printf "%s", block >(dir "/example." ++i ".rules")
	inside = 0
}
inside { block = block $0 "\n" }' "$rules5"
i=1
while [ -e "$tmp/example.$i.rules" ]; do
	name=$(sed -n 's/^ *rule_name = //p' "$tmp/example.$i.rules")
	echo '1 rule, 0 errors, 0 warnings' >"$tmp/want"
	"$sct" check "$tmp/example.$i.rules" >"$tmp/got" 2>&1
	same "sct-rules(5): the example $name is a rule" "$tmp/want" "$tmp/got"
	i=$((i + 1))
done

# literal blocks of sctaudit.yaml(5), and those with sinks of sctauditd(8), are
# configurations
awk -v dir="$tmp" '
/^\.Bd -literal/ { block = ""; inside = 1; next }
/^\.Ed/ {
	if (inside && (FILENAME ~ /yaml/ || block ~ /sinks:/))
		printf "%s", block >(dir "/example." ++i ".yaml")
	inside = 0
}
inside { block = block $0 "\n" }' "$top/doc/sctaudit.yaml.5" \
	"$top/doc/sctauditd.8"
echo 'configuration is fine' >"$tmp/want"
i=1
while [ -e "$tmp/example.$i.yaml" ]; do
	"$sctauditd" --check-config --config-dir="$tmp/none" \
		"$tmp/example.$i.yaml" >"$tmp/got" 2>&1
	same "sctaudit.yaml(5), sctauditd(8): example $i is a configuration" "$tmp/want" \
		"$tmp/got"
	i=$((i + 1))
done

for page in $pages; do
	name="$(basename "$page") has no mistakes of form"
	if command -v groff >/dev/null; then
		groff -mdoc -Tutf8 -ww -z "$page" >"$tmp/words" 2>&1
		none "$name" "$tmp/words"
	else
		say ok "$name # SKIP no groff here"
	fi
done

echo "1..$n"
[ "$failed" = 0 ]
