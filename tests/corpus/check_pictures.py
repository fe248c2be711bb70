"""Draws every dump of the corpus and looks at what comes out.

    check_pictures.py PSTATS2DOT CORPUS

Of each dump: DOT with all functions parses; DOT with the default thresholds becomes well-formed SVG through dot, with a title
for each node. Of every tenth: pstats2dot's own SVG shows the same graph as dot's of its DOT, and PNG is PNG. Needs Graphviz
and Python 3.7 or later.
"""

import collections
import concurrent.futures
import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
SAMPLE = 10  # one of so many


class Problem(Exception):
    pass


def run(argv, stdin=b""):
    done = subprocess.run(argv, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise Problem("%s: exit status %d: %s" % (" ".join(argv[:3]), done.returncode, done.stderr[-300:]))
    return done.stdout, done.stderr.decode("utf-8", "replace")


def dot(form, source):
    picture, complaints = run(["dot", "-T" + form], source)
    complaints = [line for line in complaints.splitlines() if "font" not in line.lower()]
    if complaints:
        raise Problem("dot -T%s: %s" % (form, complaints[0][:300]))
    return picture


def shown(svg):
    """How often each text and each title stands in the picture; raises where it is not well-formed."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as e:
        raise Problem("not well-formed: %s" % e)
    texts = collections.Counter(node.text for node in root.iter(SVG + "text"))
    kinds = collections.Counter(node.get("class") for node in root.iter(SVG + "g"))
    return texts, kinds


def check_sample(program, path, svg):
    own, _ = run([program, "-q", "-T", "svg", "--max-nodes=0", "--tooltip=file", path])
    if shown(own) != shown(svg):
        raise Problem("-T svg shows something else than dot -Tsvg")
    for png in (dot("png", run([program, "-q", path])[0]), run([program, "-q", "-T", "png", path])[0]):
        if not png.startswith(b"\x89PNG\r\n") or not png.endswith(b"IEND\xaeB`\x82"):
            raise Problem("PNG is not PNG")


def check(program, path, is_sample):
    try:
        everything, _ = run([program, "-q", "-n0", "-e0", path])
        everything.decode("utf-8")
        run(["nop"], everything)
        default, _ = run([program, "-q", path])
        svg = dot("svg", default)
        shown(svg)
        if is_sample:
            check_sample(program, path, svg)
    except (Problem, UnicodeDecodeError) as e:
        return "%s: %s" % (os.path.basename(path), e)
    return None


def main(program, corpus):
    paths = sorted(glob.glob(os.path.join(corpus, "*.pstats")))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda item: check(program, item[1], item[0] % SAMPLE == 0), enumerate(paths))
        problems = [result for result in results if result is not None]
    for problem in problems:
        print(problem)
    print("pictures: %d of %d dumps drawn" % (len(paths) - len(problems), len(paths)))
    return 0 if paths and not problems else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
