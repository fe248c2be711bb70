#!/bin/sh
# pstatsflame's SVG of every dump of the corpus and of tests/data is no larger than flamegraph.pl's of the same stacks.
# FLAMEGRAPH: where flamegraph.pl is, if not in PATH; where it is not, there is nothing to compare with.
set -eu
flamegraph=${FLAMEGRAPH:-$(command -v flamegraph.pl || true)}
if [ -z "$flamegraph" ] || ! command -v perl > /dev/null; then
    echo "sizes: flamegraph.pl is not there: nothing to compare with"
    exit 0
fi
exec python3 -B tests/corpus/check_sizes.py "$BUILD/pstatsflame" "$flamegraph" "${SHARED:-../shared}/corpus" tests/data
