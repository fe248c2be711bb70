#!/bin/sh
# pytest-xdist: a profile of all tests, merged from one dump a worker. Shards that ran on other machines are merged
# likewise, once their dumps are in one folder.
# usage: pytest-xdist.sh [ARGUMENT OF PYTEST]...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rm -f prof/shard-*.pstats
PYTHONPATH=$here${PYTHONPATH:+:$PYTHONPATH} pytest -p profile_shards -n auto "$@"
pstatsconv -T pstats -o prof/merged.pstats prof/shard-*.pstats
pstatsflame --strip-prefix="$PWD" -o prof/flame.svg prof/merged.pstats
pstatsreport --strip-prefix="$PWD" -o prof/report.html prof/merged.pstats
