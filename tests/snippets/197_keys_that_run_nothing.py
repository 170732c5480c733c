# Dicts and sets asked in loops that get hot: keys of all kinds, keys that are missing, and keys that run code of their own.


def reads(d, keys):
    total = 0
    for key in keys:
        total += d[key]
    return total


def gets(d, keys):
    total = 0
    for key in keys:
        total += d.get(key, -1) + (d.get(key) is None)
    return total


def among(container, keys):
    count = 0
    for key in keys:
        if key in container:
            count += 1
        if key not in container:
            count += 100
    return count


def fills(keys):
    d, s = {}, set()
    for number, key in enumerate(keys):
        d[key] = number
        s.add(key)
    return len(d), len(s), sum(d.values())


class Key:
    """Has the hash of an integer, and counts who asks."""

    asked = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        Key.asked += 1
        return isinstance(other, Key) and other.number == self.number


KEYS = {
    "ints": list(range(70)),
    "texts": [f"k{n}" for n in range(70)],
    "pairs": [(n, n % 7) for n in range(70)],
    "nested": [((n, "x"), (n % 5, (1.5, None))) for n in range(70)],
    "floats": [n / 4 for n in range(70)],
    "bytes": [b"%d" % n for n in range(70)],
    "huge": [n * 2**61 - n for n in range(70)] + [-1, -2, 2**61 - 1, -(2**200), 2**200],
    "mixed": [0, 0.0, False, "0", b"0", None, ..., (0,), (False,), -1, -2, 1 << 61, (1 << 61) - 1, 1, True, 1.0, 1 + 0j],
    "instances": [Key(n) for n in range(20)] + list(range(10)),
    "tuples of instances": [(Key(n), 1) for n in range(20)],
    "frozensets": [frozenset((n, n + 1)) for n in range(20)],
}
for name, keys in KEYS.items():
    d = {key: number for number, key in enumerate(keys)}
    for _ in range(25):
        found = reads(d, keys), gets(d, keys * 2), among(d, keys), among(set(keys), keys), fills(keys * 2)
    half = dict(list(d.items())[::2])
    for _ in range(10):
        left = gets(half, keys), among(half, keys), among(set(half), keys), among(frozenset(half), keys)
    print(name, found, left)
print(Key.asked > 0)


def missing(d, keys):
    out = []
    for key in keys:
        try:
            out.append(d[key])
        except KeyError as error:
            out.append(error.args)
    return out


for _ in range(20):
    out = missing({(1, 2): "a"}, [(1, 2)] * 50 + [(2, 1), "x", 7, (1, (2,))])
print(out[-5:])


class Default(dict):
    def __missing__(self, key):
        return ("missing", key)


class Own(dict):
    def __getitem__(self, key):
        return "own"

    def __contains__(self, key):
        return key == "here"

    def get(self, key, default=None):
        return "got"


class Loud(set):
    def add(self, element):
        set.add(self, ("loud", element))

    def __contains__(self, element):
        return True


for kind in (dict, Default, Own):
    d = kind({(1, 2): "a"})
    for _ in range(20):
        out = missing(d, [(1, 2)] * 50 + [(2, 1)])
        has = [key in d for key in [(1, 2), (2, 1), "here"] * 20]
        got = [d.get(key) for key in [(1, 2), (2, 1)] * 20]
    print(kind.__name__, out[-2:], has[-3:], got[-2:])
for kind in (set, Loud):
    for _ in range(20):
        s = kind()
        for n in range(60):
            s.add((n % 3, "x"))
        has = [(n, "x") in s for n in range(6)]
    print(kind.__name__, sorted(map(repr, s)), has)


def unhashable(call, values):
    for value in values:
        try:
            call(value)
        except TypeError as error:
            last = str(error)
    return last


d, s = {}, set()
for _ in range(5):
    print(unhashable(lambda value: d[value], [1, "a", (1, 2)] * 0 + [[], (1, []), {}, (1, (2, {}))]))
    print(unhashable(lambda value: value in d, [[], (1, []), {}, (1, (2, {}))]))
    print(unhashable(s.add, [(1, 2)] * 40 + [[], (1, []), {1}]))
    print(unhashable(lambda value: value in s, [(1, 2)] * 40 + [[], (1, [])]), {1} in {frozenset({1})})


class Changing:
    """Is equal to an integer, and changes the dict that it is looked for in."""

    def __init__(self, target, change):
        self.target, self.change = target, change

    def __hash__(self):
        return hash((5, 5))

    def __eq__(self, other):
        self.change(self.target)
        return False


for change in (dict.clear, lambda d: d.update((n, n) for n in range(100)), lambda d: d.pop((1, 1), None)):
    d = {(n, n): n for n in range(4)}
    d[Changing(d, change)] = "changing"
    out = []
    for n in range(60):
        out.append(d.get((n % 8, n % 8), "-"))
    print(len(d), out[:4], out[-4:])
nan = float("nan")
d = {nan: 1, (nan, 1): 2}
for _ in range(60):
    out = d.get(nan), d.get((nan, 1)), d.get(float("nan")), nan in d, (nan, 1) in d, {nan} == {nan}
print(out)


def comprehended(n):
    sizes = []
    for k in range(n):
        a = {(x % 5, y) for x in range(k % 9) for y in "ab"}
        b = {x % 7: (x, k) for x in range(k)}
        c = {k, "x", (k, k)} | set()
        sizes.append((len(a), len(b), len(c)))
    return sizes[-1], sum(map(sum, sizes))


print(comprehended(60))
