#!/bin/sh
# Every hostile file: no crash, no sanitizer report, little time and memory; refused or read as hostile.expect says.
set -eu
sanitized=$(dirname "$BUILD")/sanitize
${MAKE:-make} -s SANITIZE=1 BUILD_ROOT="$(dirname "$BUILD")" "$sanitized/tests/tools/dump_graph" >&2
if [ -d src/pstats2dot ] && [ -x "$BUILD/pstats2dot" ]; then
    ${MAKE:-make} -s SANITIZE=1 BUILD_ROOT="$(dirname "$BUILD")" "$sanitized/pstats2dot" >&2
fi
exec python3 tests/corpus/check_hostile.py "$BUILD" "$sanitized" "${SHARED:-../shared}/hostile" tests/corpus/hostile.expect
