#!/bin/sh
# Runs tests, each a program or a script whose exit status says whether it passed, JOBS at once. Shows what a failed one
# printed, and ends with the line `N passed, N failed`: Check's own counts, and 1 for any other test.
# RUNNER goes before each test that is a program (for instance valgrind).
# usage: JOBS=1 tools/run_tests.sh TEST...
set -u

# usage: --one FOLDER TEST: runs it; its output and status go to FOLDER
if [ "${1:-}" = --one ]; then
    log=$2/$(printf '%s' "$3" | tr '/ ' '__')
    case $3 in
    *.sh) "$3" < /dev/null > "$log" 2>&1 ;;
    *) ${RUNNER:-} "$3" < /dev/null > "$log" 2>&1 ;;
    esac
    echo $? > "$log.status"
    exit 0
fi

# Builders of packages set it for all that they run.
unset SOURCE_DATE_EPOCH

[ $# -gt 0 ] || { echo '0 passed, 0 failed'; exit 0; }
passed=0
failed=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# usage: report TEST
report() {
    log=$folder/$(printf '%s' "$1" | tr '/ ' '__')
    status=$(cat "$log.status")
    # One line a suite: `97%: Checks: 40, Failures: 1, Errors: 0`
    counts=$(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' "$log" |
        awk '{ all += $1; bad += $2 + $3 } END { if (NR) print all - bad, bad }')
    good=${counts%% *}
    bad=${counts##* }
    if [ -z "$counts" ]; then
        good=$((status == 0))
        bad=$((status != 0))
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1 # every case passed, and then the program failed
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$status" -eq 0 ]; then
        printf '  ok      %s (%s)\n' "$1" "$good"
    else
        printf '  FAILED  %s (%s of %s, status %s)\n' "$1" "$bad" $((good + bad)) "$status"
        sed 's/^/          /' "$log"
    fi
}

if [ "${JOBS:-1}" -gt 1 ]; then
    printf '%s\n' "$@" | xargs -P "$JOBS" -I{} "$0" --one "$folder" {}
    for test; do
        report "$test"
    done
else
    for test; do
        "$0" --one "$folder" "$test"
        report "$test"
    done
fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
