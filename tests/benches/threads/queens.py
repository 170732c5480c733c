"""N-queens by bits, a unit for each of the first two queens' places: recursion and small ints."""

SIZE = 12
UNITS = SIZE * SIZE


def place(columns, left, right, full):
    if columns == full:
        return 1
    found = 0
    free = full & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        found += place(columns | bit, (left | bit) << 1, (right | bit) >> 1, full)
    return found


def work(first, last):
    full = (1 << SIZE) - 1
    total = 0
    for unit in range(first, last):
        unit = unit * 37 % UNITS
        a, b = 1 << unit // SIZE, 1 << unit % SIZE
        if not b & (a | a << 1 | a >> 1):
            total += place(a | b, (a << 1 | b) << 1, (a >> 1 | b) >> 1, full)
    return total
