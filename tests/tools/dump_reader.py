"""A second, independent reader of pstats dumps, for checking the library: slow, plain, and for developers only.

Reads every marshal version and every layout of code objects, whatever Python runs it (3.7 or later). Nothing is normalised:
records() gives what stands in the file, in the order of the file.
"""

import struct

CODE_LAYOUTS = [(4, 8, 1), (5, 8, 1), (6, 8, 1), (5, 8, 2)]  # int32s first, objects, objects behind the line
SAMPLED_KEY = ("__sampled__",)


class Malformed(Exception):
    pass


class Null:
    pass


class Code:
    def __init__(self, file, name, line):
        self.text = '<code object %s, file "%s", line %d>' % (name, file, line)


class Reader:
    def __init__(self, data, layout):
        self.data = data
        self.layout = layout
        self.position = 0
        self.references = []
        self.interned_texts = []  # Python 2's

    def take(self, size):
        if size < 0 or size > len(self.data) - self.position:
            raise Malformed("ends too early")
        self.position += size
        return self.data[self.position - size:self.position]

    def number(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize(form)))[0]

    def read(self):
        code = self.number("B")
        kind = chr(code & 0x7F)
        if kind in CONSTANTS:
            return CONSTANTS[kind]
        if kind == "r":
            index = self.number("i")
            if not 0 <= index < len(self.references) or self.references[index] is Null:
                raise Malformed("reference %d" % index)
            return self.references[index]
        if kind not in READERS and kind != "t":
            raise Malformed("type code %r" % kind)
        slot = None
        if code & 0x80:
            slot = len(self.references)
            if kind in "()[{<>}c:":  # scalars and strings take theirs when read; no other can take one in between
                self.references.append(Null)
        value = self.interned(code & 0x80) if kind == "t" else READERS[kind](self)
        if slot is not None and slot == len(self.references):
            self.references.append(value)
        elif slot is not None:
            self.references[slot] = value
        return value

    def long(self):
        count = self.number("i")
        digits = [self.number("H") for _ in range(abs(count))]
        if any(digit > 0x7FFF for digit in digits) or digits[-1:] == [0]:
            raise Malformed("digits")
        value = sum(digit << 15 * i for i, digit in enumerate(digits))
        return -value if count < 0 else value

    def text_float(self):
        text = self.take(self.number("B")).split(b"\0")[0].decode("ascii")
        if "_" in text or text != text.strip():
            raise Malformed("text float")
        return float(text)

    def unicode(self):
        return self.take(self.number("i")).decode("utf-8", "surrogatepass")

    def interned(self, has_flag):
        """'t': only Python 3 sets flags; without, it may be Python 2's interned bytes, which 'R' refers to."""
        if has_flag:
            return self.unicode()
        text = self.bytes()
        self.interned_texts.append(text)
        return text

    def bytes(self):
        return self.take(self.number("i")).decode("utf-8", "surrogateescape")

    def string_reference(self):
        index = self.number("i")
        if not 0 <= index < len(self.interned_texts):
            raise Malformed("string reference %d" % index)
        return self.interned_texts[index]

    def items(self, count):
        values = tuple(self.read() for _ in range(count))
        if Null in values:
            raise Malformed("an object is missing")
        return values

    def pairs(self):
        result = {}
        while True:
            key = self.read()
            if key is Null:
                return result
            value = self.read()
            if value is Null:
                return result
            result[key] = value

    def code_object(self):
        before, objects, behind = self.layout
        self.take(4 * before)
        values = self.items(objects)
        file, name = values[-2:] if behind == 1 else values[-3:-1]
        line = self.number("i")
        self.items(behind)
        return Code(file, name, line)


CONSTANTS = {"0": Null, "N": None, "F": False, "T": True, "S": StopIteration, ".": Ellipsis}
READERS = {
    "i": lambda r: r.number("i"),
    "I": lambda r: r.number("q"),
    "l": Reader.long,
    "g": lambda r: r.number("d"),
    "f": Reader.text_float,
    "y": lambda r: complex(r.number("d"), r.number("d")),
    "x": lambda r: complex(r.text_float(), r.text_float()),
    "s": Reader.bytes,
    "u": Reader.unicode,
    "R": Reader.string_reference,
    "a": lambda r: r.take(r.number("i")).decode("latin-1"),
    "A": lambda r: r.take(r.number("i")).decode("latin-1"),
    "z": lambda r: r.take(r.number("B")).decode("latin-1"),
    "Z": lambda r: r.take(r.number("B")).decode("latin-1"),
    "(": lambda r: r.items(r.number("i")),
    ")": lambda r: r.items(r.number("B")),
    "[": lambda r: list(r.items(r.number("i"))),
    "<": lambda r: r.items(r.number("i")),
    ">": lambda r: r.items(r.number("i")),
    "{": Reader.pairs,
    "}": lambda r: tuple(r.pairs().items()),
    ":": lambda r: r.items(3),
    "c": Reader.code_object,
}


def plain_key(key):
    file, line, name = key
    return file, line, name.text if isinstance(name, Code) else name


def profile(top):
    is_sampled = top.pop(SAMPLED_KEY, None) is True
    result = []
    for key, (cc, nc, tt, ct, callers) in top.items():
        pairs = callers.items() if isinstance(callers, dict) else callers
        result.append((plain_key(key), (cc, nc, tt, ct), [(plain_key(k), v) for k, v in pairs]))
    return result, is_sampled


def records(data):
    """[(key, (cc, nc, tt, ct), [(caller key, value), ...]), ...] and whether the dump is a sampled one.

    Of the layouts of code objects the first counts that makes a profile and ends where the file ends; with none, the
    first that makes a profile. (A wrong layout can end there too, but makes no profile then.)
    """
    found, problem = None, None
    for layout in CODE_LAYOUTS:
        reader = Reader(data, layout)
        try:
            result = profile(reader.read())
        except (Malformed, ValueError, IndexError, TypeError, AttributeError) as e:
            problem = e
            continue
        if reader.position == len(data):
            return result
        found = found or result
    if found is None:
        raise problem
    return found
