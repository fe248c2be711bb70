"""Runs the reader and the programs over every hostile file.

    check_hostile.py BUILD SANITIZED HOSTILE EXPECT

With the plain programs of BUILD: the verdict of EXPECT, one clear line where a file is refused, exit status 3, and -o leaves
what was there; at most a second of processor time and 256 MB each. With those of the folder SANITIZED: no report. Needs
Python 3.7 or later.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SECONDS_MAX = 1.0
BYTES_MAX = 256 * 1000 * 1000
REFUSED = 3
problems = []


def report(path, text):
    problems.append(path)
    print("%s: %s" % (os.path.basename(path), text))


def run(argv):
    """Exit status, standard output, standard error, seconds of processor time, peak memory in bytes."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        out.seek(0)
        err.seek(0)
        return (process.returncode, out.read(), err.read().decode("utf-8", "backslashreplace"),
                usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def check_cost(path, program, seconds, memory):
    if seconds > SECONDS_MAX:
        report(path, "%s: %.2f seconds" % (program, seconds))
    if memory > BYTES_MAX:
        report(path, "%s: %.0f MB" % (program, memory / 1e6))


def check_reader(program, path, expected):
    status, out, err, seconds, memory = run([program, "--brief", path])
    verdict = {0: "ok", REFUSED: "refused"}.get(status, "exit status %d" % status)
    if verdict != expected or err:
        report(path, "expected %s, got %s: %s%s" % (expected, verdict, out.decode("utf-8").split("\n", 1)[1], err))
    check_cost(path, "reader", seconds, memory)


def check_sanitized(program, path):
    status, _, err, _, _ = run([program, "--brief", path])
    if status not in (0, REFUSED) or err:
        report(path, "sanitized reader: exit status %d: %s" % (status, err[:2000]))


def check_messages(path, status, err, expected):
    lines = err.splitlines()
    for line in lines:
        if not line.startswith("pstats2dot: ") or not line.isprintable():
            report(path, "pstats2dot says: %r" % line)
    if expected == "refused":
        if status != REFUSED or len(lines) != 1 or not re.match(r"pstats2dot: %s: \S" % re.escape(path), err):
            report(path, "pstats2dot: exit status %d, says: %s" % (status, err))
    elif status != 0:
        report(path, "pstats2dot: exit status %d, says: %s" % (status, err))


def check_program(program, path, expected, folder):
    output = os.path.join(folder, "out.dot")
    with open(output, "w") as f:
        f.write("what was there\n")
    status, out, err, seconds, memory = run([program, "-o", output, path])
    check_messages(path, status, err, expected)
    check_cost(path, "pstats2dot", seconds, memory)
    with open(output, "rb") as f:
        written = f.read()
    if expected == "refused" and written != b"what was there\n":
        report(path, "pstats2dot: -o did not leave what was there")
    if expected == "ok" and not written.startswith(b"digraph"):
        report(path, "pstats2dot: -o wrote no graph")
    if out or os.listdir(folder) != ["out.dot"]:
        report(path, "pstats2dot: left more than the output")


def check_program_sanitized(program, path):
    status, _, err, _, _ = run([program, path])
    if status not in (0, REFUSED) or "Sanitizer" in err or "runtime error" in err:
        report(path, "sanitized pstats2dot: exit status %d: %s" % (status, err[:2000]))


def read_expected(path):
    with open(path) as f:
        return dict(line.rstrip("\n").split("\t") for line in f if not line.startswith("#"))


def main(build, sanitized, hostile, expect):
    paths = sorted(glob.glob(os.path.join(hostile, "*.bin")))
    expected = read_expected(expect)
    draws = os.path.exists(os.path.join(build, "pstats2dot"))
    folder = tempfile.mkdtemp()
    for path in paths:
        verdict = expected.get(os.path.basename(path), "a line in hostile.expect")
        check_reader(os.path.join(build, "tests/tools/dump_graph"), path, verdict)
        check_sanitized(os.path.join(sanitized, "tests/tools/dump_graph"), path)
        if draws:
            check_program(os.path.join(build, "pstats2dot"), path, verdict, folder)
            check_program_sanitized(os.path.join(sanitized, "pstats2dot"), path)
    shutil.rmtree(folder)
    bad = len(set(problems))
    print("hostile: %d of %d files as they must be%s" % (len(paths) - bad, len(paths), "" if draws else
                                                         " (pstats2dot is not built)"))
    return 0 if paths and not bad else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
