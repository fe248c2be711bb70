#!/bin/sh
# The manual says what is so: its pages are clean mdoc and refer to pages that there are; libpstats(3) has the functions,
# structures, constants and types of the public header, as they are declared there, and no others; it and pstats(5) have
# the library's messages, word for word, and no others; and the C in the manual and in the documents of the top folder
# is, line by line, in one of the programs of examples/.
# usage: check_manual.sh [FOLDER]    another tree than this one
# In the environment: CC.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2
: "${CC:=cc}"
header=include/pstats.h
functions=man/libpstats.3
format=man/pstats.5
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# usage: compare WHERE WHAT    what stands in $folder/there (code) and in $folder/here (manual)
compare() {
    sort -u "$folder/there" > "$folder/sorted_there"
    sort -u "$folder/here" > "$folder/sorted_here"
    [ -s "$folder/there" ] || fail "$1: found no $2 to compare"
    difference=$(diff "$folder/sorted_there" "$folder/sorted_here") && return
    fail "$1: $2 of the code (<) and of the manual (>) differ:"
    printf '%s\n' "$difference" | grep '^[<>]'
}

# ---- The pages ----

if command -v mandoc > /dev/null; then
    for page in man/*.[1-9]; do
        # Pages of other packages need not be installed; those of this one are looked for below.
        said=$(mandoc -T lint -W style "$page" 2> /dev/null | grep -v 'STYLE: referenced manual not found')
        [ -z "$said" ] || fail "$said"
    done
else
    echo 'mandoc is not there: pages not linted'
fi
sed -n 's/^\.Xr \(lib\)\{0,1\}\(pstats[a-z0-9]*\) \([0-9]\).*/\1\2.\3/p' man/*.[1-9] | sort -u > "$folder/references"
while read -r page; do
    [ -e "man/$page" ] || [ -e "src/${page%.1}" ] || fail "man: pages refer to $page, which is not there"
done < "$folder/references"

# ---- libpstats(3) and the header ----

# The header without directives and comments, on one line
sed 's/^#.*//' "$header" | tr '\n' ' ' | sed 's|/\*|\n/*|g; s|\*/|*/\n|g' | sed '/^\/\*/d' | tr -s ' \n' ' ' > "$folder/header"

# shellcheck disable=SC2016 # for awk to expand
prototypes='
    function words(line) { gsub(/"/, "", line); return line }
    function end() { sub(/, $/, "", prototype); print prototype ")" }
    /^\.Sh / { is_synopsis = /SYNOPSIS/ }
    !is_synopsis { next }
    /^\.Ft / { type = words(substr($0, 5)); if (type !~ /\*$/) type = type " " }
    /^\.F[no] / { prototype = type $2 "("; count = split($0, quoted, "\"") }
    /^\.Fn / && $3 == "void" { prototype = prototype "void" }
    /^\.Fn / { for (i = 2; i <= count; i += 2) prototype = prototype quoted[i] ", "; end() }
    /^\.Fa / { prototype = prototype words(substr($0, 5)) ", " }
    /^\.Fc/ { end() }'
grep -o 'PSTATS_API [^;{}"]*;' "$folder/header" | sed 's/^PSTATS_API //; s/ *; *$//' > "$folder/there"
grep -o 'typedef [a-z_]* pstats_[a-z_]*([^;]*;' "$folder/header" | sed 's/ *; *$//' >> "$folder/there"
awk "$prototypes" "$functions" > "$folder/here"
compare "$functions" functions

# In its synopsis once, and once at least where it is described
missing=$(awk 'FNR == NR { if (/^\.F[no] /) count[$2]++; next }
    !/^typedef/ { sub(/[(].*/, ""); sub(/.*[ *]/, ""); if (count[$0] == 1) print }' "$functions" "$folder/there")
[ -z "$missing" ] || fail "$functions: does not say what these do:" "$missing"

# Lines of "STRUCTURE: DECLARATION"
grep -o 'typedef struct [a-z_]* {[^}]*}' "$folder/header" | sed 's/typedef struct \([a-z_]*\) { */\1;/; s/ *}$//' |
    awk -F ' *; *' '{ for (i = 2; i <= NF; i++) if ($i != "") print $1 ": " $i }' > "$folder/there"
awk '/^\.\\" struct / { name = $3 }
    /^\.El/ { name = "" }
    name != "" && /^\.It Fa / { count = split($0, quoted, "\""); for (i = 2; i <= count; i += 2) print name ": " quoted[i] }
    ' "$functions" > "$folder/here"
compare "$functions" 'fields of structures'

{
    grep -o 'typedef enum [a-z_]* {[^}]*}' "$folder/header" | grep -o 'PSTATS_[A-Z_]*'
    sed -n 's/^#define \(PSTATS_[A-Z_]*\).*/\1/p' "$header" | grep -v -x -e PSTATS_H -e PSTATS_API
} > "$folder/there"
grep '^\.\(It \)\{0,1\}Dv ' "$functions" | grep -o 'PSTATS_[A-Z_]*' > "$folder/here"
compare "$functions" constants

grep -o '} pstats_[a-z_]*;\|typedef struct pstats_[a-z_]* pstats_[a-z_]*;\|[a-z_]* pstats_[a-z_]*_function(' "$folder/header" |
    grep -o 'pstats_[a-z_]*[;(]' | tr -d ';(' > "$folder/there"
grep -o 'pstats_[a-z_]*' "$functions" | grep -v -x -f "$folder/there" > "$folder/others"
grep -o 'pstats_[a-z_]*' "$functions" | grep -x -f "$folder/there" > "$folder/here"
compare "$functions" types

# ---- The messages ----

# Numbers and what is filled in differ between the two. A clause begins in lower case and has three words or more.
normalise() {
    sed 's/0x%02x/0x0/; s/%zu/N/g; s/%d/N/g; s/%\.*[0-9]*s/.../g; s/…/.../g; s/0x[0-9a-f]*/0xN/; s/[0-9][0-9]*/N/g' |
        grep '^[a-zN][^ ]* [^ ]* [^ ]' | grep -v '\\n'
}
# shellcheck disable=SC2086 # CC may hold flags
$CC -E -P -D_XOPEN_SOURCE=700 -Iinclude -Isrc src/lib/*.c |
    tr '\n' ' ' | sed "s/'\\\\*\"'//g; s/\\\\\"/''/g; s/\" *\"//g" | grep -o '"[^"]*"' | tr -d '"' | normalise > "$folder/there"
sed -n 's/^\.\(It \)\{0,1\}Sy "\(.*\)".*/\2/p' "$functions" "$format" |
    sed "s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\(ha/^/g" | normalise > "$folder/here"
compare "$functions, $format" messages

# ---- C ----

# usage: check_blocks FILE PATTERN    standard input has lines of "LINE NUMBER OF BLOCK<tab>TEXT". Those blocks in which
# the pattern is found must be in one of the examples.
# shellcheck disable=SC2016 # for awk to expand
check_blocks() {
    awk -v document="$1" -v pattern="$2" '
        function check() {
            for (program in programs) if (index(programs[program], block)) return
            printf "%s:%s: the C that begins here is not, line by line, in a program of examples/\n", document, start
        }
        !is_document { if (FNR == 1) programs[FILENAME] = "\n"; programs[FILENAME] = programs[FILENAME] $0 "\n"; next }
        { number = $0; sub(/\t.*/, "", number); sub(/^[0-9]*\t/, "") }
        number != start { if (is_c) check(); start = number; block = "\n"; is_c = 0 }
        { block = block $0 "\n" }
        $0 ~ pattern { is_c = 1 }
        END { if (is_c) check() }' examples/*.c is_document=1 - >> "$folder/strangers"
}

: > "$folder/strangers"
c='#include|pstats_[a-z_]*[(]'
for page in man/*.[1-9]; do
    awk '/^\.Ed/ { start = 0 }
        start { sub(/^\\&/, ""); print start "\t" $0 }
        /^\.Bd .*-literal/ { start = NR + 1 }' "$page" |
        sed "s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\(ga/\`/g; s/\\\\(ti/~/g; s/\\\\(ha/^/g; s/\\\\e/\\\\/g" |
        case $page in
        *.3) check_blocks "$page" . ;;
        *) check_blocks "$page" "$c" ;;
        esac
done
for document in *.md; do
    [ -e "$document" ] || continue
    # Fenced, or indented by four blanks
    awk '/^```/ { is_fenced = !is_fenced; start = is_fenced ? NR + 1 : 0; next }
        is_fenced { print start "\t" $0; next }
        /^    / { if (!start) start = NR; for (; blank > 0; blank--) print start "\t"; print start "\t" substr($0, 5); next }
        /^$/ { blank += start != 0; next }
        { start = 0; blank = 0 }' "$document" | check_blocks "$document" "$c"
done
[ ! -s "$folder/strangers" ] || fail "$(cat "$folder/strangers")"
exit $status
