"""Checks what pstatsconv writes of every dump that there is: see check_convert.sh.

    check_convert.py BUILD CORPUS PYTHONS

What has to stand in a dump is worked out from the input by tests/tools/dump_reader.py, an independent reader, and compared
with what pstats.Stats of each interpreter loads. Needs Python 3.7 or later.
"""

import glob
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "tools"))
import dump_reader  # noqa: E402

CUT = 2**63 - 1

# Runs in each interpreter: loads all dumps, and prints a line for each: its figures, in a form that every line of Python
# writes alike. Then it adds the dump to itself.
LOADER = r'''
import json, pstats, struct, sys
def bits(value):
    return "nan" if value != value else "%016x" % struct.unpack("<Q", struct.pack("<d", value))
def text(value):
    if not isinstance(value, str) and not (sys.version_info[0] == 2 and isinstance(value, unicode)):
        raise TypeError("%r is no text" % (value,))
    if isinstance(value, bytes):
        value = value.decode("utf-8")
    # Code units of UTF-16, so that it is the same whatever a lone surrogate is here
    units = []
    for code in [ord(c) for c in value]:
        units += [code] if code < 0x10000 else [0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff)]
    return "".join("%04x" % unit for unit in units)
def key(k):
    return "%s:%d:%s" % (text(k[0]), k[1], text(k[2]))
for path in sys.argv[1:]:
    try:
        stats = pstats.Stats(path)
        found = {}
        for k, (cc, nc, tt, ct, callers) in stats.stats.items():
            found[key(k)] = ["%d %d %s %s" % (cc, nc, bits(tt), bits(ct)),
                             sorted("%s %d %d %s %s" % ((key(c),) + v[:2] + tuple(map(bits, v[2:]))) for c, v in callers.items())]
        stats.add(path)
        answer = found
    except Exception as error:
        answer = "%s: %s" % (type(error).__name__, error)
    print(json.dumps(answer, sort_keys=True))
'''


def interpreters(folder):
    return sorted(glob.glob(os.path.join(folder, "*", "bin", "python")))


def bits(value):
    try:
        value = float(value)  # a timer can count in whole numbers
    except OverflowError:
        value = float("inf") if value > 0 else float("-inf")
    return "nan" if value != value else "%016x" % struct.unpack("<Q", struct.pack("<d", value))


def text(value):
    return "".join("%04x" % unit for unit in memoryview(value.encode("utf-16-le", "surrogatepass")).cast("H"))


def key_text(key):
    return "%s:%d:%s" % (text(key[0]), max(-CUT - 1, min(key[1], CUT)), text(key[2]))


def count(value):
    return -1 if value < 0 else value


def nearest(value):
    """Counts beyond 64 bits are kept to the precision of a double."""
    if value <= CUT:
        return value
    try:
        return int(float(value))
    except OverflowError:
        return 2**1024


def expected_function(figures, is_sampled):
    cc, nc, tt, ct = figures
    calls, primitive = (-1, -1) if is_sampled else (nearest(count(max(cc, nc))), min(count(min(cc, nc)), CUT))
    return "%d %d %s %s" % (primitive, calls, bits(tt), bits(ct))


def expected_callers(callers, is_sampled):
    """Those whose figures the dump has, exactly; of the others the counts, and that there are times."""
    exact, derived = set(), set()
    for key, value in callers:
        if isinstance(value, tuple) and len(value) == 4 and not is_sampled:
            first, second = count(max(value[:2])), count(min(value[:2]))
            exact.add("%s %d %d %s %s" % (key_text(key), nearest(first), min(second, CUT), bits(value[2]), bits(value[3])))
        elif isinstance(value, tuple) and is_sampled or isinstance(value, tuple) and len(value) != 4:
            derived.add((key_text(key), None))
        else:
            derived.add((key_text(key), -1 if is_sampled else nearest(count(int(value)))))
    return exact, derived


def problem_of(records, is_sampled, loaded):
    if isinstance(loaded, str):
        return "not loaded: " + loaded if records else None  # pstats takes no profile without functions
    last = {}  # of functions that come twice, the last
    for key, figures, callers in records:
        last[key_text(key)] = (figures, dict(callers).items())
    if set(last) != set(loaded):
        return "other functions: %s" % sorted(set(last) ^ set(loaded))[:2]
    for name, (figures, callers) in last.items():
        mine, theirs = expected_function(figures, is_sampled), loaded[name][0]
        if mine != theirs:
            return "%s is %s, expected %s" % (name, theirs, mine)
        exact, derived = expected_callers(callers, is_sampled)
        rest = set(loaded[name][1]) - exact
        if exact - set(loaded[name][1]):
            return "%s: missing %s, there are %s" % (name, sorted(exact - set(loaded[name][1]))[:2], sorted(rest)[:2])
        got = {tuple(item.rsplit(" ", 4)[:2]) for item in rest}
        if {k for k, _ in derived} != {k for k, _ in got} or any(
                calls is not None and (k, str(calls)) not in got for k, calls in derived):
            return "%s: callers without times are %s, expected %s" % (name, sorted(got)[:2], sorted(derived, key=str)[:2])
    return None


def run(*command, **kwargs):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs)


def check_dumps(program, paths, pythons, folder):
    bad = 0
    expected, outputs = [], []
    for i, path in enumerate(paths):
        out, again = os.path.join(folder, "%d.pstats" % i), os.path.join(folder, "again")
        for source, to in ((path, out), (out, again)):
            done = run(program, "-q", "-o", to, source)
            if done.returncode != 0:
                print("%s: %s" % (path, done.stderr.decode()))
                return 1
        with open(out, "rb") as one, open(again, "rb") as other:
            if one.read() != other.read():
                print("%s: written again, it is another" % path)
                bad += 1
        with open(path, "rb") as f:
            expected.append(dump_reader.records(f.read()))
        outputs.append(out)
    for python in pythons:
        answers = []
        for i in range(0, len(outputs), 100):
            said = run(python, "-c", LOADER, *outputs[i:i + 100])
            answers += said.stdout.decode("ascii").splitlines()
        problems = 0
        if len(answers) != len(outputs):
            print("%s: %d answers for %d dumps" % (python, len(answers), len(outputs)))
            bad += 1
        for path, (records, is_sampled), answer in zip(paths, expected, answers):
            problem = problem_of(records, is_sampled, json.loads(answer))
            if problem is not None:
                print("%s: %s: %s" % (python, os.path.basename(path), problem))
                problems += 1
        print("convert: %d of %d dumps load in %s with their figures" % (len(outputs) - problems, len(outputs), python))
        bad += problems
    return bad


def check_callgrind(program, paths, folder):
    if run("sh", "-c", "command -v callgrind_annotate").returncode != 0:
        print("convert: callgrind_annotate is not there")
        return 0
    bad = 0
    out = os.path.join(folder, "callgrind.out")
    for path in paths:
        run(program, "-q", "-T", "callgrind", "-o", out, path, check=True)
        with open(out, encoding="utf-8") as f:
            lines = f.read().split("\n")
        total = sum(int(line.split()[1]) for before, line in zip(lines, lines[1:])
                    if line[:1].isdigit() and not before.startswith("calls="))
        said = run("callgrind_annotate", out)
        words = said.stdout.decode("utf-8", "replace").replace(",", "")
        if b"WARNING" in said.stderr or said.returncode != 0 or (total and "%d (100.0%%)  PROGRAM TOTALS" % total not in words):
            print("%s: callgrind_annotate: %s" % (os.path.basename(path), said.stderr.decode()))
            bad += 1
    print("convert: %d of %d have the same total in callgrind_annotate" % (len(paths) - bad, len(paths)))
    return bad


NODE = re.compile(r'^\t\d+ \[.*label="((?:[^"\\]|\\.)*)"')


def nodes_of_gprof2dot(program, form, path):
    """What stands in the boxes but for calls, and without functions that used no time; None: it does not read this."""
    done = run(program, "-n0", "-e0", "-f", form, path)
    labels = [NODE.match(line) for line in done.stdout.decode("utf-8").split("\n")]
    names = [match.group(1).rsplit("\\n", 1)[0] for match in labels if match]
    return sorted(name for name in names if "\\n0.00%\\n" not in name) if done.returncode == 0 else None


def check_gprof2dot(program, build, paths, folder):
    """Of programs without recursion but of functions in themselves: cycles are one function to gprof2dot."""
    peer = shutil.which("gprof2dot") or os.path.join(build, os.pardir, "peers", "bin", "gprof2dot")
    if not os.access(peer, os.X_OK):
        print("convert: gprof2dot is not there")
        return 0
    bad = checked = 0
    out = os.path.join(folder, "g.json")
    for path in paths:
        if not re.match(r"(bf|raytrace|path-quote)-cProfile-|gate-", os.path.basename(path)):
            continue
        run(program, "-q", "-T", "json", "--threshold=0", "-o", out, path, check=True)
        theirs, ours = nodes_of_gprof2dot(peer, "pstats", path), nodes_of_gprof2dot(peer, "json", out)
        if theirs is None:
            continue
        checked += 1
        if theirs != ours:
            print("%s: gprof2dot draws %s, from JSON %s" % (path, set(theirs) - set(ours), set(ours) - set(theirs)))
            bad += 1
    print("convert: %d of %d are the same nodes in gprof2dot" % (checked - bad, checked))
    return bad


def main(build, corpus, pythons):
    program = os.path.join(build, "pstatsconv")
    paths = sorted(glob.glob("tests/data/*.pstats")) + sorted(glob.glob(os.path.join(corpus, "*.pstats")))
    pythons = interpreters(pythons) or [sys.executable]
    with tempfile.TemporaryDirectory() as folder:
        bad = check_dumps(program, paths, pythons, folder)
        bad += check_gprof2dot(program, build, paths, folder)
        bad += check_callgrind(program, paths[::4], folder)  # it is slow
    return 0 if not bad and paths else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
