# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ends half way, with a case that passed.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

ok "a case"
exit 0
