#!/bin/sh
# The same graph as gprof2dot's in every case of the collection, but for the deliberate differences that its README lists.
set -eu
if [ ! -x "$BUILD/pstats2dot" ]; then
    echo "parity: pstats2dot is not built"
    exit 1
fi
exec python3 -B "${SHARED:-../shared}/parity/check.py" --tool "$BUILD/pstats2dot" --allow-fontcolor --extra-ok
