#!/bin/sh
# pstatsconv on every dump of the corpus and of tests/data. Its dumps load in Python's own pstats, of every line that is
# installed, with the figures of the input, bit for bit, and with every caller; read again they give the same bytes. And
# gprof2dot, where it is, draws the same graph from the JSON as from the dump. PYTHONS: a folder with a folder for each
# interpreter, as pyenv has them (~/.pyenv/versions).
set -eu
exec python3 -B tests/corpus/check_convert.py "$BUILD" "${SHARED:-../shared}/corpus" "${PYTHONS:-$HOME/.pyenv/versions}"
