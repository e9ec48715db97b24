# shellcheck shell=dash disable=SC2034
# SPDX-License-Identifier: GPL-2.0-or-later
# overflow: wait. Whatever happens, every call has exactly one line: the queue
# and the kernel's backlog fill, then the callers wait.
# boot: own
# clock: instructions
# timeout: 600
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh
# shellcheck source=tests/guest/load.sh
. /tests/load.sh

HOLDS=lines_exact

begin 'overflow: wait' <<'END_OF_CONF'
queue:
  records: 65536
  overflow: wait
END_OF_CONF

load_start -s "$LOAD_SECONDS"
end "under load"
say "$(tail -n 1 "$OUT/load")"

while_reloading
end "while rules are reloaded $RELOADS times"
is "calls of the other rule have theirs" "$(grep -c '^"other-' "$EVENTS")" \
	$(((RELOADS + 1) / 2))

while_killing
end "while the worker is killed $KILLS times"
cease

small_disk
begin 'overflow: wait' 'queue_bytes: 64k' <<'END_OF_CONF'
queue:
  records: 65536
  overflow: wait
END_OF_CONF
while_full
end "while the disk is full for $FULL_SECONDS s"
cease
umount /tmp/disk
finish
