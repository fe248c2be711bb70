#!/bin/sh
# The library against every dump of the corpus: functions, calls and figures, exactly.
set -eu
exec python3 tests/corpus/check_figures.py "$BUILD/tests/tools/dump_graph" "${SHARED:-../shared}/corpus"
