"""Displays that take in other containers, and tuples unpacked with a rest, of changing lengths and kinds."""


class Key:
    """Equal to a number, and counts how often it is asked."""

    asked = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        Key.asked += 1
        return self.number == (other.number if isinstance(other, Key) else other)


class Counted(list):
    def __iter__(self):
        yield "counted"
        yield from super().__iter__()


def sequences(rows):
    total, last = 0, None
    for i, row in enumerate(rows):
        last = (i, *row), [*row, i], [*row, *row], (*row, *row, 1), sorted({*row, i}, key=str)
        total += sum(len(part) for part in last)
    return total, last


def mappings(dicts):
    total, last = 0, None
    for i, one in enumerate(dicts):
        last = {**one, i: 1}, {1: 0, **one}, {**one, **one, 2: i}
        total += sum(len(part) for part in last)
    return total, last


def rests(rows):
    total, last = 0, None
    for row in rows:
        first, *rest, end = row
        *most, final = row
        head, *tail = row
        rest.append(first)
        last = first, rest, end, most, final, head, tail
        total += len(rest) + len(most) * 3 + len(tail) * 5
    return total, last


def too_short(rows):
    told = []
    for row in rows:
        try:
            first, *rest, last = row
        except ValueError as error:
            first = rest = str(error)
        told.append((first, rest))
    return told[0], told[-2:]


def own_rest(n):
    """Each turn has a list of its own."""
    kept = []
    for _ in range(n):
        first, *rest = 1, 2, 3
        rest.append(len(kept))
        kept.append(rest)
    return kept[0], kept[-1]


def main(n):
    print(sequences([[1, 2]] * n), sequences([(1, 2)] * n), sequences([(1, 2)] * n + [[3]] * n + ["ab"] * n))
    print(sequences([[1]] * n + [Counted([1])] * 3), sequences([(1,)] * n + [{5: 6}, range(2)]))
    keys = {Key(i): i for i in range(3)}
    print([len(part) for part in mappings([{1: 2, 3: 4}] * n + [keys, {}] * 9)[1]], Key.asked)
    print(mappings([{1: 2, 3: 4}] * n), mappings([{}] * n))
    print(rests([(1, 2, 3, 4)] * n), rests([(1, 2), (3, 4, 5), (6, 7, 8, 9)] * n))
    print(rests([(1, 2, 3)] * n + [[4, 5], "abc", range(4)] * 9), rests([tuple(range(40))] * n))
    print(too_short([(1, 2, 3)] * n + [(1,), (4, 5)]), too_short([[1, 2]] * n + [[]]), own_rest(n))


main(300)
