#!/bin/sh
# Debian's Check for another architecture, unpacked into FOLDER; nothing is installed. apt-get gets lists and settings of
# its own, so that those of this machine stay as they are.
# usage: tools/arch_libraries.sh ARCHITECTURE FOLDER
set -eu
architecture=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
[ ! -e "$folder/root/usr/include/check.h" ] || exit 0
rm -rf "$folder/apt" "$folder/debs"
mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/debs" "$folder/root"
: > "$folder/apt/status"
cat > "$folder/apt/conf" << END
APT::Architectures { "$(dpkg --print-architecture)"; "$architecture"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Dir::State "$folder/apt";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt";
END
# A list that cannot be renewed need not be one that is wanted: the download tells.
APT_CONFIG=$folder/apt/conf apt-get -q update > "$folder/apt/log" 2>&1 || true
(cd "$folder/debs" &&
    APT_CONFIG=$folder/apt/conf apt-get -q download "check:$architecture" "libsubunit-dev:$architecture") \
    >> "$folder/apt/log" 2>&1 || { cat "$folder/apt/log" >&2; exit 1; }
for package in "$folder"/debs/*.deb; do
    dpkg-deb -x "$package" "$folder/root"
done
# The links to shared libraries, which are not there; the static ones do.
find "$folder/root" -name '*.so' -type l -delete
rm -rf "$folder/apt"
