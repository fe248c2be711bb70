#!/bin/sh
# Builds the Debian packages from a release tarball into FOLDER, and looks at them with lintian where it is installed.
# DEB_BUILD_OPTIONS=nocheck leaves out the tests. Touches no network; dpkg-buildpackage says what is missing to build.
# usage: tools/deb.sh TARBALL FOLDER
set -eu
tarball=$1
folder=$2
name=$(basename "$tarball" .tar.gz)
for program in dpkg-buildpackage dh; do
    command -v "$program" > /dev/null || { echo "deb: $program is not there; 'make deps-deb' installs it" >&2; exit 1; }
done

rm -rf "$folder"
mkdir -p "$folder"
tar -x -f "$tarball" -C "$folder"
cd "$folder"
# The flags and tools are Debian's choice; what make was told of them is not passed on.
(cd "$name" && env -u MAKEFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u BUILD_ROOT -u CC -u CPPFLAGS \
        -u CFLAGS -u LDFLAGS dpkg-buildpackage -us -uc -F) > build.log 2>&1 ||
    { cat build.log >&2; exit 1; }

if command -v lintian > /dev/null; then
    # The distribution that a changelog names need not be the one that lintian knows.
    lintian --fail-on error --allow-root --suppress-tags bad-distribution-in-changes-file ./*.changes
else
    echo 'lintian is not there: packages not looked at' >&2
fi
printf "$folder/%s\n" *.deb
