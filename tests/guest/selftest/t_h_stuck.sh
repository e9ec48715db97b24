# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hangs the whole guest: its process 1 is frozen and says nothing more.
# timeout: 3
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

mkdir groups
mount -t cgroup2 none groups
mkdir groups/frozen
echo 1 >groups/frozen/cgroup.procs
ok "a case before the end"
echo 1 >groups/frozen/cgroup.freeze
finish
