# Ranges with steps, made and gone through in loops.


def stepped(turns):
    found = []
    for i in range(turns):
        total = 0
        for k in range(i % 5, 40, 1 + i % 7):
            total += k
        for k in range(30 - i % 9, -4, -1 - i % 3):
            total = total * 3 + k
        for k in range(0, 64 + i % 2, 8):
            total ^= k
        for k in range(i % 4, -8, -4):
            total += 100 * k
        found.append(total)
    return found[::97], sum(found)


def either_way(turns):
    """Steps of both signs, and of nothing, in one loop."""
    counts, wrong = [], 0
    for i in range(turns):
        step = i % 7 - 3
        try:
            counts.append(len([k for k in range(-5, 6, step)]))
        except ValueError as error:
            wrong += 1
            text = str(error)
    return sum(counts), counts[-7:], wrong, text


def kept(turns):
    """Ranges that are more than gone through."""
    found = set()
    for i in range(turns):
        row = range(i % 3, 20 + i % 4, 1 + i % 5)
        found.add((row, len(row), row[-1], row.step, 7 in row))
    return len(found), sorted(found, key=repr)[:3]


def far_out(turns):
    """Near the ends of what is immediate, and beyond them."""
    most, total = (1 << 62) - 1, 0
    for i in range(turns):
        for k in range(most - 10, most, 3 + i % 2):
            total += most - k
        for k in range(-most, -most + 7 + i % 3, 2):
            total += k + most
        for k in range(-most - 1, most, most):
            total ^= k
        for k in range(1 << 63, (1 << 63) + 9, 4):
            total += k - (1 << 63)
        for k in range(0, 5, 1 << 70):
            total += k
    return total


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def other_kinds(turns):
    steps, total, wrong = [1, True, Index(2), 3, "4", 2.0], 0, 0
    for i in range(turns):
        try:
            for k in range(False, 12, steps[i % 6]):
                total += k
        except TypeError:
            wrong += 1
    return total, wrong


print(stepped(1000))
print(either_way(1500))
print(kept(800))
print(far_out(500))
print(other_kinds(1200))
