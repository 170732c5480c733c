# Native functions that run no Python code for numbers and texts, which are given something else in a late turn.

import os


class Index(int):
    def __index__(self):
        log.append("index")
        return int(self)

    def __repr__(self):
        log.append("repr")
        return "I"

    def __hash__(self):
        log.append("hash")
        return 5

    def __eq__(self, other):
        log.append("eq")
        return int(self) == other

    def __round__(self, digits=None):
        log.append("round")
        return "rounded"

    def __divmod__(self, other):
        log.append("divmod")
        return "divided"

    def __rdivmod__(self, other):
        log.append("rdivmod")
        return "divided by"

    def __str__(self):
        log.append("str")
        return "S"

    def __format__(self, how):
        log.append("format")
        return "F"


class Indexed:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        log.append("index")
        return self.number

    def __repr__(self):
        log.append("repr")
        return f"Indexed({self.number})"


class Fails:
    def __index__(self):
        raise KeyError("index")

    def __repr__(self):
        raise KeyError("repr")

    def __hash__(self):
        raise KeyError("hash")

    def __str__(self):
        raise KeyError("str")

    def __fspath__(self):
        raise KeyError("path")


class Text(str):
    def __str__(self):
        log.append("str")
        return "text"

    def __repr__(self):
        log.append("repr")
        return "T"

    def __hash__(self):
        log.append("hash")
        return 9

    def __len__(self):
        log.append("len")
        return 1

    def __contains__(self, other):
        log.append("contains")
        return True

    def __mod__(self, values):
        log.append("mod")
        return "modulo"

    def __rmod__(self, text):
        log.append("rmod")
        return "modulo of"

    def find(self, *args):
        log.append("find")
        return -100

    def __iter__(self):
        log.append("iter")
        return iter("xy")


class Path:
    def __fspath__(self):
        log.append("path")
        return "a/b"


class Values(tuple):
    def __iter__(self):
        log.append("iter")
        return super().__iter__()

    def __getitem__(self, index):
        log.append("item")
        return super().__getitem__(index)

    def __rmod__(self, text):
        log.append("rmod")
        return "of values"


class Table(dict):
    def __missing__(self, key):
        log.append("missing")
        return key.upper()

    def __getitem__(self, key):
        log.append("item")
        return super().__getitem__(key)


class Lists(list):
    def __iter__(self):
        log.append("iter")
        return iter(["i", "j"])


class Meta(type):
    def __str__(cls):
        log.append("str")
        return "meta"

    def __repr__(cls):
        log.append("repr")
        return "META"


class Of(metaclass=Meta):
    pass


class Plain:
    pass


def told(work, plain, others):
    """What a loop of plain values and then of others gives, and which of these ran Python code."""
    log.clear()
    results = []
    for turn, value in enumerate(plain * (400 // len(plain)) + others + plain + others):
        try:
            result = work(value)
        except Exception as error:
            at = error.__traceback__
            lines = []
            while at:
                lines.append(at.tb_lineno - at.tb_frame.f_code.co_firstlineno)
                at = at.tb_next
            result = f"{type(error).__name__}: {error} {lines}"
        results.append(repr(result) if type(result) in (int, str, float, tuple, list, bytes, bool) else type(result).__name__)
    kinds = {kind: log.count(kind) for kind in log}
    print(len(results), [(result, results.count(result)) for result in dict.fromkeys(results)][:14], kinds)


log = []
numbers = [1, 2, 250]
bad = [Index(3), Indexed(4), Fails(), "x", None, 2**70, -1, 1.5, True, Text("a"), b"b"]


def chars(value):
    return chr(value)


def bins(value):
    return bin(value), hex(value), oct(value)


def hashes(value):
    return hash(value)


def reprs(value):
    return repr(value), ascii(value)


def rounds(value):
    return round(value), round(value, 1)


def digits(value):
    return round(12.345, value)


def divides(value):
    return divmod(1000, value)


def divided(value):
    return divmod(value, 7)


def ords(value):
    return ord(value)


def paths(value):
    return os.fspath(value)


told(chars, numbers, bad)
told(bins, numbers, bad)
told(hashes, numbers + [2.5, (1, 2)], [Index(3), Fails(), Text("a"), [1]])
told(reprs, numbers + ["a", 1.5, b"x"], bad + [Of, Plain, Plain()][:2])
told(rounds, numbers + [2.5], [Index(3), Indexed(3), "x", 2**70, Fails()])
told(digits, [1, 2, -1], [Index(1), Indexed(2), Fails(), "x", None, 2**70])
told(divides, numbers, [Index(3), 0, "x", 0.5, 2**70, Indexed(1)])
told(divided, numbers, [Index(3), 0, "x", 0.5, 2**70, Indexed(1)])
told(ords, ["a", "b", "\u1234", b"x"], ["ab", "", Text("c"), 1, bytearray(b"y")])
told(paths, ["a", "b", b"c"], [Path(), Fails(), Text("d"), 1, None])


def finds(value):
    return "abcabc".find("c", value), "abcabc".rfind("a", 0, value), "abcabc".count("a", value)


def starts(value):
    return "abc".startswith(value), "abc".endswith(value)


def splits(value):
    return "a,b,c".split(",", value), "a b c".rsplit(None, value)


def replaces(value):
    return "aaa".replace("a", value), "aaa".replace("a", "b", 2)


def counts(value):
    return "aaa".replace("a", "b", value), "aaa".center(value), "a".ljust(value), "a".rjust(value, "-"), "a".zfill(value)


def strips(value):
    return "  aa  ".strip(value), "aab".lstrip(value), "baa".rstrip(value)


def parts(value):
    return "a-b-c".partition(value), "a-b-c".rpartition(value), "a-b".removeprefix(value), "a-b".removesuffix(value)


def tabs(value):
    return "a\tb".expandtabs(value), "a\nb\n".splitlines(value)


def joins(value):
    return "-".join(value)


def of_bytes(value):
    return b"abcabc".find(value), b"abc".replace(b"a", value), b"abc".startswith(value)


def in_text(value):
    return value in "abc"


def find_in(text):
    return text.find("a"), text.count("a"), len(text)


told(finds, numbers + [None], bad)
told(starts, ["a", "b", "bc"], [Text("a"), ("a", "b"), 1, None, b"a", (Text("c"), 1)])
told(splits, [1, 2, -1], bad)
told(replaces, ["x", "yy", ""], [Text("t"), 1, None, b"x"])
told(counts, [5, 8, 1], bad[:7])
told(strips, ["a", " ", None], [Text("a"), 1, b"x", Text("")])
told(parts, ["-", "b", "a-"], ["", Text("-"), 1, None])
told(tabs, [1, 0, 4], bad[:6])
told(joins, [["a", "b"], ("c",), [], ["d"]], [[1], Lists("xy"), "pq", iter(["k", "l"]), [Text("m"), "n"], [Fails()], None, {"z": 1}, [b""], ("u", Text("v"))])
told(of_bytes, [b"a", b"bc", b""], [bytearray(b"a"), memoryview(b"b"), 97, "a", None, Index(97)])
told(in_text, ["a", "d", "bc"], [Text("a"), 1, None, b"a"])
told(find_in, ["a", "ba", "\u1234a"], [Text("ca"), b"a", bytearray(b"aa"), [1]])


def formats(value):
    return "%s and %%" % value


def numbered(value):
    return "%d" % value


def shown(value):
    return "%r %a" % value


def named(value):
    return "%(a)s %(b)s" % value


def by_format(text):
    return text % ("a", 2)


def floats(value):
    return "%.2f|%5d|%-5s|%x" % value


def starred(value):
    return "%*d" % value


def letters(value):
    return "%c" % value


told(formats, ["a", 1, 2.5, ("b",), Plain, (int,)], bad + [("a", "b"), (), Values(("v",)), (Index(1),), (Fails(),), Of, [1], {"a": 1}, (Text("q"),), ((1, 2),), ((Index(1), 2),), (Of,)])
told(numbered, numbers + [2.5, True], bad + [(Index(7),), Of, Plain, (1, 2), Values((1,))])
told(shown, [("a", 1), ("\u1234", 2.5)], [(Index(1), 2), (Fails(), 1), (Of, Plain), Values((1, 2)), ("a",), 1])
told(named, [{"a": 1, "b": 2}], [Table(a=1), {"a": Index(1), "b": Fails()}, {"a": 1}, ("a", "b"), Plain, "a", 1])
told(by_format, ["%s %d", "%r %s"], [Text("%s %d"), b"%s %d", "%d %d", "%s", 17, None, "%s %s %s", "%q %s"])
told(floats, [(1.5, 2, "a", 255), (2, 3, "b", 16)], [(Index(1), Index(2), Index(3), Index(4)), (1, "a", 2, 3), (1.0, 2.5, 3, 4), (1, 2, 3, 4.5), (1, 2, 3)])
told(starred, [(3, 1), (4, 2)], [(Index(3), 1), (2**70, 1), (-5, 2), ("a", 1), (1,)])
told(letters, ["a", 98, "\u1234"], [Index(99), Indexed(100), "ab", -1, Text("z"), None, b"x"])
