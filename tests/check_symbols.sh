#!/bin/sh
# What the library gives and takes: both libraries export the functions of the public header and nothing else; its
# objects call nothing that prints or ends the program, and hold no data that could change between calls.
# In the environment: BUILD, the folder with the libraries; MODE, empty for a plain build; NM.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build/release}" "${MODE:=}" "${NM:=nm}"
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# usage: compare WANTED GOT WHERE
compare() {
    difference=$(diff "$1" "$2") && return
    fail "$3:"
    printf '%s\n' "$difference" | sed -n 's/^</  missing: /p; s/^>/  not public: /p'
}

tr '\n' ' ' < include/pstats.h | grep -o 'PSTATS_API [^;]*;' | grep -o 'pstats_[a-z0-9_]* *(' | tr -d ' (' |
    sort -u > "$folder/declared"
[ -s "$folder/declared" ] || fail 'include/pstats.h: no PSTATS_API function found'

if [ -z "$MODE" ]; then # instrumentation brings symbols, calls and data of its own
    "$NM" -g --defined-only "$BUILD/libpstats.a" | awk 'NF == 3 { print $3 }' | sort -u > "$folder/static"
    "$NM" -D --defined-only "$BUILD"/libpstats.so.*.*.* | awk 'NF == 3 { print $3 }' | sort -u > "$folder/shared"
    compare "$folder/declared" "$folder/static" libpstats.a
    compare "$folder/declared" "$folder/shared" libpstats.so

    for object in "$BUILD"/src/lib/*.o "$BUILD"/src/formats/*.o; do
        [ -e "$object" ] || continue
        name=${object#"$BUILD/"}
        "$NM" -u "$object" | awk -v object="$name" '
            {
                symbol = $NF
                sub(/@.*/, "", symbol)
                sub(/^__/, "", symbol)
                sub(/_chk$/, "", symbol)
            }
            symbol ~ /printf$/ && symbol !~ /^v?snprintf$/ ||
            symbol ~ /^(put|fput|puts|putc|putchar|perror|psignal|fwrite_unlocked|stdin|stdout|stderr|syslog)/ ||
            symbol ~ /^(_?exit|_Exit|quick_exit|atexit|abort|kill|raise|signal|sigaction|setlocale|longjmp|system|popen)$/ {
                printf "%s: refers to %s: the library never prints, exits or changes the process\n", object, symbol
                bad = 1
            }
            END { exit bad }' || status=1
        size -A "$object" | awk -v object="$name" '
            $1 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 {
                printf "%s: %d bytes of %s: the library keeps no state between calls\n", object, $2, $1
                bad = 1
            }
            END { exit bad }' || status=1
    done
fi
exit $status
