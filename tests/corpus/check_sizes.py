"""Is pstatsflame's SVG larger than flamegraph.pl's?

    check_sizes.py PSTATSFLAME FLAMEGRAPH FOLDER...

Of each dump, `pstatsflame -q -T svg` is measured against flamegraph.pl's picture of what `pstatsflame -q -T folded` writes,
both 1200 px wide with frames from 0.1 px on; flamegraph.pl has --hash, so that its colours are the same each time. What is in
<script> and <style> elements does not count, in neither; everything else does, in bytes.

Folded stacks count whole microseconds: in a dump of few of them flamegraph.pl gets to see only some of the frames. Dumps
of which it does not draw nine frames of ten that pstatsflame draws are listed, but the comparison does not hold for them.
Fails where another dump's SVG is larger by more than 10 %, or a script with its style sheet by more than 24 kB. Dumps that
flamegraph.pl does not draw at all (no time in them, nothing but unlikely times) are left out. Needs Python 3.7 or later.
"""

import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys

CODE = re.compile(rb"<(style|script)\b.*?</\1>", re.DOTALL)
CODE_MAX = 24000  # bytes
FRAMES_SHOWN = 0.9  # a part of all
EXCESS = 0.1  # likewise; names of hundreds of characters stand in a small picture twice


def output_of(*argv, stdin=b""):
    environment = dict(os.environ, PERL_HASH_SEED="0")
    done = subprocess.run(argv, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    return done.stdout if done.returncode == 0 else None


def size_of(svg):
    return len(CODE.sub(b"", svg))


def compare(program, flamegraph, path):
    """Name, our bytes, theirs, our frames, theirs, bytes of code; None where there is nothing to compare."""
    folded = output_of(program, "-q", "-T", "folded", path)
    theirs = folded and output_of("perl", flamegraph, "--hash", "--width=1200", "--minwidth=0.1", stdin=folded)
    if not theirs:
        return None
    ours = output_of(program, "-q", "-T", "svg", path)
    layout = json.loads(output_of(program, "-q", "-T", "json", path))
    drawn = sum("width" in frame for frame in layout["frames"])
    return (os.path.basename(path), size_of(ours), size_of(theirs), drawn, theirs.count(b"<title>"), len(ours) - size_of(ours))


def main(program, flamegraph, *folders):
    paths = sorted(path for folder in folders for path in glob.glob(os.path.join(folder, "*.pstats")))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = [result for result in pool.map(lambda path: compare(program, flamegraph, path), paths) if result]
    problems = 0
    for name, ours, theirs, drawn, shown, _ in results:
        if ours <= theirs:
            continue
        is_comparable = shown >= FRAMES_SHOWN * drawn
        problems += is_comparable and ours > (1 + EXCESS) * theirs
        print("%s: %d bytes, flamegraph.pl %d (%d frames, flamegraph.pl %d)%s" % (
            name, ours, theirs, drawn, shown, "" if is_comparable else ": not the same frames"))
    code = max(result[5] for result in results)
    if code > CODE_MAX:
        print("script and style sheet: %d bytes" % code)
        problems += 1
    above = [result for result in results if result[1] > result[2]]
    alike = [result for result in results if result[4] >= FRAMES_SHOWN * result[3]]
    print("sizes: %d of %d dumps above flamegraph.pl, %d of %d where it has the same frames; all together %.2f of its bytes" % (
        len(above), len(results), sum(result in alike for result in above), len(alike),
        sum(result[1] for result in results) / sum(result[2] for result in results)))
    return 1 if problems or not results else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
