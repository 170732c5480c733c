# Functions that make cells and closures, and loops whose variables hold values of several types, where they are compiled.

import sys


def adder(step):
    total = 0

    def add(value):
        nonlocal total
        total += value * step
        return total

    return add


def adders(turns):
    result = 0
    for turn in range(turns):
        add = adder(turn % 3)
        add(turn)
        result += add(1)
    return result


print(adders(2000))


def outer(number):
    """A cell that is written, read, and unbound again."""
    def inner():
        return number + other

    other = number * 2
    number += 1
    first = inner()
    other = 1.5 if number % 7 == 0 else other
    second = inner()
    if number % 5 == 0:
        del other
    try:
        third = inner()
    except NameError as error:
        third = str(error)
    return first, second, third


def outers(turns):
    seen = {}
    total = 0
    for turn in range(turns):
        first, second, third = outer(turn)
        total += first + second
        kind = third if isinstance(third, str) else type(third).__name__
        seen[kind] = seen.get(kind, 0) + 1
    return total, seen


print(outers(2000))


def in_loop(values):
    """All closures of a loop share the cell; those of a comprehension do not."""
    functions = []
    for value in values:
        functions.append(lambda: value)
        if len(functions) > 3:
            functions.pop(0)
    own = [(lambda n: lambda: n)(value) for value in values[:5]]
    return [function() for function in functions], [function() for function in own]


print(in_loop(list(range(1000))))


def recursive(depth):
    def down(left):
        if left == 0:
            return depth
        return down(left - 1) + 1

    return down(depth)


def recursions(turns):
    return sum(recursive(turn % 8) for turn in range(turns))


print(recursions(1500))


def generators(memo, values):
    """A generator expression has a cell of its function's."""
    values = tuple(value + memo for value in values)
    memo = sum(values)
    return memo, values


def many_generators(turns):
    total = 0
    for turn in range(turns):
        memo, values = generators(turn, (1, 2, turn))
        total += memo + len(values)
    return total


print(many_generators(2000))


def raises_within(turn):
    local = [turn]

    def check(value):
        local.append(value)
        if value % 10 == 3:
            raise ValueError(value)
        return len(local)

    return check(turn)


def raising(turns):
    good, frames = 0, []
    for turn in range(turns):
        try:
            good += raises_within(turn)
        except ValueError as error:
            frames.append(error.__traceback__.tb_next.tb_frame)
    last = frames[-1]
    return good, len(frames), last.f_locals["local"], sorted(last.f_locals), last.f_code.co_cellvars


print(raising(1500))


class Base:
    def name(self):
        return "base"


def classes(turns):
    names = set()
    for turn in range(turns):
        class Child(Base):
            number = turn

            def name(self):
                return super().name() + str(self.number % 3) + __class__.__name__

        names.add(Child().name())
    return sorted(names)


print(classes(200))


def cells_seen(turn):
    value = turn

    def read():
        return value

    sys._getframe().f_locals["value"] = turn + 1
    return read()


print({cells_seen(turn) - turn for turn in range(1000)})


# The variable of the loop holds something of another type each turn; in a comprehension, too.
def lengths(values):
    total = 0
    for value in values:
        if isinstance(value, int):
            total += value
        elif isinstance(value, float):
            total -= int(value)
        elif value is None:
            total += 7
        else:
            total += len(value)
    return total, value


for mixed in ([1, "ab"], ["ab", 2.5, 3], [None, (1, 2), 4, "x"], [1.5, 2**70, 1], [True, 2, None]):
    print(lengths(mixed * 700), lengths(mixed[::-1] * 600))


def pairs(values):
    return [[item for item in pair] for pair in values]


def many_pairs(turns):
    count = {}
    for turn in range(turns):
        for pair in pairs([(turn, str(turn)), ("a", turn + 0.5), (None, [turn])]):
            for item in pair:
                count[type(item)] = count.get(type(item), 0) + 1
    return sorted((kind.__name__, number) for kind, number in count.items())


print(many_pairs(800))


def leaves_mixed(values, limit):
    """What the variable holds is seen when the loop has been left, by exceptions and by others' frames."""
    def look():
        return type(sys._getframe(1).f_locals["value"]).__name__

    seen = set()
    try:
        for number, value in enumerate(values):
            if number % 100 == 99:
                seen.add(look())
            if number == limit:
                value + []
    except TypeError:
        pass
    return type(value).__name__, sorted(seen)


for limit in 500, 501, 502, 999:
    print(leaves_mixed([1, "a", 2.5, None, b""] * 200, limit))


def total_changes(turns):
    """Begins as an integer each time, and is a float afterwards."""
    results = []
    for turn in range(turns):
        total = 0
        for step in range(50):
            total += step / 2
        results.append(total)
    return sum(results), type(total).__name__


print(total_changes(300))


# What native functions compute of an object, and `__dict__`.
class Plain:
    def __init__(self, a):
        self.a = a


class Slots:
    __slots__ = ("a",)


class Named(Exception):
    pass


class HasDict(list):
    pass


class Hidden:
    @property
    def __dict__(self):
        return {"hidden": 1}


def namespaces(objects):
    total, failures = 0, {}
    for value in objects:
        try:
            total += len(value.__dict__)
            value.__dict__["more"] = 1
            total += value.more
        except (AttributeError, TypeError) as error:
            text = f"{type(error).__name__}: {error}"
            failures[text] = failures.get(text, 0) + 1
    return total, failures


def objects(count):
    for number in range(count):
        yield Plain(number)


print(namespaces([Plain(number) for number in range(1000)] + [Slots(), Named(1), HasDict(), Hidden(), 1, Plain, len]))
one = Plain(1)
print(namespaces([one] * 1000 + [Named("x")] * 300), sorted(vars(one)))
