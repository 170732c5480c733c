"""Loops over numbers in lists: each float word, what is no such word, numbers that a loop keeps in memory, and roundings."""

import math


def smooth(row, times):
    for _ in range(times):
        for i in range(1, len(row) - 1):
            row[i] = 0.25 * (row[i - 1] + row[i + 1]) + 0.5 * row[i]
    return [x.hex() for x in row[:6]], sum(row).hex()


# Small and large buffers, and zeros of both signs.
print(smooth([float(i % 7) for i in range(20)], 40))
print(smooth([float(i % 7) for i in range(200)], 20))
print(smooth([0.0] * 90, 5))
print(smooth([-0.0] * 30, 5))


def scale(numbers, factor):
    for i in range(len(numbers)):
        numbers[i] = numbers[i] * factor
    return numbers


# What leaves the range of the words of floats, and comes back.
for start in (1.0, 1e70, 1e-70, 5e-324, 1e308, -1e76, math.inf, math.nan, -0.0):
    row = [start] * 70
    for factor in (1e5, 1e5, 1e-5, 1e-9, 0.0, -1.0):
        row = scale(row, factor)
    up = scale([start] * 70, 1e8)
    down = scale([start] * 70, 1e-8)
    print(start, row[0], row[69], up[0], up[69], down[1], down[68])


# Types that change in the middle of a list.
def add_all(values):
    total = 0.0
    for i in range(len(values)):
        total = total + values[i]
    return total


mixed = [0.5] * 50 + [1, 2, True] + [1e100] * 3 + [-1e100] * 3 + [0.0] * 20 + [2**70, -(2**70)] + [0.25] * 40
for _ in range(3):
    print(add_all(mixed), add_all([0.5] * 100), add_all([-0.0] * 40))
try:
    add_all([1.5] * 60 + ["x"])
except TypeError as error:
    print(error)


# Words that a loop changes.
class Sums:
    def __init__(self):
        self.count = 0
        self.total = 0.0
        self.last = None
        self.other = 1


def collect(sums, values):
    for value in values:
        sums.count += 1
        sums.total += value
        sums.last = value
        sums.other = sums.other * 3 & 1023
    return sums.count, sums.total, sums.last, sums.other


sums = Sums()
for _ in range(4):
    print(collect(sums, [x / 8 for x in range(200)]))
sums.count = 2**62 - 150
print(collect(sums, [0.5] * 300))
sums.total = 1.0e76
print(collect(sums, [9.0e75] * 100))
sums.total = 1
print(collect(sums, [1] * 80))
same = Sums()


def two(a, b, n):
    for i in range(n):
        a.count += 1
        b.count += 2
        a.total = b.total + 0.5
    return a.count, b.count, a.total, b.total


print(two(sums, same, 100), two(same, same, 100), two(same, sums, 100))


# Elements that a loop changes in place.
def counters(cells, n):
    for i in range(n):
        cells[0] += 1
        cells[1] = cells[0] * 0.5
        cells[i % 3] += 1
    return cells


print(counters([0, 0.0, 5], 200), counters([0.5, 1, 2], 100), counters([2**62 - 50, 0.0, 0], 120))


# Whole numbers of floats.
def whole(values):
    found = []
    for value in values:
        found.append((int(value), math.floor(value), math.ceil(value), math.trunc(value)))
    return found


print(whole([x / 4 - 10 for x in range(80)])[::9])
edges = [2.0**62, -(2.0**62), 2.0**63, -(2.0**63), 2.0**63 - 1024, -(2.0**63) - 2048, 1e300, -0.0, 0.999, -0.999]
print(whole([1.5] * 60 + edges))
for wrong in (math.inf, -math.inf, math.nan):
    for rounding in (int, math.floor, math.ceil, math.trunc):
        done = 0
        try:
            for value in [2.5] * 60 + [wrong]:
                done += rounding(value)
        except (OverflowError, ValueError) as error:
            print(done, type(error).__name__, error)


class Odd(float):
    def __int__(self):
        return 7

    def __trunc__(self):
        return 8

    def __floor__(self):
        return 9

    def __ceil__(self):
        return 10


print(whole([2.5] * 60 + [Odd(2.5), True, 3]))


# Powers.
def powers(values, by):
    return [(value**by).hex() for value in values]


for by in (2.0, 0.5, 1.5, -1.5, 3.0, -0.5):
    print(by, powers([0.1 * x + 0.1 for x in range(60)], by)[::13])
for base, by in ((0.0, -1.5), (1e200, 2.0), (-8.0, 1.5), (math.inf, 1.5), (0.0, 1.5)):
    try:
        for x in [2.0] * 60 + [base]:
            result = x**by
        print(result)
    except (ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
