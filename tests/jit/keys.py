# Keys that are tuples, in dicts and sets: of numbers and texts, within each other, and of what has methods in Python.
import sys


class Key:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        seen.append(sys._getframe(1).f_code.co_name)
        return hash(self.number)

    def __eq__(self, other):
        seen.append(sys._getframe(1).f_code.co_name)
        return isinstance(other, Key) and self.number == other.number


seen = []


def names():
    found = sorted(set(seen)), len(seen)
    seen.clear()
    return found


def got(n):
    table = {(i, str(i), (i / 2, None)): i for i in range(10)}
    total = 0
    for i in range(n):
        k = i % 10
        total += table[k, str(k), (k / 2, None)]
    return total


def put(n):
    table = {}
    for i in range(n):
        table[i % 7, "x"] = i
        table[(), i % 3] = i
    return table


def has(n):
    table, group = {(1, 2): 3}, {(1, "b"), (2, "b")}
    found = 0
    for i in range(n):
        found += (i % 3, 2) in table
        found += (i % 4, "b") not in group
    return found


def comprehended(n):
    table = {(i % 5, i % 2): i for i in range(n)}
    return table, sorted({(i % 5, "a", (i % 3,)) for i in range(n)}), sorted({i % 4 for i in range(n)})


def mixed(n):
    # Now and then a key has methods in Python.
    table, group = {}, set()
    for i in range(n):
        part = Key(i % 3) if i % 20 == 19 else i % 3
        table[part, 1] = i
        group.add((part, i % 2))
        if (part, 1) in table:
            table[part, 2] = table[part, 1] + 1
    return len(table), len({(part if i % 2 else Key(i % 2), 0) for i in range(n)}), len(group), names()


def missing(n):
    table, found = {(0, 1): 2}, []
    for i in range(n):
        try:
            found.append(table[i % 2, i % 50 + 1])
        except KeyError as error:
            if i % 40 == 0:
                found.append(error.args)
    return found


def unhashable(n):
    group, table = set(), {}
    for i in range(n):
        key = (i, [i]) if i % 30 == 29 else (i % 3, (i % 2, ()))
        for what in (lambda: group.add(key), lambda: table.__setitem__(key, 1)):
            try:
                what()
            except TypeError:
                seen.append("unhashable")
        try:
            table[key] = i
        except TypeError:
            seen.append("list")
    return len(group), len(table), names()


def deep(n):
    table = {}
    for i in range(n):
        table[i % 2, (1, (2, (3, (4, (5, i % 3)))))] = i
    return table


def deleted(n):
    table = {}
    for i in range(n):
        table[i % 3, 0] = i
        if i % 3 == 2:
            del table[i % 3, 0], table[0, 0]
            try:
                del table[0, 0]
            except KeyError as error:
                seen.append(str(error))
    return table, names()


def bound_late(found, n):
    # A variable that is unbound in the first turn, and is not in the second.
    for i in range(3):
        if i == n % 3:
            late = found
        found += len(str(i * n))
    return found + late


def late(n):
    total = 0
    for i in range(n):
        total += bound_late(i, i)
    return total


for function in got, put, has, comprehended, mixed, missing, unhashable, deep, deleted, late:
    print(function.__name__, function(90), function(407))
