#!/bin/sh
# The recipes of examples/ci: every block of shell in them is run in a sandbox, as the platform would, on a small project
# that is profiled for real, without and with a change that calls a function more often; what they upload is there then.
# (The recipes for pytest are run by `make check-clients`.)
# In the environment: BUILD; MODE, empty for a plain build; MAKE.
# shellcheck disable=SC2030,SC2031,SC2155 # each job has a PATH of its own
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build/release}" "${MODE:=}" "${MAKE:=make}"
for program in python3 git bash; do
    command -v $program > /dev/null || { echo "$program is not there: recipes not run"; exit 0; }
done
top=$PWD
recipes=$top/examples/ci
build=$(realpath "$BUILD")
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0
fail() {
    printf '%s\n' "$*"
    status=1
}

# ---- Blocks ----

# usage: blocks FILE FOLDER    Writes what stands after `run: |`, `- |` or sh ''' (or after RUN in a Dockerfile), each
# without its indentation, to FOLDER/1.sh and so on, and the condition of its step, if it has one, to FOLDER/1.if
blocks() {
    mkdir -p "$2"
    awk -v folder="$2" '
        function end() { is_inside = 0; close(file) }
        is_inside {
            match($0, /^ */)
            if ($0 ~ /^ *$/ || RLENGTH > outer) {
                if (!width) width = RLENGTH
                print substr($0, width + 1) > file
                next
            }
            end()
        }
        /^ *- [a-z-]+:/ { condition = "" }
        /^ *(- )?if: / { condition = $0; sub(/^ *(- )?if: /, "", condition) }
        match($0, /^ *((- )?run: \||- \||sh \047\047\047)$/) {
            match($0, /^ */)
            outer = RLENGTH; width = 0; is_inside = 1; file = folder "/" ++count ".sh"
            if (condition != "") print condition > (folder "/" count ".if")
            next
        }
        sub(/^RUN /, "") { is_command = 1; file = folder "/" ++count ".sh" }
        is_command { print > file; is_command = /\\$/ }
    ' "$1"
}

# usage: same_blocks FILE FOLDER    The same blocks as those that a reader of YAML finds, where one is at hand
same_blocks() {
    python3 -c 'import yaml' 2> /dev/null || { echo "python3-yaml is not there: $1 not read as YAML"; return; }
    python3 - "$1" "$2" << 'END' || fail "$1: its YAML has other blocks"
import glob, os, sys, yaml

def blocks(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == "run" else blocks(value)
    elif isinstance(node, list):
        for value in node:
            yield from [value] if isinstance(value, str) and "\n" in value else blocks(value)

wanted = list(blocks(yaml.safe_load(open(sys.argv[1]))))
files = [os.path.join(sys.argv[2], "%d.sh" % number) for number in range(1, len(wanted) + 1)]
assert len(glob.glob(os.path.join(sys.argv[2], "*.sh"))) == len(wanted) > 0
for text, file in zip(wanted, files):
    assert open(file).read().rstrip("\n") == text.rstrip("\n"), (text, open(file).read())
END
}

# ---- What the recipes find ----

# A hook of git may run this.
for variable in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p'); do
    unset "$variable"
done
export HOME="$folder/home" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=me GIT_AUTHOR_EMAIL=me@example.org \
    GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=me@example.org TMPDIR="$folder/tmp" PYTHONHASHSEED=0
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONPYCACHEPREFIX
mkdir "$HOME" "$TMPDIR"

# pstats-tools to be cloned and built: a repository whose Makefile installs what is built already. (Only plain
# builds can be installed.)
export PSTATS_TOOLS_TAG=v0.1.0 PSTATS_TOOLS_URL="file://$folder/tools"
make_tools() {
    git init -q "$folder/tools"
    {
        printf 'PREFIX = %s/system\ndeps:\n\t@touch %s/deps\n' "$folder" "$folder"
        if [ -z "$MODE" ]; then
            # shellcheck disable=SC2016 # for make to expand
            printf 'install:\n\t@%s -s -C %s BUILD_ROOT=%s install PREFIX=$(PREFIX) DESTDIR=\n' "$MAKE" "$top" "${BUILD%/*}"
        else
            # shellcheck disable=SC2016
            printf 'install:\n\t@mkdir -p $(PREFIX)/bin && cp %s/pstats[2dfr]* $(PREFIX)/bin\n' "$build"
        fi
    } > "$folder/tools/Makefile"
    git -C "$folder/tools" add Makefile
    git -C "$folder/tools" commit -q -m 'A release'
    git -C "$folder/tools" tag "$PSTATS_TOOLS_TAG"
}

# The project, with the branches main; same, which only moves lines; more, which prices everything twice
make_project() {
    cp -r tests/clients/project "$folder/origin"
    rm -rf "$folder/origin/app/__pycache__"
    git init -q -b main "$folder/origin"
    commit main
    git -C "$folder/origin" checkout -q -b same
    sed -i '1a# Another line' "$folder/origin/app/shop.py"
    commit same
    git -C "$folder/origin" checkout -q -b more main
    sed -i 's/(price(item) for/(price(item) + 0 * price(item) for/' "$folder/origin/app/shop.py"
    commit more
    git -C "$folder/origin" checkout -q --orphan first main
    git -C "$folder/origin" rm -q --cached bench.py
    git -C "$folder/origin" commit -q -m first
    git -C "$folder/origin" checkout -q -f main
    for branch in same more; do # as GitHub has them, and checks them out
        git -C "$folder/origin" checkout -q -b "$branch-merge" main
        git -C "$folder/origin" merge -q --no-ff -m "Merge $branch" "$branch"
    done
    git -C "$folder/origin" checkout -q -b first-merge first
    git -C "$folder/origin" merge -q --no-ff --allow-unrelated-histories -X theirs -m 'Merge main' main
    git -C "$folder/origin" checkout -q main
}
commit() {
    git -C "$folder/origin" add .
    git -C "$folder/origin" commit -q -m "$1"
}

# usage: clone NAME OPTION...    The working copy of a job
clone() {
    name=$1
    shift
    git clone -q "$@" "file://$folder/origin" "$folder/$name"
}

# usage: expect STATUS WANTED NAME    of a job whose output is in NAME.log
expect() {
    [ "$1" = "$2" ] || fail "$3: status $1 instead of $2
$(cat "$folder/$3.log")"
}

# usage: expect_offender NAME    The gate told of the function that is called more often, and of nothing else
expect_offender() {
    grep '^pstatsreport: ' "$folder/$1.log" > "$folder/said"
    printf '%s\n' 'pstatsreport: app/shop.py:4: price: calls was 60, is 120 (+100.0%); limit 0%; 60 more by app/shop.py:9(<genexpr>)' |
        diff - "$folder/said" || fail "$1: the gate does not name the function alone"
}

# usage: expect_files NAME FILE...    Uploaded, and complete
expect_files() {
    name=$1
    shift
    for file; do
        [ -s "$folder/$name/$file" ] || fail "$name: no $file"
        case $file in
        *.svg) xmllint --noout "$folder/$name/$file" || fail "$name: $file" ;;
        esac
    done
}

{ make_tools && make_project; } > "$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }

# ---- GitHub Actions: each step is a script of its own ----

blocks "$recipes/github.yml" "$folder/github"
same_blocks "$recipes/github.yml" "$folder/github"

# usage: github NAME EVENT BRANCH
github() {
    clone "$1" --depth 2 --branch "$3"
    mkdir "$folder/$1.temp"
    : > "$folder/$1.path"
    result=0
    for number in 1 2 3 4; do
        condition=$(cat "$folder/github/$number.if" 2> /dev/null)
        case $condition:$2 in
        :* | "github.event_name == 'pull_request':pull_request" | "github.event_name != 'pull_request':push") ;;
        "github.event_name == 'pull_request':push" | "github.event_name != 'pull_request':pull_request") continue ;;
        *) fail "github.yml: nobody knows the condition $condition" ;;
        esac
        (
            cd "$folder/$1" || exit
            export PATH="$(cat "$folder/$1.path"):$PATH" RUNNER_TEMP="$folder/$1.temp" GITHUB_PATH="$folder/$1.path" GITHUB_STEP_SUMMARY="$folder/$1.md" \
                GITHUB_WORKSPACE="$folder/$1"
            bash --noprofile --norc -e "$folder/github/$number.sh"
        ) >> "$folder/$1.log" 2>&1 || { result=$?; break; }
    done
    expect_files "$1" profile/new.pstats profile/flame.svg profile/calls.svg
    [ -e "$folder/deps" ] || fail "$1: what pstats-tools needs is not installed"
    rm -f "$folder/deps"
}

[ "$(find "$folder/github" -name '*.sh' | wc -l)" = 4 ] || fail 'github.yml: not four blocks'
github push push main
expect $result 0 push
# shellcheck disable=SC2016 # Markdown
grep -q '| `app/shop.py:8(order)` |$' "$folder/push.md" || fail 'push: no table in the summary'
github pull-same pull_request same-merge
expect $result 0 pull-same
grep -q '^\*\*Passed\*\*' "$folder/pull-same.md" || fail 'pull-same: no word of the gate in the summary'
github pull-more pull_request more-merge
expect $result 1 pull-more
expect_offender pull-more
# shellcheck disable=SC2016
grep -q '| 60 | 120 | .* | `app/shop.py:4(price)` |$' "$folder/pull-more.md" || fail 'pull-more: no comparison in the summary'
expect_files pull-more profile/old.pstats profile/calls-changes.svg profile/flame-changes.svg
github pull-first pull_request first-merge # nothing to compare with
expect $result 0 pull-first
# shellcheck disable=SC2016
grep -q '| `app/shop.py:8(order)` |$' "$folder/pull-first.md" || fail 'pull-first: no table in the summary'

# ---- GitLab CI: all is one script ----

blocks "$recipes/gitlab.yml" "$folder/gitlab"
same_blocks "$recipes/gitlab.yml" "$folder/gitlab"

# usage: gitlab NAME BRANCH [BASE]
gitlab() {
    clone "$1" --branch "$2"
    (
        cd "$folder/$1" || exit
        export CI_MERGE_REQUEST_DIFF_BASE_SHA="${3:-}"
        cat "$folder/gitlab"/[1-9].sh > "$folder/$1.sh"
        bash -e -o pipefail "$folder/$1.sh"
    ) > "$folder/$1.log" 2>&1
    result=$?
    expect_files "$1" profile/new.pstats profile/flame.svg profile/calls.svg profile/report.html
}

[ "$(find "$folder/gitlab" -name '*.sh' | wc -l)" = 3 ] || fail 'gitlab.yml: not three blocks'
base=$(git -C "$folder/origin" rev-parse main)
gitlab branch main
expect $result 0 branch
gitlab merge-same same "$base"
expect $result 0 merge-same
grep -q 'Passed: nothing grew' "$folder/merge-same/profile/report.html" || fail 'merge-same: no word of the gate'
gitlab merge-more more "$base"
expect $result 1 merge-more
expect_offender merge-more
expect_files merge-more profile/old.pstats profile/calls-changes.svg profile/flame-changes.svg
grep -q 'Failed: 1 figure grew' "$folder/merge-more/profile/report.html" || fail 'merge-more: no word of the gate'

# ---- Jenkins: each block is a script for sh -xe, in the image of the Dockerfile ----

blocks "$recipes/Dockerfile" "$folder/docker"
blocks "$recipes/Jenkinsfile" "$folder/jenkins"
sed "s|/tmp/pstats-tools|$folder/clone|" "$folder/docker/1.sh" > "$folder/docker.sh"
sh -e "$folder/docker.sh" > "$folder/docker.log" 2>&1 || fail "Dockerfile: $(cat "$folder/docker.log")"
[ ! -e "$folder/clone" ] || fail 'Dockerfile: leaves the sources'
grep -q "'''.*\\\\\|^ .*\\\\" "$recipes/Jenkinsfile" && fail "Jenkinsfile: Groovy reads backslashes within '''"
[ "$(tr -d -c '{' < "$recipes/Jenkinsfile" | wc -c)" = "$(tr -d -c '}' < "$recipes/Jenkinsfile" | wc -c)" ] ||
    fail 'Jenkinsfile: braces do not match'

# usage: jenkins NAME BRANCH [TARGET]
jenkins() {
    clone "$1" --branch "$2"
    result=0
    for number in 1 ${3:+2}; do
        (
            cd "$folder/$1" || exit
            export CHANGE_TARGET="${3:-}" PATH="$folder/system/bin:$PATH"
            sh -x -e "$folder/jenkins/$number.sh"
        ) >> "$folder/$1.log" 2>&1 || { result=$?; break; }
    done
    expect_files "$1" profile/new.pstats profile/flame.svg profile/calls.svg profile/report.html
}

[ "$(find "$folder/jenkins" -name '*.sh' | wc -l)" = 2 ] || fail 'Jenkinsfile: not two blocks'
jenkins build main
expect $result 0 build
jenkins change-same same main
expect $result 0 change-same
jenkins change-more more main
expect $result 1 change-more
expect_offender change-more
expect_files change-more profile/old.pstats profile/calls-changes.svg profile/flame-changes.svg

# What a page may do that is served with Jenkins' default policy is nothing: the pictures have no use for it.
for picture in flame calls calls-changes flame-changes; do
    sed -e '/<script/,/<\/script>/d' -e '/<style/,/<\/style>/d' "$folder/change-more/profile/$picture.svg" > "$folder/bare.svg"
    xmllint --noout "$folder/bare.svg" || fail "$picture.svg: is no picture without script and style sheet"
    ! grep -q ' style="' "$folder/bare.svg" || fail "$picture.svg: has attributes that the policy of Jenkins takes away"
    grep -q '<title>' "$folder/bare.svg" || fail "$picture.svg: has no tooltips"
done
exit $status
