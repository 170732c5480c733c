# Small native operations that are done without a call, and where they must not be.
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
import io


def error(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__, str(e)


# Sorting: elements of one kind, of several kinds, and those that no order is known of.
nan = float("nan")
big = 10**30
for items in (
    [], [3], [3, 1, 2], [1, 2, 3], [3, 2, 1], [2, 2, 1, 1],
    [2.5, -1.0, 0.0, -0.0, 1e300], [-0.0, 0.0], [0.0, -0.0],
    ["b", "a", "", "ab", "a\0", "a"], ["é", "z", "ü", "a"], ["😀", "a", "\uffff", "é"],
    ["samestart1", "samestart0", "samestart"], ["b", "ab", "\u4e00", "a"],
    [1, 2.5, True, -3], [True, False, True], [big, 1, -big, 5], [1, 2, big],
    [(2, "a"), (1, "b"), (1, "a")], [[2], [1]], [b"b", b"a"],
):
    copy = list(items)
    print(copy.sort(), copy, sorted(items, reverse=True), sorted(items) == copy)
print(sorted(range(100, 0, -7)), sorted("text"), sorted({"b": 1, "a": 2}))
print(error(sorted, [1, "a"]), error(sorted, ["a", 1]), error(sorted, [None, None]), sorted([None]))
print(error(sorted, [1, 2, 3, None]), error(sorted, [1.0, 2.0, "x"]))
print([x != x for x in sorted([nan, nan])], sorted([nan]), sorted([1.0, nan]), sorted([3.0, nan, 1.0]))

# Equal elements keep their order, whichever way.
pairs = [(i % 3, i) for i in range(10)]
first = lambda pair: pair[0]
print(sorted(pairs, key=first))
print(sorted(pairs, key=first, reverse=True))
print(sorted(pairs, key=lambda pair: str(pair[0]), reverse=True))
print(sorted(pairs, key=lambda pair: pair[0] / 2))
print(sorted([1.0, 1, True, 0.0, 0, False]), sorted([1.0, 1, True, 0.0, 0, False], reverse=True))
print(sorted([0.0, -0.0, 0.0], reverse=True), sorted(["b", "a"], key=len, reverse=True))


class Int(int):
    def __lt__(self, other):
        return int(self) > int(other)


class Text(str):
    def __lt__(self, other):
        return len(self) < len(other)


class Plain(int):
    pass


print(sorted([Int(1), Int(3), Int(2)]), sorted([1, Int(3), 2]), sorted([Text("bb"), Text("a"), Text("ccc")]))
print(sorted([Plain(3), 1, Plain(2)]), [type(x).__name__ for x in sorted([Plain(3), 1, Plain(2)])])

# A list that is changed while it is sorted; and its comparisons see it empty.
seen = []


class Changing:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        seen.append(len(values))
        values.append(self)
        return self.value < other.value


values = [Changing(2), Changing(1)]
print(error(values.sort), len(values), seen)
values = [3, 1, 2]
print(error(lambda: values.sort(key=lambda x: values.append(x) or x)), values)
values = [3, 1, 2]
print(error(lambda: values.sort(key=lambda x: 1 // (x - 1))), values)
same = values = [5, 4, 3, 2, 1] * 20
values.sort()
print(values == sorted(same), same is values, values[:3], values[-3:])
values.append(0)
values.sort(reverse=True)
print(values[-2:], len(values))


# Named tuples.
Point = namedtuple("Point", "x y z", defaults=[0])
p, q = Point(1, 2), Point(1, 2, 3)
print(p.x, p.y, p.z, p[0], p[-1], p[1:], p[::-1], len(p), 2 in p, 7 in p, hash(p) == hash((1, 2, 0)))
print(p == q, p != q, p < q, p <= q, p > q, p >= q, p == (1, 2, 0), (1, 2, 0) == p, p == [1, 2, 0], p == None)
print(error(lambda: p[5]), error(lambda: p["x"]), error(lambda: p < 3), error(setattr, p, "x", 1))
print(error(delattr, p, "x"), error(getattr, p, "w"), Point.x.__doc__, error(Point.x.__get__, 3))
for _ in range(3):
    for o in (p, q, Point("a", "b")):
        print(o.x, o.z, end=" ")
print(bool(p), bool(namedtuple("E", "")()), [*p], {p: 1}[1, 2, 0])


class Odd(Point):
    def __getitem__(self, index):
        return "item", index

    def __eq__(self, other):
        return "equal"

    def __lt__(self, other):
        return "less"

    def __len__(self):
        return 77

    def __contains__(self, value):
        return value == "odd"

    __hash__ = tuple.__hash__
    y = property(lambda self: "why")


odd = Odd(1, 2)
print(odd.x, odd.y, odd[0], odd[1:], odd == p, p == odd, odd < p, p > odd, p < odd, odd != p, len(odd), "odd" in odd, 1 in odd)
print(tuple.__getitem__(odd, 1), tuple.__len__(odd), (1, 2, 0) == odd, tuple.__eq__(odd, (1, 2, 0)))
Point.x = "changed"
print(p.x, odd.x, q.x)
Point.x = Point.y
print(p.x)


class Short(tuple):
    x = Point.y


print(error(lambda: Short([1]).x), Short([1, 2]).x)


class NoTuple:
    x = Point.y


print(error(lambda: NoTuple().x))


# Subclasses of list and dict.
class L(list):
    pass


class D(dict):
    def __missing__(self, key):
        return "missing", key


class Hashed:
    count = 0

    def __hash__(self):
        Hashed.count += 1
        return 5

    def __eq__(self, other):
        return self is other


l, d = L([1, 2, 3]), D(a=1)
l[0] = 9
l[-1] = 8
d["b"] = 2
key = Hashed()
print(l, l[0], l[-1], l[1:], len(l), 2 in l, error(lambda: l[9]), error(l.__setitem__, 9, 1))
print(d, d["a"], d["z"], d[4], d[key][0], Hashed.count, len(d), "a" in d, key in d, Hashed.count, bool(D()), bool(d))
print(l == [9, 2, 8], [9, 2, 8] == l, l < [9, 3], l == L([9, 2, 8]), l != (9, 2, 8), D(a=1) == {"a": 1}, error(lambda: l < (1,)))
c = Counter("hello")
print(c["l"], c["x"], "x" in c, len(c), c == Counter("olleh"), c == {"h": 1})
m = defaultdict(list)
m[3].append(1)
print(m[3], m["new"], dict(m), error(lambda: defaultdict()[1]), error(lambda: OrderedDict()["k"]))


class Both(list):
    def __getitem__(self, index):
        return "own"


print(Both([1])[0], list.__getitem__(Both([1]), 0), error(list.append, (), 1), error(dict.get, l, 1), list.index(l, 2))
L.__getitem__ = lambda self, key: "later"
print(l[0], L()[5])
del L.__getitem__
print(l[0])
queue = deque(range(200), 300)
print(queue[3], queue[-1], queue[150], error(lambda: queue[200]), error(lambda: queue["a"]))

# Builtins of different kinds.
kinds = ["", "a", [], [1], (), (1,), {}, {1: 2}, None, 0, 1.5, True, b"", set(), range(0), bytearray(), 1j]
for a in kinds:
    print([a == b for b in kinds].count(True), [a != b for b in kinds].count(False), end=" ")
print()
for a, b in (("a", []), ([], ()), ({}, []), ({}, {}), ("a", 1), (1, "a"), (None, []), ([], None), (1.5, ()), ("a", b"a")):
    print(error(lambda: a < b), error(lambda: a >= b))


class Reflecting(list):
    def __eq__(self, other):
        return "reflected"

    def __gt__(self, other):
        return "greater"


print("a" == Reflecting(), () == Reflecting(), [] == Reflecting(), "a" < Reflecting(), {} == Reflecting(), 1 == Reflecting())

# Text.
print(str(None), repr(True), f"{False}{None}{True!r:>6}", format(None, ""), error(format, None, "5"), "%s %d" % (None, True), str(True) is str(True))
for number in (0, 1, -1, 255, -12345, 2**61, -(2**62), 2**63, -(2**64), True):
    print(hex(number), oct(number), bin(number), end=" ")
print(error(hex, 1.5), error(hex, "1"))


class Index:
    def __index__(self):
        return -31


print(hex(Index()), oct(Index()), bin(Index()))
by = b"hello"
print(by + by, by + b"", b"" + by, by + bytearray(b"x"), bytearray(b"x") + by, by + memoryview(b"m"), error(lambda: by + "s"), error(lambda: by + 1))
print(list(""), list("abc"), list("aé\u4e00😀\0"), len(list("x" * 1000)), set(list("y" * 100)), [*"ab", *"cd"])
grown = [1]
grown.extend("xyz")
grown += "é"
print(grown)


class Strange(str):
    def __iter__(self):
        return iter([1, 2])


print(list(Strange("abc")))


# What is empty is not written.
class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        print("write", bytes(data))
        return len(data)


stream = io.TextIOWrapper(Raw(), "utf-8", write_through=True)
print(stream.write(""), stream.write("a"), stream.write(""), print(end="", file=stream), stream.flush())
stream = io.TextIOWrapper(Raw(), "utf-8")
print(stream.write(""), stream.flush(), stream.write("b"), stream.write(""), stream.flush())


class Real(float):
    pass


class Imaginary(complex):
    pass


for nan in Real("nan"), Imaginary(float("nan"), 1), float("nan"):
    print(hash(nan) == object.__hash__(nan), nan == nan, nan in [nan], len({nan, nan}), len({type(nan)("nan"), type(nan)("nan")}))
print(hash(Real(1.5)) == hash(1.5), hash(Imaginary(1, 2)) == hash(1 + 2j), {1.5: "a"}[Real(1.5)])
