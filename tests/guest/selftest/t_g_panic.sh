# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Takes the kernel with it.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

ok "a case before the panic"
: >left
echo c >/proc/sysrq-trigger
