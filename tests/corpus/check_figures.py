"""Compares what the library makes of each dump of the corpus with the figures that Python itself loaded from it.

    check_figures.py DUMP_GRAPH CORPUS

The reference (CORPUS/ref/NAME.json.gz) holds what stands in the dump; it is normalised here as the library must do it, and
then compared with what tests/tools/dump_graph prints: every count and text, and every time bit for bit. The order comes from
tests/tools/dump_reader.py. Needs Python 3.7 or later.
"""

import collections
import glob
import math
import os
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import dump_reader  # noqa: E402
import make_reference  # noqa: E402

UNKNOWN = -1
COUNT_MAX = 2**63 - 1
Call = collections.namedtuple("Call", "caller callee calls primitive self cumulative derived")
Function = collections.namedtuple("Function", "key calls primitive self cumulative is_caller_only")


def sound(value):
    return value if value > 0.0 and math.isfinite(value) else 0.0


def exact_sum(values):
    try:
        return math.fsum(values)
    except OverflowError:
        return sys.float_info.max


def to_double(value):
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


class Expected:
    """The graph that the library has to make of the records of a dump."""

    def __init__(self, records, is_sampled):
        self.has_cut_counts = False
        self.is_damaged = False
        self.numbers = {}  # of functions, by key
        self.calls_uncut = {}  # of functions: as they stand in the dump, or the nearest double
        functions = {}
        calls = []
        for key, figures, callers in records:
            callee = self.number(key)
            functions[callee] = self.cost(figures)
            self.calls_uncut[callee] = to_double(max(figures[:2]))
            for caller, value in callers:
                uncut = to_double(value) if isinstance(value, int) else 0.0
                calls.append((uncut, self.number(caller), callee) + self.caller_value(value))
        self.total_self = exact_sum(sound(cost[2]) for cost in functions.values())
        self.total = max([self.total_self] + [sound(cost[3]) for cost in functions.values()])
        self.calls = [self.with_derived_times(functions, *call) for call in calls]
        self.functions = [self.function(functions, key, number) for key, number in self.numbers.items()]
        self.calls = [self.with_bound(call) for call in self.calls]
        if is_sampled:
            self.forget_samples()

    def number(self, key):
        if key[1] > COUNT_MAX:
            self.has_cut_counts = True
        return self.numbers.setdefault(key, len(self.numbers))

    def count(self, value):
        if value > COUNT_MAX:
            self.has_cut_counts = True
            return COUNT_MAX
        return UNKNOWN if value < 0 else value

    def time(self, value):
        value = to_double(value)
        if not value >= 0.0 or math.isinf(value):
            self.is_damaged = True
        return value

    def cost(self, four):
        """Who wrote it decides which count comes first; the primitive calls are the fewer."""
        counts = [self.count(value) for value in four[:2]]
        return (max(counts), min(counts)) + tuple(self.time(value) for value in four[2:])

    def caller_value(self, value):
        """calls, primitive calls, self, cumulative, and how many calls are without times of their own."""
        if isinstance(value, int):
            calls = self.count(value)
            return calls, UNKNOWN, 0.0, 0.0, calls
        if not value:
            return UNKNOWN, UNKNOWN, 0.0, 0.0, UNKNOWN
        total = self.cost(value[:4])
        for i in range(4, len(value), 4):
            more = self.cost(value[i:i + 4])
            counts = [UNKNOWN if UNKNOWN in (a, b) else self.count(a + b) for a, b in zip(total[:2], more[:2])]
            total = tuple(counts) + (total[2] + more[2], total[3] + more[3])
        return total + (0,)

    def with_derived_times(self, functions, uncut, caller, callee, calls, primitive, self_time, cumulative, derived):
        cost = functions[callee]
        if derived > 0:
            share = uncut / self.calls_uncut[callee] if uncut < self.calls_uncut[callee] else 1.0
            self_time += share * cost[2]
            cumulative += share * cost[3]
        return Call(caller, callee, calls, primitive, self_time, cumulative, derived)

    def function(self, functions, key, number):
        if number in functions:
            return Function(key, *functions[number], 0)
        cumulative = sum(sound(call.cumulative) for call in self.calls if call.caller == number)
        return Function(key, UNKNOWN, UNKNOWN, 0.0, min(float(cumulative), self.total), 1)

    def with_bound(self, call):
        """Without any figures: at most what the ends have."""
        if call.derived != UNKNOWN:
            return call
        ends = self.functions[call.caller], self.functions[call.callee]
        return call._replace(cumulative=min(sound(end.cumulative) for end in ends))

    def forget_samples(self):
        """What a sampling profiler counts are no calls."""
        self.functions = [f._replace(calls=UNKNOWN, primitive=UNKNOWN) for f in self.functions]
        self.calls = [c._replace(calls=UNKNOWN, primitive=UNKNOWN, derived=None) for c in self.calls]


def bits(value):
    return "nan" if math.isnan(value) else struct.pack("<d", value).hex()


def quoted(text):
    plain = (c if " " <= c <= "~" and c not in '"\\' else "\\u{%x}" % ord(c) for c in text)
    return '"%s"' % "".join(plain)


def expected_lines(expected):
    yield "totals %s %s" % (bits(expected.total_self), bits(expected.total))
    for f in expected.functions:
        yield "function %s %d %s %d %d %s %s %d" % (
            quoted(f.key[0]), min(f.key[1], COUNT_MAX), quoted(f.key[2]), f.calls, f.primitive,
            bits(f.self), bits(f.cumulative), f.is_caller_only)
    for c in expected.calls:
        yield "call %d %d %d %d %s %s%s" % (
            c.caller, c.callee, c.calls, c.primitive, bits(c.self), bits(c.cumulative),
            "" if c.derived is None else " %d" % c.derived)


TIMES = {"totals": (1, 2), "function": (-3, -2), "call": (-3, -2)}  # where they stand in a printed line


def comparable(line, is_sampled):
    words = line.split(" ")
    for i in TIMES[words[0]]:
        words[i] = bits(float.fromhex(words[i]))
    if is_sampled and words[0] == "call":
        words.pop()
    return " ".join(words)


def problem_of(got, warnings, path, reference):
    """None when the printed lines are as they must be."""
    with open(path, "rb") as f:
        records, is_sampled = dump_reader.records(f.read())
    records = list(make_reference.ordered(records, make_reference.from_json(reference)))
    expected = Expected(records, is_sampled)
    if got and got[0].startswith("refused"):
        return got[0]
    lines = list(expected_lines(expected))
    printed = [comparable(line, is_sampled) for line in got]
    for want, have in zip(lines, printed):
        if want != have:
            return "expected %s, got %s" % (want, have)
    if len(lines) != len(printed):
        return "expected %d lines, got %d" % (len(lines), len(printed))
    warns_of_counts = any("2^63" in warning for warning in warnings)
    if warns_of_counts != expected.has_cut_counts:
        return "warnings of counts: %s" % warnings
    if any("2^63" not in warning for warning in warnings) != expected.is_damaged:
        return "warnings of damage: %s" % warnings
    return None


def printed_by(program, paths):
    """{path: (lines, warnings)}"""
    result = {}
    output = subprocess.run([program] + paths, stdout=subprocess.PIPE).stdout.decode("utf-8")
    for line in output.split("\n"):
        kind, _, rest = line.partition(" ")
        if kind == "file":
            lines, warnings = result[rest] = [], []
        elif kind == "warning":
            warnings.append(rest)
        elif kind not in ("", "unit"):
            lines.append(line)
    return result


def main(program, corpus):
    paths = sorted(glob.glob(os.path.join(corpus, "*.pstats")))
    printed = printed_by(program, paths)
    bad = functions = calls = 0
    for path in paths:
        name = os.path.basename(path)[:-len(".pstats")]
        lines, warnings = printed.get(path, (["refused: nothing was printed"], []))
        problem = problem_of(lines, warnings, path, os.path.join(corpus, "ref", name + ".json.gz"))
        if problem is not None:
            bad += 1
            print("%s: %s" % (name, problem))
        functions += sum(line.startswith("function ") for line in lines)
        calls += sum(line.startswith("call ") for line in lines)
    print("figures: %d equal of %d dumps (%d functions, %d calls)" % (len(paths) - bad, len(paths), functions, calls))
    return 0 if paths and not bad else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
