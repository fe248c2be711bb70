#!/bin/sh
# The programs of examples/: what they print of a dump is what tests/golden/examples/ holds (`make bless` rewrites that),
# what cannot be read is refused, and each can be built as the manual says, against an installation with pkg-config,
# whose manual has a page for each function that they use.
# In the environment: BUILD; MODE, empty for a plain build; MAKE; CC; BLESS.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build/release}" "${MODE:=}" "${MAKE:=make}" "${CC:=cc}" "${BLESS:=}"
golden=tests/golden/examples
data=tests/data
demo=examples/demo.pstats
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# usage: check STATUS NAME PROGRAM ARGUMENT...    both streams, the errors last
check() {
    wanted=$1 name=$2 program=$3
    shift 3
    "$BUILD/examples/$program" "$@" < "$demo" > "$folder/out" 2> "$folder/errors"
    got=$?
    [ "$got" = "$wanted" ] || fail "$program $*: exit status $got instead of $wanted"
    cat "$folder/errors" >> "$folder/out"
    if [ -n "$BLESS" ]; then
        mkdir -p "$golden" && cp "$folder/out" "$golden/$name.txt"
    else
        diff -u "$golden/$name.txt" "$folder/out" || fail "$program $*: prints something else than $golden/$name.txt"
    fi
}

check 0 self_times self_times "$data/fib-profile-py3.11.pstats"
check 3 self_times-missing self_times no/such/file
check 0 top_functions top_functions "$demo"
check 0 top_functions-damage top_functions "$data/odd-negative-bias-py3.13.pstats"
check 0 top_functions-no-counts top_functions "$data/pyinstrument-graphs-py3.13.pstats"
check 3 top_functions-text top_functions Makefile
check 2 top_functions-usage top_functions
check 0 callers callers "$demo" _parse
check 0 callers-derived callers "$data/odd-merge-mixed-py3.11.pstats" fib
check 2 callers-missing callers "$demo" no_such_function
check 0 sum_profiles sum_profiles "$demo" - "$data/odd-merge-profile-double-py3.12.pstats"
check 3 sum_profiles-text sum_profiles "$demo" Makefile
check 0 focus focus "$demo" _parse_sub
check 2 focus-missing focus "$demo" no_such_function
check 0 changes changes "$data/yappi-fib-py3.13.pstats" "$data/yappi-fib-builtins-py3.12.pstats"
check 3 changes-text changes "$demo" Makefile

# Stacks are an estimate, but their microseconds are those of the functions.
for dump in "$demo" "$data/mutual-cProfile-py3.7.pstats" "$data/odd-negative-bias-py3.13.pstats"; do
    wanted=$("$BUILD/examples/self_times" "$dump" | awk '$1 > 0 { sum += $1 } END { printf "%.0f", sum * 1e6 }')
    got=$("$BUILD/examples/estimate_stacks" "$dump" | awk '{ sum += $NF } END { printf "%.0f", sum }')
    [ "$got" = "$wanted" ] || fail "estimate_stacks $dump: $got microseconds instead of $wanted"
done
check 1 estimate_stacks-text estimate_stacks Makefile

# README.md shows what a summary says: its command, which stands behind it, writes just that.
# shellcheck disable=SC2016 # Markdown
command=$(sed -n 's/^\*`pstatsreport \(.* -T markdown .*\)`\*$/\1/p' README.md)
[ -n "$command" ] || fail 'README.md: no command of pstatsreport found'
sed -n '/^> /s///p; /^>$/s/.*//p' README.md > "$folder/shown"
(PATH="$BUILD:$PATH" && eval "pstatsreport $command") > "$folder/out" 2> "$folder/errors"
[ $? = 1 ] || fail "pstatsreport $command: passes"
sed '$d' "$folder/out" | diff "$folder/shown" - || fail 'README.md: shows another summary than its command writes'

for source in examples/*.c; do
    name=$(basename "$source" .c)
    grep -q "^check [0-9] [a-z_-]* $name " "$0" || fail "$source: no test runs it"
done

if [ -z "$MODE" ]; then
    $MAKE -s install DESTDIR="$folder/root" PREFIX=/opt/p > "$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
    # The .pc file speaks of /opt/p, which for once lies elsewhere.
    export PKG_CONFIG_LIBDIR="$folder/root/opt/p/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$folder/root"
    for source in examples/*.c; do
        name=$(basename "$source" .c)
        # shellcheck disable=SC2046,SC2086 # CC and what pkg-config prints are words
        $CC -std=c11 -Wall -Wextra -Wpedantic -Werror -o "$folder/$name" "$source" $(pkg-config --cflags --libs pstats) ||
            fail "$source: cannot be built against the installation"
    done
    LD_LIBRARY_PATH="$folder/root/opt/p/lib" "$folder/top_functions" "$demo" > "$folder/out"
    cmp "$folder/out" "$golden/top_functions.txt" || fail 'top_functions prints something else with the shared library'
    grep -o -h 'pstats_[a-z_]*(' examples/*.c | tr -d '(' | sort -u > "$folder/used"
    while read -r function; do
        [ -s "$folder/root/opt/p/share/man/man3/$function.3" ] || fail "no page is found for $function"
    done < "$folder/used"
fi
exit $status
