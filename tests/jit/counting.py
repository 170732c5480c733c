"""Iterators that a loop makes anew in each turn: over ranges up to the largest numbers, lists that change, tuples, and subclasses."""

import copy
import pickle


def table(n, step):
    total = 0
    for i in range(n):
        for j in range(i, n, step):
            total += j
        for j in range(n - i, 0, -step):
            total -= j * i
        for j in range(i):
            if j == 7:
                break
            total ^= j
    return total


print(table(60, 1), table(60, 2), table(60, 7), table(3, 1), table(0, 1))

BIG = 2**62


def edge(first, last, step, turns):
    seen = []
    for _ in range(turns):
        for x in range(first, last, step):
            seen.append(x)
    return len(seen), seen[:2], seen[-2:]


for first, last, step in (
    (BIG - 4, BIG - 1, 1),
    (BIG - 4, BIG, 1),
    (BIG - 4, BIG + 3, 1),
    (-BIG + 3, -BIG, -1),
    (-BIG + 3, -BIG - 3, -1),
    (0, BIG - 1, BIG // 3),
    (0, BIG - 1, BIG // 3 * 2),
    (BIG - 2, -BIG, -BIG + 1),
    (2**63 - 3, 2**63 + 2, 2),
    (5, 5, 1),
    (5, 1, 1),
    (-(2**70), -(2**70) + 3, 1),
):
    print(edge(first, last, step, 50))


def steps(by):
    found = []
    for i in range(40):
        step = by if i > 30 else 1
        try:
            for j in range(0, 10, step):
                found.append(j)
        except ValueError as error:
            return len(found), str(error)
    return len(found), sum(found)


print(steps(1), steps(3), steps(0), steps(-1), steps(2**61))


# Iterators that are kept, asked and put elsewhere.
def parts(n):
    kept = []
    for i in range(n):
        for iterator in (iter(range(i, i + 5)), iter([i] * 3), iter((i, 2, 3))):
            next(iterator)
            kept.append(iterator)
    return kept


kept = parts(40)
print([iterator.__length_hint__() for iterator in kept[:6]], kept[117].__reduce__()[1:])
print([list(copy.copy(iterator)) for iterator in kept[30:36]])
print([list(pickle.loads(pickle.dumps(iterator))) for iterator in kept[60:66]])
kept[0].__setstate__(3)
print(list(kept[0]), list(kept[0]), [type(iterator).__name__ for iterator in kept[:3]])


# One iterator for two loops.
def halves(n):
    found = []
    for i in range(n):
        iterator = iter(range(6))
        for x in iterator:
            if x == 2:
                break
        for x in iterator:
            found.append(x)
        found.append(next(iterator, None))
    return len(found), found[:6]


print(halves(50))


# Lists that change while there is an iterator.
def growing(n):
    total = 0
    for i in range(n):
        values = [1, 2, 3]
        for value in values:
            total += value
            if len(values) < 6:
                values.append(value)
            elif value == 3 and i % 5 == 0:
                values.clear()
        for value in ():
            total += 1000
        for value in (i, i):
            total += value
    return total


print(growing(80))


class Backwards(list):
    def __iter__(self):
        return reversed(self.copy())


class Pair(tuple):
    def __iter__(self):
        return iter((self[1], self[0]))


def mixed(values):
    found = []
    for value in values:
        for x in value:
            found.append(x)
    return found


plain = [[1, 2], (3, 4)] * 30
print(len(mixed(plain)), mixed(plain + [Backwards([5, 6]), Pair((7, 8)), range(2), "ab", {9: 1}])[-10:])
try:
    mixed(plain + [5])
except TypeError as error:
    print(error)


def names(n):
    for i in range(n):
        for j in range(i, i + 2):
            for k in (j, i):
                last = locals()
    return last


print(names(50))
