"""Methods of containers in loops: keys and indices of numbers and texts, and then of objects that run Python code."""


class Key:
    """Equal to a number, and counts how often it is asked."""

    asked = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        Key.asked += 1
        return hash(self.number)

    def __eq__(self, other):
        Key.asked += 1
        return self.number == (other.number if isinstance(other, Key) else other)


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        Key.asked += 1
        return self.number


class Pair(tuple):
    def __len__(self):
        return 7


class Names(dict):
    def get(self, key, default=None):
        return "own"

    def __len__(self):
        return 11


class Bag(set):
    def add(self, item):
        super().add(item)
        super().add(-1)

    def __len__(self):
        return 13


class Row(list):
    def pop(self, index=-1):
        return "popped"

    def __len__(self):
        return 17

    def __getitem__(self, index):
        return "item"


def dicts(keys, counts):
    total = 0
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
        total += counts.setdefault(key, 5) + len(counts)
        if counts.get(key, 0) > 3:
            total += counts.pop(key)
        total += counts.pop(key, 1) if total % 7 == 0 else 0
    return total, len(counts)


def sets(items, bag):
    total = 0
    for item in items:
        bag.add(item)
        total += len(bag)
        bag.discard(item if total % 3 == 0 else 1000)
        if item in bag and total % 5 == 0:
            bag.remove(item)
    return total, len(bag)


def lists(indices, row):
    total = 0
    for index in indices:
        row.insert(index, total % 100)
        total += row.pop(0) + row.pop() + row.pop(index)
        row.insert(-1, 3)
        row.append(total % 10)
        row.append(4)
    return total, row


def lengths(things):
    total = 0
    for thing in things:
        total = (total * 3 + len(thing)) % 1000003
    return total


def slices(rows, parts):
    total = 0
    for row in rows:
        for part in parts:
            total += len(row[part::-1]) + len(row[part:7:2]) + len(row[:part:3])
            row[: part.__index__()] = row[part.__index__() - 1 :: -1]
        total += row[0]
    return total, row


def of_class(things):
    found = []
    for thing in things:
        found.append((thing.get(1, 2), len(thing)))
    return found[0], found[-1]


def bags(bag, n):
    for i in range(n):
        bag.add(i % 3)
    return sorted(bag), len(bag)


def rows(row, n):
    found = None
    for _ in range(n):
        found = row.pop(), len(row), row[1::1]
    return found


def fails(keys, counts, bag, row):
    """Errors in the middle of a loop: the variables are what they were."""
    told = []
    done = 0
    while done < len(keys):
        try:
            for key in keys[done:]:
                done += 1
                value = counts.pop(key)
                bag.remove(value)
                row.pop(value)
        except (KeyError, IndexError) as error:
            told.append((type(error).__name__, str(error), done, key, value))
    return len(told), told[:3], told[-3:]


def main(n):
    numbers = [i * 7 % 23 for i in range(n)]
    texts = [str(number) for number in numbers]
    objects = [Key(number) for number in numbers[:50]]
    print(dicts(numbers, {}), dicts(texts, {}))
    print(dicts(numbers + texts + objects + numbers, {}), Key.asked)
    print(dicts(numbers[:100], {key: 1 for key in objects}), Key.asked)
    print(sets(numbers, set()), sets(texts, set()))
    print(sets(numbers + objects + texts, set()), Key.asked)
    print(sets(numbers[:100], set(objects)), Key.asked)
    print(lists([i % 3 for i in range(n)], list(range(9))))
    print(lists([i % 3 for i in range(n)] + [Index(2)] * 3, list(range(9))), Key.asked)
    print(lengths([(1, 2), (), (1,)] * n), lengths([(1, 2)] * n + [Pair((1, 2))] * 3))
    print(lengths([{1: 2}, {}] * n + [Names()] * 3), lengths(["ab", "\u00e4"] * n + [b"abc", [], range(5)]))
    print(lengths([{1}, frozenset((1, 2))] * n + [Bag(), {}.keys()]))
    print(slices([list(range(8)) for _ in range(n)], [1, 2, 5]))
    print(slices([list(range(8)) for _ in range(n)] + [list(range(9))], [1, 2, 5, Index(3)]), Key.asked)
    print(of_class([{1: 3}] * n), of_class([{1: 3}] * n + [Names()]), of_class([Names()] * n))
    print(bags(set(), n), bags(Bag(), n), rows(Row(range(n)), n), rows(list(range(2 * n)), n))
    print(fails(numbers, dict(enumerate(range(23))), set(range(0, 23, 2)), list(range(12))))


main(400)
