# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs in one more boot.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

ok "a case"
finish
