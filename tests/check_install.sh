#!/bin/sh
# An installation in a folder of its own: a program can be built against it with pkg-config alone, shared and static;
# the prefix of the installation, not of the build, stands in the .pc file; and uninstalling leaves nothing.
# In the environment: MAKE; BUILD; MODE, empty for a plain build; CC.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${MAKE:=make}" "${MODE:=}" "${CC:=cc}"
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
root="$folder/a root"
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

$MAKE -s install DESTDIR="$root" PREFIX=/opt/p LIBDIR=/opt/p/lib64 GPROF2DOT=1 || exit 1
export PKG_CONFIG_LIBDIR="$root/opt/p/lib64/pkgconfig" PKG_CONFIG_SYSROOT_DIR=
[ "$(pkg-config --variable=prefix pstats)" = /opt/p ] || fail 'pstats.pc: not the prefix of the installation'
[ "$(pkg-config --cflags --libs pstats)" = '-I/opt/p/include -L/opt/p/lib64 -lpstats ' ] ||
    [ "$(pkg-config --cflags --libs pstats)" = '-I/opt/p/include -L/opt/p/lib64 -lpstats' ] ||
    fail "pstats.pc: $(pkg-config --cflags --libs pstats)"
for main in src/*/main.c; do
    program=$(basename "$(dirname "$main")")
    "$root/opt/p/bin/$program" --version > /dev/null || fail "$program: not installed, or it does not run"
done
[ -x "$root/opt/p/bin/gprof2dot" ] || fail 'GPROF2DOT=1: no gprof2dot'

if [ -z "$MODE" ]; then
    cat > "$folder/program.c" << 'END'
#include <pstats.h>
#include <string.h>
int main(void)
{
    return strcmp(pstats_version(), PSTATS_VERSION) != 0;
}
END
    lib="$root/opt/p/lib64"
    # shellcheck disable=SC2086 # CC may hold flags
    $CC "$folder/program.c" -I"$root/opt/p/include" -L"$lib" -lpstats -o "$folder/shared"
    LD_LIBRARY_PATH=$lib "$folder/shared" || fail 'a program linked with the shared library does not run'
    readelf -d "$folder/shared" | grep -q 'NEEDED.*libpstats\.so\.0' || fail 'the soname is not libpstats.so.0'
    # shellcheck disable=SC2086,SC2046
    $CC "$folder/program.c" -I"$root/opt/p/include" "$lib/libpstats.a" \
        $(pkg-config --static --libs-only-l pstats | sed 's/-lpstats//') -o "$folder/static"
    "$folder/static" || fail 'a program linked with the static library does not run'
fi

$MAKE -s uninstall DESTDIR="$root" PREFIX=/opt/p LIBDIR=/opt/p/lib64 GPROF2DOT=1 || status=1
left=$(cd "$root" && find . ! -type d)
[ -z "$left" ] || fail "left behind: $left"
exit $status
