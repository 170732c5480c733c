# Characters of texts by index, their codes, lengths and truth of texts, dicts and sets, and empty containers, in loops that get hot.


class Text(str):
    def __getitem__(self, index):
        return "mine"

    def __len__(self):
        return 77

    def __bool__(self):
        return False


class Plain(str):
    pass


class Elements(set):
    def __len__(self):
        return 1000

    def discard(self, element):
        raise KeyError("discard")


class Entries(dict):
    def __len__(self):
        return 2000


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def at(text, index):
    return text[index]


def walk(text, first, last):
    count = 0
    for index in range(first, last):
        if text[index] == "a":
            count += 1
    return count


# By index: from both ends, beyond both, truth values, huge ones, other kinds of text, and what is derived from str.
TEXTS = ["banana" * 40, "naïve" * 50, "a", "", "Ωmega a" * 30, "😀 ab" * 60, Plain("banana" * 40), Text("banana" * 40), "a\0a" * 80]
for text in TEXTS:
    print(len(text), [outcome(walk, text, 0, 200), outcome(walk, text, -200, 0), outcome(walk, text, 150, 260), outcome(walk, text, -260, -100)])
for turn in range(30):
    results = []
    for text in TEXTS:
        for index in (0, -1, True, False, 5, -5, 400, -400, 2**40, -(2**62), 2**70, 1.0, None, "a"):
            results.append(outcome(at, text, index))
print(ascii(results))
found = []
for turn in range(400):
    for index in (0, -1, True, 3, -4, 6, -7, 2**62):
        found.append(outcome(at, "aé\0zqx", index))
print(ascii(found[:8]), len(found), found[:8] * 400 == found)
mixed = []
for turn in range(600):
    mixed.append(TEXTS[turn // 30 % 9][turn % 30 : turn % 30 + 1] or outcome(at, TEXTS[turn // 30 % 9], turn % 30))
print(ascii("|".join(mixed))[:200], len(mixed))


# Codes and their characters.
def codes(text):
    return sum(ord(character) * 3 ^ index for index, character in enumerate(text))


def back(numbers):
    return "".join([chr(number) for number in numbers])


print([codes(text) for text in TEXTS])
print(ascii(back(range(0, 300, 3))), ascii(back([97] * 200 + [0x3A9, 0x1F600, 0xDC80, 255, 256])[-8:]))
print([outcome(back, [98] * 300 + [wrong]) for wrong in (-1, 0x110000, 2**70, 1.0, "a", None)])
print(back([True] * 100 + [False] * 3).count("\1"))
for wrong in ("", "ab", "ééé", b"a", b"ab", 5, None, Plain("x"), Text("x"), bytearray(b"q"), "\0", "\0\0"):
    def loop():
        total = 0
        for character in ["z", "y"] * 150 + [wrong] + ["z"] * 100:
            total += ord(character)
        return total

    print(outcome(loop))


# Lengths and truth.
def sizes(things):
    total = 0
    truths = 0
    for thing in things:
        total += len(thing)
        if thing:
            truths += 1
        if not thing:
            truths += 1000
    return total, truths


print(sizes(TEXTS * 60))
print(sizes([{}, {1: 2}] * 200), sizes([set(), {1}] * 200), sizes([frozenset(), frozenset({1, 2})] * 200))
print(sizes([dict.fromkeys(range(n)) for n in range(60)] * 5), sizes([set(range(n)) for n in range(60)] * 5))
print(sizes([Elements(), Entries(), set(), {}, "", (), [], b"", frozenset("ab"), Text(), Plain()] * 80))
print(outcome(sizes, [{}] * 200 + [5]))


def change(count):
    table, elements, seen = {}, set(), []
    for number in range(count):
        table[number % 97] = number
        elements.add(number % 13)
        if number % 50 == 49:
            table.clear()
        if number % 60 == 59:
            elements.clear()
        if len(elements) > 9:
            elements.discard(number % 5)
            elements.discard("never there")
        if number % 3 == 0:
            table.pop(number % 97 - 1, None)
        seen.append(len(table) * 100 + len(elements))
    return sum(seen), seen[-5:]


print(change(1000))


class Odd:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        LOG.append(self.name)
        return isinstance(other, Odd) and other.name == self.name


LOG = []


def discards(elements, wanted):
    for element in wanted:
        elements.discard(element)
    return len(elements)


print(discards(set(range(300)), list(range(0, 600, 2))), discards({(n, n % 3) for n in range(300)}, [(n, n % 2) for n in range(300)]))
print(discards({"k" + str(n) for n in range(300)}, ["k" + str(n) for n in range(100, 500)] + [Plain("k5"), 5, 5.0, None, ()]))
print(discards({Odd(n) for n in "abc"} | {7, 8}, [7] * 100 + [Odd("b"), 8, Odd("x")]), len(LOG) > 0)
print(outcome(discards, {1, 2}, [1] * 200 + [[]]), outcome(discards, {1, (2, 3)}, [1] * 200 + [(2, [])]), outcome(discards, Elements("ab"), "ab" * 100))


# Containers that begin with nothing are new ones each time.
def containers(count):
    kept = []
    for number in range(count):
        made = list(), dict(), set()
        made[0].append(number)
        made[1][number] = number
        made[2].add(number)
        kept.append(made)
    return sum(len(a) + len(b) + len(c) for a, b, c in kept), kept[-1], len({id(thing) for made in kept for thing in made})


print(containers(300))


def shadowed(count):
    kinds = []
    for number in range(count):
        list = (dict, set, tuple)[number % 3]
        kinds.append(type(list()).__name__)
    return kinds[-3:], len(kinds)


print(shadowed(300))
