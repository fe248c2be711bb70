#!/bin/sh
# pstatsreport against Python's own pstats, on every dump of the corpus that the Python which wrote it loads: the same
# functions with the same figures, in the same order but for functions that are equal. PYTHONS: a folder with a folder
# for each interpreter, as pyenv has them (~/.pyenv/versions); lines that are not installed are skipped.
set -eu
exec python3 tests/corpus/check_report.py "$BUILD/pstatsreport" "${SHARED:-../shared}/corpus" \
    "${PYTHONS:-$HOME/.pyenv/versions}"
