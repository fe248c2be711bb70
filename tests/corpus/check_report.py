"""Compares pstatsreport's tables with those of Python's pstats, for every dump that pstats loads.

    check_report.py PSTATSREPORT CORPUS PYTHONS

Each dump is loaded by the line of Python that its name ends in ("-py3.8"), dumps of other writers by the newest there is.
pstats sorts by each key and prints; ours has to have the same total (rounded once), the same lines, and in the sorted columns the same
order: only functions that the key does not tell apart may stand otherwise. Needs Python 3.7 or later.
"""

import collections
import glob
import json
import os
import re
import subprocess
import sys

# The columns that an order can be seen in: ncalls, tottime, cumtime and the name.
SORTS = {"cumulative": (3,), "time": (1,), "calls": (0,), "nfl": (0, 1, 3), "stdname": (0, 1, 3)}

# Runs in the interpreter that wrote the dumps: a line of JSON for each.
PRINTER = r'''
import json, math, pstats, re, sys
try:
    from StringIO import StringIO
except ImportError:
    from io import StringIO
def plain(label):
    # Names of code objects hold addresses, and those of the interpreter that loads them
    return label if re.match("^[ -~]*$", label) and "<code object" not in label else None
def tables_of(stats, sorts):
    tables = {}
    for sort in sorts:
        try:
            stats.sort_stats(sort)
        except TypeError:  # Python 3 does not order texts and code objects
            continue
        rows = tables[sort] = []
        for func in stats.fcn_list:
            stats.stream = StringIO()
            stats.print_line(func)
            label = pstats.func_std_string(func)
            text = stats.stream.getvalue()
            rows.append((text[:len(text) - len(label) - 1], plain(label)))
    return tables
def repair(stats):
    # Who wrote it decides which count comes first; the primitive calls are the fewer.
    stats.total_calls = stats.prim_calls = 0
    for func, (cc, nc, tt, ct, callers) in list(stats.stats.items()):
        cc, nc = min(cc, nc), max(cc, nc)
        stats.stats[func] = (cc, nc, tt, ct, callers)
        stats.total_calls += nc
        stats.prim_calls += cc
    return any(value[0] < 0 or value[1] >= 2**63 for value in stats.stats.values())
def total_time(stats):
    # pstats rounds after each function, in the order of the dump; ours once.
    try:
        return math.fsum(value[2] for value in stats.stats.values())
    except (OverflowError, ValueError):  # what comes of infinite times depends on no order
        return stats.total_tt
for path in sys.argv[2:]:
    try:
        stats = pstats.Stats(path)
        unknown = repair(stats)
        total = (stats.total_calls, stats.prim_calls, "%.3f" % total_time(stats))
        answer = {"path": path, "total": total, "unknown": unknown,
                  "has_code": any("<code object" in pstats.func_std_string(func) for func in stats.stats), "tables": tables_of(stats, sys.argv[1].split(","))}
    except Exception as error:
        answer = {"path": path, "error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(answer))
'''

ROW = re.compile(r"^ *(\S+) +(\S+) +(\S+ +)??([0-9.]+)% +(\S+) +(\S+ +)??([0-9.]+)% (.*)$")
TOTAL = re.compile(r"^ *(\d+) function calls(?: \((\d+) primitive calls\))? in (\S+) seconds$")
PLAIN = re.compile(r"^[ -~]*$")


def interpreters(folder):
    found = {}
    for path in sorted(glob.glob(os.path.join(folder, "*", "bin", "python"))):
        version = os.path.basename(os.path.dirname(os.path.dirname(path)))
        found[".".join(version.split(".")[:2])] = path
    return found


def line_of(path, found):
    match = re.search(r"-py(\d+\.\d+)\.pstats$", path)
    return match.group(1) if match else max(found, key=lambda line: [int(part) for part in line.split(".")])


def figures_of_pstats(text):
    """ncalls, tottime, percall, cumtime, percall; what is blank is empty."""
    calls, rest = text[:9].strip(), text[9:]
    while rest and not rest.startswith(" "):  # a count wider than its column
        calls, rest = calls + rest[0], rest[1:]
    words = [word.strip() for word in re.findall(r" (        |\s*\S+)", rest)]
    return (calls,) + tuple(words)


def table_of_ours(program, path, sort):
    run = subprocess.run([program, "-q", "-T", "text", "--width=0", "--color=never", "--sort", sort, path],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode != 0:
        return None, run.stderr.decode("utf-8", "replace").strip()
    lines = run.stdout.decode("utf-8").split("\n")
    total = TOTAL.match(lines[0])
    rows = []
    for line in lines[1:]:
        match = ROW.match(line)
        if match:
            calls, own, own_each, _, all_, all_each, _, label = match.groups()
            rows.append(((calls, own, (own_each or "").strip(), all_, (all_each or "").strip()), label))
    return (total and (int(total.group(1)), int(total.group(2) or total.group(1)), total.group(3)), rows), None


def times_alone(rows):
    return [((None, figures[1], None, figures[3], None), label) for figures, label in rows]


def key_of(figures, column):
    return figures[0].split("/")[0] if column == 0 else figures[column]


def multiset(rows, plain_labels):
    """Names that are shown with escapes are left out: which they are is another test's matter."""
    return collections.Counter((figures, label if label in plain_labels else None) for figures, label in rows)


def problem_of(program, answer):
    for sort, rows in answer["tables"].items():
        theirs = [(figures_of_pstats(text), label) for text, label in rows]
        ours, refusal = table_of_ours(program, answer["path"], sort)
        if refusal is not None:
            return "refused: " + refusal
        total, our_rows = ours
        if answer["unknown"]:  # negative counts stand for none; huge ones are cut
            theirs, our_rows = times_alone(theirs), times_alone(our_rows)
        elif total != tuple(answer["total"]):
            return "total %s, pstats has %s" % (total, answer["total"])
        labels = {label for _, label in theirs if label is not None}
        missing = multiset(theirs, labels) - multiset(our_rows, labels)
        more = multiset(our_rows, labels) - multiset(theirs, labels)
        if missing or more:
            return "%s: pstats has %s, we have %s" % (sort, list(missing.items())[:2], list(more.items())[:2])
        if answer["has_code"] and sort in ("nfl", "stdname"):
            continue  # it sorts by addresses
        for column in set(SORTS[sort]) - ({0} if answer["unknown"] else set()):
            for (their, _), (our, _) in zip(theirs, our_rows):
                if key_of(their, column) != key_of(our, column):
                    return "sorted by %s: pstats has %s, we have %s" % (sort, their, our)
    return None


def main(program, corpus, pythons):
    found = interpreters(pythons)
    paths = sorted(glob.glob(os.path.join(corpus, "*.pstats")))
    by_line = collections.defaultdict(list)
    for path in paths if found else []:
        by_line[line_of(path, found)].append(path)
    reasons = collections.Counter()
    equal = bad = refused = skipped = rows = 0
    for line, members in sorted(by_line.items()):
        if line not in found:
            skipped += len(members)
            continue
        command = [found[line], "-c", PRINTER, ",".join(SORTS)] + members
        for text in subprocess.run(command, stdout=subprocess.PIPE).stdout.decode("ascii").splitlines():
            answer = json.loads(text)
            if "error" in answer:
                refused += 1
                reasons[answer["error"][:60]] += 1
                continue
            problem = problem_of(program, answer)
            rows += len(next(iter(answer["tables"].values())))
            equal += problem is None
            bad += problem is not None
            if problem is not None:
                print("%s: %s" % (os.path.basename(answer["path"]), problem))
    print("report: %d of %d tables equal (%d functions, %d orders); pstats does not load %d; no interpreter for %d"
          % (equal, equal + bad, rows, len(SORTS), refused, skipped))
    for reason, count in sorted(reasons.items()):
        print("    not loaded: %d times %s" % (count, reason))
    return 0 if not bad and (equal or not found) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
