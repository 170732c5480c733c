# What two sets have in common, or not: sizes from nothing to many, kinds, and comparisons that change what they compare.


def show(value):
    return type(value).__name__, sorted(value, key=repr)


NUMBERS = [range(0), range(1), range(3, 9), range(5, 40), range(0, 300, 7), range(290, 310), range(1000)]
for a in NUMBERS:
    row = []
    for b in NUMBERS:
        s, t = set(a), set(b)
        for result in (s & t, s - t, s ^ t, s | t, s & frozenset(t), frozenset(s) - t, frozenset(s) ^ t, s.intersection(b), s.difference(b), s.symmetric_difference(b),
                       s.symmetric_difference(list(b) * 2)):
            row.append(len(result) + sum(result) % 101)
            result = set(result)
            result.add(-1)
            result.discard(5)
            row.append(len(result))
    print(row)
s = {1, 2, 3}
print(show(s ^ s), show(s - s), show(s & s), show(s ^ {3, 4}), show(s.symmetric_difference([3, 3, 4])), show(frozenset(s) ^ s))
print(show({1: 0, 2: 0}.keys() & {2, 3}), show({1: 0, 2: 0}.keys() ^ {2, 3}), show(s - {1: 0}.keys()), show(s.difference({1: 0, 2: 5})))


class Mine(set):
    def __contains__(self, element):
        return False


print(show(Mine((1, 2)) & {1, 5}), show({1, 5} & Mine((1, 2))), show(Mine((1, 2)) ^ {1, 5}), show({1, 5} - Mine((1, 2))))
large = set(range(5000))
few = large & set(range(4990, 6000))
few.update(range(100))
print(len(few), sum(few), len(large - few), len(large ^ few))
for n in (0, 1, 8, 9, 20, 21, 60, 61, 200):
    part = large - set(range(n, 5000))
    other = part | {-1}
    part.add("x")
    print(n, len(part), len(other), "x" in part, -1 in part, n - 1 in part, n in part)


class Changing:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 3

    def __eq__(self, other):
        while CHANGES:
            CHANGES.pop()()
        return isinstance(other, Changing) and self.name == other.name

    def __repr__(self):
        return f"<{self.name}>"


CHANGES = []
a = {Changing("a"), 1, 2, Changing("b")}
b = {Changing("b"), 2, 3, 4}
print(show(a & b), show(a - b), show(a ^ b))
CHANGES = [lambda: a.update(range(50)), lambda: b.discard(4)]
print(len(a & b) > 0, len(a - b) >= 0, len(a ^ b) > 0, len(a) >= 50)
for op in ("__and__", "__sub__", "__xor__", "__or__", "__iand__", "__isub__", "__ixor__"):
    CHANGES = [lambda: 1 / 0]
    try:
        getattr({Changing("a"), 3}, op)({Changing("b"), 3})
    except ZeroDivisionError as error:
        print(op, error)
for op in ("__and__", "__xor__"):
    print(getattr({1}, op)([1]))
try:
    {1}.symmetric_difference([[]])
except TypeError as error:
    print(error)
try:
    {1} & [1]
except TypeError as error:
    print(error)
