# Sets and frozensets of what generators yield: numbers, texts, what has Python code of its own, what cannot be an element, and
# generators that look at the set meanwhile.
import sys


class Odd:
    made = 0

    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        LOG.append((self.name, getattr(other, "name", other)))
        return isinstance(other, Odd) and other.name == self.name

    def __repr__(self):
        return f"<{self.name}>"


LOG = []


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for count in (0, 1, 2, 5, 8, 9, 17, 40, 70, 300, 1000):
    made = [
        set(n * n % 31 for n in range(count)),
        frozenset(str(n % 13) for n in range(count)),
        set((n % 3, n % 5) for n in range(count)),
        set(n / 2 for n in range(count)),
        set(None if n % 2 else True for n in range(count)),
        {"x"} | set(n for n in range(count)),
        {1, 2, 3}.union(n for n in range(count)),
        {1, 2, 3}.symmetric_difference(n % 9 for n in range(count)),
        set().union(*((m for m in range(n % 4)) for n in range(count))),
    ]
    print(count, [(type(one).__name__, len(one), hash(frozenset(one)) == hash(frozenset(list(one)))) for one in made])
    assert made[0] == {n * n % 31 for n in range(count)} and made[5] - {"x"} == set(range(count))
    one = made[0]
    one.add("more")
    one.discard(0)
    print(len(one), 0 in one, "more" in one, sorted(made[1])[:4], len({made[1]: 1}))


def numbers(count, last):
    for n in range(count):
        yield n
    if isinstance(last, Exception):
        raise last
    yield last


for count in (0, 3, 15, 16, 17, 100):
    print([outcome(lambda: len(set(numbers(count, last)))) for last in ([], {}, set(), (1, []), ValueError("mine"), StopIteration(5), "x", 2**70, 1.0, float("nan"))])
    print([outcome(lambda: len(frozenset(numbers(count, last)))) for last in ([1], KeyError("k"), b"x", -1, -2)])
some = set()
print(outcome(some.update, numbers(5, [])), sorted(some), outcome(some.update, (c for c in "abc"), 5), len(some), outcome(some.update, numbers(2, "z"), (n for n in "yx")), len(some))

# Elements with Python code of their own.
print(len(set(Odd(n % 3) for n in range(20))), len(LOG), LOG[:3])
LOG.clear()
mixed = set(Odd("a") if n % 5 == 4 else n for n in range(30))
print(len(mixed), len(LOG), [entry for entry in LOG if entry[1] not in "a"][:4] if all(isinstance(entry[1], str) for entry in LOG) else LOG[:6])
LOG.clear()
seven = {Odd("seven")}
seven.update(n for n in (1, 7, 7, "7", 7.0))
print(len(seven), LOG)


# Generators that look at the set that is being made, or change it.
def looks(target, count):
    for n in range(count):
        yield n
        if n % 10 == 3:
            SEEN.append(len(target))
        if n % 10 == 7:
            target.discard(n - 1)
        if n == 25:
            target.clear()


SEEN = []
target = set()
target.update(looks(target, 60))
print(sorted(target)[:5], len(target), SEEN)


def deep(n):
    if n:
        yield from deep(n - 1)
        yield n % 7
        yield from (m for m in range(n % 3))


print(sorted(set(deep(50))), sorted(set(x for y in ([1, 2], (3,), range(4)) for x in y)), len(set(max(set(range(n))) for n in range(1, 200))))


def frames():
    yield sys._getframe(1).f_code.co_name
    yield sys._getframe().f_code.co_name


print(sorted(set(frames())), sorted(frozenset(frames())))


class Mine(set):
    def add(self, element):
        raise RuntimeError("never called")


print(type(Mine(n % 4 for n in range(50))).__name__, sorted(Mine(n % 4 for n in range(50))), sorted(frozenset(sys.intern(c) for c in "hello world")))


def unfinished():
    for n in range(100):
        yield [] if n == 40 else n


left = unfinished()
print(outcome(set, left), len(set(left)))
gen = (n for n in range(10))
print(next(gen), len(set(gen)), len(set(gen)), outcome(next, gen))
running = (len(set(running)) for _ in range(2))
print(outcome(set, running))
total = 0
for turn in range(300):
    total += len(set(n % (turn % 20 + 1) for n in range(turn % 40))) + len(frozenset(c for c in "abracadabra"))
print(total)
