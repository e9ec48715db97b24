# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# A case that fails does not end the others.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

fail "a case that fails" "with
two lines"
is "words that differ" one two
ok "the case after"
finish
