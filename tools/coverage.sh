#!/bin/sh
# The lines of each room that the tests reached, from what gcov recorded below FOLDER.
# usage: tools/coverage.sh FOLDER
set -eu
folder=$1
case ${CC:-cc} in
*clang*) gcov='llvm-cov gcov' ;;
*) gcov=gcov ;;
esac
find "$folder/src" -name '*.gcno' | LC_ALL=C sort | while read -r notes; do
    $gcov -n "$notes" 2> /dev/null
done | awk '
    /^File / { file = $2; gsub(/\047/, "", file) }
    /^Lines executed:/ && file ~ /^src\/.*\.c$/ {
        split($0, part, /[:% ]+/)
        lines[file] = $NF
        reached[file] = int(part[3] * $NF / 100 + 0.5)
        file = ""
    }
    END {
        for (file in lines) {
            split(file, part, "/")
            room[part[2]] += lines[file]
            room_reached[part[2]] += reached[file]
            if (lines[file] > 0)
                printf "1 %-36s %6.1f %% of %5d lines\n", file, 100 * reached[file] / lines[file], lines[file] | "LC_ALL=C sort | cut -c3-"
        }
        close("LC_ALL=C sort | cut -c3-")
        for (name in room)
            printf "%-36s %6.1f %% of %5d lines\n", "src/" name, 100 * room_reached[name] / room[name], room[name] | "LC_ALL=C sort"
    }'
