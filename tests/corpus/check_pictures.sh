#!/bin/sh
# Graphviz takes all DOT that pstats2dot writes of the corpus, and what is drawn is well-formed.
set -eu
if [ ! -x "$BUILD/pstats2dot" ]; then
    echo "pictures: pstats2dot is not built"
    exit 1
fi
exec python3 -B tests/corpus/check_pictures.py "$BUILD/pstats2dot" "${SHARED:-../shared}/corpus"
