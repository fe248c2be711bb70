#!/usr/bin/env python3
"""How fast the programs are: beside their peers, and how their time grows with the dump. Prints a report, which also goes
to BUILD_ROOT/bench.md. In the environment: BUILD, with the programs; BUILD_ROOT, with the peers that `make deps-bench`
installs; SHARED, where SHARED/corpus may hold real dumps; BROWSER_MODULES, where playwright-core may be; BENCH_RUNS (7);
BENCH_FULL=1 for a dump of 1 M functions, too."""

import math
import os
import platform
import subprocess
import sys
import time

from measuring import Failed, Meter, compare, note, output_of, repeat, stage_seconds

BUILD = os.environ.get("BUILD", "build/release")
BUILD_ROOT = os.environ.get("BUILD_ROOT", "build")
CORPUS = os.path.join(os.environ.get("SHARED", "../shared"), "corpus")
RUNS = int(os.environ.get("BENCH_RUNS", "7"))
SIZES = [1000, 10000, 100000] + ([1000000] if os.environ.get("BENCH_FULL") else [])
MACHINE = "this machine: 5 random reads a function"
BUDGET_SECONDS = 30  # for one comparison

PSTATS2DOT = os.path.join(BUILD, "pstats2dot")
PSTATSFLAME = os.path.join(BUILD, "pstatsflame")
PEERS = os.path.join(BUILD_ROOT, "peers", "bin")
PYTHON = os.path.join(PEERS, "python") if os.path.exists(os.path.join(PEERS, "python")) else sys.executable

# As a user has it: the collector on. The file is in memory before.
LOADS = """
import marshal, resource, sys, time
data = open(sys.argv[1], "rb").read()
wall, processor = time.perf_counter(), time.process_time()
loaded = marshal.loads(data)
print(time.perf_counter() - wall, time.process_time() - processor,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
SNAKEVIZ = """
import pstats, sys
from snakeviz.stats import json_stats, table_rows
stats = pstats.Stats(sys.argv[1])
table_rows(stats), json_stats(stats)
"""
TUNA = "import sys; from tuna.main import read, render; render(read(sys.argv[1]), sys.argv[1])"

meter = Meter(os.path.join(BUILD, "tests", "bench", "measure"))


class Report:
    """Tables of Markdown."""

    def __init__(self):
        self.lines = []

    def add(self, line=""):
        self.lines.append(line)
        print(line, flush=True)

    def table(self, *columns):
        self.add()
        self.row(*columns)
        self.row(*["---"] * len(columns))

    def row(self, *cells):
        self.add("| " + " | ".join(cells) + " |")


report = Report()


def seconds(value):
    if value < 0.1:
        return "%.1f ms" % (value * 1e3)
    return "%.2f s" % value


def megabytes(value):
    return "–" if value is None else "%.1f MB" % (value / 1e6)


def verdict(value, target, stretch, is_at_most):
    """Columns `target` and `met`. A stretch figure is said where the target is met."""
    if target is None:
        return "–", "–"
    sign = "≤" if is_at_most else "≥"
    reaches = lambda bound: value <= bound if is_at_most else value >= bound
    wanted = "%s %g" % (sign, target) + ("" if stretch is None else " (%s %g)" % (sign, stretch))
    if not reaches(target):
        return wanted, "**no**"
    return wanted, "yes" if stretch is None else "yes, stretch too" if reaches(stretch) else "yes, stretch not"


# ---- Beside others ---------------------------------------------------------------------------------------------------


def side_by_side(what, ours, name, theirs, target=None, stretch=None, is_at_most=False):
    """A row: ratio is how many times faster ours is, or with is_at_most how many times theirs it takes."""
    note("bench: %s: %s" % (what, name))
    try:
        pairs = compare(ours, theirs, RUNS, BUDGET_SECONDS)
    except Failed as error:
        report.row(what, name, "not measured: %s" % error, *["–"] * 8)
        return
    ratio, processor_ratio = pairs.ratio, pairs.processor_ratio
    if is_at_most:
        ratio, processor_ratio = 1 / ratio, 1 / processor_ratio
    figures = []
    for side in pairs.ours, pairs.theirs:
        figures += [seconds(side.wall), seconds(side.processor), megabytes(side.peak)]
    report.row(what, name, *figures, "%.2f (%.2f)" % (ratio, processor_ratio),
               *verdict(ratio, target, stretch, is_at_most))


def python(code, *arguments):
    return meter.command(PYTHON, "-c", code, *arguments)


def compare_reading(dumps):
    for label, path, is_target in dumps:
        ours = meter.command(PSTATS2DOT, "-n", "100", "-e", "100", path)
        side_by_side("read " + label, ours, "marshal.loads", meter.own(PYTHON, "-c", LOADS, path),
                     *([10, 15] if is_target else []))
        side_by_side("read " + label, ours, "cksum", meter.command("cksum", path),
                     *([12, 6] if is_target else []), is_at_most=True)


def compare_call_graphs(dumps):
    for label, path, targets in dumps:
        gprof2dot = meter.command(PYTHON, os.path.join(PEERS, "gprof2dot"), "-f", "pstats", path)
        side_by_side("DOT of " + label, meter.command(PSTATS2DOT, path), "gprof2dot", gprof2dot, *targets)


def compare_with_cgraph(dumps, folder):
    program = os.path.join(BUILD, "tests", "bench", "cgraph_alone")
    for label, path, target in dumps:
        dot = os.path.join(folder, "whole.dot")
        ours = meter.command(PSTATS2DOT, "-n0", "-e0", path, output=dot)
        side_by_side("whole DOT of " + label, ours, "cgraph alone", meter.own(program, stdin=dot), target,
                     is_at_most=True)


def compare_flame_graphs(dumps):
    for label, path, target in dumps:
        side_by_side("flame graph of " + label, meter.command(PSTATSFLAME, "-T", "svg", path), "flameprof",
                     meter.command(PYTHON, "-m", "flameprof", path), target)
        side_by_side("flame graph of " + label, meter.command(PSTATSFLAME, "-T", "svg", path),
                     "snakeviz, without drawing", python(SNAKEVIZ, path))
        side_by_side("flame graph of " + label, meter.command(PSTATSFLAME, "-T", "svg", path),
                     "tuna, without drawing", python(TUNA, path))


def compare_pictures(dumps):
    for label, path, target in dumps:
        # The same graph: both with the tooltips of pictures, both whole.
        graph = [PSTATS2DOT, "--tooltip=details", "--max-nodes=0", path]
        side_by_side("picture of " + label, meter.command(*graph, "-T", "svg"), "pstats2dot ∣ dot -Tsvg",
                     meter.pipe(graph, ["dot", "-Tsvg"]), target, is_at_most=True)


# ---- By themselves ---------------------------------------------------------------------------------------------------


def show_bounds(dumps, large):
    report.table("what", "wall", "CPU", "peak memory", "figure", "target (stretch)", "met")
    for label, path, is_target in dumps:
        note("bench: memory: " + label)
        figures = repeat(meter.command(PSTATS2DOT, "-n", "100", "-e", "100", path), RUNS, BUDGET_SECONDS)
        ratio = figures.peak / os.path.getsize(path)
        report.row("peak memory of reading " + label, seconds(figures.wall), seconds(figures.processor),
                   megabytes(figures.peak), "%.2f × the file" % ratio,
                   *verdict(ratio, *([3, 2] if is_target else [None, None]), is_at_most=True))
    note("bench: flame graph: " + large[0])
    figures = repeat(meter.command(PSTATSFLAME, "-T", "svg", large[1]), RUNS, BUDGET_SECONDS)
    report.row("flame graph of " + large[0], seconds(figures.wall), seconds(figures.processor),
               megabytes(figures.peak), seconds(figures.wall), *verdict(figures.wall, 1, None, is_at_most=True))


def show_browser():
    """What test browsers do with a picture; a table only where one is installed."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "browser.js")
    if not os.path.isdir(os.path.join(os.environ.get("BROWSER_MODULES", ""), "playwright-core")):
        report.add()
        report.add("playwright-core is not there (`make deps-browser` installs it): nothing measured in Chromium.")
        return
    note("bench: Chromium")
    words = output_of(["node", script, PSTATSFLAME, str(RUNS)])
    report.table("in Chromium, the best of %d runs" % RUNS, "wall", "CPU of the page", "target", "met")
    for row in range(0, len(words), 4):
        loaded, worked, zoomed = map(float, words[row + 1:row + 4])
        what = "flame graph of 20,000 frames, %s in a row: " % words[row]
        report.row(what + "loaded", seconds(loaded), seconds(worked), *verdict(loaded, 0.3, None, is_at_most=True))
        report.row(what + "zoomed", seconds(zoomed), "", *verdict(zoomed, 0.1, None, is_at_most=True))


def show_growth(dumps):
    """dumps: (functions, path) by size. Each stage may take n log n: ten times the functions, at most 12.5 times
    between 10 k and 100 k. Beside them, work that is linear but reads at random: what is more there, caches make."""
    programs = [
        ("DOT, default thresholds", [PSTATS2DOT]),
        ("DOT, whole", [PSTATS2DOT, "-n0", "-e0"]),
        ("flame graph: reading to layout", [PSTATSFLAME, "-T", "json"]),
        ("flame graph: reading to paint", [PSTATSFLAME, "-T", "svg"]),
        ("flame graph, --threshold=0", [PSTATSFLAME, "-T", "svg", "--threshold=0"]),
    ]
    times = {}
    for count, path in dumps:
        note("bench: growth: %d functions" % count)
        stages = stage_seconds([os.path.join(BUILD, "tests", "bench", "stages"), path], RUNS)
        for stage, value in stages.items():
            times.setdefault("library: " + stage, []).append(value)
        reads = stage_seconds([os.path.join(BUILD, "tests", "bench", "random_reads"), str(count)], RUNS)
        times.setdefault(MACHINE, []).append(reads["random-reads"])
        for name, command in programs:
            times.setdefault(name, []).append(repeat(meter.command(*command, path), RUNS, BUDGET_SECONDS).processor)
    counts = [count for count, _ in dumps]
    steps = list(zip(counts, counts[1:]))
    report.table("CPU time", *["%d functions" % count for count in counts],
                 *["%d → %d" % step for step in steps], "met")
    bounds = [b * math.log(b) / (a * math.log(a)) for a, b in steps]
    report.row("n log n", *[""] * len(counts), *["%.1f ×" % bound for bound in bounds], "")
    for name, values in times.items():
        ratios = [after / max(before, 1e-6) for before, after in zip(values, values[1:])]
        is_met = all(ratio <= bound for ratio, bound in zip(ratios, bounds))
        met = "–" if name == MACHINE else "yes" if is_met else "**no**"
        report.row(name, *map(seconds, values), *["%.1f ×" % ratio for ratio in ratios], met)


# ---- Around it -------------------------------------------------------------------------------------------------------


def processor_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def versions():
    lines = []
    for program in PSTATS2DOT, PSTATSFLAME:
        done = subprocess.run([program, "--version"], stdout=subprocess.PIPE, check=True)
        lines += [line for line in done.stdout.decode().splitlines() if line not in lines]
    lines.append("Python " + platform.python_version() if PYTHON == sys.executable else
                 "Python " + output_of([PYTHON, "-c", "import platform; print(platform.python_version())"])[0])
    for peer in "gprof2dot", "flameprof", "snakeviz", "tuna":
        code = "import importlib.metadata as m; print(m.version('%s'))" % peer
        try:
            lines.append(peer + " " + output_of([PYTHON, "-c", code])[0])
        except Failed:
            lines.append(peer + " (not installed)")
    return ", ".join(lines)


def introduce():
    load = os.getloadavg()[0]
    report.add("# Speed")
    report.add()
    report.add("%s. %s, %d cores; load %.1f at the start%s." % (
        time.strftime("%Y-%m-%d", time.gmtime()), processor_name(), os.cpu_count() or 1, load,
        ": **the machine was busy, so these figures are not to be quoted**" if load > 0.5 else ""))
    report.add(versions() + ".")
    report.add()
    report.add("%d runs each, in turn (quick ones more often, those of over %d s less); medians, and the median of the "
               "ratios of pairs: of wall-clock time and, in parentheses, of CPU time. ≥: how many times faster than the "
               "other; ≤: how many times what it takes. Whole processes, but `marshal.loads` and cgraph alone, which are "
               "measured inside one; the peak memory of several processes is that of the largest."
               % (RUNS, BUDGET_SECONDS // RUNS))
    if not os.path.exists(os.path.join(PEERS, "gprof2dot")):
        report.add()
        report.add("The peers are not there (`make deps-bench` installs them): nothing compared with them.")


def make_dumps(folder):
    """Paths of the generated dumps by (functions, sharing)."""
    maker = os.path.join(BUILD, "tests", "tools", "make_big_dump")
    paths = {}
    for count in SIZES:
        for sharing in "unshared", "shared":
            path = paths[count, sharing] = os.path.join(folder, "%d-%s.pstats" % (count, sharing))
            if not os.path.exists(path):
                note("bench: making " + path)
                with open(path + ".new", "wb") as file:
                    subprocess.run([maker, str(count), "1", sharing], stdout=file, check=True)
                os.rename(path + ".new", path)
    return paths


def real_dumps():
    """(label, path): small, medium, large."""
    found = []
    for label, name in ("small", "email_work-cProfile-py3.11.pstats"), ("medium", "deb-pylint-cProfile-py3.11.pstats"), \
            ("large", "pub-mymesh-program.pstats"):
        path = os.path.join(CORPUS, name)
        if os.path.exists(path):
            found.append(("a %s real dump (%d kB)" % (label, os.path.getsize(path) // 1000), path))
    if not found:
        found.append(("the example dump", "examples/demo.pstats"))
    return found


def main():
    folder = os.path.join(BUILD_ROOT, "bench")
    os.makedirs(folder, exist_ok=True)
    made = make_dumps(folder)
    real = real_dumps()
    names = {key: "%d k functions, %s keys" % (key[0] // 1000, key[1]) for key in made}
    large = names[100000, "unshared"], made[100000, "unshared"]

    introduce()
    reading = [(names[key], path, key == (100000, "unshared")) for key, path in made.items()]
    reading += [(label, path, False) for label, path in real]
    report.table("what", "beside", "wall", "CPU", "peak", "its wall", "its CPU", "its peak", "ratio (of CPU)",
                 "target (stretch)", "met")
    compare_reading(reading)
    compare_call_graphs([(label, path, [40]) for label, path in real] +
                        [(names[count, "unshared"], made[count, "unshared"], [80, 150] if count >= 100000 else [40])
                         for count in SIZES if count <= 100000])
    compare_with_cgraph([(names[count, "unshared"], made[count, "unshared"], 1.5 if count >= 10000 else None)
                         for count in SIZES] + [(label, path, None) for label, path in real], folder)
    compare_flame_graphs([(label, path, 15) for label, path in real])
    compare_pictures([(label, path, 1) for label, path in real])
    show_bounds(reading, large)
    show_browser()
    show_growth([(count, made[count, "unshared"]) for count in SIZES if count >= 10000] if len(SIZES) > 3 else
                [(count, made[count, "unshared"]) for count in SIZES])

    path = os.path.join(BUILD_ROOT, "bench.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(report.lines) + "\n")
    note("bench: written to " + path)


if __name__ == "__main__":
    main()
