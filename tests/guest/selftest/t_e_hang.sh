# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hangs, and leaves a process that ignores signals.
# timeout: 2
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

trap "" TERM HUP INT
tail -f /dev/null &
echo last words
while :; do sleep 1000; done
