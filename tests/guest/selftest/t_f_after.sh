# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Nothing of the one before is left.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

check "no process is left" sh -c "! pidof tail"
is "no file is left" "$(ls -A /tmp)" ""
finish
