#!/bin/sh
# Prints those of the given flags that the compiler takes, without a warning, for compiling or for linking.
# usage: CC=COMPILER tools/probe_flags.sh compile|link "FLAGS TO COMPILE" "FLAGS TO LINK" FLAG[,FLAG...]...
set -eu
stage=$1
compiling=$2
linking=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '#include <stdio.h>\nint main(void)\n{\n    return printf("%%d\\n", 1) < 0;\n}\n' > "$folder/try.c"

# usage: compile FLAGS, link FLAGS; what the user gave comes last and is quoted for the shell
compile() {
    eval "${CC:-cc} -Werror $1 $compiling" '-c "$folder/try.c" -o "$folder/try.o"' > "$folder/log" 2>&1
}
link() {
    eval "${CC:-cc} -Werror $1 $compiling $linking" '"$folder/try.o" -o "$folder/try"' > "$folder/log" 2>&1
}

[ "$stage" = compile ] || compile '' || exit 0 # the compiler itself will say what is wrong
for candidate; do
    case $candidate in
    -Wl,*) flags=$candidate ;;
    *) flags=$(printf '%s' "$candidate" | tr ',' ' ') ;;
    esac
    if "$stage" "$flags"; then
        printf '%s\n' "$flags"
    fi
done
