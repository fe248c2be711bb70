#!/bin/sh
# Makes a fresh Debian in FOLDER/root, installs the packages that are in FOLDER there, runs their tests (FOLDER/tests) and
# removes the packages again. To be run in a mount name space of its own, as root.
# usage: unshare --mount --propagation private tests/deb/install.sh FOLDER SUITE MIRROR
set -eux
folder=$1
root=$1/root
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

debootstrap --variant=minbase "$2" "$root" "$3"
umount "$root/sys" "$root/proc" || true
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$folder"/*.deb "$folder"/tests/* "$root/root"

# usage: within COMMAND...
within() {
    chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive ${http_proxy:+"http_proxy=$http_proxy"} "$@"
}

within apt-get -q update
# The programs by themselves: what they need must come with them.
within sh -c 'apt-get -q install -y --no-install-recommends /root/pstats-tools_*.deb'
within sh -c 'pstats2dot -T png -o /root/graph.png /usr/share/doc/pstats-tools/examples/demo.pstats && test -s /root/graph.png'
# Then what debian/tests/control names for the tests
within apt-get -q install -y --no-install-recommends python3 libxml2-utils gcc libc6-dev pkg-config
within sh -c 'apt-get -q install -y --no-install-recommends /root/libpstats0_*.deb /root/libpstats-dev_*.deb'
within /root/draw
within /root/build
within apt-get -q purge -y pstats-tools libpstats-dev libpstats0
[ -z "$(find "$root/usr" "$root/etc" \( -name 'pstats*' -o -name 'libpstats*' \) ! -path '*/python3*')" ]
