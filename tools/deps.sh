#!/bin/sh
# Installs what is missing of the named sets, with apt-get where root or sudo allow it; otherwise prints the command that
# would, and fails. Does nothing, quickly, when nothing is missing.
# usage: tools/deps.sh SET...        sets: build check corpus valgrind format analyse fuzz arch browser bench clients deb
set -u

# SET  PROBE  packages of: apt-get (Debian, Ubuntu)  dnf (Fedora)  apk (Alpine)  pacman (Arch); - where it has none
# Probes are the functions below, with their argument after a colon.
needs='
build    command:cc       gcc                gcc                  gcc            gcc
build    file:stdio.h     libc6-dev          glibc-devel          musl-dev       glibc
build    command:objcopy  binutils           binutils             binutils       binutils
build    command:pkg-config pkg-config       pkgconf-pkg-config   pkgconf        pkgconf
build    package:libgvc   libgraphviz-dev    graphviz-devel       graphviz-dev   graphviz
build    package:cairo-ft libcairo2-dev      cairo-devel          cairo-dev      cairo
build    package:fontconfig libfontconfig-dev fontconfig-devel    fontconfig-dev fontconfig
build    font:DejaVuSans  fonts-dejavu-core  dejavu-sans-fonts    font-dejavu    ttf-dejavu
build    font:DejaVuSansMono fonts-dejavu-core dejavu-sans-mono-fonts font-dejavu ttf-dejavu
check    package:check    check              check-devel          check-dev      check
check    command:dot      graphviz           graphviz             graphviz       graphviz
check    command:mandoc   mandoc             mandoc               mandoc         mandoc
check    command:xmllint  libxml2-utils      libxml2              libxml2-utils  libxml2
check    locale:de_DE     locales            glibc-locale-source  -              glibc
check    command:shellcheck shellcheck       ShellCheck           shellcheck     shellcheck
check    package:expat    libexpat1-dev      expat-devel          expat-dev      expat
corpus   command:python3  python3            python3              python3        python
valgrind command:valgrind valgrind           valgrind             valgrind       valgrind
format   command:clang-format clang-format   clang-tools-extra    clang-extra-tools clang
analyse  command:clang    clang              clang                clang          clang
analyse  command:clang-tidy clang-tidy       clang-tools-extra    clang-extra-tools clang
analyse  command:cppcheck cppcheck           cppcheck             cppcheck       cppcheck
fuzz     command:clang    clang              clang                clang          clang
fuzz     fuzzer:clang     libclang-rt-dev    compiler-rt          compiler-rt    compiler-rt
fuzz     package:expat    libexpat1-dev      expat-devel          expat-dev      expat
fuzz     command:llvm-cov llvm               llvm                 llvm           llvm
arch     command:s390x-linux-gnu-gcc gcc-s390x-linux-gnu - - -
arch     command:i686-linux-gnu-gcc gcc-i686-linux-gnu - - -
arch     file:../i686-linux-gnu/include/stdio.h libc6-dev-i386-cross - - -
arch     file:../s390x-linux-gnu/include/stdio.h libc6-dev-s390x-cross - - -
arch     command:qemu-s390x qemu-user       -                    -              -
browser  browser:chromium chromium           chromium             chromium       chromium
browser  command:node     nodejs             nodejs               nodejs         nodejs
browser  command:npm      npm                nodejs-npm           npm            npm
bench    command:python3  python3            python3              python3        python
bench    module:ensurepip python3-venv       python3              python3        python
bench    command:dot      graphviz           graphviz             graphviz       graphviz
clients  command:python3  python3            python3              python3        python
clients  module:ensurepip python3-venv       python3              python3        python
clients  command:dot      graphviz           graphviz             graphviz       graphviz
clients  command:xmllint  libxml2-utils      libxml2              libxml2-utils  libxml2
deb      command:dpkg-buildpackage dpkg-dev  -                    -              -
deb      command:dh       debhelper          -                    -              -
deb      command:lintian  lintian            -                    -              -
deb      command:debootstrap debootstrap     -                    -              -
'

has_command() { command -v "$1" > /dev/null; }
has_file() { [ -e "/usr/include/$1" ]; }
has_package() { ${PKG_CONFIG:-pkg-config} --exists "$1" 2> /dev/null; }
has_font() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name "$1.ttf" 2> /dev/null | head -n 1)" ]; }
has_locale() { [ -e "/usr/share/i18n/locales/$1" ] && has_command localedef || ! has_command getconf; }
has_fuzzer() {
    echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
        "$1" -fsanitize=fuzzer -x c - -o /dev/null 2> /dev/null
}
has_browser() { has_command chromium || has_command chromium-browser || has_command google-chrome; }
has_module() { python3 -c "import $1" 2> /dev/null; }

if has_command apt-get; then
    column=3
    install='apt-get install -y --no-install-recommends'
elif has_command dnf; then
    column=4
    install='dnf install'
elif has_command apk; then
    column=5
    install='apk add'
elif has_command pacman; then
    column=6
    install='pacman -S --needed'
else
    column=3
    install=
fi

missing=
for set; do
    rows=$(printf '%s' "$needs" | awk -v set="$set" -v column=$column '$1 == set { print $2, $column }')
    [ -n "$rows" ] || { echo "deps: no set is named $set" >&2; exit 2; }
    # The compiler that the user named is the one to look for.
    while read -r probe package; do
        if [ "$probe" = command:cc ] && [ -n "${CC:-}" ]; then
            compiler=${CC##*/}
            compiler=${compiler%% *}
            probe=command:${CC%% *}
            case $compiler in gcc* | clang*) package=$compiler ;; esac
        fi
        case " $missing - " in *" $package "*) continue ;; esac
        "has_${probe%%:*}" "${probe#*:}" || missing="$missing $package"
    done << END
$rows
END
done
missing=${missing# }
[ -n "$missing" ] || exit 0

if [ "$column" -ne 3 ] || [ -z "$install" ]; then
    echo "deps: missing: $missing" >&2
    [ -z "$install" ] || echo "deps: install them with: $install $missing" >&2
    [ -n "$install" ] || echo 'deps: (these are the names of Debian packages)' >&2
    exit 1
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif has_command sudo && sudo -n true 2> /dev/null; then
    as_root=sudo
else
    echo "deps: missing: $missing" >&2
    echo "deps: as root: apt-get update && $install $missing" >&2
    exit 1
fi
echo "deps: installing $missing"
# The environment is given inside sudo, which does not pass it on.
# shellcheck disable=SC2086 # lists of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update < /dev/null ||
    echo 'deps: the package lists could not be renewed; trying with those that are there' >&2
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive $install $missing < /dev/null
