#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/tally_test.sh - the counting of results, on logs as programs leave them

here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99
n=0 failed=0

# counts NAME WANTED LOG...: all that tally prints, lines joined by "; "
counts() {
	name=$1 wanted=$2
	shift 2
	n=$((n + 1))
	got=$("$here/tally" "$@" | paste -sd';' | sed 's/;/; /g')
	if [ "$got" = "$wanted" ]; then
		echo "ok $n - $name"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $name"
	echo "# wanted: $wanted"
	echo "# got:    $got"
}

cat >tap.log <<'END'
1..4
ok 1 - one
not ok 2 - two words
# not ok, says a comment
ok 3 - three # SKIP no such thing here
ok
END
counts "TAP" "not ok tap.log: two words; 2 1 1" tap.log

cat >cmocka.log <<'END'
[==========] first: Running 4 test(s).
[ RUN      ] a
[       OK ] a
[ RUN      ] b
[  ERROR   ] --- 0x1 != 0x2
[   LINE   ] --- x.c:7: error: Failure!
[  FAILED  ] b
[ RUN      ] c
[  SKIPPED ] c
[ RUN      ] d
[       OK ] d
[==========] first: 4 test(s) run.
[  PASSED  ] 2 test(s).
[  SKIPPED ] first: 1 test(s), listed below:
[  SKIPPED ] c
[  FAILED  ] first: 1 test(s), listed below:
[  FAILED  ] b
[==========] Running 1 test(s).
[ RUN      ] e
[       OK ] e
[==========] 1 test(s) run.
[  PASSED  ] 1 test(s).
END
counts "cmocka, two groups" "not ok cmocka.log: b; 3 1 1" cmocka.log

cat >crash.log <<'END'
[==========] Running 4 test(s).
[ RUN      ] a
[       OK ] a
[ RUN      ] b
END
echo ':test-result: FAIL (exit status: 134)' >crash.trs
counts "cmocka that crashed" \
	"not ok crash.log: 3 case(s) that did not run to the end; 1 3 0" \
	crash.log

cat >leak.log <<'END'
[==========] Running 1 test(s).
[ RUN      ] a
[       OK ] a
[==========] 1 test(s) run.
==1==ERROR: LeakSanitizer: detected memory leaks
END
echo ':test-result: FAIL (exit status: 1)' >leak.trs
counts "cases passed, program failed" \
	"not ok leak.log: ended with FAIL; 1 1 0" leak.log

echo hello >plain.log
echo ':test-result: PASS' >plain.trs
counts "a program without cases" "1 0 0" plain.log

echo hello >skip.log
echo ':test-result: SKIP' >skip.trs
counts "a skipped program" "0 0 1" skip.log

echo hello >lost.log
counts "no case, no result" "not ok lost.log: reports no case; 0 1 0" lost.log

: >empty.log
counts "an empty log" "not ok empty.log: reports no case; 0 1 0" empty.log

: >quiet.log
echo ':test-result: PASS' >quiet.trs
counts "a silent program that passed" "1 0 0" quiet.log

counts "a log that is not there" "not ok gone.log: reports no case; 0 1 0" \
	gone.log

counts "several logs" "not ok tap.log: two words; 4 1 1" \
	plain.log tap.log quiet.log

echo "1..$n"
[ $failed = 0 ]
