# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Reports nothing at all.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

finish
