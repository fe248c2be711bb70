#!/bin/sh
# The check of the layers, on a small tree that is right and then wrong in one way after another.
set -u
check=$(cd "$(dirname "$0")" && pwd)/check_layers.sh
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
status=0

make_right_tree() {
    rm -rf src include tests examples
    mkdir -p src/lib src/draw include tests/lib tests/support examples
    cat > src/layers.txt << 'END'
<stdio.h>              */* tests/*/*   # everyone
<check.h>              tests/*/*
<cairo*.h> <freetype/*> draw/surface
lib/error
lib/text         lib/error
draw/surface
draw/main        draw/surface lib/text
include/*
tests/support/*
tests/lib/*      lib/* tests/support/*
END
    printf '#include <stdio.h>\n' > src/lib/error.h
    printf '#include "error.h"\n' > src/lib/error.c
    printf '#include "text.h"\n\n#include "error.h"\n#include <pstats.h>\n' > src/lib/text.c
    : > src/lib/text.h
    printf '#include <cairo.h>\n#include <cairo-ft.h>\n#include <freetype/x.h>\n' > src/draw/surface.h
    printf '#include "draw/surface.h"\n#  include "lib/text.h"\n#include "draw/a.js.embed.h"\n' > src/draw/main.c
    : > src/draw/a.js
    : > include/pstats.h
    : > tests/support/files.h
    printf '#include "../support/files.h"\n#include "lib/text.h"\n#include <check.h>\n' > tests/lib/test_text.c
}

# usage: expect WHAT COMMAND...: after the command the check must fail and say just WHAT
expect() {
    what=$1
    shift
    make_right_tree
    "$@"
    said=$("$check" "$folder")
    result=$?
    if [ $result -ne 1 ] || [ "$said" != "$what" ]; then
        printf 'expected: %s\n     got: %s (status %s)\n' "$what" "$said" $result
        status=1
    fi
}
# shellcheck disable=SC2317 # called through expect
append() {
    printf '%s\n' "$2" >> "$1"
}

make_right_tree
said=$("$check" "$folder") || { printf 'a right tree is refused: %s\n' "$said"; status=1; }

expect 'src/lib/error.c:2: lib/error may not include lib/text' append src/lib/error.c '#include "text.h"'
expect 'src/lib/error.c:2: lib/error may not include lib/text' append src/lib/error.c '#include "lib/text.h"'
expect 'src/lib/error.c:2: lib/error may not include lib/text' append src/lib/error.c '	#	include	"../lib/text.h"'
expect 'src/lib/error.h:2: lib/error may not include <stdlib.h>' append src/lib/error.h '#include <stdlib.h>'
expect 'src/lib/text.c:5: lib/text may not include <cairo.h>' append src/lib/text.c '#include<cairo.h>'
expect 'src/lib/text.c:5: lib/text may not include <cairo/cairo.h>' append src/lib/text.c '#include <cairo/cairo.h>'
expect 'src/draw/main.c:4: draw/main may not include <cairo.h>' append src/draw/main.c '#include <cairo.h>'
expect 'src/draw/main.c:4: draw/main may not include <check.h>' append src/draw/main.c '#include <check.h>'
expect 'src/lib/text.c:5: lib/text may not include the data of another room' \
    append src/lib/text.c '#include "draw/a.js.embed.h"'
expect 'src/draw/main.c:4: "draw/b.js.embed.h" is made from src/draw/b.js, which does not exist' \
    append src/draw/main.c '#include "draw/b.js.embed.h"'
expect 'src/draw/main.c:4: "cairo.h" is not a header of the project' append src/draw/main.c '#include "cairo.h"'
expect 'src/draw/main.c:4: an #include that is neither "quoted" nor <bracketed>' append src/draw/main.c '#include HEADER'
expect 'tests/lib/test_text.c:4: tests/lib/test_text may not include draw/surface' \
    append tests/lib/test_text.c '#include "draw/surface.h"'
expect 'src/lib/new.c: src/layers.txt has no line for lib/new' append src/lib/new.c ''
expect 'src/layers.txt:11: lib/graph is not on a line above: who is included comes first' \
    append src/layers.txt 'lib/zip lib/graph'
exit $status
