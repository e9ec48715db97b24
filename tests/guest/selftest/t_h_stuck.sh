# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hangs the whole guest: a real-time process takes the only processor.
# timeout: 5
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

echo -1 >/proc/sys/kernel/sched_rt_runtime_us
ok "a case before the end"
sleep 1
# sched_setscheduler(0, SCHED_FIFO, { 99 })
/usr/bin/perl -e '$p = pack("i", 99); syscall(144, 0, 1, $p); 1 while 1'
