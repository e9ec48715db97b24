# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/demo.sh - the article's own example, shown live on a real kernel.

LINE='"rm" : "./dummy" delete by 0 --> 0'

# show a command as it is typed, then run it
type_in() {
	printf '\n# %s\n' "$*"
	eval "$*"
}

# until_true WORDS COMMAND...: within 15 s
until_true() {
	words=$1
	tries=0
	shift
	until "$@"; do
		tries=$((tries + 1))
		if [ $tries -gt 150 ]; then
			echo "$words; there is:"
			cat /tmp/lines /tmp/err
			exit 1
		fi
		usleep 100000
	done
}

# the command line's rm is coreutils', as on any machine
rm() { /usr/bin/rm "$@"; }
touch() { /usr/bin/touch "$@"; }

cp /tests/rules/examples/unlink.rules /tmp/try.conf
cd /tmp || exit 1
mkdir /root/work
type_in cat /tmp/try.conf
type_in sct_load
type_in sct_config upload /tmp/try.conf
printf '\n# sctlog &\n'
sctlog >/tmp/lines 2>/tmp/err &
reader=$!
until_true 'the reader does not come' \
	sh -c 'sct status --json | grep -q "\"readers\":1"'
cd /root/work || exit 1
type_in 'touch ./dummy; rm ./dummy'
until_true 'the line did not come' grep -qxF "$LINE" /tmp/lines
cat /tmp/lines
type_in sct_config download
type_in sct_config delete
printf '\n# kill $!\n'
kill -TERM $reader
wait $reader
type_in sct_unload
type_in auditctl -l
