#!/bin/sh
# pytest-profiling, as it is, with pstats2dot as its gprof2dot, by the recipe for it: draws its combined.svg; and its
# dumps, one a test, are merged by pstats2dot itself into the graph that pytest-profiling's own merge gives.
# In the environment: BUILD, the folder with the programs; CLIENTS, the virtual environment that `make deps-clients` made.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build/release}" "${CLIENTS:=build/clients}"
for program in "$CLIENTS/bin/pytest" dot xmllint; do
    command -v "$program" > /dev/null ||
        { echo "$program is not there ('make deps-clients' installs it): not checked"; exit 0; }
done
"$CLIENTS/bin/python" -c 'import pytest_profiling' || exit 0
bin=$(realpath -s "$CLIENTS/bin")
program=$(realpath "$BUILD/pstats2dot")
recipe=$(realpath examples/ci/pytest-profiling.sh)
suite=$(realpath tests/clients/suite)
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# It takes the gprof2dot beside its Python, which deps-clients leaves out, else the first on PATH.
[ ! -e "$CLIENTS/bin/gprof2dot" ] || { echo "$CLIENTS/bin/gprof2dot would be run instead of pstats2dot"; exit 1; }
cd "$folder" || exit 2
env -u PYTHONPATH -u PYTEST_ADDOPTS PATH="${program%/*}:$bin:$PATH" PYTHONDONTWRITEBYTECODE=1 \
    "$recipe" -p no:cacheprovider --rootdir="$suite" "$suite" > log 2>&1 || { cat log; exit 1; }

grep -q '^SVG profile created in ' log || { cat log; fail 'pytest-profiling tells of no picture'; }
xmllint --noout prof/combined.svg || fail 'prof/combined.svg: not well-formed'
for name in edits test_edits; do # which take nearly all of the time
    grep -q "test_words:[0-9]*:$name" prof/combined.svg || fail "prof/combined.svg: nothing of $name"
done

# pytest-xdist's workers overwrite each other's combined.prof: merging the dumps is the way.
rm -f merged.dot
find prof -name '*.prof' ! -name combined.prof -exec "$program" -n0 -e0 -o merged.dot {} +
"$program" -n0 -e0 prof/combined.prof > combined.dot || fail 'combined.prof: not drawn'
# The order of functions follows that of the files; and where there are several, names lose their addresses.
figures() {
    sed -n 's/ at 0x[0-9a-f]*//; s/.*label="\([^"]*\)".*/\1/p' "$1" | sort
}
figures merged.dot > merged.labels
figures combined.dot > combined.labels
[ -s merged.labels ] || fail 'the merged graph is empty'
diff combined.labels merged.labels > difference || fail "the merged dumps differ from combined.prof:
$(head -n 20 difference)"
exit $status
