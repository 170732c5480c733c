# Truth values in arithmetic, comparisons, sums and subscripts, in loops that are compiled.


class Odd(int):
    def __radd__(self, other):
        return 100


def counted(values, least):
    above = 0
    for value in values:
        above += value > least
    return above


def mixed(values):
    """Numbers among which there are truth values."""
    total = 0
    for value in values:
        total = total * 3 % 1009 + value
        total -= value < True
        total += (value == 1) * 2
        if value <= False:
            total += 1
    return total


def logic(n):
    out = []
    for i in range(n):
        a, b = i % 2 == 0, i % 3 == 0
        out.append((a & b, a | b, a ^ b, a & i, i | b, a + b, a - b, a * 2.5, a / (1 + b), a << 2, -a, a < b, a == b))
    return out


def kinds(values):
    """What is on the left is always True."""
    flag = True
    out = []
    for value in values:
        try:
            out.append(flag + value)
        except TypeError as error:
            out.append(str(error))
    return out


def chosen(n):
    names = ["small", "large"]
    pair = (0.5, 1.5)
    total = 0
    for i in range(n):
        total += len(names[i > n // 2]) + pair[i % 2 == 0] + names[-(i % 5 == 0)].count("l")
    return total


numbers = list(range(60))
truths = [i % 3 == 0 for i in range(60)]
both = [truth if i % 5 else i for i, truth in enumerate(truths)]
print(counted(numbers, 20), counted(truths, 0), counted(truths, False), counted(both, 0.5))
print(mixed(numbers), mixed(truths), mixed(both), mixed([value / 2 for value in numbers]))
rows = logic(60)
print(rows[:6], hash(tuple(rows)) == hash(tuple(rows)), [type(item).__name__ for item in rows[5]])
print(sum(value > 20 for value in numbers), sum(truth for truth in truths), sum(value for value in both))
print(sum((i, i % 2) in {(3, 1), (4, 0)} for i in range(50)))
print(kinds(numbers[:40] + truths[:40] + [1.5, Odd(3), "text", None, 1 << 80, True]))
print(chosen(50))
