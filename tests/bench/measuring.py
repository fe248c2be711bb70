"""Runs commands side by side and keeps what each run took."""

import os
import shlex
import statistics
import subprocess
import sys
import time


class Figures:
    """What one run took: wall clock and processor seconds, and peak memory in bytes (None where it was not measured)."""

    def __init__(self, wall, processor, peak=None):
        self.wall = wall
        self.processor = processor
        self.peak = peak


class Failed(Exception):
    """A command could not be measured; the text says why."""


def output_of(command, stdin=None):
    """The words that a command prints."""
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise Failed("%s: %s" % (command[0], error))
    finally:
        if stdin:
            source.close()
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Failed("%s: status %d: %s" % (command[0], done.returncode, lines[-1] if lines else ""))
    return done.stdout.decode().split()


class Meter:
    """Makes the runs: functions without arguments that return Figures."""

    def __init__(self, program):
        self.program = program  # tests/bench/measure.c

    def command(self, *command, output=None):
        """A run of a whole process, its output to a file or to nowhere."""
        prefix = [self.program] + (["-o", output] if output else [])

        def run():
            wall, processor, peak, status = output_of(prefix + list(command))
            if status != "0":
                raise Failed("%s: status %s" % (" ".join(map(os.path.basename, command[:3])), status))
            return Figures(float(wall), float(processor), int(peak) * 1024)

        return run

    def pipe(self, *commands):
        """A run of several processes, each reading what the one before prints."""
        return self.command("sh", "-c", " | ".join(" ".join(map(shlex.quote, c)) for c in commands))

    @staticmethod
    def own(*command, stdin=None):
        """A run of a program that measures itself: it prints wall and processor seconds and, perhaps, its peak in KiB."""

        def run():
            words = output_of(list(command), stdin)
            return Figures(float(words[0]), float(words[1]), int(words[2]) * 1024 if len(words) > 2 else None)

        return run


class Comparison:
    """The medians of two interleaved series, and of the ratios theirs / ours of each pair."""

    def __init__(self, ours, theirs):
        self.ours = median_figures(ours)
        self.theirs = median_figures(theirs)
        self.ratio = statistics.median(t.wall / o.wall for o, t in zip(ours, theirs))
        self.processor_ratio = statistics.median(t.processor / max(o.processor, 1e-6) for o, t in zip(ours, theirs))
        self.runs = len(ours)


def median_figures(series):
    peaks = [figures.peak for figures in series if figures.peak is not None]
    return Figures(
        statistics.median(figures.wall for figures in series),
        statistics.median(figures.processor for figures in series),
        statistics.median(peaks) if peaks else None,
    )


def turns(runs, budget_seconds):
    """Counts the runs to be made: slow ones less often than asked for, but three times; quick ones more often."""
    start = time.monotonic()
    done = 0
    while True:
        elapsed = time.monotonic() - start
        if done >= min(runs, 3) and elapsed > budget_seconds or done >= runs and elapsed > 1 or done >= 7 * runs:
            return
        yield done
        done += 1


def compare(ours, theirs, runs, budget_seconds):
    """Runs both in turn, who begins alternating, after one run each that does not count."""
    ours(), theirs()
    our_series, their_series = [], []
    for turn in turns(runs, budget_seconds):
        for run, series in [(ours, our_series), (theirs, their_series)][:: -1 if turn % 2 else 1]:
            series.append(run())
    return Comparison(our_series, their_series)


def repeat(run, runs, budget_seconds):
    """The medians of several runs of one command."""
    run()
    return median_figures([run() for _ in turns(runs, budget_seconds)])


def stage_seconds(command, runs):
    """The medians of what a program prints as lines `STAGE SECONDS`."""
    series = []
    for _ in range(runs):
        words = output_of(command)
        series.append(dict(zip(words[::2], map(float, words[1::2]))))
    return {stage: statistics.median(times[stage] for times in series) for stage in series[0]}


def note(text):
    print(text, file=sys.stderr, flush=True)
