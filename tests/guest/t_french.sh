# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# French words in a rule, with and without accents.
# shellcheck source=tests/guest/lib.sh
. /tests/lib.sh

daemon_start text
check "upload of the French rule" upload /tests/rules/examples/unlink.fr.rules
: >dummy
/usr/bin/rm ./dummy
expect_line "the French line" '"rm" : "./dummy" suppression par 0 --> 0'
sct_config delete >/dev/null

{
	printf '\357\273\277'
	printf '%s\r\n' 'rule {' 'syscall_name = unlink' \
		'rule_name = efface' '# un règlement' 'action { type = LOG' \
		'log_format { %comm a effacé « %params » à zéro — par %user } }' \
		'}'
} >accents.rules
check "upload with accents, BOM and CRLF" upload accents.rules
: >"dummy é"
/usr/bin/rm "./dummy é"
expect_line "accents in words and names" \
	'"rm" a effacé « "./dummy é" » à zéro — par root'

daemon_stop
finish
