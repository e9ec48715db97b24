# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Passes, with a result of each kind.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

ok "a case that passes"
skip "a case" "that has a reason"
is "equal words" one one
finish
