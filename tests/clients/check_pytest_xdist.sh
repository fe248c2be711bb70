#!/bin/sh
# The recipe for pytest-xdist: each worker writes a shard, and the shards merged have the calls of the program's own
# functions that one process counts; Python's own pstats loads them.
# In the environment: BUILD, the folder with the programs; CLIENTS, the virtual environment that `make deps-clients` made.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build/release}" "${CLIENTS:=build/clients}"
"$CLIENTS/bin/python" -c 'import xdist' 2> /dev/null ||
    { echo "pytest-xdist is not there ('make deps-clients' installs it): not checked"; exit 0; }
bin=$(realpath -s "$CLIENTS/bin")
suite=$(realpath tests/clients/suite)
recipe=$(realpath examples/ci/pytest-xdist.sh)
PATH=$(realpath "$BUILD"):$bin:$PATH
export PATH PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 PYTEST_XDIST_AUTO_NUM_WORKERS=3
unset PYTHONPATH PYTEST_ADDOPTS
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# usage: figures DUMP    of the suite's own functions: name, all calls, primitive calls
figures() {
    pstatsreport -T csv --limit=/suite/ --sort=nfl "$1" | cut -d , -f 2-5
}

mkdir prof && echo old > prof/shard-gw9.pstats
"$recipe" -p no:cacheprovider --rootdir="$suite" "$suite" > log 2>&1 || { cat log; fail 'the recipe fails'; }
[ "$(find prof -name 'shard-gw[012].pstats' | wc -l)" -ge 2 ] || fail "not several shards: $(ls prof)"
for name in gw9 main; do
    [ ! -e prof/shard-$name.pstats ] || fail "a shard that no worker wrote: $(ls prof)"
done
for file in prof/merged.pstats prof/flame.svg prof/report.html; do
    [ -s $file ] || fail "no $file"
done

mkdir one && cd one || exit 2
PYTHONPATH=$(dirname "$recipe") pytest -p profile_shards -p no:cacheprovider --rootdir="$suite" "$suite" > log 2>&1 ||
    { cat log; fail 'one process fails'; }
cd ..
figures one/prof/shard-main.pstats > wanted
figures prof/merged.pstats > got
grep -q ',edits,' wanted || fail "nothing of the suite: $(cat wanted)"
diff wanted got || fail 'the merged shards have other calls than one process'

python -c 'import pstats; pstats.Stats("prof/merged.pstats").print_stats("edits")' > printed ||
    fail 'pstats does not load the merged shards'
grep -q '(edits)' printed || fail 'pstats finds nothing in the merged shards'
exit $status
