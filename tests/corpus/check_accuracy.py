"""How near estimated stacks are to the true ones, and whether they keep to what a dump says.

    check_accuracy.py PSTATSFLAME SHARED

SHARED/accuracy holds programs and made-up call trees, each with its dump and its stacks as they were (its README says how
they were scored before, and has the figures of the reference). SHARED/corpus holds dumps alone: in each, the stacks that end
with a function must add up to its self time. Fails when one of the promises below is broken.
"""

import collections
import glob
import gzip
import json
import marshal
import os
import re
import subprocess
import sys

# Overlap and area of the reference estimator.
REFERENCE_MEANS = {"program": (0.694, 0.851), "synthetic": (0.809, 0.911)}
REFERENCE = {
    "ast": (0.335, 0.571), "difflib": (0.783, 0.911), "html": (0.932, 0.963), "json": (0.495, 0.780),
    "nqueens": (0.601, 0.851), "pickle": (0.521, 0.596), "rdparser": (0.736, 0.909), "sre": (0.732, 0.921),
    "textargs": (0.713, 0.874), "tokenize": (0.817, 0.935), "treemutual": (0.658, 0.905), "vm": (1.000, 1.000),
}
LOSS = 0.02  # by which one program may be worse than the reference
ACYCLIC_EDGE_ERROR = 2e-4
DEFAULT_THRESHOLD_LOSS = 0.02  # of a mean, below the reference, where pictures leave out what is too small to see
PLAIN = re.compile(rb"[ -:<-\[\]-~]*")  # neither the separator nor a backslash, with which others are written
TICKS_MAX = 2**62

failures = []


def fail(what):
    failures.append(what)
    print("accuracy: " + what)


def folded(program, path, options):
    return subprocess.run([program, "-q", "-T", "folded"] + options + [path], stdout=subprocess.PIPE, check=True).stdout


def parse(lines):
    stacks = {}
    for line in lines.decode("utf-8", "replace").split("\n"):
        if line:
            stack, _, ticks = line.rpartition(" ")
            stacks[tuple(stack.split(";"))] = float(ticks)
    return stacks


def has_cycle(path):
    with open(path, "rb") as file:
        stats = marshal.load(file)
    callers = {key: set(stats[key][4]) & set(stats) for key in stats}
    while True:
        roots = [key for key in callers if not callers[key]]
        if not roots:
            return bool(callers)
        for key in roots:
            del callers[key]
        for key in callers:
            callers[key].difference_update(roots)


def check_case(case, score, flame, shared):
    path = os.path.join(shared, "accuracy", case["case"])
    truth = score.read(path + ".collapsed.gz")
    exact = score.score(truth, parse(folded(flame, path + ".pstats", ["--threshold=0"])))
    drawn = score.score(truth, parse(folded(flame, path + ".pstats", [])))
    lost = case["lost_ticks"] / (2.0 * sum(truth.values()))
    if exact["func_err"] > lost + 1e-9:
        fail("%s: func_err %.6f, and %.6f cannot be known" % (case["case"], exact["func_err"], lost))
    if exact["edge_err"] > ACYCLIC_EDGE_ERROR and not has_cycle(path + ".pstats"):
        fail("%s: edge_err %.6f without a cycle" % (case["case"], exact["edge_err"]))
    for measure, expected in zip(("overlap", "area"), REFERENCE.get(case["case"], (0.0, 0.0))):
        if exact[measure] < expected - LOSS:
            fail("%s: %s %.3f, reference %.3f" % (case["case"], measure, exact[measure], expected))
    return exact, drawn


def check_truth(flame, shared):
    sys.path.insert(0, os.path.join(shared, "accuracy"))
    import score

    scores = collections.defaultdict(list)
    with open(os.path.join(shared, "accuracy", "cases.json")) as file:
        for case in json.load(file):
            scores[case["kind"]].append(check_case(case, score, flame, shared))
    for kind, means in REFERENCE_MEANS.items():
        for at, name, loss in ((0, "threshold 0", 0.0), (1, "default threshold", DEFAULT_THRESHOLD_LOSS)):
            values = [sum(pair[at][measure] for pair in scores[kind]) / len(scores[kind])
                      for measure in ("overlap", "area", "edge_err")]
            print("accuracy: %d %s cases, %s: overlap %.4f, area %.4f, edge_err %.4f"
                  % ((len(scores[kind]), kind, name) + tuple(values)))
            for value, expected in zip(values, means):
                if value < expected - loss:
                    fail("%s, %s: %.4f, reference %.3f" % (kind, name, value, expected))


def self_ticks(path):
    """By label; labels that a text cannot hold as they are, all together."""
    ticks = collections.Counter()
    with gzip.open(path) as file:
        for record in json.load(file):
            label = ("%s:%s:%s" % tuple(record[:3])).encode("utf-8", "surrogateescape")
            time = float(record[5])
            ticks[label if PLAIN.fullmatch(label) else b""] += (
                int(min(time * 1e6 + 0.5, TICKS_MAX)) if 0 < time < float("inf") else 0)
    return +ticks


def check_corpus(flame, shared):
    paths = glob.glob(os.path.join(shared, "corpus", "*.pstats"))
    checked = 0
    for path in sorted(paths):
        name = os.path.basename(path)[: -len(".pstats")]
        reference = os.path.join(shared, "corpus", "ref", name + ".json.gz")
        if not os.path.exists(reference) or "sampled" in name:
            continue
        found = collections.Counter()
        for line in folded(flame, path, []).split(b"\n"):
            stack, _, ticks = line.rpartition(b" ")
            label = stack.rpartition(b";")[2]
            if line:
                found[label if PLAIN.fullmatch(label) else b""] += int(ticks)
        checked += 1
        expected = self_ticks(reference)
        for label in found.keys() | expected.keys():
            if found[label] != expected[label]:
                fail("%s: %r: %d ticks, self time %d" % (name, label, found[label], expected[label]))
                break
    print("accuracy: compared the stacks of %d dumps with self times" % checked)


def main():
    flame, shared = sys.argv[1:]
    if os.path.isdir(os.path.join(shared, "accuracy")):
        check_truth(flame, shared)
    check_corpus(flame, shared)
    return 1 if failures else 0


sys.exit(main())
