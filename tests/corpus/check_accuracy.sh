#!/bin/sh
# The estimated stacks against the true ones of programs that were recorded both ways, and against every dump's self times.
set -eu
exec python3 -B tests/corpus/check_accuracy.py "$BUILD/pstatsflame" "${SHARED:-../shared}"
