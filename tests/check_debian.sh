#!/bin/sh
# What debian/ repeats is what stands elsewhere: the version, the licence, the functions of the public header.
set -u
cd "$(dirname "$0")/.." || exit 2
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

version=$(sed -n 's/^#define PSTATS_VERSION "\(.*\)"/\1/p' include/pstats.h)
packaged=$(sed -n '1s/^[^(]*(\([^)]*\)).*/\1/p' debian/changelog)
[ "$version" = "$packaged" ] || fail "debian/changelog: $packaged; include/pstats.h: $version"

sed -n '/^Permission/,$p' LICENSE > "$folder/licence"
sed -n '/^ Permission/,$s/^ //p' debian/copyright | sed 's/^\.$//' | diff "$folder/licence" - ||
    fail 'debian/copyright: not the text of LICENSE'
grep -q "^Copyright: $(sed -n 's/^Copyright (c) //p' LICENSE)$" debian/copyright ||
    fail 'debian/copyright: not the holder that LICENSE names'

tr '\n' ' ' < include/pstats.h | grep -o 'PSTATS_API [^;]*;' | grep -o 'pstats_[a-z0-9_]* *(' | tr -d ' (' |
    sort -u > "$folder/declared"
[ -s "$folder/declared" ] || fail 'include/pstats.h: no PSTATS_API function found'
sed -n 's/^ \(.*\)@Base [0-9.]*$/\1/p' debian/libpstats0.symbols | sort > "$folder/packaged"
difference=$(diff "$folder/declared" "$folder/packaged") ||
    fail "debian/libpstats0.symbols (a new function: ' NAME@Base VERSION'; one that went: a new soname):
$(printf '%s' "$difference" | sed -n 's/^</  missing: /p; s/^>/  not public: /p')"
exit $status
