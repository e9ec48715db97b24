# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/guest/demo.sh - the article's own example, shown live on a real kernel.

LINE='"rm" : "./dummy" delete by 0 --> 0'

# show a command as it is typed, then run it
type_in() {
	printf '\n# %s\n' "$*"
	eval "$*"
}

# the command line's rm is coreutils', as on any machine
rm() { /usr/bin/rm "$@"; }
touch() { /usr/bin/touch "$@"; }

cp /tests/rules/examples/unlink.rules /tmp/try.conf
cd /tmp || exit 1
mkdir /root/work
type_in cat /tmp/try.conf
printf '\n# sctauditd --foreground &\n'
sctauditd --foreground >/tmp/lines 2>/tmp/err &
daemon=$!
tries=0
until auditctl -s | grep -qx "pid $daemon"; do
	tries=$((tries + 1))
	if [ $tries -gt 150 ] || ! kill -0 $daemon; then
		cat /tmp/err
		exit 1
	fi
	usleep 100000
done
type_in sct_config upload /tmp/try.conf
cd /root/work || exit 1
type_in 'touch ./dummy; rm ./dummy'
tries=0
until grep -qxF "$LINE" /tmp/lines; do
	tries=$((tries + 1))
	if [ $tries -gt 150 ]; then
		echo "the line did not come; sctauditd said:"
		cat /tmp/lines /tmp/err
		exit 1
	fi
	usleep 100000
done
cat /tmp/lines
type_in sct_config download
type_in sct_config delete
type_in auditctl -l
