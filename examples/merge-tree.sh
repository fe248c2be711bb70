#!/bin/sh
# Adds up any number of profiles as a tree: groups of them at once on several processors, then the sums, until there is
# one. What comes out is what a single pstatsconv would write, but for the last digits of times, which are rounded once
# for every level; and it is the same however many run at once.
#
#     merge-tree.sh [-j JOBS] [-n FILES] OUTPUT FILE|FOLDER...
#
#     -j JOBS     so many at once (4)
#     -n FILES    so many files to a sum (64)
#
# Of a FOLDER, all files below it that end in .pstats or .prof are taken, whatever else is in their names; OUTPUT, which
# must not be there yet, may lie in it. PSTATSCONV: the program and, if need be, its options ("pstatsconv -q").
#
# The same works wherever something runs a command for groups of files, since sums add up like any profile. In a
# matrix of continuous integration each job is a group: it writes a sum of its own dumps, which is kept as an artifact;
# a job that waits for all of them fetches the artifacts and adds those up. With an engine for data (a queue, a cluster,
# a make file), the first step maps a group of files to a file, and the second reduces these to one:
#
#     pstatsconv -o sum-1.pstats FILE...
#     pstatsconv -o all.pstats sum-*.pstats
set -eu
export LC_ALL=C

fail() {
    printf 'merge-tree.sh: %s\n' "$*" >&2
    exit 2
}

jobs=4
files=64
while getopts j:n: option; do
    case $option in
    j) jobs=$OPTARG ;;
    n) files=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -ge 2 ] || fail 'usage: merge-tree.sh [-j JOBS] [-n FILES] OUTPUT FILE|FOLDER...'
case $jobs$files in *[!0-9]*) fail '-j and -n take a number' ;; esac
[ "$jobs" -ge 1 ] || fail '-j: one at least'
[ "$files" -ge 2 ] || fail '-n: two at least, or there is no end to it'
output=$1
shift
[ ! -e "$output" ] || fail "$output is there already"

# A path that begins with a dash would be an option, one with a bracket or "!" an expression of find's.
for path; do
    shift
    [ -e "$path" ] || fail "$path is not there"
    case $path in /*) ;; *) path=./$path ;; esac
    set -- "$@" "$path"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Names end in a NUL, the one byte that cannot be in them. They are sorted, so that the groups are always the same.
find "$@" -type f \( -name '*.pstats' -o -name '*.prof' \) -print0 > "$folder/found"
sort -z -o "$folder/level" "$folder/found"
[ -s "$folder/level" ] || fail 'there are no files *.pstats or *.prof'

# usage: split    the names of level go to lists of at most $files, each in a file of its own: 1, 2 and so on
split() {
    rm -rf "$folder/lists"
    mkdir "$folder/lists"
    # shellcheck disable=SC2016 # for the inner shell to expand
    xargs -0 -n "$files" sh -c '
        count=$(($(cat "$0/count" 2> /dev/null || echo 0) + 1))
        echo "$count" > "$0/count"
        printf "%s\0" "$@" > "$0/$count"' "$folder/lists" < "$folder/level"
}

# usage: sum LIST TO    -x: rather fail than start twice, which would leave out what the first made
# shellcheck disable=SC2016,SC2089,SC2090
sum='xargs -0 -x -n "$3" ${PSTATSCONV:-pstatsconv} -T pstats -o "$2" -- < "$1"'

round=1
split
while [ "$(cat "$folder/lists/count")" -gt 1 ]; do
    mkdir "$folder/$round"
    count=$(cat "$folder/lists/count")
    i=1
    while [ "$i" -le "$count" ]; do
        echo "$i"
        i=$((i + 1))
    done | xargs -P "$jobs" -I '{}' sh -c "$sum" sh "$folder/lists/{}" "$folder/$round/{}.pstats" "$files"
    i=1
    while [ "$i" -le "$count" ]; do
        printf '%s\0' "$folder/$round/$i.pstats"
        i=$((i + 1))
    done > "$folder/level"
    split
    [ "$round" -eq 1 ] || rm -rf "${folder:?}/$((round - 1))"
    round=$((round + 1))
done
sh -c "$sum" sh "$folder/lists/1" "$output" "$files"
