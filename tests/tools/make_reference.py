#!/usr/bin/env python3
"""Writes the reference of a dump: its figures as they stand in it, as plain text that tests/lib/test_dumps.c reads.

    make_reference.py DUMP [JSON] >NAME.ref

JSON is what the interpreter's own pstats module loaded from the dump (a sorted list, gzipped; see tests/data/README.md). The
figures are taken from there and the order from the dump; when the two disagree nothing is written.
"""

import gzip
import json
import sys

sys.dont_write_bytecode = True
import dump_reader  # noqa: E402

COMMENT = """\
# function FILE LINE NAME cc nc tt ct, then a line for each of its callers: FILE LINE NAME and what the dump holds
# (nc cc tt ct | a number of calls | nothing). Times: hexadecimal floats, or integers where the dump has integers.
"""


def quoted(text):
    def escaped(char):
        code = ord(char)
        if char in '"\\':
            return "\\" + char
        if 0x20 <= code < 0x7F:
            return char
        return "\\u{%x}" % code
    return '"%s"' % "".join(map(escaped, text))


def time(value):
    return value.hex() if isinstance(value, float) else str(value)


def time_of_json(text):
    return int(text) if text.lstrip("-").isdigit() else float(text)


def values(value):
    """A caller's value, or a function's figures: counts and times alternate in pairs."""
    if isinstance(value, int):
        return [str(value)]
    return [time(v) if i % 4 >= 2 else str(v) for i, v in enumerate(value)]


def from_json(path):
    result = {}
    for file, line, name, cc, nc, tt, ct, callers in json.load(gzip.open(path, "rt", encoding="ascii")):
        by_key = {}
        for cfile, cline, cname, *value in callers:
            if len(value) == 1:
                by_key[cfile, cline, cname] = value[0]
            else:
                by_key[cfile, cline, cname] = tuple(
                    time_of_json(v) if i % 4 >= 2 else v for i, v in enumerate(value))
        result[file, line, name] = (cc, nc, time_of_json(tt), time_of_json(ct)), by_key
    return result


def ordered(records, reference):
    """The reference in the order of the dump; refuses to be sorted by something that holds something else."""
    for key, figures, callers in records:
        expected_figures, expected_callers = reference[key]
        if repr((figures, dict(callers))) != repr((expected_figures, {k: expected_callers[k] for k, _ in callers})):
            sys.exit("make_reference.py: %r: the dump holds something else" % (key,))
        if len(callers) != len(expected_callers):
            sys.exit("make_reference.py: %r: other callers" % (key,))
        yield key, expected_figures, [(k, expected_callers[k]) for k, _ in callers]
    if len(records) != len(reference):
        sys.exit("make_reference.py: other functions")


def lines(records):
    for (file, line, name), figures, callers in records:
        yield " ".join(["function", quoted(file), str(line), quoted(name)] + values(figures))
        for (cfile, cline, cname), value in callers:
            yield " ".join(["  caller", quoted(cfile), str(cline), quoted(cname)] + values(value))


def main(dump, reference=None):
    with open(dump, "rb") as f:
        records, is_sampled = dump_reader.records(f.read())
    if reference is not None:
        records = list(ordered(records, from_json(reference)))
    sys.stdout.write(COMMENT)
    if is_sampled:
        print("sampled")
    for text in lines(records):
        print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
