#!/bin/sh
# pytest-benchmark: keeps the profile of each benchmark in the folder NEW, and compares it with the one of that name in
# OLD, where an earlier run put it. Fails when a benchmark calls any function more often than then: that is not noise,
# as a change of its time can be. NEW/report.md has the tables.
# usage: pytest-benchmark.sh NEW [OLD [ARGUMENT OF PYTEST]...]
set -eu
new=$1
old=${2:-}
shift $(($# < 2 ? $# : 2))
rm -rf "$new"
PYTHONHASHSEED=0 pytest --benchmark-only --benchmark-cprofile=cumtime --benchmark-cprofile-dump="$new/of" "$@"
pstatsflame --strip-prefix="$PWD" -o "$new/flame.svg" "$new"/of-*.prof
status=0
for dump in "$new"/of-*.prof; do
    name=${dump##*/}
    set -- --strip-prefix="$PWD" --title="${name%.prof}" -T markdown
    [ ! -e "$old/$name" ] || set -- "$@" --baseline="$old/$name" --fail-on=calls:0%
    pstatsreport "$@" "$dump" >> "$new/report.md" || status=$?
done
exit $status
