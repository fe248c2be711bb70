#!/bin/sh
# Runs tests one after another, each a program or a script whose exit status says whether it passed. Shows what a failed
# one printed, and ends with the line `N passed, N failed`: Check's own counts, and 1 for any other test.
# RUNNER goes before each test that is a program (for instance valgrind).
set -u
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for test; do
    case $test in
    *.sh) "$test" < /dev/null > "$log" 2>&1 ;;
    *) ${RUNNER:-} "$test" < /dev/null > "$log" 2>&1 ;;
    esac
    status=$?
    # One line a suite: `97%: Checks: 40, Failures: 1, Errors: 0`
    counts=$(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' "$log" |
        awk '{ all += $1; bad += $2 + $3 } END { if (NR) print all - bad, bad }')
    good=${counts%% *}
    bad=${counts##* }
    if [ -z "$counts" ]; then
        good=$((status == 0))
        bad=$((status != 0))
    elif [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1 # every case passed, and then the program failed
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ $status -eq 0 ]; then
        printf '  ok      %s (%s)\n' "$test" "$good"
    else
        printf '  FAILED  %s (%s of %s, status %s)\n' "$test" "$bad" $((good + bad)) "$status"
        sed 's/^/          /' "$log"
    fi
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
