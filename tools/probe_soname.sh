#!/bin/sh
# Prints the name by which the dynamic loader knows a library that the linker finds, such as libgvc.so.6.
# usage: CC=COMPILER READELF=READELF tools/probe_soname.sh LIBRARY "FLAGS TO LINK" "FLAGS FOR THE LIBRARY" SHARED-OBJECT
# SHARED-OBJECT is made, linked with the library.
set -eu
library=$1
object=$4
: "${CC:=cc}" "${READELF:=readelf}"
eval "$CC -shared -o \"\$object\" -x c /dev/null -x none $2 -Wl,--no-as-needed $3"
soname=$(LC_ALL=C $READELF -d "$object" | sed -n "s/.*(NEEDED).*\[\($library\.[^]]*\)\].*/\1/p")
[ -n "$soname" ] || { echo "$library: no shared library" >&2; exit 1; }
printf '%s\n' "$soname"
