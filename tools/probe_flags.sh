#!/bin/sh
# Prints those of the given flags that the compiler takes without a warning.
# usage: CC=COMPILER tools/probe_flags.sh "FLAGS TO TRY THEM WITH" FLAG[,FLAG...]...
set -eu
with=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '#include <stdio.h>\nint main(void)\n{\n    return printf("%%d\\n", 1) < 0;\n}\n' > "$folder/try.c"
for candidate; do
    case $candidate in
    -Wl,*) flags=$candidate ;;
    *) flags=$(printf '%s' "$candidate" | tr ',' ' ') ;;
    esac
    # shellcheck disable=SC2086 # each of these is a list of words
    if eval "${CC:-cc} -Werror $flags $with" '"$folder/try.c" -o "$folder/try"' > "$folder/log" 2>&1; then
        printf '%s\n' "$flags"
    fi
done
