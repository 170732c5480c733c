# Items of instances of classes derived from dict: there or missing, with methods of their own, which come and go.
from collections import Counter, OrderedDict, defaultdict


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Plain(dict):
    pass


class Missing(dict):
    def __missing__(self, key):
        return f"no {key}"


class Getter(dict):
    def __getitem__(self, key):
        return ("got", key)


class Setter(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, (value,))


class Loud(defaultdict):
    def __missing__(self, key):
        MISSED.append(key)
        self[key] = 100
        return super().__missing__(key) if key == "never" else 100


MISSED = []
WORDS = [chr(97 + n * n % 23) * (1 + n % 3) for n in range(40)] * 20


def count(table, words):
    for word in words:
        table[word] += 1
    return sum(table.values()), len(table), list(table.items())[:3]


def lists(table, words):
    for word in words:
        table[word[0]].append(len(word))
    return len(table), sum(map(sum, table.values()))


def reads(table, words):
    found = []
    for word in words:
        found.append(table[word])
    return len(found), found[-2:]


print(count(defaultdict(int), WORDS), count(Counter(), WORDS), count(Loud(int), WORDS), len(MISSED))
print(outcome(count, Plain(), WORDS), outcome(count, Missing(), WORDS), outcome(count, defaultdict(None), WORDS), outcome(count, {}, WORDS))
print(count(Plain.fromkeys(WORDS, 5), WORDS), count(OrderedDict.fromkeys(WORDS, 5), WORDS), outcome(count, Getter.fromkeys(WORDS, 5), WORDS))
print(lists(defaultdict(list), WORDS), outcome(lists, defaultdict(set), WORDS), outcome(lists, Missing(), WORDS))
for kind in (dict, Plain, Missing, Getter, Setter, Counter, OrderedDict):
    table = kind({word: len(word) for word in WORDS})
    print(kind.__name__, outcome(reads, table, WORDS), outcome(reads, table, WORDS[:300] + ["absent"]), outcome(reads, table, WORDS[:100] + [[]]), len(table))


def writes(table, keys):
    for number, key in enumerate(keys):
        table[key] = number
    return len(table), list(table.items())[-2:]


KEYS = ([1, "a", (2, "b"), None, 2.5, True, 2**70, b"x", -1] * 40)
for kind in (dict, Plain, Setter, Counter, lambda: defaultdict(int)):
    print(outcome(writes, kind(), KEYS), outcome(writes, kind(), KEYS + [[1]]), outcome(writes, kind(), KEYS + [(1, {})]), outcome(count, kind(), [(n % 3, n % 5) for n in range(200)])[:2])


class Odd:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        SEEN.append(self.name)
        return getattr(other, "name", other) == self.name


SEEN = []
table = defaultdict(int)
odd = [Odd(word) for word in "abc"]
print(count(table, odd * 50)[:2], count(table, "abcabd" * 50)[:2], len(table), len(SEEN) > 0)

# What changes the class, or the instance, meanwhile.
def changing(table, words, change):
    found = []
    for number, word in enumerate(words):
        if number == 300:
            change(table)
        found.append(table[word])
        table[word] = number
    return len(found), found[299:304], len(table)


class Changes(dict):
    pass


def with_getter(table):
    Changes.__getitem__ = lambda self, key: ("own", key)


def without_getter(table):
    del Changes.__getitem__


def with_setter(table):
    Changes.__setitem__ = lambda self, key, value: dict.__setitem__(self, key, -1)


def other_class(table):
    table.__class__ = Missing


for change in (with_getter, without_getter, with_setter, other_class, dict.clear):
    print(change.__name__, outcome(changing, Changes.fromkeys(WORDS, "x"), WORDS, change))
table = defaultdict(int)
count(table, WORDS)
table.default_factory = None
print(outcome(count, table, WORDS + ["new"]), "new" in table)
table.default_factory = lambda: table.clear() or 7
print(outcome(count, table, WORDS + ["new"] + WORDS[:5])[:2])


class Slots(dict):
    __slots__ = ("extra",)


one = Slots()
one.extra = 3
print(outcome(count, Slots.fromkeys(WORDS, 0), WORDS), one.extra, outcome(reads, one, ["a"]))
nested = defaultdict(lambda: defaultdict(int))
for turn in range(400):
    nested[turn % 7][turn % 5] += turn
print(len(nested), sum(sum(inner.values()) for inner in nested.values()), nested[3][2])
