"""Iterators over tuples, dicts and sets in loops, and what happens to these meanwhile."""

import threading


def tuples(rows):
    total = 0
    for row in rows:
        for x in row:
            total += x
        for i, x in enumerate(row):
            total += i * x
        for x, y in zip(row, rows[0]):
            total += x * y
    return total


rows = [tuple(range(i % 7)) for i in range(200)] + [(1.5, 2, True), ()] * 20
print(tuples(rows))
print(tuples([("a" * 0, "")] and [(1, 2)] * 100))


def stepped(n):
    """The same iterator in several loops, and behind its end."""
    total = 0
    for i in range(n):
        it = iter((1, 2, 3, 4, 5, i))
        for x in it:
            total += x
            if x == 3:
                break
        for x in it:
            total += 10 * x
        for x in it:
            total += 1000
        it.__setstate__(2)
        total += len(list(it))
    return total


print(stepped(300))


def keys(d):
    total = 0
    for _ in range(60):
        for k in d:
            total += k
        for v in d.values():
            total += v
        for k, v in d.items():
            total += k ^ v
        for pair in d.items():
            total += len(pair)
        for i, k in enumerate(d):
            total += i * k
        for k, v in zip(d, d.values()):
            total += k * v
    return total


for size in (0, 1, 4, 5, 8, 9, 40, 100, 1000):
    print(size, keys({i: i + 3 for i in range(size)}))


def holes(d):
    """Entries that have been deleted."""
    total = 0
    for k in d:
        total += k
    for k, v in d.items():
        total += k * v
    return total


for size in (6, 30, 300):
    d = {i: i for i in range(size)}
    seen = []
    for number in range(size):
        seen.append(holes(d))
        del d[(number * 7) % size if (number * 7) % size in d else next(iter(d))]
    print(size, sum(seen), seen[-3:])


def changes(make, change, n):
    """What is iterated over gets more entries, or fewer: an error, and again when it is asked once more."""
    told = []
    total = 0
    for turn in range(n):
        what = make()
        it = iter(what)
        try:
            for x in it:
                total += 1
                if turn > n - 5 and total % 3 == 0:
                    change(what)
        except RuntimeError as error:
            told.append(str(error))
            try:
                for x in it:
                    total += 1000
            except RuntimeError as error:
                told.append(str(error))
            what.clear()
            try:
                for x in it:
                    total += 10000
            except RuntimeError as error:
                told.append(str(error))
    return total, told


def dict_of_ten():
    return dict.fromkeys(range(10), 1)


print(changes(dict_of_ten, lambda d: d.setdefault(-1), 100))
print(changes(dict_of_ten, lambda d: d.pop(9, None), 100))
print(changes(lambda: set(range(10)), lambda s: s.add(-1), 100))
print(changes(lambda: set(range(100)), lambda s: s.discard(99), 100))
print(changes(lambda: {1: 2}, dict.clear, 100))


def other_keys(n):
    """As many entries as before, but others: an error, once there are more than expected."""
    told = []
    for turn in range(n):
        d = dict.fromkeys(range(6))
        try:
            for k in d:
                if turn > n - 4 and k == 5:
                    d[99] = d.pop(k)
        except RuntimeError as error:
            told.append(str(error))
    return told


print(other_keys(100))


def grows(n):
    """Values are replaced, which is no change of size."""
    d = dict.fromkeys(range(20), 1)
    for turn in range(n):
        for k, v in d.items():
            d[k] = v + turn % 3
    return d


print(grows(100))


def sets(s, f):
    total = 0
    for _ in range(50):
        for x in s:
            total += x
        for x in f:
            total -= x
        for i, x in enumerate(s):
            total += i
    return total


print(sets(set(range(30)), frozenset(range(25))))
print(sets({True, 2.5, 10**30}, frozenset([0])))


def mixed(things):
    """One loop over all kinds, one after another."""
    total = 0
    for thing in things:
        for x in thing:
            total += x
    return total


kinds = [(1, 2, 3), [1, 2], {1: 1, 2: 2}, {4, 5}, frozenset([6]), range(3), {1: 2}.values(), iter((7, 8)), b"ab"]
kinds += [{i: 1 for i in range(50)}, set(range(50)), reversed({3: 3, 4: 4}), reversed((1, 2))]
print(mixed(kinds * 20))


def nested(d):
    """Keys that are tuples, unpacked."""
    total = 0
    for _ in range(40):
        for (a, b), c in d.items():
            total += a * b + c
        for a, b in d:
            total += a - b
    return total


print(nested({(i, i + 1): i * 2 for i in range(12)}))


def in_threads():
    d = {i: i for i in range(30)}
    t = tuple(range(20))
    s = set(range(15))
    sums = []

    def work():
        total = 0
        for _ in range(100):
            for k, v in d.items():
                total += k + v
            for x in t:
                total += x
            for x in s:
                total += x
        sums.append(total)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sums


print(in_threads())
