"""Slices, ranges and displays with a star in loops: made for the next instruction alone, kept, and with what is no usual part."""

import traceback


def told(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def turned(order):
    """The first elements the other way around, until the first is 0."""
    count = 0
    while order[0]:
        first = order[0] + 1
        order[:first] = order[first - 1 :: -1]
        count += 1
    return count, order


print([turned([i % 7, *range(7)][:7]) for i in range(40)][30:33])


def stepped(sequence, turns):
    found = []
    for i in range(turns):
        found.append(sequence[i % 5 : i % 11 : i % 3 - 4])
        found.append(sequence[i % 11 : i % 5 : -1])
        found.append(sequence[:: i % 4 + 1])
        found.append(sequence[-3::2])
    return found


for sequence in [list(range(9)), tuple(range(9)), "abcdefghi", "äbcdéfghi", list(range(70)), [], (), "", b"abcdefghi"]:
    print(len(stepped(sequence, 60)), stepped(sequence, 60)[100:108])


def any_part(sequence, parts):
    """The parts may be anything, and none is what they were when this was compiled."""
    found = []
    for start, stop, step in parts:
        found.append(told(lambda: sequence[start:stop:step]))
        try:
            found.append(sequence[start:stop:step])
        except Exception as error:
            found.append(repr(error))
    return found


class Two:
    asked = 0

    def __index__(self):
        Two.asked += 1
        return 2


usual = [(0, 5, 1), (1, 8, 2), (5, 0, -1)] * 20
odd = [(0, 5, 0), (1, 8, "x"), (Two(), None, Two()), (10**30, -(10**30), -1), (1.5, 2, 1), (True, 7, True)]
print(any_part(list(range(9)), usual + odd + usual)[-140:-110], Two.asked)
print(any_part("abcdefghi", usual + odd + usual)[-130:-118], Two.asked)


class Keeper:
    def __getitem__(self, key):
        return key


class Rows(list):
    def __getitem__(self, key):
        return ("own", key)


def of_each(containers, turns):
    """One place, at which many kinds of containers are asked."""
    found = None
    for i in range(turns):
        found = containers[i % len(containers)][i % 3 : 5 : 2]
    return found


kinds = [[1, 2, 3, 4, 5], (1, 2, 3, 4, 5), "12345", b"12345", Keeper(), Rows([1, 2, 3]), range(8)]
for count in range(1, 8):
    print(of_each(kinds[:count], 100), of_each(kinds[:count], 101), told(of_each, kinds[:count] + [5], 100))


def kept(turns):
    """Slices that are more than a key."""
    slices, last = [], None
    for i in range(turns):
        last = slice(i % 7, None, -1)
        key = Keeper()[i % 5 : i : 2]
        slices.append(key)
        if i % 50 == 49:
            slices.append(key.indices(30))
    return len(slices), slices[-2:], last, slices[3] == slices[3]


print(kept(150))


def assigned(turns):
    rows = list(range(12))
    for i in range(turns):
        rows[i % 4 : 8] = rows[7 : i % 4 - 1 if i % 4 else None : -1]
        rows[i % 3 :: 4] = rows[i % 3 :: 4][::-1]
        rows[2:4] = (i, i + 1)
        rows[1:1] = rows[:1]
        del rows[0]
    return rows


print(assigned(90))
print(told(lambda: [rows.__setitem__(slice(0, 6, 2), [1] * (2 + i // 50)) for rows in [[0] * 9] for i in range(99)]))


def ranges(turns):
    total, lengths, rows = 0, [], []
    for i in range(turns):
        for j in range(i % 5):
            total += j
        for j in range(i % 7, 4):
            total += 10 * j
        for j in range(-3, i % 2):
            total += 100 * j
        for j in range(5, 0, -2):
            total += j
        row = range(i % 4, 6)
        lengths.append((len(row), row.start, row.stop, row.step))
        rows.append(row)
        if 3 in range(i % 9):
            total += 7
    return total, lengths[-4:], rows[-3:], rows[-1] == range(turns % 4 - 1, 6), sum(map(len, rows))


print(ranges(200))


def large(starts):
    """Numbers that are small, then none of a machine."""
    found = []
    for start, stop in starts:
        count = 0
        for number in range(start, stop):
            count += number
            if count > 10**40:
                break
        found.append((count, len(range(start, stop)) if stop - start < 10**18 else None))
    return found


most = 2**62
print(large([(i, i + 3) for i in range(60)] + [(most - 2, most + 1), (-most - 2, 1 - most), (2 * most - 1, 2 * most + 1), (10**30, 10**30 + 2)])[-5:])
print(large([(i, 3) for i in range(60)] + [(-5, most)][:0] + [(most, -most), (True, 3), (False, True)])[-4:])
print(told(large, [(1, 4)] * 60 + [(1.5, 3)]), told(large, [(1, 4)] * 60 + [(1, "x")]), told(large, [(1, 4)] * 60 + [(Two(), 4)]))


def unfinished(turns):
    """Iterators over ranges that outlive their loops."""
    rest = []
    for i in range(turns):
        numbers = iter(range(i % 3, 9))
        for number in numbers:
            if number > i % 8:
                break
        rest.append(sum(numbers))
    return rest[-9:]


print(unfinished(100))


def stars(values, turns):
    found = None
    for i in range(turns):
        found = (i, *values), (*values,), (*values, i), (i, i, *values, *values), [i, *values]
    return found


def numbers():
    yield 1
    yield 2


class Pair(tuple):
    def __iter__(self):
        return iter("own")


class Row(list):
    def __iter__(self):
        return iter("own")


for values in [(1, 2), [1, 2], (), [], "ab", {1: 2}, range(3), Pair((1, 2)), Row([1, 2])]:
    print(stars(values, 60))
print(told(stars, 5, 60), told(stars, None, 60))


def of_many(many):
    found = []
    for values in many:
        try:
            found.append((1, 2, *values))
        except TypeError as error:
            found.append(str(error))
    return found


print(of_many([(3,)] * 50 + [[4]] * 50 + [numbers(), 7, "x", Pair((1,)), (), [], (5,) * 40])[-9:])
print(of_many([numbers() for _ in range(60)])[-1])


def takes(*args, **named):
    return args, named


def called(function, many):
    found = []
    for values in many:
        found.append(told(lambda: function(0, *values)))
        try:
            found.append(function(*values))
            found.append(function(0, 1, *values, **{"k": 2}))
            found.append(function(0, *values, 1))
            found.append(function(len(values), max(1, 2), *values, k=3))
        except TypeError as error:
            found.append(str(error))
    return found


class Sum:
    def add(self, first, *rest):
        return (first, *rest)


several = [(3,), [4], (), [5, 6], "xy"] * 20
print(called(takes, several)[-14:])
print(called(takes, several + [7, numbers()])[-8:])
print(called(Sum().add, [(1, 2), [3]] * 30)[-6:])


def behind(n):
    if n == 0:
        raise ValueError("here")
    yield n


def raising(turns):
    for i in range(turns):
        row = (i, *behind(turns - 1 - i))
    return row


try:
    raising(60)
except ValueError:
    print(traceback.format_exc().count("line"))
