#!/bin/sh
# The recipe for pytest-benchmark: a dump of each benchmark, a picture and a report; the same benchmarks again pass, and
# those that call a function more often fail, by name.
# In the environment: BUILD, the folder with the programs; CLIENTS, the virtual environment that `make deps-clients` made.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build/release}" "${CLIENTS:=build/clients}"
"$CLIENTS/bin/python" -c 'import pytest_benchmark' 2> /dev/null ||
    { echo "pytest-benchmark is not there ('make deps-clients' installs it): not checked"; exit 0; }
bin=$(realpath -s "$CLIENTS/bin")
recipe=$(realpath examples/ci/pytest-benchmark.sh)
PATH=$(realpath "$BUILD"):$bin:$PATH
export PATH PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH PYTEST_ADDOPTS
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cp -r tests/clients/project "$folder/project"
cd "$folder/project" || exit 2
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# usage: run STATUS NEW OLD
run() {
    "$recipe" "$2" "$3" -p no:cacheprovider --benchmark-max-time=0.01 --benchmark-min-rounds=1 > log 2> errors
    got=$?
    [ $got = "$1" ] || fail "$2 with $3: status $got instead of $1: $(cat log errors)"
    grep '^pstatsreport: ' errors > said
}

run 0 first ''
[ "$(find first -name 'of-*.prof' | wc -l)" = 3 ] || fail "not a dump for each benchmark: $(ls first)"
grep -q 'app/shop\.py' first/flame.svg || fail 'flame.svg: nothing of the program'
[ "$(grep -c '^## of' first/report.md)" = 3 ] || fail 'report.md: not a table for each benchmark'
grep -q 'Passed' first/report.md && fail 'report.md: tells of a gate, though there is nothing to compare with'

run 0 again first
[ "$(grep -c '^\*\*Passed\*\*' again/report.md)" = 3 ] || fail 'report.md: not passed by each benchmark'

sed -i 's/(price(item) for/(price(item) + 0 * price(item) for/' app/shop.py
run 1 more again
for count in 3 30; do
    grep -q "^pstatsreport: app/shop.py:4: price: calls was $count, is $((2 * count)) (+100.0%); limit 0%; $count more by " said ||
        fail "price is not named: $(cat said)"
done
[ "$(grep -c '^\*\*Passed\*\*' more/report.md)" = 1 ] || fail 'report.md: test_price calls nothing more often'
exit $status
