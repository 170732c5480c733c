"""Functions with loops that are called from loops: traces that return to their callers, and come back."""

import sys


def count(row, wanted):
    found = 0
    for value in row:
        if value == wanted:
            found += 1
    return found


def find(row, wanted):
    i = 0
    while i < len(row):
        if row[i] == wanted:
            return i
        i += 1
    return None


def fill(row, value):
    for i in range(len(row)):
        row[i] = value


def from_a_loop(n):
    row = [i * i % 7 for i in range(30)]
    total = 0
    for i in range(n):
        total += count(row, i % 7)
    return total


def from_two_places(n):
    row = [i * i % 7 for i in range(12)]
    total = 0
    for i in range(n):
        total += count(row, i % 7)
        total -= 3 * count(row, (i + 1) % 7)
        place = find(row, i % 9)
        total += 100 if place is None else place
    return total


def without_a_value(n):
    row = [0] * 9
    total = 0
    for i in range(n):
        fill(row, i)
        total += row[i % 9]
    return total, row


class Vector:
    def __init__(self, *items):
        self.items = []
        for item in items:
            self.items.append(item)

    def __add__(self, other):
        result = Vector()
        for a, b in zip(self.items, other.items):
            result.items.append(a + b)
        return result

    def __lt__(self, other):
        for a, b in zip(self.items, other.items):
            if a != b:
                return a < b
        return False

    def __eq__(self, other):
        for a, b in zip(self.items, other.items):
            if a != b:
                return False
        return True

    def __call__(self, factor):
        total = 0
        for item in self.items:
            total += item * factor
        return total

    def __getitem__(self, wanted):
        for i, item in enumerate(self.items):
            if item == wanted:
                return i
        raise KeyError(wanted)


class Pair:
    def __init__(self, items):
        self.total = 0
        for item in items:
            self.total += item


def special_methods(n):
    a, b = Vector(1, 2, 3), Vector(3, 2, 1)
    total = 0
    for i in range(n):
        c = a + b
        if c < a:
            total += 1
        if b < c:
            total += 2
        if a == b:
            total += 4
        if c == c:
            total += 8
        total += c(i) + a[2]
        total += Pair(c.items).total
    return total


def search(board, size, row):
    """Recursion from within a loop."""
    if row == size:
        return 1
    found = 0
    for column in range(size):
        for other in range(row):
            if abs(board[other] - column) in (0, row - other):
                break
        else:
            board[row] = column
            found += search(board, size, row + 1)
    return found


def recursion(n):
    return [search([0] * 6, 6, 0) for _ in range(1 + n // 100)]


def deep(n, k):
    for i in range(k):
        if i == k - 1:
            return deep(n + 1, k)
    return n


def too_deep(n):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    caught = 0
    try:
        for _ in range(1 + n // 60):
            try:
                deep(0, 3)
            except RecursionError:
                caught += 1
    finally:
        sys.setrecursionlimit(limit)
    return caught


def checked(row, bad):
    total = 0
    for value in row:
        if value == bad:
            raise ValueError(value)
        total += value
    return total


def raising(n):
    row = list(range(20))
    total, lines = 0, set()
    for i in range(n):
        try:
            total += checked(row, i % 60)
        except ValueError as error:
            total -= error.args[0]
            frame, places = error.__traceback__, []
            while frame is not None:
                places.append((frame.tb_frame.f_code.co_name, frame.tb_lineno))
                frame = frame.tb_next
            lines.add(tuple(places))
    return total, sorted(lines)


def looked_at(row, when):
    total = 0
    for value in row:
        total += value
    if when:
        # What is read later is there.
        there = sys._getframe().f_locals["total"], sys._getframe(1).f_locals["i"]
        return total, *there
    return total


def frames(n):
    row = list(range(8))
    seen = []
    for i in range(n):
        found = looked_at(row, i % 100 == 99)
        if type(found) is tuple:
            seen.append((i, found))
    return seen[-2:], len(seen)


def kept(row, frames, when):
    total = 0
    if when:
        frames.append(sys._getframe())
    for value in row:
        total += value
    return total


def kept_frames(n):
    row = list(range(8))
    frames = []
    total = 0
    for i in range(n):
        total += kept(row, frames, i % 100 == 99)
    return total, [frame.f_locals["total"] for frame in frames][-3:]


def keyed(n):
    row = [5, 3, 8, 1]

    def key(value):
        total = 0
        for i in range(value):
            total += i
        return -total

    result = None
    for _ in range(1 + n // 10):
        result = sorted(row, key=key)
    return result


def produced(n):
    def values():
        row = [1, 2, 3, 1, 2, 1]
        for i in range(n):
            yield count(row, i % 4)

    return sum(values()), max(values())


def types_that_change(n):
    total = 0
    rows = [1, 2, 3, 4], [1.5, 2, 3, 4], (1, 2, 3), "abcd"
    for i in range(n):
        for row in rows[: 1 + i * 4 // n]:
            total += count(row, 2) + count(row, "b")
    return total


def defaults(row, factor=2, *, shift=1):
    total = 0
    for value in row:
        total += value * factor + shift
    return total


def arguments(n):
    row = list(range(6))
    total = 0
    for i in range(n):
        total += defaults(row) + defaults(row, i) + defaults(row, factor=3)
        total += defaults(row, shift=i)
    return total


def levels(n):
    """A loop in a function in a function in a function."""

    def inner(k):
        total = 0
        for i in range(k):
            total += i
        return total

    def middle(k):
        first = inner(k)
        return first + inner(k + 1)

    def outer(k):
        keeps = k * 2
        return middle(k) + keeps

    total = 0
    for i in range(n):
        total += outer(i % 20) + 1
    return total


for function in (
    from_a_loop,
    from_two_places,
    without_a_value,
    special_methods,
    recursion,
    too_deep,
    raising,
    frames,
    kept_frames,
    keyed,
    produced,
    types_that_change,
    arguments,
    levels,
):
    print(function.__name__, function(600))
    print(function.__name__, function(1500))


def beside_each_other(n):
    """The same with several threads."""
    import threading

    results = {}

    def work(k):
        results[k] = from_two_places(n), special_methods(n // 4), recursion(n), raising(n), levels(n)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results[0], results[0] == results[1] == results[2]


print(beside_each_other(600))
