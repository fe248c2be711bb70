#!/bin/sh
# The Debian packages build, hold what they should, and lintian finds no error in them. As root, with debootstrap and a
# mirror within reach, they are also installed in a fresh Debian, where their own tests (debian/tests) run, and removed.
# In the environment: MAKE; BUILD_ROOT; DEBIAN_MIRROR and DEBIAN_SUITE, to use others.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${MAKE:=make}" "${BUILD_ROOT:=build}" "${DEBIAN_MIRROR:=http://deb.debian.org/debian}" "${DEBIAN_SUITE:=bookworm}"
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

for program in dpkg-buildpackage dh; do
    command -v $program > /dev/null || { echo "$program is not there: packages not checked"; exit 0; }
done
# shellcheck disable=SC2086 # MAKE may hold flags; the tests of the tree are another target
DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" $MAKE -s deb BUILD_ROOT="$BUILD_ROOT" || exit 1
packages=$BUILD_ROOT/deb

# usage: holds PACKAGE PATTERN...: each pattern is the end of a path in it
holds() {
    package=$1
    shift
    dpkg-deb -c "$packages/$package"_*.deb | awk '{ print $6 }' > "$packages/$package.list"
    for path; do
        grep -q "^\./$path\$" "$packages/$package.list" || fail "$package: no $path"
    done
}
holds libpstats0 'usr/lib/[^/]*/libpstats\.so\.0' 'usr/lib/[^/]*/libpstats\.so\.0\.[0-9.]*'
holds libpstats-dev usr/include/pstats.h 'usr/lib/[^/]*/libpstats\.a' 'usr/lib/[^/]*/libpstats\.so' \
    'usr/lib/[^/]*/pkgconfig/pstats\.pc' usr/share/man/man3/libpstats.3.gz
holds pstats-tools usr/share/man/man5/pstats.5.gz
# What was committed, not what lies about here
source=$(echo "$packages"/*/src)
for main in "$source"/*/main.c; do
    program=$(basename "$(dirname "$main")")
    holds pstats-tools "usr/bin/$program"
    [ ! -e "$source/../man/$program.1" ] || holds pstats-tools "usr/share/man/man1/$program.1.gz"
    [ ! -e "$source/../completions/_$program" ] ||
        holds pstats-tools "usr/share/bash-completion/completions/$program" \
            "usr/share/zsh/vendor-completions/_$program" "usr/share/fish/vendor_completions.d/$program.fish"
done
# It is loaded, not linked.
dpkg-deb -f "$packages"/pstats-tools_*.deb Depends | grep -q '\blibgvc' || fail 'pstats-tools: does not depend on libgvc'
[ $status -eq 0 ] || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap > /dev/null || ! unshare --mount true 2> /dev/null; then
    echo 'not root, or no debootstrap: packages not installed'
    exit 0
fi
if ! debootstrap --print-debs "$DEBIAN_SUITE" "$packages/probe" "$DEBIAN_MIRROR" > /dev/null 2>&1; then
    rm -rf "$packages/probe"
    echo "$DEBIAN_MIRROR: out of reach: packages not installed"
    exit 0
fi
rm -rf "$packages/probe"

# What debootstrap mounts is mounted in a name space of its own, and so gone before anything is removed.
folder=$(mktemp -d) || exit 2
trap 'rm -rf --one-file-system "$folder"' EXIT
chmod 755 "$folder"
cp -r "$packages"/*.deb "$source/../debian/tests" "$folder"
rm -f "$folder"/*-dbgsym_*
unshare --mount --propagation private tests/deb/install.sh "$folder" "$DEBIAN_SUITE" "$DEBIAN_MIRROR" \
    > "$folder/log" 2>&1 || { tail -n 60 "$folder/log"; fail 'the packages fail in a fresh Debian'; }
exit $status
