#!/bin/sh
# The check of the manual, on a copy of what it reads, which is made wrong in one way after another.
# In the environment: CC.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${CC:=cc}"
check=tests/check_manual.sh
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
tree="$folder/tree"
status=0

make_right_tree() {
    rm -rf "$tree"
    mkdir -p "$tree/src/lib"
    cp -R man include examples "$tree"
    cp src/lib/*.[ch] "$tree/src/lib"
    for room in src/*/; do
        mkdir -p "$tree/$room"
    done
}

# Preprocessing takes most of the time, and its result is the same wherever no source is edited.
# shellcheck disable=SC2086 # CC may hold flags
$CC -E -P -D_XOPEN_SOURCE=700 -Iinclude -Isrc src/lib/*.c > "$folder/preprocessed" || exit 2
printf '#!/bin/sh\ncat "%s"\n' "$folder/preprocessed" > "$folder/preprocessor"
chmod +x "$folder/preprocessor"

# usage: run_check FILE    which was edited
run_check() {
    case $1 in
    src/*) CC=$CC "$check" "$tree" ;;
    *) CC=$folder/preprocessor "$check" "$tree" ;;
    esac
}

# usage: expect WHAT FILE SED-SCRIPT    after the edit the check must fail and say WHAT
expect() {
    make_right_tree
    sed "$3" "$tree/$2" > "$folder/edited"
    ! cmp -s "$folder/edited" "$tree/$2" || { echo "$2: nothing to edit: $3"; status=1; }
    mv "$folder/edited" "$tree/$2"
    if said=$(run_check "$2"); then
        printf '%s\n' "$2: accepted after $3"
        status=1
    elif ! printf '%s\n' "$said" | grep -q -F -e "$1"; then
        printf 'expected: %s\n     got: %s\n' "$1" "$said"
        status=1
    fi
}

make_right_tree
said=$(run_check src/lib) || { printf 'a right tree is refused: %s\n' "$said"; exit 1; }

header=include/pstats.h
functions=man/libpstats.3
format=man/pstats.5
expect '< int pstats_new(void)' $header '/^PSTATS_API const char \*pstats_version/i PSTATS_API int pstats_new(void);'
expect '> const char *pstats_version(void)' $header '/pstats_version(void)/d'
expect '< double pstats_share(double share, double total)' $header 's/pstats_share(double value/pstats_share(double share/'
expect 'does not say what these do: pstats_share' $functions '/^\.Fn pstats_share\( ,\)*$/d'
expect '< pstats_frame: double own' $header 's/double self;     \/\* in the/double own; \/\* in the/'
expect '> pstats_cost: double self' $header '/^    double self;           /d'
expect '< PSTATS_ERROR_NEW' $header 's/^    PSTATS_OK,/    PSTATS_OK, PSTATS_ERROR_NEW,/'
expect '> PSTATS_IN_BOTH' $header '/PSTATS_IN_BOTH/d'
expect '< pstats_new' $header '/^typedef struct pstats_tree /i typedef struct pstats_new pstats_new;'
expect '< a reference leads astray' src/lib/marshal.c 's/a reference leads nowhere/a reference leads astray/'
expect '> an integer has malformed digits' src/lib/marshal.c 's/an integer has malformed digits/bad digits/'
expect '> the disk is on fire' $format '/^\.It Sy "out of memory"/i .It Sy "the disk is on fire"'
expect 'the C that begins here' $functions 's/char name.100.;/char name[99];/'
expect 'the C that begins here' examples/self_times.c 's/char name.100.;/char name[99];/'
! command -v mandoc > /dev/null || expect 'WARNING' $format 's/^\.Sh DIAGNOSTICS/.Sh DESCRIPTION/'
expect 'which is not there' $functions 's/^\.Xr pstats 5/.Xr pstats 7/'

# What is shown in a document of the top folder
c='    #include <pstats.h>\n\n    int main(void)\n    {\n'
for document in "Text\n\n$c" "Text\n\n\`\`\`c\n$(printf '%s' "$c" | sed 's/    \(.\)/\1/g')\n\`\`\`"; do
    make_right_tree
    # shellcheck disable=SC2059 # the text has the line ends
    printf "$document" > "$tree/NOTES.md"
    ! said=$(run_check NOTES.md) || { printf 'accepted: %s\n' "$document"; status=1; }
    printf '%s\n' "$said" | grep -q '^NOTES.md:[34]: the C' || { printf 'got: %s\n' "$said"; status=1; }
done
make_right_tree
{ echo Text; echo; sed -n '3,$s/^./    &/p;3,$s/^$//p' examples/self_times.c; echo; echo Text; } > "$tree/NOTES.md"
run_check NOTES.md || { echo 'an example is refused'; status=1; }
exit $status
