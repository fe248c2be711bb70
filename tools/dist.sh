#!/bin/sh
# Makes FOLDER/NAME.tar.gz of what is committed or, outside a repository, of the tree without FOLDER. Files are sorted and
# owned by nobody in particular, and all have the time of the commit, so that the same commit gives the same bytes.
# usage: tools/dist.sh NAME FOLDER
set -eu
name=$1
folder=$2
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -e .git ]; then
    git archive --prefix="$name/" HEAD | tar -x -f - -C "$work"
    time=$(git log -1 --format=%ct)
else
    mkdir "$work/$name"
    tar -c -f - --exclude="./${folder#./}" . | tar -x -f - -C "$work/$name"
    time=$(stat -c %Y include/pstats.h)
fi
tar --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mode=u+rw,go+r-w --mtime="@$time" \
    -c -f - -C "$work" "$name" | gzip -n -9 > "$work/$name.tar.gz"
mv "$work/$name.tar.gz" "$folder/$name.tar.gz"
echo "$folder/$name.tar.gz"
