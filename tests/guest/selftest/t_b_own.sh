# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# boot: own
# Runs in a boot for itself, after all others.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

ok "a case"
finish
