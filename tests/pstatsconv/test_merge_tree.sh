#!/bin/sh
# examples/merge-tree.sh: a tree of merges is one merge, in functions, callers and counts, and in times to 1e-12; whatever
# the files are called, however many run at once; and when one of them fails, it does.
# In the environment: BUILD.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build/release}"
BUILD=$(cd "$BUILD" && pwd)
here=$(pwd)
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}
merge_tree() {
    PSTATSCONV="$BUILD/pstatsconv -q" "$here/examples/merge-tree.sh" "$@"
}

# Dumps of every dialect, under names that shells and options trip over
mkdir "$folder/in" "$folder/in/-n 2" "$folder/in/$(printf 'a\nb')" || exit 2
number=0
for dump in tests/data/*.pstats; do
    case $((number % 4)) in
    0) to="$folder/in/$number '\"*.pstats" ;;
    1) to="$folder/in/-n 2/-o x; $number.prof" ;;
    2) to="$folder/in/$(printf 'a\nb')/$(printf '\t%s\n' $number).pstats" ;;
    *) to="$folder/in/{} \$(false) $number.pstats" ;;
    esac
    cp "$dump" "$to" || exit 2
    number=$((number + 1))
done
[ "$number" -ge 60 ] || fail "only $number dumps"
echo 'no profile' > "$folder/in/notes.txt"

cd "$folder" || exit 2
find in -type f ! -name '*.txt' -exec "$BUILD/pstatsconv" -q -o all.pstats {} + || fail 'one merge failed'
# shellcheck disable=SC2016
find in -type f ! -name '*.txt' -exec sh -c '
    i=$#; program=$0
    while [ "$i" -gt 0 ]; do eval "last=\${$i}"; i=$((i - 1)); set -- "$@" "$last"; done
    shift $(($# / 2)); exec "$program" -q -o reversed.pstats "$@"' "$BUILD/pstatsconv" {} + || fail 'the other order failed'
cmp all.pstats reversed.pstats || fail 'the order of files shows'

# usage: table PROFILE    of all functions and their callers: names and counts, then times
table() {
    for option in --sort=nfl "--callers=*"; do
        "$BUILD/pstatsreport" -q -T csv "$option" "$1" || fail "$1: no table"
    done
}
table all.pstats > all.csv
merge_tree -j 2 -n 3 tree.pstats in || fail 'the tree failed'
table tree.pstats > tree.csv
[ "$(wc -l < all.csv)" -gt 1000 ] || fail 'the table is too short to mean anything'
# Texts and counts are the same, and numbers as near as that. Quoted fields may hold commas: all that is compared is
# whether what stands between them is.
awk -F , '
    function near(a, b) { d = a - b; s = a < 0 ? -a : a; return (d < 0 ? -d : d) <= 1e-12 * s }
    NR == FNR { line[FNR] = $0; count = FNR; next }
    FNR > count { print "longer"; exit 1 }
    $0 != line[FNR] {
        fields = split(line[FNR], field, ",")
        if (fields != NF) { print line[FNR] "\n" $0; exit 1 }
        for (i = 1; i <= NF; i++)
            if ($i != field[i] && !(($i field[i]) ~ /[.e]/ && near(field[i] + 0, $i + 0))) {
                print line[FNR] "\n" $0; exit 1
            }
    }
    END { if (FNR < count) { print "shorter"; exit 1 } }' all.csv tree.csv > said || fail "the tree is another profile:
$(cat said)"

merge_tree -j 1 -n 3 again.pstats in/* || fail 'the tree from files and folders failed'
cmp tree.pstats again.pstats || fail 'what runs at once shows'

# ---- Failing ----

merge_tree -n 3 tree.pstats in 2> said && fail 'an output that is there already was replaced'
grep -q '^merge-tree.sh: tree.pstats is there already$' said || fail "$(cat said)"
merge_tree -n 1 x.pstats in 2> /dev/null && fail '-n 1 passed'
merge_tree -n 3 x.pstats nothing 2> /dev/null && fail 'what is not there passed'
mkdir empty
merge_tree x.pstats empty 2> /dev/null && fail 'no file at all passed'
cp in/notes.txt in/damaged.pstats
merge_tree -n 3 x.pstats in 2> said && fail 'a file that is no profile passed'
grep -q 'damaged.pstats: ' said || fail "$(cat said)"
[ ! -e x.pstats ] || fail 'a failed merge left something'
exit $status
