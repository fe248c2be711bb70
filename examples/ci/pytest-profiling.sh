#!/bin/sh
# pytest-profiling with pstats2dot as its gprof2dot: draws prof/combined.svg. It would take a gprof2dot beside its Python
# before any other, so install it without: pip install --no-deps pytest-profiling && pip install pytest six
# usage: pytest-profiling.sh [ARGUMENT OF PYTEST]...
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$(command -v pstats2dot)" "$folder/gprof2dot"
PATH=$folder:$PATH pytest --profile-svg "$@"
test -s prof/combined.svg
